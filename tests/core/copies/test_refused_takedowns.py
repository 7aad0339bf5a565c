"""Take-downs that a platform refuses now: tried again for 30 days, and told of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.copies import takedowns
from botfeed.core.errors import Expired, NotPermitted, Rejected, SendError, Unreachable
from botfeed.core.model import Job, Placement
from botfeed.core.privacy import retention
from tests.core.copies.test_takedown_log import logged, told
from tests.core.support.space_admin import Place, run


class Platform:
    """A platform that refuses to delete and to cover until `allowed`."""

    def __init__(self, place: Place, error: type[SendError], edit: type[SendError] | None = None) -> None:
        self.stage, self.allowed, self.tries, self.error, self.covers = place.people.stage, False, 0, error, edit
        self.delete, self.edit = self.stage.delete, self.stage.edit
        self.stage.delete, self.stage.edit = self._delete, self._edit  # type: ignore[method-assign]

    async def _delete(self, *args: Any) -> None:
        self.tries += 1
        if not self.allowed:
            raise self.error("refused")
        await self.delete(*args)

    async def _edit(self, address: Any, ref: str, reply: Any) -> Any:
        if not self.allowed and address.ref == "#wall":
            raise (self.covers or self.error)("refused")
        return await self.edit(address, ref, reply)


async def days(place: Place, clock: SteppedClock, number: float) -> None:
    for _ in range(max(1, round(number * 24))):
        await place.people.stage.settle()
        clock.advance(timedelta(hours=1))
    await place.people.stage.settle()


async def on_the_wall(place: Place) -> list[Placement]:
    return await run(place, lambda uow: [p for p in uow.all(Placement) if p.place == "#wall"])


@pytest.mark.parametrize("after", [1.0, 12.0, 29.0])
@pytest.mark.parametrize("error", [NotPermitted, Unreachable, Rejected])
async def test_what_is_refused_is_taken_down_once_it_may_be(
    place: Place, clock: SteppedClock, error: type[SendError], after: float
) -> None:
    await logged(place, clock)
    platform = Platform(place, error)
    await place.people.stage.press("ada", "Undo")
    await days(place, clock, after)
    (there,) = await on_the_wall(place)
    assert there.gone is None
    assert there.stuck
    platform.allowed = True
    await days(place, clock, 1.1)
    (there,) = await on_the_wall(place)
    assert there.gone


async def test_attempts_become_slower_and_end_after_thirty_days(place: Place, clock: SteppedClock) -> None:
    await logged(place, clock)
    platform = Platform(place, NotPermitted)
    await place.people.stage.press("ada", "Undo")
    await days(place, clock, 1)
    assert platform.tries <= 10
    for _ in range(32):
        clock.advance(timedelta(days=1))
        await place.people.stage.settle()
    assert platform.tries <= 45
    assert not await run(place, lambda uow: uow.all(Job, kind=takedowns.sweep.kind, state="ready"))


async def test_the_log_says_what_stands_where_at_first_and_in_the_end(place: Place, clock: SteppedClock) -> None:
    await logged(place, clock)
    Platform(place, NotPermitted)
    await place.people.stage.press("ada", "Undo")
    await days(place, clock, 0.1)
    (said,) = told(place)
    assert "lounge, #wall" in said
    assert "not permitted to take its message down" in said
    assert "fox" not in said
    for _ in range(32):
        clock.advance(timedelta(days=1))
        await place.people.stage.settle()
    assert len(told(place)) == 2


async def test_the_message_is_known_as_long_as_it_is_tried(place: Place, clock: SteppedClock) -> None:
    await logged(place, clock)
    platform = Platform(place, NotPermitted)
    await place.people.stage.press("ada", "Undo")
    for _ in range(29):
        clock.advance(timedelta(days=1))
        await retention.sweep(place.people.stage.services.store)
        await place.people.stage.settle()
    platform.allowed = True
    clock.advance(timedelta(days=1))
    await place.people.stage.settle()
    (there,) = await on_the_wall(place)
    assert there.gone


async def test_what_is_too_old_is_not_tried_again(place: Place, clock: SteppedClock) -> None:
    await logged(place, clock)
    platform = Platform(place, Expired)
    await place.people.stage.press("ada", "Undo")
    await days(place, clock, 3)
    assert platform.tries == 1
