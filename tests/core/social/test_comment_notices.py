"""Who hears of a comment: the author of the picture, who is named, whom it answers, and who took part."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Comment, Delivery, Notice
from botfeed.core.ports import Verdict
from botfeed.core.safety import review
from tests.core.support.people import People, Reviewer


async def kinds(people: People, who: str) -> list[str]:
    id = await people.id(who)
    return [n.kind for n in await people.stage.services.store.read(lambda uow: uow.all(Notice, account=id))]


async def comments(people: People) -> list[Comment]:
    return await people.stage.services.store.read(lambda uow: uow.all(Comment))


async def thread(people: People, *names: str):
    """Let ada publish and several people comment, one after the other."""
    for who in ("ada", *names):
        await people.id(who)
    post = await people.publish("ada", "a fox", "--audience everyone --caption Winter")
    for who in names:
        await people.stage.say(who, f"/comment {people.ref(post)} by {who}")
    return post


async def test_who_is_named_in_a_comment_is_told_once(people: People) -> None:
    post = await thread(people, "ben")
    await people.id("dora")
    await people.stage.say("ben", f"/comment {people.ref(post)} @dora @ada @ben @nobody look at this")
    assert await kinds(people, "dora") == ["named"]
    assert await kinds(people, "ada") == ["comment", "comment"]
    assert await kinds(people, "ben") == []
    await people.stage.say("dora", "/inbox")
    assert people.stage.text("dora") == "• ben mentioned you in a comment on Winter · just now"


async def test_who_took_part_has_one_notice_of_a_post_until_it_is_read(people: People) -> None:
    post = await thread(people, "ben", "cleo", "dora", "cleo")
    assert await kinds(people, "ben") == ["thread"]
    assert await kinds(people, "cleo") == ["thread"]
    await people.stage.say("ben", "/inbox")
    assert people.stage.text("ben") == "• cleo commented on Winter as well · just now"
    await people.stage.say("cleo", f"/comment {people.ref(post)} again")
    assert await kinds(people, "ben") == ["thread", "thread"]


async def test_an_answer_is_told_to_whom_it_answers_and_shows_it(people: People) -> None:
    post = await thread(people, "ben")
    await people.stage.say("cleo", f"/open {people.ref(post)}")
    await people.stage.press("cleo", "Answer")
    await people.stage.fill("cleo", text="how true")
    assert await kinds(people, "ben") == ["said"]
    await people.stage.say("ben", "/inbox")
    assert people.stage.text("ben") == "• cleo answered you below Winter · just now"
    await people.stage.say("dora", f"/open {people.ref(post)}")
    assert "cleo to ben · how true" in people.stage.text("dora")
    await people.stage.say("dora", "/block ben")
    await people.stage.say("dora", f"/open {people.ref(post)}")
    assert "ben" not in people.stage.text("dora")
    assert "how true" in people.stage.text("dora")


async def test_one_of_several_comments_is_chosen_to_answer(people: People) -> None:
    post = await thread(people, "ben", "cleo")
    await people.stage.say("dora", f"/open {people.ref(post)}")
    ask = (await people.stage.press("dora", "Answer")).ask
    assert ask is not None
    (which, _words) = ask.fields
    assert [label for _, label in which.choices] == ["by cleo", "by ben"]
    await people.stage.fill("dora", comment=which.choices[1][0], text="yes")
    assert (await kinds(people, "ben"))[-1] == "said"


@pytest.mark.parametrize("wall", ["/block cleo", "/mute cleo"])
async def test_nobody_hears_of_whom_they_muted_or_blocked(people: People, wall: str) -> None:
    await people.id("cleo")
    post = await thread(people, "ben")
    await people.stage.say("ben", wall)
    await people.stage.say("cleo", f"/comment {people.ref(post)} hi @ben")
    assert await kinds(people, "ben") == []


async def test_nobody_hears_of_a_post_that_they_may_not_see(people: People) -> None:
    await people.id("dora")
    await people.id("ben")
    await people.stage.say("ben", "/follow ada") if await people.id("ada") else None
    post = await people.publish("ada", "a fox", "--audience followers --caption Canary")
    await people.stage.say("ben", f"/comment {people.ref(post)} @dora look")
    assert await kinds(people, "dora") == []
    await people.stage.say("ben", "/unfollow ada")
    await people.stage.say("ada", f"/comment {people.ref(post)} thanks @ben")
    assert await kinds(people, "ben") == []


async def test_a_deleted_comment_leaves_no_notice(people: People) -> None:
    post = await thread(people, "ben")
    await people.id("dora")
    await people.stage.say("cleo", f"/comment {people.ref(post)} @dora look")
    await people.stage.say("cleo", f"/open {people.ref(post)}")
    await people.stage.press("cleo", "Delete my comment")
    assert await kinds(people, "dora") == []
    assert await kinds(people, "ben") == []
    assert await kinds(people, "ada") == ["comment"]


async def test_the_author_of_a_comment_edits_it(people: People) -> None:
    post = await thread(people, "ben")
    await people.id("dora")
    await people.stage.say("ben", f"/open {people.ref(post)}")
    ask = (await people.stage.press("ben", "Edit my comment")).ask
    assert ask is not None
    assert ask.fields[0].value == "by ben"
    await people.stage.fill("ben", text="by ben and @dora")
    assert people.stage.text("ben").endswith("Your comment is changed.")
    await people.stage.say("cleo", f"/open {people.ref(post)}")
    assert "ben · by ben and @dora · just now, edited" in people.stage.text("cleo")
    assert await kinds(people, "dora") == ["named"]


async def test_nobody_edits_anothers_comment(people: People) -> None:
    await thread(people, "ben")
    (row,) = await comments(people)
    ref = people.stage.services.sealer.ref(row.id)
    payload = people.stage.services.menu.encode("editcomment", {"comment": ref, "text": "mine now"})
    request = people.stage._request("eve", None, "")
    await people.stage.handle("eve", replace(request, command="payload", args={"payload": payload}))
    assert people.stage.text("eve") == "That comment is not yours. Only who wrote it can change it."
    assert (await comments(people))[0].text == "by ben"


@pytest.mark.parametrize(("word", "text"), [("calm", "calm @dora"), ("rude", "by ben")])
async def test_new_words_wait_for_the_model_while_the_old_ones_stand(people: People, word: str, text: str) -> None:
    post = await thread(people, "ben")
    await people.id("dora")
    reviewer = Reviewer({"rude": "hate"})
    object.__setattr__(people.stage.services, "reviewer", reviewer)
    await people.stage.say("ben", f"/open {people.ref(post)}")
    await people.stage.press("ben", "Edit my comment")
    await people.stage.fill("ben", text=f"{word} @dora")
    assert people.stage.text("ben").startswith("Your new words are being checked")
    assert await kinds(people, "dora") == []
    await people.stage.say("cleo", f"/open {people.ref(post)}")
    assert "by ben" in people.stage.text("cleo")
    await people.stage.settle()
    (row,) = await comments(people)
    assert (row.text, row.proposed) == (text, None)
    assert await kinds(people, "dora") == (["named"] if word == "calm" else [])


@pytest.mark.parametrize(("line", "hour"), [("@dora look", 8), ("plain", None)])
async def test_a_quiet_notice_waits_for_the_morning_and_makes_no_sound(
    people: People, clock: SteppedClock, line: str, hour: int | None
) -> None:
    post = await thread(people)
    await people.stage.say("dora", "/start")
    clock.advance(timedelta(hours=(23 - clock.now().hour) % 24))
    await people.stage.say("ben", f"/comment {people.ref(post)} {line}")
    rows = await people.stage.services.store.read(lambda uow: uow.all(Delivery, kind="push"))
    await people.stage.settle()
    pushed = {s.to: s.reply for s in people.stage.shown if s.event == "delivery"}
    assert "dora" not in pushed
    clock.advance(timedelta(hours=9))
    await people.stage.settle()
    pushed = {s.to: s.reply for s in people.stage.shown if s.event == "delivery"}
    assert ("dora" in pushed) is (hour is not None)
    assert len(rows) == (2 if hour else 1)
    assert not pushed["ada"].silent
    if hour:
        assert pushed["dora"].silent


@pytest.mark.parametrize("mended", [True, False])
async def test_new_words_that_could_not_be_judged_are_judged_later_or_dropped(
    people: People, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch, mended: bool
) -> None:
    """They waited for ever, for the comment itself was public."""
    post, judge = await people.publish("ada", "a fox"), review.judge

    async def broken(*_: object) -> Verdict:
        raise RuntimeError("a bug")

    await people.stage.say("ben", f"/comment {people.ref(post)} so calm")
    object.__setattr__(people.stage.services, "reviewer", Reviewer({"rude": "hate"}))
    monkeypatch.setattr(review, "judge", broken)
    await people.stage.say("ben", f"/open {people.ref(post)}")
    await people.stage.press("ben", "Edit my comment")
    await people.stage.fill("ben", text="so very calm")
    for _ in range(12):
        await people.stage.settle()
        clock.advance(timedelta(minutes=30))
    if mended:
        monkeypatch.setattr(review, "judge", judge)
    for _ in range(20):
        await people.stage.settle()
        clock.advance(timedelta(hours=1) if mended else timedelta(days=1))
    (row,) = await comments(people)
    assert (row.text, row.proposed) == ("so very calm" if mended else "so calm", None)
