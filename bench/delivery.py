"""Digests to both platforms at once from one process, against fakes that keep the real limits, while people use it.

    python -m bench.delivery [--digests N] [--json]

N digests fall due at once on each platform, composed ahead (eight posts and their sheet) and built, rendered and sent
by the real outbox, worker, limiters and clients, from one process on both platforms. The fakes, in this process,
enforce what the platforms do: Telegram 30 messages a second over all, 1 a second in a chat, 20 a minute in a group, and
a 429 that blocks the whole bot; Discord 50 requests a second over all and a bucket for each route, with its headers.
Every answer of theirs is 50 ms on its way. Readers had a digest before: their private chats are open.

A share is digests sent a second, over the budget for digests (20 on Telegram, 30 on Discord; the rest is for people).
Meanwhile people do their rounds (`bench.crowd`, without painting, which a bot's maker or another machine does), five
things a second on each platform: `interactive` is the time from
what they do until the message that answers it arrives at the fake.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import bots, crowd, measure
from bench.bots import Bot, Platforms, Where
from bench.platforms import Figures, paced
from botfeed.testing import discord, telegram
from botfeed.testing.discord.api.rate_limits import RateLimits as DiscordRateLimits
from botfeed.testing.discord.clock import Running

LAG = 0.05  # seconds
RATE = 5.0  # things that people do a second, on each platform
BUDGET = {"telegram": 20.0, "discord": 30.0}  # digests a second
PATIENCE = 240.0  # seconds until what is not sent counts as lost
ANSWERED = 20.0  # seconds until an answer that has not come counts as that late


class Stamped(list[Any]):
    """The calls of a fake, each passed on at once to the listeners, with its time."""

    def __init__(self, tell: Callable[[Any, float], None]) -> None:
        super().__init__()
        self._tell = tell

    def append(self, call: Any) -> None:
        self._tell(call, time.monotonic())
        super().append(call)


class Recorder:
    """Recorder of the times at which digests arrived, and of the waits for answers."""

    def __init__(self, readers: set[str]) -> None:
        self._readers = readers
        self._asked: dict[str, float] = {}
        self.digests: list[float] = []
        self.waits: list[float] = []  # seconds
        self.calls = 0
        self.complete = asyncio.Event()

    def asked(self, who: str, when: float) -> None:
        self._asked.setdefault(who, when)

    def arrived(self, who: str, now: float) -> None:
        """A message to a chat, or the answer to an interaction."""
        if who in self._readers:
            self._readers.discard(who)
            self.digests.append(now)
            if not self._readers:
                self.complete.set()
        elif who in self._asked:
            self.waits.append(now - self._asked.pop(who))

    def late(self) -> list[float]:
        """All waits; what is still open has waited at least so long."""
        return [*self.waits, *(ANSWERED for _ in self._asked)]

    @property
    def rate(self) -> float:
        """Digests a second."""
        return (len(self.digests) - 1) / (self.digests[-1] - self.digests[0]) if len(self.digests) > 1 else 0.0


def hear_telegram(fake: telegram.FakeTelegram, recorder: Recorder) -> None:
    """Messages sent and changed. An edit of the message that was pressed answers the press."""

    def tell(call: Any, now: float) -> None:
        name = call.method.lower()
        recorder.calls += name != "getupdates"
        if name.startswith(("send", "edit")) and name != "sendchataction":
            recorder.arrived(str(call.params.get("chat_id")), now)

    fake.calls = Stamped(tell)


def hear_discord(fake: discord.FakeDiscord, recorder: Recorder) -> None:
    """Messages in private chats are digests; people are answered by their interaction's token."""

    def tell(call: Any, now: float) -> None:
        recorder.calls += 1
        parts = call.path.split("/")
        if call.status < 300 and call.method == "POST" and parts[1] == "channels" and parts[-1] == "messages":
            recorder.arrived(parts[2], now)
        elif call.status < 300 and parts[1] in ("interactions", "webhooks") and _shows(call):
            recorder.arrived(parts[3], now)

    fake.state.calls = Stamped(tell)


def _shows(call: Any) -> bool:
    """Return True if it is more than an acknowledgement."""
    return not call.path.endswith("/callback") or call.fields.get("type") not in (5, 6)


async def people(crowds: crowd.Crowd, recorder: Recorder, done: asyncio.Event) -> None:
    """Do rounds until the digests are out."""

    async def act() -> None:
        await crowds.act()
        for id, when in crowds.sent.items():
            recorder.asked(crowds.who(id), when)
        crowds.sent.clear()

    while not done.is_set():
        await paced(act, RATE, 1.0)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digests", type=int, default=500, help="on each platform")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    clock = time.monotonic
    limits = telegram.RateLimits(clock), DiscordRateLimits(clock)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            telegram.FakeTelegram(limits=limits[0], lag=LAG, checked=False) as one,
            discord.FakeDiscord(limits=limits[1], lag=LAG, clock=Running(), checked=False) as other,
        ):
            figures = await delivered(one, other, Path(folder), args.digests)
    floods = limits[0].floods + limits[1].floods
    figures |= {"floods": floods, "rate_429": floods / max(1, int(figures["calls"]))}
    measure.finish(figures, as_json=args.json)


async def delivered(one: telegram.FakeTelegram, other: discord.FakeDiscord, folder: Path, digests: int) -> Figures:
    crowds: dict[str, crowd.Crowd] = {
        "telegram": crowd.OnTelegram(one, deeds=crowd.LOOKING),
        "discord": crowd.OnDiscord(other, deeds=crowd.LOOKING),
    }
    chats = [str(one.user(f"reader{n}", started=True).id) for n in range(digests)]
    rooms = [_room(other, n) for n in range(digests)]
    recorders = {"telegram": Recorder(set(chats)), "discord": Recorder({room for _, room in rooms})}
    hear_telegram(one, recorders["telegram"])
    hear_discord(other, recorders["discord"])
    readers = {"telegram": [(chat, "") for chat in chats], "discord": rooms}
    port = int(one.base_url.split(":")[2].partition("/")[0])
    platforms = Platforms(Where(other.port, other.token, folder), Where(port, one.token, folder), readers)
    bot, done = await Bot.start(bots.run_both, platforms), asyncio.Event()
    rounds = [asyncio.create_task(people(crowds[name], recorders[name], done)) for name in crowds]
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(recorder.complete.wait() for recorder in recorders.values()))
    done.set()
    await asyncio.gather(*rounds)
    await asyncio.sleep(1.0)
    used = await bot.ask("cpu")
    bot.stop()
    return _figures(recorders, digests) | {"cpu_s": used, "violations": len(one.violations) + len(other.violations)}


def _room(fake: discord.FakeDiscord, n: int) -> tuple[str, str]:
    """Somebody's id, and that of their direct messages with the bot, where they once wrote."""
    who = fake.user(f"reader{n}")
    who.join(fake.guild("Readers") if n == 0 else _readers(fake))
    return str(who.id), str(fake.state.dm_room(who.account).id)


def _readers(fake: discord.FakeDiscord) -> discord.Guild:
    space = next(space for space in fake.state.spaces.values() if space.name == "Readers")
    return discord.Guild(fake.state, space)


def _figures(recorders: dict[str, Recorder], digests: int) -> Figures:
    figures: Figures = {"digests": digests, "calls": sum(recorder.calls for recorder in recorders.values())}
    for name, recorder in recorders.items():
        waits = [wait * 1000 for wait in recorder.late()]
        figures[f"{name}_sent"] = len(recorder.digests)
        figures[f"{name}_per_s"] = recorder.rate
        figures[f"{name}_rate_share"] = recorder.rate / BUDGET[name]
        figures[f"{name}_interactions"] = len(waits)
        figures[f"{name}_interactive_p50_ms"] = measure.percentile(waits, 0.5)
        figures[f"{name}_interactive_p99_ms"] = measure.percentile(waits, 0.99)
    waits = [wait * 1000 for recorder in recorders.values() for wait in recorder.late()]
    return figures | {"interactive_p99_ms": measure.percentile(waits, 0.99)}


if __name__ == "__main__":
    asyncio.run(main())
