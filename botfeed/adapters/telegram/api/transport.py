"""Make python-telegram-bot's client; its two connection pools share one TLS context."""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

AT_ONCE = 256  # requests, as the library's own


def bot(token: str, **options: Any) -> Bot:
    """Return a client that is not connected yet; `options` go to `telegram.Bot` (base_url ...)."""
    trusts = {"verify": _trusted()}
    pools = {
        "request": HTTPXRequest(connection_pool_size=AT_ONCE, httpx_kwargs=trusts),
        "get_updates_request": HTTPXRequest(connection_pool_size=1, httpx_kwargs=trusts),
    }
    return Bot(token, **{**pools, **options})


@cache
def _trusted() -> ssl.SSLContext:
    """Return the shared TLS context: reading the certificates takes 40 ms each time."""
    return httpx.create_ssl_context()
