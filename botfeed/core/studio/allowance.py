"""Allowances: a number of pictures per person and in total, per UTC day, exact under concurrent requests.
Each painting writes a `hold` to the ledger, then a `capture` or a `refund`, one of them and once. What was paid
counts for the person and for the total, whatever becomes of it: refused pixels, an answer without a picture, a late
delivery, a call of unknown outcome. A second call for one request is the house's decision, and counts for the total.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from botfeed.core.cards import lines
from botfeed.core.chat.context import Context
from botfeed.core.errors import Limited
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.model import LedgerEntry, Painting
from botfeed.core.ports import Unit

ALL = "all"
UNBOUND = 1 << 40  # pictures a day where there is no limit


def hold(ctx: Context, painting: Painting) -> None:
    """Take the pictures off today's allowances of the person and the total.
    Raises Limited, and takes nothing, if they do not fit.
    """
    day, quotas = ctx.now.date().isoformat(), ctx.uow.quotas
    person, limit = _person(painting), _bound(ctx.policy.per_person)
    if not quotas.take(person, day, painting.count, limit):
        raise _spent(ctx, quotas.used(person, day), limit, painting.count)
    if not quotas.take(ALL, day, painting.count, _bound(ctx.policy.per_day)):
        raise Limited(
            L("Everybody's pictures for today are painted. More at {at}, {wait}; yours are still all there."),
            at=_midnight_for(ctx),
            wait=_wait(ctx),
        )
    _write(ctx.uow, painting, "hold", painting.count, day)


def _bound(limit: int | None) -> int:
    """Return a limit as the store compares it; None is more than anybody can ask for in a day."""
    return UNBOUND if limit is None else limit


def _spent(ctx: Context, used: int, limit: int, wanted: int) -> Limited:
    if used >= limit:
        message = L("That's all for today: {used} of {limit}. More at {at}, {wait}.")
    else:
        message = L(
            "{wanted} do not fit today: {used} of {limit} are used. Ask for fewer, or for more at {at}, {wait}."
        )
    return Limited(message, used=used, limit=limit, wanted=wanted, at=_midnight_for(ctx), wait=_wait(ctx))


def capture(uow: Unit, painting: Painting, pictures: int) -> None:
    """Settle a hold with the number of pictures that the painter answered with, whatever becomes of them.
    The difference goes back to the person and to the total. Later calls change nothing.
    """
    held = uow.one(LedgerEntry, painting=painting.id, kind="hold")
    if held is None or uow.count(LedgerEntry, painting=painting.id, kind="refund"):
        return
    came = min(pictures, held.pictures)
    if _write(uow, painting, "capture", came, held.day) and came < held.pictures:
        _give_back(uow, painting, held.day, held.pictures - came)


def close(uow: Unit, painting: Painting) -> None:
    """Settle a painting that ended without an answer: the hold goes back if no call of it may have been paid for."""
    held = uow.one(LedgerEntry, painting=painting.id, kind="hold")
    if held is None or charged(uow, painting.id):
        return
    if painting.submits:
        capture(uow, painting, held.pictures)
    elif _write(uow, painting, "refund", held.pictures, held.day):
        _give_back(uow, painting, held.day, held.pictures)


def charged(uow: Unit, id: int) -> bool:
    """Return True if a painting counts for the person who asked for it."""
    return uow.count(LedgerEntry, painting=id, kind="capture") > 0


def _give_back(uow: Unit, painting: Painting, day: str, pictures: int) -> None:
    for name in (_person(painting), ALL):
        uow.quotas.give_back(name, day, pictures)


def resubmit(uow: Unit, painting: Painting, limit: int | None) -> bool:
    """Take a second call off the total of its day, never off the person's.
    Returns False if it does not fit.
    """
    held = uow.one(LedgerEntry, painting=painting.id, kind="hold")
    return held is not None and uow.quotas.take(ALL, held.day, painting.count, _bound(limit))


def uncall(uow: Unit, painting: Painting) -> None:
    """Return to the total the pictures of a repeated call that certainly cost nothing."""
    held = uow.one(LedgerEntry, painting=painting.id, kind="hold")
    if held and painting.submits > 1:
        uow.quotas.give_back(ALL, held.day, painting.count)


def _write(uow: Unit, painting: Painting, kind: str, pictures: int, day: str) -> bool:
    return uow.insert(LedgerEntry(uow.new_id(), painting.id, painting.account, kind, pictures, day, uow.now))


def _person(painting: Painting) -> str:
    return f"person:{painting.account}"


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time(), UTC)


def _midnight_for(ctx: Context) -> str:
    """Return the time at which the next UTC day begins, in the person's time zone, as HH:MM."""
    return _midnight(ctx.now).astimezone(lines.zone_info(ctx.actor.zone)).strftime("%H:%M")


def _wait(ctx: Context) -> Text:
    left = _midnight(ctx.now) - ctx.now
    if left <= timedelta(hours=1):
        return ctx.n(L("in {n} minute"), L("in {n} minutes"), -(-left // timedelta(minutes=1)))
    return ctx.n(L("in {n} hour"), L("in {n} hours"), -(-left // timedelta(hours=1)))
