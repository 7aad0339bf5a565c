"""Every route passes the one gate: admission, pace and visibility."""

import asyncio
import itertools
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.routing import Mount

from botfeed.adapters.web import connections, server
from botfeed.adapters.web.access import pace
from botfeed.adapters.web.access.gate import GatedRoute, Rule
from botfeed.core import digest
from botfeed.core.model import Account, Identity
from botfeed.core.moderation import decisions
from botfeed.core.people import accounts
from botfeed.testing.stage import Stage
from tests.adapters.web.web_visitor import Visitor

HOST = "pictures.example"
SECRET = "zanzibar"  # in the prompt, the caption and the handle of what others published


def public(services, **policy):
    """Return the page as others reach it, with the policy changed."""
    changed = replace(services, policy=replace(services.policy, **policy))
    return changed, server.build(changed, hosts=[HOST], digest=digest.now, previews={}, shares=True)


class Guest(Visitor):
    _peers = itertools.count(1)

    def __init__(self, app, services):
        super().__init__(app, services, host=HOST, peer=f"203.0.113.{next(self._peers)}")

    async def enter(self):
        page = await self.open()
        self.name = json.loads(page.text.partition('id="boot">')[2].partition("</script>")[0])["people"][0]["who"]
        return page

    async def everything(self):
        """Return the text of every answer that a browser can ask for, the page itself included."""
        answers = [
            await self.http.get(path)
            for path in ("/", "/api/talks", "/api/voice", "/api/feed", "/api/previews?ref=x", "/healthz")
        ]
        answers += [await self.http.get(f"/api/suggest?command={c}&param={p}&typed=zan") for c, p in SUGGESTS]
        for path, body in POSTS.items():
            answers.append(await self.post(path, {**body, "who": self.name}))
        return answers


SUGGESTS = (("follow", "who"), ("search", "text"), ("open", "post"))
POSTS = {
    "/api/say": {"line": "/feed"},
    "/api/run": {"command": "search", "args": {"text": SECRET}},
    "/api/press": {"payload": "feed", "pressed": "x"},
    "/api/fill": {"payload": "feed", "values": {}, "asked": "x"},
    "/api/react": {"message": "x"},
    "/api/close": {"asked": "x"},
    "/api/digest": {},
}


async def publish(services):
    """Publish pictures on another platform, whose words are the secret; return a signed address for nobody."""
    stage = Stage(services)
    for n in range(4):
        await stage.say(SECRET, f"/imagine {SECRET} {n}")
        await stage.settle()
        await stage.press(SECRET, "Publish")
        await stage.fill(SECRET, audience="everyone", caption=f"{SECRET} {n}")
    await stage.settle()


def told(answers):
    return [
        f"{a.request.method} {a.request.url.path}"
        for a in answers
        if SECRET in a.text and "/api/run" not in str(a.request.url)
    ]


def test_every_route_has_a_rule(app):
    ungated = [route for route in app.routes if not isinstance(route, GatedRoute)]
    assert [(type(route), route.path) for route in ungated] == [(Mount, "/static")]


def test_every_route_is_tried(services):
    _, app = public(services)
    tried = {"/", "/api/talks", "/api/voice", "/api/feed", "/api/previews", "/api/suggest", "/healthz", *POSTS}
    elsewhere = {
        "/api/events",
        "/media/{token}/{variant}",
        "/files/{token}/{name}",
        "/metrics",
        "/shared/{ref}/{variant}",
    }
    assert {route.path for route in app.routes if isinstance(route, GatedRoute)} == tried | elsewhere
    assert {route.path for route in app.routes if getattr(route, "rule", None) is Rule.CALLER} <= elsewhere


async def test_a_browser_that_was_not_let_in_sees_nothing_of_others(services):
    await publish(services)
    closed, app = public(services, access="invite")
    guest = Guest(app, closed)
    assert SECRET not in (await guest.enter()).text
    assert told(await guest.everything()) == []
    assert (await guest.http.get("/api/feed")).status_code == 403
    assert (await guest.post("/api/digest", {"who": guest.name})).status_code == 403


async def test_an_open_page_shows_them(services):
    await publish(services)
    _, app = public(services)
    guest = Guest(app, services)
    await guest.enter()
    assert {"GET /", "GET /api/feed", "POST /api/say"} <= set(told(await guest.everything()))


async def shut_out(services, who):
    def bar(uow):
        identity = uow.one(Identity, platform="web", user=who)
        decisions.access(uow, uow.get(Account, identity.account), False, "enough")

    await services.store.run(bar)


@pytest.mark.parametrize("access", ["open", "invite", "spaces"])
async def test_who_was_shut_out_sees_nothing_of_others_any_more(services, access):
    await publish(services)
    opened, app = public(services)
    guest = Guest(app, opened)
    await guest.enter()
    await guest.say(guest.name, "/imagine a boat")
    await guest.settle()
    seen = (await guest.feed(guest.name))["tiles"]
    mine = (await guest.talk(guest.name))[-1]["cards"][0]["media"][0]["src"]
    assert (await guest.http.get(seen[0]["src"])).status_code == 200
    await shut_out(services, guest.name)
    changed = replace(opened, policy=replace(opened.policy, access=access))
    app.state.site = replace(app.state.site, services=changed)
    assert told(await guest.everything()) == []
    assert (await guest.http.get(seen[0]["src"])).status_code == 404
    assert (await guest.http.get(mine)).status_code == 200, "what they made stays theirs"


async def test_who_was_shut_out_keeps_their_export(services):
    opened, app = public(services)
    guest = Guest(app, opened)
    await guest.enter()
    await guest.say(guest.name, "/imagine a boat")
    await guest.settle()
    await shut_out(services, guest.name)
    answer = await guest.say(guest.name, "/feed")
    assert "closed to you" in json.dumps(answer)
    await guest.say(guest.name, "/me export")
    await guest.settle()
    files = [f for entry in await guest.talk(guest.name) for f in entry.get("files", [])]
    assert files
    assert (await guest.http.get(files[0]["href"])).status_code == 200


async def test_an_operator_cannot_shut_themself_out(services):
    opened, app = public(services)
    guest = Guest(app, opened)
    await guest.enter()
    await guest.say(guest.name, "/start")
    await shut_out(services, guest.name)
    changed = replace(opened, policy=replace(opened.policy, operators=frozenset({f"web:{guest.name}"})))
    identity = await services.store.read(lambda uow: uow.one(Identity, platform="web", user=guest.name))
    assert accounts.is_operator(changed, identity)
    app.state.site = replace(app.state.site, services=changed)
    assert (await guest.http.get("/api/feed")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-proto": "https"},
        {"x-forwarded-server": "proxy"},
        {"x-client-ip": "203.0.113.9"},
        {"cf-connecting-ip": "203.0.113.9"},
        {"true-client-ip": "203.0.113.9"},
    ],
)
async def test_a_forwarded_request_is_never_local(app, services, headers):
    assert (await Visitor(app, services).open(**headers)).status_code == 403


async def test_a_proxy_that_speaks_http_1_0_is_never_local(app):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"127.0.0.1:8080"), (b"connection", b"close")]
    scope = {
        "type": "http", "http_version": "1.0", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"",
        "headers": headers, "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8080), "scheme": "http",
    }  # fmt: skip
    await app({**scope, "root_path": ""}, receive, send)
    assert sent[0]["status"] == 403


async def test_failing_requests_count_for_the_pace_of_their_address(services):
    _, app = public(services)
    guest = Guest(app, services)
    await guest.enter()
    statuses = [
        (await guest.post("/api/press", {"payload": "%%%", "pressed": "x"})).status_code
        for _ in range(pace.POST_BURST + 5)
    ]
    assert statuses[-1] == 429
    assert statuses.count(429) == 5
    other = Guest(app, services)
    await other.enter()
    assert (await other.post("/api/say", {"line": "/help"})).status_code == 200
    services.clock.advance(timedelta(minutes=5))
    assert (await guest.post("/api/say", {"line": "/help"})).status_code == 200


async def test_cookies_thrown_away_do_not_make_new_people_for_ever(services):
    paid = replace(services.painters[0].info, paid=True)

    class Paid:
        info = paid

    _, app = public(services)
    app.state.site = replace(app.state.site, services=replace(services, painters=(Paid(),)))
    answers = []
    for _ in range(pace.BROWSER_BURST + 2):
        guest = Guest(app, services)
        guest.http._transport.client = ("198.51.100.7", 50000)
        await guest.enter()
        answers.append((await guest.post("/api/say", {"line": "/start"})).status_code)
    assert answers == [200] * pace.BROWSER_BURST + [429, 429]


@pytest.mark.parametrize("odd", ["\\ud800", "a\\udfffb", "\\u0000", "\\ud83d"])
async def test_half_characters_leave_the_page_whole(app, visitor, odd):
    body = f'{{"who": "ada", "line": "/imagine a {odd} fox", "id": "request-odd-1"}}'
    headers = {"origin": visitor.origin, "content-type": "application/json"}
    assert (await visitor.http.post("/api/say", content=body, headers=headers)).status_code == 200
    await visitor.settle()
    assert "fox" in json.dumps(await visitor.talk("ada"))
    assert (await visitor.open()).status_code == 200


@pytest.fixture
async def port(app, monkeypatch):
    """Serve the page on a real port, whose connections wait 0.2 s for headers; at most 8 are open at once."""
    import uvicorn

    monkeypatch.setattr(connections, "HEADERS", 0.2)
    monkeypatch.setattr(connections, "most", lambda: 8)
    config = uvicorn.Config(app, http=connections.BoundedProtocol, port=0, log_config=None, lifespan="off")
    running = uvicorn.Server(config)
    config.load()
    running.lifespan = config.lifespan_class(config)
    await running.startup()
    yield running.servers[0].sockets[0].getsockname()[1]
    running.should_exit = True
    await running.shutdown()


async def test_a_connection_that_asks_nothing_is_closed(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ")
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()


async def test_half_open_connections_make_room_for_a_request(port):
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
    async with asyncio.timeout(5):
        assert b"200 OK" in await reader.readline()
    for _, each in (*opened, (reader, writer)):
        each.close()
