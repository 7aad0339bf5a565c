"""What the outbox says of a painting: built just before it is sent."""

from __future__ import annotations

from typing import Any

from botfeed.core.cards import painting as waiting
from botfeed.core.cards import picture as cards
from botfeed.core.chat import text
from botfeed.core.chat.context import House, Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Reply
from botfeed.core.model import Delivery, Painting, PaintState
from botfeed.core.ports import Unit
from botfeed.core.social import whispers
from botfeed.core.studio import library, state
from botfeed.core.work import outbox


def _sent(_house: House, uow: Unit, row: Delivery, _reply: Reply) -> None:
    state.settle(uow, int(row.args["painting"]), int(row.args["pictures"]))


def _ready(voice: Voice, args: dict[str, Any]) -> Reply | None:
    """Nothing of a private picture stands where others read along."""
    painting = voice.uow.get(Painting, int(args["painting"]))
    pictures = library.of(voice.uow, painting.id) if painting else []
    return Reply(cards=(cards.ready(voice, pictures),), private=False) if pictures else None


def _lost(_house: House, uow: Unit, row: Delivery, _why: str) -> None:
    """Nobody can be told; the pictures are in the library all the same."""
    state.settle(uow, int(row.args["painting"]), int(row.args["pictures"]))


@outbox.message("painted", sent=_sent, lost=_lost, note=_ready)
def painted(voice: Voice, args: dict[str, Any]) -> Reply | None:
    painting = voice.uow.get(Painting, int(args["painting"]))
    pictures = library.of(voice.uow, painting.id) if painting else []
    if painting is None or not pictures:
        return None
    if painting.here:
        return Reply(cards=(cards.withheld(voice, painting, pictures),), private=False)
    lead = voice.n(
        L("Here it is. Only you see it until you publish."),
        L("Here they are. Only you see them until you publish."),
        len(pictures),
    )
    if painting.state is PaintState.REFUNDED:
        lead = text.join([lead, voice.t(L("It took too long, so nothing was used from your allowance."))])
    return whispers.aloud(voice, Reply(cards=(cards.gallery(voice, painting, pictures, lead=lead),)))


def _nothing(voice: Voice, _args: dict[str, Any]) -> Reply | None:
    return Reply(cards=(waiting.nothing(voice),), private=False)


@outbox.message("unpainted", note=_nothing)
def unpainted(voice: Voice, args: dict[str, Any]) -> Reply | None:
    painting = voice.uow.get(Painting, int(args["painting"]))
    return Reply(cards=(waiting.unpainted(voice, painting),)) if painting else None


@outbox.message("trying")
def trying(voice: Voice, args: dict[str, Any]) -> Reply | None:
    """Said once, and only while it is still true."""
    painting = voice.uow.get(Painting, int(args["painting"]))
    if painting is None or painting.state not in state.UNPAINTED:
        return None
    return Reply(cards=(waiting.trying(voice, painting),), pending=True)
