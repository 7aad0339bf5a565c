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
    """Return the English name of the permission that is missing for a message with a picture that stays.

    The first one only: who may not see a channel may not write there either, whatever else is allowed.
    """
    order = ("view_channel", "send_messages_in_threads" if thread else "send_messages", "attach_files")
    return tuple(IN_THREADS.get(field) or NEEDED[field] for field in order if not getattr(has, field))[:1]
