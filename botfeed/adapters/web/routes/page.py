"""Serve the page, with the data that it starts from inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request as Http
from starlette.responses import HTMLResponse

from botfeed.adapters.web import schema, site
from botfeed.adapters.web.access import gate, links, session
from botfeed.adapters.web.access.session import Session
from botfeed.adapters.web.routes import gallery, page_texts, stream
from botfeed.adapters.web.site import Site
from botfeed.core.language import i18n
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
    boot = await here.services.store.read(lambda uow: _boot(here, uow, http, who))
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
    code = site.language(http, site.account(uow, first))
    words = i18n.words(code)
    accounts = {name: site.account(uow, name) for name in who.people}
    return {
        "language": code,
        "people": [{"who": n, "name": a.handle if a else here.name(n)} for n, a in accounts.items()],
        "words": page_texts.of(words),
        "menu": schema.menu(here.services.menu, words),
        "talks": stream.conversations(here, who.people),
        "tiles": _tiles(here, uow, first, code),
        "steps": gallery.steps(here.services, uow, who.people),
        "previews": list(here.previews),
        "digest": here.digest is not None,
    }


def _tiles(here: Site, uow: Unit, who: str, code: str) -> list[dict[str, Any]]:
    """Return the first pictures; none to a browser whose person was not let in."""
    if not gate.may_enter(here, uow, who):
        return []
    return gallery.tiles(here.services, uow, who, code, links.pictures(here.services.secret, who))


ROUTES = [gate.route("/", page, gate.Rule.OPEN)]
