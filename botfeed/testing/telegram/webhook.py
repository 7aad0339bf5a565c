"""Delivery to a webhook: side by side up to its connections, one queue a chat, again until it is answered by a 2xx."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from botfeed.testing.telegram.api.calls import Json
from botfeed.testing.telegram.state import TelegramState

PAUSE = 0.05  # seconds before an update is sent again; Telegram waits longer
SLOW = 5.0  # seconds that an answer may take
_PEOPLE = ("from", "user")


class WebhookSender:
    """Sender of updates while a webhook is set. `answers` are the statuses it got, in order."""

    def __init__(self, state: TelegramState) -> None:
        self._state = state
        self._busy: dict[str, asyncio.Task[None]] = {}  # by chat
        self.answers: list[int] = []

    @property
    def carrying(self) -> int:
        """Return how many updates wait for their answer."""
        return len(self._busy)

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(SLOW)) as http:
            try:
                while True:
                    await self._state.condition.until(lambda: bool(self._next()), float("inf"))
                    for update in self._next():
                        self._start(http, update)
            finally:
                for task in self._busy.values():
                    task.cancel()

    def _next(self) -> list[Json]:
        """Return the first update of each chat that no connection is busy with."""
        if not self._state.webhook.get("url"):
            return []
        free = int(self._state.webhook.get("max_connections", 40)) - len(self._busy)
        firsts: dict[str, Json] = {}
        for update in (*self._state.updates.again, *self._state.updates.waiting):
            if lane(update) not in self._busy:
                firsts.setdefault(lane(update), update)
        return list(firsts.values())[: max(0, free)]

    def _start(self, http: aiohttp.ClientSession, update: Json) -> None:
        task = asyncio.create_task(self._carry(http, update))
        self._busy[lane(update)] = task
        self._state.condition.notify()
        task.add_done_callback(lambda _: self._free(lane(update)))

    def _free(self, where: str) -> None:
        del self._busy[where]
        self._state.condition.notify()

    async def _carry(self, http: aiohttp.ClientSession, update: Json) -> None:
        status = await self._post(http, update)
        self.answers.append(status)
        if 200 <= status < 300:
            self._state.updates.arrived(update)
        else:
            await asyncio.sleep(PAUSE)

    async def _post(self, http: aiohttp.ClientSession, update: Json) -> int:
        """Return the status, 0 where there was no answer."""
        secret = self._state.webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with http.post(self._state.webhook["url"], json=update, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, KeyError):
            return 0


def lane(update: Json) -> str:
    """Return the key that keeps updates in order: the chat, else the person. Updates of neither share one queue."""
    body: Any = next((value for key, value in update.items() if key != "update_id"), None)
    if not isinstance(body, dict):
        return ""
    message = body.get("message")
    chat = body.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
    person: Json = next((body[name] for name in _PEOPLE if isinstance(body.get(name), dict)), {})
    return repr((chat if isinstance(chat, dict) else person).get("id"))
