"""Partial pictures: they replace the answer while its token is valid, and are never shown in public."""

import asyncio
from dataclasses import replace

import pytest

from botfeed.core.language.text import of
from botfeed.core.model import Address, Placement, Post
from botfeed.testing.faults import Fault
from botfeed.testing.stage import TinyPainter
from tests.adapters.discord.adapter import bare, opened
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
    async with opened(tmp_path, painters=(Gated(),)) as adapter:
        yield adapter


async def asking(adapter, channel):
    """Ask for a picture; return once it is answered and its placement recorded, before anybody paints."""
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=channel)
    shown = await adapter.shows(asked, "Cancel")
    await adapter.once(Placement, ref=f"{shown.room.id}/{shown.id}")
    return asked


async def test_progress_is_shown_in_the_answer_until_the_picture_replaces_it(gated):
    adapter, painter = gated, gated.services.painters[0]
    async with adapter.connected(working=False):
        asked = await asking(adapter, adapter.lounge)
        async with adapter.working():
            await adapter.fake.until(lambda: asked.original.pictures)
            assert "Painting “a fox”." in bare(asked.original.text)
            assert "▱" in asked.original.text
            assert asked.original.attached[0]["filename"] == "progress.png"
            painter.go.set()
            card = await adapter.shows(asked, "Publish")
    assert card is asked.original
    assert card.ephemeral
    assert len(card.attached) == len(card.pictures) == 1
    assert card.attached[0]["filename"] != "progress.png"
    assert adapter.fake.messages(adapter.lounge) == []


async def test_in_direct_messages_progress_and_picture_share_a_message(gated):
    adapter = gated
    async with adapter.connected(working=False):
        asked = await asking(adapter, None)
        async with adapter.working():
            await adapter.fake.until(lambda: asked.original.pictures)
            adapter.services.painters[0].go.set()
            await adapter.shows(asked, "Publish")
    assert len(adapter.fake.messages(adapter.ada)) == 1


@pytest.mark.parametrize("alone", [True, False])
async def test_an_edit_that_was_too_fast_holds_the_final_one(gated, alone):
    """Discord said when the message may be edited again: an edit before that would only be refused as well."""
    adapter, wait = gated, 40  # seconds: for shorter ones the library waits by itself
    route = "PATCH /channels/{id}/messages/{message}" if alone else EDIT
    headers = {"Via": "1.1 google", "Content-Type": "application/json", "Retry-After": str(wait)}
    body = {"message": "slow down", "retry_after": wait, "global": False}
    async with adapter.connected(working=False):
        asked = await asking(adapter, None if alone else adapter.lounge)
        adapter.fake.fault(Fault("too_fast", 429, headers, body), route=route)
        async with adapter.working():
            await adapter.fake.until(lambda: not adapter.fake.pending_faults)
            adapter.services.painters[0].go.set()
            await adapter.waits(kind="painted", state="retry")
            assert len(edits(adapter)) == 1
            adapter.jump(wait + 1)
            await adapter.shows(asked, "Publish")
    assert len(edits(adapter)) == 2
    assert adapter.fake.invalid_requests == 1


def edits(adapter):
    return [call for call in adapter.fake.calls if call.method == "PATCH"]


@pytest.mark.parametrize("fault", ["unknown_message", "interaction_token_expired", "too_large", "tcp_reset"])
async def test_a_refused_partial_picture_is_harmless(gated, fault):
    adapter = gated
    async with adapter.connected(working=False):
        asked = await asking(adapter, adapter.lounge)
        adapter.fake.fault(fault, route=EDIT)
        async with adapter.working():
            await asyncio.wait_for(adapter.services.painters[0].reached.wait(), 5)
            await adapter.fake.until(lambda: not adapter.fake.pending_faults)
            adapter.services.painters[0].go.set()
            await adapter.shows(asked, "Publish")
    assert adapter.fake.messages(adapter.lounge) == []


async def test_after_sixteen_minutes_nothing_is_shown_in_public(gated):
    adapter = gated
    async with adapter.connected(working=False):
        asked = await asking(adapter, adapter.lounge)
        async with adapter.working():
            await adapter.fake.until(lambda: asked.original.pictures)
            await adapter.services.store.run(keep_waiting)
            adapter.fake.expire_tokens()
            adapter.services.painters[0].go.set()
            (line,) = await adapter.fake.posted(adapter.lounge)
            assert line.buttons == ["Show"]
            shown = await adapter.ada.press(line, "Show")
            assert (await adapter.shows(shown, "Publish")).ephemeral
    for message in adapter.fake.messages(adapter.lounge):
        assert message.pictures == []
        assert message.attached == []
    assert adapter.fake.invalid_requests == 0


async def test_an_invalid_partial_picture_is_not_sent(gated):
    adapter = gated
    async with adapter.connected(working=False):
        asked = await asking(adapter, adapter.lounge)
        messenger = adapter.services.messengers["discord"]
        where = Address("discord", f"{adapter.lounge.id}~{adapter.fake.state.bot.id}~{asked.token}", private=False)
        ref = f"{adapter.lounge.id}/{asked.original.id}"
        await adapter.once(Placement, ref=ref)
        await messenger.progress(where, ref, of("half way"), b"<html>")
        assert (asked.original.text, asked.original.pictures) == ("half way", [])


@pytest.mark.parametrize("alone", [True, False])
async def test_a_partial_picture_keeps_the_cancel_button(gated, alone):
    adapter = gated
    async with adapter.connected(working=False):
        asked = await asking(adapter, None if alone else adapter.lounge)
        async with adapter.working():
            await adapter.fake.until(lambda: asked.original.pictures)
            assert asked.original.buttons == ["Cancel"]
            pressed = await adapter.press(adapter.ada, asked, "Cancel")
            assert "Too late to cancel" in bare((await pressed.message()).text)
            adapter.services.painters[0].go.set()
            await adapter.shows(asked, "Publish")
    assert "Cancel" not in asked.original.buttons


async def test_another_processs_message_keeps_its_buttons(gated):
    adapter = gated
    async with adapter.connected(working=False):
        asked = await asking(adapter, None)
    async with adapter.connected(working=False), adapter.working():
        await asyncio.wait_for(adapter.services.painters[0].reached.wait(), 5)
        assert asked.original.pictures == []
        assert asked.original.buttons
        adapter.services.painters[0].go.set()
        await adapter.shows(asked, "Publish")


@pytest.mark.parametrize("alone", [True, False])
async def test_a_text_answer_grows_in_place(tmp_path, alone):
    async with opened(tmp_path, talker=Writer()) as adapter:
        channel = None if alone else adapter.lounge
        async with adapter.connected(working=False):
            asked = await adapter.ada.slash("ask", {"question": "why is the sky blue"}, channel=channel)
            await adapter.fake.until(lambda: asked.original and "One moment" in asked.original.text)
            ref = f"{asked.original.room.id}/{asked.original.id}"
            await adapter.once(Placement, ref=ref)
            async with adapter.working():
                await adapter.fake.until(lambda: "sky" in asked.original.text)
                assert bare(asked.original.text).startswith("The *sky*\n")
                assert "written by a language model" in asked.original.text
                adapter.services.talker.go.set()
                await adapter.fake.until(lambda: "is blue" in asked.original.text)
        assert asked.original.ephemeral is not alone
        assert adapter.fake.messages(adapter.lounge) == []


async def test_a_card_that_stays_shows_times_that_the_client_keeps_up_to_date(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    post = await adapter.once(Post)
    assert f"<t:{int(post.published.timestamp())}:R>" in card.text


async def test_the_counters_of_an_old_card_follow_once_an_hour(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    adapter.jump(5 * 3600)
    edits = card.revision
    people = [adapter.fake.user(f"p{n}") for n in range(5)]
    for one in people:
        one.join(adapter.guild)
        await adapter.says(await adapter.press(one, card, "Like"), "Liked.")
    assert card.revision == edits
    adapter.jump(3601)
    await adapter.fake.until(lambda: any("5" in label for label in card.buttons))
    assert card.revision == edits + 1
