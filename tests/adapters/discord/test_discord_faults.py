"""Faults between the bot and Discord: nothing is sent twice, posted publicly or lost because of them."""

import asyncio
import logging

import pytest
import structlog

from botfeed import run
from botfeed.adapters.discord import receiver
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.errors import StartError
from botfeed.core.model import Delivery, HandledRequest, Identity, Painting, Picture, Placement
from botfeed.core.work.messages import To, message
from botfeed.testing import listing
from tests.adapters.discord.door import bare

SEND, CALLBACK = "POST /channels/{id}/messages", "POST /interactions/{id}/{token}/callback"
EDIT = "PATCH /webhooks/{id}/{token}/messages/{message}"


async def push(door, **more):
    """Post an unprompted message to the lounge, on the way a digest takes, with another text."""
    from botfeed.core.model import Address

    address = Address("discord", str(door.lounge.id), str(door.guild.id), "Lounge", private=False)
    listing.add(door.services, hello)
    await door.services.store.run(lambda uow: hello.post(uow, To(address, key="hello:1", **more)))
    door.services.store.wake()


@message()
def hello(ctx: RenderContext) -> Reply:
    from botfeed.core.chat.message import Action, Card
    from botfeed.core.language.text import of

    return Reply(cards=(Card(of("hello there"), actions=(Action("Feed", "feed"),)),), private=False)


def sends(door):
    return [c for c in door.fake.calls if c.method == "POST" and c.path == f"/channels/{door.lounge.id}/messages"]


@pytest.mark.parametrize("fault", ["rate_limit_user", "rate_limit_shared", "rate_limit_global"])
async def test_a_rate_limit_delays_one_message(door, fault):
    door.fake.fault(fault, route=SEND)
    await push(door)
    (said,) = await door.fake.posted(door.lounge)
    assert said.text == "hello there"
    assert (await door.once(Delivery, kind="hello", state="sent")).attempts == 1


async def test_a_ban_pauses_sending_for_a_minute(door):
    door.fake.fault("cloudflare_ban", route=SEND)
    await push(door)
    await door.waits(kind="hello", state="retry")
    assert len(sends(door)) == 1
    door.jump(61)
    await door.fake.posted(door.lounge)
    assert len(sends(door)) == 2


@pytest.mark.parametrize("fault", ["http_503", "tcp_reset"])
async def test_a_doubtful_message_is_sent_again_and_shown_once(door, fault):
    door.fake.fault(fault, route=SEND, after=True)
    await push(door)
    await door.waits(kind="hello", state="unknown")
    door.jump(3)
    await door.once(Delivery, kind="hello", state="sent")
    assert len(door.fake.messages(door.lounge)) == 1
    first, second = (c.fields["nonce"] for c in sends(door))
    assert first == second
    assert all(c.fields["enforce_nonce"] for c in sends(door))


@pytest.mark.parametrize(
    "fault",
    [
        "missing_access",
        "missing_permissions",
        "unknown_channel",
        "dm_closed",
        "dm_no_mutual_guild",
        "dm_opening_too_fast",
    ],
)
async def test_unreachable_recipients_are_not_tried_again(door, fault):
    door.fake.fault(fault, route=SEND)
    await push(door)
    row = await door.once(Delivery, kind="hello", state="dead")
    assert row.why == "Unreachable"
    door.jump(600)
    await door.painted(door.ada)
    assert len(sends(door)) == 1


async def test_closed_direct_messages_end_the_delivery(door):
    door.ada.close_dms()
    await door.tells(door.ada)
    await door.published(door.ada, channel=door.lounge)
    asked = await door.ben.slash("feed", channel=door.lounge)
    await door.shows(asked, "Like")
    await door.press(door.ben, asked, "Like")
    await door.once(Delivery, kind="push", state="dead")
    assert not (await door.once(Identity, name="ada")).reachable


async def test_nothing_is_retried_after_a_kick(door):
    door.guild.kick_bot()
    await push(door)
    await door.once(Delivery, kind="hello", state="dead")
    assert door.fake.invalid_requests == 1


async def test_after_sixteen_minutes_a_line_with_a_button_is_posted(closed_door):
    door = closed_door
    async with door.connected(working=False):
        asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
        await door.shows(asked, "Cancel")
        await door.services.store.run(keep_waiting)
        door.fake.expire_tokens()
        async with door.working():
            (line,) = await door.fake.posted(door.lounge)
            assert bare(line.text) == "ada, your picture is ready, in `/mine`. Only you can look."
            assert line.pictures == []
            assert line.payload["attachments"] == []
            shown = await door.ada.press(line, "Show")
            card = await door.shows(shown, "Publish")
            assert card.ephemeral
            assert len(card.pictures) == 1
            stranger = await door.ben.press(line, "Show")
            assert not (await door.says(stranger, "belongs to ada")).pictures
    assert door.fake.invalid_requests == 0
    assert line.revision == 0


def keep_waiting(uow):
    """Move the painting's deadline past the token's expiry."""
    from datetime import timedelta

    from botfeed.core.model import Job

    painting = uow.one(Painting)
    uow.update(painting, deadline=painting.deadline + timedelta(hours=1))
    uow.delete(Job, kind="deadline")


@pytest.mark.parametrize("fault", ["interaction_token_expired", "unknown_message"])
async def test_a_deleted_answer_is_replaced_by_the_line(door, fault):
    door.fake.fault(fault, route=EDIT)
    await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
    (line,) = await door.fake.posted(door.lounge)
    assert line.buttons == ["Show"]
    assert line.pictures == []


async def test_a_late_answer_still_shows_the_picture(door):
    door.fake.fault("interaction_ack_late", route=CALLBACK)
    await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
    await door.once(Picture)
    door.jump(4)
    (line,) = await door.fake.posted(door.lounge)
    assert line.buttons == ["Show"]


@pytest.mark.parametrize("fault", ["tcp_reset", "http_503"])
async def test_an_acknowledgement_with_a_lost_response_is_recognised(door, fault):
    await door.painted(door.ada, channel=door.lounge)
    for verb in ("mine", "help"):
        door.fake.fault(fault, route=CALLBACK, after=True)
        asked = await door.ada.slash(verb, channel=door.lounge)
        shown = await asked.edited()
        assert shown.text
        assert shown.ephemeral


async def test_a_lost_acknowledgement_is_sent_again(door):
    door.fake.fault("tcp_reset", route=CALLBACK)
    asked = await door.ada.slash("help", channel=door.lounge)
    assert (await asked.message()).text
    assert asked.ephemeral


async def test_a_final_picture_survives_a_lost_connection(door):
    door.fake.fault("tcp_reset", route=EDIT)
    asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
    await door.waits(kind="painted", state="unknown")
    door.jump(3)
    await door.shows(asked, "Publish")


async def test_a_repeated_interaction_has_one_effect(door):
    asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
    await door.shows(asked, "Publish")
    door.fake.state.emit("INTERACTION_CREATE", asked.payload)
    await door.painted(door.ben, "a hare", channel=door.lounge)
    prompts = await door.services.store.read(lambda uow: [p.prompt for p in uow.all(Painting)])
    assert sorted(prompts) == ["a fox", "a hare"]


async def test_an_unreadable_event_is_skipped(door):
    for event in ("MESSAGE_CREATE", "INTERACTION_CREATE", "MESSAGE_REACTION_ADD", "GUILD_CREATE", "NOT_AN_EVENT"):
        door.fake.state.emit(event, {"id": "x"})
    await door.painted(door.ada, channel=door.lounge)
    assert door.fake.identifies == 1


async def test_a_dropped_connection_is_resumed_and_nothing_is_lost(door):
    door.fake.drop_connections()
    asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
    await door.shows(asked, "Publish")
    assert (door.fake.identifies, door.fake.resumes) == (1, 1)


async def test_a_failed_first_connect_is_retried(closed_door, monkeypatch):
    door = closed_door
    monkeypatch.setattr(run, "_BACKOFF", (0.0,))
    door.fake.fault("gw_first_connect_fails")

    async def start():
        options = {"connector": door.fake.connector(), "guild_ready_timeout": 0.0}
        await receiver.serve(door.services, door.fake.token, door.told.append, **options)

    task = asyncio.create_task(run.supervise("discord", start))
    try:
        await door.fake.ready()
        asked = await door.ada.slash("help", channel=door.lounge)
        assert (await asked.message()).text
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert door.services.messengers == {}


async def test_an_unknown_token_stops_the_start(closed_door):
    door = closed_door
    with pytest.raises(StartError, match="DISCORD_TOKEN"):
        await receiver.serve(door.services, "not.a.token", door.told.append, connector=door.fake.connector())
    assert door.told == []


async def test_tokens_are_never_logged(door, caplog, monkeypatch):
    said = []

    def keep(_, __, event):
        said.append(repr(event))
        raise structlog.DropEvent

    structlog.configure(processors=[structlog.processors.format_exc_info, keep])
    caplog.set_level(logging.INFO)
    try:
        for fault in ("rate_limit_user", "invalid_form", "interaction_ack_late", "interaction_ack_twice", "tcp_reset"):
            door.fake.fault(fault, route=CALLBACK)
            await door.ada.slash("help", channel=door.lounge)
            await door.fake.until(lambda: not door.fake.pending_faults)
        for fault in ("invalid_form", "interaction_token_expired"):
            door.fake.fault(fault, route=EDIT)
            await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
            await door.fake.until(lambda: not door.fake.pending_faults)
        await door.painted(door.ben, channel=door.lounge)
        await door.once(HandledRequest)
    finally:
        structlog.reset_defaults()
    assert said
    everything = "\n".join([*said, caplog.text])
    assert door.fake.token not in everything
    assert not [i for i in door.fake.state.interactions.values() if i.token in everything]


async def test_mentions_are_never_allowed_and_no_intent_is_privileged(door):
    await door.published(door.ada, "a fox for @everyone <@1>", door.lounge)
    await door.ada.dm("hello")
    await door.fake.posted(door.ada, 2)
    for call in door.fake.calls:
        said = call.fields.get("data", call.fields) if isinstance(call.fields, dict) else {}
        if isinstance(said, dict) and said.get("components") and "title" not in said:
            assert said["allowed_mentions"]["parse"] == []
    (identify,) = door.fake.gateway.identifies
    assert identify["intents"] & (1 << 1 | 1 << 8 | 1 << 15) == 0


async def test_a_button_works_after_a_restart_and_two_years(closed_door):
    door = closed_door
    async with door.connected():
        card = await door.published(door.ada, channel=door.lounge)
        asked = await door.ada.slash("imagine", {"prompt": "a hare", "here": True}, channel=door.lounge)
        shared = await door.shows(asked, "Like")
    door.fake.clock.advance(2 * 365 * 86400)
    async with door.connected():
        pressed = await door.press(door.ben, shared, "Like")
        assert (await door.says(pressed, "Liked.")).ephemeral
        late = await door.ada.press(card, "Delete")
        await door.says(late, "Delete a fox, published?")
    assert await door.services.store.read(lambda uow: uow.count(Placement)) >= 2
