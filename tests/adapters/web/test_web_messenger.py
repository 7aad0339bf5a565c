"""Messenger of the page: kept for a reload, streamed live, gone after a restart."""

from datetime import UTC, datetime

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.web import messenger
from botfeed.adapters.web.messenger import WebMessenger
from botfeed.core.chat.message import Card, Reply
from botfeed.core.chat.messenger import CanDelete, CanEdit, CanStream
from botfeed.core.errors import MessageGone
from botfeed.core.language import text
from botfeed.core.model import Address

ADA = Address("web", "ada")


def reply(words: str) -> Reply:
    return Reply(cards=(Card(text.of(words)),))


@pytest.fixture
def desk() -> WebMessenger:
    return WebMessenger(SteppedClock(datetime(2026, 1, 1, tzinfo=UTC)))


def words(desk: WebMessenger, who: str = "ada") -> list[str]:
    return [str(entry.reply.cards[0].text) for entry in desk.entries(who)]


def test_the_messenger_edits_deletes_and_shows_progress(desk: WebMessenger) -> None:
    assert isinstance(desk, CanEdit)
    assert isinstance(desk, CanDelete)
    assert isinstance(desk, CanStream)


async def test_the_same_key_is_the_same_message(desk: WebMessenger) -> None:
    first = await desk.send(ADA, reply("hello"), "key")
    assert await desk.send(ADA, reply("hello"), "key") == first
    assert words(desk) == ["hello"]


async def test_an_edit_keeps_its_place(desk: WebMessenger) -> None:
    first = await desk.send(ADA, reply("one"), "1")
    await desk.send(ADA, reply("two"), "2")
    await desk.edit(ADA, first.ref, reply("uno"))
    assert words(desk) == ["uno", "two"]
    assert [e.n for e in desk.entries("ada")] == [1, 2]


async def test_messages_lost_by_a_restart_raise_message_gone(desk: WebMessenger) -> None:
    with pytest.raises(MessageGone):
        await desk.edit(ADA, "before", reply("late"))
    with pytest.raises(MessageGone):
        await desk.delete(ADA, "before")


async def test_the_last_messages_are_kept(desk: WebMessenger) -> None:
    for n in range(messenger.KEPT + 5):
        await desk.send(ADA, reply(str(n)), str(n))
    kept = words(desk)
    assert (len(kept), kept[0]) == (messenger.KEPT, "5")


async def test_a_stream_gets_only_its_own_people(desk: WebMessenger) -> None:
    stream = desk.open(["ada"])
    await desk.send(Address("web", "ben"), reply("for ben"), "1")
    receipt = await desk.send(ADA, reply("for ada"), "2")
    await desk.progress(ADA, receipt.ref, text.of("half"), b"x" * (messenger.PARTIAL_MOST + 1))
    await desk.delete(ADA, receipt.ref)
    heard = [stream.queue.get_nowait() for _ in range(stream.queue.qsize())]
    told = [(event.type, event.who) for event in heard if event and event.type != "feed"]
    assert told == [("entry", "ada"), ("progress", "ada"), ("gone", "ada")]
    assert next(e for e in heard if e and e.type == "progress").picture == ""


async def test_a_slow_browser_is_disconnected_and_reloads(desk: WebMessenger) -> None:
    stream = desk.open(["ada"])
    for _ in range(messenger.WAITING + 1):
        desk.changed()
    assert stream.ended
    assert stream.queue.get_nowait() is None


async def test_closing_ends_every_stream(desk: WebMessenger) -> None:
    streams = [desk.open(["ada"]), desk.open(["ben"])]
    desk.close()
    assert [s.queue.get_nowait() for s in streams] == [None, None]
