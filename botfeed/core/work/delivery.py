"""Saying what the outbox holds: prepared and committed as `sending`, then the call, then what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from botfeed.core.chat import command
from botfeed.core.chat.context import House, Voice
from botfeed.core.chat.i18n import words
from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.chat.messenger import CanEdit, OpensSlowly
from botfeed.core.errors import Expired, MessageGone, Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.model import Account, Address, Delivery, Identity, Job, Placement, SendState
from botfeed.core.ports import Unit
from botfeed.core.work import fate, landing, outbox, ramp, reach
from botfeed.core.work import job as jobs
from botfeed.core.work.job import Again

log = structlog.get_logger()

EDIT_WAIT = timedelta(seconds=3)  # for the receipt of what is edited; then it becomes a new message


@dataclass(frozen=True, slots=True)
class _Ready:
    delivery: Delivery
    reply: Reply
    address: Address
    edit: str  # the ref of the message to replace, empty for a new message
    wait: float = 0.0  # seconds until its private chat may be opened

    @property
    def aside(self) -> bool:
        """Said alone, because its place is shared and its message there out of reach."""
        return self.address.private and not self.delivery.address.private


@jobs.job("deliver", lease=timedelta(minutes=1), attempts=6)
async def deliver(house: House, job: Job) -> None:
    """Say it in its place; where that is out of reach, alone; where that is refused, leave a note."""
    late = False
    while ready := await house.store.run(partial(_prepare, house, job=job, late=late)):
        if ready.wait:
            raise Again(ready.wait, "opens a private chat slowly", counts=False)
        if await _attempt(house, ready):
            return
        late = True


async def _attempt(house: House, ready: _Ready) -> bool:
    """Send it and settle its row. False where it has to be said elsewhere."""
    try:
        receipt = await _send(house, ready)
    except FileNotFoundError:  # its bytes are gone: no attempt brings them back
        await house.store.run(lambda uow: _missing(house, uow, ready.delivery))
    except (TryAgain, SendUnknown, Unreachable, Rejected, Expired, MessageGone) as error:
        if ready.edit and isinstance(error, Expired | MessageGone):
            return False
        if ready.aside and isinstance(error, Unreachable):
            await house.store.run(lambda uow: reach.refused(uow, ready.delivery, ready.address.platform))
            return False
        await _settle(house, ready, error)
    else:
        await house.store.run(lambda uow: _landed(house, uow, ready, receipt))
    return True


async def _send(house: House, ready: _Ready) -> Receipt:
    messenger = house.messengers[ready.address.platform]
    reply = replace(ready.reply, patient=not ready.delivery.urgent)
    if ready.edit and isinstance(messenger, CanEdit):
        return await messenger.edit(ready.address, ready.edit, reply)
    if ready.delivery.placement is not None:
        raise Expired("this messenger cannot edit")
    return await messenger.send(ready.address, reply, house.sealer.ref(ready.delivery.id))


def _prepare(house: House, uow: Unit, *, job: Job, late: bool = False) -> _Ready | None:
    row = uow.get(Delivery, int(job.args["delivery"]))
    if row is None or row.state in (SendState.SENT, SendState.DEAD, SendState.CANCELLED):
        return None
    replaces = bool(row.edits or row.placement)
    place = None if late or not replaces else _placement(uow, row)
    late = late or (replaces and place is None)
    if place is None and fate.doubtful(row, uow.now):
        _lost(house, uow, row, "SendUnknown")
        return None
    address = place.address if place else row.address
    if not reach.belongs(uow, row.account, address):
        place, late, elsewhere = None, True, reach.to(uow, row.account or 0)
        if elsewhere is None or row.placement:
            _lost(house, uow, row, "Unlinked")
            return None
        address = elsewhere
    address, reply = _built(house, uow, row, address, late)
    if reply is None:
        uow.swap(Delivery, _unmoved(row), state=SendState.CANCELLED)
        return None
    if place is None and (wait := ramp.wait(uow, row, address, house.messengers.get(address.platform))):
        return _Ready(row, reply, address, "", wait)
    began: dict[str, Any] = {"attempts": row.attempts + 1, "sending": row.sending or uow.now}
    if not uow.swap(Delivery, _unmoved(row), state=SendState.SENDING, epoch=row.epoch + 1, **began):
        return None  # another worker, whose lease is newer, is sending it
    row = replace(row, state=SendState.SENDING, epoch=row.epoch + 1, **began)
    sealed = command.seal(reply, lambda text: outbox.keep(house, uow, text, row.account))
    return _Ready(row, sealed, address, place.ref if place else "")


def _unmoved(row: Delivery) -> dict[str, Any]:
    return {"id": row.id, "state": row.state, "epoch": row.epoch}


def _placement(uow: Unit, row: Delivery) -> Placement | None:
    known = {"id": row.placement} if row.placement is not None else {"request": row.edits}
    place = uow.one(Placement, gone=None, **known)
    if place is None and row.edits and uow.now - row.created < EDIT_WAIT:
        raise Again(0.2, "waits for the receipt of what it edits", counts=False)
    if place and place.expires and place.expires <= uow.now:
        return None
    return place


def _built(house: House, uow: Unit, row: Delivery, address: Address, late: bool) -> tuple[Address, Reply | None]:
    """Build it, and say where it goes.

    What is for their eyes only, and cannot replace its message any more, is said where they can be met alone; where
    that is nowhere, a note is left, if its kind has one.
    """
    if late and row.placement:
        return address, None
    kind = outbox.MESSAGES[row.kind]
    reply = kind.build(voice(house, uow, row, address, late), row.args)
    if not late or reply is None or not reply.private or address.private:
        return address, reply
    if alone := reach.on(uow, row.account, address.platform):
        return alone, kind.build(voice(house, uow, row, alone, late), row.args)
    return address, kind.note(voice(house, uow, row, address, late), row.args) if kind.note else None


def voice(house: House, uow: Unit, row: Delivery, address: Address, late: bool) -> Voice:
    account = uow.get(Account, row.account)
    say = words(outbox.language(uow, account, address))
    return Voice(uow=uow, house=house, words=say, address=address, account=account, late=late)


def _landed(house: House, uow: Unit, ready: _Ready, receipt: Receipt) -> None:
    row = ready.delivery
    if not uow.swap(Delivery, {"id": row.id, "epoch": row.epoch}, state=SendState.SENT, why=""):
        return
    if ready.address.private and isinstance(house.messengers[ready.address.platform], OpensSlowly):
        known = {"account": row.account, "platform": ready.address.platform, "opened": None}
        uow.swap(Identity, known, opened=uow.now)
    account = row.account if ready.reply.private else None
    landed = landing.placed(
        uow, ready.address, ready.reply, receipt, account=account, delivery=row.id, revision=row.revision
    )
    if landed is not None:
        uow.swap(Delivery, {"id": row.id}, became=landed)
    if follow := outbox.MESSAGES[row.kind].sent:
        follow(house, uow, row, ready.reply)


async def _settle(house: House, ready: _Ready, error: Exception) -> None:
    """Decide what becomes of a delivery that did not surely arrive."""
    row = ready.delivery
    mine = {"id": row.id, "epoch": row.epoch}
    if doubtful := fate.again(row, error, house.clock.now(), edit=bool(ready.edit)):
        values, again = doubtful
        await house.store.run(lambda uow: uow.swap(Delivery, mine, **values, why=str(error)))
        raise again
    log.info("delivery ended", kind=row.kind, platform=ready.address.platform, why=type(error).__name__)
    await house.store.run(lambda uow: _lost(house, uow, row, type(error).__name__))


def _lost(house: House, uow: Unit, row: Delivery, why: str) -> None:
    if not uow.swap(Delivery, {"id": row.id, "epoch": row.epoch}, state=SendState.DEAD, why=why):
        return
    if why == "Unreachable" and row.account is not None and row.address.private:
        reach.refused(uow, row, row.address.platform)
    if follow := outbox.MESSAGES[row.kind].lost:
        follow(house, uow, row, why)


def _missing(house: House, uow: Unit, row: Delivery) -> None:
    """End it, and say so where somebody waits for it."""
    log.warning("a picture to be sent is not there", kind=row.kind, delivery=row.id)
    _lost(house, uow, row, "Rejected")
    if row.urgent and row.placement is None and (row.edits or row.account is not None):
        outbox.post(uow, "gone", {}, row.address, f"{row.key}:gone", account=row.account, edits=row.edits)
