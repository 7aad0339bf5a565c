"""Deliveries whose file is missing end at once, and whoever waits is told."""

import pytest

from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language.text import of
from botfeed.core.model import Delivery, Job, Painting, PaintState
from botfeed.core.work.messages import Lost, To, message
from botfeed.testing import listing

WORD = "The picture for this is not kept here any more, so it can't be shown."
ended = []


@message()
def pictured(ctx: RenderContext) -> Reply:
    return Reply(cards=(Card(of("a picture")),))


@pictured.when_lost
def lost(lost: Lost) -> None:
    ended.append((lost.row.kind, lost.why))


@pytest.fixture
def losing(stage, monkeypatch):
    """Return a stage whose messenger raises FileNotFoundError for pictures and still sends text."""
    ended.clear()
    listing.add(stage.services, pictured)
    for name in ("send", "edit"):
        whole = getattr(stage, name)

        async def found(*args, whole=whole):
            reply = next(arg for arg in args if isinstance(arg, Reply))
            if reply.cards[0].media or str(reply.cards[0].text) == "a picture":
                raise FileNotFoundError("no such picture")
            return await whole(*args)

        monkeypatch.setattr(stage, name, found)
    return stage


async def rows(stage, noun, **where):
    return await stage.services.store.read(lambda uow: uow.all(noun, **where))


async def test_a_delivery_without_its_file_ends_at_the_first_attempt(losing):
    home = losing.home("ada")
    await losing.services.store.run(lambda uow: pictured.post(uow, To(home, key="p:1", urgent=False)))
    await losing.settle()
    (row,) = await rows(losing, Delivery)
    assert (row.state, row.why, row.attempts) == ("dead", "Rejected", 1)
    assert ended == [("pictured", "Rejected")]
    assert await rows(losing, Job, kind__in=("deliver", "deliver.console", "deliver.console.patient")) == []
    assert losing.shown == []  # nobody waited for it


async def test_a_waiting_message_says_that_the_file_is_gone(losing):
    await losing.say("ada", "/imagine a fox")
    await losing.settle()
    (waiting, told) = [shown for shown in losing.shown if shown.to == "ada"]
    assert (told.event, told.ref, str(told.reply.cards[0].text)) == ("edit", waiting.ref, WORD)
    assert {row.kind: row.state for row in await rows(losing, Delivery)} == {"painted": "dead", "unshown": "sent"}
    (painting,) = await rows(losing, Painting)
    assert painting.state == PaintState.DONE
