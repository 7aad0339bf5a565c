"""Table of the Bot API's methods that the fake supports; the modules beside it fill it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from botfeed.testing.telegram.api.calls import Call
from botfeed.testing.telegram.state import TelegramState

Perform: TypeAlias = Callable[[TelegramState, Call], Any]
METHODS: dict[str, Perform] = {}


def method(name: str) -> Callable[[Perform], Perform]:
    """Register a method; the Bot API takes names in any case."""

    def register(perform: Perform) -> Perform:
        METHODS[name.lower()] = perform
        return perform

    return register
