"""Fetch a picture that a server names by its address, without being sent into one's own network by it.

An address on the server itself is fetched from there. One elsewhere has to be public: its name is looked up once, and
the connection is made to what was found, so that a second look-up cannot lead inside. A server often names itself by
an address that only it can reach (localhost): such a path is fetched from the server as it is known here.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.request import getproxies_environment, proxy_bypass

if TYPE_CHECKING:
    from urllib.parse import SplitResult

MOST = 25_000_000  # bytes: what the store of pictures takes
HOPS = 3  # redirections
TRIES = 2
PORTS = {"http": 80, "https": 443}


class Unfetched(Exception):
    """The picture cannot be had; the text says why, without the address, which may hold a signature."""

    def __init__(self, why: str, *, again: bool = False) -> None:
        super().__init__(why)
        self.again = again


async def fetch(client: Any, base_url: str, url: str) -> bytes:
    """Return the bytes at `url`, which may be relative to the server. `client` is an HTTP client that adds no key.
    Raises Unfetched.
    """
    import httpx2  # noqa: PLC0415  comes with openai, and is as lazy

    for last in range(TRIES):
        try:
            return await _followed(client, base_url, url)
        except Unfetched as error:
            if not error.again or last == TRIES - 1:
                raise
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            if last == TRIES - 1:
                raise Unfetched(f"its address cannot be reached ({type(error).__name__})") from error
    raise Unfetched("its address cannot be reached")


async def _followed(client: Any, base_url: str, url: str) -> bytes:
    here = urljoin(base_url, url)
    for _ in range(HOPS + 1):
        address, headers, extensions = await _target(base_url, here)
        request = client.build_request("GET", address, headers=headers, extensions=extensions)
        for name in ("authorization", "api-key"):
            request.headers.pop(name, None)
        response = await client.send(request, stream=True, follow_redirects=False)
        try:
            if response.is_redirect and (onwards := response.headers.get("location")):
                here = urljoin(here, onwards)
                continue
            if response.status_code != 200:
                raise Unfetched(f"its address answered {response.status_code}", again=response.status_code >= 500)
            return await _bounded(response)
        finally:
            await response.aclose()
    raise Unfetched("its address leads on and on")


async def _bounded(response: Any) -> bytes:
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > MOST:
            raise Unfetched(f"it has more than {MOST // 1_000_000} MB")
    return bytes(data)


async def _target(base_url: str, url: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Return the address to connect to, with the headers and TLS name of the host that was meant."""
    base, meant = urlsplit(base_url), urlsplit(url)
    if meant.scheme not in PORTS or not meant.hostname:
        raise Unfetched("its address is not of the web")
    if _same(base, meant):
        return url, {}, {}
    try:
        found = await _addresses(meant.hostname, meant.port or PORTS[meant.scheme])
    except Unfetched:
        if _proxied(meant.scheme, meant.hostname):
            return url, {}, {}  # only the proxy knows the names outside
        raise
    if all(_public(one) for one in found):
        number = f"[{found[0]}]" if ":" in found[0] else found[0]
        there = f"{number}:{meant.port}" if meant.port else number
        pinned = urlunsplit((meant.scheme, there, meant.path, meant.query, ""))
        host = meant.netloc.rpartition("@")[2]
        return pinned, {"Host": host}, {"sni_hostname": meant.hostname}
    if all(ipaddress.ip_address(one).is_loopback for one in found):
        return urlunsplit((base.scheme, base.netloc, meant.path, meant.query, "")), {}, {}
    raise Unfetched("its address is inside a private network")


def _same(base: SplitResult, meant: SplitResult) -> bool:
    ours = (base.scheme, base.hostname, base.port or PORTS.get(base.scheme))
    return ours == (meant.scheme, meant.hostname, meant.port or PORTS.get(meant.scheme))


async def _addresses(host: str, port: int) -> list[str]:
    """Return the numbers of a host. Raises Unfetched if it has none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unfetched("its address has no host", again=True) from error
    return [str(one[4][0]).partition("%")[0] for one in found]


def _proxied(scheme: str, host: str) -> bool:
    """Return True if a name outside is reached, and looked up, by a proxy."""
    proxies = getproxies_environment()
    return "." in host and bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)


def _public(number: str) -> bool:
    address = ipaddress.ip_address(number)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast
