"""Rules of Discord that its description does not state."""
