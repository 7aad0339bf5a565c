"""Record where answers are shown."""

from __future__ import annotations

import structlog

from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Receipt, Reply, Request
from botfeed.core.model import Address, Identity
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import IdentityWhere
from botfeed.core.work import placements

log = structlog.get_logger()


async def record_placement(
    services: Services, request: Request, address: Address, reply: Reply, receipt: Receipt, *, patient: bool = False
) -> None:
    """Record the message that shows an answer, so that edits, reactions and replies find it.

    `patient`: nothing waits for this, so it may share the next commit. Never raises: the answer was given, and where
    its message is not known a replacement is sent as a new one.
    """

    def write(uow: Unit) -> None:
        sender: IdentityWhere = {"platform": request.sender.platform, "user": request.sender.user}
        identity = uow.one(Identity, **sender) if reply.private else None
        account = identity.account if identity else None
        origin = reply.origin or (request.address if request.address.space else None)
        placements.placed(uow, address, reply, receipt, account=account, request=request.id, origin=origin)

    try:
        await services.store.run(write, patient=patient)
    except Exception:  # the answer was sent: no fault of the store may repeat it
        log.exception("where an answer landed is not known", command=request.command, platform=address.platform)
