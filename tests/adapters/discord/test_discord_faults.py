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
from botfeed.core.model import Delivery, HandledRequest, Identity, Painting, Picture, Placement, Space
from botfeed.core.work.messages import To, message
from botfeed.testing import listing
from tests.adapters.discord.adapter import bare

SEND, CALLBACK = "POST /channels/{id}/messages", "POST /interactions/{id}/{token}/callback"
EDIT = "PATCH /webhooks/{id}/{token}/messages/{message}"


async def push(adapter, **more):
    """Post an unprompted message to the lounge, on the way a digest takes, with another text."""
    from botfeed.core.model import Address

    address = Address("discord", str(adapter.lounge.id), str(adapter.guild.id), "Lounge", private=False)
    listing.add(adapter.services, hello)
    await adapter.services.store.run(lambda uow: hello.post(uow, To(address, key="hello:1", **more)))
    adapter.services.store.wake()


@message()
def hello(ctx: RenderContext) -> Reply:
    from botfeed.core.chat.message import Action, Card
    from botfeed.core.language.text import of

    return Reply(cards=(Card(of("hello there"), actions=(Action("Feed", "feed"),)),), private=False)


def sends(adapter):
    return [c for c in adapter.fake.calls if c.method == "POST" and c.path == f"/channels/{adapter.lounge.id}/messages"]


@pytest.mark.parametrize("fault", ["rate_limit_user", "rate_limit_shared", "rate_limit_global"])
async def test_a_rate_limit_delays_one_message(adapter, fault):
    adapter.fake.fault(fault, route=SEND)
    await push(adapter)
    (said,) = await adapter.fake.posted(adapter.lounge)
    assert said.text == "hello there"
    assert (await adapter.once(Delivery, kind="hello", state="sent")).attempts == 1


async def test_a_ban_pauses_sending_for_a_minute(adapter):
    adapter.fake.fault("cloudflare_ban", route=SEND)
    await push(adapter)
    await adapter.waits(kind="hello", state="retry")
    assert len(sends(adapter)) == 1
    adapter.jump(61)
    await adapter.fake.posted(adapter.lounge)
    assert len(sends(adapter)) == 2


@pytest.mark.parametrize("fault", ["http_503", "tcp_reset"])
async def test_a_doubtful_message_is_sent_again_and_shown_once(adapter, fault):
    adapter.fake.fault(fault, route=SEND, after=True)
    await push(adapter)
    await adapter.waits(kind="hello", state="unknown")
    adapter.jump(3)
    await adapter.once(Delivery, kind="hello", state="sent")
    assert len(adapter.fake.messages(adapter.lounge)) == 1
    first, second = (c.fields["nonce"] for c in sends(adapter))
    assert first == second
    assert all(c.fields["enforce_nonce"] for c in sends(adapter))


@pytest.mark.parametrize(
    "fault",
    [
        "unknown_channel",
        "dm_closed",
        "dm_no_mutual_guild",
        "dm_opening_too_fast",
    ],
)
async def test_unreachable_recipients_are_not_tried_again(adapter, fault):
    adapter.fake.fault(fault, route=SEND)
    await push(adapter)
    row = await adapter.once(Delivery, kind="hello", state="dead")
    assert row.why == "Unreachable"
    adapter.jump(600)
    await adapter.painted(adapter.ada)
    assert len(sends(adapter)) == 1


@pytest.mark.parametrize("fault", ["missing_access", "missing_permissions"])
async def test_a_missing_permission_is_later_and_not_never(adapter, fault):
    adapter.fake.fault(fault, route=SEND, times=3)
    await push(adapter)
    for tried in (1, 2, 3):
        assert (await adapter.waits(kind="hello", state="retry")).attempts == len(sends(adapter)) == tried
        adapter.jump(6 * 3600 + 1)
        await adapter.once(Delivery, kind="hello", attempts=tried + 1)
    await adapter.once(Delivery, kind="hello", state="sent")
    assert len(adapter.fake.messages(adapter.lounge)) == 1


async def test_a_missing_permission_ends_a_message_after_a_day(adapter):
    adapter.fake.fault("missing_permissions", route=SEND, times=2)
    await push(adapter)
    await adapter.waits(kind="hello", state="retry")
    adapter.jump(86400)
    assert (await adapter.once(Delivery, kind="hello", state="dead")).why == "Unreachable"
    assert len(sends(adapter)) == 2


async def test_closed_direct_messages_end_the_delivery(adapter):
    adapter.ada.close_dms()
    await adapter.tells(adapter.ada)
    await adapter.published(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=adapter.lounge)
    await adapter.shows(asked, "Like")
    await adapter.press(adapter.ben, asked, "Like")
    await adapter.once(Delivery, kind="push", state="dead")
    assert not (await adapter.once(Identity, name="ada")).reachable


async def test_nothing_is_retried_after_a_kick(adapter):
    await adapter.says(await adapter.ada.slash("help", channel=adapter.lounge), "imagine")  # the space is known
    adapter.guild.kick_bot()
    await adapter.once(Space, left__ne=None)
    await push(adapter)
    await adapter.once(Delivery, kind="hello", state="dead")
    assert adapter.fake.invalid_requests == 1


async def test_after_sixteen_minutes_a_line_with_a_button_is_posted(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected(working=False):
        asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
        await adapter.shows(asked, "Cancel")
        await adapter.services.store.run(keep_waiting)
        adapter.fake.expire_tokens()
        async with adapter.working():
            (line,) = await adapter.fake.posted(adapter.lounge)
            assert bare(line.text) == f"<@{adapter.ada.id}>, your picture is ready, in /mine. Only you can look."
            assert [user["id"] for user in line.payload["mentions"]] == [str(adapter.ada.id)], "who waits is told"
            assert line.pictures == []
            assert line.attached == []
            shown = await adapter.ada.press(line, "Show")
            card = await adapter.shows(shown, "Publish")
            assert card.ephemeral
            assert len(card.pictures) == 1
            stranger = await adapter.ben.press(line, "Show")
            assert not (await adapter.says(stranger, "belongs to ada")).pictures
    assert adapter.fake.invalid_requests == 0
    assert line.revision == 0


def keep_waiting(uow):
    """Move the painting's deadline past the token's expiry."""
    from datetime import timedelta

    from botfeed.core.model import Job

    painting = uow.one(Painting)
    uow.update(painting, deadline=painting.deadline + timedelta(hours=1))
    uow.delete(Job, kind="deadline")


@pytest.mark.parametrize("fault", ["interaction_token_expired", "unknown_message"])
async def test_a_deleted_answer_is_replaced_by_the_line(adapter, fault):
    adapter.fake.fault(fault, route=EDIT)
    await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
    (line,) = await adapter.fake.posted(adapter.lounge)
    assert line.buttons == ["Show"]
    assert line.pictures == []


async def test_a_late_answer_still_shows_the_picture(adapter):
    adapter.fake.fault("interaction_ack_late", route=CALLBACK)
    await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
    await adapter.once(Picture)
    adapter.jump(4)
    (line,) = await adapter.fake.posted(adapter.lounge)
    assert line.buttons == ["Show"]


@pytest.mark.parametrize("fault", ["tcp_reset", "http_503"])
async def test_an_acknowledgement_with_a_lost_response_is_recognised(adapter, fault):
    adapter.lossy = True
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    for verb in ("mine", "help"):
        adapter.fake.fault(fault, route=CALLBACK, after=True)
        asked = await adapter.ada.slash(verb, channel=adapter.lounge)
        shown = await asked.edited()
        assert shown.text
        assert shown.ephemeral


async def test_a_lost_acknowledgement_is_sent_again(adapter):
    adapter.fake.fault("tcp_reset", route=CALLBACK)
    asked = await adapter.ada.slash("help", channel=adapter.lounge)
    assert (await asked.message()).text
    assert asked.ephemeral


async def test_a_final_picture_survives_a_lost_connection(adapter):
    adapter.fake.fault("tcp_reset", route=EDIT)
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
    await adapter.waits(kind="painted", state="unknown")
    adapter.jump(3)
    await adapter.shows(asked, "Publish")


async def test_a_repeated_interaction_has_one_effect(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
    await adapter.shows(asked, "Publish")
    adapter.fake.state.emit("INTERACTION_CREATE", asked.payload)
    await adapter.painted(adapter.ben, "a hare", channel=adapter.lounge)
    prompts = await adapter.services.store.read(lambda uow: [p.prompt for p in uow.all(Painting)])
    assert sorted(prompts) == ["a fox", "a hare"]


async def test_an_unreadable_event_is_skipped(adapter):
    for event in ("MESSAGE_CREATE", "INTERACTION_CREATE", "MESSAGE_REACTION_ADD", "GUILD_CREATE", "NOT_AN_EVENT"):
        adapter.fake.state.emit(event, {"id": "x"})
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    assert adapter.fake.identifies == 1


async def test_a_dropped_connection_is_resumed_and_nothing_is_lost(adapter):
    adapter.fake.drop_connections()
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
    await adapter.shows(asked, "Publish")
    assert (adapter.fake.identifies, adapter.fake.resumes) == (1, 1)


async def test_a_failed_first_connect_is_retried(disconnected_adapter, monkeypatch):
    adapter = disconnected_adapter
    monkeypatch.setattr(run, "_BACKOFF", (0.0,))
    adapter.fake.fault("gw_first_connect_fails")

    async def start():
        options = {"connector": adapter.fake.connector(), "guild_ready_timeout": 0.0}
        await receiver.serve(adapter.services, adapter.fake.token, adapter.told.append, **options)

    task = asyncio.create_task(run.supervise("discord", start))
    try:
        await adapter.fake.ready()
        asked = await adapter.ada.slash("help", channel=adapter.lounge)
        assert (await asked.message()).text
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert adapter.services.messengers == {}


async def test_an_unknown_token_stops_the_start(disconnected_adapter):
    adapter = disconnected_adapter
    with pytest.raises(StartError, match="DISCORD_TOKEN"):
        await receiver.serve(adapter.services, "not.a.token", adapter.told.append, connector=adapter.fake.connector())
    assert adapter.told == []


async def test_tokens_are_never_logged(adapter, caplog, monkeypatch):
    said = []

    def keep(_, __, event):
        said.append(repr(event))
        raise structlog.DropEvent

    structlog.configure(processors=[structlog.processors.format_exc_info, keep])
    caplog.set_level(logging.INFO)
    try:
        for fault in ("rate_limit_user", "invalid_form", "interaction_ack_late", "interaction_ack_twice", "tcp_reset"):
            adapter.fake.fault(fault, route=CALLBACK)
            await adapter.ada.slash("help", channel=adapter.lounge)
            await adapter.fake.until(lambda: not adapter.fake.pending_faults)
        for fault in ("invalid_form", "interaction_token_expired"):
            adapter.fake.fault(fault, route=EDIT)
            await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
            await adapter.fake.until(lambda: not adapter.fake.pending_faults)
        await adapter.painted(adapter.ben, channel=adapter.lounge)
        await adapter.once(HandledRequest)
    finally:
        structlog.reset_defaults()
    assert said
    everything = "\n".join([*said, caplog.text])
    assert adapter.fake.token not in everything
    assert not [i for i in adapter.fake.state.interactions.values() if i.token in everything]


async def test_mentions_are_never_allowed_and_no_intent_is_privileged(adapter):
    await adapter.published(adapter.ada, "a fox for @everyone <@1>", adapter.lounge)
    await adapter.ada.dm("hello")
    await adapter.fake.posted(adapter.ada, 2)
    for call in adapter.fake.calls:
        said = call.fields.get("data", call.fields) if isinstance(call.fields, dict) else {}
        if isinstance(said, dict) and said.get("components") and "title" not in said:
            assert said["allowed_mentions"]["parse"] == []
    (identify,) = adapter.fake.gateway.identifies
    assert identify["intents"] & (1 << 1 | 1 << 8 | 1 << 15) == 0


async def test_a_button_works_after_a_restart_and_two_years(disconnected_adapter):
    adapter = disconnected_adapter
    adapter.lossy = True
    async with adapter.connected():
        card = await adapter.published(adapter.ada, channel=adapter.lounge)
        asked = await adapter.ada.slash("imagine", {"prompt": "a hare", "here": True}, channel=adapter.lounge)
        shared = await adapter.shows(asked, "Like")
    adapter.fake.clock.advance(2 * 365 * 86400)
    async with adapter.connected():
        pressed = await adapter.press(adapter.ben, shared, "Like")
        assert (await adapter.says(pressed, "Liked.")).ephemeral
        late = await adapter.ada.press(card, "Delete")
        await adapter.says(late, "Delete a fox, published?")
    assert await adapter.services.store.read(lambda uow: uow.count(Placement)) >= 2
