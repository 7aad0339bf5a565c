"""Route the calls of platforms to their receivers: check the caller, bound the body, and answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from starlette.requests import Request as Http
from starlette.responses import PlainTextResponse, Response

from botfeed.adapters.web.access import gate

AGAIN = {"retry-after": "1"}  # seconds, while the platform's adapter starts


class Webhook(Protocol):
    """Receiver of a platform's webhook. `most`: bytes of one body."""

    @property
    def most(self) -> int: ...

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Return True if the caller is the platform; called before the body is read."""

    async def take(self, body: bytes) -> bool:
        """Handle one call. Returns False if it is not durable, so that the platform repeats it."""


def route(path: str, webhook: Webhook) -> gate.GatedRoute:
    """Return the route of a webhook: 403 for strangers, 413 for too much, 503 for what has to be repeated."""

    async def call(http: Http) -> Response:
        if not webhook.knows(http.headers):
            return PlainTextResponse("", 403)
        body = await _body(http, webhook.most)
        if body is None:
            return PlainTextResponse("", 413)
        return PlainTextResponse("") if await webhook.take(body) else PlainTextResponse("", 503, AGAIN)

    return gate.route(path, call, gate.Rule.CALLER, "POST")


async def _body(http: Http, most: int) -> bytes | None:
    """Read the body; None for one that is larger than `most` bytes, of which no more is read."""
    announced = http.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > most:
        return None
    parts, size = [], 0
    async for part in http.stream():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)
