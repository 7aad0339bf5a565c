"""Methods of the Bot API that the fake performs."""
