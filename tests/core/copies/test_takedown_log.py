"""Moderator log entries about messages whose takedown has an unknown outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.copies import takedowns
from botfeed.core.errors import SendUnknown
from botfeed.core.model import Placement, Post
from botfeed.core.work.messages import To
from tests.core.support.space_admin import Place, channel, publish, run, text


async def logged(place: Place, clock: SteppedClock) -> Post:
    """Publish ada's fox to the showcase of a space whose moderators keep a log; return the post."""
    clock.advance(timedelta(days=1))
    await place.setup(showcase="#wall")
    await place.setup(command="space.more", log="#mods")
    return await publish(place)


async def time_out_removals(place: Place, clock: SteppedClock) -> None:
    """Let every deletion and cover end unknown until they are given up."""

    async def cut(*_: Any) -> Any:
        raise SendUnknown("cut")

    place.people.stage.delete = place.people.stage.edit = cut  # type: ignore[method-assign]
    for _ in range(16):
        await place.people.stage.settle()
        clock.advance(timedelta(minutes=20))


def told(place: Place) -> list[str]:
    return sorted(text(reply) for reply in place.shown("#mods"))


async def test_log_entries_do_not_quote_withdrawn_posts(place: Place, clock: SteppedClock) -> None:
    post = await logged(place, clock)
    await place.people.stage.press("ada", "Undo")
    said_at = clock.now()
    await time_out_removals(place, clock)
    (said,) = told(place)
    assert "in lounge, #wall any more, and nobody could tell me whether the message is gone" in said
    assert f"It was said there on {said_at:%Y-%m-%d %H:%M} (UTC)" in said
    assert "fox" not in said
    assert await run(place, lambda uow: uow.get(Post, post.id)), "it is in its author's library again"


async def test_messages_of_erased_people_are_reported_in_the_log(place: Place, clock: SteppedClock) -> None:
    post = await logged(place, clock)
    await place.people.stage.say("ada", "/me delete --sure yes")
    clock.advance(timedelta(days=7))
    await time_out_removals(place, clock)
    assert await run(place, lambda uow: uow.get(Post, post.id)) is None
    assert ["#wall" in one for one in told(place)] == [True]


@pytest.mark.parametrize("left", [True, False])
async def test_a_log_entry_holds_while_another_copy_of_the_channel_remains(
    place: Place, clock: SteppedClock, *, left: bool
) -> None:
    post = await logged(place, clock)
    await place.people.stage.press("ada", "Undo")

    def one_was_found(uow: Any) -> None:
        """Delete the named copy after its log entry was queued and before it is built."""
        (named,) = uow.all(Placement, place="#wall")
        uow.insert(replace(named, id=uow.new_id(), ref="other", stuck=uow.now if left else None))
        uow.compare_and_set(Placement, {"id": named.id}, gone=uow.now)
        takedowns.look.post(uow, To(channel("mods"), key="look:it"), placement=named.id, post=post.id)

    await run(place, one_was_found)
    await place.people.stage.settle()
    assert len(told(place)) == left
