"""Delivery of outbox rows: prepare, commit as `sending`, call the platform, record the outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import structlog

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.chat.messenger import CanEdit, OpensSlowly
from botfeed.core.errors import Expired, MessageGone, NotPermitted, Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.language.i18n import words
from botfeed.core.model import Account, Address, Delivery, Identity, Placement, SendState, Space
from botfeed.core.ports import Unit, fresh
from botfeed.core.ports.fields import DeliveryValues, DeliveryWhere, IdentityWhere, PlacementWhere
from botfeed.core.work import (
    contactability,
    dm_warmup,
    jobs,
    messages,
    outbox,
    pending,
    placements,
    pools,
    retry_policy,
)
from botfeed.core.work.jobs import Dead, Retry, job, minutes
from botfeed.core.work.messages import To

log = structlog.get_logger()

UNKNOWN = 60.0  # seconds until another look at a delivery whose kind is not known here
UNLISTED = timedelta(hours=1)  # for a newer process to take such a delivery; then it is dead
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
        """Return True if it goes to a private chat, because its message in a shared place is out of reach."""
        return self.address.private and not self.delivery.address.private


def _open_platforms(services: Services) -> list[str]:
    return [messages.queue(platform, urgent=urgent) for platform in services.messengers for urgent in (True, False)]


@job(
    implements=messages.deliver,
    pool=pools.DELIVER,
    lease=minutes(1),
    attempts=6,
    messenger=jobs.ANY,
    variants=_open_platforms,
)
async def deliver(services: Services, delivery: int) -> None:
    """Send to the place; where that is out of reach, to the private chat; where that is refused, leave a note."""
    late = False
    while ready := await services.store.run(partial(_prepare, services, id=delivery, late=late)):
        if ready.wait:
            raise Retry(ready.wait, "opens a private chat slowly", counts=False)
        if await _attempt(services, ready):
            return
        late = True


async def _attempt(services: Services, ready: _Ready) -> bool:
    """Send it and settle its row. Return False where it has to be sent elsewhere."""
    try:
        receipt = await _send(services, ready)
    except FileNotFoundError:  # its bytes are gone: no attempt brings them back
        log.warning("a picture to be sent is not there", kind=ready.delivery.kind, delivery=ready.delivery.id)
        await services.store.run(lambda uow: _lost(services, uow, ready.delivery, "Rejected", said=pending.GONE))
    except (TryAgain, SendUnknown, Unreachable, Rejected, Expired, MessageGone) as error:
        if ready.edit and isinstance(error, Expired | MessageGone):
            return False
        if ready.aside and isinstance(error, Unreachable):
            await services.store.run(lambda uow: contactability.refused(uow, ready.delivery, ready.address.platform))
            return False
        await _settle(services, ready, error)
    else:
        await services.store.run(lambda uow: _landed(services, uow, ready, receipt))
    return True


async def _send(services: Services, ready: _Ready) -> Receipt:
    messenger = services.messengers[ready.address.platform]
    reply = replace(ready.reply, patient=not ready.delivery.urgent)
    if ready.edit and isinstance(messenger, CanEdit):
        return await messenger.edit(ready.address, ready.edit, reply)
    if ready.delivery.placement is not None:
        raise Expired("this messenger cannot edit")
    return await messenger.send(ready.address, reply, services.sealer.ref(ready.delivery.id))


def _prepare(services: Services, uow: Unit, *, id: int, late: bool = False) -> _Ready | None:
    row = uow.get(Delivery, id)
    if row is None or row.state in (SendState.SENT, SendState.DEAD, SendState.CANCELLED):
        return None
    if row.kind not in services.messages:
        _unlisted(services, uow, row)
        return None
    replaces = bool(row.edits or row.placement)
    place = None if late or not replaces else _placement(uow, row)
    late = late or (replaces and place is None)
    if place is None and retry_policy.doubtful(row, uow.now):
        _lost(services, uow, row, "SendUnknown")
        return None
    address = place.address if place else row.address
    if not contactability.belongs(uow, row.account, address):
        place, late, elsewhere = None, True, contactability.to(uow, row.account or 0)
        if elsewhere is None or row.placement:
            _lost(services, uow, row, "Unlinked")
            return None
        address = elsewhere
    address, reply, unread = _built(services, uow, row, address, late, in_place=place is not None)
    if place is not None and reply is not None and reply.private and _is_shared(place):
        reply = _for_everybody(services, uow, row, address, reply)
    if reply is None:
        if uow.compare_and_set(Delivery, _unmoved(row), state=SendState.CANCELLED):
            _explain_nothing(services, uow, row, unread=unread)
        return None
    if place is None and (wait := dm_warmup.wait(uow, row, address, services.messengers.get(address.platform))):
        return _Ready(row, reply, address, "", wait)
    began: DeliveryValues = {"state": SendState.SENDING, "epoch": row.epoch + 1, "attempts": row.attempts + 1}
    began["sending"] = row.sending or uow.now
    if not uow.compare_and_set(Delivery, _unmoved(row), **began):
        return None  # another worker, whose lease is newer, is sending it
    row = replace(row, **began)
    sealed = services.menu.seal(reply, lambda text: outbox.keep(services, uow, text, row.account))
    return _Ready(row, sealed, address, place.ref if place else "")


def _explain_nothing(services: Services, uow: Unit, row: Delivery, *, unread: bool) -> None:
    """Say why a message is not sent, unless its answer never had a message there: its reader then holds a link to the
    private chat, which builds it anew.
    """
    if unread and row.edits and not uow.count(Placement, request=row.edits):
        pending.end(uow, row.edits)
    else:
        pending.explain(services, uow, row, pending.CANCELLED)


def _unmoved(row: Delivery) -> DeliveryWhere:
    return {"id": row.id, "state": row.state, "epoch": row.epoch}


def _placement(uow: Unit, row: Delivery) -> Placement | None:
    edited: PlacementWhere = {"id": row.placement, "gone": None}
    if row.placement is None:
        edited = {"request": row.edits, "gone": None}
    place = uow.one(Placement, **edited)
    if place is None and row.edits and fresh(uow.now, row.created, EDIT_WAIT):
        raise Retry(0.2, "waits for the receipt of what it edits", counts=False)
    if place and place.expires and place.expires <= uow.now:
        return None
    return place


def _built(
    services: Services, uow: Unit, row: Delivery, address: Address, late: bool, *, in_place: bool
) -> tuple[Address, Reply | None, bool]:
    """Build the message, and return where it goes, and True if there is one that nobody can read there.
    A private answer that replaces no message (`in_place`) in a shared place goes to the person's private chat; where
    there is none, a note is left, if its kind has one.
    """
    if late and row.placement:
        return address, None, False
    kind = services.messages[row.kind]
    reply = kind.build(ctx(services, uow, row, address, late), row)
    if in_place or reply is None or not reply.private or address.private:
        return address, reply, False
    if alone := contactability.on(uow, row.account, address.platform):
        return alone, kind.build(ctx(services, uow, row, alone, late), row), False
    return address, kind.build_note(ctx(services, uow, row, address, late), row), True


def _is_shared(place: Placement) -> bool:
    return place.account is None and not place.address.private


def _for_everybody(services: Services, uow: Unit, row: Delivery, address: Address, reply: Reply) -> Reply | None:
    """Return the note that everybody may read in place of a private answer, or None where its kind has none.
    The answer itself goes to its person alone, if they opted in to private messages; progress goes nowhere.
    """
    alone = contactability.on(uow, row.account, address.platform)
    if alone is not None and not reply.pending:
        messages.post_again(uow, row, To(alone, key=f"{row.key}:alone", account=row.account))
    return services.messages[row.kind].build_note(ctx(services, uow, row, address, late=False), row)


def _unlisted(services: Services, uow: Unit, row: Delivery) -> None:
    """End a delivery whose kind is not listed here. Raises Retry while a newer process may take it; that is logged
    once for each kind.
    """
    if row.kind not in services.unlisted:
        services.unlisted.add(row.kind)
        log.error("deliveries of an unknown kind: no message that is listed here builds them", kind=row.kind)
    if abs(uow.now - row.created) < UNLISTED:
        raise Retry(UNKNOWN, f"no listed message is {row.kind}", counts=False)
    _lost(services, uow, row, "Unlisted")


def ctx(services: Services, uow: Unit, row: Delivery, address: Address, late: bool) -> RenderContext:
    """Return the render context of a delivery: its reader, language and place."""
    account = uow.get(Account, row.account)
    say = words(outbox.language(uow, account, address))
    return RenderContext(uow=uow, services=services, words=say, address=address, account=account, late=late)


def _landed(services: Services, uow: Unit, ready: _Ready, receipt: Receipt) -> None:
    row = ready.delivery
    if not uow.compare_and_set(Delivery, {"id": row.id, "epoch": row.epoch}, state=SendState.SENT, why=""):
        return
    if ready.address.private and isinstance(services.messengers[ready.address.platform], OpensSlowly):
        known: IdentityWhere = {"account": row.account, "platform": ready.address.platform, "opened": None}
        uow.compare_and_set(Identity, known, opened=uow.now)
    account = row.account if ready.reply.private else None
    origin = ready.reply.origin or (row.address if ready.aside else None)
    landed = placements.placed(
        uow, ready.address, ready.reply, receipt, account=account, delivery=row.id, revision=row.revision, origin=origin
    )
    if landed is not None:
        uow.compare_and_set(Delivery, {"id": row.id}, became=landed)
    if not ready.reply.pending:
        pending.end(uow, row.edits)
    _follow(uow, row, lambda: services.messages[row.kind].sent(services, uow, row, ready.reply))


def _follow(uow: Unit, row: Delivery, hook: Callable[[], None]) -> None:
    """Call what a message's module does after its end. What raises there is undone and logged: the end stands."""
    try:
        with uow.savepoint():
            hook()
    except Exception:
        log.exception("what follows from a delivery failed", kind=row.kind, delivery=row.id)


async def _settle(services: Services, ready: _Ready, error: Exception) -> None:
    """Settle a delivery that may not have arrived. Raises Retry where it is tried again."""
    row = ready.delivery
    mine: DeliveryWhere = {"id": row.id, "epoch": row.epoch}
    if isinstance(error, NotPermitted) and await services.store.read(lambda uow: _was_left(uow, ready.address)):
        error = Unreachable(str(error))
    if doubtful := retry_policy.again(row, error, services.clock.now(), edit=bool(ready.edit)):
        values, again = doubtful
        values["why"] = str(error)
        await services.store.run(lambda uow: uow.compare_and_set(Delivery, mine, **values))
        raise again
    why = Unreachable.__name__ if isinstance(error, Unreachable) else type(error).__name__
    log.info("delivery ended", kind=row.kind, platform=ready.address.platform, why=type(error).__name__)
    await services.store.run(lambda uow: _lost(services, uow, row, why))


def _was_left(uow: Unit, address: Address) -> bool:
    """Return True if the bot was removed from the space of an address: no permission comes back there."""
    space = uow.one(Space, platform=address.platform, ref=address.space) if address.space else None
    return space is not None and space.left is not None


@deliver.when_dead
def _given_up(dead: Dead, delivery: int) -> None:
    """End a delivery that broke whenever it was tried, and tell who waits for it."""
    row = dead.uow.get(Delivery, delivery)
    if row is not None and row.state in pending.ON_ITS_WAY:
        _lost(dead.services, dead.uow, row, pending.FAILED)


def _lost(services: Services, uow: Unit, row: Delivery, why: str, *, said: str = "") -> None:
    """Record that a delivery never arrives. `said`: the reason that a person is told, if it is another."""
    if not uow.compare_and_set(Delivery, {"id": row.id, "epoch": row.epoch}, state=SendState.DEAD, why=why):
        return
    if why == "Unreachable" and row.account is not None and row.address.private:
        contactability.refused(uow, row, row.address.platform)
    if known := services.messages.get(row.kind):
        _follow(uow, row, lambda: known.lost(services, uow, row, why))
    pending.explain(services, uow, row, said or why)
