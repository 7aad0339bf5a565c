"""Uploads: a picture is sent in one write; a body too large to copy is streamed."""

import io
import json

import aiohttp
import pytest

from botfeed.adapters.discord.api import multipart
from botfeed.testing.discord import FakeDiscord

PLACE = "https://discord.com/api/v10/interactions/1/gone/callback"


@pytest.mark.parametrize(("size", "joined"), [(20_000, True), (multipart.WHOLE, False)])
async def test_a_form_is_sent_in_one_write_up_to_its_limit(size: int, joined: bool) -> None:
    written: list[bytes] = []

    async def noted(_session: object, _context: object, chunk: aiohttp.TraceRequestChunkSentParams) -> None:
        written.append(chunk.chunk)

    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(noted)
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps({"type": 5}))
    form.add_field("files[0]", io.BytesIO(b"\x89" * size), filename="fox.png")
    async with FakeDiscord() as fake:
        connector = multipart.whole(fake.connector())
        async with (
            aiohttp.ClientSession(connector=connector, trace_configs=[trace]) as session,
            session.post(PLACE, data=form) as answer,
        ):
            assert answer.status == 404
    assert (len(written) == 1) is joined
    assert b"".join(written).count(b"\x89" * size) == 1


async def test_choosing_one_of_four_pictures_uploads_nothing(adapter):
    asked = await adapter.painted(adapter.ada, channel=adapter.lounge, count=4)
    before = len(adapter.fake.calls)
    for number in ("3", "2", "4"):
        await adapter.ada.press(asked, number)
        await adapter.says(asked, f"The buttons act on number {number} of 4.")
    assert [call.files for call in adapter.fake.calls[before:]] == [{}, {}, {}]
    assert len(asked.original.pictures) == 4


async def test_counters_on_a_card_follow_without_an_upload(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    before = len(adapter.fake.calls)
    await adapter.press(adapter.ben, card, "Like")
    await adapter.fake.until(lambda: any("1" in label for label in card.buttons))
    assert not any(call.files for call in adapter.fake.calls[before:])
    assert len(card.pictures) == 1


async def test_files_that_a_message_lost_are_uploaded_again(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    card.attached = []
    adapter.fake.violations.clear()
    await adapter.press(adapter.ben, card, "Like")
    await adapter.fake.until(lambda: any("1" in label for label in card.buttons))
    assert len(card.pictures) == len(card.attached) == 1
    assert all("Attachment not found" in each for each in adapter.fake.violations)
    adapter.fake.violations.clear()
