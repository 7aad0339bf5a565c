"""Build the context in which a command runs."""

from __future__ import annotations

from botfeed.core.chat.context import Context, Services
from botfeed.core.chat.message import Request
from botfeed.core.dispatch import admission
from botfeed.core.language.i18n import words
from botfeed.core.model import Account, Identity, Placement, Space
from botfeed.core.people import accounts
from botfeed.core.ports import Unit


def build(
    services: Services,
    uow: Unit,
    request: Request,
    account: Account,
    identity: Identity,
    arrived: Request | None = None,
) -> Context:
    """Return the context of a request that is about to run; may write the space it comes from."""
    space = accounts.space(uow, request)
    pressed = uow.one(Placement, platform=request.address.platform, ref=request.pressed) if request.pressed else None
    return Context(
        uow=uow,
        services=services,
        words=words(account.language),
        address=request.address,
        account=account,
        request=request,
        actor=account,
        identity=identity,
        space=space,
        admin=admission.administers(uow, request, account, space),
        operator=accounts.is_operator(services, identity),
        pressed=pressed,
        mine=pressed.account == account.id if pressed else request.address.private,
        arrived=arrived,
    )


def for_completion(services: Services, uow: Unit, request: Request, account: Account, identity: Identity) -> Context:
    """Return a read-only context for completion; writes nothing and checks no rights."""
    address = request.address
    space = uow.one(Space, platform=address.platform, ref=address.space) if address.space else None
    return Context(
        uow=uow,
        services=services,
        words=words(account.language),
        address=address,
        account=account,
        request=request,
        actor=account,
        identity=identity,
        space=space,
        operator=accounts.is_operator(services, identity),
    )
