"""The table of refusals: its classes, and what follows from each wherever a message is sent, edited or deleted."""

import asyncio
import types

import pytest

from botfeed.adapters.discord.api import refusals
from botfeed.core.errors import (
    Expired,
    MessageGone,
    NotPermitted,
    Rejected,
    SendUnknown,
    TooLarge,
    TryAgain,
    Unreachable,
)
from botfeed.core.model import Painting
from botfeed.testing.faults import Fault

JSON = {"Content-Type": "application/json", "Via": "1.1 google"}
STATUS = {
    10003: 404, 10004: 404, 10007: 404, 10008: 404, 10013: 404, 10015: 404, 10062: 404, 30046: 429, 40003: 403,
    40005: 413, 40060: 400, 40333: 403, 50001: 403, 50007: 403, 50013: 403, 50027: 401, 50278: 403,
}  # fmt: skip
TOKEN, CARD = "PATCH /webhooks/{id}/{token}/messages/{message}", "PATCH /channels/{id}/messages/{message}"
MALFORMED = [(400, 50035), (400, 50006), (413, 40005), (413, 0), (404, 0), (405, 0), (415, 0), (422, 0)]
LATER = [(429, 0), (403, 0), (400, 40060)]
EDITS = [(CARD, 403, 50001, 1), (CARD, 403, 50013, 1)]  # what is gone, and a token that is over, edit nothing any more
EDITS += [(route, *each, times) for route in (TOKEN, CARD) for each in MALFORMED for times in (1, 50)]
EDITS += [(route, *each, 1) for route in (TOKEN, CARD) for each in LATER]


def fault(status, code):
    return Fault(f"{status} {code}", status=status, headers=JSON, body={"message": "no", "code": code})


@pytest.fixture
def quick(monkeypatch):
    """Make the library's waits end immediately."""

    async def sleep(_):
        await real(0)

    real = asyncio.sleep
    made = types.SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
    monkeypatch.setattr("discord.http.asyncio", made)
    monkeypatch.setattr("discord.webhook.async_.asyncio", made)


def test_every_code_of_the_table_has_a_status_it_comes_with():
    assert set(refusals.CODES) == set(STATUS)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (404, 10003, Unreachable), (403, 50007, Unreachable), (404, 10008, MessageGone), (404, 10015, Expired),
        (403, 50001, NotPermitted), (403, 50013, NotPermitted), (403, 4711, NotPermitted), (400, 50035, Rejected),
        (413, 0, TooLarge), (413, 40005, TooLarge), (429, 30046, TryAgain), (429, 0, TryAgain), (403, 0, TryAgain),
        (400, 40060, SendUnknown), (401, 0, Expired), (418, 0, Rejected), (500, 0, SendUnknown), (408, 0, SendUnknown),
    ],
)  # fmt: skip
def test_a_refusal_has_its_class(status, code, kind):
    assert type(refusals.refused(status, code)) is kind


@pytest.mark.parametrize(("route", "status", "code", "times"), EDITS)
async def test_no_refused_edit_leaves_a_painting_that_waits(disconnected_adapter, quick, route, status, code, times):
    adapter = disconnected_adapter
    adapter.lossy = True
    async with adapter.connected(working=False):
        options = {"prompt": "a fox", "here": route == CARD}
        asked = await adapter.ada.slash("imagine", options, channel=adapter.lounge)
        waiting = await adapter.says(asked, "Painting “a fox”")
        adapter.fake.fault(fault(status, code), route=route, times=times)
        async with adapter.working():
            await adapter.once(Painting, state__in=("delivering", "done"))
            assert await ends(adapter, waiting), f"it says {waiting.text}"


async def ends(adapter, waiting):
    """Return True once the message does not say any more that a picture is painted."""
    for seconds in (5, 61, 301):
        for _ in range(15):
            if waiting.deleted or "Painting" not in waiting.text:
                return True
            await asyncio.sleep(0.02)
        adapter.jump(seconds)
    return False
