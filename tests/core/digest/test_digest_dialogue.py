"""The digest as a dialogue: set, sent at the chosen hour, adjusted, ended."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from botfeed.core import digest
from botfeed.core.errors import Unreachable
from botfeed.core.model import (
    Account,
    Edition,
    Event,
    Mute,
    Placement,
    Post,
    PostState,
    Seen,
    Subscription,
)
from tests.core.support.clock import DAY, MORNING, advance_to, delivered, labels, write


async def test_a_digest_is_sent_at_the_chosen_local_hour(stage, world):
    await stage.say("ben", "/digest set --hour 9 --zone Europe/Rome")
    assert stage.text("ben").startswith("Your digest: every day at 09:00 (Europe/Rome), up to 8 pictures.")

    def begin(uow):
        world.follow(uow, "ben", "ada")
        return world.post(uow, "cleo", "a boat at night"), world.post(uow, "ada", "A fox asleep in snow")

    boat, fox = await write(stage, begin)
    await advance_to(stage, MORNING)
    (reply,) = delivered(stage, "ben")
    assert stage.text("ben").splitlines() == [
        "Your digest · Tuesday 24 November",
        "1 A fox asleep in snow · ada — because you follow ada",
        "2 a boat at night · cleo — not shown to you before",
        "made with AI · tiny-1",
        "The end. The next one comes on Wednesday 25 November.",
    ]
    assert labels(reply) == ["1", "2", "More", "Tune", "Pause"]
    (media,) = reply.cards[0].media
    assert media.alt == "2 pictures, numbered: 1 A picture of A fox asleep in snow; 2 A picture of a boat at night"
    await stage.press("ben", "2")
    assert "a boat at night" in stage.text("ben")
    await stage.press("ben", "Back to the digest")
    assert stage.text("ben").startswith("Your digest · Tuesday 24 November")

    def after(uow):
        looks = uow.all(Event, account=world.person(uow, "ben"), kind="impression", surface="digest")
        place = uow.one(Placement, surface="digest")
        return looks, place.posts, uow.count(Seen), uow.one(Edition).state, uow.get(Post, fox).impressions

    looks, placed, seen, state, impressions = await write(stage, after)
    assert [(look.post, look.position, look.terms["followed"]) for look in looks] == [(fox, 1, 0.5), (boat, 2, 0.0)]
    assert (placed, seen, state, impressions) == ((fox, boat), 2, "sent", 1)


async def test_many_missed_days_give_one_digest(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    await advance_to(stage, datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert len(delivered(stage, "ben")) == 1
    assert await advance_to(stage, datetime(2026, 11, 24, 9, 10, tzinfo=UTC)) == 0
    assert len(delivered(stage, "ben")) == 1
    editions, row = await write(stage, lambda uow: (uow.all(Edition), uow.one(Subscription)))
    assert [(e.period, e.state) for e in editions] == [("2026-11-24", "sent")]
    assert row.due == datetime(2026, 11, 25, 9, tzinfo=UTC)


async def test_a_digest_more_than_a_day_late_is_skipped(stage, world):
    await stage.say("ben", "/digest set 9 --days mon")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    await advance_to(stage, datetime(2026, 1, 7, 9, tzinfo=UTC))  # a Wednesday
    assert delivered(stage, "ben") == []
    await advance_to(stage, datetime(2026, 1, 12, 9, tzinfo=UTC))
    assert len(delivered(stage, "ben")) == 1


@pytest.mark.parametrize(("others", "friends", "sent"), [(0, 0, 0), (2, 0, 0), (3, 0, 1), (0, 1, 1)])
async def test_a_digest_needs_one_followed_post_or_three_others(stage, world, others, friends, sent):
    await stage.say("ben", "/digest set 9")

    def begin(uow):
        world.follow(uow, "ben", "ada")
        for _ in range(others):
            world.post(uow, "cleo")
        for _ in range(friends):
            world.post(uow, "ada")

    await write(stage, begin)
    await advance_to(stage, stage.services.clock.now() + DAY)
    assert len(delivered(stage, "ben")) == sent
    assert (await write(stage, lambda uow: uow.one(Edition))).state == ("sent" if sent else "skipped")


async def test_posts_of_a_sent_digest_are_not_shown_again(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    await advance_to(stage, stage.services.clock.now() + DAY)
    await advance_to(stage, stage.services.clock.now() + DAY)
    assert len(delivered(stage, "ben")) == 1
    await stage.say("ben", "/feed")
    assert "You are caught up" in stage.text("ben")


async def test_visibility_is_checked_again_when_a_digest_is_sent(stage, world):
    """Compose with four posts, then hide one and mute an author: collage and lines leave both out."""
    await stage.say("ben", "/digest set 9")
    ids = await write(stage, lambda uow: [world.post(uow, n, f"by {n}") for n in ("ada", "cleo", "dan", "eve")])
    stage.services.clock.advance(DAY)
    await digest.due(stage.services)
    await _compose_only(stage)

    def happen(uow):
        uow.compare_and_set(Post, {"id": ids[3]}, state=PostState.HIDDEN)
        uow.insert(Mute(uow.new_id(), world.person(uow, "ben"), world.person(uow, "cleo"), uow.now))
        return uow.one(Edition)

    edition = await write(stage, happen)
    assert len(edition.posts) == 4
    await stage.settle()
    (reply,) = delivered(stage, "ben")
    text = str(reply.cards[0].text)
    assert "by eve" not in text
    assert "by cleo" not in text
    assert reply.cards[0].media[0].blob != edition.collage
    assert reply.cards[0].media[0].alt == "A picture of by dan"
    assert labels(reply)[:3] == ["1", "2", "More"]
    assert set(reply.cards[0].about.posts) == {ids[0], ids[2]}
    assert await write(stage, lambda uow: uow.count(Seen)) == 2


async def _compose_only(stage):
    """Run the digest's own jobs without the delivery."""
    from botfeed.core.digest import compose
    from botfeed.core.work import leased_job

    claimed = await stage.services.store.run(lambda uow: uow.jobs.claim({"digest": compose.compose.lease}, 9))
    for job in claimed:
        await leased_job.perform(stage.services, job)


@pytest.mark.parametrize("line", ["/digest off", "/digest pause", "/digest pause --days 3"])
async def test_off_and_pause_stop_a_composed_digest(stage, world, line):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    stage.services.clock.advance(DAY)
    await digest.due(stage.services)
    await _compose_only(stage)
    await stage.say("ben", line)
    await stage.settle()
    assert delivered(stage, "ben") == []
    assert (await write(stage, lambda uow: uow.one(Edition))).state == "skipped"


async def test_a_digest_without_visible_posts_is_not_sent(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    stage.services.clock.advance(DAY)
    await digest.due(stage.services)
    await _compose_only(stage)
    await write(stage, lambda uow: uow.compare_and_set(Post, {}, state=PostState.HIDDEN))
    await stage.settle()
    assert delivered(stage, "ben") == []


async def test_a_removed_post_is_taken_out_of_sent_digests(stage, world):
    from botfeed.core.copies import post_copies

    await stage.say("ben", "/digest set 9")
    ids = await write(stage, lambda uow: [world.post(uow, n, f"by {n}") for n in ("ada", "cleo", "dan")])
    await advance_to(stage, stage.services.clock.now() + DAY)

    def remove(uow, id):
        post = uow.update(uow.get(Post, id), state=PostState.REMOVED, revision=1)
        post_copies.refresh(uow, post)

    await write(stage, lambda uow: remove(uow, ids[0]))
    await stage.settle()
    assert stage.last("ben").event == "edit"
    assert "by ada" not in stage.text("ben")
    assert "by cleo" in stage.text("ben")
    for other in ids[1:]:
        await write(stage, lambda uow, other=other: remove(uow, other))
        await stage.settle()
    assert "by " not in "".join(str(c.text) for c in stage.last("ben").reply.cards)


async def test_a_blocked_bot_pauses_that_persons_digest(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    stage.raises.append(Unreachable("blocked"))
    await advance_to(stage, stage.services.clock.now() + DAY)
    row, edition = await write(stage, lambda uow: (uow.one(Subscription), uow.one(Edition)))
    assert (row.state, row.due, edition.state) == ("paused", None, "dead")
    await stage.say("ben", "/digest show")
    assert "It is paused." in stage.text("ben")
    await stage.press("ben", "Resume")
    assert "The next one comes on Saturday 3 January" in stage.text("ben")


async def test_a_preview_is_private_complete_and_records_nothing(stage, world):
    lounge = stage.place("lounge")
    await write(stage, lambda uow: [world.post(uow, n, f"by {n}") for n in ("ada", "cleo", "dan")])
    await stage.say("ben", "/digest preview --where private", lounge)
    shown = stage.last("ben")
    assert (shown.reply.private, shown.reply.pending) == (True, True)
    assert stage.text("ben").splitlines()[0] == "Your digest · Thursday 1 January"
    assert "Nothing is sent until you choose an hour" in stage.text("ben")
    await stage.settle()
    assert (stage.last("ben").event, stage.last("ben").ref) == ("edit", shown.ref)
    assert stage.last("ben").reply.cards[0].media[0].alt.startswith("3 pictures, numbered")
    assert await write(stage, lambda uow: (uow.count(Seen), uow.count(Event), uow.count(Edition))) == (0, 0, 0)


async def test_an_empty_preview_says_so(stage):
    await stage.say("ben", "/digest preview")
    assert stage.text("ben") == "There is nothing new for a digest right now. It is sent only when there is."


async def test_unread_digests_become_weekly_and_then_pause(stage, world):
    await stage.say("ben", "/digest set 9")
    sent = []
    for _ in range(45):
        await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
        before = len(delivered(stage, "ben"))
        await advance_to(stage, stage.services.clock.now() + DAY)
        sent += [stage.services.clock.now()] * (len(delivered(stage, "ben")) - before)
    gaps = [(b - a).days for a, b in pairwise(sent)]
    assert gaps[:7] == [1] * 7, "the one after seven in a row says that it becomes weekly"
    assert set(gaps[8:]) == {7}, "and so it is"
    assert (sent[-1] - sent[0]).days < 30, "then no more"
    assert "Once a week while you are away" in str(delivered(stage, "ben")[-1].cards[0].text)
    row = await write(stage, lambda uow: uow.one(Subscription))
    assert (row.state, row.due) == ("paused", None)


async def test_a_visit_restores_the_daily_digest(stage, world):
    await stage.say("ben", "/digest set 9")
    for day in range(20):
        await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
        await advance_to(stage, stage.services.clock.now() + DAY)
        if day == 13:
            await stage.say("ben", "/digest show")
    row = await write(stage, lambda uow: uow.one(Subscription))
    assert (row.weekly, row.state) == (False, "active")
    assert row.ignored < 7


async def test_no_digest_is_sent_to_a_leaving_account(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    await write(stage, lambda uow: uow.compare_and_set(Account, {"handle": "ben"}, state="leaving"))
    await advance_to(stage, stage.services.clock.now() + DAY)
    assert delivered(stage, "ben") == []
