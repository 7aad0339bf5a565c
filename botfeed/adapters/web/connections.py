"""Bound the page's connections: one that asks nothing in time is closed, and a flood of them makes room for others."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEADERS = 10.0  # seconds for the headers of a request to arrive; browsers send them at once
SHARE = 4  # one address has a quarter of all connections at most; a proxy on this machine may have them all
MOST = 4096
_KEPT_FREE = 2  # half of the file descriptors stay free for the database, pictures and platforms


def most() -> int:
    """Return how many connections may be open at once, by this process's limit of file descriptors."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return MOST
    return int(min(MOST, max(32, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // _KEPT_FREE)))


class BoundedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which by itself waits for ever for the first request of a connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, and close one that asks nothing where there are too many."""
        super().connection_made(transport)
        self.loop.call_later(HEADERS, self._look, None)
        bound, others = most(), [one for one in self.connections if isinstance(one, BoundedProtocol)]
        same = [one for one in others if one.client and self.client and one.client[0] == self.client[0]]
        if len(same) > bound // SHARE and not self._is_local():
            self.transport.close()
        elif len(others) > bound:
            idle = next((one for one in others if one is not self and one.idle), self)
            idle.transport.close()

    @property
    def idle(self) -> bool:
        """Return True if no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _look(self, before: RequestResponseCycle | None) -> None:
        """Close the connection if no request has begun since the last look, and look again later if one has."""
        if self.transport.is_closing():
            return
        if self.idle and self.cycle is before:
            self.transport.close()
            return
        self.loop.call_later(HEADERS, self._look, self.cycle)

    def _is_local(self) -> bool:
        try:
            return ip_address(cast("tuple[str, int]", self.client)[0]).is_loopback
        except (TypeError, ValueError):
            return False
