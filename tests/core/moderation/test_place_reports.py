"""Reports inside a server or group: its moderators hear of them in their log and decide about their place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.policy import Policy
from botfeed.core.model import Address, Decision, Post, PostState, Report, Space
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage
from tests.core.support.people import People

OPERATORS = frozenset({"console:olga"})
MODS = Address("console", "#mods", "space-lounge", "mods", private=False)
DECISIONS = ["Remove from here", "Leave it", "Ask the operators"]


@pytest.fixture
async def stage(any_store: Store, clock: SteppedClock) -> Stage:
    stage = Stage(make_services(any_store, clock, policy=Policy(operators=OPERATORS, per_minute=1000)))
    stage.admins.add("mo")
    await stage.say("olga", "/start")
    await stage.say("mo", "/start")
    await stage.say("ben", "/start")
    return stage


async def with_log(stage: Stage, people: People) -> Space:
    """Let a group have a moderators' log in a channel of its own."""
    await stage.say("ben", "/feed", stage.place("lounge"))
    (space,) = await stage.services.store.read(lambda uow: uow.all(Space))
    log = MODS
    keeper = await people.id("mo")
    return await stage.services.store.run(lambda uow: uow.update(space, log=log, keeper=keeper, set_up=uow.now))


async def reported(stage: Stage, *options: str) -> Post:
    """Let ada publish, and ben report it in the group."""
    people = People(stage)
    await with_log(stage, people)
    post = await people.publish("ada", "a fox", *options, at=stage.place("lounge"))
    await stage.say("ben", f"/report {people.ref(post)} --reason spam --note buy", stage.place("lounge"))
    await stage.settle()
    return post


def labels(stage: Stage, to: str) -> list[str]:
    return [a.label for card in stage.last(to).reply.cards for a in card.actions]


async def press(stage: Stage, who: str, label: str) -> None:
    """Press a button in the moderators' log, and again if the platform had to be asked for rights."""
    shown, action = stage.find("#mods", label)
    request = stage._request(who, MODS, "")
    await stage.handle(who, replace(request, command="payload", args={"payload": action.payload}, pressed=shown.ref))
    await stage.settle()


async def test_the_moderators_log_gets_a_report_with_three_decisions(stage: Stage) -> None:
    await reported(stage, "--audience everyone --caption Winter")
    assert "Reported once here: spam" in stage.text("#mods")
    assert "Winter" in stage.text("#mods")
    assert "ben" not in stage.text("#mods")
    assert labels(stage, "#mods") == DECISIONS
    assert "Reported once: spam" in stage.text("olga")


async def test_a_person_reads_who_gets_the_report_and_how_it_stands(stage: Stage) -> None:
    await reported(stage, "--audience everyone --caption Winter")
    assert "The moderators of lounge" in next(
        str(s.reply.cards[0].text) for s in stage.shown if s.to == "ben" and "Reported" in str(s.reply.cards[:1])
    )
    await stage.say("ben", "/me reports")
    assert stage.text("ben") == "Winter · spam · It is being looked at. · just now"


async def test_a_report_outside_of_any_place_goes_to_the_operators_alone(stage: Stage) -> None:
    people = People(stage)
    await with_log(stage, people)
    post = await people.publish("ada", "a fox")
    await stage.say("ben", f"/report {people.ref(post)} --reason spam")
    await stage.settle()
    assert not [s for s in stage.shown if s.to == "#mods"]
    assert "Reported once" in stage.text("olga")


async def test_a_report_from_elsewhere_about_a_post_of_a_place_reaches_that_place(stage: Stage) -> None:
    people = People(stage)
    space = await with_log(stage, people)
    post = await people.publish("ada", "a fox", "--audience here", at=stage.place("lounge"))
    await stage.say("ben", f"/report {people.ref(post)} --reason spam", stage.place("lounge"))
    (report,) = await stage.services.store.read(lambda uow: uow.all(Report))
    assert report.space == space.id


async def test_a_log_shows_nothing_that_not_all_its_readers_may_see(stage: Stage) -> None:
    people = People(stage)
    await with_log(stage, people)
    post = await people.publish("ada", "a fox", "--audience followers --caption Canary", at=stage.place("lounge"))
    await stage.say("ben", "/follow ada")
    await stage.say("ben", f"/report {people.ref(post)} --reason spam", stage.place("lounge"))
    await stage.settle()
    assert "Reported once here" in stage.text("#mods")
    assert "Canary" not in str(stage.last("#mods").reply)


@pytest.mark.parametrize(
    ("label", "kind", "heard"),
    [
        ("Leave it", "left", "The moderators of lounge left it where it is."),
        ("Ask the operators", "passed", "The moderators of lounge asked the people who run this botfeed to decide."),
        ("Remove from here", "away", "The moderators of lounge took it out of there."),
    ],
)
async def test_each_decision_is_recorded_and_told_to_who_reported(
    stage: Stage, label: str, kind: str, heard: str
) -> None:
    post = await reported(stage, "--audience everyone --caption Winter")
    await press(stage, "mo", label)
    if label == "Remove from here":
        await stage.fill("mo", reason="off topic")
        await stage.settle()
    (row,) = await stage.services.store.read(lambda uow: uow.all(Decision, kind=kind))
    (report,) = await stage.services.store.read(lambda uow: uow.all(Report))
    assert (report.state, report.local) == ("open", row.id)
    assert heard in stage.text("ben")
    await stage.say("ben", "/me reports")
    assert heard in stage.text("ben")
    assert (await People(stage).post(post)).state is PostState.PUBLIC
    if label == "Ask the operators":
        assert "The moderators of lounge ask you to decide." in stage.text("olga")


async def test_nobody_but_moderators_decides(stage: Stage) -> None:
    await reported(stage, "--audience everyone --caption Winter")
    await press(stage, "eve", "Leave it")
    assert not await stage.services.store.read(lambda uow: uow.count(Decision))


async def test_moderators_without_a_log_find_what_waits(stage: Stage) -> None:
    await reported(stage, "--audience everyone --caption Winter")
    await stage.say("mo", "/space reports", stage.place("lounge"))
    await stage.settle()
    assert "Reported once here: spam" in stage.text("mo")
