"""People and places of a test: their actions become events."""
