"""Permissions that the bot needs in a channel, by the names that Discord shows."""

from __future__ import annotations

import discord

from botfeed.core.language.i18n import L

NEEDED = {
    "view_channel": L("View Channel"),
    "send_messages": L("Send Messages"),
    "attach_files": L("Attach Files"),
}
IN_THREADS = {**NEEDED, "send_messages_in_threads": L("Send Messages in Threads")}
del IN_THREADS["send_messages"]


def lacking(has: discord.Permissions, *, thread: bool) -> tuple[str, ...]:
    """Return the English names of the permissions that are missing for a message with a picture that stays."""
    needed = IN_THREADS if thread else NEEDED
    return tuple(name for field, name in needed.items() if not getattr(has, field))
