"""Takedowns on a platform that is not open yet, as at a start."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from botfeed.adapters.clock import SteppedClock
from botfeed.core.errors import NotPermitted
from botfeed.core.model import Placement
from botfeed.core.work import worker
from tests.core.copies.test_refused_takedowns import Platform, days, on_the_wall
from tests.core.copies.test_takedown_log import logged
from tests.core.support.space_admin import Place, publish, run


async def test_a_takedown_waits_until_its_platform_is_open(place: Place, clock: SteppedClock) -> None:
    """It was settled as stuck, and its author told that a copy remains, where another platform opened first."""
    clock.advance(timedelta(days=1))
    await place.setup(showcase="#wall")
    await publish(place)
    stage = place.people.stage
    services = replace(stage.services, platforms=frozenset({stage.platform}))
    await stage.press("ada", "Undo")
    opened = services.messengers.pop(stage.platform)
    services.messengers["web"] = opened  # so that there is one at all; nothing is sent by it

    async def copies() -> list[tuple[Any, Any]]:
        return await run(place, lambda uow: [(p.gone, p.stuck) for p in uow.all(Placement) if p.place == "#wall"])

    await worker.drain(services)
    assert await copies() == [(None, None)]
    services.messengers[stage.platform] = opened
    clock.advance(timedelta(minutes=1))
    await worker.drain(services)
    ((gone, stuck),) = await copies()
    assert gone
    assert not stuck


async def test_a_refused_take_down_outlives_starts_in_which_its_platform_opens_late(
    place: Place, clock: SteppedClock
) -> None:
    """After a day the sweep found no platform once, asked nobody, and ended for good."""
    await logged(place, clock)
    platform = Platform(place, NotPermitted)
    stage = place.people.stage
    services = replace(stage.services, platforms=frozenset({stage.platform}))
    await stage.press("ada", "Undo")
    await days(place, clock, 3)
    opened = services.messengers.pop(stage.platform)
    services.messengers["web"] = opened
    for _ in range(24):
        clock.advance(timedelta(hours=2))
        await worker.drain(services)
    services.messengers[stage.platform] = opened
    platform.allowed = True
    await days(place, clock, 2)
    (there,) = await on_the_wall(place)
    assert there.gone
