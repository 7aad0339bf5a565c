"""Telegram's limits on what a bot sends: about 30 messages a second, 1 a second in a chat, 20 a minute in a group."""

from __future__ import annotations

from collections import OrderedDict

from botfeed.core.ports import Clock

OVERALL = 1 / 30  # seconds between messages
CHAT = 1.0
CHAT_BURST = 3  # tolerated before a chat's pace counts
GROUP = 4.0
GROUP_BURST = 5  # and 15 more in the minute: 20 in all
REMEMBERED = 10_000
TICK = 0.001  # seconds: clocks count in microseconds, so a shorter pause might never pass


class Limiter:
    """One queue a bot: GCRA per chat and overall.

    Answers to people take their place in the queue at once; what is patient takes none, it goes when nobody waits.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._overall = 0.0
        self._paused_until = 0.0
        self._chats: OrderedDict[str, float] = OrderedDict()

    async def turn(self, chat: str, *, patient: bool = False) -> None:
        """Wait until a message may go to `chat` (a group's id is negative)."""
        while patient and (pause := self._start(chat) - self._now()) > TICK:
            await self._clock.sleep(pause)
        while True:
            start = self._take(chat)
            if (pause := start - self._now()) > 0:
                await self._clock.sleep(pause)
            if self._paused_until <= max(start, self._now()):
                return

    async def open(self) -> None:
        """Wait until no pause holds the whole bot."""
        while (pause := self._paused_until - self._now()) > TICK:
            await self._clock.sleep(pause)

    def refused(self, after: float) -> None:
        """Telegram asked for a pause: a 429 blocks the whole bot for so many seconds."""
        self._paused_until = max(self._paused_until, self._now() + after)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _start(self, chat: str) -> float:
        """When the next message may go to `chat`, if nobody takes that place before."""
        now = self._now()
        step, burst = _pace(chat)
        due = max(self._chats.get(chat, 0.0), now)
        return max(now, due - (burst - 1) * step, self._overall, self._paused_until)

    def _take(self, chat: str) -> float:
        start = self._start(chat)
        step, _ = _pace(chat)
        self._chats[chat] = max(self._chats.pop(chat, 0.0), start) + step
        self._overall = start + OVERALL
        while len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)
        return start


def _pace(chat: str) -> tuple[float, int]:
    return (GROUP, GROUP_BURST) if chat.startswith("-") else (CHAT, CHAT_BURST)
