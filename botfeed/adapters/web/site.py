"""What every route of the page may touch, and who is asking."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.requests import Request as Http

from botfeed.adapters.web import preview, session
from botfeed.adapters.web.messenger import WebMessenger
from botfeed.adapters.web.session import Session
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.language.i18n import guess, words
from botfeed.core.model import Account, Address, Identity
from botfeed.core.ports import Unit

PLATFORM = "web"
PEOPLE = ("ada", "ben")
Digest = Callable[[Services, int], Awaitable[object]]
"""Sends somebody's next digest now; gives False where there is not enough for one."""

_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3})(?:-[\w-]+)?")


class Connection(Protocol):
    """A part of the house, for the panel: is it there, what it brings, and the short steps to get it."""

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
    """All that the app put together for the page. `public`: each browser is one person of its own, and no other."""

    services: Services
    desk: WebMessenger
    public: bool = False
    people: tuple[str, ...] = PEOPLE
    connections: tuple[Connection, ...] = ()
    previews: Mapping[str, preview.Show] = field(default_factory=dict)
    digest: Digest | None = None

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
    """Give the session and the person it speaks as; 401 without a session, 403 for somebody else's name."""
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
    """Give the account of somebody at the page, None before their first word."""
    identity = uow.one(Identity, platform=PLATFORM, user=who)
    return uow.get(Account, identity.account) if identity else None


def language(http: Http, known: Account | None) -> str:
    """The account's language, else the first one of the browser's that we speak."""
    if known:
        return known.language
    return guess(locale(http))


def locale(http: Http) -> str:
    wanted = _LANGUAGE.match(http.headers.get("accept-language", ""))
    return wanted[1] if wanted else ""


def ctx(services: Services, uow: Unit, who: str, known: Account | None, code: str) -> RenderContext:
    return RenderContext(uow=uow, services=services, words=words(code), address=address(who), account=known)
