"""Canary words in Discord's REST calls: responses, edits, forms, completions and messages, and the log meanwhile."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from botfeed.adapters.discord import receiver, render
from botfeed.adapters.media import picture_store
from botfeed.core.errors import UserError
from botfeed.core.model import Address
from botfeed.core.parsing import command_parser
from botfeed.core.work import worker
from botfeed.store import engine
from botfeed.testing import databases
from botfeed.testing import discord as discord_fake
from botfeed.testing.discord import components
from botfeed.testing.discord.model import MANAGE_GUILD, ORDINARY, Message
from botfeed.testing.discord.people import command_input
from botfeed.testing.discord.people.interaction import AUTOCOMPLETE, Interaction
from botfeed.testing.discord.people.places import Channel
from botfeed.testing.discord.people.users import User
from botfeed.testing.discord.rules import command_rules
from botfeed.testing.discord.state import Call
from botfeed.testing.plugin import make_services
from tests.adapters.discord.adapter import FollowingClock
from tests.canaries import doors, history, readers
from tests.canaries import world as worlds
from tests.canaries.doors import SHARED, Handed, Sent, Visit
from tests.canaries.talker import Talker
from tests.canaries.world import OTHERS, VIEWERS, Door, World
from tests.official import CONTRACTS

_BY_TOKEN = re.compile(r"/(?:webhooks/\d+/(?P<token>[^/]+)|interactions/(?P<id>\d+)/)")
_ROOM = re.compile(r"/channels/(\d+)")


class Clock(FollowingClock):
    def advance(self, by: timedelta) -> None:
        self._clock.advance(by.total_seconds())


@dataclass
class DiscordTalk:
    """The readers in their direct messages and in the lounge."""

    fake: discord_fake.FakeDiscord
    client: receiver.Client
    services: Any
    users: dict[str, User]
    lounge: Channel
    read: int = 0

    async def say(self, who: str, line: str, *, inside: bool) -> None:
        """Use the slash command of a line, or write the line where it is in no menu and the chat is private."""
        channel = self.lounge if inside else None
        with suppress(LookupError, UserError):
            asked = await self._slash(who, line, channel)
            await asked.response()
            await self._settle()
            return
        if not inside:
            since = len(self.fake.calls)
            await self.users[who].dm(line)
            with suppress(TimeoutError):
                await self.fake.until(lambda: len(self.fake.calls) > since, 1)
            await self._settle()

    async def _slash(self, who: str, line: str, channel: Channel | None) -> Interaction:
        verb, rest = self.services.menu.find(line)
        user, rights = self.users[who], ORDINARY | (MANAGE_GUILD if who == "mod" and channel else 0)
        path = verb.path.replace(".", " ")
        room = user._room(channel)
        known = command_input.find(self.fake.state, path, room, rights, "en-US").options
        given = command_parser.parse(verb, rest)
        options = {name: self._value(known[name]["type"], value) for name, value in given.items() if name in known}
        return await user.slash(path, options, channel=channel, permissions=rights)

    def _value(self, kind: int, typed: str) -> Any:
        if kind == command_rules.PERSON:
            return self.users[typed.strip("@")]
        return {command_rules.INTEGER: int, command_rules.BOOLEAN: lambda v: v == "1"}.get(kind, str)(typed)

    async def complete(self, who: str, *, inside: bool) -> None:
        """Ask for the completions of the commands that name a post or a picture."""
        channel = self.lounge if inside else None
        for path, name in (
            ("post open", "post"),
            ("remix", "post"),
            ("post unsave", "post"),
            ("picture show", "picture"),
        ):
            asked = await self.users[who].autocomplete(path, {name: ""}, channel=channel)
            assert asked is not None

    async def press(self, who: str, button: Handed) -> None:
        rights = ORDINARY | (MANAGE_GUILD if who == "mod" else 0)
        with suppress(LookupError):
            message, custom_id = button.on
            asked = await self.users[who].press(message, custom_id, permissions=rights)
            await asked.response()
            await self._settle()

    def handed(self, who: str) -> list[Handed]:
        user, found = self.users[who], list[Handed]()
        shown: list[Message] = [*self.fake.messages(self.lounge, seen_by=user), *self.fake.messages(user)]
        for message in reversed(shown):
            for part in components.of_kind(message.payload["components"], components.BUTTON):
                if custom_id := part.get("custom_id", ""):
                    found.append(Handed(render.payload(custom_id), (message, custom_id)))
        return found

    def sent(self) -> list[Sent]:
        calls = self.fake.calls[self.read :]
        self.read = len(self.fake.calls)
        return [self._sent(call) for call in calls if call.body or call.files]

    def _sent(self, call: Call) -> Sent:
        """Return what a call carries, and who reads it: by its interaction's person and flags, or by its channel."""
        files = " ".join(f"{file.name} {doors.words_in(file.content)}" for file in call.files.values())
        words = json.dumps(call.body, ensure_ascii=False) + files
        if by := _BY_TOKEN.match(call.path):
            every = self.fake.state.interactions.values()
            asked = next(one for one in every if one.token == by["token"] or str(one.id) == by["id"])
            return Sent(asked.person.name if self._is_private(asked, call) else SHARED, words)
        room = self.fake.state.rooms.get(int(found[1])) if (found := _ROOM.match(call.path)) else None
        return Sent(room.person.name, words, late=True) if room and room.person else Sent(SHARED, words)

    def _is_private(self, asked: Interaction, call: Call) -> bool:
        flags = call.fields.get("data", call.fields).get("flags", 0) if call.fields else 0
        form = asked.kind == AUTOCOMPLETE or "custom_id" in call.fields.get("data", {})
        shown = asked.original or asked.source
        return bool(asked.room.person or form or flags & 64 or (shown and shown.ephemeral))

    async def _settle(self) -> None:
        """Wait until what was asked is answered, and what follows is done."""
        while True:
            if tasks := list(self.client._answering_tasks):
                await asyncio.wait(tasks)
            elif not await worker.drain(self.services):
                return


@asynccontextmanager
async def lived(tmp_path: Path) -> AsyncIterator[tuple[World, DiscordTalk]]:
    """Yield the lived history on Discord, with our client connected."""
    async with discord_fake.FakeDiscord(CONTRACTS, clock=discord_fake.Clock()) as fake:
        clock = Clock(fake.clock)
        databases.create(tmp_path / "botfeed.db")
        store = engine.open_store(f"sqlite:///{tmp_path}/botfeed.db", clock)  # type: ignore[arg-type]  # it runs
        await engine.migrate(store)
        media = picture_store.on_disk(tmp_path / "pictures")
        services = make_services(store, clock, media=media, talker=Talker())  # type: ignore[arg-type]  # it runs
        guild = fake.guild("qtitleloungez")
        lounge = guild.channel("general")
        users = {who: fake.user(who) for who in (*VIEWERS, *OTHERS)}
        for user in users.values():
            user.join(guild)
        door = Door(
            "discord",
            lambda who: str(users[who].id),
            lambda who: Address("discord", f"@{users[who].id}"),
            Address("discord", str(lounge.id), str(guild.id), "qtitleloungez", private=False),
        )
        world = worlds.opened(services, door)
        await history.live(world)
        await doors.forget_messages(world)
        client = receiver.Client(world.services, lambda _: None, connector=fake.connector(), guild_ready_timeout=0.0)
        running = asyncio.create_task(client.start(fake.token))
        await fake.ready()
        talk = DiscordTalk(fake, client, world.services, users, lounge)
        await talk._settle()
        yield world, talk
        world.services.messengers.pop("discord", None)
        await client.close()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.shield(store.close())
        assert fake.violations == []


async def test_no_request_carries_what_its_reader_may_not_read(tmp_path: Path, size: Callable[[int, int], int]) -> None:
    bad: list[str] = []
    seen: set[str] = set()
    with doors.logged() as log:
        async with lived(tmp_path) as (world, talk):
            talk.sent()
            for n, who in enumerate(VIEWERS):
                for inside in (False, True) if size(0, 1) else (bool(n % 2),):
                    visit = Visit(world, talk, who, inside, most=size(1, 20))
                    typed = readers.lines(world, n, size(60, 4)) + await readers.forged(world, n, size(2000, 50))
                    bad += await visit.leaks(typed, seen)
                    await talk.complete(who, inside=inside)
                    bad += visit._held("completion", seen)
            canaries = world.canaries
    assert not bad, "\n".join(bad)
    assert len(seen) >= 30
    assert [canary.word for canary in worlds.found(log.getvalue(), canaries)] == []
