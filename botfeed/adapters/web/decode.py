"""Turn the page's posts into a `Request`. All of it is checked here and again by the command."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request as Http

from botfeed.adapters.web import site
from botfeed.adapters.web.site import PLATFORM, Site
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.verb import Verbs
from botfeed.core.language.text import sound

BODY_MOST = 128 * 1024  # bytes: a prompt of 10,000 characters fits, a picture does not
BODY_WAIT = 20.0  # seconds for a body to arrive
LINE_MOST = 20_000  # characters; a command says kindly what is too long for it
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


async def body(http: Http) -> dict[str, Any]:
    """Read a small JSON object. Raises HTTPException 415, 413 or 400."""
    if http.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415, "JSON, please.")
    try:
        async with asyncio.timeout(BODY_WAIT):
            raw = await _bytes(http)
    except TimeoutError:
        raise HTTPException(408, "That took too long to arrive.") from None
    try:
        found = command_json(raw)
    except ValueError:
        raise HTTPException(400, "That is no JSON object.") from None
    return found


async def _bytes(http: Http) -> bytes:
    raw = b""
    async for chunk in http.stream():
        raw += chunk
        if len(raw) > BODY_MOST:
            raise HTTPException(413, "That is too much.")
    return raw


def command_json(raw: bytes) -> dict[str, Any]:
    """Parse a JSON object. Raises ValueError for anything else, endless nesting included."""
    try:
        found = json.loads(raw)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 - a body that does not fit is one kind of error
    return found


def text(given: dict[str, Any], name: str, most: int = LINE_MOST) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise HTTPException(400, f"{name} is a text of at most {most} characters.")
    return sound(value)


def texts(given: dict[str, Any], name: str) -> dict[str, str]:
    value = given.get(name, {})
    if not isinstance(value, dict) or len(value) > 40:
        raise HTTPException(400, f"{name} is an object of texts.")
    return {sound(key)[:64]: text(value, key) for key in value}


def request(site_: Site, http: Http, who: str, given: dict[str, Any], **parts: Any) -> Request:
    """Build a request of this person; the page gives each an id, so that one sent twice counts once."""
    id = text(given, "id", 64)
    if not _ID.fullmatch(id):
        raise HTTPException(400, "Each request needs an id of its own.")
    address = site.address(who)
    sender = Sender(PLATFORM, who, site_.name(who), False, address)
    return Request(f"web:{who}:{id}", **parts, sender=sender, address=address, locale=site.locale(http))


def line(menu: Verbs, words: str) -> dict[str, Any]:
    """Return the command that a typed line names, or plain text, as parts of a request."""
    if not words.startswith("/"):
        return {"command": "words", "args": {"text": words}}
    if found := menu.find(words):
        return {"command": found[0].name, "text": found[1]}
    name = words[1:].split(maxsplit=1)
    return {"command": name[0] if name else "help"}
