"""Queue of updates and getUpdates: an offset confirms earlier updates; a second poller ends the first."""

from __future__ import annotations

import copy
from typing import Any

from botfeed.testing.condition import Condition
from botfeed.testing.telegram.api.calls import ApiError, Json

ON_REQUEST = frozenset(
    {"chat_member", "guest_message", "message_reaction", "message_reaction_count"}
)  # only when asked for by name


class Updates:
    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self.waiting: list[Json] = []
        self.delivered: list[Json] = []  # every answer's updates, in order: what a restarted bot may see again
        self.again: list[Json] = []
        self.polls = 0
        self.raw: set[int] = set()  # pushed as they are: the contract is not asked about them
        self.closed = False
        self._next = 1000
        self._poller = 0
        self._allowed: frozenset[str] | None = None

    def restart(self, number: int) -> None:
        """Number later updates anew, as Telegram does from anywhere after a quiet week."""
        self._next = number

    def push(self, kind: str, body: Json) -> int:
        """Queue an update unless the bot did not ask for its kind. Returns the update's id, 0 if it was dropped."""
        if (kind in ON_REQUEST) if self._allowed is None else (kind not in self._allowed):
            return 0
        return self._queue({kind: copy.deepcopy(body)})  # as it was then: later edits do not show

    def push_raw(self, update: Json) -> int:
        number = self._queue(update)
        self.raw.add(number)
        return number

    def _queue(self, update: Json) -> int:
        update = {"update_id": self._next, **update}
        self._next = max(self._next, int(update["update_id"])) + 1
        self.waiting.append(update)
        self.condition.notify()
        return int(update["update_id"])

    def redeliver(self, update_id: int | None = None) -> Json:
        """Send a delivered update (the last one) once more with the next answer, whatever offset was confirmed."""
        update = next(u for u in reversed(self.delivered) if update_id in (None, u["update_id"]))
        self.again.append(update)
        self.condition.notify()
        return update

    async def poll(self, params: Json) -> list[Json]:
        """Perform a getUpdates. Raises ApiError(409) when another one came meanwhile."""
        self._poller += 1
        self.polls += 1
        mine = self._poller
        self.condition.notify()
        self.allow(params.get("allowed_updates"))
        self._confirm(int(params.get("offset", 0)))
        seconds = float(params.get("timeout", 0))
        if seconds > 0:
            try:
                await self.condition.until(lambda: self._ready() or mine != self._poller or self.closed, seconds)
            except TimeoutError:
                return []
        if mine != self._poller:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        repeated, self.again = self.again, []
        answer = [*repeated, *self.waiting][: int(params.get("limit", 100))]
        self.delivered += answer
        return answer

    def arrived(self, update: Json) -> None:
        """Record that a webhook answered an update by a 2xx."""
        self.delivered.append(update)
        if any(update is one for one in self.again):
            self.again = [one for one in self.again if one is not update]
        else:
            self.waiting = [one for one in self.waiting if one is not update]
        self.condition.notify()

    def allow(self, kinds: Any) -> None:
        """Set the kinds of updates that the bot asked for; None leaves them unchanged."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def _ready(self) -> bool:
        return bool(self.again or self.waiting)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset:
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
