"""What is past its time goes; buttons stay."""

from datetime import timedelta

from botfeed.core.model import Address, Answered, Delivery, Event, Job, Link, Painting, Payload, SendState
from botfeed.core.safety import retention
from botfeed.testing.stage import Stage


async def test_the_sweep_keeps_what_is_young_and_what_buttons_need(any_store, clock) -> None:
    def fill(uow):
        uow.add(Event(uow.new_id(), 1, 2, "like", uow.now))
        uow.add(Answered(uow.new_id(), f"r{uow.now}", {}, uow.now))
        uow.add(Payload(uow.new_id(), "mine/long", uow.now))
        uow.add(Link(uow.new_id(), 1, f"c{uow.now}", Address("console", "ada"), uow.now, uow.now))
        uow.add(Job(uow.new_id(), "paint", {}, "a", uow.now, uow.now, state="dead"))
        for n, state in enumerate((SendState.SENT, SendState.DEAD, SendState.QUEUED)):
            uow.add(
                Delivery(uow.new_id(), "painted", {}, Address("console", "ada"), f"k{n}{uow.now}", uow.now, state=state)
            )
        digest = Delivery(uow.new_id(), "digest", {}, Address("console", "ada"), f"d{uow.now}", uow.now, urgent=False)
        uow.add(digest)
        uow.change(digest, state=SendState.SENT)
        uow.quotas.take("person:1", uow.now.date().isoformat(), 1, 10)
        uow.quotas.wait("pace:1", timedelta(seconds=1), 3)

    await any_store.run(fill)
    clock.advance(timedelta(days=90, minutes=1))
    await any_store.run(fill)
    gone = await any_store.run(lambda uow: retention.sweep(uow, uow.now))
    assert gone.pop("links") == 1
    assert gone == {"events": 1, "answers": 1, "drafts": 0, "deliveries": 2, "prompts": 0, "jobs": 1, "tallies": 1}

    def left(uow):
        return [uow.count(noun) for noun in (Event, Answered, Payload, Job, Delivery)]

    assert await any_store.read(left) == [1, 1, 2, 1, 6]
    assert not any((await any_store.run(lambda uow: retention.sweep(uow, uow.now))).values())


async def test_words_that_came_to_nothing_are_forgotten_and_those_of_pictures_are_not(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")
    await stage.press("ada", "Cancel")
    await stage.say("ada", "/imagine a hen")
    await stage.settle()
    stage.house.clock.advance(timedelta(days=31))
    gone = await stage.house.store.run(lambda uow: retention.sweep(uow, uow.now))
    assert gone["prompts"] == 1
    assert await stage.house.store.read(lambda uow: [p.prompt for p in uow.all(Painting)]) == ["", "a hen"]
    await stage.press("ada", "Again", of="ada")
    assert stage.text("ada").startswith("Painting “a hen”")


async def test_every_move_of_a_counter_was_kept_for_good(any_store, clock) -> None:
    def fill(uow):
        for kind in ("copy", "showcase"):  # the second says how its message is built again
            row = Delivery(uow.new_id(), kind, {}, Address("console", "#wall"), kind, uow.now, urgent=False)
            uow.add(row)
            uow.change(row, state=SendState.SENT)

    await any_store.run(fill)
    clock.advance(timedelta(days=31))
    assert (await any_store.run(lambda uow: retention.sweep(uow, uow.now)))["deliveries"] == 1
    assert [row.kind for row in await any_store.read(lambda uow: uow.all(Delivery))] == ["showcase"]
