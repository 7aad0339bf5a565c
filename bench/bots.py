"""The bots that the benches measure, each in a process of its own: ours, and a bare one on the same client.

A process answers over its pipe: "cpu" with the seconds of processor time it has used, "stamps" with what it has
handled since (the request's id, and when it was durable: CLOCK_MONOTONIC is one clock for all processes).
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench import measure

Stamps = list[tuple[str, float]]
Ready = Callable[[str], None]
STARTS_IN = 60.0  # seconds
BEFORE = 4.0  # seconds in which people use the bot before the digests begin
TEXT = "A fox."


@dataclass(frozen=True, slots=True)
class Where:
    """The fake's port on 127.0.0.1, the token that it lets in, and a folder for the bot's own."""

    port: int
    token: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Platforms:
    """Both fakes, and who gets a digest there: (user id, the private chat's own id), on each as many."""

    discord: Where
    telegram: Where
    readers: dict[str, list[tuple[str, str]]]


Start = Callable[[Any, Stamps, Ready], Awaitable[None]]


@dataclass
class Bot:
    """A bot's process as its bench holds it."""

    process: Any
    pipe: Connection

    @classmethod
    async def start(cls, start: Start, where: Where | Platforms) -> Bot:
        """Give it once it is connected."""
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=_main, args=(there, start, where), daemon=True)
        process.start()
        there.close()  # so that a bot that died is an end of file, not a long silence
        bot = cls(process, here)
        if await asyncio.wait_for(asyncio.to_thread(here.recv), STARTS_IN) != "ready":
            raise SystemExit("a bot did not start")
        return bot

    async def ask(self, what: str) -> Any:
        self.pipe.send(what)
        return await asyncio.to_thread(self.pipe.recv)

    def stop(self) -> None:
        self.process.terminate()
        self.process.join(10)


def _main(pipe: Connection, start: Start, where: Where | Platforms) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(pipe, start, where))


async def _serve(pipe: Connection, start: Start, where: Where | Platforms) -> None:
    stamps: Stamps = []

    def hear() -> None:
        asked = pipe.recv()
        if asked == "cpu":
            pipe.send(measure.cpu())
        else:
            pipe.send(list(stamps))
            stamps.clear()

    asyncio.get_running_loop().add_reader(pipe.fileno(), hear)
    await start(where, stamps, lambda _: pipe.send("ready"))


async def our_discord(where: Where, stamps: Stamps, ready: Ready) -> None:
    from bench import community
    from botfeed.adapters.discord import receiver
    from botfeed.testing.discord.connector import Connector

    services = (await community.opened(where.folder)).services
    _stamped(stamps)
    await receiver.serve(services, where.token, _settled(ready), connector=Connector(where.port))


async def our_telegram(where: Where, stamps: Stamps, ready: Ready) -> None:
    from bench import community
    from botfeed.adapters.telegram import receiver
    from botfeed.adapters.telegram.api import limiter
    from botfeed.adapters.telegram.receive import polling

    services = (await community.opened(where.folder)).services
    # So many answers are more than Telegram takes: here they are not paced.
    limiter.OVERALL, limiter.CHAT, limiter.MOST = 0.0, 0.0, sys.maxsize
    _stamped(stamps)
    url = f"http://127.0.0.1:{where.port}/bot"
    await receiver.serve(services, where.token, _settled(ready), polling.poll, base_url=url)


async def run_both(platforms: Platforms, stamps: Stamps, ready: Ready) -> None:
    """Run one deployment on both platforms, with its worker. The digests are due once both are connected."""
    from bench import community
    from botfeed.adapters.discord import receiver as discord
    from botfeed.adapters.telegram import receiver as telegram
    from botfeed.adapters.telegram.receive import polling
    from botfeed.core.work import worker
    from botfeed.testing.discord.connector import Connector

    del stamps
    services = (await community.opened(platforms.discord.folder)).services
    both = asyncio.Barrier(3)
    opening: list[asyncio.Task[int]] = []

    def opened(_: str) -> None:
        opening.append(asyncio.create_task(both.wait()))

    async def deliver() -> None:
        await both.wait()
        _settled(ready)("both")
        await asyncio.sleep(BEFORE)
        for platform, readers in platforms.readers.items():
            await community.due(services, platform, readers)

    url = f"http://127.0.0.1:{platforms.telegram.port}/bot"
    await asyncio.gather(
        discord.serve(services, platforms.discord.token, opened, connector=Connector(platforms.discord.port)),
        telegram.serve(services, platforms.telegram.token, opened, polling.poll, base_url=url),
        worker.work(services),
        deliver(),
    )


def _settled(ready: Ready) -> Ready:
    """Report readiness as the real process does once a platform is connected."""
    from botfeed import run

    def opened(name: str) -> None:
        run.settle()
        ready(name)

    return opened


def _stamped(stamps: Stamps) -> None:
    """Note when each request is durable: its answer is given only after that."""
    from botfeed.core import dispatch

    handle = dispatch.handle

    async def handled(services: Any, request: Any, **options: Any) -> Any:
        reply = await handle(services, request, **options)
        stamps.append((request.id, time.monotonic()))
        return reply

    dispatch.handle = handled


async def bare_discord(where: Where, stamps: Stamps, ready: Ready) -> None:
    """A bare bot: ten lines that answer everything with the same words."""
    import discord

    from botfeed.testing.discord.connector import Connector

    class Bare(discord.Client):
        async def on_ready(self) -> None:
            ready("bare")

        async def on_interaction(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message(TEXT, ephemeral=True)
            stamps.append((f"discord:{interaction.id}", time.monotonic()))

    async with Bare(intents=discord.Intents(guilds=True), connector=Connector(where.port)) as client:
        await client.start(where.token)


async def bare_telegram(where: Where, stamps: Stamps, ready: Ready) -> None:
    """A bare bot: ten lines that answer everything with the same words, one after another."""
    import telegram

    async with telegram.Bot(where.token, base_url=f"http://127.0.0.1:{where.port}/bot") as bot:
        ready("bare")
        offset = 0
        while True:
            for update in await bot.get_updates(offset, timeout=25):
                offset = update.update_id + 1
                if update.callback_query:
                    await update.callback_query.answer(TEXT)
                elif update.message:
                    await update.message.reply_text(TEXT)
                stamps.append((f"telegram:{update.update_id}", time.monotonic()))
