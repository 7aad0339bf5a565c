"""The one gate of the page's routes: each states who may call it, and nothing is routed that does not.

- OPEN: any browser that reached the page; shows nothing of anybody's (the shell of the page, health).
- CALLER: other services, whom the route itself checks (webhooks, pictures that everybody may see).
- SELF: a browser with a session, for what it wrote and what it was shown (commands are admitted by the core).
- ADMITTED: a session whose person may use this botfeed at all: all that shows others' pictures.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps

from starlette.exceptions import HTTPException
from starlette.requests import Request as Http
from starlette.responses import Response
from starlette.routing import Route

from botfeed.adapters.web import site
from botfeed.core.model import Identity
from botfeed.core.ports import Unit
from botfeed.core.safety import access

Endpoint = Callable[[Http], Awaitable[Response]]


class Rule(Enum):
    OPEN = "open"
    CALLER = "caller"
    SELF = "self"
    ADMITTED = "admitted"


class GatedRoute(Route):
    """A route with its rule."""

    def __init__(self, path: str, endpoint: Endpoint, rule: Rule, methods: list[str]) -> None:
        super().__init__(path, _behind(endpoint, rule), methods=methods)
        self.rule = rule


def route(path: str, endpoint: Endpoint, rule: Rule, method: str = "GET") -> GatedRoute:
    """Return the route of `endpoint`, behind its rule."""
    return GatedRoute(path, endpoint, rule, [method])


def _behind(endpoint: Endpoint, rule: Rule) -> Endpoint:
    if rule is Rule.CALLER:
        return endpoint

    @wraps(endpoint)
    async def gated(http: Http) -> Response:
        here = site.of(http)
        here.pace.check(http, here.services.clock.monotonic())
        if rule is not Rule.OPEN:
            session = here.session(http)
            if session is None:
                raise HTTPException(401, "Open the page first.")
            standing = await here.services.store.read(lambda uow: _standing(here, uow, session.people))
            if rule is Rule.ADMITTED and not standing.admitted:
                raise HTTPException(403, "This botfeed is open by invitation.")
            if http.method == "POST" and not standing.known and here.public and here.services.painters[0].info.paid:
                here.pace.check_new(http, here.services.clock.monotonic())
        return await endpoint(http)

    return gated


@dataclass(frozen=True, slots=True)
class _Standing:
    """Standing of a browser's person: `known` who wrote before, `admitted` who may use this botfeed."""

    known: bool
    admitted: bool


def _standing(here: site.Site, uow: Unit, people: tuple[str, ...]) -> _Standing:
    known = uow.count(Identity, platform=site.PLATFORM, user__in=list(people)) > 0
    return _Standing(known, any(may_enter(here, uow, who) for who in people))


def may_enter(here: site.Site, uow: Unit, who: str) -> bool:
    """Return True if a person of the page may use this botfeed, before their first request too."""
    identity = uow.one(Identity, platform=site.PLATFORM, user=who)
    return access.is_admitted(here.services.policy, site.account(uow, who), identity, site.PLATFORM)
