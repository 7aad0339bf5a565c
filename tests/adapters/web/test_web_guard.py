"""Access to the page: hosts, peers and posts from other sites."""

import pytest

from botfeed.adapters.web import server
from botfeed.adapters.web.access import guard
from botfeed.core.chat.context import Services
from tests.adapters.web.web_visitor import Visitor


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:9000", "[::1]:8080"])
async def test_loopback_names_are_answered(app, services, host: str) -> None:
    assert (await Visitor(app, services, host=host).open()).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "", "botfeed"])
async def test_a_foreign_host_is_refused(app, services, host: str) -> None:
    visitor = Visitor(app, services)
    response = await visitor.http.get("/", headers={"host": host})
    assert response.status_code == 421
    assert "set-cookie" not in response.headers


async def test_a_configured_host_is_answered(services: Services) -> None:
    app = server.build(services, hosts=["pictures.example"])
    assert (await Visitor(app, services, host="pictures.example", peer="203.0.113.9").open()).status_code == 200
    assert (await Visitor(app, services, host="other.example").open()).status_code == 421


async def test_a_local_page_serves_only_this_machine(app, services) -> None:
    assert (await Visitor(app, services, peer="192.168.1.7").open()).status_code == 403


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
async def test_a_proxy_in_front_of_a_local_page_is_refused(app, services, header: str) -> None:
    """A proxy may replace the visitor's host name by its own, so that a stranger would look local."""
    assert (await Visitor(app, services).open(**{header: "203.0.113.9"})).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "cross-site"},
        {},
    ],
)
async def test_a_post_from_elsewhere_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    body = {"who": "ada", "line": "/start", "id": "request-0001"}
    response = await visitor.http.post("/api/say", json=body, headers=headers)
    assert response.status_code == 403
    assert await visitor.talk("ada") == []


async def test_a_post_from_elsewhere_is_refused_on_a_public_host(services: Services) -> None:
    visitor = Visitor(server.build(services, hosts=["pictures.example"]), services, host="pictures.example")
    await visitor.open()
    refused = await visitor.post("/api/say", {"line": "/start"}, origin="https://evil.example")
    allowed = await visitor.post("/api/say", {"line": "/help"}, origin="https://pictures.example")
    assert (refused.status_code, allowed.status_code) == (403, 200)


async def test_security_headers_allow_only_the_page(visitor: Visitor) -> None:
    headers = (await visitor.open()).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


async def test_the_pages_hints_are_texts(visitor: Visitor) -> None:
    assert "built-in" not in (await visitor.open()).text


def test_only_the_port_of_a_host_is_stripped() -> None:
    assert [guard.bare(h) for h in ("A:1", "[::1]:80", "[::1]", "a:b")] == ["a", "[::1]", "[::1]", "a:b"]
