"""Page: its HTML, menu, wall, previews of other platforms, and health."""

import json
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from botfeed import catalog
from botfeed.adapters.discord import preview as discord
from botfeed.adapters.telegram import preview as telegram
from botfeed.adapters.web import schema, server
from botfeed.adapters.web.routes import page_texts
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Card, Media, Reply
from botfeed.core.language import i18n, text
from botfeed.core.model import Address
from botfeed.core.parsing.menu import Menu
from tests.adapters.web.web_visitor import Visitor

WEB = Path(server.__file__).parent


def boot(page: str) -> dict:
    return json.loads(page.partition('id="boot">')[2].partition("</script>")[0])


async def test_the_page_has_landmarks_and_only_its_own_scripts(visitor: Visitor) -> None:
    page = (await visitor.open()).text
    for mark in ('<main class="panes"', '<header class="rail"', 'aria-live="polite"', 'class="skip"', 'lang="en"'):
        assert mark in page
    assert "http" not in page.partition('id="boot"')[0].replace("https://", "http")
    assert (await visitor.http.get("/static/js/main.js")).status_code == 200


async def test_the_page_uses_the_browsers_then_the_accounts_language(visitor: Visitor) -> None:
    assert 'lang="it"' in (await visitor.open(**{"accept-language": "it-IT,it;q=0.9,en;q=0.8"})).text
    assert 'lang="en"' in (await visitor.open(**{"accept-language": "fr"})).text
    await visitor.say("ada", "/language it")
    assert 'lang="it"' in (await visitor.open(**{"accept-language": "en"})).text


def test_the_page_uses_only_defined_texts() -> None:
    script = "".join(p.read_text() for p in (WEB / "static" / "js").glob("*.js"))
    used = set(re.findall(r'\bt\("(\w+)"', script))
    computed = {"step_paint", "step_publish", "step_remix", "step_digest", "library", "profile", "inbox"}
    computed |= {"short_paint", "short_publish", "short_like", "short_remix", "short_digest"}
    computed |= {"session", "offline", "previous", "next", "nothing_to_like", "publish_first"}
    template = set(re.findall(r"\bw(?:\.|\[')(\w+)", (WEB / "templates" / "page.html").read_text()))
    assert used | template <= page_texts.PAGE.keys()
    assert page_texts.PAGE.keys() == used | computed | template


async def test_a_text_named_like_a_method_is_a_text(visitor: Visitor) -> None:
    assert "built-in method" not in (await visitor.open()).text


def test_every_file_of_the_page_is_short() -> None:
    files = [p for p in WEB.rglob("*") if p.suffix in (".py", ".js", ".css", ".html")]
    assert [p.name for p in files if len(p.read_text().splitlines()) > 300] == []


def test_the_menu_offers_commands_that_work_on_the_page() -> None:
    offered = {one["command"]: one for one in schema.menu(Menu(catalog.COMMANDS), i18n.words("en"))}
    imagine = {f["name"]: f for f in offered["imagine"]["fields"]}
    assert (imagine["prompt"]["kind"], imagine["prompt"]["required"]) == ("long", True)
    assert [value for value, _ in imagine["shape"]["choices"]] == ["square", "wide", "tall"]
    assert imagine["count"]["kind"] == "number"
    assert imagine["style"]["suggests"]
    assert "fill" not in offered
    assert offered["digest.set"]["names"] == ["digest set"]


def test_the_menu_has_the_readers_names_first_and_the_english_ones() -> None:
    offered = {one["command"]: one for one in schema.menu(Menu(catalog.COMMANDS), i18n.words("it"))}
    assert offered["digest.set"]["names"] == ["digest imposta", "digest set"]
    assert offered["feed"]["names"] == ["feed"]
    assert {f["name"]: f["names"] for f in offered["imagine"]["fields"]}["shape"] == ["formato", "shape"]


def test_the_menu_has_no_commands_of_other_places() -> None:
    offered = {one["command"] for one in schema.menu(Menu(catalog.COMMANDS), i18n.words("en"))}
    assert offered <= {what.name for what in catalog.COMMANDS}
    assert not {"space.setup", "admin.hide"} & offered


async def test_the_wall_shows_only_visible_posts(visitor: Visitor) -> None:
    await visitor.say("ada", "/imagine a secret")
    await visitor.settle()
    for_all = await visitor.publish("ada", "a fox")
    for_some = await visitor.publish("ada", "an owl", audience="followers")
    assert {t["post"] for t in (await visitor.feed("ada"))["tiles"]} == {for_all, for_some}
    assert {t["post"] for t in (await visitor.feed("ben"))["tiles"]} == {for_all}
    await visitor.say("ben", "/follow ada")
    assert {t["post"] for t in (await visitor.feed("ben"))["tiles"]} == {for_all, for_some}
    await visitor.say("ben", "/mute ada")
    assert (await visitor.feed("ben"))["tiles"] == []


async def test_a_sensitive_picture_is_blurred(visitor: Visitor) -> None:
    await visitor.publish("ada", "a fox", sensitive="1")
    (theirs,), (mine,) = [(await visitor.feed(who))["tiles"] for who in ("ben", "ada")]
    assert theirs["veiled"]
    assert theirs["src"].endswith("/blurred")
    assert not mine["veiled"]


async def test_an_unchanged_wall_is_not_sent_again(visitor: Visitor) -> None:
    first = await visitor.http.get("/api/feed", params={"who": "ada"})
    again = await visitor.http.get("/api/feed", params={"who": "ada"}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


async def test_finished_first_steps_are_ticked(visitor: Visitor) -> None:
    async def done() -> list[str]:
        return (await visitor.feed("ada"))["steps"]["done"]

    assert await done() == []
    await visitor.say("ada", "/imagine a fox")
    await visitor.settle()
    assert await done() == ["paint"]
    post = await visitor.publish("ada", "an owl")
    assert await done() == ["paint", "publish"]
    await visitor.say("ada", f"/like {post}")
    assert "like" not in await done()
    await visitor.say("ben", f"/like {post}")
    assert "like" in await done()
    await visitor.say("ben", f"/remix {post} an owl in the rain")
    await visitor.settle()
    assert await done() == ["paint", "publish", "like", "remix"]
    await visitor.say("ada", "/digest preview")
    await visitor.settle()
    assert "digest" not in await done()  # what a preview shows was not brought


async def test_previews_come_from_the_platforms_adapters(services: Services, caplog) -> None:
    def broken(_: Reply) -> dict:
        raise RuntimeError("no look")

    app = server.build(services, previews={"discord": discord.show, "telegram": telegram.show, "broken": broken})
    visitor = Visitor(app, services)
    await visitor.open()
    desk = app.state.site.messenger
    media = tuple(Media(f"{n:064x}", f"picture {n}", width=16, height=9) for n in range(2))
    reply = Reply(cards=(Card(text.bold("A fox") + "\nby ada", media=media),))
    receipt = await desk.send(Address("web", "ada"), reply, "key")
    seen = await visitor.http.get("/api/previews", params={"who": "ada", "ref": receipt.ref})
    looks = {look["kind"]: look for look in seen.json()}
    assert set(looks) == {"discord", "telegram"}
    for look in looks.values():
        (message,) = look["messages"]
        assert [m["alt"] for m in message["media"]] == ["picture 0", "picture 1"]
        assert {"text": "A fox", "style": "bold"} in message["lines"][0]
    assert (await visitor.http.get("/api/previews", params={"who": "ada", "ref": "none"})).status_code == 404


async def test_health_reports_the_database(app: Starlette, services: Services, monkeypatch) -> None:
    visitor = Visitor(app, services)
    assert (await visitor.http.get("/healthz")).json() == {"ok": True}

    async def fails(_: object) -> None:
        raise OSError("disk gone")

    monkeypatch.setattr(type(services.store), "read", lambda self, fn: fails(fn))
    with capture_logs() as logs:
        assert (await visitor.http.get("/healthz")).status_code == 503
    assert [(line["event"], line["exc_info"]) for line in logs] == [("the database does not answer", True)]


async def test_metrics_are_served_only_locally(visitor: Visitor, services: Services) -> None:
    await visitor.publish("ada", "a fox")
    assert "botfeed_posts_public 1.0" in (await visitor.http.get("/metrics")).text
    public = Visitor(
        server.build(services, hosts=["pictures.example"]), services, host="pictures.example", peer="8.8.8.8"
    )
    assert (await public.http.get("/metrics")).status_code == 403


@pytest.mark.parametrize("path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/js/../../server.py"])
async def test_only_the_static_folder_is_served(visitor: Visitor, path: str) -> None:
    assert (await visitor.http.get(path)).status_code == 404
