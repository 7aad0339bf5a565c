"""A social network for pictures made with AI that lives in the chats people already use."""

__version__ = "0.1.0"
