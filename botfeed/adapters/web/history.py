"""Rebuild a person's conversation from the store: a restart takes the messages of the page from memory."""

from __future__ import annotations

import structlog

from botfeed.adapters.web import site
from botfeed.adapters.web.messenger import ASIDE, ShownMessage, name
from botfeed.adapters.web.site import Site
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.dispatch import deferred_replies
from botfeed.core.model import Account, Delivery, HandledRequest, Placement
from botfeed.core.ports import Unit
from botfeed.core.work import messages

log = structlog.get_logger()

RECALLED = 30  # messages: a few screens, each of which is built anew


async def recall(here: Site, *people: str) -> None:
    """Bring back what each of these people said, was answered and sent, once a process.
    Questions, and what stood over the page, are not stored, and stay away.
    """
    for who in people:
        if not here.messenger.is_recalled(who):
            here.messenger.recall(who, await here.services.store.read(lambda uow, who=who: _shown(here, uow, who)))  # type: ignore[misc]


def _shown(here: Site, uow: Unit, who: str) -> list[ShownMessage]:
    """Return the newest messages of a person, oldest first. Indexes: placement(account, id) and (place, id)."""
    me = site.account(uow, who)
    if me is None:
        return []
    ctx = site.ctx(here.services, uow, who, me, me.language)
    built = ((place, _build(ctx, me, place)) for place in _places(uow, who, me))
    shown = {p.id: ShownMessage(p.ref, "delivery" if p.delivery else "reply", p.created, r) for p, r in built if r}
    found = {**_said(uow, who, me), **shown}
    return [found[id] for id in sorted(found)]


def _said(uow: Unit, who: str, me: Account) -> dict[int, ShownMessage]:
    """Return the lines that a person typed on this page, by their rows' ids. Index: answered(account)."""
    rows = uow.all(HandledRequest, account=me.id, said__ne="", newest=True, limit=RECALLED)
    mine = [row for row in rows if row.request.startswith(f"{site.PLATFORM}:{who}:")]
    return {row.id: ShownMessage(name(f"said:{row.request}"), "said", row.created, said=row.said) for row in mine}


def _places(uow: Unit, who: str, me: Account) -> list[Placement]:
    mine = uow.all(Placement, account=me.id, platform=site.PLATFORM, gone=None, newest=True, limit=RECALLED)
    here = uow.all(Placement, place=who, platform=site.PLATFORM, gone=None, newest=True, limit=RECALLED)
    found = {p.id: p for p in (*mine, *here) if p.address.ref == who and not p.ref.startswith(ASIDE)}
    return [found[id] for id in sorted(found)[-RECALLED:]]


def _build(ctx: RenderContext, me: Account, place: Placement) -> Reply | None:
    """Return what a message shows: its newest delivery built from the present state, else its recorded answer."""
    try:
        return _delivered(ctx, me, place) or _answered(ctx, place)
    except Exception:
        log.exception("a message of the page could not be built again", ref=place.ref)
        return None


def _delivered(ctx: RenderContext, me: Account, place: Placement) -> Reply | None:
    """Index: delivery(account)."""
    newer = ctx.uow.all(Delivery, account=me.id, edits=place.request, newest=True, limit=1) if place.request else []
    row = newer[0] if newer else ctx.uow.get(Delivery, place.delivery) if place.delivery else None
    return messages.rebuild(ctx, row)


def _answered(ctx: RenderContext, place: Placement) -> Reply | None:
    row = ctx.uow.one(HandledRequest, request=place.request) if place.request else None
    reply = deferred_replies.rebuild(ctx, row) if row else None
    return reply if reply and reply.cards else None
