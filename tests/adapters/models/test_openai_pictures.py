"""Pictures in every dress in which servers send them, and what becomes of an answer without one."""

from __future__ import annotations

import base64
import json

import pytest
from structlog.testing import capture_logs

from botfeed.adapters.models import openai_fetch, openai_pictures
from botfeed.adapters.models.openai_fetch import Unfetched
from botfeed.adapters.models.openai_painter import OpenAIPainter
from botfeed.core.errors import PaintError, PaintFailed, PaintRefused, PaintUnknown, PaintUnusable, Trouble
from botfeed.core.ports import Order
from botfeed.testing.faults import Fault
from botfeed.testing.openai import answers

PNG = answers.picture("a fox", "1024x1024")
B64 = base64.b64encode(PNG).decode()
URLSAFE = base64.urlsafe_b64encode(PNG).decode()
LINES = "\n".join(B64[at : at + 76] for at in range(0, len(B64), 76))
DRESSES = {
    "plain": B64,
    "with a head": f"data:image/png;base64,{B64}",
    "with a head of many parts": f"data:image/png;charset=utf-8;BASE64,{B64}",
    "in lines": LINES,
    "in lines of Windows": LINES.replace("\n", "\r\n"),
    "in lines, escaped twice": LINES.replace("\n", "\\n"),
    "without padding": B64.rstrip("="),
    "for addresses": URLSAFE,
    "for addresses, without padding": URLSAFE.rstrip("="),
    "with spaces around": f"  {B64}\n",
}


def item(value):
    return {"b64_json": value}


WRAPS = {
    "data": lambda one: {"created": 1, "data": [item(one)]},
    "data with a null beside": lambda one: {"data": [None, item(one)]},
    "an empty url beside": lambda one: {"data": [{"url": "", "b64_json": one}]},
    "a null url beside": lambda one: {"data": [{"url": None, "b64_json": one}]},
    "images": lambda one: {"images": [one]},
    "images of items": lambda one: {"images": [{"image": one}]},
    "a bare list": lambda one: [item(one)],
    "a bare list of texts": lambda one: [one],
    "one item": item,
    "one image": lambda one: {"image": one},
    "data without a list": lambda one: {"data": item(one)},
    "artifacts": lambda one: {"artifacts": [{"base64": one, "finishReason": "SUCCESS"}]},
    "predictions": lambda one: {"predictions": [{"bytesBase64Encoded": one, "mimeType": "image/png"}]},
    "output": lambda one: {"id": "x", "status": "succeeded", "output": [one]},
    "an error of null": lambda one: {"error": None, "data": [item(one)]},
    "an empty error": lambda one: {"error": "", "data": [item(one)]},
    "base64 as an address": lambda one: {"data": [{"url": one}]},
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("wrap", WRAPS)
def test_a_picture_is_found_in_every_dress(wrap, dress):
    found = openai_pictures.found_in(json.loads(json.dumps(WRAPS[wrap](DRESSES[dress]))))
    assert [one.data for one in found] == [PNG]


@pytest.fixture
async def painter(fake):
    painter = OpenAIPainter(fake.key, "m", fake.base_url, seconds=10)
    yield painter
    await painter.close()


def answer(body, kind="application/json"):
    text = body if isinstance(body, str) else json.dumps(body)
    return Fault("answer", status=200, headers={"Content-Type": kind}, text=text)


UNUSABLE = {
    "null": None,
    "an empty list": [],
    "a list of null": [None],
    "an empty object": {},
    "a number": 7,
    "data of null": {"data": None},
    "data of an empty list": {"data": []},
    "data of a list of null": {"data": [None]},
    "an empty item": {"data": [{}]},
    "empty base64": {"data": [item("")]},
    "no base64": {"data": [item("%%%")]},
    "base64 of a number": {"data": [item(7)]},
    "an item of text": {"data": ["fox"]},
    "a data address without data": {"data": [{"url": "data:image/png;base64,"}]},
    "an address of a file": {"data": [{"url": "file:///etc/passwd"}]},
    "an address of nobody": {"data": [{"url": "http://nobody.invalid/fox.png"}]},
    "a private address": {"data": [{"url": "http://10.0.0.1/fox.png"}]},
    "an address of the cloud's own": {"data": [{"url": "http://169.254.169.254/latest/meta-data"}]},
}


@pytest.mark.parametrize("name", UNUSABLE)
async def test_an_answer_without_a_picture_was_paid_and_is_asked_for_once(fake, painter, name):
    fake.fault(answer(UNUSABLE[name]))
    with capture_logs() as logs, pytest.raises(PaintUnusable) as unusable:
        await painter.paint(Order("a secret fox"))
    assert unusable.value.again
    assert fake.count("images.generate") == 1
    assert "secret" not in str(logs) + str(unusable.value)


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("<!DOCTYPE html><html></html>", "text/html", PaintUnusable),
        ("<html></html>", "application/json", PaintUnusable),
        ("", "application/json", PaintUnknown),
        ("fox", "text/plain", PaintUnknown),
        ('{"data": [', "application/json", PaintUnknown),
        ({"error": {"message": "no such thing", "code": "model_not_found"}}, "application/json", PaintFailed),
        ({"error": {"message": "x", "code": "content_filter"}}, "application/json", PaintRefused),
        ({"error": {"code": 402, "message": "x"}}, "application/json", PaintFailed),
        ({"error": "something odd"}, "application/json", PaintUnknown),
        ({"success": False, "message": "something odd"}, "application/json", PaintUnknown),
        ({"detail": "Not Found"}, "application/json", PaintFailed),
    ],
    ids=str,
)
async def test_an_error_in_a_good_answer_is_found(fake, painter, body, kind, error):
    fake.fault(answer(body, kind))
    with pytest.raises(PaintError) as failed:
        await painter.paint(Order("a fox"))
    assert type(failed.value) is error
    assert fake.count("images.generate") == 1
    if error is PaintUnusable:
        assert (failed.value.trouble, failed.value.again) == (Trouble.ENDPOINT, False)


async def test_an_answer_without_end_is_not_kept(fake, painter, monkeypatch):
    monkeypatch.setattr("botfeed.adapters.models.openai_client.ANSWER_MOST", 1000)
    with pytest.raises(PaintUnknown):
        await painter.paint(Order("a fox", count=4))


@pytest.mark.parametrize("url", ["/pictures/0", "../pictures/0", "pictures/../../pictures/0"])
async def test_a_relative_address_is_of_the_server(fake, painter, url):
    fake._drawn.append(PNG)
    fake.fault(answer({"data": [{"url": url}]}))
    assert [one.data for one in await painter.paint(Order("a fox"))] == [PNG]


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8080", "127.9.9.9:11434"])
async def test_a_server_that_calls_itself_localhost_is_meant_itself(fake, painter, host):
    fake._drawn.append(PNG)
    fake.fault(answer({"data": [{"url": f"http://{host}/pictures/0"}]}))
    assert [one.data for one in await painter.paint(Order("a fox"))] == [PNG]


async def test_a_data_address_is_decoded_without_a_request(fake, painter):
    fake.fault(answer({"data": [{"url": f"data:image/png;base64,{B64}"}]}))
    assert [one.data for one in await painter.paint(Order("a fox"))] == [PNG]


async def test_what_came_is_kept_when_the_rest_fails(fake, painter):
    """A server that makes one picture a call, and breaks at the third: two came, and the third may have been paid."""
    fake.fault(answer({"data": [item(B64)]}), "images.generate", times=2)
    fake.fault(Fault("reset", action="reset"), "images.generate")
    painted = await painter.paint(Order("a fox", count=4))
    assert [one.data for one in painted] == [PNG, PNG, b""]
    assert fake.count("images.generate") == 3


async def test_what_came_is_kept_when_one_address_fails(fake, painter):
    fake._drawn.append(PNG)
    fake.fault(answer({"data": [{"url": "/pictures/0"}, {"url": "http://192.168.1.1/x.png"}]}))
    assert [one.data for one in await painter.paint(Order("a fox", count=2))] == [PNG, b""]


# --- addresses


class Resolver:
    """Names and the numbers that they have at each look-up."""

    def __init__(self, monkeypatch, **names):
        self.names = names
        self.asked = []

        async def look_up(host, port):
            self.asked.append(host)
            if host not in self.names:
                raise Unfetched("its address has no host")
            return list(self.names[host])

        monkeypatch.setattr(openai_fetch, "_addresses", look_up)


BASE = "https://models.example.org/v1/"
INSIDE = [
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "fe80::1",
    "fc00::1", "::ffff:10.0.0.1", "::", "255.255.255.255", "198.18.0.1",
]  # fmt: skip


@pytest.mark.parametrize("number", INSIDE)
async def test_no_address_leads_into_a_private_network(monkeypatch, number):
    Resolver(monkeypatch, evil=[number], mixed=["8.8.8.8", number])
    for host in ("evil", "mixed"):
        with pytest.raises(Unfetched, match="private network"):
            await openai_fetch._target(BASE, f"https://{host}/x.png")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/y", "gopher://x", "//", "http://", "javascript:x"])
async def test_only_addresses_of_the_web_are_fetched(url):
    with pytest.raises(Unfetched):
        await openai_fetch._target(BASE, url)


async def test_a_public_address_is_looked_up_once_and_pinned(monkeypatch):
    names = Resolver(monkeypatch, **{"blobs.example.net": ["93.184.216.34"]})
    url, headers, more = await openai_fetch._target(BASE, "https://blobs.example.net/a.png?sig=1")
    assert (url, headers) == ("https://93.184.216.34/a.png?sig=1", {"Host": "blobs.example.net"})
    assert more == {"sni_hostname": "blobs.example.net"}
    assert names.asked == ["blobs.example.net"]


async def test_the_servers_own_address_may_be_private(monkeypatch):
    names = Resolver(monkeypatch)
    url = "http://gpu:8080/images/1.png"
    assert await openai_fetch._target("http://gpu:8080/v1/", url) == (url, {}, {})
    assert names.asked == []


class Redirects:
    """HTTP client that answers each address with a redirection."""

    def __init__(self, to):
        self.to = to
        self.seen = []

    def build_request(self, method, url, *, headers, extensions):
        import httpx2

        return httpx2.Request(method, url, headers={**headers, "Authorization": "Bearer key"}, extensions=extensions)

    async def send(self, request, *, stream, follow_redirects):
        import httpx2

        assert not follow_redirects
        assert "authorization" not in request.headers
        self.seen.append(str(request.url))
        return httpx2.Response(302, headers={"Location": self.to}, request=request)


async def test_a_redirection_leads_nowhere_inside(monkeypatch):
    Resolver(monkeypatch, **{"169.254.169.254": ["169.254.169.254"]})
    client = Redirects("http://169.254.169.254/latest")
    with pytest.raises(Unfetched, match="private network"):
        await openai_fetch.fetch(client, BASE, "/x.png")
    assert client.seen == ["https://models.example.org/x.png"]


async def test_redirections_end(monkeypatch):
    client = Redirects("/again")
    with pytest.raises(Unfetched, match="on and on"):
        await openai_fetch.fetch(client, BASE, "/x.png")
    assert len(client.seen) == openai_fetch.HOPS + 1
