"""Take reactions one after another, as each person gave them: the last one counts, whatever a burst brings."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from weakref import WeakValueDictionary

import discord

Key = tuple[int, int, str]  # message, person, emoji


class ReactionOrder:
    """Orders the events of each person by their arrival, and drops those that a later one of the same kind replaced."""

    def __init__(self) -> None:
        self._people: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._latest: dict[Key, discord.RawReactionActionEvent] = {}

    @contextlib.asynccontextmanager
    async def turn(self, event: discord.RawReactionActionEvent) -> AsyncIterator[bool]:
        """Wait for this person's earlier events. Gives False for one that is outdated by then.

        The library begins one task for each event in the order of arrival, and a lock lets them in by that order.
        """
        key = (event.message_id, event.user_id, str(event.emoji))
        self._latest[key] = event
        lock = self._people.setdefault(event.user_id, asyncio.Lock())
        try:
            async with lock:
                yield self._latest.get(key) is event
        finally:
            if self._latest.get(key) is event:
                del self._latest[key]
