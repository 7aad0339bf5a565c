"""Stream events to each open page, and serve the state from which it starts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request as Http
from starlette.responses import JSONResponse, Response, StreamingResponse

from botfeed.adapters.web import preview, render, site
from botfeed.adapters.web.access import gate, links
from botfeed.adapters.web.access.gate import Rule
from botfeed.adapters.web.messenger import Event, Stream
from botfeed.adapters.web.routes import gallery
from botfeed.adapters.web.site import Site
from botfeed.core.errors import MessageGone
from botfeed.core.ports import Unit

PULSE = 20.0  # seconds: proxies drop a silent connection, and the page looks for changes from other platforms


async def events(http: Http) -> StreamingResponse:
    session, _ = site.asker(http)
    here = site.of(http)
    stream = here.messenger.open(session.people)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_send_events(here, stream), media_type="text/event-stream", headers=headers)


async def _send_events(here: Site, stream: Stream) -> AsyncIterator[str]:
    try:
        yield "retry: 1000\n\n"
        while True:
            try:
                event = await asyncio.wait_for(stream.queue.get(), PULSE)
            except TimeoutError:
                yield _event({"type": "pulse"})
                continue
            if event is None:
                return
            yield _event(_draw(here, event))
    finally:
        here.messenger.leave(stream)


def _event(what: dict[str, Any]) -> str:
    return f"data: {json.dumps(what, separators=(',', ':'))}\n\n"


def _draw(here: Site, event: Event) -> dict[str, Any]:
    drawn: dict[str, Any] = {"type": event.type, "who": event.who, "ref": event.ref}
    if event.entry:
        drawn["entry"] = site.draw(here, event.who, event.entry)
    if event.type == "progress":
        drawn |= {"text": render.text(event.text), "picture": event.picture}
    return drawn


async def talks(http: Http) -> JSONResponse:
    """Return every conversation of this browser, at the start and after a broken stream."""
    session, _ = site.asker(http)
    return JSONResponse(conversations(site.of(http), session.people))


def conversations(here: Site, people: tuple[str, ...]) -> dict[str, Any]:
    return {who: [site.draw(here, who, entry) for entry in here.messenger.entries(who)] for who in people}


async def feed(http: Http) -> Response:
    """Return one person's tiles and this browser's first steps: ?who. Answers 304 if nothing changed."""
    session, who = site.asker(http, http.query_params.get("who"))
    here = site.of(http)

    def look(uow: Unit) -> dict[str, Any]:
        code = site.language(http, site.account(uow, who))
        tiles = gallery.tiles(here.services, uow, who, code, links.pictures(here.services.secret, who))
        return {"tiles": tiles, "steps": gallery.steps(here.services, uow, session.people), "language": code}

    body = json.dumps(await here.services.store.read(look), separators=(",", ":"))
    etag = f'"{hash(body) & 0xFFFFFFFFFFFFFFFF:x}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if http.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


async def previews(http: Http) -> JSONResponse:
    """Return one message as the other platforms would show it: ?who&ref."""
    _, who = site.asker(http, http.query_params.get("who"))
    here = site.of(http)
    try:
        entry = here.messenger.get(who, http.query_params.get("ref", ""))
    except MessageGone:
        return JSONResponse([], 404)
    return JSONResponse(preview.draw(here.previews, entry.reply, links.pictures(here.services.secret, who)))


ROUTES = [
    gate.route("/api/events", events, Rule.SELF),
    gate.route("/api/talks", talks, Rule.SELF),
    gate.route("/api/feed", feed, Rule.ADMITTED),
    gate.route("/api/previews", previews, Rule.SELF),
]
