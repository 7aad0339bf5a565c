"""What belongs to the person outlives their account: a suspension while it lasts, and their names for a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed.core.model import AccountState, Decision, Departed
from botfeed.core.privacy import retention
from tests.core.support.people import People


@pytest.fixture
async def operated(people: People) -> People:
    policy = replace(people.stage.services.policy, operators=frozenset({"console:olga"}))
    people.stage.services = replace(people.stage.services, policy=policy)
    await people.stage.say("olga", "/start")
    return people


async def leave(people: People, who: str) -> None:
    await people.stage.say(who, "/me delete --sure")
    for days in (8, 1):
        people.stage.services.clock.advance(timedelta(days=days))  # type: ignore[attr-defined]  # the fixture's clock
        await people.stage.settle()


async def test_leaving_does_not_end_a_suspension(operated: People) -> None:
    people = operated
    await people.publish("mallory", "a fox")
    await people.stage.say("olga", "/admin suspend mallory spam again and again")
    before = await people.id("mallory")
    await leave(people, "mallory")
    for _ in range(2):  # nor does leaving twice
        await people.stage.say("mallory", "/imagine a castle")
        assert "Your account is suspended" in people.stage.text("mallory")
        assert (await people.account("mallory")).state is AccountState.SUSPENDED
        await people.stage.say("mallory", "/inbox")
        assert "spam again and again" in people.stage.text("mallory")
        await leave(people, "mallory")
    assert await people.id("mallory") != before


async def test_a_suspension_that_was_lifted_does_not_come_back(operated: People) -> None:
    people = operated
    await people.id("mallory")
    await people.stage.say("olga", "/admin suspend mallory spam again and again")
    await leave(people, "mallory")
    await people.stage.say("mallory", "/start")
    await people.stage.say("olga", "/admin unsuspend mallory it is over now")
    await leave(people, "mallory")
    await people.stage.say("mallory", "/imagine a castle")
    assert "Painting" in people.stage.text("mallory")
    assert not await people.stage.services.store.read(lambda uow: uow.count(Departed, kind="suspended"))


async def test_an_appeal_of_who_came_back_is_about_the_same_decision(operated: People) -> None:
    people = operated
    await people.id("mallory")
    await people.stage.say("olga", "/admin suspend mallory spam again and again")
    await leave(people, "mallory")
    await people.stage.say("mallory", "/inbox")
    (row,) = await people.stage.services.store.read(lambda uow: uow.all(Decision, kind="suspend"))
    assert row.account == await people.id("mallory")


@pytest.mark.parametrize("name", ["ada", "adele"])
async def test_names_of_who_left_are_nobody_elses_for_a_year(people: People, name: str) -> None:
    await people.id("ada")
    await people.stage.say("ada", "/handle adele")
    await leave(people, "ada")
    await people.stage.say("mallory", f"/handle {name}")
    assert "is somebody's, or was" in people.stage.text("mallory")
    await people.stage.say("ben", f"/profile @{name}")
    assert "nobody called" in people.stage.text("ben")
    people.stage.services.clock.advance(timedelta(days=366))  # type: ignore[attr-defined]  # the fixture's clock
    await retention.sweep(people.stage.services.store)
    assert not await people.stage.services.store.read(lambda uow: uow.count(Departed))
    await people.stage.say("mallory", f"/handle {name}")
    assert f"You are {name} now" in people.stage.text("mallory")


async def test_a_newcomer_is_not_given_the_name_of_who_left(people: People) -> None:
    await people.id("ada")
    await people.stage.say("ada", "/handle mallory")
    await leave(people, "ada")
    assert (await people.account("mallory")).handle != "mallory"


async def test_who_comes_back_may_have_their_name_again(people: People) -> None:
    await people.id("ada")
    await people.stage.say("ada", "/handle adele")
    await leave(people, "ada")
    assert (await people.account("ada")).handle == "ada"
    await people.stage.say("ada", "/handle adele")
    assert "You are adele now" in people.stage.text("ada")


async def test_what_outlives_an_erasure_names_nobody(people: People) -> None:
    await people.id("quasimodo")
    await leave(people, "quasimodo")
    rows = await people.stage.services.store.read(lambda uow: uow.all(Departed))
    assert rows
    assert all("quasimodo" not in f"{row}" and row.account is None for row in rows)
