"""What the bot says unprompted: a row before it is a call.

    queued -> leased -> sending (committed just before the call) -> sent
                                                                 -> retry | unknown | dead | cancelled

The row says what (a kind and its arguments). The builder registered for the kind makes the words from the database
just before sending, so language, visibility and counts are of that moment; it may answer None: no longer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.model import Account, Address, Delivery, Payload, Space
from botfeed.core.ports import Unit
from botfeed.core.work import contactability, jobs, retry_policy

Build = Callable[[RenderContext, dict[str, Any]], Reply | None]
Sent = Callable[[Services, Unit, Delivery, Reply], None]
Lost = Callable[[Services, Unit, Delivery, str], None]


@dataclass(frozen=True, slots=True)
class Kind:
    build: Build
    sent: Sent | None
    lost: Lost | None
    note: Build | None


MESSAGES: dict[str, Kind] = {}


def message(
    kind: str, *, sent: Sent | None = None, lost: Lost | None = None, note: Build | None = None
) -> Callable[[Build], Build]:
    """Register the builder of a kind, and what follows in the transaction that records its fate.

    `note` builds what is said in a shared place instead, where a private answer can be given nowhere any more.
    Raises ValueError for a kind that is declared already.
    """

    def declare(build: Build) -> Build:
        if kind in MESSAGES:
            raise ValueError(f"two builders declare the message {kind}")
        MESSAGES[kind] = Kind(build, sent, lost, note)
        return build

    return declare


def post(
    uow: Unit,
    kind: str,
    args: dict[str, Any],
    address: Address,
    key: str,
    *,
    account: int | None = None,
    edits: str = "",
    placement: int | None = None,
    revision: int = 1,
    urgent: bool = True,
    run_at: datetime | None = None,
) -> bool:
    """Write an outbox row and its job. False where the key was used before: said once is said."""
    row = Delivery(
        id=uow.new_id(),
        kind=kind,
        args=args,
        address=address,
        key=key,
        created=uow.now,
        account=account,
        edits=edits,
        placement=placement,
        revision=revision,
        urgent=urgent,
    )
    if not uow.insert(row):
        return False
    priority = jobs.PEOPLE_FIRST if urgent else jobs.DIGESTS
    lane = f"chat:{address.platform}:{address.ref}"
    kind = jobs.delivery(address.platform, urgent=urgent)
    return jobs.add(uow, kind, {"delivery": row.id}, lane=lane, run_at=run_at, priority=priority)


def to(uow: Unit, account: int) -> Address | None:
    """Where a person can be written to alone; None if nowhere."""
    return contactability.to(uow, account)


def language(uow: Unit, account: Account | None, address: Address) -> str:
    """The language of who is written to: a person's, else that of the place."""
    if account is not None:
        return account.language
    space = uow.one(Space, platform=address.platform, ref=address.space) if address.space else None
    return space.language if space else "en"


def keep(services: Services, uow: Unit, text: str, account: int | None) -> str:
    """Store a payload that is too long for a button, for the account that is answered; give its short name."""
    row = Payload(uow.new_id(), text, uow.now, account)
    uow.insert(row)
    return "~" + services.sealer.ref(row.id)


@message("gone")
def _gone(ctx: RenderContext, _args: dict[str, Any]) -> Reply:
    text = ctx.t(retry_policy.LOST)
    return Reply(cards=(Card(text),), private=ctx.account is not None)
