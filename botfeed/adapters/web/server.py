"""Build the page's ASGI application: the page, its pictures, its live streams and the platforms' webhooks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from botfeed.adapters.web import preview, receiver
from botfeed.adapters.web.access.guard import Guard
from botfeed.adapters.web.messenger import WebMessenger
from botfeed.adapters.web.routes import health, page, pictures, public_pictures, stream
from botfeed.adapters.web.routes import webhooks as webhook_routes
from botfeed.adapters.web.routes.webhooks import Webhook
from botfeed.adapters.web.sample import community
from botfeed.adapters.web.site import PEOPLE, PLATFORM, Connection, Digest, Site
from botfeed.core.chat.context import Services

log = structlog.get_logger()

_HERE = Path(__file__).parent


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
    webhooks: Mapping[str, Webhook] | None = None,
    shares: bool = False,
) -> Starlette:
    """Build the application and register its messenger as `services.messengers["web"]`.

    It answers to loopback names and to `hosts`. Where others can reach it (`hosts`, or not `local`: bound to more
    than loopback) each browser is one person of its own. `sample`: fill it with a made-up community. `webhooks`: the
    platforms' receivers by path, which check their callers themselves, under any host name. `shares`: serve the
    pictures of posts that everybody may see to everybody.
    """
    hosts, public = tuple(hosts), bool(tuple(hosts)) or not local
    webhooks = webhooks or {}
    messenger = WebMessenger(services.clock)
    services.messengers[PLATFORM] = messenger
    app = Starlette(
        routes=[
            *page.ROUTES,
            *receiver.ROUTES,
            *stream.ROUTES,
            *pictures.ROUTES,
            *health.ROUTES,
            *(webhook_routes.route(path, webhook) for path, webhook in webhooks.items()),
            *(public_pictures.ROUTES if shares else ()),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        middleware=[
            Middleware(
                Guard,
                hosts=hosts,
                public=public,
                open_paths=(*webhooks, *((public_pictures.PATH,) if shares else ())),
            )
        ],
        lifespan=_with_sample if sample else None,
    )
    app.state.site = Site(services, messenger, public, tuple(people), tuple(connections), previews or {}, digest)
    return app


@contextlib.asynccontextmanager
async def _with_sample(app: Starlette) -> AsyncIterator[None]:
    """Add the sample community while the page already answers."""
    here: Site = app.state.site
    populating = asyncio.create_task(community.populate(here.services, here.messenger.changed))
    populating.add_done_callback(_log_failure)
    yield
    populating.cancel()
    await asyncio.gather(populating, return_exceptions=True)


def _log_failure(populating: asyncio.Task[None]) -> None:
    if not populating.cancelled() and (error := populating.exception()):
        log.error("the sample community could not move in", exc_info=error)


def close(app: Starlette) -> None:
    """End the live streams, so that a server that waits for its connections can stop."""
    app.state.site.messenger.close()
