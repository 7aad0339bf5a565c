"""Actions on the page: each becomes one request, and its answer is shown in its place."""

from typing import Any

import pytest

from botfeed.core.model import Painting
from tests.adapters.web.web_visitor import Visitor


async def _count(visitor: Visitor) -> int:
    return await visitor.services.store.read(lambda uow: uow.count(Painting))


async def test_a_line_and_its_answer_are_in_order(visitor: Visitor) -> None:
    await visitor.say("ada", "/imagine a fox in snow")
    said, answer = await visitor.talk("ada")
    assert (said["kind"], said["said"]) == ("said", "/imagine a fox in snow")
    assert answer["pending"]
    assert [a["command"] for a in answer["cards"][0]["actions"]] == ["cancel"]
    assert await visitor.talk("ben") == []


async def test_a_picture_replaces_the_waiting_card(visitor: Visitor) -> None:
    await visitor.say("ada", "/imagine a fox in snow")
    waiting = (await visitor.talk("ada"))[-1]
    await visitor.settle()
    entries = await visitor.talk("ada")
    assert len(entries) == 2
    assert entries[-1]["ref"] == waiting["ref"]
    assert entries[-1]["cards"][0]["media"][0]["alt"] == "A picture of a fox in snow"


async def test_a_request_sent_twice_counts_once(visitor: Visitor) -> None:
    body = {"who": "ada", "line": "/imagine a fox", "id": "the-same-id"}
    first, second = await visitor.post("/api/say", body), await visitor.post("/api/say", body)
    assert first.json() == second.json()
    assert await _count(visitor) == 1
    assert len(await visitor.talk("ada")) == 2


async def test_a_repeated_request_does_not_undo_later_changes(visitor: Visitor) -> None:
    body = {"who": "ada", "line": "/imagine a fox", "id": "the-same-id"}
    waiting = (await visitor.post("/api/say", body)).json()["entry"]
    await visitor.settle()
    again = (await visitor.post("/api/say", body)).json()["entry"]
    assert again["revision"] > waiting["revision"]
    assert again["cards"][0]["media"]
    assert (await visitor.talk("ada"))[-1]["cards"][0]["media"]


async def test_an_answered_question_is_removed(visitor: Visitor) -> None:
    await visitor.say("ada", "/imagine a fox")
    await visitor.settle()
    await visitor.press("ada", "publish")
    assert (await visitor.talk("ada"))[-1]["ask"]["command"] == "publish"
    await visitor.fill("ada", audience="everyone", caption="Winter")
    entries = await visitor.talk("ada")
    assert not any(entry["ask"] for entry in entries)
    assert ["Winter", "bold"] in [span[:2] for span in entries[-1]["cards"][0]["text"]]


async def test_a_question_can_be_closed(visitor: Visitor) -> None:
    await visitor.say("ada", "/imagine")
    ask = (await visitor.talk("ada"))[-1]
    assert ask["ask"]["fields"][0]["kind"] == "long"
    await visitor.post("/api/close", {"who": "ada", "asked": ask["ref"]})
    assert [e["kind"] for e in await visitor.talk("ada")] == ["said"]


async def test_a_button_changes_its_message_in_place(visitor: Visitor) -> None:
    post = await visitor.publish("ada", "a fox")
    await visitor.say("ben", f"/open {post}")
    shown = await visitor.talk("ben")
    answer = await visitor.press("ben", "like")
    after = await visitor.talk("ben")
    assert [e["ref"] for e in after] == [e["ref"] for e in shown]
    assert answer["entry"]["ref"] == shown[-1]["ref"]
    assert answer["notice"]


async def test_a_picture_opened_over_the_page_is_not_in_the_conversation(visitor: Visitor) -> None:
    post = await visitor.publish("ada", "a fox")
    opened = await visitor.post("/api/run", {"who": "ben", "command": "open", "args": {"post": post}, "aside": True})
    assert opened.json()["entry"]["aside"]
    asked = await visitor.press("ben", "comment")
    assert asked["entry"]["ask"]
    assert asked["entry"]["aside"]


async def test_a_heart_is_a_like(visitor: Visitor) -> None:
    post = await visitor.publish("ada", "a fox")
    await visitor.say("ben", f"/open {post}")
    message = (await visitor.talk("ben"))[-1]["ref"]
    await visitor.post("/api/react", {"who": "ben", "message": message, "wanted": True})
    (tile,) = (await visitor.feed("ben"))["tiles"]
    assert (tile["likes"], tile["liked"]) == (1, True)


async def test_values_are_completed(visitor: Visitor) -> None:
    await visitor.say("ada", "/help")
    query = {"who": "ada", "command": "imagine", "param": "style", "typed": "pa"}
    assert (await visitor.http.get("/api/suggest", params=query)).json() == [["pastel", "pastel"]]


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "@everyone *b* [a](b)"])
async def test_peoples_text_stays_text(visitor: Visitor, words: str) -> None:
    post = await visitor.publish("ada", words, caption=words)
    page = (await visitor.open()).text
    assert words not in page or "<" not in words
    await visitor.say("ben", f"/open {post}")
    card = (await visitor.talk("ben"))[-1]["cards"][0]
    said = [words, "bold"] if "@" not in words else ["@everyone", "bold"]  # a mention is bold by itself
    assert said in card["text"]
    assert "".join(part for part, _ in card["text"]).startswith(f"{words}\n")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 400),
        ({"who": "ada", "line": "/start", "id": "short"}, 400),
        ({"who": "ada", "line": 7}, 400),
        ({"who": ["ada"], "line": "/start"}, 400),
        ({"who": "ada", "line": "x" * 200_000}, 413),
        ({"who": "ada", "line": "x" * 30_000}, 400),
    ],
)
async def test_malformed_requests_are_refused(visitor: Visitor, body: Any, status: int) -> None:
    assert (await visitor.post("/api/say", body)).status_code == status
    assert await visitor.talk("ada") == []


async def test_only_json_is_accepted(visitor: Visitor) -> None:
    form = await visitor.http.post("/api/say", data={"line": "/start"}, headers={"origin": visitor.origin})
    assert form.status_code == 415


async def test_a_too_long_prompt_is_explained(visitor: Visitor) -> None:
    await visitor.say("ada", f"/imagine {'x' * 10_000}")
    assert "too long" in str((await visitor.talk("ada"))[-1]["cards"][0]["text"])
    assert await _count(visitor) == 0


@pytest.mark.parametrize("payload", ["like/zzzzzzzzzzz/1", "~zzzzzzzzzzz", "../../etc", "", "fill/x"])
async def test_a_forged_button_has_no_effect(visitor: Visitor, payload: str) -> None:
    response = await visitor.post("/api/press", {"who": "ada", "payload": payload, "pressed": "nothing"})
    assert response.status_code == 200
    assert response.json()["notice"]
    assert response.json()["entry"] is None


async def test_a_stranger_cannot_press_anothers_buttons(visitor: Visitor) -> None:
    post = await visitor.publish("ada", "a fox")
    deleted = await visitor.post("/api/press", {"who": "ben", "payload": f"unpublish/{post}/1", "pressed": ""})
    assert deleted.json()["notice"] or deleted.json()["entry"]
    assert [t["post"] for t in (await visitor.feed("ben"))["tiles"]] == [post]
