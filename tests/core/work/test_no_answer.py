"""A platform that is asked something, or told to delete, and never says what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from botfeed.core.dispatch import deferred_replies
from botfeed.core.errors import MessageGone, SendUnknown, TryAgain
from botfeed.core.model import Delivery, Job, Placement, Right
from botfeed.testing.stage import Stage


async def asked(stage: Stage, errors: list[Exception]) -> str:
    """mia runs the lounge, which the platform says once `errors` are used up; give what she hears."""
    stage.admins = {"mia"}

    async def is_admin(_: Any, user: str) -> bool:
        if errors:
            raise errors.pop(0)
        return user in stage.admins

    stage.is_admin = is_admin  # type: ignore[method-assign]
    await stage.say("mia", "/space log", stage.place("lounge"))
    for _ in range(20):
        await stage.settle()
        stage.services.clock.advance(timedelta(seconds=2))  # type: ignore[attr-defined]
    assert not await stage.services.store.read(lambda uow: uow.count(Job, kind="rights"))
    return stage.text("mia") if "mia" in {shown.to for shown in stage.shown} else stage.text("#lounge")


@pytest.mark.parametrize("error", [SendUnknown("cut"), TryAgain("slow", 1.0)])
async def test_a_question_for_rights_that_was_cut_off_is_asked_again(stage: Stage, error: Exception) -> None:
    assert "got no answer" not in await asked(stage, [error])
    assert await stage.services.store.read(lambda uow: uow.count(Right, admin=True)) == 1


@pytest.mark.parametrize("error", [SendUnknown("cut"), TryAgain("slow", 1.0)])
async def test_who_asked_was_left_before_one_moment_where_the_platform_never_said(
    stage: Stage, error: Exception
) -> None:
    said = await asked(stage, [error] * 4)
    assert said == "I asked whether you may do that, and got no answer. Nothing was changed: please try again later."
    assert await stage.services.store.read(lambda uow: uow.count(Right)) == 0


async def test_an_answer_that_waited_for_rights_was_said_again_at_the_next_start(stage: Stage) -> None:
    await stage.say("mia", "/help")
    await asked(stage, [])
    said = len(stage.shown)
    await deferred_replies.send_missed(stage.services, stage.platform)
    assert not await stage.services.store.read(lambda uow: uow.count(Delivery, kind="late"))
    await stage.settle()
    assert len(stage.shown) == said


async def test_a_message_to_who_left_stayed_where_its_deletion_was_cut_off(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await stage.say("ada", "/me delete --sure")
    there = {row.ref for row in await stage.services.store.read(lambda uow: uow.all(Placement, account__ne=None))}
    stage.services.clock.advance(timedelta(days=7))  # type: ignore[attr-defined]
    stage.raises = [SendUnknown("cut"), MessageGone("x")]
    await stage.settle()
    stage.services.clock.advance(timedelta(seconds=20))  # type: ignore[attr-defined]
    await stage.settle()
    deleted = [shown.ref for shown in stage.shown if shown.event == "delete"]
    assert len(there) > 1
    assert set(deleted) < there
    assert len(deleted) == len(there) - 1, "all but the one that was gone already"
    assert not await stage.services.store.read(lambda uow: uow.count(Job, kind="unsay"))
