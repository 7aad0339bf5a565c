"""Call the Bot API: each call about a chat waits its turn, follows the chat to its new id, and raises core errors."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot

from botfeed.adapters.telegram.api import refusals
from botfeed.adapters.telegram.api.chat_migration import ChatMigrations
from botfeed.adapters.telegram.api.in_flight import InFlightMessage
from botfeed.adapters.telegram.api.limiter import Limiter
from botfeed.adapters.telegram.api.refusals import Moved, Paused
from botfeed.core.chat.context import Services
from botfeed.core.errors import SendUnknown, TryAgain

T = TypeVar("T")
UPLOAD = 60.0  # seconds that Telegram gets to take a file
AT_ONCE = 24  # calls in flight: for each call the HTTP client scans all open connections


class ApiClient:
    """Client of the Bot API. `takes_rich`: send text as rich messages, until the server rejects them as unknown."""

    def __init__(self, services: Services, bot: Bot, *, rich: bool = False) -> None:
        self.bot = bot
        self.takes_rich = rich
        self.migrations = ChatMigrations(services)
        self.limiter = Limiter(services.clock)
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def send(
        self, chat: int, call: Callable[[int], Awaitable[T]], *, patient: bool = False, messages: int = 1
    ) -> T:
        """Send a number of messages to a chat, by one call, once the rate limits allow them."""
        turns = [await self.limiter.turn(self._name(chat), patient=patient) for _ in range(messages)]
        return await self.call(chat, call, *turns)

    def spare_turn(self, chat: int) -> InFlightMessage | None:
        """Take a turn for progress, which has the lowest priority; None if there is none now."""
        return self.limiter.spare(self._name(chat))

    async def call(self, chat: int, call: Callable[[int], Awaitable[T]], *turns: InFlightMessage) -> T:
        """Call about a chat under its present id, 0 for no chat. Keeps a pause that is asked for, and follows a move.

        `turns`: those taken for this call, which end with it.
        """
        current, name = self.migrations.current(chat), self._name(chat)
        try:
            async with self._slots:
                with refusals.as_core_errors():
                    return await call(current)
        except Paused as pause:
            self.limiter.refused(name, pause.after)
            raise
        except Moved as moved:
            await self.migrations.record(current, moved.chat)
            raise
        finally:
            self.limiter.finished(name, *turns)

    def paused_for(self, chat: int) -> float:
        """Return the seconds for which Telegram asked for a pause, for this chat or for the whole bot."""
        return self.limiter.paused_for(self._name(chat))

    def wait(self, chat: int) -> float:
        """Return the least number of seconds that a message to this chat has to wait."""
        return self.limiter.wait(self._name(chat))

    def _name(self, chat: int) -> str:
        """Return the limiter's name of a chat; empty for no chat."""
        return str(self.migrations.current(chat) or "")

    async def request(self, chat: int, call: Callable[[int], Awaitable[T]]) -> T:
        """Make a call that is no message and needs no turn; wait where Telegram asked for a pause.
        A call that broke off raises TryAgain: repeating it cannot duplicate anything.
        """
        await self.limiter.open(self._name(chat))
        try:
            return await self.call(chat, call)
        except SendUnknown as unknown:
            raise TryAgain(str(unknown), refusals.PAUSE) from None
