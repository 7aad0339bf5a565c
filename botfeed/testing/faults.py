"""Faults between a bot and a platform, as rows that a fake plays: those of `faults.json`, or your own.

plan = Plan(load("discord"))
plan.arm("rate_limit_user", route="POST /channels/{id}/messages", times=1)
plan.arm(Fault("odd", status=418), after=True)      # the request takes effect, only its answer is lost
fault = plan.take("POST", "/channels/5/messages")   # an Armed, or None; each taking uses one of its times up
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import web

ANY = "*"
NORMAL_ANSWER = "<normal answer>"  # a row's body where only the headers are out of the ordinary


@dataclass(frozen=True, slots=True)
class Fault:
    """Fault as a row: `action` is "reset" (the connection is cut) or begins with "delay" (no answer ever comes)."""

    name: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    text: str | None = None
    action: str = ""
    gateway_send: Any = None
    gateway_close: int = 0
    gateway_refuse: bool = False
    gateway_silent: bool = False
    sse: tuple[str, ...] = ()

    @property
    def on_gateway(self) -> bool:
        return bool(self.gateway_send is not None or self.gateway_close or self.gateway_refuse or self.gateway_silent)

    @property
    def keeps_answer(self) -> bool:
        return bool(self.body == NORMAL_ANSWER)

    def content(self) -> bytes:
        """Return the bytes of the body."""
        if self.text is not None:
            return self.text.encode()
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass(slots=True)
class Armed:
    fault: Fault
    method: str
    template: tuple[str, ...]
    left: int
    after: bool

    def fits(self, method: str, path: str) -> bool:
        if self.left <= 0 or self.method not in (ANY, method):
            return False
        asked = tuple(path.strip("/").split("/"))
        if self.template == (ANY,):
            return True
        return len(asked) == len(self.template) and all(
            part.startswith("{") or part == given for part, given in zip(self.template, asked, strict=True)
        )


class Plan:
    """Armed faults that wait for their request."""

    def __init__(self, known: Mapping[str, Fault]) -> None:
        self.known = dict(known)
        self._armed: list[Armed] = []

    def named(self, fault: str | Fault) -> Fault:
        """Return a row by its name, or the given one. KeyError, with the known names, for an unknown one."""
        if isinstance(fault, Fault):
            return fault
        if fault not in self.known:
            raise KeyError(f"no fault is called {fault!r}; known: {', '.join(sorted(self.known)) or 'none'}")
        return self.known[fault]

    def arm(self, fault: str | Fault, *, route: str = ANY, times: int = 1, after: bool = False) -> Fault:
        """Arm a fault on `route` ("POST /channels/{id}/messages", a path, "*"); `after`: the call takes effect."""
        row = self.named(fault)
        method, _, path = route.rpartition(" ")
        template = tuple(path.strip("/").split("/"))
        self._armed.append(Armed(row, method.upper() or ANY, template, times, after))
        return row

    def take(self, method: str, path: str) -> Armed | None:
        for armed in self._armed:
            if armed.fits(method.upper(), path):
                armed.left -= 1
                return armed
        return None

    def clear(self) -> None:
        """Forget the faults that have not happened."""
        self._armed.clear()

    @property
    def pending(self) -> list[str]:
        """Return the names of armed faults that have not happened: a test may assert that there are none."""
        return [armed.fault.name for armed in self._armed if armed.left > 0]


@cache
def table() -> tuple[Mapping[str, Any], ...]:
    """Return all rows of the table, with the behaviour that each should cause and its source."""
    return tuple(json.loads(resources.files(__package__).joinpath("faults.json").read_text(encoding="utf-8")))


def load(service: str) -> dict[str, Fault]:
    """Return the rows of "discord", "telegram" or "openai" by name."""
    return {row["name"]: from_row(row) for row in table() if row["service"] == service}


def from_row(row: Mapping[str, Any]) -> Fault:
    given = {each.name: row[each.name] for each in fields(Fault) if each.name in row}
    return Fault(**{**given, "sse": tuple(given.get("sse", ()))})


def reset(request: web.Request) -> None:
    """Cut the connection so that the peer sees ECONNRESET instead of an orderly end."""
    if request.transport is not None:
        peer: socket.socket = request.transport.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
