"""Connector that leads an unmodified client from Discord's hosts to a local port, in plain HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from aiohttp import ClientRequest, ClientTimeout
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.tracing import Trace

_HOSTS = ("discord.com", "discord.gg", "discordapp.com", "discordapp.net", "127.0.0.1")


class Connector(aiohttp.BaseConnector):
    """Connector of a test: Discord's hosts (and 127.0.0.1) are the fake; no other host exists, so no test reaches
    the network.
    TLS is left out: the client still uses https and wss addresses, and sends the same bytes.
    """

    def __init__(self, port: int) -> None:
        super().__init__(limit=0)
        self._port = port

    async def _create_connection(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,
    ) -> ResponseHandler:
        host = req.url.host or ""
        if not any(host == known or host.endswith(f".{known}") for known in _HOSTS):
            raise aiohttp.ClientConnectorError(req.connection_key, OSError(f"{host} is not a host of this fake"))
        try:
            async with asyncio.timeout(timeout.sock_connect):
                _, protocol = await self._loop.create_connection(self._factory, "127.0.0.1", self._port)
        except OSError as error:
            raise aiohttp.ClientConnectorError(req.connection_key, error) from error
        return protocol
