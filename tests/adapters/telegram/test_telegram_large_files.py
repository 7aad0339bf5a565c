"""Files that Telegram does not accept: the requester gets an explanation."""

import random

import pytest

from botfeed.core.model import Delivery, Picture, SendState
from botfeed.core.privacy import export
from botfeed.testing.telegram import Fault

BODY = {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}
LARGE = Fault("large", status=413, body=BODY)


async def test_a_too_large_original_is_explained_in_place(adapter, ada):
    await adapter.picture(ada)
    (picture,) = await adapter.rows(Picture)
    adapter.fake.fault(LARGE, "sendDocument")
    await ada.say(f"/original {adapter.services.sealer.ref(picture.id)}")
    told = await adapter.shown(ada, "larger than Telegram takes")
    assert "/me_export packs it" in told.text
    await ada.say(f"/original {adapter.services.sealer.ref(picture.id)}")
    await adapter.shown(ada, "The file as it was made")


async def test_a_too_large_export_part_is_explained_and_the_others_sent(adapter, ada, monkeypatch):
    await adapter.picture(ada)
    await adapter.confirmed()
    monkeypatch.setattr(export, "PART", 20_000)
    (files := adapter.services.messengers["telegram"].files)._most = 30_000
    texts = export._texts
    monkeypatch.setattr(export, "_texts", lambda *of: {**texts(*of), "large.json": noise(40_000)})
    await ada.say("/me_export")
    told = await adapter.shown(ada, "too large to be sent here")
    await adapter.there(Delivery, kind="export.large", state=SendState.SENT)
    (lost,) = await adapter.there(Delivery, kind="export", state=SendState.DEAD)
    assert told.text.startswith(f"Part {lost.args['n']} of {lost.args['of']}")
    assert lost.args["file"]["size"] > files._most
    sent = await adapter.there(Delivery, kind="export", state=SendState.SENT)
    assert len(sent) == lost.args["of"] - 1 > 0
    assert not any(
        f"part {lost.args['n']} of" in text for text in adapter.texts(ada)
    )  # no words about a file that is none


@pytest.mark.parametrize("way", ["poll"])
async def test_other_refusals_of_files_are_explained(adapter, ada):
    body = {"ok": False, "error_code": 400, "description": "Bad Request: something new"}
    adapter.fake.fault(Fault("new", status=400, body=body), "sendMessage", times=2)  # the simpler form, too
    await ada.say("/privacy")
    await adapter.shown(ada, "Telegram does not take this message")


def noise(size):
    """Return bytes that do not compress."""
    return random.Random(7).randbytes(size)
