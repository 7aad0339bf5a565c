"""Who is not admitted is greeted with the way in, and the operators decide."""

from __future__ import annotations

from datetime import timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.policy import Policy
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage


@pytest.fixture(params=["invite", "spaces"])
async def stage(request, store: Store, clock: SteppedClock) -> Stage:
    policy = Policy(access=request.param, operators=frozenset({"console:olga"}), contact="olga@example.org")
    return Stage(make_services(store, clock, policy=policy))


def labels(stage: Stage, who: str) -> list[str]:
    return [a.label for card in stage.last(who).reply.cards for a in card.actions]


async def test_an_operator_lets_somebody_in_who_asks(stage: Stage) -> None:
    await stage.say("olga", "/start")
    await stage.say("ben", "/start")
    assert labels(stage, "ben") == ["Ask to be let in", "Privacy"]
    assert "olga@example.org" in stage.text("ben")
    await stage.press("ben", "Ask to be let in")
    assert stage.text("ben").startswith("The people who run this botfeed are asked")
    await stage.settle()
    assert stage.text("olga") == "ben asks to use this botfeed."
    await stage.press("olga", "Let in")
    await stage.settle()
    assert stage.text("ben").startswith("You may use this botfeed now.")
    await stage.say("ben", "/start")
    assert "Paint" in labels(stage, "ben")


async def test_a_refused_command_offers_the_request(stage: Stage) -> None:
    await stage.say("olga", "/start")
    await stage.say("ben", "/imagine a fox")
    assert labels(stage, "ben") == ["Ask to be let in"]


async def test_operators_are_asked_once_a_day(stage: Stage, clock: SteppedClock) -> None:
    await stage.say("olga", "/start")
    for _ in range(3):
        await stage.say("ben", "/me access")
    assert stage.text("ben").startswith("They were asked already")
    await stage.settle()
    assert len([s for s in stage.shown if s.to == "olga" and s.event == "delivery"]) == 1
    clock.advance(timedelta(days=1))
    await stage.say("ben", "/me access")
    await stage.settle()
    assert len([s for s in stage.shown if s.to == "olga" and s.event == "delivery"]) == 2


async def test_who_reaches_no_operator_is_told_so(stage: Stage) -> None:
    await stage.say("ben", "/me access")
    assert stage.text("ben").startswith("I can reach nobody who runs this botfeed.")


async def test_start_in_a_group_says_what_works_there(store: Store, clock: SteppedClock) -> None:
    stage = Stage(make_services(store, clock))
    await stage.say("ben", "/start", stage.place("lounge"))
    assert "/imagine a fox in snow" in stage.text("ben")
    await stage.press("ben", "Digest", at=stage.place("lounge"))
    assert stage.text("ben").startswith("You have no digest yet.")
    await stage.say("ben", "/digest show", stage.place("lounge"))
    await stage.press("ben", "Your own digest", at=stage.place("lounge"))
    assert stage.text("ben").startswith("You have no digest yet.")
    await stage.say("ben", "/digest set 9", stage.place("lounge"))
    assert labels(stage, "ben") == ["Your own digest"]
