"""Partial pictures: they replace the answer while its token is valid, and are never shown in public."""

import asyncio
from dataclasses import replace

import pytest

from botfeed.core.language.text import of
from botfeed.core.model import Address, Placement
from botfeed.testing.stage import TinyPainter
from tests.adapters.discord.door import bare, opened
from tests.adapters.discord.test_discord_faults import EDIT, keep_waiting
from tests.testing.discord_client import png


class Gated(TinyPainter):
    """Painter that first shows one partial picture, then another one and the whole when released."""

    def __init__(self):
        super().__init__()
        self.info = replace(self.info, seconds=30.0)
        self.go, self.reached = asyncio.Event(), asyncio.Event()

    async def paint(self, order, partial=None):
        if not self.orders and partial:
            self.orders.append(order)
            await partial(png("blue"))
            self.reached.set()
            await asyncio.wait_for(self.go.wait(), 10)
            await partial(png("green"))
        return await super().paint(order)


class Writer:
    """Writer that gives the text so far, then the whole when released."""

    def __init__(self):
        self.go = asyncio.Event()

    async def answer(self, question, language, person, partial=None):
        await partial("The *sky*")
        await asyncio.wait_for(self.go.wait(), 10)
        return "The *sky* is blue"


@pytest.fixture
async def gated(tmp_path):
    async with opened(tmp_path, painters=(Gated(),)) as door:
        yield door


async def asking(door, channel):
    """Ask for a picture; return once it is answered and its placement recorded, before anybody paints."""
    asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=channel)
    shown = await door.shows(asked, "Cancel")
    await door.once(Placement, ref=f"{shown.room.id}/{shown.id}")
    return asked


async def test_progress_is_shown_in_the_answer_until_the_picture_replaces_it(gated):
    door, painter = gated, gated.services.painters[0]
    async with door.connected(working=False):
        asked = await asking(door, door.lounge)
        async with door.working():
            await door.fake.until(lambda: asked.original.pictures)
            assert "Painting “a fox”." in bare(asked.original.text)
            assert "▱" in asked.original.text
            assert asked.original.payload["attachments"][0]["filename"] == "progress.png"
            painter.go.set()
            card = await door.shows(asked, "Publish")
    assert card is asked.original
    assert card.ephemeral
    assert len(card.payload["attachments"]) == len(card.pictures) == 1
    assert card.payload["attachments"][0]["filename"] != "progress.png"
    assert door.fake.messages(door.lounge) == []


async def test_in_direct_messages_progress_and_picture_share_a_message(gated):
    door = gated
    async with door.connected(working=False):
        asked = await asking(door, None)
        async with door.working():
            await door.fake.until(lambda: asked.original.pictures)
            door.services.painters[0].go.set()
            await door.shows(asked, "Publish")
    assert len(door.fake.messages(door.ada)) == 1


@pytest.mark.parametrize("fault", ["unknown_message", "interaction_token_expired", "too_large", "tcp_reset"])
async def test_a_refused_partial_picture_is_harmless(gated, fault):
    door = gated
    async with door.connected(working=False):
        asked = await asking(door, door.lounge)
        door.fake.fault(fault, route=EDIT)
        async with door.working():
            await asyncio.wait_for(door.services.painters[0].reached.wait(), 5)
            await door.fake.until(lambda: not door.fake.pending_faults)
            door.services.painters[0].go.set()
            await door.shows(asked, "Publish")
    assert door.fake.messages(door.lounge) == []


async def test_after_sixteen_minutes_nothing_is_shown_in_public(gated):
    door = gated
    async with door.connected(working=False):
        asked = await asking(door, door.lounge)
        async with door.working():
            await door.fake.until(lambda: asked.original.pictures)
            await door.services.store.run(keep_waiting)
            door.fake.expire_tokens()
            door.services.painters[0].go.set()
            (line,) = await door.fake.posted(door.lounge)
            assert line.buttons == ["Show"]
            shown = await door.ada.press(line, "Show")
            assert (await door.shows(shown, "Publish")).ephemeral
    for message in door.fake.messages(door.lounge):
        assert message.pictures == []
        assert message.payload["attachments"] == []
    assert door.fake.invalid_requests == 0


async def test_an_invalid_partial_picture_is_not_sent(gated):
    door = gated
    async with door.connected(working=False):
        asked = await asking(door, door.lounge)
        messenger = door.services.messengers["discord"]
        where = Address("discord", f"{door.lounge.id}~{door.fake.state.bot.id}~{asked.token}", private=False)
        ref = f"{door.lounge.id}/{asked.original.id}"
        await door.once(Placement, ref=ref)
        await messenger.progress(where, ref, of("half way"), b"<html>")
        assert (asked.original.text, asked.original.pictures) == ("half way", [])


@pytest.mark.parametrize("alone", [True, False])
async def test_a_partial_picture_keeps_the_cancel_button(gated, alone):
    door = gated
    async with door.connected(working=False):
        asked = await asking(door, None if alone else door.lounge)
        async with door.working():
            await door.fake.until(lambda: asked.original.pictures)
            assert asked.original.buttons == ["Cancel"]
            pressed = await door.press(door.ada, asked, "Cancel")
            assert "Too late to cancel" in bare((await pressed.message()).text)
            door.services.painters[0].go.set()
            await door.shows(asked, "Publish")
    assert "Cancel" not in asked.original.buttons


async def test_another_processs_message_keeps_its_buttons(gated):
    door = gated
    async with door.connected(working=False):
        asked = await asking(door, None)
    async with door.connected(working=False), door.working():
        await asyncio.wait_for(door.services.painters[0].reached.wait(), 5)
        assert asked.original.pictures == []
        assert asked.original.buttons
        door.services.painters[0].go.set()
        await door.shows(asked, "Publish")


@pytest.mark.parametrize("alone", [True, False])
async def test_a_text_answer_grows_in_place(tmp_path, alone):
    async with opened(tmp_path, talker=Writer()) as door:
        channel = None if alone else door.lounge
        async with door.connected(working=False):
            asked = await door.ada.slash("ask", {"question": "why is the sky blue"}, channel=channel)
            await door.fake.until(lambda: asked.original and "One moment" in asked.original.text)
            ref = f"{asked.original.room.id}/{asked.original.id}"
            await door.once(Placement, ref=ref)
            async with door.working():
                await door.fake.until(lambda: "sky" in asked.original.text)
                assert bare(asked.original.text).startswith("The *sky*\n")
                assert "written by a language model" in asked.original.text
                door.services.talker.go.set()
                await door.fake.until(lambda: "is blue" in asked.original.text)
        assert asked.original.ephemeral is not alone
        assert door.fake.messages(door.lounge) == []
