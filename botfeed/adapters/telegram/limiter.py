"""Telegram's limits on what a bot sends: about 30 messages a second, 1 a second in a chat, 20 a minute in a group."""

from __future__ import annotations

from collections import OrderedDict

from botfeed.core.ports import Clock

OVERALL = 1 / 30  # seconds between messages
CHAT = 1.0
CHAT_BURST = 3  # tolerated before a chat's pace counts
GROUP = 3.0
GROUP_BURST = 20
REMEMBERED = 10_000


class Limiter:
    """One queue a bot: GCRA per chat and overall; a refusal by Telegram pauses exactly what it concerns."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._overall = 0.0
        self._paused_until = 0.0
        self._chats: OrderedDict[str, float] = OrderedDict()

    async def turn(self, chat: str) -> None:
        """Wait until a message may go to `chat` (a group's id is negative)."""
        pause = self._reserve(chat)
        if pause > 0:
            await self._clock.sleep(pause)

    def _reserve(self, chat: str) -> float:
        now = self._clock.now().timestamp()
        step, burst = (GROUP, GROUP_BURST) if chat.startswith("-") else (CHAT, CHAT_BURST)
        due = max(self._chats.pop(chat, 0.0), now)
        start = max(now, due - (burst - 1) * step, self._overall, self._paused_until)
        self._chats[chat] = max(due, start) + step
        self._overall = start + OVERALL
        while len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)
        return start - now

    def refused(self, after: float) -> None:
        """Telegram asked for a pause: a 429 blocks the whole bot for so many seconds."""
        self._paused_until = max(self._paused_until, self._clock.now().timestamp() + after)
