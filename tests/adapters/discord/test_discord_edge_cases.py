"""Rare events at bad moments: each ends with an answer to the waiting person."""

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Ask, Field, Reply, Request, Sender
from botfeed.core.model import Address, Picture, Right
from botfeed.testing.discord.people.places import Channel, Guild
from botfeed.testing.faults import Fault
from tests.adapters.discord.test_discord_faults import SEND

AWAY = Fault("away", status=503, headers={"Via": "1.1 google"}, text="upstream connect error")


async def test_an_unknown_server_is_not_a_private_chat(adapter):
    world = adapter.fake.state
    unknown = world.space("Elsewhere", "en-US")
    hall = Channel(world, world.room("hall", unknown, nsfw=False))
    adapter.ada.join(Guild(world, unknown))
    await adapter.painted(adapter.ada)
    before = len(adapter.fake.messages(adapter.ada))
    await adapter.ada.say(f"<@{world.bot.id}> my pictures", channel=hall)
    await adapter.ada.dm("my pictures")
    await adapter.fake.posted(adapter.ada, before + 2)  # hers, and our answer to it
    assert not [said for said in adapter.fake.messages(hall) if said.author.bot]


async def test_an_answer_to_a_message_survives_an_outage(adapter):
    adapter.fake.fault(AWAY, route=SEND)
    await adapter.ada.dm("help")
    said = await adapter.fake.until(lambda: [m for m in adapter.fake.messages(adapter.ada) if m.author.bot])
    assert "imagine" in said[0].text
    assert adapter.fake.pending_faults == []


async def test_a_question_after_a_form_is_asked_by_a_button(adapter, monkeypatch):
    painted = await adapter.painted(adapter.ada)
    form = await adapter.ada.press(painted, "Publish")
    await form.modal()

    async def asks(*_):
        return Reply(ask=Ask("imagine", "Paint", (Field("prompt", "What?"),), payload="imagine"))

    monkeypatch.setattr(dispatch, "handle", asks)
    sent = await adapter.ada.submit(form, {"Who sees it?": "Everyone"})
    asked = await adapter.says(sent, "What?")
    monkeypatch.undo()
    again = await adapter.ada.press(asked, "Paint")
    assert (await again.modal())["custom_id"].startswith("imagine")


async def test_a_request_for_missing_bytes_is_answered(adapter):
    await adapter.painted(adapter.ada)
    picture = await adapter.once(Picture)
    await adapter.services.media.drop(picture.blob)
    asked = await adapter.ada.slash(
        "picture show", {"picture": adapter.services.sealer.ref(picture.id)}, channel=adapter.lounge
    )
    assert (await adapter.says(asked, "is not kept here any more")).ephemeral


@pytest.mark.parametrize(("status", "code"), [(404, 10007), (403, 50001)], ids=["unknown member", "missing access"])
async def test_a_former_member_has_no_rights(adapter, status, code):
    headers = {"Via": "1.1 google", "Content-Type": "application/json"}
    gone = Fault("gone", status=status, headers=headers, body={"message": "no", "code": code})
    adapter.fake.fault(gone, route="GET /guilds/{id}")
    where = Address("discord", str(adapter.lounge.id), str(adapter.guild.id), "Lounge", private=False)
    alone = Address("discord", f"@{adapter.ben.account.id}")
    sender = Sender("discord", str(adapter.ben.account.id), "ben", None, alone)
    asked = await dispatch.handle(adapter.services, Request("discord:m1", "space.setup", sender, where))
    assert asked.pending
    await adapter.once(Right, admin=False)
