"""Origins: a card that was moved aside acts in the place it was asked for, as long as its reader is in there."""

from __future__ import annotations

from dataclasses import replace

from botfeed.core.chat.context import Context, Services
from botfeed.core.chat.message import Reply, Request
from botfeed.core.errors import Forbidden
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Address, Placement
from botfeed.core.people import memberships
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility

NATIVE = ("react", "reply")  # requests that name their card by an argument


def resume(services: Services, uow: Unit, request: Request, account: Account) -> Request:
    """Return a request on a card that was moved aside as one made in the place of its origin, to be answered here.
    Other requests, and those of people who left that place, are returned unchanged. Raises NeedsMembership.
    """
    origin = None if request.address.space else _origin(uow, request, account)
    space = visibility.space_of(uow, origin) if origin else None
    if origin is None or space is None or not memberships.is_inside(services, uow, account.id, space):
        return request
    sender = replace(request.sender, admin=None, roles=())
    return replace(request, address=origin, aside=request.address, sender=sender)


def _origin(uow: Unit, request: Request, account: Account) -> Address | None:
    ref = request.args.get("message", "") if request.command in NATIVE else request.pressed
    place = uow.one(Placement, platform=request.address.platform, ref=ref) if ref else None
    if place is None or place.account != account.id or (request.command == "reply" and len(place.posts) != 1):
        return None
    return place.origin


def must_be_inside(ctx: Context, origin: Address | None) -> None:
    """Raise Forbidden if the actor left the place where they began this, NeedsMembership if that is unknown."""
    space = visibility.space_of(ctx.uow, origin) if origin else None
    if space is not None and not memberships.is_inside(ctx.services, ctx.uow, ctx.actor.id, space):
        raise Forbidden(
            L("You began this in {place:b}, and are not there any more. Nothing was done."), place=space.title
        )


def mark(request: Request, reply: Reply) -> Reply:
    """Return a reply that knows the shared place it was asked for in, where it is shown aside."""
    aside = request.aside is not None and reply.private and bool(request.address.space)
    return replace(reply, origin=request.address) if aside and (reply.cards or reply.files) else reply
