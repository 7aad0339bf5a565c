"""Outbox messages about paintings, rendered just before they are sent."""

from __future__ import annotations

from botfeed.core.cards.studio import painting as waiting
from botfeed.core.cards.studio import picture as cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.model import Painting
from botfeed.core.social import pending_notices
from botfeed.core.studio import library, steps
from botfeed.core.work.messages import Lost, Sent, message


@message()
def painted(ctx: RenderContext, painting: int, pictures: int) -> Reply | None:
    """Render the pictures for the person who asked for them."""
    row = ctx.uow.get(Painting, painting)
    found = library.of(ctx.uow, row.id) if row else []
    if row is None or not found:
        return None
    if row.here:
        return Reply(cards=(cards.withheld(ctx, row, found),), private=False)
    lead = ctx.n(
        L("Here it is. Only you see it until you publish."),
        L("Here they are. Only you see them until you publish."),
        len(found),
    )
    lead = text.join((lead, cards.short_of(ctx, row, found, pictures)))
    return pending_notices.aloud(ctx, Reply(cards=(cards.gallery(ctx, row, found, lead=lead),)))


@painted.note
def _ready(ctx: RenderContext, painting: int, *_: object, **__: object) -> Reply | None:
    """Render the note for a shared chat, which shows nothing of a private picture."""
    row = ctx.uow.get(Painting, painting)
    found = library.of(ctx.uow, row.id) if row else []
    return Reply(cards=(cards.ready(ctx, found),), private=False) if found else None


@painted.words
def _in_words(ctx: RenderContext, _why: str, painting: int, *_: object, **__: object) -> Reply | None:
    """Say where the pictures are that the platform does not take."""
    row = ctx.uow.get(Painting, painting)
    found = library.of(ctx.uow, row.id) if row else []
    return Reply(cards=(cards.unshown(ctx, found),), private=not row.here) if row and found else None


@painted.when_sent
def _sent(sent: Sent, painting: int, pictures: int) -> None:
    steps.settle(sent.uow, painting, pictures)


@painted.when_lost
def _lost(lost: Lost, painting: int, pictures: int) -> None:
    """Settle a painting whose message cannot be delivered; its pictures are in the library."""
    steps.settle(lost.uow, painting, pictures)


@message()
def unpainted(ctx: RenderContext, painting: int) -> Reply | None:
    """Render the reason why nothing was painted."""
    row = ctx.uow.get(Painting, painting)
    return Reply(cards=(waiting.unpainted(ctx, row),)) if row else None


@unpainted.note
def _nothing(ctx: RenderContext, painting: int, *_: object, **__: object) -> Reply | None:
    return Reply(cards=(waiting.nothing(ctx, ctx.uow.get(Painting, painting)),), private=False)


@message()
def trying(ctx: RenderContext, painting: int) -> Reply | None:
    """Render the notice of a failing painter, sent once and only while the painting is unfinished."""
    row = ctx.uow.get(Painting, painting)
    if row is None or row.state not in steps.UNPAINTED:
        return None
    return Reply(cards=(waiting.trying(ctx, row),), private=not row.here, pending=True)
