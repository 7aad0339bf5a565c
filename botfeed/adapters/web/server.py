"""The page's server: one page, its pictures and its live streams, for whoever serves ASGI."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as Http
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from botfeed.adapters.web import (
    gallery,
    health,
    page_texts,
    picture_routes,
    preview,
    receiver,
    sample,
    schema,
    session,
    shared,
    site,
    stream,
    webhooks,
)
from botfeed.adapters.web.guard import Guard
from botfeed.adapters.web.messenger import WebMessenger
from botfeed.adapters.web.session import Session
from botfeed.adapters.web.site import PEOPLE, PLATFORM, Connection, Digest, Site
from botfeed.core.chat.context import Services
from botfeed.core.language import i18n
from botfeed.core.ports import Unit

log = structlog.get_logger()

_HERE = Path(__file__).parent
_PAGE = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined
).get_template("page.html")


def build(
    services: Services,
    *,
    hosts: Iterable[str] = (),
    local: bool = True,
    people: Sequence[str] = PEOPLE,
    connections: Sequence[Connection] = (),
    previews: Mapping[str, preview.Show] | None = None,
    digest: Digest | None = None,
    sample: bool = False,
    inlets: Mapping[str, webhooks.Webhook] | None = None,
    shares: bool = False,
) -> Starlette:
    """Build the page and give it a voice in the house: `house.messengers["web"]`.

    It answers to loopback names and to `hosts`. Where others can reach it (`hosts`, or not `local`: bound to more
    than loopback) each browser is one person of its own. `sample` fills the house with a made-up community.
    `inlets` are ways in for platforms, by path: they are open to whoever each of them knows, under any host name.
    With `shares` the pictures of posts that are public to everyone are, too.
    """
    hosts, public = tuple(hosts), bool(tuple(hosts)) or not local
    inlets = inlets or {}
    desk = WebMessenger(services.clock)
    services.messengers[PLATFORM] = desk
    app = Starlette(
        routes=[
            Route("/", page),
            *receiver.ROUTES,
            *stream.ROUTES,
            *picture_routes.ROUTES,
            *health.ROUTES,
            *(webhooks.route(path, inlet) for path, inlet in inlets.items()),
            *(shared.ROUTES if shares else ()),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        middleware=[
            Middleware(Guard, hosts=hosts, public=public, doors=(*inlets, *((shared.DOOR,) if shares else ())))
        ],
        lifespan=_living if sample else None,
    )
    app.state.site = Site(services, desk, public, tuple(people), tuple(connections), previews or {}, digest)
    return app


@contextlib.asynccontextmanager
async def _living(app: Starlette) -> AsyncIterator[None]:
    """Let the sample community move in while the page already answers."""
    here: Site = app.state.site
    moving = asyncio.create_task(sample.populate(here.services, here.desk.changed))
    moving.add_done_callback(_told)
    yield
    moving.cancel()
    await asyncio.gather(moving, return_exceptions=True)


def _told(moving: asyncio.Task[None]) -> None:
    if not moving.cancelled() and (error := moving.exception()):
        log.error("the sample community could not move in", exc_info=error)


def close(app: Starlette) -> None:
    """End the live streams, so that a server that waits for its connections can stop at once."""
    app.state.site.desk.close()


async def page(http: Http) -> HTMLResponse:
    """The one page, with all that it starts from inside."""
    here = site.of(http)
    known = here.session(http)
    who = known or _newcomer(here)
    boot = await here.services.store.read(lambda uow: _boot(here, uow, http, who))
    html = _PAGE.render(boot=boot, w=boot["words"], connections=here.connections, language=boot["language"])
    response = HTMLResponse(html, headers={"cache-control": "no-store"})
    if known is None:
        session.write(response, http, here.services.secret, who.id)
    return response


def _newcomer(here: Site) -> Session:
    id = session.new_id()
    return Session(id, here.people_of(id))


def _boot(here: Site, uow: Unit, http: Http, who: Session) -> dict[str, Any]:
    first = who.people[0]
    code = site.language(http, site.account(uow, first))
    say = i18n.words(code)
    accounts = {name: site.account(uow, name) for name in who.people}
    return {
        "language": code,
        "people": [{"who": n, "name": a.handle if a else here.name(n)} for n, a in accounts.items()],
        "words": page_texts.of(say),
        "menu": schema.menu(here.services.menu, say),
        "talks": stream.conversations(here, who.people),
        "tiles": gallery.wall(here.services, uow, first, code, picture_routes.addresses(here.services.secret, first)),
        "steps": gallery.steps(here.services, uow, who.people),
        "previews": list(here.previews),
        "digest": here.digest is not None,
    }
