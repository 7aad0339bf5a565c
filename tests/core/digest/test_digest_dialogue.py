"""The digest as people meet it: set, sent at their hour, tuned, ended."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from botfeed.core import digest
from botfeed.core.errors import Unreachable
from botfeed.core.model import (
    Account,
    Audience,
    Edition,
    Event,
    Mute,
    Placement,
    Post,
    PostState,
    Right,
    Seen,
    Subscription,
)
from botfeed.testing.plugin import make_house
from botfeed.testing.stage import Stage
from botfeed.testing.world import World

DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 09:00 in Rome


@pytest.fixture
def world():
    return World()


@pytest.fixture
def house(store, clock):
    """Digests are not spread here, as in the console."""
    kept = make_house(store, clock)
    return replace(kept, policy=replace(kept.policy, spread=timedelta(0)))


@pytest.fixture
def stage(house):
    return Stage(house)


async def write(stage, fn):
    return await stage.house.store.run(fn)


async def ring(stage, moment):
    """The clock jumps, then the ticks run and all that follows."""
    stage.house.clock.set(moment)
    looked = await digest.due(stage.house)
    await stage.settle()
    return looked


def delivered(stage, to):
    return [shown.reply for shown in stage.shown if shown.to == to and shown.event == "delivery"]


def labels(reply):
    return [action.label for card in reply.cards for action in card.actions]


async def test_ada_gets_the_best_at_nine_in_rome(stage, world):
    await stage.say("ben", "/digest set --hour 9 --zone Europe/Rome")
    assert stage.text("ben").startswith("Your digest: every day at 09:00 (Europe/Rome), up to 8 pictures.")

    def begin(uow):
        world.follow(uow, "ben", "ada")
        return world.post(uow, "cleo", "a boat at night"), world.post(uow, "ada", "A fox asleep in snow")

    boat, fox = await write(stage, begin)
    await ring(stage, MORNING)
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


async def test_many_missed_days_bring_one_digest_and_a_second_ring_none(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    await ring(stage, datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert len(delivered(stage, "ben")) == 1
    assert await ring(stage, datetime(2026, 11, 24, 9, 10, tzinfo=UTC)) == 0
    assert len(delivered(stage, "ben")) == 1
    editions, row = await write(stage, lambda uow: (uow.all(Edition), uow.one(Subscription)))
    assert [(e.period, e.state) for e in editions] == [("2026-11-24", "sent")]
    assert row.due == datetime(2026, 11, 25, 9, tzinfo=UTC)


async def test_a_digest_a_day_late_gives_way_to_the_next(stage, world):
    await stage.say("ben", "/digest set 9 --days mon")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    await ring(stage, datetime(2026, 1, 7, 9, tzinfo=UTC))  # a Wednesday
    assert delivered(stage, "ben") == []
    await ring(stage, datetime(2026, 1, 12, 9, tzinfo=UTC))
    assert len(delivered(stage, "ben")) == 1


@pytest.mark.parametrize(("others", "friends", "sent"), [(0, 0, 0), (2, 0, 0), (3, 0, 1), (0, 1, 1)])
async def test_enough_is_one_by_a_friend_or_three_by_others(stage, world, others, friends, sent):
    await stage.say("ben", "/digest set 9")

    def begin(uow):
        world.follow(uow, "ben", "ada")
        for _ in range(others):
            world.post(uow, "cleo")
        for _ in range(friends):
            world.post(uow, "ada")

    await write(stage, begin)
    await ring(stage, stage.house.clock.now() + DAY)
    assert len(delivered(stage, "ben")) == sent
    assert (await write(stage, lambda uow: uow.one(Edition))).state == ("sent" if sent else "skipped")


async def test_what_was_in_a_digest_or_seen_in_the_feed_does_not_come_again(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    await ring(stage, stage.house.clock.now() + DAY)
    await ring(stage, stage.house.clock.now() + DAY)
    assert len(delivered(stage, "ben")) == 1
    await stage.say("ben", "/feed")
    assert "You are caught up" in stage.text("ben")


async def test_visibility_is_asked_again_when_it_is_sent(stage, world):
    """Composed with four; by the time it is sent one is hidden and one author muted: sheet and lines go without."""
    await stage.say("ben", "/digest set 9")
    ids = await write(stage, lambda uow: [world.post(uow, n, f"by {n}") for n in ("ada", "cleo", "dan", "eve")])
    stage.house.clock.advance(DAY)
    await digest.due(stage.house)
    await _compose_only(stage)

    def happen(uow):
        uow.swap(Post, {"id": ids[3]}, state=PostState.HIDDEN)
        uow.add(Mute(uow.new_id(), world.person(uow, "ben"), world.person(uow, "cleo"), uow.now))
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
    """Run the digest's own jobs, not the delivery."""
    from botfeed.core.work import worker
    from botfeed.core.work.job import KINDS

    claimed = await stage.house.store.run(lambda uow: uow.jobs.claim(["digest"], 9, KINDS["digest"].lease))
    for job in claimed:
        await worker.perform(stage.house, job)


@pytest.mark.parametrize("line", ["/digest off", "/digest pause", "/digest pause --days 3"])
async def test_ending_it_acts_on_what_is_not_yet_on_its_way(stage, world, line):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    stage.house.clock.advance(DAY)
    await digest.due(stage.house)
    await _compose_only(stage)
    await stage.say("ben", line)
    await stage.settle()
    assert delivered(stage, "ben") == []
    assert (await write(stage, lambda uow: uow.one(Edition))).state == "skipped"


async def test_nothing_left_to_show_sends_nothing(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    stage.house.clock.advance(DAY)
    await digest.due(stage.house)
    await _compose_only(stage)
    await write(stage, lambda uow: uow.swap(Post, {}, state=PostState.HIDDEN))
    await stage.settle()
    assert delivered(stage, "ben") == []


async def test_a_removed_post_leaves_the_digest_that_showed_it(stage, world):
    from botfeed.core.social import placements

    await stage.say("ben", "/digest set 9")
    ids = await write(stage, lambda uow: [world.post(uow, n, f"by {n}") for n in ("ada", "cleo", "dan")])
    await ring(stage, stage.house.clock.now() + DAY)

    def remove(uow, id):
        post = uow.change(uow.get(Post, id), state=PostState.REMOVED, revision=1)
        placements.refresh(uow, post)

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
    await ring(stage, stage.house.clock.now() + DAY)
    row, edition = await write(stage, lambda uow: (uow.one(Subscription), uow.one(Edition)))
    assert (row.state, row.due, edition.state) == ("paused", None, "dead")
    await stage.say("ben", "/digest show")
    assert "It is paused." in stage.text("ben")
    await stage.press("ben", "Resume")
    assert "The next one comes on Saturday 3 January" in stage.text("ben")


async def test_an_administrator_sets_a_channels_digest(stage, world):
    lounge = stage.place("lounge")
    stage.admins = {"ada"}
    await stage.say("ben", "/digest set 9", lounge)
    await stage.settle()
    assert stage.text("ben") == "Only an administrator of this place can do that."
    await stage.say("ada", "/digest set --hour 9 --zone Europe/Rome", lounge)
    assert stage.text("ada") == "One moment, checking that you may."
    await stage.settle()
    assert stage.text("ada").startswith("Digest of this place: every day at 09:00 (Europe/Rome), up to 8 pictures.")

    def begin(uow):
        here = world.space(uow, "lounge")
        world.post(uow, "ada", "for followers", audience=Audience.FOLLOWERS)
        world.post(uow, "ada", "spicy", sensitive=True)
        world.post(uow, "cleo", "only here", audience=Audience.HERE, space=here)
        for n in range(2):
            world.post(uow, f"painter{n}", f"for all {n}")

    await write(stage, begin)
    await ring(stage, MORNING)
    (reply,) = delivered(stage, "#lounge")
    text = str(reply.cards[0].text)
    assert text.startswith("Digest of lounge · Tuesday 24 November")
    assert ("only here" in text, "for all 0" in text) == (True, True)
    assert "not shown here before" in text
    assert ("followers" in text, "spicy" in text) == (False, False)
    assert labels(reply) == ["1", "2", "3", "Show mine", "Tune"]
    assert not reply.private
    await stage.press("ben", "Show mine", of="#lounge", at=lounge)
    assert stage.last("ben").reply.private
    await ring(stage, MORNING + DAY)
    assert len(delivered(stage, "#lounge")) == 1


async def test_show_mine_in_a_channel_had_buttons_for_the_digest_of_the_place(stage, world):
    lounge = stage.place("lounge")
    stage.admins = {"ada"}
    await stage.say("ada", "/digest set 8", lounge)
    await stage.settle()
    await write(stage, lambda uow: [world.post(uow, "cleo", f"for all {n}") for n in range(3)])
    await ring(stage, MORNING)
    await stage.press("ben", "Show mine", of="#lounge", at=lounge)
    actions = {action.label: action for action in stage.last("ben").reply.cards[0].actions}
    assert {actions[label].args["where"] for label in ("Tune", "Pause")} == {"private"}
    pause = stage.find("ben", "Pause")
    await stage.say("ben", "/digest set 7 --where private", lounge)
    await stage.press("ben", pause[1].label, at=lounge)
    await stage.settle()
    states = await write(stage, lambda uow: {row.account is None: row.state for row in uow.all(Subscription)})
    assert states == {True: "active", False: "paused"}


async def test_in_a_group_one_can_still_set_ones_own(stage):
    lounge = stage.place("lounge")
    await stage.say("ben", "/digest set 7 --where private --days weekends --size 3 --minute 5", lounge)
    assert stage.text("ben").startswith("Your digest: Saturday and Sunday at 07:05 (UTC), up to 3 pictures.")
    row = await write(stage, lambda uow: uow.one(Subscription))
    assert (row.address.ref, row.space, row.days, row.minute) == ("ben", None, 96, 425)
    assert await write(stage, lambda uow: uow.count(Right)) == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/digest set 24", "hour goes from 0 to 23."),
        (
            "/digest set 9 --zone Xanadu",
            "Xanadu is no time zone I know. They look like Europe/Rome or America/New_York.",
        ),
        ("/digest set 9 --zone Roma", "Roma is no time zone I know. Did you mean Europe/Rome?"),
        ("/digest set 9 --zone CET", "CET is no time zone I know. They look like"),
        ("/digest set 9 --zone utc+2", "Your digest: every day at 09:00 (UTC+2), up to 8 pictures."),
        ("/digest set 9 --zone Etc/GMT+3", "Your digest: every day at 09:00 (UTC-3)"),
        ("/digest set 9 --zone GMT+0", "Your digest: every day at 09:00 (UTC+0)"),
        ("/digest set 9 --zone ../../etc/passwd", "../../etc/passwd is no time zone I know."),
        ("/digest set 9 --days moonday", "moonday is no day here. Say daily, weekdays, weekends or days like mon,wed."),
        ("/digest set 9 --size 9", "size goes from 1 to 8."),
        ("/digest pause", "There is no digest yet. /digest set 9 starts one."),
        ("/digest show", "You have no digest yet."),
        ("/digest set 9 --zone rome", "Your digest: every day at 09:00 (Europe/Rome)"),
        ('/digest set 9 --days "fri, mon"', "Your digest: Monday, Friday at 09:00 (UTC)"),
    ],
)
async def test_what_is_typed_is_understood_or_answered_kindly(stage, line, said):
    await stage.say("ben", line)
    assert stage.text("ben").startswith(said)


async def test_an_hour_that_is_missing_is_asked_for(stage):
    await stage.say("ben", "/digest show")
    await stage.press("ben", "Choose an hour")
    await stage.fill("ben", hour="18")
    assert "at 18:00 (UTC)" in stage.text("ben")
    await stage.say("ben", "/digest set 7")
    assert await write(stage, lambda uow: uow.count(Subscription)) == 1


async def test_a_preview_is_private_complete_and_counts_nothing(stage, world):
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


async def test_a_preview_of_nothing_says_so(stage):
    await stage.say("ben", "/digest preview")
    assert stage.text("ben") == "There is nothing new for a digest right now. It is sent only when there is."


async def test_who_does_not_read_is_written_to_less_and_then_not_at_all(stage, world):
    await stage.say("ben", "/digest set 9")
    sent = []
    for _ in range(45):
        await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
        before = len(delivered(stage, "ben"))
        await ring(stage, stage.house.clock.now() + DAY)
        sent += [stage.house.clock.now()] * (len(delivered(stage, "ben")) - before)
    gaps = [(b - a).days for a, b in pairwise(sent)]
    assert gaps[:7] == [1] * 7, "the one after seven in a row says that it becomes weekly"
    assert set(gaps[8:]) == {7}, "and so it is"
    assert (sent[-1] - sent[0]).days < 30, "then no more"
    assert "Once a week while you are away" in str(delivered(stage, "ben")[-1].cards[0].text)
    row = await write(stage, lambda uow: uow.one(Subscription))
    assert (row.state, row.due) == ("paused", None)


async def test_a_visit_brings_the_daily_rhythm_back(stage, world):
    await stage.say("ben", "/digest set 9")
    for day in range(20):
        await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
        await ring(stage, stage.house.clock.now() + DAY)
        if day == 13:
            await stage.say("ben", "/digest show")
    row = await write(stage, lambda uow: uow.one(Subscription))
    assert (row.weekly, row.state) == (False, "active")
    assert row.ignored < 7


async def test_personal_reading_for_somebody_who_leaves_stops(stage, world):
    await stage.say("ben", "/digest set 9")
    await write(stage, lambda uow: [world.post(uow, name) for name in ("ada", "cleo", "dan")])
    await write(stage, lambda uow: uow.swap(Account, {"handle": "ben"}, state="leaving"))
    await ring(stage, stage.house.clock.now() + DAY)
    assert delivered(stage, "ben") == []


async def test_zones_are_completed(stage):
    from botfeed.core import dispatch

    await stage.say("ben", "/digest show")
    request = replace(stage._request("ben", None, ""), command="digest.set")
    assert [c.value for c in await dispatch.suggest(stage.house, request, "zone", "rom")][:1] == ["Europe/Rome"]
    assert [c.value for c in await dispatch.suggest(stage.house, request, "days", "week")] == ["weekdays", "weekends"]
    assert len(await dispatch.suggest(stage.house, request, "zone", "")) == 25
