"""One bad row never stops a batch: it is set aside, and the others go on, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from botfeed.adapters.clock import SteppedClock
from botfeed.core import digest, dispatch
from botfeed.core.copies import separation
from botfeed.core.model import Job, Pending, Placement, PostCopy, Subscription
from botfeed.core.ports import Unit
from botfeed.core.privacy import retention
from botfeed.core.social import posts, search
from botfeed.core.work import batches, pending
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage
from tests.core.support.people import People

READERS = ("ben", "cleo", "dan")  # the second is the poisoned one
POISON = {
    "an unknown zone": "zone = 'Mars/Olympus'",
    "a zone that is a path": "zone = '../../etc/passwd'",
    "no zone": "zone = ''",
    "no weekday": "days = 0",
    "weekdays beyond the mask": "days = 128",
    "a minute that no day has": "minute = 5000",
    "a minute before the day": "minute = -5",
    "an address that is no JSON": "address = 'nowhere'",
    "an address of another form": "address = '[1, 2]'",
    "a language that is not there": "language = 'xx'",
}


@pytest.fixture
def stage(any_store: Store, clock: SteppedClock) -> Stage:
    services = make_services(any_store, clock)
    return Stage(replace(services, policy=replace(services.policy, spread=timedelta(0))))


async def poison(store: Store, table: str, values: str, id: int) -> None:
    await store.with_connection(
        lambda connection: connection.execute(text(f"UPDATE {table} SET {values} WHERE id = :id"), {"id": id})
    )


@pytest.mark.parametrize("values", POISON.values(), ids=POISON)
async def test_a_bad_subscription_stops_no_other_digest(stage: Stage, clock: SteppedClock, values: str) -> None:
    people = People(stage)
    for n in range(4):
        await people.publish(f"author{n}", f"a fox {n}")
    for who in READERS:
        await stage.say(who, "/start")
        await stage.say(who, "/digest set 12")
    rows = await stage.services.store.read(lambda uow: uow.all(Subscription))
    await poison(stage.services.store, "subscription", values, rows[1].id)
    clock.advance(timedelta(hours=4))
    for _ in range(2):
        await digest.due(stage.services)
        await stage.settle()
    got = {shown.to for shown in stage.shown if shown.event == "delivery" and len(shown.reply.cards[0].about.posts) > 1}
    assert {"ben", "dan"} <= got


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", ""])
async def test_the_owner_of_a_digest_in_an_unknown_zone_is_told(stage: Stage, clock: SteppedClock, zone: str) -> None:
    await stage.say("ben", "/start")
    await stage.say("ben", "/digest set 12")
    (row,) = await stage.services.store.read(lambda uow: uow.all(Subscription))
    await poison(stage.services.store, "subscription", f"zone = '{zone}'", row.id)
    clock.advance(timedelta(hours=4))
    assert await digest.due(stage.services) == 1
    await stage.settle()
    assert "The digest rests" in stage.text("ben")
    assert await digest.due(stage.services) == 0
    await stage.say("ben", "/digest")  # it can be looked at
    assert "Something broke" not in stage.text("ben")
    await stage.say("ben", "/digest set 9 --zone Europe/Rome")
    (row,) = await stage.services.store.read(lambda uow: uow.all(Subscription))
    assert (row.state, row.zone) == ("active", "Europe/Rome")


async def test_who_lives_in_an_unknown_zone_can_use_the_rest(stage: Stage, any_store: Store) -> None:
    await stage.say("ben", "/start")
    await any_store.with_connection(lambda c: c.execute(text("UPDATE account SET zone = 'Mars/Olympus'")))
    for n in range(12):
        await stage.say("ben", f"/imagine a fox {n}")
    assert "That's all for today" in stage.text("ben")
    for line in ("/digest", "/digest preview", "/digest set 9", "/settings", "/mine"):
        await stage.say("ben", line)
        assert "Something broke" not in stage.text("ben"), line


async def test_a_job_that_cannot_be_read_stops_no_other(stage: Stage, any_store: Store) -> None:
    for who in READERS:
        await stage.say(who, "/imagine a fox")
    rows = await any_store.read(lambda uow: uow.all(Job, kind="paint"))
    await poison(any_store, "job", "args = 'x'", rows[1].id)
    with capture_logs() as logs:
        await stage.settle()
    assert "Here it is" in stage.text("ben")
    assert "Here it is" in stage.text("dan")
    dead = await any_store.with_connection(lambda c: c.execute(text("SELECT state FROM job WHERE args = 'x'")).scalar())
    assert dead == "dead"
    assert any(line["event"] == "a row cannot be read and is left out" for line in logs)


async def test_a_copy_that_cannot_be_read_stops_no_take_down(stage: Stage, any_store: Store) -> None:
    people = People(stage)
    post = await people.publish("ada", "a fox")
    for who in READERS:
        await stage.say(who, f"/open {people.ref(post)}")
    places = await any_store.read(
        lambda uow: uow.all(Placement, id__in=[c.placement for c in uow.all(PostCopy, post=post.id)])
    )
    bad = next(place for place in places if place.address.ref == "cleo")
    await poison(any_store, "placement", "address = 'nowhere'", bad.id)
    await any_store.run(lambda uow: posts.remove(uow, post))
    await stage.settle()
    gone = {shown.ref for shown in stage.shown if shown.event == "delete"}
    assert {place.ref for place in places if place.address.ref in ("ben", "dan")} <= gone


async def test_a_message_that_cannot_be_read_stops_no_take_down_after_a_block(
    stage: Stage, any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page with such a message was short, and taken for the last one."""
    people = People(stage)
    made = [await people.publish("ada", f"a fox {n}") for n in range(4)]
    for post in made:
        await stage.say("ben", f"/open {people.ref(post)}")
    places = [p for p in await any_store.read(lambda uow: uow.all(Placement)) if p.address.ref == "ben" and p.posts]
    assert len(places) == 4
    await poison(any_store, "placement", "address = 'nowhere'", places[3].id)
    monkeypatch.setattr(separation, "CHUNK", 2)
    await stage.say("ben", "/block ada")
    await stage.settle()
    gone = {shown.ref for shown in stage.shown if shown.event == "delete"}
    assert {place.ref for place in places[:3]} <= gone


async def test_a_promise_that_cannot_be_read_stops_no_other(
    stage: Stage, any_store: Store, clock: SteppedClock
) -> None:
    for who in READERS:
        await stage.say(who, "/imagine a fox")
    await any_store.run(lambda uow: uow.delete(Job, kind__in=("paint", "deadline")))
    rows = await any_store.read(lambda uow: uow.all(Pending))
    await poison(any_store, "pending", "address = 'nowhere'", rows[1].id)
    clock.advance(timedelta(minutes=11))
    await pending.sweep(stage.services)
    await stage.settle()
    assert "before this was done" in stage.text("ben")
    assert "before this was done" in stage.text("dan")


async def test_a_table_that_cannot_be_swept_stops_no_other(
    stage: Stage, any_store: Store, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.say("ben", "/imagine a fox")
    await stage.settle()
    swept = retention._swept

    async def failing(store: Store, noun: type[Any]) -> int | None:
        if noun is Placement:
            raise LookupError("poison")
        return await swept(store, noun)

    monkeypatch.setattr(retention, "_swept", failing)
    clock.advance(timedelta(days=400))
    gone = await retention.sweep(any_store)
    assert gone["answered"] > 0
    assert "placement" not in gone


async def test_a_placement_that_cannot_be_read_stays_and_the_others_are_swept(
    stage: Stage, any_store: Store, clock: SteppedClock
) -> None:
    for who in READERS:
        await stage.say(who, "/help")
    places = await any_store.read(lambda uow: uow.all(Placement))
    await poison(any_store, "placement", "posts = 'x'", places[1].id)
    clock.advance(timedelta(days=400))
    for _ in range(2):
        await retention.sweep(any_store)
    assert await any_store.read(lambda uow: uow.count(Placement)) == 1


async def test_a_missed_answer_that_cannot_be_read_stops_no_other(
    stage: Stage, any_store: Store, clock: SteppedClock
) -> None:
    stage_handle = dispatch.handle
    from botfeed.core.chat.message import Request, Sender
    from botfeed.core.model import HandledRequest

    for who in READERS:
        at = stage.home(who)
        await stage_handle(
            stage.services, Request(f"console:{who}", "help", Sender("console", who, who, private=at), at)
        )
    rows = await any_store.read(lambda uow: uow.all(HandledRequest))
    await poison(any_store, "answered", "reply = '[]'", rows[1].id)
    await dispatch.deferred_replies.send_missed(stage.services, "console")
    clock.advance(timedelta(seconds=15))
    await stage.settle()
    assert {shown.to for shown in stage.shown} == {"ben", "dan"}


async def test_a_post_that_cannot_be_read_is_left_out_of_feed_search_and_index(stage: Stage, any_store: Store) -> None:
    people = People(stage)
    made = [await people.publish(who, f"a fox of {who}") for who in READERS]
    await poison(any_store, "post", "audience = 'martians'", made[1].id)
    await stage.say("ada", "/feed new")
    assert "Something broke" not in stage.text("ada")
    await stage.say("ada", "/search fox")
    assert "Something broke" not in stage.text("ada")
    await search.catch_up(stage.services)
    await stage.settle()


async def test_a_batch_says_which_row_it_set_aside(any_store: Store) -> None:
    done: list[int] = []

    def do(uow: Unit, n: int) -> None:
        if n == 3:
            raise ValueError("poison")
        uow.insert(Job(uow.new_id(), "x", {}, f"lane{n}", uow.now, uow.now))
        done.append(n)

    left = await any_store.run(lambda uow: batches.each(uow, "test", range(6), do, lambda *_: None))
    assert left == 1
    assert await any_store.read(lambda uow: uow.count(Job)) == 5
