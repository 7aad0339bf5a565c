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
REFUSALS = [*((STATUS[code], code) for code in (10003, 10008, 10015, 30046, 40005, 50001, 50013, 50027)), (400, 50035)]
REFUSALS += [(404, 0), (401, 0), (403, 0), (413, 0), (422, 0), (429, 0)]


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


@pytest.mark.parametrize("times", [1, 50], ids=["once", "always"])
@pytest.mark.parametrize("here", [False, True], ids=["for the asker", "for the channel"])
@pytest.mark.parametrize(("status", "code"), REFUSALS)
async def test_no_refused_edit_leaves_a_painting_that_waits(disconnected_adapter, quick, status, code, here, times):
    adapter = disconnected_adapter
    adapter.lossy = True
    async with adapter.connected(working=False):
        asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": here}, channel=adapter.lounge)
        waiting = await adapter.says(asked, "Painting “a fox”")
        for route in ("PATCH /webhooks/{id}/{token}/messages/{message}", "PATCH /channels/{id}/messages/{message}"):
            adapter.fake.fault(fault(status, code), route=route, times=times)
        async with adapter.working():
            await adapter.once(Painting, state__in=("delivering", "done"))
            ended = await ends(adapter, waiting)
        assert ended, f"it says {waiting.text}"
        assert not [v for v in adapter.fake.violations if "the fake" in v]
        adapter.fake.violations.clear()


async def ends(adapter, waiting):
    """Return True once nothing says that it paints, or the words beside it say how it ended."""
    for seconds in (1, 61, 901, 901):
        for _ in range(10):
            said = [m.text for m in (*adapter.fake.messages(adapter.lounge), *adapter.fake.messages(adapter.ada))]
            if waiting.deleted or "Painting" not in waiting.text or any("fox" in t and "Painting" not in t for t in said):
                return True
            if any("picture" in text for text in said):
                return True
            await asyncio.sleep(0.02)
        adapter.jump(seconds)
    return False
