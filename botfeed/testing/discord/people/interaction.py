"""Interaction: the person's action, the bot's answer, and the resulting message."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from botfeed.testing.condition import Condition
from botfeed.testing.discord.api.errors import Refused, unknown
from botfeed.testing.discord.clock import Clock
from botfeed.testing.discord.model import Account, Message, Room

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_WITHIN = timedelta(seconds=3)
_LIFE = timedelta(minutes=15)
WAIT = 5.0  # seconds a test waits for the bot unless it says otherwise


@dataclass(frozen=True, slots=True)
class Response:
    """Callback of an interaction: `kind` is one of REPLY .. MODAL; `data` as it was sent."""

    kind: int
    data: dict[str, Any]

    @property
    def deferred(self) -> bool:
        return self.kind in {DEFER, DEFER_UPDATE}

    @property
    def choices(self) -> list[dict[str, Any]]:
        return list(self.data.get("choices") or [])


@dataclass(slots=True, eq=False)
class Interaction:
    """Interaction of a person; `original` is the first answer as it stands now (for an update: the pressed message)."""

    condition: Condition
    clock: Clock
    id: int
    token: str
    kind: int
    person: Account
    room: Room
    payload: dict[str, Any]
    created: datetime
    source: Message | None = None
    answer: Response | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)

    async def response(self, timeout: float = WAIT) -> Response:
        """Return the bot's callback. Raises TimeoutError where none comes."""
        given = await self.condition.until(lambda: self.answer, timeout)
        assert given is not None
        return given

    async def message(self, timeout: float = WAIT) -> Message:
        """Return the original answer once it is no longer deferred."""

        def shown() -> Message | None:
            return None if self.original is None or self.original.loading else self.original

        found = await self.condition.until(shown, timeout)
        assert found is not None
        return found

    async def edited(self, revision: int = 1, timeout: float = WAIT) -> Message:
        """Return the original once it was changed `revision` times; filling in a deferred answer is the first."""

        def changed() -> Message | None:
            return self.original if self.original is not None and self.original.revision >= revision else None

        found = await self.condition.until(changed, timeout)
        assert found is not None
        return found

    async def modal(self, timeout: float = WAIT) -> dict[str, Any]:
        """Return the form that the bot opened, as it was sent. AssertionError where it answered otherwise."""
        response = await self.response(timeout)
        assert response.kind == MODAL, f"the bot opened no form, it answered with type {response.kind}: {response.data}"
        return response.data

    @property
    def ephemeral(self) -> bool:
        """Return True if only the asker sees the answer."""
        return self.original is not None and self.original.ephemeral

    def check_open(self) -> None:
        """Refuse a callback that is the second, or later than 3 s."""
        if self.answer is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if self.clock.now() - self.created > _WITHIN:
            raise unknown("interaction", 10062)

    def check_token(self) -> None:
        """Refuse a token that is older than 15 minutes, or whose interaction was not answered yet."""
        if self.clock.now() - self.created > _LIFE:
            raise Refused(401, 50027, "Invalid Webhook Token")
        if self.answer is None or self.answer.kind in {CHOICES, MODAL}:
            raise unknown("Webhook", 10015)
