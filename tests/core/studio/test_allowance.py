"""Allowances under concurrent requests, on either engine."""

import asyncio

from botfeed.core.chat.policy import Policy
from botfeed.core.model import LedgerEntry, Painting, PaintState
from botfeed.core.studio import state, steps
from botfeed.core.work import worker
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage


async def test_twenty_concurrent_requests_get_exactly_ten_paintings(any_store, clock) -> None:
    stage = Stage(make_services(any_store, clock))
    await stage.say("ada", "/mine")
    await asyncio.gather(*(stage.say("ada", f"/imagine fox {n}") for n in range(20)))
    assert await any_store.read(lambda uow: uow.count(Painting)) == 10
    assert await any_store.read(lambda uow: uow.count(LedgerEntry, kind="hold")) == 10
    assert await any_store.read(lambda uow: uow.quotas.used("all", "2026-01-01")) == 10


async def test_the_daily_total_is_exact_over_many_people(any_store, clock) -> None:
    stage = Stage(make_services(any_store, clock, policy=Policy(per_day=7)))
    people = [f"person{n}" for n in range(20)]
    await asyncio.gather(*(stage.say(who, "/imagine a fox") for who in people))
    assert await any_store.read(lambda uow: uow.count(Painting)) == 7
    assert await any_store.read(lambda uow: uow.quotas.used("all", "2026-01-01")) == 7


async def test_a_painting_is_either_captured_or_refunded(any_store, clock) -> None:
    stage = Stage(make_services(any_store, clock))
    await stage.say("ada", "/imagine a fox")
    (painting,) = await any_store.read(lambda uow: uow.all(Painting))
    await any_store.run(lambda uow: uow.compare_and_set(Painting, {"id": painting.id}, state=PaintState.DELIVERING))
    await asyncio.gather(
        *(any_store.run(lambda uow: steps.settle(uow, painting.id, 1)) for _ in range(3)),
        *(any_store.run(lambda uow: state.refund(uow, painting, "late")) for _ in range(3)),
    )
    kinds = await any_store.read(lambda uow: {e.kind for e in uow.all(LedgerEntry)})
    assert kinds in ({"hold", "capture"}, {"hold", "refund"})
    left = 1 if "capture" in kinds else 0
    assert await any_store.read(lambda uow: uow.quotas.used("all", "2026-01-01")) == left


async def test_many_workers_paint_each_picture_once(any_store, clock) -> None:
    stage = Stage(make_services(any_store, clock))
    for who in ("ada", "ben", "cleo"):
        for n in range(3):
            await stage.say(who, f"/imagine fox {n} of {who}")
    await asyncio.gather(*(worker.drain(stage.services) for _ in range(4)))
    await stage.settle()
    asked = sorted(order.prompt for order in stage.services.painters[0].orders)
    assert asked == sorted(f"fox {n} of {who}" for who in ("ada", "ben", "cleo") for n in range(3))
    assert await any_store.read(lambda uow: uow.count(Painting, state=PaintState.DONE)) == 9
    assert await any_store.read(lambda uow: uow.count(LedgerEntry, kind="capture")) == 9
