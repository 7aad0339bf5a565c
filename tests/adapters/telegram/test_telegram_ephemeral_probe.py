"""Servers and groups without ephemeral messages: nothing private is ever shown to others."""

from datetime import timedelta

import pytest

from botfeed.adapters.telegram.send import ephemeral_probe
from botfeed.testing.faults import Fault
from botfeed.testing.telegram import Server
from botfeed.testing.telegram.rules import ephemeral_rules as rules
from tests.adapters.telegram.ephemeral_group import FORMS, administered, asked, ephemeral_shown, said, tried
from tests.adapters.telegram.test_telegram_refusals import flood


@pytest.fixture
def ephemeral_on():
    return True


@pytest.fixture
def lounge(adapter, ada):
    return administered(adapter, ada)


async def test_an_old_server_gets_nothing_private(adapter, ada, ben, lounge):
    adapter.fake.become(Server.OLD)
    await adapter.picture(ada)
    await ada.say("/mine", chat=lounge)
    await adapter.shown(ada, "Your pictures")
    await adapter.shown(lounge, "I answered you in private.")
    await ada.say("/mine", chat=lounge)
    await adapter.confirmed()
    assert said(adapter, lounge) == ["I answered you in private."] * 2
    assert tried(adapter) == []
    assert len(asked(adapter, "deleteEphemeralMessage")) == 1


async def test_a_server_that_drops_parameters_is_found_by_a_public_line(adapter, ada, lounge):
    adapter.fake.become(Server.HALF)
    await adapter.picture(ada)
    await ada.say("/mine", chat=lounge)
    await adapter.shown(ada, "Your pictures")
    await adapter.shown(lounge, "I answered you in private.")
    await ada.say("/mine", chat=lounge)
    await adapter.confirmed()
    assert [call.params["text"] for call in tried(adapter)] == ["Only you see what I answer here."]
    assert said(adapter, lounge) == ["I answered you in private."] * 2  # that line was taken down
    assert len(asked(adapter, "deleteMessage")) == 1


async def test_a_server_that_loses_support_is_noticed(adapter, ada, lounge):
    await adapter.picture(ada)
    await ada.say("/mine", chat=lounge)
    await ephemeral_shown(adapter, lounge, ada, "Your pictures")
    adapter.fake.become(Server.OLD)
    adapter.fake.fault(flood(1), "deleteMessage")
    await ada.say("/mine", chat=lounge)
    await adapter.shown(ada, "Your pictures")
    await adapter.shown(lounge, "I answered you in private.")
    await ada.say("/mine", chat=lounge)
    await adapter.confirmed()
    assert said(adapter, lounge) == ["I answered you in private."] * 2
    *_, leak, first, again, private, later = asked(adapter, "sendPhoto", "deleteMessage")
    assert (leak.method, first.method, again.method) == ("sendPhoto", "deleteMessage", "deleteMessage")
    assert first.params["message_id"] == again.params["message_id"] == leak.answer["message_id"]
    assert (private.params["chat_id"], later.params["chat_id"]) == (ada.id, ada.id)


async def test_without_administrator_rights_the_private_chat_is_used(adapter, ada, lounge):
    await adapter.picture(ada)
    lounge.demote_bot()
    for _ in range(2):
        await ada.say("/mine", chat=lounge)
        await adapter.confirmed()
    assert said(adapter, lounge) == ["I answered you in private."] * 2
    assert len(tried(adapter)) == 1
    lounge.promote_bot()
    adapter.clock.advance(timedelta(minutes=11))
    await ada.say("/mine", chat=lounge)
    await ephemeral_shown(adapter, lounge, ada, "Your pictures")


async def test_lost_rights_lead_to_the_private_chat(adapter, ada, lounge):
    await adapter.picture(ada)
    await ada.say("/mine", chat=lounge)
    await ephemeral_shown(adapter, lounge, ada, "Your pictures")
    lounge.demote_bot()
    await ada.say("/mine", chat=lounge)
    await adapter.shown(ada, "Your pictures")
    await adapter.shown(lounge, "I answered you in private.")


async def test_a_tap_allows_an_ephemeral_answer_without_rights(adapter, ada, ben, lounge):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    lounge.demote_bot()
    tap = await ben.press(card, "Menu")
    await ephemeral_shown(adapter, lounge, ben, "ada", "Report")
    assert "url" not in await tap.answered()
    assert adapter.fake.ephemeral(lounge, ada) == []


async def test_a_late_answer_to_a_tap_goes_to_the_private_chat(adapter, ada, ben, lounge, monkeypatch):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    lounge.demote_bot()
    monkeypatch.setattr(rules, "CUED", -1)
    tap = await ben.press(card, "Menu")
    assert (await tap.answered())["url"].startswith("https://t.me/botfeed_bot?start=a_")
    lounge.promote_bot()
    adapter.clock.advance(timedelta(minutes=11))
    tap = await ben.press(card, "Menu")
    await ephemeral_shown(adapter, lounge, ben, "ada", "Report")
    assert "url" not in await tap.answered()


async def test_a_paused_group_does_not_delay_private_answers(adapter, ada, lounge):
    await adapter.picture(ada)
    await ada.say("/mine", chat=lounge)
    await ephemeral_shown(adapter, lounge, ada, "Your pictures")
    adapter.services.messengers["telegram"].client.limiter.refused(str(lounge.id), 40)
    await ada.say("/mine", chat=lounge)
    await adapter.shown(ada, "Your pictures")


async def test_a_silent_server_is_probed_again_later(adapter, ada, lounge):
    await adapter.picture(ada)
    adapter.fake.fault(flood(120), "deleteEphemeralMessage")
    await ada.say("/mine", chat=lounge)
    await adapter.shown(ada, "Your pictures")
    adapter.clock.advance(timedelta(minutes=3))
    await ada.say("/mine", chat=lounge)
    await ephemeral_shown(adapter, lounge, ada, "Your pictures")


@pytest.mark.parametrize("ephemeral_on", [False])
async def test_ephemeral_messages_are_off_by_default(adapter, ada, ben, lounge):
    await adapter.picture(ada)
    await ada.say("/mine", chat=lounge)
    await adapter.shown(ada, "Your pictures")
    await adapter.shown(lounge, "I answered you in private.")
    await ben.say("/imagine a fox", chat=lounge)
    await adapter.shown(lounge, "Open a chat with me first.")
    await adapter.confirmed()
    assert [call for call in adapter.fake.calls if {*FORMS} & {*call.params} or "phemeral" in call.method] == []


async def test_requests_during_the_probe_are_answered_in_private(adapter, ada, ben, lounge, monkeypatch):
    """The probe takes as long as the server wants."""
    monkeypatch.setattr(ephemeral_probe, "ASKING", 0.05)
    await adapter.picture(ben)
    adapter.fake.fault(Fault("hangs", action="delay"), "deleteEphemeralMessage")
    await ada.say("/mine", chat=lounge)
    await adapter.until(lambda: asked(adapter, "deleteEphemeralMessage"))
    annex = adapter.fake.group("Annex", admins=[ada], large=True)
    annex.promote_bot()
    await ben.say("/mine", chat=annex)
    await adapter.shown(ben, "Your pictures")
    assert tried(adapter) == []
    adapter.fake.faults.release()
