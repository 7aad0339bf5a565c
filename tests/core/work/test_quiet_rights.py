"""A menu is there at once; whether its reader moderates the place is asked behind it, without a word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from botfeed.core.errors import MessageGone, SendUnknown
from botfeed.core.model import Delivery, Identity, Job, SendState
from botfeed.testing.stage import Shown, Stage


async def opened(stage: Stage, missed: str = "") -> Shown:
    """Let mia, whose rights nobody knows yet, press ⋯ on a picture of ada's in the lounge; give her menu."""
    stage.admins = stage.admins or {"zoe"}
    lounge = stage.place("lounge")
    await stage.say("mia", "/start")
    await stage.say("ada", "/imagine a fox --here", lounge)
    await stage.settle()
    await stage.services.store.run(lambda uow: uow.compare_and_set(Identity, {"user": "mia"}, missed=missed))
    await stage.press("mia", "⋯ Menu", of="#lounge", at=lounge)
    assert await stage.services.store.read(lambda uow: uow.count(Job, kind="rights")) == 1
    return stage.last("mia")


async def settled(stage: Stage) -> None:
    for _ in range(20):
        await stage.settle()
        stage.services.clock.advance(timedelta(seconds=2))  # type: ignore[attr-defined]
    assert not await stage.services.store.read(lambda uow: uow.count(Job, kind="rights"))


def labels(shown: Shown) -> list[str]:
    return [action.label for card in shown.reply.cards for action in card.actions]


async def test_a_menu_became_an_error_where_the_platform_never_said(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def is_admin(_: Any, user: str) -> bool:
        asked.append(user)
        raise SendUnknown("cut")

    monkeypatch.setattr(stage, "is_admin", is_admin)
    menu = await opened(stage)
    await settled(stage)
    assert len(asked) > 1
    assert stage.last("mia") is menu


async def test_a_menu_was_edited_into_itself_for_who_moderates_nothing(stage: Stage) -> None:
    menu = await opened(stage)
    await settled(stage)
    assert stage.last("mia") is menu


async def test_a_menu_was_waited_for_as_a_picture_is(stage: Stage) -> None:
    stage.admins = {"mia"}
    menu = await opened(stage)
    assert not menu.reply.pending
    await settled(stage)
    now = stage.last("mia")
    assert (now.event, now.ref) == ("edit", menu.ref)
    assert labels(now) == [*labels(menu), "Remove from here"]


async def test_a_second_menu_was_sent_to_who_had_pressed_on(stage: Stage) -> None:
    stage.admins = {"mia"}
    menu = await opened(stage)
    await stage.press("mia", "Less like this", at=stage.place("lounge"))
    hidden = stage.last("mia")
    assert (hidden.event, hidden.ref) == ("edit", menu.ref)
    await settled(stage)
    assert stage.last("mia") is hidden
    (row,) = await stage.services.store.read(lambda uow: uow.all(Delivery, kind="carried"))
    assert row.state is SendState.CANCELLED


async def test_a_menu_that_is_gone_when_it_is_to_be_replaced_was_sent_anew(stage: Stage) -> None:
    stage.admins = {"mia"}
    menu = await opened(stage)
    stage.raises = [MessageGone("deleted")]
    await settled(stage)
    assert stage.raises == []
    assert stage.last("mia") is menu


async def test_what_was_missed_was_said_on_a_menu_that_is_replaced_at_once(stage: Stage) -> None:
    stage.admins = {"mia"}
    menu = await opened(stage, missed="notice")
    assert "could not write to you" not in str(menu.reply.cards)
    await settled(stage)
    await stage.say("mia", "/help")
    assert "I could not write to you alone" in stage.text("mia")
