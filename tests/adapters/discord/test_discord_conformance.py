"""Conformance tests of the Discord adapter."""

import copy
import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest_asyncio

from botfeed.adapters.console import script
from botfeed.adapters.console.script import Verb
from botfeed.core.chat.context import Services
from botfeed.core.work import worker
from botfeed.testing.conformance import Conformance, Seen
from tests.adapters.discord.adapter import Adapter, bare, opened
from tests.adapters.discord.test_discord_flows import Hands


@dataclass
class DiscordFront:
    adapter: Adapter
    hands: Hands
    connection: AsyncExitStack
    services: Services = field(init=False)

    def __post_init__(self):
        self.services = self.adapter.services

    async def _do(self, who, deed, place="", text="", values=None):
        line = script.ScriptLine(0, text, deed, script.Speaker(who, place=place), text=text, values=values or {})
        person, room = self.hands.person(who), self.hands.room(line.speaker)
        await getattr(self.hands, f"_{deed}")(line, person, room)
        assert not self.hands.untyped

    async def say(self, who, line, place=""):
        await self._do(who, Verb.SAYS, place, line)

    async def press(self, who, label, place=""):
        await self._do(who, Verb.PRESSES, place, label)

    async def fill(self, who, **values):
        await self._do(who, Verb.FILLS, values=values)

    async def repeat(self):
        """Send the last event again, as a resumed session may."""
        world = self.adapter.fake.state
        last = world.interactions[max(world.interactions)]
        answers = len(world.calls)
        world.emit("INTERACTION_CREATE", copy.deepcopy(last.payload))
        await self.adapter.fake.until(lambda: len(world.calls) > answers)

    async def noise(self):
        world = self.adapter.fake.state
        world.emit("INTERACTION_CREATE", json.loads('{"id": "1", "type": 2, "data": null}'))
        world.emit("A_NEW_EVENT", {"what": 1})

    async def restart(self):
        await self.connection.aclose()
        await self.connection.enter_async_context(self.adapter.connected(working=False))

    async def refuse(self, who):
        self.hands.person(who).close_dms()
        self.adapter.fake.expire_tokens()

    async def settle(self):
        await worker.drain(self.services)

    def sees(self, who, place=""):
        person = self.hands.person(who)
        there = self.hands.room(script.Speaker(who, place=place)) or person
        found = [
            m for m in self.adapter.fake.messages(there, seen_by=person) if m.author is self.adapter.fake.state.bot
        ]
        return [Seen(bare(m.text), tuple(m.buttons), tuple(p["description"] or "" for p in m.pictures)) for m in found]


class TestDiscord(Conformance):
    @pytest_asyncio.fixture
    async def front(self, tmp_path):
        async with opened(tmp_path) as adapter, AsyncExitStack() as connection:
            await connection.enter_async_context(adapter.connected(working=False))
            yield DiscordFront(adapter, Hands(adapter), connection)
