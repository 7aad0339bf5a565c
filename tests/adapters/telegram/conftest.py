"""Telegram adapter of a test: real services and worker, and the unmodified client against the fake Telegram."""

import asyncio
import contextlib
import socket
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import uvicorn

from botfeed.adapters.media import picture_store
from botfeed.adapters.telegram import receiver
from botfeed.adapters.telegram.receive import polling
from botfeed.adapters.telegram.receive.webhook import WebhookReceiver
from botfeed.adapters.web import server
from botfeed.core.model import PostCopy
from botfeed.core.work import worker
from botfeed.store import engine
from botfeed.testing import databases
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import TinyPainter
from botfeed.testing.telegram import FakeTelegram
from tests import soak
from tests.official import CONTRACTS

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
ON_ARRIVAL = {"test_telegram_faults", "test_telegram_hostile", "test_telegram_payloads"}


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc):
    """Choose the source of updates, where a test does not name it: `way`.
    Tests of their arrival run both ways. Later code is shared, so each other test takes one of the two ways, always the
    same; all take both under --soak.
    """
    if metafunc.module.__name__.rpartition(".")[2] not in ON_ARRIVAL:
        soak.one_way(metafunc, "way", ("poll", "webhook"))


class RunningClock:
    """Clock that runs from a fixed moment; a sleep does not wait but advances it."""

    def __init__(self, start=START):
        self._start, self._zero, self._skipped, self.slept = start, time.monotonic(), 0.0, []

    def now(self):
        return self._start + timedelta(seconds=time.monotonic() - self._zero + self._skipped)

    def monotonic(self):
        return self.seconds()

    def seconds(self):
        return self.now().timestamp()

    def advance(self, by):
        self._skipped += by.total_seconds()

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self._skipped += seconds
        await asyncio.sleep(0)


class Server(uvicorn.Server):
    async def main_loop(self):
        """Check for the end more often than every tenth of a second, which each test would wait for."""
        await self.on_tick(0)
        while not self.should_exit:  # noqa: ASYNC110  its own signal handler sets a flag, no event
            await asyncio.sleep(0.01)

    @contextlib.contextmanager
    def capture_signals(self):
        yield


@dataclass
class Adapter:
    """Telegram adapter; `open()` starts the receiver as the app does; `kill()` ends it abruptly, as a crash would."""

    fake: FakeTelegram
    services: object
    clock: RunningClock
    token: str = ""
    hooked: bool = False
    rich: bool = False
    ephemeral_on: bool = False
    receiver: object = None
    receiving: asyncio.Task | None = None
    working: asyncio.Task | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self):
        self.ready.clear()
        self.receiving = asyncio.create_task(self.serve())
        opened = asyncio.create_task(self.ready.wait())
        await asyncio.wait({self.receiving, opened}, return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        if self.receiving.done():
            self.receiving.result()

    async def serve(self):
        urls = {"base_url": self.fake.base_url, "base_file_url": self.fake.base_file_url}
        token = self.token or self.fake.token
        async with self.way_in(token) as way:

            async def kept(receiver, ready):
                self.receiver = receiver
                await way(receiver, ready)

            options = {"rich": self.rich, "ephemeral": self.ephemeral_on, **urls}
            await receiver.serve(self.services, token, lambda _: self.ready.set(), kept, **options)

    @contextlib.asynccontextmanager
    async def way_in(self, token):
        """Return the source of updates: polling, or the page's server with the webhook route."""
        if not self.hooked:
            yield polling.poll
            return
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            hook = WebhookReceiver(f"http://127.0.0.1:{sock.getsockname()[1]}", self.services.secret, token)
            page = server.build(self.services, webhooks={hook.path: hook}, shares=True)
            running = Server(uvicorn.Config(page, log_config=None, access_log=False, timeout_graceful_shutdown=1))
            serving = asyncio.create_task(running.serve(sockets=[sock]))
            try:
                yield hook.listen
            finally:
                running.should_exit = True
                server.close(page)
                await serving
                self.services.messengers.pop("web", None)

    def work(self):
        self.working = asyncio.create_task(worker.work(self.services))

    async def working_stops(self):
        self.working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.working
        self.working = None

    async def kill(self):
        for task in (self.receiving, self.working):
            if task:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
        self.receiving = self.working = None

    async def rows(self, noun, **where):
        return await self.services.store.read(lambda uow: uow.all(noun, **where))

    async def change(self, fn):
        return await self.services.store.run(fn)

    def texts(self, where):
        return [shown.text for shown in self.fake.messages(where)]

    async def until(self, look, seconds=8.0):
        return await self.fake.until(look, seconds)

    async def shown(self, where, text, button=""):
        """Return the bot's newest message with these words (and this button), once it is in the chat."""

        def find():
            mine = [m for m in self.fake.messages(where) if m.raw["from"]["id"] == self.fake.state.bot["id"]]
            return next(
                (m for m in reversed(mine) if text in m.text and (not button or any(button in b for b in m.labels))),
                None,
            )

        try:
            return await self.until(find)
        except TimeoutError:
            raise AssertionError(f"{text!r} [{button}] never came; there is {self.texts(where)}") from None

    async def there(self, noun, *, least=1, **where):
        """Return the rows, once there are so many."""
        async with asyncio.timeout(8):
            while len(rows := await self.rows(noun, **where)) < least:  # noqa: ASYNC110  a row tells nobody that it came
                await asyncio.sleep(0.01)
        return rows

    async def gone(self, noun, **where):
        async with asyncio.timeout(8):
            while await self.rows(noun, **where):  # noqa: ASYNC110  nor that it went
                await asyncio.sleep(0.01)

    def later(self, by):
        """Advance the clock and wake the worker."""
        self.clock.advance(by)
        self.services.store.wake()

    async def shared(self, group):
        """Return the one picture in a group, once its placement is recorded."""
        card = await self.until(lambda: next((m for m in self.fake.messages(group) if m.photo), None))
        await self.there(PostCopy)
        return card

    async def confirmed(self):
        """Wait until all updates are confirmed at Telegram."""
        updates = self.fake.state.updates
        await self.until(lambda: not updates.waiting and not updates.again)
        await self.receiver.wait_for_answers(8)

    async def picture(self, who, prompt="a fox in snow"):
        """Paint a picture in the private chat; return its message."""
        await who.say(f"/imagine {prompt}")
        return await self.until(
            lambda: next(
                (m for m in self.fake.messages(who) if m.photo and prompt in m.text and "Publish" in m.labels), None
            )
        )

    async def published(self, who, prompt="a fox in snow", caption=""):
        message = await self.picture(who, prompt)
        await who.press(message, "Publish")
        question = await self.shown(who, "Caption")
        if caption:
            await who.reply(question, caption)
        else:
            await who.press(question, "Skip")
        await who.press(await self.shown(who, "Who sees it?", "Everyone"), "Everyone")
        last = await self.shown(who, "Sensitive", "No")
        await who.press(last, "No")
        return await self.until(
            lambda: next((m for m in self.fake.messages(who) if m.id == last.id and "Published" in m.text), None)
        )


def build(tmp_path, clock, **kept):
    databases.create(tmp_path / "botfeed.db")
    store = engine.open_store(f"sqlite:///{tmp_path}/botfeed.db", clock)
    parts = {"painters": (TinyPainter(),), "media": picture_store.on_disk(tmp_path / "pictures"), **kept}
    return make_services(store, clock, **parts)


@pytest.fixture(params=["poll", "webhook"])
def way(request):
    """Return the source of updates; a test that is about one of them names it."""
    return request.param


@pytest.fixture
def ephemeral_on():
    """Return whether BOTFEED_TELEGRAM_EPHEMERAL is on."""
    return False


@pytest.fixture
def kept():
    """Return parts of the services that a module replaces."""
    return {}


@pytest.fixture
def rich_on():
    """Return whether text is sent as rich messages."""
    return False


@pytest.fixture
async def adapter(tmp_path, way, kept, rich_on, ephemeral_on):
    """Yield a running adapter. At the end the bot must not have broken the contract or Telegram's rate limits."""
    clock = RunningClock()
    services = build(tmp_path, clock, **kept)
    await engine.migrate(services.store)
    async with asyncio.timeout(40), FakeTelegram(CONTRACTS, now=clock.seconds) as fake:
        adapter = Adapter(fake, services, clock, hooked=way == "webhook", rich=rich_on, ephemeral_on=ephemeral_on)
        await adapter.open()
        adapter.work()
        yield adapter
        await adapter.kill()
        await services.store.close()
        assert fake.violations == []


@pytest.fixture
def ada(adapter):
    return adapter.fake.user("ada")


@pytest.fixture
def ben(adapter):
    return adapter.fake.user("ben")
