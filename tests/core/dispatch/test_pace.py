"""The pace of a person counts attempts, whatever becomes of them."""

from dataclasses import replace

import pytest

from botfeed.core.model import Job
from botfeed.testing.stage import Stage

FAILING = (
    "/open zzzzzzzzzzz",
    "/like zzzzzzzzzzz",
    "/admin reports",
    "/follow nobody_at_all",
    "/dance",
    "/shelf open nothing",
)


@pytest.mark.parametrize("line", FAILING)
async def test_an_attempt_that_fails_counts(services, line):
    few = replace(services, policy=replace(services.policy, per_minute=5))
    stage = Stage(few)
    for _ in range(8):
        await stage.say("ada", line)
    assert "That was fast" in stage.text("ada")


async def test_presses_whose_rights_must_be_asked_leave_no_more_jobs_than_the_pace_allows(services):
    few = replace(services, policy=replace(services.policy, per_minute=5))
    stage = Stage(few)
    stage.admins = {"mia"}
    for _ in range(50):
        await stage.say("ben", "/digest set 9", stage.place("lounge"))
    assert 1 <= await services.store.read(lambda uow: uow.count(Job)) <= 5


async def test_a_command_that_waits_for_the_platforms_answer_counts_once(services):
    few = replace(services, policy=replace(services.policy, per_minute=2))
    stage = Stage(few)
    stage.admins = {"ben"}
    for _ in range(2):
        await stage.say("ben", "/space show", stage.place("lounge"))
        await stage.settle()
        assert "That was fast" not in stage.text("ben")
