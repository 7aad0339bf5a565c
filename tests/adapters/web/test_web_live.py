"""What an open page is told: from the moment it was made, in the language of whoever speaks, never twice in a row."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime

import pytest

from botfeed import catalog
from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.web import messenger, schema, server
from botfeed.adapters.web.messenger import Stream, WebMessenger
from botfeed.adapters.web.routes import gallery
from botfeed.core.chat.message import Card, Reply
from botfeed.core.chat.verb import Who
from botfeed.core.language import i18n, text
from botfeed.core.model import Address, Delivery, HandledRequest
from botfeed.core.parsing.menu import Menu
from tests.adapters.web.web_visitor import Visitor

ADA = Address("web", "ada")


def reply(words: str) -> Reply:
    return Reply(cards=(Card(text.of(words)),))


def boot(page: str) -> dict:
    return json.loads(page.partition('id="boot">')[2].partition("</script>")[0])


@pytest.fixture
def desk() -> WebMessenger:
    return WebMessenger(SteppedClock(datetime(2026, 1, 1, tzinfo=UTC)))


def told(stream: Stream) -> list[str]:
    events = [stream.queue.get_nowait() for _ in range(stream.queue.qsize())]
    return [f"{e.type} {e.ref or (e.entry.ref if e.entry else '')}".strip() for e in events if e]


async def test_a_stream_begins_where_the_page_was_made(desk: WebMessenger) -> None:
    await desk.send(ADA, reply("before"), "1")
    cursor = desk.cursor
    kept = await desk.send(ADA, reply("between"), "2")
    await desk.send(Address("web", "ben"), reply("another's"), "3")
    await desk.delete(ADA, kept.ref)
    assert told(desk.open(["ada"], cursor)) == [f"entry {kept.ref}", f"gone {kept.ref}", "feed"]
    assert told(desk.open(["ada"], desk.cursor)) == []
    assert told(desk.open(["ada"])) == []


@pytest.mark.parametrize("cursor", ["", "x", "another.1", "{run}.-1", "{run}.999", "{run}.²", "{run}." + "9" * 5000])
async def test_a_cursor_that_says_nothing_here_means_to_load_everything_anew(desk: WebMessenger, cursor: str) -> None:
    await desk.send(ADA, reply("one"), "1")
    assert told(desk.open(["ada"], cursor.format(run=desk.run))) == ["reset"]


async def test_more_than_is_known_means_to_load_everything_anew(desk: WebMessenger) -> None:
    cursor = desk.cursor
    for n in range(messenger.LOGGED + 1):
        await desk.send(ADA, reply(str(n)), str(n))
    stream = desk.open(["ada"], cursor)
    assert told(stream) == ["reset"]
    assert not stream.ended


async def test_the_page_names_the_moment_before_what_it_shows(visitor: Visitor) -> None:
    await visitor.say("ada", "/start")
    page = boot((await visitor.open()).text)
    desk = visitor.app.state.site.messenger
    assert page["cursor"] == desk.cursor
    assert page["talks"]["run"] == desk.run
    assert page["talks"]["revision"] == max(e["revision"] for e in page["talks"]["said"]["ada"])


async def test_the_page_speaks_as_whoever_speaks(visitor: Visitor) -> None:
    await visitor.say("ada", "/language en")
    await visitor.say("ben", "/language it")
    for who, language in (("ada", "en"), ("ben", "it")):
        voice = (await visitor.http.get("/api/voice", params={"who": who})).json()
        feed = await visitor.feed(who)
        assert voice["language"] == feed["language"] == language
        assert voice["words"]["send"] == ("Send" if language == "en" else "Invia")


def test_the_menu_begins_with_what_people_need_and_completes_for_operators() -> None:
    menu, words = Menu(catalog.COMMANDS), i18n.words("en")
    mine = [one["command"] for one in schema.menu(menu, words)]
    theirs = [one["command"] for one in schema.menu(menu, words, operator=True)]
    assert tuple(mine[: len(schema.FIRST)]) == schema.FIRST
    assert theirs[: len(mine)] == mine
    more = set(theirs[len(mine) :])
    assert more
    assert more == {v.name for v in catalog.COMMANDS if v.who is Who.OPERATOR and v.menu and v.where.value != "space"}


async def test_the_wall_goes_on_page_by_page(visitor: Visitor, monkeypatch) -> None:
    monkeypatch.setattr(gallery, "TILES", 2)
    made = [await visitor.publish("ada", f"picture {n}") for n in range(5)]
    theirs = await visitor.publish("ben", "another")

    async def walk(**more: str) -> list[str]:
        seen, before = [], ""
        while True:
            params = {"who": "ben", "before": before, **more}
            page = (await visitor.http.get("/api/feed", params=params)).json()
            seen += [tile["post"] for tile in page["tiles"]]
            before = page["next"]
            if not before:
                return seen

    assert await walk() == [theirs, *reversed(made)]
    assert await walk(of=made[2]) == list(reversed(made))
    assert await walk(of="nothing0000") == [theirs, *reversed(made)]


async def test_tiles_load_thumbnails_and_open_in_full(visitor: Visitor) -> None:
    await visitor.publish("ada", "a fox")
    (tile,) = (await visitor.feed("ben"))["tiles"]
    assert tile["src"].endswith("/thumb")
    assert tile["full"].endswith("/display")
    for part in ("src", "full"):
        assert (await visitor.http.get(tile[part])).status_code == 200


async def test_the_third_step_offers_what_can_be_liked(visitor: Visitor) -> None:
    async def like() -> dict | None:
        return (await visitor.feed("ada"))["steps"]["like"]

    assert await like() is None
    post = await visitor.publish("ada", "a fox")
    assert await like() == {"post": post, "who": "ben"}
    await visitor.say("ben", f"/like {post}")
    assert await like() is None
    theirs = await visitor.publish("ben", "an owl")
    assert await like() == {"post": theirs, "who": "ada"}


async def test_a_single_visitor_likes_another_ones(services) -> None:
    app = server.build(services, people=("ada",))
    ada = Visitor(app, services)
    await ada.open()
    await ada.publish("ada", "a fox")
    assert (await ada.feed("ada"))["steps"]["like"] is None
    both = Visitor(server.build(services), services)
    await both.open()
    theirs = await both.publish("ben", "an owl")
    assert (await ada.feed("ada"))["steps"]["like"] == {"post": theirs, "who": "ada"}


async def test_a_preview_of_the_digest_uses_nothing_up(visitor: Visitor) -> None:
    for prompt in ("a fox", "an owl", "a bear"):
        await visitor.publish("ada", prompt)
    first = await visitor.post("/api/run", {"who": "ben", "command": "digest.preview", "args": {}})
    again = await visitor.post("/api/run", {"who": "ben", "command": "digest.preview", "args": {}})
    seen = [[card["posts"] for card in answer.json()["entry"]["cards"]] for answer in (first, again)]
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == 3
    await visitor.settle()
    assert await visitor.services.store.read(lambda uow: uow.count(Delivery, kind="digest")) == 0


async def test_previews_are_drawn_beside_the_loop(services) -> None:
    where = []

    def show(_: Reply) -> dict:
        where.append(threading.current_thread())
        return {"kind": "discord", "title": "Discord", "messages": []}

    visitor = Visitor(server.build(services, previews={"discord": show}), services)
    await visitor.open()
    await visitor.say("ada", "/start")
    ref = (await visitor.talk("ada"))[-1]["ref"]
    assert (await visitor.http.get("/api/previews", params={"who": "ada", "ref": ref})).json()
    assert where
    assert threading.main_thread() not in where


async def test_a_conversation_is_rebuilt_after_a_restart(visitor: Visitor, services) -> None:
    post = await visitor.publish("ada", "a fox")
    await visitor.say("ben", f"/open {post}")
    await visitor.say("ben", "/help")
    await visitor.post("/api/run", {"who": "ben", "command": "open", "args": {"post": post}, "aside": True})
    before = {who: await visitor.talk(who) for who in ("ada", "ben")}
    again = Visitor(server.build(services), services)
    await again.open()
    for who, entries in before.items():
        stay = [entry for entry in entries if (entry["cards"] or entry["said"]) and not entry["aside"]]
        rebuilt = await again.talk(who)
        assert stay
        assert [(entry["ref"], entry["said"]) for entry in rebuilt] == [(entry["ref"], entry["said"]) for entry in stay]
        assert any(entry["said"] for entry in stay)
        if who == "ben":  # ada's are built from the present state: her picture is published by now
            texts = [[[card["text"] for card in e["cards"]] for e in talk] for talk in (rebuilt, stay)]
            assert texts[0] == texts[1]
    assert boot((await again.open()).text)["talks"]["said"]["ben"] == await again.talk("ben")


async def test_a_typed_code_is_not_stored(visitor: Visitor, services) -> None:
    await visitor.say("ada", "/help")
    await visitor.say("ada", "/link abcd-efgh")
    rows = await services.store.read(lambda uow: uow.all(HandledRequest))
    assert [row.said for row in rows] == ["/help", ""]
    assert "abcd-efgh" not in str(rows)


async def test_a_button_from_before_a_restart_changes_its_message(visitor: Visitor, services) -> None:
    post = await visitor.publish("ada", "a fox")
    await visitor.say("ben", f"/open {post}")
    again = Visitor(server.build(services), services)
    await again.open()
    shown = (await again.talk("ben"))[-1]["ref"]
    answer = await again.press("ben", "like")
    assert answer["entry"]["ref"] == shown


async def test_what_may_not_be_seen_any_more_is_not_rebuilt(visitor: Visitor, services) -> None:
    post = await visitor.publish("ada", "a secret fox")
    await visitor.say("ben", f"/open {post}")
    await visitor.say("ada", "/block ben")
    again = Visitor(server.build(services), services)
    await again.open()
    assert "secret" not in json.dumps(await again.talk("ben"))
