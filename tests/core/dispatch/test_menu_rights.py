"""Menus are shown at once; moderator rights are queried in the background and add an entry later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from botfeed.core.errors import MessageGone, SendUnknown
from botfeed.core.model import Delivery, Identity, Job, SendState
from botfeed.testing.stage import Shown, Stage


async def opened(stage: Stage, missed: str = "") -> Shown:
    """Let mia, whose rights are unknown, open the menu of ada's picture in the lounge; return the menu shown."""
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


async def test_a_menu_stays_when_the_rights_query_gets_no_answer(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def is_admin(_: Any, user: str) -> bool:
        asked.append(user)
        raise SendUnknown("cut")

    monkeypatch.setattr(stage, "is_admin", is_admin)
    menu = await opened(stage)
    await settled(stage)
    assert len(asked) > 1
    assert stage.last("mia") is menu


async def test_a_menu_is_not_edited_for_a_person_without_rights(stage: Stage) -> None:
    menu = await opened(stage)
    await settled(stage)
    assert stage.last("mia") is menu


async def test_a_menu_is_not_pending_and_gains_the_moderator_entry(stage: Stage) -> None:
    stage.admins = {"mia"}
    menu = await opened(stage)
    assert not menu.reply.pending
    await settled(stage)
    now = stage.last("mia")
    assert (now.event, now.ref) == ("edit", menu.ref)
    assert labels(now) == [*labels(menu), "Remove from here"]


async def test_no_second_menu_is_sent_after_another_press(stage: Stage) -> None:
    stage.admins = {"mia"}
    menu = await opened(stage)
    await stage.press("mia", "Less like this", at=stage.place("lounge"))
    hidden = stage.last("mia")
    assert (hidden.event, hidden.ref) == ("edit", menu.ref)
    await settled(stage)
    assert stage.last("mia") is hidden
    (row,) = await stage.services.store.read(lambda uow: uow.all(Delivery, kind="carried"))
    assert row.state is SendState.CANCELLED


async def test_a_deleted_menu_is_not_sent_again(stage: Stage) -> None:
    stage.admins = {"mia"}
    menu = await opened(stage)
    stage.raises = [MessageGone("deleted")]
    await settled(stage)
    assert stage.raises == []
    assert stage.last("mia") is menu


async def test_missed_message_notes_are_not_shown_on_a_menu(stage: Stage) -> None:
    stage.admins = {"mia"}
    menu = await opened(stage, missed="notice")
    assert "could not write to you" not in str(menu.reply.cards)
    await settled(stage)
    await stage.say("mia", "/help")
    assert "I could not write to you alone" in stage.text("mia")
