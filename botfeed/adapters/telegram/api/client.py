"""The line to Telegram: each call about a chat in its turn, to where the chat is now, refused in the house's words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot

from botfeed.adapters.telegram.api import refusals
from botfeed.adapters.telegram.api.in_flight import Flight
from botfeed.adapters.telegram.api.limiter import Limiter
from botfeed.adapters.telegram.api.refusals import Moved, Paused
from botfeed.adapters.telegram.receive.chat_migration import Moves
from botfeed.adapters.telegram.send import ephemeral
from botfeed.adapters.telegram.send.rich import Rich
from botfeed.core.chat.context import Services
from botfeed.core.errors import MessageGone, SendUnknown, TryAgain, Unreachable
from botfeed.core.model import Address

T = TypeVar("T")
UPLOAD = 60.0  # seconds that Telegram gets to take a file
AT_ONCE = 24  # calls under way: at each one the client looks at every connection that is open


class ApiClient:
    def __init__(self, services: Services, bot: Bot, *, rich: bool = False) -> None:
        self.bot = bot
        self.moves = Moves(services)
        self.limiter = Limiter(services.clock)
        self.rich = Rich(wanted=rich)
        self._room = asyncio.Semaphore(AT_ONCE)

    async def say(
        self, chat: int, call: Callable[[int], Awaitable[T]], *, patient: bool = False, messages: int = 1
    ) -> T:
        """Call with what counts as so many messages there, once they may go."""
        turns = [await self.limiter.turn(self._name(chat), patient=patient) for _ in range(messages)]
        return await self.call(chat, call, *turns)

    def spare(self, chat: int) -> Flight | None:
        """Take a turn there that nobody misses, if there is one."""
        return self.limiter.spare(self._name(chat))

    async def call(self, chat: int, call: Callable[[int], Awaitable[T]], *turns: Flight) -> T:
        """Call about a chat where it is now, 0 for none. A pause that is asked for is kept; a move is followed.

        `turns`: those taken for it, which end with it.
        """
        there, name = self.moves.now(chat), self._name(chat)
        try:
            async with self._room:
                with refusals.told():
                    return await call(there)
        except Paused as pause:
            self.limiter.refused(name, pause.after)
            raise
        except Moved as moved:
            await self.moves.moved(there, moved.chat)
            raise
        finally:
            self.limiter.went(name, *turns)

    def held(self, chat: int) -> float:
        """For how many seconds Telegram wants to hear nothing about a chat."""
        return self.limiter.held(self._name(chat))

    def busy(self, chat: int) -> float:
        """For how many seconds a message there would surely wait."""
        return self.limiter.wait(self._name(chat))

    def _name(self, chat: int) -> str:
        """What the limiter calls a chat; empty for none."""
        return str(self.moves.now(chat) or "")

    async def ask(self, chat: int, call: Callable[[int], Awaitable[T]]) -> T:
        """Call with what is no message, and needs no turn: where Telegram asked for a pause it waits as well.

        What broke off may be asked again: nothing of it can be there twice.
        """
        await self.limiter.open(self._name(chat))
        try:
            return await self.call(chat, call)
        except SendUnknown as unknown:
            raise TryAgain(str(unknown), refusals.PAUSE) from None


def where(address: Address) -> tuple[int, int | None]:
    """Give the chat and the topic of an address. Unreachable for one person's eyes: all would read it."""
    if ephemeral.told(address.ref):
        raise Unreachable("one person in a group is spoken to by an answer alone")
    chat, _, thread = address.ref.partition(":")
    return int(chat), int(thread) if thread else None


def parts(ref: str) -> tuple[int, int]:
    """Give the chat and the number of a message that all may read. MessageGone for one person's."""
    if ephemeral.told(ref):
        raise MessageGone("an ephemeral message is none of its chat's")
    chat, _, message = ref.partition("/")
    return int(chat), int(message)
