"""Handle people's actions on the page: each post becomes one request, and its answer is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request as Http
from starlette.responses import JSONResponse

from botfeed.adapters.web import decode, site
from botfeed.adapters.web.access import gate
from botfeed.adapters.web.access.gate import Rule
from botfeed.adapters.web.decode import text
from botfeed.adapters.web.messenger import ASIDE, ShownMessage, name
from botfeed.adapters.web.site import Site
from botfeed.core import dispatch
from botfeed.core.chat.message import Receipt, Reply, Request
from botfeed.core.errors import MessageGone
from botfeed.core.people import accounts
from botfeed.core.ports import Unit

SECRET = frozenset({"link"})  # commands whose line is not stored: a code is known by its hash alone


async def send_line(http: Http) -> JSONResponse:
    """Handle a typed line: {who, line, id}."""
    here, who, given = await _read(http)
    line = text(given, "line").strip()
    request = decode.request(here, http, who, given, **decode.line(here.services.menu, line))
    if request.command not in SECRET:
        request = replace(request, said=line)
    here.messenger.put(who, ShownMessage(name(f"said:{request.id}"), "said", here.services.clock.now(), said=line))
    return await _answer(here, who, request)


async def run(http: Http) -> JSONResponse:
    """Run a command with arguments by name, from a form: {who, command, args, aside, id}."""
    here, who, given = await _read(http)
    request = decode.request(
        here, http, who, given, command=text(given, "command", 64), args=decode.texts(given, "args")
    )
    return await _answer(here, who, request, aside=given.get("aside") is True)


async def press(http: Http) -> JSONResponse:
    """Handle a pressed button: {who, payload, pressed, id}."""
    here, who, given = await _read(http)
    pressed, args = text(given, "pressed", 64), {"payload": text(given, "payload", 200)}
    request = decode.request(here, http, who, given, command="payload", args=args, pressed=pressed)
    return await _answer(here, who, request, aside=_is_aside(here, who, pressed))


async def fill(http: Http) -> JSONResponse:
    """Handle a filled-in form of the bot's: {who, payload, values, asked, id}. Its question is removed."""
    here, who, given = await _read(http)
    asked = text(given, "asked", 64)
    try:
        entry = here.messenger.get(who, asked)
    except MessageGone:
        entry = ShownMessage(asked, "reply", here.services.clock.now())
    args = {**decode.texts(given, "values"), "payload": text(given, "payload", 200)}
    request = decode.request(here, http, who, given, command="payload", args=args, pressed=entry.on)
    here.messenger.drop(who, asked)
    return await _answer(here, who, request, aside=entry.aside)


async def react(http: Http) -> JSONResponse:
    """Handle a heart on a card: {who, message, wanted, id}."""
    here, who, given = await _read(http)
    wanted = "1" if given.get("wanted", True) is True else "0"
    args = {"message": text(given, "message", 64), "emoji": "❤", "wanted": wanted}
    return await _answer(here, who, decode.request(here, http, who, given, command="react", args=args))


async def close(http: Http) -> JSONResponse:
    """Remove a question without an answer: {who, asked}."""
    here, who, given = await _read(http)
    here.messenger.drop(who, text(given, "asked", 64))
    return JSONResponse({})


async def digest(http: Http) -> JSONResponse:
    """Send tomorrow's digest now, or answer that there is not enough for one: {who, id}."""
    here, who, given = await _read(http)
    if here.digest is None:
        raise HTTPException(404, "There is no digest here.")
    request = decode.request(here, http, who, given, command="digest.preview")

    def sign_in(uow: Unit) -> int:
        return accounts.sign_in(here.services, uow, request)[0].id

    if await here.digest(here.services, await here.services.store.run(sign_in)) is False:
        return await _answer(here, who, request)
    return JSONResponse({})


async def suggest(http: Http) -> JSONResponse:
    """Complete a value: ?who&command&param&typed."""
    query = http.query_params
    _, who = site.asker(http, query.get("who"))
    here = site.of(http)
    request = decode.request(here, http, who, {"id": "completion"}, command=query.get("command", ""))
    choices = await dispatch.suggest(here.services, request, query.get("param", ""), query.get("typed", "")[:200])
    return JSONResponse([[c.value, c.label] for c in choices])


async def _read(http: Http) -> tuple[Site, str, dict[str, Any]]:
    given = await decode.body(http)
    _, who = site.asker(http, text(given, "who", 64) or None)
    return site.of(http), who, given


async def _answer(here: Site, who: str, request: Request, *, aside: bool = False) -> JSONResponse:
    reply = await dispatch.handle(here.services, request)
    entry = _show(here, who, request, reply, aside=aside)
    if entry and reply.cards:
        await dispatch.record_placement(here.services, request, request.address, reply, Receipt(entry.ref))
    here.messenger.changed()
    drawn = site.draw(here, who, entry) if entry else None
    return JSONResponse({"notice": reply.notice, "entry": drawn})


def _show(here: Site, who: str, request: Request, reply: Reply, *, aside: bool) -> ShownMessage | None:
    """Show an answer in place of the pressed message, below the others, or over the page."""
    if not reply.cards and reply.ask is None:
        return None
    if reply.update and reply.cards and request.pressed:
        try:
            return here.messenger.show(who, request.pressed, reply)
        except MessageGone:
            pass  # lost by a restart: show it as a new message
    aside = aside and not reply.pending
    ref = f"{ASIDE if aside else ''}{name(request.id)}"
    if here.messenger.has(who, ref):  # a repeat: keep what the message shows by now
        return here.messenger.get(who, ref)
    entry = ShownMessage(ref, "reply", here.services.clock.now(), reply, on=request.pressed, aside=aside)
    return here.messenger.put(who, entry)


def _is_aside(here: Site, who: str, ref: str) -> bool:
    try:
        return here.messenger.get(who, ref).aside
    except MessageGone:
        return False


ROUTES = [
    gate.route("/api/say", send_line, Rule.SELF, "POST"),
    gate.route("/api/run", run, Rule.SELF, "POST"),
    gate.route("/api/press", press, Rule.SELF, "POST"),
    gate.route("/api/fill", fill, Rule.SELF, "POST"),
    gate.route("/api/react", react, Rule.SELF, "POST"),
    gate.route("/api/close", close, Rule.SELF, "POST"),
    gate.route("/api/digest", digest, Rule.ADMITTED, "POST"),
    gate.route("/api/suggest", suggest, Rule.SELF),
]
