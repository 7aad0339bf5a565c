"""Read a prompt into the subjects, place, weather and light it asks for."""
