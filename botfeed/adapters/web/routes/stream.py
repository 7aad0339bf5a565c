"""Stream events to each open page, and serve the state from which it starts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request as Http
from starlette.responses import JSONResponse, Response, StreamingResponse

from botfeed.adapters.web import history, preview, render, site
from botfeed.adapters.web.access import gate, links
from botfeed.adapters.web.access.gate import Rule
from botfeed.adapters.web.messenger import Event, Stream
from botfeed.adapters.web.routes import gallery, steps
from botfeed.adapters.web.site import Site
from botfeed.core.errors import MessageGone
from botfeed.core.ports import Unit

PULSE = 20.0  # seconds: proxies drop a silent connection, and the page looks for changes from other platforms


async def events(http: Http) -> StreamingResponse:
    """Stream what happens, from the last event that the browser read, else from the moment its page was made: ?after"""
    session, _ = site.asker(http)
    here = site.of(http)
    after = http.headers.get("last-event-id") or http.query_params.get("after")
    stream = here.messenger.open(session.people, after)
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
            yield _event(_draw(here, event), here.messenger.name_of(event.n) if event.n else "")
    finally:
        here.messenger.leave(stream)


def _event(what: dict[str, Any], id: str = "") -> str:
    head = f"id: {id}\n" if id else ""
    return f"{head}data: {json.dumps(what, separators=(',', ':'))}\n\n"


def _draw(here: Site, event: Event) -> dict[str, Any]:
    drawn: dict[str, Any] = {"type": event.type, "who": event.who, "ref": event.ref}
    if event.entry:
        drawn["entry"] = site.draw(here, event.who, event.entry)
    if event.type == "progress":
        drawn |= {"text": render.text(event.text), "picture": event.picture}
    return drawn


async def talks(http: Http) -> JSONResponse:
    """Return every conversation of this browser, where a stream cannot tell any more what happened."""
    session, _ = site.asker(http)
    await history.recall(site.of(http), *session.people)
    return JSONResponse(conversations(site.of(http), session.people))


def conversations(here: Site, people: tuple[str, ...]) -> dict[str, Any]:
    """Return what was said, and what it is measured by: the process, and the newest revision of any message."""
    desk = here.messenger
    said = {who: [site.draw(here, who, entry) for entry in desk.entries(who)] for who in people}
    return {"run": desk.run, "revision": desk.revision, "said": said}


async def feed(http: Http) -> Response:
    """Return a page of one person's wall and this browser's first steps. Answers 304 if nothing changed.
    ?who; `before`: the `next` of the page before it; `of`: a post, whose author's pictures alone are wanted.
    """
    query = http.query_params
    session, who = site.asker(http, query.get("who"))
    here = site.of(http)
    sealer = here.services.sealer
    before, of = sealer.id(query.get("before", "")), sealer.id(query.get("of", ""))

    def look(uow: Unit) -> dict[str, Any]:
        code = site.language(http, site.account(uow, who))
        pictures = links.pictures(here.services.secret, who)
        page = gallery.page(here.services, uow, who, code, pictures, before=before, of=of)
        return {**page, "steps": steps.of(here.services, uow, session.people), "language": code}

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
    pictures = links.pictures(here.services.secret, who)
    return JSONResponse(await asyncio.to_thread(preview.draw, here.previews, entry.reply, pictures))


ROUTES = [
    gate.route("/api/events", events, Rule.SELF),
    gate.route("/api/talks", talks, Rule.SELF),
    gate.route("/api/feed", feed, Rule.ADMITTED),
    gate.route("/api/previews", previews, Rule.SELF),
]
