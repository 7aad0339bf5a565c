"""Tastes of a person, read from the newest of their events only."""

from botfeed.core.model import Event
from botfeed.core.ports import Tally
from botfeed.store import timelines
from botfeed.testing.community import Community


async def test_tastes_are_bounded_to_the_newest_events(any_store, monkeypatch):
    monkeypatch.setattr(timelines, "TASTES", 3)
    world = Community()

    def tastes(uow):
        me, other, old, new = (world.person(uow, who) for who in ("me", "other", "old", "new"))
        posts = {who: world.post(uow, who) for who in ("old", "new")}
        mine = [("old", "like"), ("old", "impression"), ("new", "impression"), ("new", "comment")]
        for who, kind in mine:
            uow.insert(Event(uow.new_id(), me, posts[who], kind, uow.now))
        for _ in range(5):
            uow.insert(Event(uow.new_id(), other, posts["old"], "like", uow.now))
        return uow.timelines.tastes(me), {old: Tally(1, 0, 0), new: Tally(1, 1, 0)}

    got, expected = await any_store.run(tastes)
    assert got == expected
