"""Serve the page, with the data that it starts from inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request as Http
from starlette.responses import HTMLResponse, JSONResponse

from botfeed.adapters.web import history, schema, site
from botfeed.adapters.web.access import gate, links, session
from botfeed.adapters.web.access.session import Session
from botfeed.adapters.web.routes import gallery, page_texts, steps, stream
from botfeed.adapters.web.site import Site
from botfeed.core.language import i18n
from botfeed.core.model import Identity
from botfeed.core.people import accounts
from botfeed.core.ports import Unit

_TEMPLATES = Path(__file__).parents[1] / "templates"
_PAGE = Environment(
    loader=FileSystemLoader(_TEMPLATES), autoescape=select_autoescape(), undefined=StrictUndefined
).get_template("page.html")


async def page(http: Http) -> HTMLResponse:
    """Serve the page, and give a new browser its session."""
    here = site.of(http)
    known = here.session(http)
    who = known or _new_session(here)
    if known:
        await history.recall(here, *who.people)
    cursor = here.messenger.cursor  # before anything is read, so that what happens meanwhile is told by the stream
    boot = await here.services.store.read(lambda uow: _boot(here, uow, http, who)) | {"cursor": cursor}
    html = _PAGE.render(boot=boot, w=boot["words"], connections=here.connections, language=boot["language"])
    response = HTMLResponse(html, headers={"cache-control": "no-store"})
    if known is None:
        session.write(response, http, here.services.secret, who.id)
    return response


def _new_session(here: Site) -> Session:
    id = session.new_id()
    return Session(id, here.people_of(id))


def _boot(here: Site, uow: Unit, http: Http, who: Session) -> dict[str, Any]:
    """Return the data with which the page's scripts start."""
    first = who.people[0]
    known = {name: site.account(uow, name) for name in who.people}
    voice = _voice(here, uow, http, first)
    code = voice["language"]
    return {
        **voice,
        "people": [{"who": n, "name": a.handle if a else here.name(n)} for n, a in known.items()],
        "talks": stream.conversations(here, who.people),
        "wall": _wall(here, uow, first, code),
        "steps": steps.of(here.services, uow, who.people),
        "previews": list(here.previews),
        "digest": here.digest is not None,
    }


async def voice(http: Http) -> JSONResponse:
    """Return the page's texts and menu for one person: ?who. The page speaks as whoever speaks."""
    _, who = site.asker(http, http.query_params.get("who"))
    here = site.of(http)
    return JSONResponse(await here.services.store.read(lambda uow: _voice(here, uow, http, who)))


def _voice(here: Site, uow: Unit, http: Http, who: str) -> dict[str, Any]:
    """Return the language, texts and menu of one person."""
    code = site.language(http, site.account(uow, who))
    words, operator = i18n.words(code), _operates(here, uow, who)
    return {
        "language": code,
        "operator": operator,
        "words": page_texts.of(words),
        "menu": schema.menu(here.services.menu, words, operator=operator),
    }


def _operates(here: Site, uow: Unit, who: str) -> bool:
    identity = uow.one(Identity, platform=site.PLATFORM, user=who)
    return identity is not None and accounts.is_operator(here.services, identity)


def _wall(here: Site, uow: Unit, who: str, code: str) -> dict[str, Any]:
    """Return the first page of pictures; none to a browser whose person was not let in."""
    if not gate.may_enter(here, uow, who):
        return {"tiles": [], "next": ""}
    return gallery.page(here.services, uow, who, code, links.pictures(here.services.secret, who))


ROUTES = [gate.route("/", page, gate.Rule.OPEN), gate.route("/api/voice", voice, gate.Rule.SELF)]
