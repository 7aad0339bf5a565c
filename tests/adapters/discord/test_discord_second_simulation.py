"""Our client in an independent simulation, so that no misreading of Discord is shared by client and fake."""

import time
from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace

import discord
import simcord

from botfeed.adapters.discord import receiver
from botfeed.adapters.media import picture_store
from botfeed.core import dispatch
from botfeed.core.model import Delivery, Identity, Job, Painting
from botfeed.core.work import worker
from botfeed.store import engine
from botfeed.testing.discord import components
from botfeed.testing.plugin import make_services


@asynccontextmanager
async def lounge(tmp_path):
    """Yield a server with ada and ben, our connected client, and services on the simulation's clock."""
    clock = SimpleNamespace(now=discord.utils.utcnow, monotonic=time.monotonic)
    store = engine.open_store(f"sqlite:///{tmp_path}/botfeed.db", clock)
    await engine.migrate(store)
    services = make_services(store, clock, media=picture_store.on_disk(tmp_path / "pictures"))
    async with simcord.run(receiver.Client(services, lambda _: None)) as env:
        clock.now = env.now
        guild = env.create_guild()
        people = {name: guild.add_member(env.create_user(name)) for name in ("ada", "ben")}
        yield SimpleNamespace(env=env, services=services, channel=guild.create_text_channel("general"), **people)
    await store.close()


async def drain(place):
    with place.env.time_context():
        await worker.drain(place.services)


def parts(message):
    """Return the components as sent, in simcord's form or as discord.py reads them."""
    raw = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    return list(components.walk(raw))


def labels(message):
    return [part["label"] for part in parts(message) if part["type"] == components.BUTTON]


def words(message):
    return "\n".join(part["content"] for part in parts(message) if part["type"] == components.TEXT)


def press(who, message, label):
    return who.click(message, custom_id=next(p["custom_id"] for p in parts(message) if p.get("label") == label))


async def test_the_ephemeral_answer_becomes_the_picture(tmp_path):
    async with lounge(tmp_path) as place:
        asked = await place.ada.slash(place.channel, "imagine", prompt="a fox")
        assert asked.ephemeral
        assert "Painting" in words(asked.response)
        await drain(place)
        assert labels(asked.response) == ["Publish", "Remix", "Vary", "Again", "Delete"]
        shown = await press(place.ada, asked.response, "Publish")
        assert shown.modal["title"] == "Publish"


async def test_after_the_token_expired_a_line_replaces_the_answer(tmp_path):
    async with lounge(tmp_path) as place:
        await place.ada.slash(place.channel, "imagine", prompt="a fox")
        await place.env.advance_time(9 * 60)
        await place.services.store.run(late)
        await place.env.advance_time(7 * 60)
        await drain(place)
        line = place.channel.last_message
        assert labels(line) == ["Show"]
        assert line.attachments == []
        shown = await press(place.ada, line, "Show")
        assert shown.ephemeral
        assert "Publish" in labels(shown.response)


def late(uow):
    painting = uow.one(Painting)
    uow.update(painting, deadline=painting.deadline + timedelta(hours=1))
    uow.delete(Job, kind="deadline")


async def test_a_button_works_with_a_new_client(tmp_path):
    async with lounge(tmp_path) as place:
        await place.ada.slash(place.channel, "imagine", prompt="a fox", here=True)
        await drain(place)
        card = place.channel.last_message
        await place.env.restart_bot(receiver.Client(place.services, lambda _: None))
        pressed = await press(place.ben, card, "♥ Like")
        assert pressed.ephemeral
        assert words(pressed.response) == "Liked\\."


async def test_a_late_answer_is_no_failure_and_the_picture_is_found(tmp_path, monkeypatch):
    async with lounge(tmp_path) as place:
        answer = dispatch.handle

        async def slow(services, request):
            for waiting in place.env.backend.interactions.values():
                waiting.initial_response_deadline = "2000-01-01T00:00:00+00:00"
            return await answer(services, request)

        with monkeypatch.context() as late:
            late.setattr(receiver.dispatch, "handle", slow)
            await place.ada.slash(place.channel, "imagine", prompt="a fox")
        assert not any(asked.responded for asked in place.env.backend.interactions.values())
        for _ in range(2):  # it is painted; then the receipt of the answer is waited for in vain
            await drain(place)
            await place.env.advance_time(5)
        await drain(place)
        line = place.channel.last_message
        assert labels(line) == ["Show"]
        assert line.attachments == []
        shown = await press(place.ada, line, "Show")
        assert shown.ephemeral


async def test_closed_direct_messages_end_the_delivery(tmp_path):
    async with lounge(tmp_path) as place:
        await place.ada.slash(place.channel, "imagine", prompt="a fox", here=True)
        await drain(place)
        await place.ada.slash(place.channel, "me pushes", wanted=True)
        place.env.backend.users[place.ada.id].bot = True  # simcord's one kind of person who takes no message: 50007
        await press(place.ben, place.channel.last_message, "♥ Like")
        await drain(place)
        row = await place.services.store.read(lambda uow: uow.one(Delivery, kind="push"))
        assert (row.state, row.why) == ("dead", "Unreachable")
        assert not (await place.services.store.read(lambda uow: uow.one(Identity, name="ada"))).reachable


async def test_a_message_menu_finds_its_post(tmp_path):
    async with lounge(tmp_path) as place:
        await place.ada.slash(place.channel, "imagine", prompt="a fox", here=True)
        await drain(place)
        asked = await place.ben.context_menu(place.channel, "Remix", place.channel.last_message)
        assert asked.modal["title"] == "Remix"
        profile = await place.ben.context_menu(place.channel, "Profile", place.ada)
        assert profile.ephemeral
