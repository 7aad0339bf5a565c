"""Serve the pictures of posts that everybody may see, under addresses that other servers can fetch."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request as Http
from starlette.responses import Response

from botfeed.adapters.web import site
from botfeed.adapters.web.access import gate
from botfeed.core import picture_kind
from botfeed.core.chat.context import Services
from botfeed.core.model import Picture, Post
from botfeed.core.ports import Unit
from botfeed.core.safety import public_visibility

PATH = "/shared/"
VARIANTS = {"display.jpg": "display", "thumb.jpg": "thumb"}
_HEADERS = {"cache-control": "public, max-age=300", "cross-origin-resource-policy": "cross-origin"}


async def picture(http: Http) -> Response:
    """Serve a picture if everybody may still see its post; one that was withdrawn is gone at once."""
    services, variant = site.of(http).services, VARIANTS.get(http.path_params["variant"])
    blob = await services.store.read(lambda uow: _blob(services, uow, http.path_params["ref"])) if variant else ""
    if not blob or not variant:
        raise HTTPException(404, "There is no such picture.")
    try:
        data = await services.media.load(blob, variant)
    except (OSError, LookupError, ValueError):
        raise HTTPException(404, "There is no such picture.") from None
    return Response(data, media_type=picture_kind.mime(data), headers=_HEADERS)


def _blob(services: Services, uow: Unit, ref: str) -> str:
    post = uow.get(Post, services.sealer.id(ref))
    if post is None or not public_visibility.showable(uow, (post,)):
        return ""
    made = uow.get(Picture, post.picture)
    return made.blob if made and made.removed is None else ""


ROUTES = [gate.route(PATH + "{ref}/{variant}", picture, gate.Rule.CALLER)]
