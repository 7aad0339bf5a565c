"""Requests for pictures: checks of abilities, rules and allowance, then a queued painting and its jobs."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import timedelta

from botfeed.core.cards import lines
from botfeed.core.cards.studio import painting as cards
from botfeed.core.chat.context import Context, Services
from botfeed.core.chat.message import Card, Choice, Reply
from botfeed.core.chat.policy import DEADLINE
from botfeed.core.errors import BadInput, NotFound, Refused
from botfeed.core.language import choice_words
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import L
from botfeed.core.model import Draft, Job, Painting, PaintState, Picture, Shape
from botfeed.core.people import accounts
from botfeed.core.ports import PainterInfo
from botfeed.core.social import sources
from botfeed.core.studio import allowance, paint, state
from botfeed.core.work import jobs, pools
from botfeed.core.work.jobs import When

SEED_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Wish:
    """A request for pictures. `parent` is the picture it starts from."""

    prompt: str
    style: str = ""
    shape: Shape = Shape.SQUARE
    count: int = 1
    seed: int | None = None
    here: bool = False
    verb: str = "imagine"
    parent: int | None = None


def ask(ctx: Context, wish: Wish) -> Reply:
    """Hold the cost, insert the painting and its jobs, and reply with its place in the queue.
    Raises Limited, Refused, BadInput.
    """
    info = ctx.services.painter
    wish = replace(wish, style=choice_words.meant(wish.style, info.styles) or wish.style)
    check_able(info, wish)
    check_allowed(ctx, wish)
    painting = _painting(ctx, wish, info)
    ctx.uow.insert(painting)
    allowance.hold(ctx, painting)
    now = When(f"paint:{ctx.actor.id}", key=f"paint:{painting.id}", priority=jobs.PEOPLE_FIRST)
    paint.paint.enqueue(ctx.uow, now, painting=painting.id)
    name = f"deadline:{painting.id}"
    late = When(name, key=name, run_at=painting.deadline, priority=jobs.PEOPLE_FIRST)
    paint.deadline.enqueue(ctx.uow, late, painting=painting.id)
    ahead, wait = _queue(ctx, painting, info)
    return Reply(cards=(cards.waiting(ctx, painting, ahead, wait),), private=not wish.here, pending=True)


def check_able(info: PainterInfo, wish: Wish) -> None:
    """Check that this painter supports the wish. Raises BadInput naming what it lacks."""
    if wish.style and not info.styles:
        raise BadInput(L("This painter has no styles to choose from. Say the style in the prompt."))
    if wish.style and wish.style not in info.styles:
        raise BadInput(L("There is no style {style:c}. There is: {known}."), style=wish.style, known=_list(info.styles))
    if wish.shape not in info.shapes:
        raise BadInput(
            L("This painter has no shape {shape:c}. It has: {known}."), shape=wish.shape, known=_list(info.shapes)
        )
    if wish.count > info.most:
        raise BadInput(L("This painter makes at most {most} at once."), most=info.most)
    if wish.seed is not None and not info.seeds:
        raise BadInput(L("This painter takes no seed. Leave it out."))


def check_allowed(ctx: Context, wish: Wish) -> None:
    """Check prompt, place and source against the rules. Raises Refused, BadInput and NotFound."""
    sources.check(ctx, ctx.space, wish.parent)
    if category := ctx.services.rules.check(wish.prompt).category:
        raise Refused(cards.REFUSED, category=lines.category(ctx, category))
    if wish.here and ctx.space is None:
        raise BadInput(
            L("{here:c} publishes in the server or group where you ask, and this is a private chat. Leave it out."),
            here="here",
        )


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _painting(ctx: Context, wish: Wish, info: PainterInfo) -> Painting:
    return Painting(
        id=ctx.uow.new_id(),
        account=ctx.actor.id,
        prompt=wish.prompt,
        created=ctx.now,
        deadline=ctx.now + DEADLINE,
        address=ctx.address,
        request=ctx.request.id,
        painter=info.name,
        style=wish.style,
        shape=wish.shape,
        count=wish.count,
        seed=_seed(ctx, wish, info),
        verb=wish.verb,
        parent=wish.parent,
        here=wish.here,
    )


def _seed(ctx: Context, wish: Wish, info: PainterInfo) -> int | None:
    """Return the seed to store, so that a picture can be painted again.
    Without a wish it derives from the request id, so each request has another.
    """
    if wish.seed is None and info.seeds:
        return zlib.crc32(ctx.request.id.encode()) & SEED_MOST
    return wish.seed


def _queue(ctx: Context, painting: Painting, info: PainterInfo) -> tuple[int, timedelta]:
    """Return the number of jobs ahead, and an estimate of the time left.
    The person's own jobs wait for each other.
    """
    job = ctx.uow.one(Job, key=f"paint:{painting.id}")
    assert job
    ahead = ctx.uow.jobs.ahead(job)
    rounds = max(job.turn, ahead // pools.SLOTS[pools.PAINT])
    return ahead, timedelta(seconds=info.seconds * (rounds + painting.count))


def cancel(ctx: Context, id: int) -> Reply:
    """Cancel a painting before the painter is called. Raises NotYours and NotFound."""
    painting = ctx.uow.get(Painting, id)
    if painting is None or painting.account != ctx.actor.id:
        raise accounts.strange(ctx, painting.account if painting else None, L("There is nothing to cancel."))
    if not state.refund(ctx.uow, painting, "cancelled", only=(PaintState.ACCEPTED,), tell=False):
        if painting.why == "cancelled":
            return Reply(cards=(_ended(ctx, painting),), update=True)
        raise NotFound(L("Too late to cancel: it is being painted, or done."))
    return Reply(cards=(_ended(ctx, painting),), update=True)


def cancel_newest(ctx: Context) -> Reply:
    """Close the open form; without one, cancel the newest waiting painting. Raises NotFound."""
    here = [f"{where.platform}:{where.ref}" for where in (ctx.address, ctx.request.aside) if where]
    if ctx.uow.count(Draft, account=ctx.actor.id, place__in=here):
        return Reply(cards=(cards.unchanged(ctx),))
    waiting = ctx.uow.all(Painting, account=ctx.actor.id, state=PaintState.ACCEPTED, newest=True, limit=1)
    if not waiting:
        raise NotFound(L("There is nothing to cancel."))
    return replace(cancel(ctx, waiting[0].id), update=False)


def _ended(ctx: Context, painting: Painting) -> Card:
    fresh = ctx.uow.get(Painting, painting.id)
    assert fresh
    return cards.unpainted(ctx, fresh)


def again(ctx: Context, id: int) -> Reply:
    """Paint again with the same settings and a new seed.
    `id` is the actor's own picture, or a painting that ended without one.
    """
    picture = ctx.uow.get(Picture, id)
    painting = ctx.uow.get(Painting, picture.painting if picture else id)
    gone = L("That picture is not there any more.")
    if painting is None or painting.account != ctx.actor.id:
        raise accounts.strange(ctx, painting.account if painting else None, gone)
    if not painting.prompt:
        raise NotFound(gone)
    return ask(ctx, like(painting, "again", parent=painting.parent))


def like(painting: Painting, verb: str, *, parent: int | None) -> Wish:
    """Return a wish with the settings of a painting, without its seed."""
    return Wish(
        prompt=painting.prompt,
        style=painting.style,
        shape=painting.shape,
        count=painting.count,
        verb=verb,
        parent=parent,
    )


def styles(services: Services, typed: str) -> list[Choice]:
    """Complete a style: styles that begin with the typed text first, then those that contain it."""
    low, named = fold(typed), choice_words.meant(typed, services.painter.styles)
    found = [style for style in services.painter.styles if low in fold(style) or style == named]
    return [Choice(style, style) for style in sorted(found, key=lambda s: not fold(s).startswith(low))]
