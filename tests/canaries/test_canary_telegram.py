"""Canary words in the Bot API's calls: what is sent to Telegram, and what is logged meanwhile."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from botfeed.core.model import Address
from botfeed.core.work import worker
from botfeed.store import engine
from botfeed.testing.telegram import FakeTelegram
from botfeed.testing.telegram.groups import Group
from botfeed.testing.telegram.people import Shown, User
from tests.adapters.telegram.conftest import Adapter, RunningClock, build
from tests.canaries import doors, history, readers
from tests.canaries import world as worlds
from tests.canaries.doors import SHARED, Handed, Sent, Visit
from tests.canaries.talker import Talker
from tests.canaries.world import OTHERS, VIEWERS, Door, World
from tests.official import CONTRACTS


@dataclass
class TelegramTalk:
    """The readers in their private chats and in the lounge."""

    adapter: Adapter
    users: dict[str, User]
    lounge: Group
    read: int = 0
    asker: str = ""
    _names: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {user.id: who for who, user in self.users.items()} | {self.lounge.id: SHARED}

    async def say(self, who: str, line: str, *, inside: bool) -> None:
        self.asker = who
        await self.users[who].say(line, self.lounge if inside else None)
        await self._settle()

    async def press(self, who: str, button: Handed) -> None:
        self.asker = who
        self.users[who].tap(button.on, button.payload)
        await self._settle()

    async def ask_inline(self, who: str, words: str) -> None:
        self.asker = who
        await (await self.users[who].ask_inline(words)).answered()

    def handed(self, who: str) -> list[Handed]:
        shown: list[Shown] = self.adapter.fake.messages(self.users[who])
        found = [(one, button.get("callback_data", "")) for one in shown for button in one.buttons]
        return [Handed(data, one) for one, data in reversed(found) if data]

    def sent(self) -> list[Sent]:
        """Return what the bot sent since: of a call without a chat, to who asked."""
        calls = self.adapter.fake.calls[self.read :]
        self.read = len(self.adapter.fake.calls)
        found = []
        for call in calls:
            if call.method.lower() == "getupdates":
                continue
            files = " ".join(f"{file.name} {doors.words_in(file.data)}" for file in call.files.values())
            to = self._names.get(call.params.get("chat_id", 0), self.asker)
            inline = "inline_query_id" in call.params  # of everywhere, also where it is asked inside the lounge
            found.append(Sent(to, json.dumps(call.params, ensure_ascii=False) + files, late=inline))
        return found

    async def _settle(self) -> None:
        """Wait until all that was said is answered and done."""
        await self.adapter.confirmed()
        while await worker.drain(self.adapter.services):
            await self.adapter.confirmed()


@asynccontextmanager
async def lived(tmp_path: Path) -> AsyncIterator[tuple[World, TelegramTalk]]:
    """Yield the lived history on Telegram, with the bot open."""
    clock = RunningClock()
    services = build(tmp_path, clock, talker=Talker())
    await engine.migrate(services.store)
    async with FakeTelegram(CONTRACTS, now=clock.seconds) as fake:
        users = {who: fake.user(who, started=True) for who in (*VIEWERS, *OTHERS)}
        lounge = fake.group("qtitleloungez", admins=[users["mod"]])
        lounge.join(*(users[who] for who in VIEWERS))
        door = Door(
            "telegram",
            lambda who: str(users[who].id),
            lambda who: Address("telegram", str(users[who].id)),
            Address("telegram", str(lounge.id), str(lounge.id), "qtitleloungez", private=False),
        )
        world = worlds.opened(services, door)
        await history.live(world)
        await doors.forget_messages(world)
        adapter = Adapter(fake, world.services, clock)
        await adapter.open()
        talk = TelegramTalk(adapter, users, lounge)
        await talk._settle()
        yield world, talk
        await adapter.kill()
        await services.store.close()
        assert fake.violations == []


async def test_no_call_carries_what_its_reader_may_not_read(tmp_path: Path, size: Callable[[int, int], int]) -> None:
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
                    await talk.ask_inline(who, worlds.BAIT)
                    bad += visit._held("inline", seen)
            canaries = world.canaries
    assert not bad, "\n".join(bad)
    assert len(seen) >= 30
    assert [canary.word for canary in worlds.found(log.getvalue(), canaries)] == []


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
