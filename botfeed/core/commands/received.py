"""Answers to what people send that is no text: a picture, a voice message, a place on the map."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from botfeed.core.cards.studio import received as cards
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply

TEXT_MOST = 1000


class Kind(StrEnum):
    """Kinds of what people send; stored nowhere."""

    PICTURE = "picture"
    FILM = "film"
    VOICE = "voice"
    FILE = "file"
    STICKER = "sticker"
    STORY = "story"
    CONTACT = "contact"
    GAME = "game"
    POLL = "poll"
    LOCATION = "location"
    GIFT = "gift"
    FORWARDED = "forwarded"
    OTHER = "other"


@command(menu=False, tool="never", reads=True)
def received(
    ctx: Context, kind: Annotated[str, Param()], text: Annotated[str, Param(most=TEXT_MOST, rest=True)] = ""
) -> Reply:
    """Say what was sent, and what can be done with it."""
    return Reply(cards=(cards.card(ctx, kind, text),))


COMMANDS = (received,)
