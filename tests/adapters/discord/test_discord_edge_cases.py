"""Rare events at bad moments: each ends with an answer to the waiting person."""

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Ask, Field, Reply, Request, Sender
from botfeed.core.model import Address, Picture, Right
from botfeed.testing.discord.people.places import Channel, Guild
from botfeed.testing.faults import Fault
from tests.adapters.discord.test_discord_faults import SEND

AWAY = Fault("away", status=503, headers={"Via": "1.1 google"}, text="upstream connect error")


async def test_an_unknown_server_is_not_a_private_chat(door):
    world = door.fake.state
    unknown = world.space("Elsewhere", "en-US")
    hall = Channel(world, world.room("hall", unknown, nsfw=False))
    door.ada.join(Guild(world, unknown))
    await door.painted(door.ada)
    before = len(door.fake.messages(door.ada))
    await door.ada.say(f"<@{world.bot.id}> my pictures", channel=hall)
    await door.ada.dm("my pictures")
    await door.fake.posted(door.ada, before + 2)  # hers, and our answer to it
    assert not [said for said in door.fake.messages(hall) if said.author.bot]


async def test_an_answer_to_a_message_survives_an_outage(door):
    door.fake.fault(AWAY, route=SEND)
    await door.ada.dm("help")
    said = await door.fake.until(lambda: [m for m in door.fake.messages(door.ada) if m.author.bot])
    assert "imagine" in said[0].text
    assert door.fake.pending_faults == []


async def test_a_question_after_a_form_is_asked_by_a_button(door, monkeypatch):
    painted = await door.painted(door.ada)
    form = await door.ada.press(painted, "Publish")
    await form.modal()

    async def asks(*_):
        return Reply(ask=Ask("imagine", "Paint", (Field("prompt", "What?"),), payload="imagine"))

    monkeypatch.setattr(dispatch, "handle", asks)
    sent = await door.ada.submit(form, {"Who sees it?": "Everyone"})
    asked = await door.says(sent, "What?")
    monkeypatch.undo()
    again = await door.ada.press(asked, "Paint")
    assert (await again.modal())["custom_id"].startswith("imagine")


async def test_a_request_for_missing_bytes_is_answered(door):
    await door.painted(door.ada)
    picture = await door.once(Picture)
    await door.services.media.drop(picture.blob)
    asked = await door.ada.slash("show", {"picture": door.services.sealer.ref(picture.id)}, channel=door.lounge)
    assert (await door.says(asked, "is not kept here any more")).ephemeral


@pytest.mark.parametrize(("status", "code"), [(404, 10007), (403, 50001)], ids=["unknown member", "missing access"])
async def test_a_former_member_has_no_rights(door, status, code):
    headers = {"Via": "1.1 google", "Content-Type": "application/json"}
    gone = Fault("gone", status=status, headers=headers, body={"message": "no", "code": code})
    door.fake.fault(gone, route="GET /guilds/{id}")
    where = Address("discord", str(door.lounge.id), str(door.guild.id), "Lounge", private=False)
    alone = Address("discord", f"@{door.ben.account.id}")
    sender = Sender("discord", str(door.ben.account.id), "ben", None, alone)
    asked = await dispatch.handle(door.services, Request("discord:m1", "space.setup", sender, where))
    assert asked.pending
    await door.once(Right, admin=False)
