"""Hearts that come in one burst: each ends as its person left it."""

import asyncio

import pytest

from botfeed.core.model import Reaction


@pytest.mark.parametrize("last", [True, False], ids=["left on", "taken back"])
async def test_a_burst_of_hearts_keeps_its_order(disconnected_adapter, last):
    adapter = disconnected_adapter
    async with adapter.connected() as client:
        asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
        card = await adapter.shows(asked, "Like")
        people = [adapter.ben, *(adapter.fake.user(f"p{n}") for n in range(4))]
        for one in people:
            one.join(adapter.guild)
        for times in range(7 if last else 8):
            for one in people:
                await (one.unreact if times % 2 else one.react)(card, "❤")
        async with asyncio.timeout(5):
            await asyncio.sleep(0.1)
            while client._reactions._latest:  # noqa: ASYNC110 - an event that is handled sends none
                await asyncio.sleep(0.02)
        likes = await adapter.services.store.read(lambda uow: uow.count(Reaction, kind="like"))
    assert likes == (len(people) if last else 0)
