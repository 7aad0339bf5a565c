"""Ways in for platforms that call us: who may, how much at once, and what they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from starlette.requests import Request as Http
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

AGAIN = {"retry-after": "1"}  # seconds, while the door behind it opens


class Webhook(Protocol):
    """What a platform's adapter offers to the server. `most`: bytes of one body."""

    @property
    def most(self) -> int: ...

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Whether who calls may; asked before a byte of the body is read."""

    async def take(self, body: bytes) -> bool:
        """Take one call in; gives whether it is durable. What is not is sent again."""


def route(path: str, inlet: Webhook) -> Route:
    async def call(http: Http) -> Response:
        if not inlet.knows(http.headers):
            return PlainTextResponse("", 403)
        body = await _body(http, inlet.most)
        if body is None:
            return PlainTextResponse("", 413)
        return PlainTextResponse("") if await inlet.take(body) else PlainTextResponse("", 503, AGAIN)

    return Route(path, call, methods=["POST"])


async def _body(http: Http, most: int) -> bytes | None:
    """Read the body; None for one that says or turns out to be too large, of which no more is read."""
    said = http.headers.get("content-length", "0")
    if not said.isdigit() or int(said) > most:
        return None
    parts, size = [], 0
    async for part in http.stream():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)
