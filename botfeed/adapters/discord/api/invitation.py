"""Invitation of the bot: the page on which Discord asks where it is to be added, and what it asks for there."""

from __future__ import annotations

AUTHORIZE = "https://discord.com/oauth2/authorize"
# View channels, send messages (in threads too), attach files, embed links, read message history: nothing more.
PERMISSIONS = (1 << 10) | (1 << 11) | (1 << 38) | (1 << 15) | (1 << 14) | (1 << 16)


def link(application: int, *, alone: bool = False) -> str:
    """Return the page's address. `alone`: a person installs the bot for themselves."""
    where = "integration_type=1&scope=applications.commands"
    if not alone:
        where = f"integration_type=0&permissions={PERMISSIONS}&scope=bot+applications.commands"
    return f"{AUTHORIZE}?client_id={application}&{where}"
