"""A clock that was ahead or behind, by any amount, leaves nobody shut out, nothing due too late, nothing sent twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from botfeed import run
from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Account, AccountState, Edition, Job, Right, Subscription
from botfeed.core.ports import Unit
from botfeed.core.ports.clock import ClockWatch
from botfeed.core.privacy import erasure
from botfeed.core.work import clock_repair, pending
from botfeed.core.work.jobs import When
from botfeed.store.quotas import SqlQuotas
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage
from tests.core.support.people import People

AMOUNTS = {
    "a second": timedelta(seconds=1),
    "an hour": timedelta(hours=1),
    "a day": timedelta(days=1),
    "fifty days": timedelta(days=50),
    "ten years": timedelta(days=3650),
}
LINES = (
    "/start", "/help", "/imagine a fox", "/mine", "/feed", "/feed new", "/search fox", "/digest", "/digest set 12",
    "/digest preview", "/inbox", "/saved", "/settings", "/me export", "/me privacy", "/link", "/follow author0",
    "/unfollow author0", "/mute author1", "/unmute author1", "/styles", "/today", "a fox in the snow", "/tags", "/again",
)  # fmt: skip


@pytest.fixture
async def stage(any_store: Store, clock: SteppedClock) -> Stage:
    services = make_services(any_store, clock)
    made = Stage(replace(services, policy=replace(services.policy, spread=timedelta(0), per_person=100)))
    people = People(made)
    for n in range(4):
        await people.publish(f"author{n}", f"a fox {n}")
    for line in ("/start", "/digest set 12"):
        await made.say("ben", line)
    await tick(made)
    return made


async def tick(stage: Stage) -> None:
    for _, _, one in run.TICKS:
        await one(stage.services)
    await stage.settle()


async def live(stage: Stage, clock: SteppedClock) -> None:
    """Use every verb, each with time in between for the pace of commands."""
    for line in LINES:
        await stage.say("ben", line)
        assert "Something broke" not in stage.text("ben"), line
        assert "That was fast" not in stage.text("ben"), line
        await stage.settle()
        clock.advance(timedelta(seconds=3))
    await tick(stage)


@pytest.mark.parametrize("amount", AMOUNTS.values(), ids=AMOUNTS)
@pytest.mark.parametrize("first", ["ahead", "behind"])
async def test_a_clock_that_was_wrong_for_a_while_leaves_nothing_behind(
    stage: Stage, clock: SteppedClock, amount: timedelta, first: str
) -> None:
    by = amount if first == "ahead" else -amount
    clock.shift(by)
    await tick(stage)
    await live(stage, clock)
    clock.shift(-by)
    await tick(stage)
    await live(stage, clock)
    for _ in range(15):
        clock.advance(timedelta(minutes=1))
        await tick(stage)
    await check_queue(stage, clock)
    told = Counter(shown.ref for shown in stage.shown if shown.event == "delivery")
    assert max(told.values()) == 1
    assert not [s for s in stage.shown if s is stage.last("ben") and s.reply.pending and not s.reply.whole]


async def check_queue(stage: Stage, clock: SteppedClock) -> None:
    now = clock.now()
    rows, (subscription,) = await stage.services.store.read(lambda uow: (uow.all(Job), uow.all(Subscription)))
    for row in rows:
        assert row.state == "ready", row
        assert row.run_at <= now + clock_repair.PLANNED, row
    assert subscription.state == "active"
    assert subscription.due
    assert now < subscription.due <= now + timedelta(hours=24, minutes=5)


@pytest.mark.parametrize("amount", AMOUNTS.values(), ids=AMOUNTS)
async def test_the_digest_of_the_next_day_comes_after_a_clock_was_ahead(
    stage: Stage, clock: SteppedClock, amount: timedelta
) -> None:
    clock.shift(amount)
    await tick(stage)
    clock.shift(-amount)
    await tick(stage)
    sent = await stage.services.store.read(lambda uow: uow.count(Edition))
    people = People(stage)
    for n in range(4):
        await people.publish(f"author{n}", f"another fox {n}")
    clock.advance(timedelta(hours=4))
    await tick(stage)
    await tick(stage)
    periods = await stage.services.store.read(lambda uow: [e.period for e in uow.all(Edition)])
    assert len(periods) == sent + 1
    assert len(set(periods)) == len(periods)


@pytest.mark.parametrize("amount", AMOUNTS.values(), ids=AMOUNTS)
async def test_nobody_is_shut_out_by_the_pace_of_a_clock_that_was_ahead(
    any_store: Store, clock: SteppedClock, amount: timedelta
) -> None:
    def burst(quotas: SqlQuotas) -> list[bool]:
        return [quotas.wait("pace:1", timedelta(seconds=2), 5) == 0.0 for _ in range(6)]

    clock.shift(amount)
    assert await any_store.run(lambda uow: burst(uow.quotas)) == [True] * 5 + [False]
    clock.shift(-amount)
    clock.advance(timedelta(seconds=11))
    assert await any_store.run(lambda uow: burst(uow.quotas)) == [True] * 5 + [False]


async def test_a_used_up_day_of_a_clock_that_was_ahead_is_forgotten(stage: Stage, clock: SteppedClock) -> None:
    clock.shift(timedelta(days=1))
    day = clock.now().date().isoformat()
    await stage.services.store.run(lambda uow: uow.quotas.take("person:1", day, 10, 10))
    await tick(stage)
    clock.shift(timedelta(days=-1))
    await tick(stage)
    clock.advance(timedelta(days=1))
    assert await stage.services.store.read(lambda uow: uow.quotas.used("person:1", day)) == 0


@pytest.mark.parametrize("amount", AMOUNTS.values(), ids=AMOUNTS)
async def test_a_right_of_a_clock_that_was_ahead_is_asked_again(
    stage: Stage, clock: SteppedClock, amount: timedelta
) -> None:
    lounge = stage.place("lounge")
    stage.admins = {"ben"}
    clock.shift(amount)
    await stage.say("ben", "/digest set 9", lounge)
    await stage.settle()
    clock.shift(-amount)
    clock.advance(timedelta(minutes=11))
    stage.admins = {"somebody else"}
    await stage.say("ben", "/digest set 10", lounge)
    await stage.settle()
    assert "administ" in stage.text("ben")
    (right,) = await stage.services.store.read(lambda uow: uow.all(Right))
    assert not right.admin


async def test_a_code_of_a_clock_that_was_ahead_does_not_live_on(stage: Stage, clock: SteppedClock) -> None:
    clock.shift(timedelta(days=50))
    await stage.say("ben", "/link")
    await stage.settle()
    code = stage.text("ben").split("/link ")[-1].split()[0]
    clock.shift(timedelta(days=-50))
    clock.advance(timedelta(minutes=11))
    other = Stage(stage.services, platform="elsewhere")
    await other.say("ben2", f"/link {code}")
    assert "Join" not in other.text("ben2")


@pytest.mark.parametrize("amount", [timedelta(days=8), timedelta(days=3650)])
async def test_nobody_is_erased_by_a_clock_that_jumped_ahead(
    stage: Stage, clock: SteppedClock, amount: timedelta
) -> None:
    def leave(uow: Unit) -> None:
        ben = uow.one(Account, handle="ben")
        assert ben
        far = uow.now + timedelta(days=7)
        uow.update(ben, state=AccountState.LEAVING, leaving_at=far)
        erasure.erase.enqueue(uow, When("leave", key=f"erase:{ben.id}", run_at=far), account=ben.id)

    await stage.services.store.run(leave)
    for by in (amount, -amount):
        clock.shift(by)
        await tick(stage)
        assert await stage.services.store.read(lambda uow: uow.count(Account, state=AccountState.LEAVING)) == 1
    clock.advance(timedelta(days=7, hours=1))
    await tick(stage)
    assert await stage.services.store.read(lambda uow: uow.count(Account, handle="ben")) == 0


async def test_a_leave_begun_by_a_clock_ahead_ends_after_seven_days(any_store: Store, clock: SteppedClock) -> None:
    stage = Stage(make_services(any_store, clock))
    await stage.say("ben", "/start")
    (ben,) = await any_store.read(lambda uow: uow.all(Account))
    far = clock.now() + timedelta(days=57)
    await any_store.run(lambda uow: uow.update(ben, state=AccountState.LEAVING, leaving_at=far))
    left = await any_store.run(lambda uow: erasure.part(uow, ben.id))
    assert left == timedelta(days=7).total_seconds()
    clock.advance(timedelta(days=7))
    assert await any_store.run(lambda uow: erasure.part(uow, ben.id)) == 0.0
    assert await any_store.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 1


def test_a_watch_notices_jumps_and_not_the_time_that_passes() -> None:
    clock, watch = SteppedClock(datetime(2026, 1, 1, tzinfo=UTC)), ClockWatch()
    assert not watch.look(clock)
    clock.advance(timedelta(days=3))
    assert not watch.look(clock)
    assert watch.is_settled(clock)
    clock.shift(timedelta(hours=1))
    assert not watch.look(clock)
    assert not watch.is_settled(clock)
    clock.shift(timedelta(hours=-1))
    assert watch.look(clock)
    clock.advance(timedelta(hours=2))
    assert not watch.look(clock)
    assert watch.is_settled(clock)


async def test_a_process_that_starts_before_the_time_that_was_seen_repairs(stage: Stage, clock: SteppedClock) -> None:
    clock.shift(timedelta(days=50))
    await stage.say("ben", "/imagine a fox")
    await clock_repair.look(stage.services)
    clock.shift(timedelta(days=-50))
    again = replace(stage.services, watch=ClockWatch())
    assert await clock_repair.look(again)
    await stage.settle()
    assert "Here it is" in stage.text("ben")
    assert await pending.sweep(again) == 0
