"""Serve a local page: chat with the bot, browse the feed as pictures, read health and metrics."""
