"""Completion of handles: by prefix, through an index, and rate-limited."""

from __future__ import annotations

from datetime import timedelta

from botfeed.adapters.clock import SteppedClock
from botfeed.core import dispatch, rate_limit
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.policy import TYPED_AT_ONCE, TYPED_PER
from botfeed.core.model import Account, AccountState, Follow
from botfeed.core.rate_limit import RateLimiter
from botfeed.store import timeline_statements
from botfeed.testing.plugin import Store
from tests.core.support.people import People


async def typed(people: People, who: str, stem: str) -> list[str]:
    request = Request("typing", "follow", Sender("console", who, who), people.stage.home(who))
    return [choice.value for choice in await dispatch.suggest(people.stage.services, request, "who", stem)]


async def test_handles_are_completed_by_prefix(people: People) -> None:
    for who in ("ada", "nada", "ad_2", "bea"):
        await people.id(who)
    assert await typed(people, "bea", "ad") == ["ad_2", "ada"]
    assert await typed(people, "bea", "@AD") == ["ad_2", "ada"]
    assert await typed(people, "bea", "%") == []


async def test_completion_is_rate_limited_per_person_without_an_error(people: People) -> None:
    for who in ("ada", "bea", "cy"):
        await people.id(who)
    for _ in range(TYPED_AT_ONCE):
        assert await typed(people, "bea", "a") == ["ada"]
    assert await typed(people, "bea", "a") == []
    assert await typed(people, "cy", "a") == ["ada"], "a pace is one person's"
    people.stage.services.clock.advance(TYPED_PER)
    assert await typed(people, "bea", "a") == ["ada"]
    assert await typed(people, "bea", "a") == []


def test_a_rate_limiter_remembers_no_more_names_than_it_may(clock: SteppedClock, monkeypatch) -> None:
    monkeypatch.setattr(rate_limit, "MOST", 3)
    typing = RateLimiter(timedelta(seconds=1), 1)
    assert [typing.allows(name, clock.monotonic()) for name in "abca"] == [True, True, True, False]
    clock.advance(timedelta(seconds=1))
    assert typing.allows("d", clock.monotonic())
    assert len(typing._due) <= 3
    assert [typing.allows(name, clock.monotonic()) for name in "abc"] == [True, True, True]
    assert len(typing._due) <= 3


async def test_handle_completion_reads_one_range_of_the_index(any_store: Store) -> None:
    def fill(uow):
        for n, handle in enumerate(("fox", "fo_x", "fox2", "f", "owl", "fog")):
            state = AccountState.GONE if handle == "fog" else AccountState.ACTIVE
            uow.insert(Account(n + 1, handle, uow.now, state=state))
        uow.insert(Follow(99, 5, 3, uow.now))

    def found(uow):
        everybody = [them.handle for them in uow.timelines.people("fo", 9)]
        return everybody, [them.handle for them in uow.timelines.people("fo", 9, follower=5)]

    def plan(connection, column):
        statement = timeline_statements.people(connection.dialect.name, column, followed=False)
        if connection.dialect.name == "sqlite":
            explain = f"EXPLAIN QUERY PLAN {statement.text}"
        else:
            for other in ("seqscan", "bitmapscan"):  # which are as good for six rows
                connection.exec_driver_sql(f"SET LOCAL enable_{other} = off")
            explain = f"EXPLAIN {statement.text}"
        values = {**statement.fixed, "stem": "fo", "end": "fp", "limit": 9}
        rows = connection.exec_driver_sql(explain, tuple(values[name] for name in statement.names))
        return " ".join(str(row[-1]) for row in rows)

    await any_store.run(fill)
    assert await any_store.read(found) == (["fo_x", "fox", "fox2"], ["fox2"])
    for column in ("handle", "sought"):
        lines = await any_store.with_connection(lambda connection, column=column: plan(connection, column))
        assert f"{column}>? AND {column}<?" in lines or f"Index Cond: (({column} >=" in lines, lines
        assert "Sort" not in lines, lines
        assert "TEMP B-TREE" not in lines, lines
