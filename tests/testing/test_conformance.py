"""Conformance tests themselves: an invented third platform passes them in fewer than 200 lines."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest_asyncio

from botfeed.core.chat.context import Services
from botfeed.core.work import worker
from botfeed.testing.conformance import Conformance, Seen
from botfeed.testing.stage import plain
from tests.testing import example_platform


@dataclass
class PigeonFront:
    services: Services
    sky: example_platform.Sky = field(default_factory=example_platform.Sky)
    watching: asyncio.Task | None = None
    came: dict = field(default_factory=dict)

    async def open(self):
        self.services.messengers[example_platform.PLATFORM] = example_platform.Messenger(self.sky)
        self.watching = asyncio.create_task(example_platform.Receiver(self.services, self.sky).watch())

    async def close(self):
        self.watching.cancel()
        with suppress(asyncio.CancelledError):
            await self.watching

    async def _come(self, who, place, **note):
        self.sky.perches.setdefault(place, set()).add(who)
        self.came = {"id": next(self.sky.numbers), "from": who, "perch": place, **note}
        await self.repeat()

    async def repeat(self):
        self.sky.incoming.put_nowait(json.dumps(self.came))
        await self.sky.incoming.join()

    async def noise(self):
        for raw in ("", "null", "{", '{"from": 3}', "[[]]", '{"from": "ada", "text": null}'):
            self.sky.incoming.put_nowait(raw)
        await self.sky.incoming.join()

    async def say(self, who, line, place=""):
        await self._come(who, place, text=line)

    async def press(self, who, label, place=""):
        for name, note in reversed(self._visible(who, place)):
            if seal := next((seal for words, seal in note["seals"] if plain(words) == plain(label)), ""):
                return await self._come(who, place, seal=seal, on=name)
        raise AssertionError(f"{who} sees no {label}")

    async def fill(self, who, **values):
        note = next(note for _, note in reversed(self._visible(who, "")) if note["ask"])
        await self._come(who, "", seal=note["ask"], filled={**note["filled"], **values})

    async def restart(self):
        await self.close()
        await self.open()

    async def refuse(self, who):
        self.sky.hawks.add(who)

    async def settle(self):
        await worker.drain(self.services)

    def _visible(self, who, place):
        to = f"#{place}" if place else who
        return [(name, n) for name, n in self.sky.notes.items() if n["to"] == to and n["only"] in ("", who)]

    def sees(self, who, place=""):
        return [
            Seen(n["text"], tuple(label for label, _ in n["seals"]), tuple(n["pictures"]))
            for _, n in self._visible(who, place)
        ]


class TestPigeonPost(Conformance):
    @pytest_asyncio.fixture
    async def front(self, services):
        front = PigeonFront(services)
        await front.open()
        yield front
        await front.close()


def test_the_example_platform_has_at_most_two_hundred_lines():
    assert len(Path(example_platform.__file__).read_text(encoding="utf-8").splitlines()) <= 200
