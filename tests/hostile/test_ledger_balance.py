"""Quotas and ledger balance to the picture, for any order and any number of concurrent paintings."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from botfeed.adapters.clock import SteppedClock
from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.policy import Policy
from botfeed.core.errors import PaintFailed, PaintRefused, PaintUnknown, Rejected, SendUnknown, TryAgain
from botfeed.core.model import Identity, Job, LedgerEntry, Painting, PaintState
from botfeed.core.work import worker
from botfeed.store import engine
from botfeed.testing import databases as made
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage
from tests.hostile.test_broken_painter import Forger
from tests.soak import examples

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from botfeed.core.ports import Unit

PEOPLE = ("ada", "ben")
DAY = "2026-01-01"
LEASE = timedelta(minutes=4)
PERSONS, TOTAL = 6, 9
OUTCOMES: dict[str, Any] = {
    "good": None,
    "few": lambda good: good[:1],
    "many": lambda good: good * 2,
    "none": [],
    "rubbish": 7,
    "refused": PaintRefused("sexual"),
    "failed": PaintFailed("down", 10),
    "dead": PaintFailed("quota", None),
    "unknown": PaintUnknown("cut off"),
    "bug": RuntimeError("bug"),
}
SENDS = {"again": TryAgain("slow", 3), "lost": SendUnknown("?"), "rejected": Rejected("no")}


def check_ledger(uow: Unit) -> None:
    """Assert that every picture taken off an allowance is captured, still held or refunded."""
    entries = {row.user: uow.all(LedgerEntry, account=row.account) for row in uow.all(Identity)}
    for user, rows in entries.items():
        kinds = {(e.painting, e.kind): e.pictures for e in rows}
        paintings = {e.painting for e in rows}
        open_ = [p for p in paintings if (p, "capture") not in kinds and (p, "refund") not in kinds]
        held = sum(kinds[p, "hold"] for p in open_)
        captured = sum(n for (_, kind), n in kinds.items() if kind == "capture")
        account = uow.one(Identity, user=user)
        assert account
        used = uow.quotas.used(f"person:{account.account}", DAY)
        assert used == captured + held, user
        assert 0 <= used <= PERSONS
        for p in paintings:
            assert not ((p, "capture") in kinds and (p, "refund") in kinds), "settled once"
            assert kinds.get((p, "capture"), 0) <= kinds[p, "hold"]
            assert kinds.get((p, "refund"), kinds[p, "hold"]) == kinds[p, "hold"]
        for p in open_:
            painting = uow.get(Painting, p)
            assert painting
            assert painting.state not in (PaintState.DONE, PaintState.REFUNDED)
    # The operator's total: each call that may have been paid for, never more than the stop.
    paid = sum(_paid(uow, painting) for painting in uow.all(Painting))
    assert uow.quotas.used("all", DAY) == paid <= TOTAL


def _paid(uow: Unit, painting: Painting) -> int:
    """Return the pictures of a painting that may have been paid for, or are still held."""
    kinds = {e.kind: e.pictures for e in uow.all(LedgerEntry, painting=painting.id)}
    if "refund" in kinds:
        return 0
    last = kinds.get("capture", painting.count)
    return painting.count * max(painting.submits - 1, 0) + last


@asynccontextmanager
async def fresh(folder: str, painter: Forger) -> AsyncIterator[Stage]:
    clock = SteppedClock(datetime(2026, 1, 1, 9, tzinfo=UTC))
    made.create(Path(folder) / "ledger.db")
    store = engine.open_store(f"sqlite:///{folder}/ledger.db", clock)
    await engine.migrate(store)
    policy = Policy(per_minute=1_000_000, per_person=PERSONS, per_day=TOTAL)
    try:
        yield Stage(make_services(store, clock, policy=policy, painters=(painter,)))
    finally:
        await store.close()


ACTIONS = st.one_of(
    st.tuples(st.just("imagine"), st.sampled_from(PEOPLE), st.integers(1, 4)),
    st.tuples(st.just("cancel"), st.sampled_from(PEOPLE), st.integers(0, 5)),
    st.tuples(st.just("painter"), st.sampled_from(sorted(OUTCOMES)), st.just(0)),
    st.tuples(st.just("messenger"), st.sampled_from(sorted(SENDS)), st.just(0)),
    st.tuples(st.just("pass"), st.just(""), st.sampled_from([1, 15, 130, 300, 700])),
    st.tuples(st.just("work"), st.just(""), st.integers(1, 3)),
    st.tuples(st.just("die"), st.just(""), st.just(0)),
)


async def play(stage: Stage, painter: Forger, actions: list[tuple[str, str, int]]) -> None:
    store, sealer = stage.services.store, stage.services.sealer
    for action, what, n in actions:
        if action == "imagine":
            await stage.say(what, f"/imagine a fox --count {n}")
        elif action == "cancel":
            ids = [p.id for p in await store.read(lambda uow: uow.all(Painting))]
            await stage.say(what, f"/cancel {sealer.ref(ids[n % len(ids)]) if ids else 'x'}")
        elif action == "painter":
            painter.outcomes.append(OUTCOMES[what])
        elif action == "messenger":
            stage.raises.append(SENDS[what])
        elif action == "work":
            await worker.drain(stage.services, n)
        elif action == "die":  # a worker takes what is due and never reports back
            await store.run(lambda uow: uow.jobs.claim(dict.fromkeys(worker.kinds(stage.services), LEASE), 1))
        else:
            stage.services.clock.advance(timedelta(seconds=n))  # type: ignore[attr-defined]
        await store.read(check_ledger)
    painter.outcomes.clear()
    stage.raises.clear()
    for _ in range(14):
        stage.services.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
        await stage.settle()
    await store.read(check_ledger)
    open_ = await store.read(
        lambda uow: uow.count(Painting, state__in=(PaintState.ACCEPTED, PaintState.SUBMITTING, PaintState.SUBMITTED))
    )
    assert open_ == 0, "each is settled in the end"
    assert await store.read(lambda uow: uow.count(Job, kind="paint")) == 0


@settings(max_examples=examples(10, 40))
@given(st.lists(ACTIONS, max_size=25))
@example(
    [
        ("imagine", "ada", 4),
        ("painter", "unknown", 0),
        ("painter", "failed", 0),
        ("work", "", 3),
        ("pass", "", 15),
        ("work", "", 3),
    ]
)
def test_used_equals_captured_plus_held_after_every_step(actions: list[tuple[str, str, int]]) -> None:
    async def whole() -> None:
        painter = Forger()
        with TemporaryDirectory() as folder:
            async with fresh(folder, painter) as stage:
                await play(stage, painter, actions)

    asyncio.run(whole())


_ids = count()


async def ask(stage: Stage, who: str, pictures: int) -> bool:
    sender = Sender("console", who, who, None, stage.home(who))
    request = Request(
        f"rush:{next(_ids)}", "imagine", sender, stage.home(who), args={"prompt": "fox", "count": f"{pictures}"}
    )
    return (await dispatch.handle(stage.services, request)).pending


async def test_the_daily_total_is_not_exceeded_by_concurrent_requests(any_store: Store, clock: SteppedClock) -> None:
    stage = Stage(make_services(any_store, clock, policy=Policy(per_person=5, per_day=23), painters=(Forger(),)))
    people = [f"p{n}" for n in range(20)]
    for who in people:
        await stage.say(who, "/start")
    said = await asyncio.gather(*(ask(stage, who, n) for who in people for n in (1, 2, 3)))
    assert any(said)
    assert not all(said)
    used = await any_store.read(lambda uow: uow.quotas.used("all", DAY))
    assert used == await any_store.read(lambda uow: sum(p.count for p in uow.all(Painting))) <= 23
    assert used >= 21, "what fits is given"
    for row in await any_store.read(lambda uow: uow.all(Identity)):
        mine = await any_store.read(lambda uow, row=row: uow.quotas.used(f"person:{row.account}", DAY))
        assert (
            mine
            == await any_store.read(lambda uow, row=row: sum(p.count for p in uow.all(Painting, account=row.account)))
            <= 5
        )
    await asyncio.gather(*(worker.drain(stage.services) for _ in range(3)))
    clock.advance(timedelta(seconds=4))  # these answers have no receipt: the pictures come as new messages
    await asyncio.gather(*(worker.drain(stage.services) for _ in range(3)))
    clock.advance(timedelta(minutes=11))
    await worker.drain(stage.services)
    assert await any_store.read(lambda uow: uow.quotas.used("all", DAY)) == used
    assert await any_store.read(lambda uow: sum(e.pictures for e in uow.all(LedgerEntry, kind="capture"))) == used


async def test_a_concurrently_repeated_update_makes_one_painting_and_one_answer(
    any_store: Store, clock: SteppedClock
) -> None:
    stage = Stage(make_services(any_store, clock, policy=Policy(per_person=5, per_day=23), painters=(Forger(),)))
    for who in ("known", "new"):
        if who == "known":
            await stage.say(who, "/start")
        sender = Sender("console", who, who, None, stage.home(who))
        request = Request(f"twice:{who}", "imagine", sender, stage.home(who), text="a fox")
        replies = await asyncio.gather(*(dispatch.handle(stage.services, request) for _ in range(8)))
        assert all(reply == replies[0] for reply in replies)
        assert replies[0].pending
        account = (await any_store.read(lambda uow, who=who: uow.one(Identity, user=who))).account
        assert await any_store.read(lambda uow, account=account: uow.count(Painting, account=account)) == 1
    assert await any_store.read(lambda uow: uow.quotas.used("all", DAY)) == 2
    assert await any_store.read(lambda uow: uow.count(Identity)) == 2


async def test_concurrent_first_requests_of_one_person_make_one_account(any_store: Store, clock: SteppedClock) -> None:
    stage = Stage(make_services(any_store, clock))
    sender = Sender("console", "u", "Ada", None, stage.home("u"))
    requests = [Request(f"first:{n}", "start", sender, stage.home("u")) for n in range(6)]
    replies = await asyncio.gather(*(dispatch.handle(stage.services, request) for request in requests))
    assert not any("Something broke" in str(card.text) for reply in replies for card in reply.cards)
    assert await any_store.read(lambda uow: uow.count(Identity)) == 1
