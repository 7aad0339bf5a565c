"""Conformance tests of the Telegram adapter."""

import asyncio
from dataclasses import dataclass, field

import pytest_asyncio

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import script
from botfeed.core.chat.context import Services
from botfeed.store import engine
from botfeed.testing.conformance import Conformance, Seen
from botfeed.testing.telegram import FakeTelegram
from tests.adapters.telegram.conftest import START, Adapter, build
from tests.adapters.telegram.dialogue_player import Play
from tests.official import CONTRACTS

JOINER = "\u2060"  # put into words that Telegram would make links of; nobody sees it


@dataclass
class TelegramFront:
    adapter: Adapter
    play: Play
    services: Services = field(init=False)

    def __post_init__(self):
        self.services = self.adapter.services

    async def _do(self, who, deed, place="", text="", values=None):
        speaker = script.Speaker(who, place=place)
        await self.play.step(script.ScriptLine(0, "", deed, speaker, text=text, values=values or {}))

    async def say(self, who, line, place=""):
        await self._do(who, script.Verb.SAYS, place, line)

    async def press(self, who, label, place=""):
        await self._do(who, script.Verb.PRESSES, place, label)

    async def fill(self, who, **values):
        await self._do(who, script.Verb.FILLS, values=values)

    async def repeat(self):
        self.adapter.fake.state.updates.redeliver()
        await self.adapter.confirmed()

    async def noise(self):
        self.adapter.fake.state.updates.push_raw({"message": {"message_id": "what"}})
        await self.adapter.confirmed()

    async def restart(self):
        await self.adapter.kill()
        await self.adapter.open()

    async def refuse(self, who):
        self.play.person(who).block_bot()

    async def settle(self):
        await self.play.settle()

    def sees(self, who, place=""):
        there = self.play.groups[place] if place else self.play.person(who)
        mine = [m for m in self.adapter.fake.messages(there) if m.raw["from"]["is_bot"]]
        return [Seen(m.text.replace(JOINER, ""), tuple(m.labels), self._pictures(m)) for m in mine]

    def _pictures(self, message):
        return (message.text,) if message.photo else ()  # Telegram has no alt texts: what a picture shows is below it


class TestTelegram(Conformance):
    rich = False

    @pytest_asyncio.fixture
    async def front(self, tmp_path):
        clock = SteppedClock(START)
        async with asyncio.timeout(60), FakeTelegram(CONTRACTS, now=lambda: clock.now().timestamp()) as fake:
            services = build(tmp_path, clock)
            await engine.migrate(services.store)
            adapter = Adapter(fake, services, clock, rich=self.rich)
            try:
                await adapter.open()
                yield TelegramFront(adapter, Play(adapter))
            finally:
                await adapter.kill()
                await services.store.close()
            assert fake.violations == []


class TestTelegramRich(TestTelegram):
    """Conformance with text as rich messages."""

    rich = True
