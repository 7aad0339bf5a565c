"""Messages to the operators of this botfeed."""

from __future__ import annotations

from typing import Any

from botfeed.core.chat.context import Services
from botfeed.core.model import Identity
from botfeed.core.ports import Unit
from botfeed.core.work import outbox


def tell(services: Services, uow: Unit, kind: str, args: dict[str, Any], key: str) -> None:
    """Post a message to each operator in private, on the platform by which the settings name them."""
    for name in sorted(services.policy.operators):
        platform, _, user = name.partition(":")
        known = uow.one(Identity, platform=platform, user=user)
        if known and known.private and known.reachable and known.asked:
            outbox.post(uow, kind, args, known.private, f"{key}:{name}", account=known.account)
