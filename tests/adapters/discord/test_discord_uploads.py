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
