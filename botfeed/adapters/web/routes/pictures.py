"""Serve pictures and attached files; each request asks the core whether this person may see the picture."""

from __future__ import annotations

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request as Http
from starlette.responses import Response

from botfeed.adapters.web import site
from botfeed.adapters.web.access import gate, links
from botfeed.adapters.web.access.gate import Rule
from botfeed.adapters.web.site import Site
from botfeed.core import picture_kind
from botfeed.core.model import DerivedFile, Identity, Picture, Post
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility

SHOWN = frozenset({"display", "thumb", "blurred"})
OWNED = frozenset({"original", "file"})  # for who made it


async def picture(http: Http) -> Response:
    """Serve one variant of a picture to the person that its address was made for."""
    here = site.of(http)
    token, variant = http.path_params["token"], http.path_params["variant"]
    who, blob = links.read(here.services.secret, token)
    site.asker(http, who)
    if not await here.services.store.read(lambda uow: may_load(here, uow, who, blob, variant)):
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
    return Response(data, media_type=picture_kind.mime(data), headers=headers)


def may_load(here: Site, uow: Unit, who: str, blob: str, variant: str) -> bool:
    """Return True if a person owns a picture or may see a post of it. A sheet is shown while each picture on it is.
    Who was not let in, or was shut out, sees their own alone.
    """
    if variant not in SHOWN | OWNED:
        return False
    made = uow.all(Picture, blob=blob)
    if not made:
        return variant in SHOWN and gate.may_enter(here, uow, who) and _may_load_sheet(uow, who, blob)
    identity = uow.one(Identity, platform=site.PLATFORM, user=who)
    me = site.account(uow, who)
    if me and any(p.account == me.id and p.removed is None for p in made):
        return True
    if variant in OWNED or not gate.may_enter(here, uow, who):
        return False
    if identity and accounts.is_operator(here.services, identity):
        return True
    posts = uow.all(Post, picture__in=[p.id for p in made])
    return bool(visibility.seeable(uow, visibility.viewer(uow, me), posts))


def _may_load_sheet(uow: Unit, who: str, blob: str) -> bool:
    pictures = {row.picture for row in uow.all(DerivedFile, blob=blob)} - {0}
    me = site.account(uow, who)
    posts = uow.all(Post, picture__in=sorted(pictures)) if pictures else []
    seen = {post.picture for post in visibility.seeable(uow, visibility.viewer(uow, me), posts)}
    return bool(pictures) and pictures <= seen


async def attachment(http: Http) -> Response:
    """Serve a file that was attached to a message, to the person it was sent to."""
    here = site.of(http)
    name = http.path_params["name"]
    who, blob = links.read(here.services.secret, http.path_params["token"], f"file:{name}")
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


ROUTES = [
    gate.route("/media/{token}/{variant}", picture, Rule.SELF),
    gate.route("/files/{token}/{name}", attachment, Rule.SELF),
]
