"""Rights queries and deletions whose outcome the platform never reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from botfeed.core.dispatch import deferred_replies
from botfeed.core.errors import MessageGone, SendUnknown, TryAgain
from botfeed.core.model import Delivery, Job, Placement, Right
from botfeed.testing.stage import Stage


async def asked(stage: Stage, errors: list[Exception]) -> str:
    """Let mia, an administrator, ask for the log while the platform raises `errors`; return the text she is shown."""
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
async def test_an_interrupted_rights_query_is_retried(stage: Stage, error: Exception) -> None:
    assert "got no answer" not in await asked(stage, [error])
    assert await stage.services.store.read(lambda uow: uow.count(Right, admin=True)) == 1


@pytest.mark.parametrize("error", [SendUnknown("cut"), TryAgain("slow", 1.0)])
async def test_an_unanswered_rights_query_ends_with_a_message(stage: Stage, error: Exception) -> None:
    said = await asked(stage, [error] * 4)
    assert said == "I asked whether you may do that, and got no answer. Nothing was changed: please try again later."
    assert await stage.services.store.read(lambda uow: uow.count(Right)) == 0


async def test_an_answer_that_waited_for_rights_is_not_repeated_at_start(stage: Stage) -> None:
    await stage.say("mia", "/help")
    await asked(stage, [])
    said = len(stage.shown)
    await deferred_replies.send_missed(stage.services, stage.platform)
    assert not await stage.services.store.read(lambda uow: uow.count(Delivery, kind="late"))
    await stage.settle()
    assert len(stage.shown) == said


async def test_interrupted_deletions_of_an_erased_persons_messages_are_retried(stage: Stage) -> None:
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
