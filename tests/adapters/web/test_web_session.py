"""Identity of a browser, and the people it cannot act as."""

import json

from botfeed.adapters.web import server
from botfeed.core.chat.context import Services
from botfeed.core.model import Identity
from tests.adapters.web.web_visitor import Visitor


async def test_the_cookie_is_hidden_from_scripts_and_other_sites(app, services) -> None:
    cookie = (await Visitor(app, services).open()).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


async def test_requests_without_a_session_are_refused(app, services) -> None:
    stranger = Visitor(app, services)
    assert (await stranger.post("/api/say", {"who": "ada", "line": "/start"})).status_code == 401
    assert (await stranger.http.get("/api/talks")).status_code == 401
    assert (await stranger.http.get("/api/events")).status_code == 401


async def test_a_forged_cookie_is_refused(app, services) -> None:
    stranger = Visitor(app, services)
    stranger.http.cookies.set("botfeed", f"{'0' * 32}.{'0' * 32}")
    assert (await stranger.http.get("/api/talks")).status_code == 401


async def test_a_local_browser_may_act_as_two_people(visitor: Visitor) -> None:
    await visitor.say("ada", "/help")
    await visitor.say("ben", "/help")
    refused = await visitor.post("/api/say", {"who": "cleo", "line": "/help"})
    assert refused.status_code == 403
    assert await visitor.services.store.read(lambda uow: {i.user for i in uow.all(Identity)}) == {"ada", "ben"}


async def test_on_a_public_host_a_browser_is_one_person(services: Services) -> None:
    app = server.build(services, hosts=["pictures.example"])
    first, second = (Visitor(app, services, host="pictures.example", peer=f"203.0.113.{n}") for n in (1, 2))
    people = [_people(await one.open()) for one in (first, second)]
    assert people[0] != people[1]
    for name in ("ada", people[1]):
        assert (await first.post("/api/say", {"who": name, "line": "/help"})).status_code == 403
        assert (await first.http.get("/api/feed", params={"who": name})).status_code == 403
    local = Visitor(app, services, host="localhost")
    await local.open()
    assert (await local.post("/api/say", {"who": "ada", "line": "/help"})).status_code == 403


async def test_a_page_that_others_can_reach_is_public(services: Services) -> None:
    visitor = Visitor(server.build(services, local=False), services, host="localhost", peer="172.17.0.1")
    await visitor.open()
    assert (await visitor.post("/api/say", {"who": "ada", "line": "/help"})).status_code == 403


def _people(response) -> str:
    boot = response.text.partition('id="boot">')[2].partition("</script>")[0]
    (person,) = json.loads(boot)["people"]
    return person["who"]
