"""Serve a local page: chat with the bot, see the feed as pictures, read health and metrics."""
