"""Discord adapter of a test: built services with a worker, our client, and a fake Discord."""

import asyncio
import re
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from botfeed.adapters.discord import receiver
from botfeed.adapters.media import picture_store
from botfeed.core.chat.policy import Policy
from botfeed.core.model import Delivery, Job
from botfeed.core.work import worker
from botfeed.store import engine
from botfeed.testing import databases
from botfeed.testing import discord as discord_fake
from botfeed.testing.plugin import make_services
from tests.official import CONTRACTS


class FollowingClock:
    """Clock of the fake that jumps on request, and otherwise follows the machine's clock."""

    def __init__(self, clock):
        self._clock, self._start = clock, time.monotonic()

    def now(self):
        return self._clock.now() + timedelta(seconds=time.monotonic() - self._start)

    def monotonic(self):
        return self.now().timestamp()

    async def sleep(self, seconds):
        await asyncio.sleep(0)
        self._clock.advance(seconds)


@dataclass
class Adapter:
    fake: discord_fake.FakeDiscord
    services: object
    told: list = field(default_factory=list)
    lossy: bool = False  # an answer of Discord's or the process was lost: files may be uploaded again

    def __post_init__(self):
        self.guild = self.fake.guild("Lounge")
        self.lounge = self.guild.channel("general")
        self.ada = self.fake.user("ada")
        self.ben = self.fake.user("ben")
        self.ada.join(self.guild)
        self.ben.join(self.guild)

    @asynccontextmanager
    async def connected(self, *, working=True):
        """Connect our client and start a worker for a while: repeatedly on the same services, as after a restart."""
        client = receiver.Client(
            self.services, self.told.append, connector=self.fake.connector(), guild_ready_timeout=0.0
        )
        tasks = [asyncio.create_task(client.start(self.fake.token))]
        if working:
            tasks.append(asyncio.create_task(worker.work(self.services)))
        try:
            await self.fake.ready()
            yield client
        finally:
            for task in tasks[1:]:
                task.cancel()
            self.services.messengers.pop("discord", None)
            await client.close()
            await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)

    @asynccontextmanager
    async def working(self):
        task = asyncio.create_task(worker.work(self.services))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def jump(self, seconds):
        """Advance the clock and wake its waiters."""
        self.fake.clock.advance(seconds)
        self.services.store.wake()

    async def once(self, noun, **known):
        """Return the row, once there is one like this."""
        async with asyncio.timeout(5):
            while not (row := await self.services.store.read(lambda uow: uow.one(noun, **known))):  # noqa: ASYNC110 - rows send no event
                await asyncio.sleep(0.02)
        return row

    async def waits(self, **known):
        """Return the delivery that is retried later, once its job has its next time too: only then may the clock
        jump.
        """
        row = await self.once(Delivery, **known)
        await self.once(Job, state="ready", error__ne="")
        return row

    async def shows(self, thing, *labels):
        """Return the message (or the answer to an interaction) once it has all these buttons."""

        def look():
            message = getattr(thing, "original", thing)
            there = message and not message.loading and not message.deleted and plain(message.buttons)
            return message if there and set(plain(labels)) <= set(there) else None

        return await self.fake.until(look)

    async def says(self, thing, words):
        """Return the message (or the answer to an interaction) once its text contains these words."""

        def look():
            message = getattr(thing, "original", thing)
            return message if message and not message.loading and words in bare(message.text) else None

        try:
            return await self.fake.until(look)
        except TimeoutError:
            raise AssertionError(f"it says {getattr(thing, 'original', thing)}") from None

    async def painted(self, who, prompt="a fox", channel=None, **options):
        asked = await who.slash("imagine", {"prompt": prompt, **options}, channel=channel)
        await self.shows(asked, "Publish")
        return asked

    async def published(self, who, prompt="a fox", channel=None, **answers):
        painted = await self.painted(who, prompt, channel)
        form = await who.press(painted, "Publish")
        sent = await who.submit(form, {"caption": f"{prompt}, published", "Who sees it?": "Everyone", **answers})
        return await self.says(sent, "Published.")

    async def tells(self, who):
        """Opt in to direct messages: without that nobody is written to."""
        await self.says(await who.slash("me pushes", {"wanted": True}, channel=self.lounge), "told by message")

    async def press(self, who, thing, label, **more):
        """Press a button by its label, without symbols and counters."""
        message = getattr(thing, "original", thing)
        return await who.press(thing, next(b for b in message.buttons if plain([b]) == plain([label])), **more)


def plain(labels):
    return ["".join(c for c in label if c.isalpha() or c == " ").strip().casefold() or label for label in labels]


def bare(text):
    """Return text without its markup."""
    text = re.sub(r"</([^:>]+):\d+>", r"/\1", text)
    return re.sub(r"\\(.)|\*\*|^-# ", lambda mark: mark[1] or "", text, flags=re.MULTILINE)


@asynccontextmanager
async def opened(tmp_path, *, policy=None, start=None, shards=1, heartbeat_every=41.25, seconds=60, **parts):
    clock = discord_fake.Clock(start)
    played = discord_fake.FakeDiscord(CONTRACTS, clock=clock, shards=shards, heartbeat_every=heartbeat_every)
    async with asyncio.timeout(seconds), played as fake:
        clock = FollowingClock(fake.clock)
        databases.create(tmp_path / "botfeed.db")
        store = engine.open_store(f"sqlite:///{tmp_path}/botfeed.db", clock)
        await engine.migrate(store)
        services = make_services(store, clock, media=picture_store.on_disk(tmp_path / "pictures"), **parts)
        services = replace(services, policy=policy or Policy(per_person=100, per_minute=1000))
        adapter = Adapter(fake, services)
        try:
            yield adapter
        finally:
            await asyncio.shield(store.close())
        assert fake.violations == []
        assert adapter.lossy or fake.uploaded_again == []
