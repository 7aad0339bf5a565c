"""Merging two accounts: over random communities counters match a recount, and no row is duplicated or lost."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from botfeed.adapters.clock import SteppedClock
from botfeed.core.feed import events
from botfeed.core.ids import Maker
from botfeed.core.model import (
    Account,
    AccountState,
    Alias,
    Consent,
    Identity,
    Link,
    Post,
    Reaction,
)
from botfeed.core.people import account_link, account_merge, account_merge_history, accounts
from botfeed.core.ports import Unit
from botfeed.core.privacy import consent
from botfeed.store import engine
from botfeed.testing.community import Community
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage
from tests.core.support.linked_accounts import LinkedAccounts
from tests.core.support.random_communities import Plan, Undo, check, plans
from tests.soak import examples


async def test_merges_keep_counters_true_and_lose_no_row(any_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_merge_history, "STEP", 2)

    @settings(max_examples=examples(10, 60), suppress_health_check=list(HealthCheck))
    @given(plans)
    def example(uow: Unit, plan: Plan) -> None:
        with suppress(Undo), uow.savepoint():
            check(uow, plan)

    await any_store.run(example)


async def test_a_merge_keeps_the_stricter_setting(any_store: Store) -> None:
    def play(uow: Unit) -> None:
        world = Community(people={})
        ada = world.person(uow, "ada", pushes=False, invited=True)
        bea = world.person(uow, "bea", personal=False, state=AccountState.SUSPENDED)
        account_merge.merge(uow, gone=bea, kept=ada)
        merged = uow.get(Account, ada)
        assert merged
        assert (merged.pushes, merged.personal, merged.invited) == (False, False, True)
        assert merged.state is AccountState.SUSPENDED
        assert uow.one(Alias, handle="bea", account=ada)
        assert accounts.find(uow, "@bea").id == ada

    await any_store.run(play)


async def test_a_merge_keeps_consent_only_if_both_gave_it(store: Store) -> None:
    def play(uow: Unit, granted: str) -> bool:
        world = Community(people={})
        ada, bea = world.person(uow, f"ada{granted}"), world.person(uow, f"bea{granted}")
        for name, id in (("a", ada), ("b", bea)):
            if name in granted:
                consent.give(uow, id, granted=True)
        account_merge.merge(uow, gone=bea, kept=ada)
        consent.give(uow, ada, granted=bool(events.consent_of(uow, ada)))
        assert uow.count(Consent, account=ada) <= 2
        return bool(events.consent_of(uow, ada))

    found = [await store.run(lambda uow, g=granted: play(uow, g)) for granted in ("ab", "a", "b", "")]
    assert found == [True, False, False, False]


async def test_many_reactions_are_merged_in_batches(
    any_store: Store, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_merge_history, "STEP", 3)
    linked_accounts = LinkedAccounts(make_services(any_store, clock))
    await linked_accounts.meet()
    me, them = await linked_accounts.who("discord", "ada"), await linked_accounts.who("telegram", "ada_p")

    def liked(uow: Unit) -> None:
        for n in range(10):
            uow.insert(Post(n + 1, 7, n, "", uow.now, likes=2))
            for who in (me, them):
                uow.insert(Reaction(uow.new_id(), who.id, n + 1, uow.now))

    await any_store.run(liked)
    left: list[int] = []
    monkeypatch.setattr(
        account_merge_history,
        "take_back",
        lambda uow, rows, take=account_merge_history.take_back: (left.append(len(rows)), take(uow, rows)),
    )
    await linked_accounts.link()
    await linked_accounts.discord.settle()
    assert max(left) == 3
    posts = await any_store.read(lambda uow: uow.all(Post, author=7))
    assert {post.likes for post in posts} == {1}
    assert await any_store.read(lambda uow: uow.count(Reaction)) == 10


# Two processes on one PostgreSQL.


async def opened(url: str, clock: SteppedClock) -> tuple[LinkedAccounts, Any, Any]:
    here, there = (engine.open_store(url, clock, Maker()) for _ in range(2))
    await engine.migrate(here)
    linked_accounts = LinkedAccounts(make_services(here, clock))
    await linked_accounts.meet()
    return linked_accounts, here, there


async def agreed(linked_accounts: LinkedAccounts) -> int:
    await linked_accounts.asked()
    row = await linked_accounts.services.store.read(lambda uow: uow.one(Link, state="asked"))
    await linked_accounts.services.store.run(lambda uow: uow.compare_and_set(Link, {"id": row.id}, state="agreed"))
    return int(row.id)


async def test_two_workers_merge_two_accounts_once(postgres_url: str, clock: SteppedClock) -> None:
    linked_accounts, here, there = await opened(postgres_url, clock)
    try:
        id = await agreed(linked_accounts)
        found = await asyncio.gather(*(s.run(lambda uow: account_link.joined(uow, id, "r")) for s in (here, there)))
        assert sorted(one is not None for one in found) == [False, True]
        assert await here.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 1
        assert await here.read(lambda uow: uow.count(Alias)) == 1
    finally:
        await here.close()
        await there.close()


async def test_concurrent_links_of_one_person_leave_no_identity_behind(postgres_url: str, clock: SteppedClock) -> None:
    """ada is linked to ada_p while ada_p is linked to ada_w: the second merge finds its account already merged."""
    linked_accounts, here, there = await opened(postgres_url, clock)
    try:
        web = Stage(linked_accounts.services, "web")
        await web.say("ada_w", "/start")
        first = await agreed(linked_accounts)
        them, third = await linked_accounts.who("telegram", "ada_p"), await linked_accounts.who("web", "ada_w")

        def second(uow: Unit) -> int:
            row = uow.get(Link, first)
            assert row
            other = replace(row, id=uow.new_id(), code="another", account=them.id, other=third.id)
            uow.insert(other)
            return other.id

        other = await here.run(second)
        await asyncio.gather(
            here.run(lambda uow: account_link.joined(uow, first, "r1")),
            there.run(lambda uow: account_link.joined(uow, other, "r2")),
        )
        rows = await here.read(lambda uow: uow.all(Identity))
        owners = [await here.read(lambda uow, i=i: uow.get(Account, i.account)) for i in rows]
        assert all(owner.state is AccountState.ACTIVE for owner in owners), "nobody belongs to an empty row"
        assert await here.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 1
        states = await here.read(lambda uow: sorted(row.state for row in uow.all(Link)))
        assert states == ["done", "void"]
    finally:
        await here.close()
        await there.close()


async def test_concurrent_unlinks_of_both_platforms_leave_one(postgres_url: str, clock: SteppedClock) -> None:
    linked_accounts, here, there = await opened(postgres_url, clock)
    try:
        me = await linked_accounts.link()
        both = (LinkedAccounts(make_services(there, clock)).telegram.say("ada_p", "/unlink discord --sure yes"),
                linked_accounts.discord.say("ada", "/unlink telegram --sure yes"))  # fmt: skip
        await asyncio.gather(*both)
        left = await here.read(lambda uow: uow.all(Identity, account=me.id))
        assert len(left) == 1
        assert await here.read(lambda uow: uow.count(Identity)) == 2
    finally:
        await here.close()
        await there.close()


async def test_agreeing_in_two_processes_makes_one_job(postgres_url: str, clock: SteppedClock) -> None:
    linked_accounts, here, there = await opened(postgres_url, clock)
    try:
        await linked_accounts.asked()
        twin = LinkedAccounts(make_services(there, clock))
        twin.discord.shown, twin.discord._n = list(linked_accounts.discord.shown), 1000
        replies = await asyncio.gather(*(p.discord.press("ada", "Yes, join us") for p in (linked_accounts, twin)))
        said = sorted(reply.notice for reply in replies)
        assert said == ["", "You said yes already."]
        await linked_accounts.discord.settle()
        assert await here.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 1
        clock.advance(timedelta(minutes=20))
        await linked_accounts.discord.settle()
        assert await here.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 0
    finally:
        await here.close()
        await there.close()
