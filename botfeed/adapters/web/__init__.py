"""The page on 127.0.0.1: chat with the bot, see the feed as pictures, and health and metrics for who runs it."""
