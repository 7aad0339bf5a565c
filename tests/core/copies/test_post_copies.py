"""Post copies follow every change and removal of their post."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.copies import post_copies, takedowns
from botfeed.core.errors import Expired, MessageGone, Rejected, SendUnknown, TryAgain
from botfeed.core.model import Job, Placement, Post, PostState
from botfeed.core.moderation import decisions
from botfeed.core.social import posts
from tests.core.support.people import People, takedowns_of_each_write


async def placed(people: People, post: Post) -> list[Placement]:
    rows = await people.stage.services.store.read(lambda uow: uow.all(Placement))
    return [r for r in rows if post.id in r.posts]


async def shared(people: People) -> Post:
    """Publish ada's fox and show it three times: in #lounge, opened by ben, and ada's own card."""
    post = await people.publish("ada", "a fox", "--audience here", at=people.stage.place("lounge"))
    await people.stage.settle()
    await people.stage.say("ben", f"/open {people.ref(post)}", people.stage.place("lounge"))
    return post


async def test_an_edit_reaches_every_copy(people: People) -> None:
    post = await shared(people)
    await people.stage.press("ada", "Edit caption")
    seen = len(people.stage.shown)
    await people.stage.fill("ada", caption="First snow")
    await people.stage.settle()
    edits = [s for s in people.stage.shown[seen:] if s.event == "edit"]
    assert {s.to for s in edits} >= {"#lounge"}
    assert all("First snow" in str(s.reply.cards[0].text) for s in edits)
    assert len(await placed(people, post)) == len({p.ref for p in await placed(people, post)})


async def test_deleting_a_post_takes_its_copies_down(people: People) -> None:
    post = await shared(people)
    await people.stage.press("ada", "Delete")
    await people.stage.press("ada", "Yes, delete")
    await people.stage.settle()
    deleted = [s for s in people.stage.shown if s.event == "delete"]
    assert len(deleted) == 2
    gone = [p for p in await placed(people, post) if p.gone]
    ada = await people.id("ada")
    assert len(gone) == 2
    assert all(p.account != ada for p in gone)


@pytest.mark.parametrize("error", [Expired("x"), Rejected("x")])
async def test_copies_that_cannot_be_deleted_are_covered(people: People, error) -> None:
    post = await shared(people)
    await people.stage.press("ada", "Undo")
    covered = _fail_deletions(people, error)
    await people.stage.settle()
    assert {str(r.cards[0].text) for r in covered} == {"Its author removed this picture."}
    assert len([p for p in await placed(people, post) if p.covered]) == 2


@pytest.mark.parametrize(
    ("decide", "says"),
    [(decisions.remove, "This picture was removed."), (decisions.hide, "This picture is not shown here any more.")],
)
async def test_covers_of_moderated_posts_do_not_blame_the_author(people: People, decide, says: str) -> None:
    post = await shared(people)
    services = people.stage.services
    await services.store.run(lambda uow: decide(uow, uow.get(Post, post.id), "copied"))
    covered = _fail_deletions(people, Rejected("x"))
    await people.stage.settle()
    assert {str(r.cards[0].text) for r in covered} == {says}
    await people.stage.say("ben", f"/remix {people.ref(post)} a fox with a hat")
    assert people.stage.text("ben") == "That picture is not there, or not there for you."


def _fail_deletions(people: People, error: Exception) -> list:
    """Let every deletion raise `error`; return the list of replies edited instead."""
    edited: list = []

    async def delete(address, ref) -> None:
        raise error

    async def edit(address, ref, reply):
        from botfeed.core.chat.message import Receipt

        edited.append(reply)
        return Receipt(ref)

    people.stage.delete = delete
    people.stage.edit = edit
    return edited


async def test_a_cover_with_an_unknown_outcome_is_retried(people: People, clock: SteppedClock) -> None:
    post = await shared(people)
    await people.stage.press("ada", "Undo")
    people.stage.raises = [Rejected("x"), SendUnknown("cut"), Rejected("x"), SendUnknown("cut")]
    await people.stage.settle()
    assert not [p for p in await placed(people, post) if p.stuck or p.covered or p.gone]
    clock.advance(timedelta(seconds=20))
    await people.stage.settle()
    assert len([p for p in await placed(people, post) if p.covered or p.gone]) == 2


async def time_out_removals(people: People, clock: SteppedClock) -> list[int]:
    """Let every deletion and edit end unknown; return the seconds after the start at which attempts were made."""
    began, attempts = clock.now(), []

    async def cut(*_: Any) -> Any:
        attempts.append(int((clock.now() - began).total_seconds()))
        raise SendUnknown("cut")

    people.stage.delete = people.stage.edit = cut  # type: ignore[method-assign]
    for _ in range(5 * 60):
        await people.stage.settle()
        clock.advance(timedelta(minutes=1))
    return sorted(set(attempts))


async def test_covers_with_unknown_outcomes_end_after_bounded_tries(people: People, clock: SteppedClock) -> None:
    stage = people.stage
    stage.services = replace(
        stage.services, policy=replace(stage.services.policy, operators=frozenset({"console:olga"}))
    )
    await stage.say("olga", "/start")
    post = await shared(people)
    await stage.press("ada", "Undo")
    attempts = await time_out_removals(people, clock)
    pauses = [later - before for before, later in pairwise(attempts)]
    assert len(attempts) == takedowns.TRIES
    assert pauses == sorted(pauses)
    assert pauses[-1] == 3600
    assert {bool(p.stuck) for p in await placed(people, post) if p.account is None} == {True}
    assert not await stage.services.store.read(lambda uow: uow.count(Job, kind="takedown"))
    said = [str(shown.reply.cards[0].text) for shown in stage.shown if shown.to == "olga"]
    told = [one for one in said if "A picture may not be shown in lounge any more" in one]
    assert told == said[-1:], "it is said once"
    assert "a fox" not in told[0]
    assert "2 copies could not be taken down, on Console" in stage.text("ada")


async def test_takedowns_of_many_copies_run_in_batches(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_copies, "STEP", 2)
    post = await shared(people)
    for who in ("cleo", "dora", "eve", "flo"):
        await people.stage.say(who, f"/open {people.ref(post)}", people.stage.place("lounge"))
    writes = takedowns_of_each_write(monkeypatch)
    await people.stage.press("ada", "Undo")
    assert not writes, "a press waits for none of them"
    await people.stage.settle()
    assert len([p for p in await placed(people, post) if p.gone]) == sum(writes.values()) == 6
    assert max(writes.values()) == 2


async def test_erasure_takes_down_all_copies_in_batches(
    people: People, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_copies, "STEP", 1)
    post = await shared(people)
    there = {p.ref for p in await placed(people, post)}
    await people.stage.say("ada", "/me delete --sure yes")
    clock.advance(timedelta(days=7))
    await people.stage.settle()
    assert {s.ref for s in people.stage.shown if s.event == "delete"} >= there
    assert not await people.stage.services.store.read(lambda uow: uow.all(Post))


async def test_the_author_is_told_of_copies_that_remain(people: People, clock: SteppedClock) -> None:
    post = await shared(people)
    await people.stage.press("ada", "Undo")
    people.stage.raises = [Expired("x"), Expired("x"), MessageGone("x")]
    await people.stage.settle()
    others = [p for p in await placed(people, post) if p.account != await people.id("ada")]
    assert sorted((bool(p.gone), bool(p.stuck)) for p in others) == [(False, True), (True, False)]
    clock.advance(timedelta(minutes=1))
    await people.stage.settle()
    assert "a fox: one copy could not be taken down, on Console." in people.stage.text("ada")


async def test_rate_limited_takedowns_are_retried(people: People, clock: SteppedClock) -> None:
    post = await shared(people)
    await people.stage.press("ada", "Undo")
    people.stage.raises = [TryAgain("slow", 30.0)]
    await people.stage.settle()
    clock.advance(timedelta(seconds=30))
    await people.stage.settle()
    assert len([p for p in await placed(people, post) if p.gone]) == 2


async def test_a_narrower_audience_takes_down_copies_of_others(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", "/follow ada")
    for who in ("ben", "cleo"):
        await people.stage.say(who, f"/open {people.ref(post)}")
    await people.stage.press("ada", "Change audience", of="ada")
    await people.stage.fill("ada", audience="followers")
    await people.stage.settle()
    assert [s.to for s in people.stage.shown if s.event == "delete"] == ["cleo"]


async def test_hiding_covers_copies_and_restoring_shows_them_again(people: People) -> None:
    post = await shared(people)
    services = people.stage.services
    edited = _fail_deletions(people, Expired("x"))
    await services.store.run(lambda uow: posts.hide(uow, uow.get(Post, post.id), "violence"))
    await people.stage.settle()
    assert {str(r.cards[0].text) for r in edited} == {"This picture is not shown here any more."}
    assert not await people.sees("ben", post, people.stage.place("lounge"))
    assert (await people.account("ada")).last_post == -1
    edited.clear()
    await services.store.run(lambda uow: posts.restore(uow, uow.get(Post, post.id)))
    await people.stage.settle()
    assert any("a fox" in str(r.cards[0].text) for r in edited)
    assert not [p for p in await placed(people, post) if p.covered and p.account is None]
    assert (await people.account("ada")).last_post == post.id


async def test_the_picture_of_a_removed_post_cannot_be_published_again(people: People) -> None:
    ref = await people.paint("ada")
    await people.stage.say("ada", f"/publish {ref} --audience everyone")
    post, services = await people.newest("ada"), people.stage.services
    await services.store.run(lambda uow: posts.remove(uow, uow.get(Post, post.id), "other"))
    await people.stage.say("ada", f"/publish {ref} --audience everyone")
    assert (await people.newest("ada")).id == post.id
    assert await people.state(post) is PostState.REMOVED
    assert "cannot be published again" in people.stage.text("ada")


async def test_a_card_sent_while_its_post_is_removed_is_taken_down(people: People) -> None:
    lounge = people.stage.place("lounge")
    post = await people.publish("ada", "a fox", "--audience here", at=lounge)
    send = people.stage.send

    async def slow(address, reply, key):
        receipt = await send(address, reply, key)
        if address.ref == "#lounge":
            await people.stage.press("ada", "Undo")
        return receipt

    people.stage.send = slow
    await people.stage.settle()
    assert await people.state(post) is PostState.REMOVED
    assert [s.to for s in people.stage.shown if s.event == "delete"] == ["#lounge"]


async def test_takedowns_clear_pages_of_several_posts(people: People) -> None:
    fox, hen = [await people.publish("ada", f"a {animal} in snow", "--audience everyone") for animal in ("fox", "hen")]
    await people.stage.say("ben", "/search snow")
    (page,) = [place for place in await placed(people, fox) if len(place.posts) > 1]
    assert set(page.posts) == {fox.id, hen.id}
    await people.stage.services.store.run(lambda uow: posts.remove(uow, uow.get(Post, hen.id)))
    await people.stage.settle()
    (edit,) = [shown for shown in people.stage.shown if shown.event == "edit" and shown.to == "ben"]
    assert not edit.reply.cards[0].media
    assert str(edit.reply.cards[0].text).startswith("What you asked for is not shown any more.")


async def test_takedowns_clear_profiles(people: People) -> None:
    fox, _ = [await people.publish("ada", f"a {animal} in snow", "--audience everyone") for animal in ("fox", "hen")]
    await people.stage.say("ben", "/profile ada")
    await people.stage.services.store.run(lambda uow: posts.remove(uow, uow.get(Post, fox.id)))
    await people.stage.settle()
    (edit,) = [shown for shown in people.stage.shown if shown.event == "edit" and shown.to == "ben"]
    assert not edit.reply.cards[0].media
