"""The retention sweep: expired rows are deleted, button payloads are kept."""

from dataclasses import replace
from datetime import timedelta

from botfeed.core.model import (
    Address,
    Delivery,
    Event,
    HandledRequest,
    Job,
    KeyValue,
    Link,
    Notice,
    Painting,
    Payload,
    Placement,
    Post,
    PostCopy,
    PostState,
    SendState,
)
from botfeed.core.privacy import retention, retention_rules
from botfeed.core.work import outbox
from botfeed.core.work.messages import To
from botfeed.testing.stage import Stage


async def test_the_sweep_keeps_recent_rows_and_button_payloads(any_store, clock) -> None:
    def fill(uow):
        uow.insert(Event(uow.new_id(), 1, 2, "like", uow.now))
        uow.insert(HandledRequest(uow.new_id(), f"r{uow.now}", {}, uow.now))
        uow.insert(Payload(uow.new_id(), "mine/long", uow.now))
        uow.insert(Link(uow.new_id(), 1, f"c{uow.now}", Address("console", "ada"), uow.now, uow.now))
        uow.insert(Job(uow.new_id(), "paint", {}, "a", uow.now, uow.now, state="dead"))
        for n, state in enumerate((SendState.SENT, SendState.DEAD, SendState.QUEUED)):
            uow.insert(
                Delivery(uow.new_id(), "painted", {}, Address("console", "ada"), f"k{n}{uow.now}", uow.now, state=state)
            )
        digest = Delivery(uow.new_id(), "digest", {}, Address("console", "ada"), f"d{uow.now}", uow.now, urgent=False)
        uow.insert(digest)
        uow.update(digest, state=SendState.SENT)
        uow.quotas.take("person:1", uow.now.date().isoformat(), 1, 10)
        uow.quotas.wait("pace:1", timedelta(seconds=1), 3)

    await any_store.run(fill)
    clock.advance(timedelta(days=90, minutes=1))
    await any_store.run(fill)
    gone = await retention.sweep(any_store)
    assert gone.pop("link") == 1
    assert {table: rows for table, rows in gone.items() if rows} == {
        "event": 1,
        "answered": 1,
        "job": 1,
        "delivery": 4,
        "tally": 1,
    }
    assert gone.keys() >= {"draft", "placement", "notice", "painting"}

    def left(uow):
        return [uow.count(noun) for noun in (Event, HandledRequest, Payload, Job, Delivery)]

    assert await any_store.read(left) == [1, 1, 2, 1, 4]
    assert not any((await retention.sweep(any_store)).values())


async def test_prompts_without_a_picture_are_erased(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")
    await stage.press("ada", "Cancel")
    await stage.say("ada", "/imagine a hen")
    await stage.settle()
    stage.services.clock.advance(timedelta(days=31))
    gone = await retention.sweep(stage.services.store)
    assert gone["painting"] == 1
    assert await stage.services.store.read(lambda uow: [p.prompt for p in uow.all(Painting)]) == ["", "a hen"]
    await stage.press("ada", "Again", of="ada")
    assert stage.text("ada").startswith("Painting “a hen”")


ADA, WALL = Address("console", "ada"), Address("console", "#wall", private=False)
STANDS, HIDDEN, REMOVED = 1, 2, 3


def town(uow):
    for id, state in ((STANDS, PostState.PUBLIC), (HIDDEN, PostState.HIDDEN), (REMOVED, PostState.REMOVED)):
        uow.insert(Post(id, 7, id, "", uow.now, state=state))


def message(uow, name, *posts, account=None, **fields):
    """Insert a message by its name, with the copies of the posts it shows."""
    address = WALL if account is None else ADA
    place = Placement(uow.new_id(), "console", name, address, uow.now, account=account, posts=posts, **fields)
    uow.insert(place)
    for post in posts:
        uow.insert(PostCopy(uow.new_id(), post, place.id))


async def names(store):
    """Return the names of the messages still kept; assert that each copy belongs to one of them."""

    def look(uow):
        places = {place.id: place.ref for place in uow.all(Placement)}
        assert {copy.placement for copy in uow.all(PostCopy)} <= set(places)
        return set(places.values())

    return await store.read(look)


def messages(uow):
    now = uow.now
    message(uow, "stands", STANDS)
    message(uow, "of many one stands", REMOVED, STANDS, covered=now)
    message(uow, "may be shown again", HIDDEN, covered=now)
    message(uow, "its take-down is under way", REMOVED)
    message(uow, "covered", REMOVED, covered=now)
    message(uow, "could not be taken down", REMOVED, stuck=now)
    message(uow, "deleted", STANDS, gone=now)
    message(uow, "words in a place")
    message(uow, "words", account=7)
    message(uow, "a picture of theirs", account=7, pictures=(5,))
    message(uow, "in their digest", STANDS, REMOVED, account=7)
    message(uow, "ephemeral, out of reach by now", STANDS, account=7, expires=now)


FOR_GOOD = {"stands", "of many one stands", "may be shown again", "its take-down is under way"}
FOR_A_YEAR = {"a picture of theirs", "in their digest"}
FOR_A_MONTH = {
    "covered",
    "deleted",
    "words in a place",
    "words",
    "ephemeral, out of reach by now",
}
REFUSED = {"could not be taken down"}  # tried again for thirty days, and kept a little longer


async def test_placements_are_kept_while_they_can_follow_their_posts(any_store, clock) -> None:
    await any_store.run(town)
    await any_store.run(messages)
    clock.advance(retention_rules.MESSAGES_KEPT)
    assert (await retention.sweep(any_store))["placement"] == 0
    clock.advance(timedelta(minutes=1))
    assert (await retention.sweep(any_store))["placement"] == len(FOR_A_MONTH)
    assert await names(any_store) == FOR_GOOD | FOR_A_YEAR | REFUSED
    clock.advance(retention_rules.SWEPT_AFTER)
    assert (await retention.sweep(any_store))["placement"] == len(REFUSED)
    assert await names(any_store) == FOR_GOOD | FOR_A_YEAR
    clock.advance(retention_rules.COPIES_KEPT - retention_rules.MESSAGES_KEPT - retention_rules.SWEPT_AFTER)
    assert (await retention.sweep(any_store))["placement"] == len(FOR_A_YEAR)
    assert await names(any_store) == FOR_GOOD
    clock.advance(timedelta(days=3650))
    assert (await retention.sweep(any_store))["placement"] == 0


async def test_public_placements_go_a_month_after_their_post_was_taken_down(any_store, clock) -> None:
    await any_store.run(town)
    await any_store.run(lambda uow: message(uow, "old", STANDS))
    clock.advance(timedelta(days=800))
    await any_store.run(lambda uow: uow.compare_and_set(Post, {"id": STANDS}, state=PostState.REMOVED))
    assert (await retention.sweep(any_store))["placement"] == 0, "its take-down looks for it now"
    await any_store.run(lambda uow: uow.compare_and_set(Placement, {"ref": "old"}, gone=uow.now))
    clock.advance(retention_rules.MESSAGES_KEPT)
    assert (await retention.sweep(any_store))["placement"] == 0
    clock.advance(timedelta(minutes=1))
    assert (await retention.sweep(any_store))["placement"] == 1


async def test_digest_deliveries_go_with_their_message_and_others_after_a_month(any_store, clock) -> None:
    def fill(uow):
        for n, kind in enumerate(("digest", "showcase", "push", "space.log", "copy", "painted")):
            row = Delivery(uow.new_id(), kind, {}, ADA, kind, uow.now, urgent=kind == "painted", state=SendState.SENT)
            message(uow, kind, STANDS + n, account=7, delivery=row.id)
            uow.insert(replace(row, became=uow.one(Placement, ref=kind).id))
        for state in SendState:
            uow.insert(Delivery(uow.new_id(), "digest", {}, ADA, str(state), uow.now, urgent=False, state=state))

    def kinds(uow):
        return {row.key for row in uow.all(Delivery)}

    await any_store.run(fill)
    clock.advance(retention_rules.DELIVERIES_KEPT + timedelta(minutes=1))
    await retention.sweep(any_store)
    assert await any_store.read(kinds) == {"digest", "showcase"}, (
        "and none whose message nobody knows, or that never was"
    )
    clock.advance(retention_rules.COPIES_KEPT)
    await retention.sweep(any_store)
    assert not await any_store.read(kinds)


async def test_a_sent_delivery_stores_the_placement_it_became(stage: Stage) -> None:
    await stage.services.store.run(lambda uow: outbox.gone.post(uow, To(ADA, key="gone:1")))
    await stage.settle()
    (place,), (row,) = await stage.services.store.read(lambda uow: (uow.all(Placement), uow.all(Delivery)))
    assert (row.state, row.placement, row.became, place.delivery) == (SendState.SENT, None, place.id, row.id)


async def test_read_notices_are_deleted_and_decisions_are_kept(any_store, clock) -> None:
    def fill(uow):
        for n, kind in enumerate(("like", "follow", "decision", "answer")):
            for read in (None, uow.now + timedelta(days=20)):
                uow.insert(Notice(uow.new_id(), 7, kind, uow.now, actor=n, read=read))

    def left(uow):
        return sorted((row.kind, row.read is None) for row in uow.all(Notice))

    stated = [("answer", False), ("answer", True), ("decision", False), ("decision", True)]
    await any_store.run(fill)
    clock.advance(retention_rules.READ_KEPT + timedelta(days=20))
    assert (await retention.sweep(any_store))["notice"] == 0
    clock.advance(timedelta(minutes=1))
    assert (await retention.sweep(any_store))["notice"] == 2
    assert await any_store.read(left) == sorted([*stated, ("like", True), ("follow", True)])
    clock.advance(retention_rules.UNREAD_KEPT)
    assert (await retention.sweep(any_store))["notice"] == 2
    assert await any_store.read(left) == stated


async def test_a_walk_resumes_where_it_stopped_in_small_batches(any_store, clock, monkeypatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 4)
    monkeypatch.setattr(retention, "STRETCH", 2)

    def fill(uow):
        for n in range(20):
            message(uow, f"{n:02}", *([STANDS] if n % 4 == 0 else []))
            uow.insert(Event(uow.new_id(), 7, n, "like", uow.now))

    await any_store.run(town)
    await any_store.run(fill)
    clock.advance(timedelta(days=91))
    gone = [await retention.sweep(any_store) for _ in range(3)]
    assert [one["placement"] for one in gone] == [6, 6, 3], "eight rows are looked at in an hour"
    assert [one["event"] for one in gone] == [20, 0, 0]
    assert await names(any_store) == {"00", "04", "08", "12", "16"}
    assert (await any_store.read(lambda uow: uow.one(KeyValue, name="retention:placements"))).value == "0", (
        "it begins anew"
    )


async def test_a_message_that_changes_between_look_and_drop_is_kept(any_store, clock) -> None:
    await any_store.run(town)
    await any_store.run(lambda uow: message(uow, "edited", account=7))
    clock.advance(timedelta(days=31))
    walk = retention_rules.WALKS["placements"]
    _, over = await any_store.read(lambda uow: retention._looked(uow, walk, 0))
    assert len(over) == 1
    await any_store.run(lambda uow: uow.compare_and_set(Placement, {"ref": "edited"}, posts=(STANDS,)))
    assert await any_store.run(lambda uow: retention._dropped(uow, walk, over)) == 0
    assert await names(any_store) == {"edited"}
