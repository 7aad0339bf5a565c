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
from tests.core.support.people import Town, takedowns_of_each_write


async def placed(town: Town, post: Post) -> list[Placement]:
    rows = await town.stage.services.store.read(lambda uow: uow.all(Placement))
    return [r for r in rows if post.id in r.posts]


async def shared(town: Town) -> Post:
    """Publish ada's fox and show it three times: in #lounge, opened by ben, and ada's own card."""
    post = await town.publish("ada", "a fox", "--audience here", at=town.stage.place("lounge"))
    await town.stage.settle()
    await town.stage.say("ben", f"/open {town.ref(post)}", town.stage.place("lounge"))
    return post


async def test_an_edit_reaches_every_copy(town: Town) -> None:
    post = await shared(town)
    await town.stage.press("ada", "Edit caption")
    seen = len(town.stage.shown)
    await town.stage.fill("ada", caption="First snow")
    await town.stage.settle()
    edits = [s for s in town.stage.shown[seen:] if s.event == "edit"]
    assert {s.to for s in edits} >= {"#lounge"}
    assert all("First snow" in str(s.reply.cards[0].text) for s in edits)
    assert len(await placed(town, post)) == len({p.ref for p in await placed(town, post)})


async def test_deleting_a_post_takes_its_copies_down(town: Town) -> None:
    post = await shared(town)
    await town.stage.press("ada", "Delete")
    await town.stage.press("ada", "Yes, delete")
    await town.stage.settle()
    deleted = [s for s in town.stage.shown if s.event == "delete"]
    assert len(deleted) == 2
    gone = [p for p in await placed(town, post) if p.gone]
    ada = await town.id("ada")
    assert len(gone) == 2
    assert all(p.account != ada for p in gone)


@pytest.mark.parametrize("error", [Expired("x"), Rejected("x")])
async def test_copies_that_cannot_be_deleted_are_covered(town: Town, error) -> None:
    post = await shared(town)
    await town.stage.press("ada", "Undo")
    covered = _rigged(town, error)
    await town.stage.settle()
    assert {str(r.cards[0].text) for r in covered} == {"Its author removed this picture."}
    assert len([p for p in await placed(town, post) if p.covered]) == 2


@pytest.mark.parametrize(
    ("decide", "says"),
    [(decisions.remove, "This picture was removed."), (decisions.hide, "This picture is not shown here any more.")],
)
async def test_covers_of_moderated_posts_do_not_blame_the_author(town: Town, decide, says: str) -> None:
    post = await shared(town)
    services = town.stage.services
    await services.store.run(lambda uow: decide(uow, uow.get(Post, post.id), "copied"))
    covered = _rigged(town, Rejected("x"))
    await town.stage.settle()
    assert {str(r.cards[0].text) for r in covered} == {says}
    await town.stage.say("ben", f"/remix {town.ref(post)} a fox with a hat")
    assert town.stage.text("ben") == "That picture is not there, or not there for you."


def _rigged(town: Town, error: Exception) -> list:
    """Let every deletion raise `error`; return the list of replies edited instead."""
    edited: list = []

    async def delete(address, ref) -> None:
        raise error

    async def edit(address, ref, reply):
        from botfeed.core.chat.message import Receipt

        edited.append(reply)
        return Receipt(ref)

    town.stage.delete = delete
    town.stage.edit = edit
    return edited


async def test_a_cover_with_an_unknown_outcome_is_retried(town: Town, clock: SteppedClock) -> None:
    post = await shared(town)
    await town.stage.press("ada", "Undo")
    town.stage.raises = [Rejected("x"), SendUnknown("cut"), Rejected("x"), SendUnknown("cut")]
    await town.stage.settle()
    assert not [p for p in await placed(town, post) if p.stuck or p.covered or p.gone]
    clock.advance(timedelta(seconds=20))
    await town.stage.settle()
    assert len([p for p in await placed(town, post) if p.covered or p.gone]) == 2


async def unlearnt(town: Town, clock: SteppedClock) -> list[int]:
    """Let every deletion and edit end unknown; return the seconds after the start at which attempts were made."""
    began, attempts = clock.now(), []

    async def cut(*_: Any) -> Any:
        attempts.append(int((clock.now() - began).total_seconds()))
        raise SendUnknown("cut")

    town.stage.delete = town.stage.edit = cut  # type: ignore[method-assign]
    for _ in range(5 * 60):
        await town.stage.settle()
        clock.advance(timedelta(minutes=1))
    return sorted(set(attempts))


async def test_covers_with_unknown_outcomes_end_after_bounded_tries(town: Town, clock: SteppedClock) -> None:
    stage = town.stage
    stage.services = replace(
        stage.services, policy=replace(stage.services.policy, operators=frozenset({"console:olga"}))
    )
    await stage.say("olga", "/start")
    post = await shared(town)
    await stage.press("ada", "Undo")
    attempts = await unlearnt(town, clock)
    pauses = [later - before for before, later in pairwise(attempts)]
    assert len(attempts) == takedowns.TRIES
    assert pauses == sorted(pauses)
    assert pauses[-1] == 3600
    assert {bool(p.stuck) for p in await placed(town, post) if p.account is None} == {True}
    assert not await stage.services.store.read(lambda uow: uow.count(Job, kind="takedown"))
    said = [str(shown.reply.cards[0].text) for shown in stage.shown if shown.to == "olga"]
    told = [one for one in said if "A picture may not be shown in lounge any more" in one]
    assert told == said[-1:], "it is said once"
    assert "a fox" not in told[0]
    assert "2 copies could not be taken down, on Console" in stage.text("ada")


async def test_takedowns_of_many_copies_run_in_batches(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_copies, "STEP", 2)
    post = await shared(town)
    for who in ("cleo", "dora", "eve", "flo"):
        await town.stage.say(who, f"/open {town.ref(post)}", town.stage.place("lounge"))
    writes = takedowns_of_each_write(monkeypatch)
    await town.stage.press("ada", "Undo")
    assert not writes, "a press waits for none of them"
    await town.stage.settle()
    assert len([p for p in await placed(town, post) if p.gone]) == sum(writes.values()) == 6
    assert max(writes.values()) == 2


async def test_erasure_takes_down_all_copies_in_batches(
    town: Town, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_copies, "STEP", 1)
    post = await shared(town)
    there = {p.ref for p in await placed(town, post)}
    await town.stage.say("ada", "/me delete --sure yes")
    clock.advance(timedelta(days=7))
    await town.stage.settle()
    assert {s.ref for s in town.stage.shown if s.event == "delete"} >= there
    assert not await town.stage.services.store.read(lambda uow: uow.all(Post))


async def test_the_author_is_told_of_copies_that_remain(town: Town, clock: SteppedClock) -> None:
    post = await shared(town)
    await town.stage.press("ada", "Undo")
    town.stage.raises = [Expired("x"), Expired("x"), MessageGone("x")]
    await town.stage.settle()
    others = [p for p in await placed(town, post) if p.account != await town.id("ada")]
    assert sorted((bool(p.gone), bool(p.stuck)) for p in others) == [(False, True), (True, False)]
    clock.advance(timedelta(minutes=1))
    await town.stage.settle()
    assert "a fox: one copy could not be taken down, on Console." in town.stage.text("ada")


async def test_rate_limited_takedowns_are_retried(town: Town, clock: SteppedClock) -> None:
    post = await shared(town)
    await town.stage.press("ada", "Undo")
    town.stage.raises = [TryAgain("slow", 30.0)]
    await town.stage.settle()
    clock.advance(timedelta(seconds=30))
    await town.stage.settle()
    assert len([p for p in await placed(town, post) if p.gone]) == 2


async def test_a_narrower_audience_takes_down_copies_of_others(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", "/follow ada")
    for who in ("ben", "cleo"):
        await town.stage.say(who, f"/open {town.ref(post)}")
    await town.stage.press("ada", "Change audience", of="ada")
    await town.stage.fill("ada", audience="followers")
    await town.stage.settle()
    assert [s.to for s in town.stage.shown if s.event == "delete"] == ["cleo"]


async def test_hiding_covers_copies_and_restoring_shows_them_again(town: Town) -> None:
    post = await shared(town)
    services = town.stage.services
    edited = _rigged(town, Expired("x"))
    await services.store.run(lambda uow: posts.hide(uow, uow.get(Post, post.id), "violence"))
    await town.stage.settle()
    assert {str(r.cards[0].text) for r in edited} == {"This picture is not shown here any more."}
    assert not await town.sees("ben", post, town.stage.place("lounge"))
    assert (await town.account("ada")).last_post == -1
    edited.clear()
    await services.store.run(lambda uow: posts.restore(uow, uow.get(Post, post.id)))
    await town.stage.settle()
    assert any("a fox" in str(r.cards[0].text) for r in edited)
    assert not [p for p in await placed(town, post) if p.covered and p.account is None]
    assert (await town.account("ada")).last_post == post.id


async def test_the_picture_of_a_removed_post_cannot_be_published_again(town: Town) -> None:
    ref = await town.paint("ada")
    await town.stage.say("ada", f"/publish {ref} --audience everyone")
    post, services = await town.newest("ada"), town.stage.services
    await services.store.run(lambda uow: posts.remove(uow, uow.get(Post, post.id), "other"))
    await town.stage.say("ada", f"/publish {ref} --audience everyone")
    assert (await town.newest("ada")).id == post.id
    assert await town.state(post) is PostState.REMOVED
    assert "cannot be published again" in town.stage.text("ada")


async def test_a_card_sent_while_its_post_is_removed_is_taken_down(town: Town) -> None:
    lounge = town.stage.place("lounge")
    post = await town.publish("ada", "a fox", "--audience here", at=lounge)
    send = town.stage.send

    async def slow(address, reply, key):
        receipt = await send(address, reply, key)
        if address.ref == "#lounge":
            await town.stage.press("ada", "Undo")
        return receipt

    town.stage.send = slow
    await town.stage.settle()
    assert await town.state(post) is PostState.REMOVED
    assert [s.to for s in town.stage.shown if s.event == "delete"] == ["#lounge"]


async def test_takedowns_clear_pages_of_several_posts(town: Town) -> None:
    fox, hen = [await town.publish("ada", f"a {animal} in snow", "--audience everyone") for animal in ("fox", "hen")]
    await town.stage.say("ben", "/search snow")
    (page,) = [place for place in await placed(town, fox) if len(place.posts) > 1]
    assert set(page.posts) == {fox.id, hen.id}
    await town.stage.services.store.run(lambda uow: posts.remove(uow, uow.get(Post, hen.id)))
    await town.stage.settle()
    (edit,) = [shown for shown in town.stage.shown if shown.event == "edit" and shown.to == "ben"]
    assert not edit.reply.cards[0].media
    assert str(edit.reply.cards[0].text).startswith("What you asked for is not shown any more.")


async def test_takedowns_clear_profiles(town: Town) -> None:
    fox, _ = [await town.publish("ada", f"a {animal} in snow", "--audience everyone") for animal in ("fox", "hen")]
    await town.stage.say("ben", "/profile ada")
    await town.stage.services.store.run(lambda uow: posts.remove(uow, uow.get(Post, fox.id)))
    await town.stage.settle()
    (edit,) = [shown for shown in town.stage.shown if shown.event == "edit" and shown.to == "ben"]
    assert not edit.reply.cards[0].media
