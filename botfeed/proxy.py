"""Reach Discord, Telegram and OpenAI through a proxy: BOTFEED_PROXY, or else HTTPS_PROXY, ALL_PROXY and NO_PROXY.

httpx, by which Telegram's and OpenAI's clients call, reads these variables; aiohttp, by which Discord's calls, is told.
"""

from __future__ import annotations

import importlib.util
import os
from typing import Any
from urllib.request import getproxies_environment, proxy_bypass

from botfeed.core.errors import StartError

LOCAL = "localhost,127.0.0.1,::1"
_SCHEMES = ("http", "https", "all")
_SOCKS = ("httpx", "socksio"), ("aiohttp", "aiohttp_socks")  # a client's library, and what it needs for SOCKS


def use(url: str) -> None:
    """Make `url` this process's proxy, for every host but this machine and those of NO_PROXY. Empty: change nothing."""
    if not url:
        return
    for scheme in _SCHEMES:
        os.environ.pop(f"{scheme}_proxy", None)
        os.environ[f"{scheme.upper()}_PROXY"] = url
    if not any(os.environ.get(name) for name in ("NO_PROXY", "no_proxy")):
        os.environ["NO_PROXY"] = LOCAL


def to(host: str) -> str:
    """Return the proxy by which `host` is reached by TLS, empty for none."""
    if proxy_bypass(host):
        return ""
    found = getproxies_environment()
    return found.get("https") or found.get("all") or ""


def check() -> None:
    """Raise StartError if the environment names a SOCKS proxy and what the clients need for it is not installed."""
    if not any(url.startswith("socks") for name, url in getproxies_environment().items() if name in _SCHEMES):
        return
    if missing := [needed for _, needed in _SOCKS if importlib.util.find_spec(needed) is None]:
        raise StartError(f"A SOCKS proxy is set, and {' and '.join(missing)} is missing: pip install '.[socks]'.")


def discord_options() -> dict[str, Any]:
    """Return the options of `discord.Client` for the proxy to Discord. Call it where the event loop runs."""
    url = to("discord.com")
    if not url.startswith("socks"):
        return {"proxy": url} if url else {}
    from botfeed.adapters.discord.api import socks  # noqa: PLC0415 - an extra that only a SOCKS proxy needs

    return {"connector": socks.connector(url)}
