"""Check each request before its route: the host name, and that a post comes from this page; set security headers."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from botfeed.adapters.web.access import callers

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware. `hosts`: names the page answers to besides loopback; unless `public`, only to this machine.

    `open_paths`: beginnings of paths whose routes check callers themselves (webhooks, public pictures).
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Iterable[str] = (), public: bool = False, open_paths: Iterable[str] = ()
    ) -> None:
        self.app = app
        self.public = public
        self.open_paths = tuple(open_paths)
        self.hosts = frozenset(h.lower() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            status, why = refusal
            await PlainTextResponse(why, status)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        if self.open_paths and scope["path"].startswith(self.open_paths):
            return None
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if bare(host) not in LOOPBACK | self.hosts:
            return 421, "This page does not answer to that host name. BOTFEED_HOSTS adds one.\n"
        if not self.public and not callers.is_direct(scope, headers):
            return 403, "This page is for the machine it runs on. BOTFEED_HOSTS opens it to a host name.\n"
        if scope["method"] not in _READING and not same_site(headers, host):
            return 403, "A post from another site is refused.\n"
        return None


def bare(host: str) -> str:
    """Return a host without its port, in lower case."""
    name, colon, port = host.strip().lower().rpartition(":")
    return name if colon and port.isdigit() else host.strip().lower()


def same_site(headers: Headers, host: str) -> bool:
    """Return True if this page sent the request; every browser says so by at least one of two headers."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return False
    if site is not None and site != "same-origin":
        return False
    return origin is None or urlsplit(origin).netloc.lower() == host.strip().lower()
