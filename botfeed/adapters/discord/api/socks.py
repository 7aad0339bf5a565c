"""Connect to Discord through a SOCKS proxy, by aiohttp-socks (extra `socks`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
from aiohttp_socks import ProxyConnector, ProxyError

if TYPE_CHECKING:
    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

_KNOWN = {"socks5h": "socks5", "socks4a": "socks4"}  # the proxy always looks up the host's name


class SocksConnector(ProxyConnector):
    """Connector whose proxy's refusals are errors of aiohttp, which its callers expect and try again."""

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout) -> Connection:
        try:
            return await super().connect(req, traces, timeout)
        except ProxyError as error:
            raise aiohttp.ClientConnectionError(f"the SOCKS proxy refuses: {error}") from error


def connector(url: str) -> SocksConnector:
    """Return a connector through the proxy at `url`. Call it where the event loop runs."""
    scheme, _, rest = url.partition("://")
    made = SocksConnector.from_url(f"{_KNOWN.get(scheme, scheme)}://{rest}", rdns=True, limit=0)
    assert isinstance(made, SocksConnector)
    return made
