"""Record of a dialect: what a server with OpenAI's API has and takes, and how it says no and yes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
FILTERED = "forbidden"  # the word in a prompt or question at which a filter acts
IMAGES = ("images.generate", "images.edit")
CHAT = "chat.completions"


@dataclass(frozen=True, slots=True)
class Said:
    """Answer of a server: a status, and JSON or text."""

    status: int
    body: Any
    kind: str = "application/json"


def page(status: int) -> Said:
    return Said(status, "<!DOCTYPE html><html><body>Not what you look for</body></html>", "text/html")


def error(status: int, message: str, **more: Any) -> Said:
    return Said(status, {"error": {"message": message, "type": "invalid_request_error", "param": None, **more}})


def as_b64(encoded: str, _url: str) -> Json:
    return {"b64_json": encoded}


def as_url(_encoded: str, url: str) -> Json:
    return {"url": url}


def listed(items: list[Any]) -> Any:
    return {"created": 1_795_000_000, "data": items}


@dataclass(frozen=True, slots=True)
class Dialect:
    """Dialect of a server. `has`: the calls that it knows; any other is answered by `lacking`. `takes`: the fields of a
    call, where not all are taken; another is answered by `unknown`. `item` and `answer` make a picture's place and the
    whole answer; `thinks` wraps what a language model says. `most`: pictures of a call; more are refused by `too_many`,
    or only so many are made where it is None. `ends`: chunks name the reason why a stream ends.
    """

    name: str
    has: frozenset[str]
    lacking: Said
    takes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unknown: Callable[[str], Said] = lambda name: error(400, f"Unknown parameter: '{name}'.", param=name)
    sizes: tuple[str, ...] = ()
    bad_size: Callable[[str], Said] = lambda size: error(400, f"Invalid size {size}.", param="size")
    most: int = 10
    too_many: Said | None = None
    item: Callable[[str, str], Any] = as_b64
    answer: Callable[[list[Any]], Any] = listed
    thinks: Callable[[str], Any] = str
    ends: bool = True
    filtered: Said = Said(400, {"error": {"message": "blocked", "code": "content_policy_violation", "type": "x"}})
    host: str = ""  # of pictures' addresses, if not the server's own
    system: Said | None = None  # how a system role is refused, if it is

    def refuses(self, call: str, body: Mapping[str, Any]) -> Said | None:
        """Return how a server of this dialect refuses a call, None if it takes it."""
        if call not in self.has:
            return self.lacking
        takes = self.takes.get(call)
        if takes is not None:
            wanted = {name.removesuffix("!") for name in takes if name.endswith("!")}
            for name in [*(name for name in body if name not in takes), *sorted(wanted - set(body))]:
                return self.unknown(name)
        size = str(body.get("size") or "")
        if call in IMAGES and self.sizes and size and size not in self.sizes:
            return self.bad_size(size)
        if call in IMAGES and self.too_many and int(body.get("n") or 1) > self.most:
            return self.too_many
        if self.system and any(one.get("role") == "system" for one in body.get("messages", ())):
            return self.system
        return self.filtered if FILTERED in json.dumps(body) else None
