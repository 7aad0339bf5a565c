"""People and places of a test: what they do becomes events."""
