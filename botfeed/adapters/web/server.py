"""The page's server: build it, listen, serve until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as Http
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from botfeed.adapters.web import gallery, health, pictures, preview, receiver, schema, session, site, stream, words
from botfeed.adapters.web.guard import Guard
from botfeed.adapters.web.messenger import WebMessenger
from botfeed.adapters.web.session import Session
from botfeed.adapters.web.site import PEOPLE, PLATFORM, Connection, Digest, Site
from botfeed.core.chat import i18n
from botfeed.core.chat.context import House
from botfeed.core.errors import StartError
from botfeed.core.ports import Unit

_HERE = Path(__file__).parent
_PAGE = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined
).get_template("page.html")
STOP = 3  # s that an answer under way is waited for


def build(
    house: House,
    *,
    hosts: Sequence[str] = (),
    people: Sequence[str] = PEOPLE,
    connections: Sequence[Connection] = (),
    previews: Mapping[str, preview.Show] | None = None,
    digest: Digest | None = None,
) -> Starlette:
    """Build the page and give it a voice in the house: `house.messengers["web"]`.

    `hosts` are public names it answers to besides loopback; with any of them each browser is one person of its own.
    """
    desk = WebMessenger(house.clock)
    house.messengers[PLATFORM] = desk
    routes = [
        Route("/", page),
        *receiver.ROUTES,
        *stream.ROUTES,
        *pictures.ROUTES,
        *health.ROUTES,
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Guard, hosts=tuple(hosts))])
    app.state.site = Site(house, desk, tuple(hosts), tuple(people), tuple(connections), previews or {}, digest)
    return app


async def page(http: Http) -> HTMLResponse:
    """The one page, with all that it starts from inside."""
    here = site.of(http)
    known = here.session(http)
    who = known or _newcomer(here)
    boot = await here.house.store.read(lambda uow: _boot(here, uow, http, who))
    html = _PAGE.render(boot=boot, w=boot["words"], connections=here.connections, language=boot["language"])
    response = HTMLResponse(html, headers={"cache-control": "no-store"})
    if known is None:
        session.write(response, http, here.house.secret, who.id)
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
        "words": words.of(say),
        "menu": schema.menu(say),
        "talks": stream.conversations(here, who.people),
        "tiles": gallery.wall(here.house, uow, first, code, pictures.addresses(here.house.secret, first)),
        "steps": gallery.steps(here.house, uow, who.people),
        "previews": list(here.previews),
        "digest": here.digest is not None,
    }


def listen(host: str, port: int) -> socket.socket:
    """Open the socket, so that a taken port is told before anything starts. Port 0 finds a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        why = error.strerror or str(error)
        raise StartError(f"The page cannot open {host}:{port} ({why}). BOTFEED_WEB_PORT names another port.") from error
    return listening


class _Quiet(uvicorn.Server):
    """A uvicorn whose signals belong to whoever runs the whole house."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: Starlette, listening: socket.socket) -> None:
    """Serve until cancelled; then end the streams and let answers finish."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=STOP,
    )
    server = _Quiet(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        app.state.site.desk.close()
        await serving
        raise
