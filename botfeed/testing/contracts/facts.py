"""Read the facts that the package carries."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any


@functools.cache
def read(service: str) -> dict[str, Any]:
    """Return the facts of "discord", "telegram" or "openai". Callers share one copy and leave it as it is."""
    file = resources.files(__package__) / f"{service}.json"
    facts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return facts
