"""Turns of the rate limit: bot calls take one; calls by an interaction's token do not count."""

import pytest

from botfeed.adapters.discord import render
from botfeed.core.chat.message import Attachment, Card, Reply
from botfeed.core.language.text import of
from botfeed.core.model import Address
from tests.testing.discord_client import png


@pytest.fixture
def turns(adapter, monkeypatch):
    """Record the turns that were taken: True for patient ones."""
    taken, limiter = [], adapter.services.messengers["discord"]._limiter
    whole = limiter.turn

    async def turn(*, patient):
        taken.append(patient)
        await whole(patient=patient)

    monkeypatch.setattr(limiter, "turn", turn)
    return taken


@pytest.fixture
def speaks(adapter):
    return adapter.services.messengers["discord"]


def waiting():
    return Reply((Card(of("it is being painted")),), pending=True)


@pytest.fixture
def lounge(adapter):
    return Address("discord", str(adapter.lounge.id), str(adapter.guild.id), "Lounge", private=False)


async def test_a_take_down_takes_a_patient_turn(adapter, turns, speaks, lounge):
    sent = await speaks.send(lounge, waiting(), "one")
    await speaks.delete(lounge, sent.ref)
    assert turns == [False, True]
    assert adapter.fake.messages(adapter.lounge) == []


async def test_a_rights_check_takes_turns(adapter, turns, speaks, lounge):
    calls = len(adapter.fake.calls)
    await speaks.is_admin(lounge, str(adapter.ada.id))
    assert turns == [False] * len(adapter.fake.calls[calls:]) == [False, False]


async def test_progress_in_direct_messages_takes_a_patient_turn(adapter, turns, speaks):
    alone = Address("discord", f"@{adapter.ada.id}")
    sent = await speaks.send(alone, waiting(), "one")
    turns.clear()
    await speaks.progress(alone, sent.ref, of("half way"), png("blue"))
    (shown,) = adapter.fake.messages(adapter.ada)
    assert (shown.text, len(shown.pictures)) == ("half way", 1)
    assert turns == [True]


async def test_progress_that_waited_for_a_turn_is_dropped_after_the_end(adapter, speaks, lounge, monkeypatch):
    sent = await speaks.send(lounge, waiting(), "one")

    async def ends(*, patient):
        if patient:
            speaks.track_pending(sent.ref, Reply((Card(of("it is there")),)))

    monkeypatch.setattr(speaks._limiter, "turn", ends)
    await speaks.progress(lounge, sent.ref, of("half way"), png("blue"))
    (shown,) = adapter.fake.messages(adapter.lounge)
    assert shown.pictures == []


async def test_calls_by_interaction_token_take_no_turn(adapter, turns):
    asked = await adapter.painted(adapter.ada, channel=adapter.lounge)
    assert asked.original.pictures
    assert turns == []


async def test_only_shown_files_are_loaded(adapter, speaks, lounge, monkeypatch):
    blob = await adapter.services.media.keep_file(b"a parcel")
    files = tuple(Attachment(f"{n}.zip", "application/zip", blob, 8) for n in range(5))
    loaded, whole = [], adapter.services.media.load

    async def load(*which):
        loaded.append(which)
        return await whole(*which)

    monkeypatch.setattr(type(adapter.services.media), "load", lambda _, *which: load(*which))
    await speaks.send(lounge, Reply((Card(of("here")),), files=files), "one")
    assert len(loaded) == render.FILES
    (shown,) = adapter.fake.messages(adapter.lounge)
    assert [a["filename"] for a in shown.attached] == ["0.zip", "1.zip"]
