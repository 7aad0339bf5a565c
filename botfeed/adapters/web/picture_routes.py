"""Picture bytes over HTTP. Each time the core is asked whether this person may see this picture."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request as Http
from starlette.responses import Response
from starlette.routing import Route

from botfeed.adapters.web import session, site
from botfeed.adapters.web.render import Files, Pictures
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Attachment
from botfeed.core.model import Identity, Picture, Post
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility

SHOWN = frozenset({"display", "thumb", "blurred"})
OWNED = frozenset({"original", "file"})  # for who made it
_BLOB = re.compile(r"[0-9a-f]{64}")
_KINDS = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)


@lru_cache(4096)
def addresses(secret: bytes, who: str) -> Pictures:
    """Give the addresses of pictures for one person; an address is good for nobody else."""

    def of(blob: str, variant: str) -> str:
        return f"/media/{who}.{blob}.{session.seal(secret, 'picture', f'{who}.{blob}')}/{variant}"

    return of


@lru_cache(4096)
def files(secret: bytes, who: str) -> Files:
    """Give the addresses of attached files for one person."""

    def of(what: Attachment) -> str:
        signature = session.seal(secret, f"file:{what.name}", f"{who}.{what.blob}")
        return f"/files/{who}.{what.blob}.{signature}/{quote(what.name, safe='')}"

    return of


async def picture(http: Http) -> Response:
    here = site.of(http)
    token, variant = http.path_params["token"], http.path_params["variant"]
    who, blob = _open(here.services.secret, token)
    site.asker(http, who)
    if not await here.services.store.read(lambda uow: may_load(here.services, uow, who, blob, variant)):
        raise HTTPException(404, "There is no such picture for you.")
    headers = {"etag": f'"{blob[:32]}-{variant}"', "cache-control": "private, max-age=31536000, immutable"}
    if headers["etag"] in http.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    try:
        data = await here.services.media.load(blob, variant)
    except (OSError, LookupError, ValueError):
        raise HTTPException(404, "There is no such picture.") from None
    if variant in OWNED:
        headers["content-disposition"] = f'attachment; filename="botfeed-{blob[:8]}"'
    return Response(data, media_type=kind(data), headers=headers)


def _open(secret: bytes, token: str, purpose: str = "picture") -> tuple[str, str]:
    """Read a token; 404 where it is none of ours."""
    what, _, signature = token.rpartition(".")
    who, _, blob = what.rpartition(".")
    if not _BLOB.fullmatch(blob) or not session.sealed(secret, purpose, what, signature):
        raise HTTPException(404, "There is no such picture.")
    return who, blob


def may_load(services: Services, uow: Unit, who: str, blob: str, variant: str) -> bool:
    """Owners load all of theirs, others what they may see. A sheet the bot made has no owner: its token decides."""
    if variant not in SHOWN | OWNED:
        return False
    made = uow.all(Picture, blob=blob)
    if not made:
        return variant in SHOWN
    identity = uow.one(Identity, platform=site.PLATFORM, user=who)
    me = site.account(uow, who)
    if me and any(p.account == me.id and p.removed is None for p in made):
        return True
    if variant in OWNED:
        return False
    if identity and accounts.is_operator(services, identity):
        return True
    posts = uow.all(Post, picture__in=[p.id for p in made])
    return bool(visibility.seeable(uow, visibility.eyes(uow, me), posts))


def kind(data: bytes) -> str:
    """The type of picture bytes; nothing a browser would run."""
    return next((mime for start, mime in _KINDS if data.startswith(start)), "application/octet-stream")


async def attachment(http: Http) -> Response:
    """A file that came with a message, for the person it was sent to."""
    here = site.of(http)
    name = http.path_params["name"]
    who, blob = _open(here.services.secret, http.path_params["token"], f"file:{name}")
    site.asker(http, who)
    try:
        data = await here.services.media.load(blob, "original")
    except (OSError, LookupError, ValueError):
        raise HTTPException(404, "This file is not kept any more.") from None
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)


ROUTES = [Route("/media/{token}/{variant}", picture), Route("/files/{token}/{name}", attachment)]
