"""Jobs that need a platform which is not open here wait for it, without losing one of their attempts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from botfeed.core.dispatch import admin_answers
from botfeed.core.model import Address, Delivery, Job, Placement, Right
from botfeed.testing.stage import Stage

ABSENT = "postcards"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Return a stage of an instance that has a second platform, which is not open in this process."""
    stage.services = replace(stage.services, platforms=frozenset({stage.platform, ABSENT}))
    return stage


async def jobs_of(stage: Stage, kind: str) -> list[Any]:
    return await stage.services.store.read(lambda uow: uow.all(Job, kind=kind))


async def test_a_rights_query_waits_for_its_platform(stage: Stage) -> None:
    stage.admins = {"mia"}
    await stage.say("mia", "/space log", stage.place("lounge"))
    opened = stage.services.messengers.pop(stage.platform)
    stage.services.messengers[ABSENT] = stage
    await stage.settle()
    (row,) = await jobs_of(stage, "rights")
    assert (row.state, row.attempts) == ("ready", 0)
    assert row.run_at > stage.services.clock.now()
    assert await stage.services.store.read(lambda uow: uow.count(Right)) == 0
    stage.services.messengers[stage.platform] = opened
    stage.services.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
    await stage.settle()
    assert await jobs_of(stage, "rights") == []
    assert await stage.services.store.read(lambda uow: uow.count(Right, admin=True)) == 1


async def test_a_rights_query_is_given_up_after_two_minutes(stage: Stage) -> None:
    stage.admins = {"mia"}
    await stage.say("mia", "/space log", stage.place("lounge"))
    del stage.services.messengers[stage.platform]
    stage.services.messengers[ABSENT] = stage
    for _ in range(12):
        await stage.settle()
        stage.services.clock.advance(admin_answers.OPENS / 8)  # type: ignore[attr-defined]
    assert await jobs_of(stage, "rights") == []
    assert await stage.services.store.read(lambda uow: uow.count(Right)) == 0
    assert await stage.services.store.read(lambda uow: uow.count(Delivery, kind="unasked")) == 1


async def test_a_deletion_waits_for_its_platform(stage: Stage) -> None:
    await stage.say("ada", "/start")

    def placed(uow: Any) -> None:
        ada = uow.all(Placement)[0].account
        uow.insert(Placement(uow.new_id(), ABSENT, "p1", Address(ABSENT, "ada"), uow.now, account=ada))

    await stage.services.store.run(placed)
    await stage.say("ada", "/me delete --sure")
    stage.services.clock.advance(timedelta(days=7))  # type: ignore[attr-defined]
    await stage.settle()
    (row,) = await jobs_of(stage, "unsay")
    assert (row.state, row.attempts) == ("ready", 0)
    assert not [shown for shown in stage.shown if shown.ref == "p1"]
    stage.services.messengers[ABSENT] = stage
    stage.services.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
    await stage.settle()
    assert [(shown.event, shown.to) for shown in stage.shown if shown.ref == "p1"] == [("delete", "ada")]
    assert await jobs_of(stage, "unsay") == []
