"""Measure the cost of a press or command on each platform, beside a ten-line bare bot on the same client.

    python -m bench.platforms [--rate N] [--seconds N] [--people N] [--json]

The fakes of the platforms run in this process, each bot in one of its own: ours, whole, on SQLite with durable commits
and through the real client (discord.py's gateway, python-telegram-bot under our poll loop), and a bare bot that
answers the same things with the same client and fixed words. People act at a steady rate, whatever the bot does, in
slices of two seconds that go to ours and to the bare bot in turn; no contract is checked meanwhile. The mix is one
round of `bench.crowd`: 10 % open the feed, 30 % turn it (a picture each), 30 % like, 10 % open a post, 10 % ask for a
picture (the painting itself is a worker's), 10 % look at the digest's settings.

CPU is the bot's own processor time in its slices, an interaction. Latency goes from the moment before the fake sends to
the durable commit; of the bare bot, which keeps nothing, to the end of its answer.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import bots, crowd, measure
from bench.bots import Bot, Where
from bench.crowd import Crowd

SLICE = 2.0  # seconds
WARM = 80.0  # interactions a second while all open the feed, not measured
SETTLES = 5.0  # seconds at most until what was sent is handled
Figures = dict[str, float | int | str]


@dataclass
class Side:
    """Bot under measurement, and its people."""

    bot: Bot
    crowd: Crowd
    cpu: float = 0.0
    waits: list[float] = field(default_factory=list)  # seconds
    missed: int = 0

    async def slice(self, rate: float, seconds: float, *, measured: bool = True) -> None:
        """Act at `rate` a second, then wait until all of it is handled."""
        before = await self.bot.ask("cpu")
        await paced(self.crowd.act, rate, seconds)
        handled = await self._settled()
        if measured:
            self.cpu += await self.bot.ask("cpu") - before
            self.waits += [handled[id] - sent for id, sent in self.crowd.sent.items() if id in handled]
            self.missed += sum(id not in handled for id in self.crowd.sent)
        else:
            self.crowd.did.clear()
        self.crowd.sent.clear()

    async def _settled(self) -> dict[str, float]:
        handled: dict[str, float] = {}
        limit = time.monotonic() + SETTLES
        while time.monotonic() < limit:
            await asyncio.sleep(0.1)
            handled |= dict(await self.bot.ask("stamps"))
            if all(id in handled for id in self.crowd.sent):
                break
        return handled


async def paced(act: Callable[[], Any], rate: float, seconds: float) -> None:
    """Call `act` so many times a second, in an open loop: what comes late is made up for."""
    start = time.monotonic()
    for n in range(round(rate * seconds)):
        if (early := start + n / rate - time.monotonic()) > 0:
            await asyncio.sleep(early)
        await act()


@contextlib.asynccontextmanager
async def discord_sides(folder: Path, people: int) -> AsyncIterator[tuple[Side, Side]]:
    from botfeed.testing.discord import FakeDiscord
    from botfeed.testing.discord.clock import Running

    async with FakeDiscord(clock=Running(), checked=False) as one, FakeDiscord(clock=Running(), checked=False) as other:
        crowds = crowd.OnDiscord(one, people=people)
        ours = Side(await Bot.start(bots.our_discord, Where(one.port, one.token, folder)), crowds)
        await ours.slice(WARM, people / WARM, measured=False)
        other.state.commands[None] = one.state.commands[None]
        lent = crowd.OnDiscord(other, crowds.card(), people=people)
        bare = Side(await Bot.start(bots.bare_discord, Where(other.port, other.token, folder)), lent)
        await bare.slice(WARM, people / WARM, measured=False)
        try:
            yield ours, bare
        finally:
            ours.bot.stop()
            bare.bot.stop()


@contextlib.asynccontextmanager
async def telegram_sides(folder: Path, people: int) -> AsyncIterator[tuple[Side, Side]]:
    from botfeed.testing.telegram import FakeTelegram

    async with FakeTelegram(checked=False) as one, FakeTelegram(checked=False) as other:
        crowds = crowd.OnTelegram(one, people=people)
        ours = Side(await Bot.start(bots.our_telegram, Where(_port(one.base_url), one.token, folder)), crowds)
        await ours.slice(WARM, people / WARM, measured=False)
        lent = crowd.OnTelegram(other, crowds.card(), people=people)
        bare = Side(await Bot.start(bots.bare_telegram, Where(_port(other.base_url), other.token, folder)), lent)
        await bare.slice(WARM, people / WARM, measured=False)
        try:
            yield ours, bare
        finally:
            ours.bot.stop()
            bare.bot.stop()


def _port(base_url: str) -> int:
    return int(base_url.split(":")[2].partition("/")[0])


async def measured(name: str, ours: Side, bare: Side, rate: float, seconds: float, figures: Figures) -> None:
    for _ in range(max(1, round(seconds / SLICE))):
        await bare.slice(rate, min(SLICE, seconds))
        await ours.slice(rate, min(SLICE, seconds))
    for who, side in (("", ours), ("bare_", bare)):
        key, waits = f"{name}_{who}", [wait * 1000 for wait in side.waits]
        figures[f"{key}interactions"] = len(waits)
        figures[f"{key}missed"] = side.missed
        figures[f"{key}cpu_ms"] = side.cpu * 1000 / len(waits)
        figures[f"{key}p50_ms"] = measure.percentile(waits, 0.5)
        figures[f"{key}p99_ms"] = measure.percentile(waits, 0.99)
    figures[f"{name}_cpu_ratio"] = float(figures[f"{name}_cpu_ms"]) / float(figures[f"{name}_bare_cpu_ms"])


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=100.0, help="interactions a second")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each bot")
    parser.add_argument("--people", type=int, default=crowd.PEOPLE)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=("discord", "telegram"))
    args = parser.parse_args()
    figures: Figures = {"rate": args.rate, "seconds": args.seconds}
    for name, sides in (("discord", discord_sides), ("telegram", telegram_sides)):
        if args.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                async with sides(Path(folder), args.people) as (ours, bare):
                    await measured(name, ours, bare, args.rate, args.seconds, figures)
                    figures[f"{name}_mix"] = " ".join(f"{deed}:{n}" for deed, n in ours.crowd.did.most_common())
    measure.finish(figures, as_json=args.json)


if __name__ == "__main__":
    asyncio.run(main())
