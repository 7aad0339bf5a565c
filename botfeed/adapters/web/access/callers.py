"""Tell where a request comes from: this machine, a proxy before the page, or the address that a proxy names."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Scope

_FORWARDED = frozenset({
    "forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-original-host", "x-original-url",
    "cf-connecting-ip", "cf-ray", "true-client-ip", "fly-client-ip", "fastly-client-ip", "x-envoy-external-address",
})  # fmt: skip


def is_direct(scope: Scope, headers: Headers) -> bool:
    """Return True if the browser runs on this machine, with no proxy between.

    A proxy names itself by a header, or speaks HTTP/1.0 as nginx does by default; no browser does.
    """
    if scope.get("http_version") == "1.0":
        return False
    if any(name in _FORWARDED or name.startswith("x-forwarded") for name in headers):
        return False
    return _is_loopback(_peer(scope))


def address(http: HTTPConnection) -> str:
    """Return the address to count requests by: the peer's, or the last one that a proxy of this network names.
    An IPv6 address counts by its network of 64 bits, of which a person has a whole.
    """
    peer = _peer(http.scope)
    if _is_near(peer) and (named := http.headers.get("x-forwarded-for") or http.headers.get("x-real-ip")):
        peer = named.rpartition(",")[2].strip()
    try:
        found = ip_address(peer)
    except ValueError:
        return "unknown"
    return str(found) if found.version == 4 else ":".join(found.exploded.split(":")[:4])


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _is_loopback(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False


def _is_near(peer: str) -> bool:
    """Return True for an address of this machine or of a private network, where a proxy before the page stands."""
    try:
        return ip_address(peer).is_private
    except ValueError:
        return False
