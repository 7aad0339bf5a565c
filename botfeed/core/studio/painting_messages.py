"""What the outbox says of a painting: built just before it is sent."""

from __future__ import annotations

from typing import Any

from botfeed.core.cards.studio import painting as waiting
from botfeed.core.cards.studio import picture as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.model import Delivery, Painting, PaintState
from botfeed.core.ports import Unit
from botfeed.core.social import pending_notices
from botfeed.core.studio import library, state
from botfeed.core.work import outbox


def _sent(_services: Services, uow: Unit, row: Delivery, _reply: Reply) -> None:
    state.settle(uow, int(row.args["painting"]), int(row.args["pictures"]))


def _ready(ctx: RenderContext, args: dict[str, Any]) -> Reply | None:
    """Nothing of a private picture stands where others read along."""
    painting = ctx.uow.get(Painting, int(args["painting"]))
    pictures = library.of(ctx.uow, painting.id) if painting else []
    return Reply(cards=(cards.ready(ctx, pictures),), private=False) if pictures else None


def _lost(_services: Services, uow: Unit, row: Delivery, _why: str) -> None:
    """Nobody can be told; the pictures are in the library all the same."""
    state.settle(uow, int(row.args["painting"]), int(row.args["pictures"]))


@outbox.message("painted", sent=_sent, lost=_lost, note=_ready)
def painted(ctx: RenderContext, args: dict[str, Any]) -> Reply | None:
    painting = ctx.uow.get(Painting, int(args["painting"]))
    pictures = library.of(ctx.uow, painting.id) if painting else []
    if painting is None or not pictures:
        return None
    if painting.here:
        return Reply(cards=(cards.withheld(ctx, painting, pictures),), private=False)
    lead = ctx.n(
        L("Here it is. Only you see it until you publish."),
        L("Here they are. Only you see them until you publish."),
        len(pictures),
    )
    if painting.state is PaintState.REFUNDED:
        lead = text.join([lead, ctx.t(L("It took too long, so nothing was used from your allowance."))])
    return pending_notices.aloud(ctx, Reply(cards=(cards.gallery(ctx, painting, pictures, lead=lead),)))


def _nothing(ctx: RenderContext, _args: dict[str, Any]) -> Reply | None:
    return Reply(cards=(waiting.nothing(ctx),), private=False)


@outbox.message("unpainted", note=_nothing)
def unpainted(ctx: RenderContext, args: dict[str, Any]) -> Reply | None:
    painting = ctx.uow.get(Painting, int(args["painting"]))
    return Reply(cards=(waiting.unpainted(ctx, painting),)) if painting else None


@outbox.message("trying")
def trying(ctx: RenderContext, args: dict[str, Any]) -> Reply | None:
    """Said once, and only while it is still true."""
    painting = ctx.uow.get(Painting, int(args["painting"]))
    if painting is None or painting.state not in state.UNPAINTED:
        return None
    return Reply(cards=(waiting.trying(ctx, painting),), pending=True)
