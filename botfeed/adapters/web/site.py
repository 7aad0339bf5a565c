"""Shared parts of the page's routes, and the person that a browser acts as."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.requests import Request as Http

from botfeed.adapters.web import preview, render
from botfeed.adapters.web.access import links, session
from botfeed.adapters.web.access.pace import Pace
from botfeed.adapters.web.access.session import Session
from botfeed.adapters.web.messenger import ShownMessage, WebMessenger
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.language.i18n import guess, words
from botfeed.core.model import Account, Address, Identity
from botfeed.core.ports import Unit

PLATFORM = "web"
PEOPLE = ("ada", "ben")
Digest = Callable[[Services, int], Awaitable[object]]
"""Sends a person's next digest now; returns False if there is not enough for one."""

_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3})(?:-[\w-]+)?")


class Connection(Protocol):
    """Part that can be connected, for the panel: its state, what it brings, and the steps to get it."""

    @property
    def name(self) -> str: ...

    @property
    def connected(self) -> bool: ...

    @property
    def brings(self) -> str: ...

    @property
    def how(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Site:
    """Parts that the app passes to the routes. `public`: each browser is one person of its own, and no other."""

    services: Services
    messenger: WebMessenger
    public: bool = False
    people: tuple[str, ...] = PEOPLE
    connections: tuple[Connection, ...] = ()
    previews: Mapping[str, preview.Show] = field(default_factory=dict)
    digest: Digest | None = None
    pace: Pace = field(default_factory=Pace)

    def session(self, http: Http) -> Session | None:
        id = session.read(http, self.services.secret)
        return Session(id, self.people_of(id)) if id else None

    def people_of(self, id: str) -> tuple[str, ...]:
        return (f"guest-{id}",) if self.public else self.people

    def name(self, who: str) -> str:
        return "guest" if self.public else who


def of(http: HTTPConnection) -> Site:
    site = http.app.state.site
    assert isinstance(site, Site)
    return site


def asker(http: Http, who: str | None = None) -> tuple[Session, str]:
    """Return the session and the person it acts as. Raises HTTPException 401 without a session, 403 for others."""
    session = of(http).session(http)
    if session is None:
        raise HTTPException(401, "Open the page first.")
    who = who or session.people[0]
    if who not in session.people:
        raise HTTPException(403, "You are not that person here.")
    return session, who


def address(who: str) -> Address:
    return Address(PLATFORM, who)


def account(uow: Unit, who: str) -> Account | None:
    """Return the account of a person on the page, None before their first request."""
    identity = uow.one(Identity, platform=PLATFORM, user=who)
    return uow.get(Account, identity.account) if identity else None


def language(http: Http, known: Account | None) -> str:
    """Return the account's language, else the one of the browser's first choice."""
    if known:
        return known.language
    return guess(locale(http))


def locale(http: Http) -> str:
    wanted = _LANGUAGE.match(http.headers.get("accept-language", ""))
    return wanted[1] if wanted else ""


def ctx(services: Services, uow: Unit, who: str, known: Account | None, code: str) -> RenderContext:
    return RenderContext(uow=uow, services=services, words=words(code), address=address(who), account=known)


def draw(here: Site, who: str, message: ShownMessage) -> dict[str, Any]:
    """Return a message as the page's scripts read it."""
    secret = here.services.secret
    return {
        "ref": message.ref,
        "n": message.n,
        "revision": message.revision,
        "kind": message.kind,
        "at": message.at.isoformat(),
        "said": message.said,
        "aside": message.aside,
        "on": message.on,
        **render.reply(message.reply, links.pictures(secret, who), links.files(secret, who), here.services.sealer),
    }
