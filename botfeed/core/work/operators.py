"""Messages to the operators of this botfeed."""

from __future__ import annotations

from typing import ParamSpec

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.model import Identity
from botfeed.core.ports import Unit
from botfeed.core.work.messages import MessageKind, To

P = ParamSpec("P")


def tell(services: Services, uow: Unit, message: MessageKind[P], key: str, *args: P.args, **kwargs: P.kwargs) -> int:
    """Post a message to each operator in private, on the platform by which the settings name them.
    Return how many of them can be reached. Raises ValueError for a message that anybody may read.
    """
    if message.readers is not read:
        raise ValueError(f"the message {message.kind} is not declared with readers=operators.read")
    reached = 0
    for name in sorted(services.policy.operators):
        platform, _, user = name.partition(":")
        known = uow.one(Identity, platform=platform, user=user)
        if known and known.private and known.reachable and known.asked:
            message.post(uow, To(known.private, key=f"{key}:{name}", account=known.account), *args, **kwargs)
            reached += 1
    return reached


def read(ctx: RenderContext) -> bool:
    """Return True if a message in private has an operator for its reader now; in a shared place it is for others."""
    if not ctx.address.private:
        return True
    known = ctx.uow.all(Identity, account=ctx.account.id, platform=ctx.address.platform) if ctx.account else []
    return any(f"{one.platform}:{one.user}" in ctx.policy.operators for one in known)
