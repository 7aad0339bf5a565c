"""No answer that promised more outlives its deadline: it ends in its result or in words, whatever raised or refused."""

from __future__ import annotations

import asyncio
import functools
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from botfeed import catalog
from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.message import Reply
from botfeed.core.chat.policy import DEADLINE
from botfeed.core.errors import (
    Expired,
    MessageGone,
    ModelError,
    PaintFailed,
    PaintRefused,
    PaintUnknown,
    Rejected,
    SendError,
    SendUnknown,
    TooLarge,
    TryAgain,
    Unreachable,
)
from botfeed.core.model import Job, Pending
from botfeed.core.work import jobs, pending
from botfeed.core.work.jobs import JobKind
from botfeed.core.work.parameters import Parameters
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage
from tests.core.support.reviewer import Reviewer

KINDS = {kind: one for kind, one in jobs.listed(catalog.JOBS).items() if one.variants is None}
RAISED: tuple[type[BaseException], ...] = (
    RuntimeError, KeyError, OSError, MemoryError, RecursionError, AssertionError, TimeoutError, ModelError,
    asyncio.CancelledError, GeneratorExit, ExceptionGroup, UnicodeDecodeError,
)  # fmt: skip
REFUSALS: tuple[Callable[[], Exception], ...] = (
    lambda: Rejected("IMAGE_PROCESS_FAILED"),
    lambda: TooLarge("413"),
    lambda: Expired("the token is over"),
    lambda: MessageGone("message to edit not found"),
    lambda: Unreachable("50001"),
    lambda: TryAgain("429", 3.0),
    lambda: SendUnknown("cut"),
    lambda: FileNotFoundError("no such picture"),
    lambda: RuntimeError("a fault of the adapter"),
)


class Talker:
    async def answer(self, question: str, language: str, person: str, partial: Any = None) -> str:
        return f"You asked {question}."


Act = Callable[[Stage], Awaitable[Any]]


async def painted(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")


async def painted_aside(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox", stage.place("lounge"))


async def painted_here(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox --here", stage.place("lounge"))


async def asked(stage: Stage) -> None:
    await stage.say("ada", "/ask why is the sky blue")


async def published(stage: Stage) -> None:
    await stage.press("ada", "Publish")
    await stage.fill("ada", audience="everyone")


async def linked(stage: Stage) -> None:
    await stage.say("ada", "/link")


async def as_administrator(stage: Stage) -> None:
    await stage.say("ada", "/digest set 9", stage.place("lounge"))


async def exported(stage: Stage) -> None:
    await stage.say("ada", "/me export")


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (painted, painted_aside, painted_here, asked, published, linked, as_administrator, exported)
}


@pytest.fixture
async def acting(store: Store, clock: SteppedClock) -> Stage:
    services = make_services(store, clock, reviewer=Reviewer(), talker=Talker())
    stage = Stage(services)
    stage.admins = {"ada"}
    await stage.say("ada", "/start")
    await stage.say("ada", "/imagine an owl")
    await stage.settle()
    return stage


async def pass_time(stage: Stage, clock: SteppedClock, *, minutes: int) -> None:
    for _ in range(minutes):
        await stage.settle()
        await pending.sweep(stage.services)
        clock.advance(timedelta(minutes=1))
    await stage.settle()


async def check(stage: Stage, why: str) -> None:
    """Assert that nothing is promised any more, and that whoever was promised something was told how it ended."""
    left = await stage.services.store.read(lambda uow: uow.all(Pending))
    assert left == [], why
    shown_before = list(stage.shown)
    await stage.say("ada", "/mine")
    if "I could not write to you" in stage.text("ada"):  # the next answer tells
        return
    for number, shown in enumerate(shown_before):
        if shown.reply.pending and not shown.reply.whole:
            later = [one for one in shown_before[number + 1 :] if not one.reply.pending and one.reply.cards]
            assert any(one.ref == shown.ref or one.to in ("ada", "#lounge") for one in later), f"{why}: {shown}"


def broken(kind: JobKind[Any], error: type[BaseException]) -> JobKind[Any]:
    """Return the same job with a function that raises."""

    @functools.wraps(kind.parameters.function)
    async def raising(*_: Any, **__: Any) -> None:
        if error is ExceptionGroup:
            raise ExceptionGroup("two", [ValueError("one"), KeyError("two")])
        if error is UnicodeDecodeError:
            raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no start")
        raise error("poison")

    return replace(kind, parameters=Parameters(raising, kind.parameters.given))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_any_exception_in_any_job_ends_in_words(acting: Stage, clock: SteppedClock, act: str, kind: str) -> None:
    error = random.Random(f"{act} {kind}").choice(RAISED)
    object.__setattr__(acting.services, "jobs", {**acting.services.jobs, kind: broken(KINDS[kind], error)})
    await ACTS[act](acting)
    await pass_time(acting, clock, minutes=14)
    await check(acting, f"{act} {kind} {error.__name__}")


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.__name__)
@pytest.mark.parametrize(
    ("act", "kind", "said"),
    [
        ("painted", "paint", "Nothing was used"),
        ("asked", "ask", "was not counted"),
        ("as_administrator", "rights", "Nothing was changed"),
        ("published", "review", "is tried again by itself"),
        ("exported", "export", "your data is not packed"),
    ],
)
async def test_who_waits_is_told_within_the_deadline(
    acting: Stage, clock: SteppedClock, act: str, kind: str, said: str, error: type[BaseException]
) -> None:
    object.__setattr__(acting.services, "jobs", {**acting.services.jobs, kind: broken(KINDS[kind], error)})
    await ACTS[act](acting)
    await pass_time(acting, clock, minutes=10)
    told = [str(card.text) for shown in acting.shown for card in shown.reply.cards]
    assert any(said in text for text in told), told[-3:]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("seed", range(25))
async def test_no_refusal_leaves_a_message_waiting(
    acting: Stage, clock: SteppedClock, act: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(f"{act} {seed}")
    left = [chance.randint(1, 6)]
    refused: list[str] = []
    for name in ("send", "edit"):
        whole = getattr(acting, name)

        async def one(*args: Any, whole: Any = whole, name: str = name) -> Any:
            if left[0] and chance.random() < 0.7:
                left[0] -= 1
                error = chance.choice(REFUSALS)()
                refused.append(f"{name}: {error!r}")
                raise error
            return await whole(*args)

        monkeypatch.setattr(acting, name, one)
    painter: Any = acting.services.painters[0]
    painter.raises = chance.choice(
        ([], [], [PaintRefused("violence")], [PaintFailed("down", None)], [PaintUnknown("cut")] * 2, [RuntimeError()])
    )
    await ACTS[act](acting)
    await pass_time(acting, clock, minutes=35)
    await check(acting, f"{act} {seed}: {refused}")


async def test_a_message_whose_delivery_vanished_is_ended_by_the_sweep(acting: Stage, clock: SteppedClock) -> None:
    await acting.say("ada", "/imagine a fox")
    asked = acting.last("ada").ref
    await acting.services.store.run(lambda uow: uow.delete(Job, kind__in=("paint", "deadline")))
    await pass_time(acting, clock, minutes=12)
    shown = acting.last("ada")
    assert shown.ref == asked
    assert "before this was done" in acting.text("ada")
    await check(acting, "swept")


async def test_a_picture_that_the_platform_refuses_is_named_with_its_place(acting: Stage, clock: SteppedClock) -> None:
    await acting.say("ada", "/imagine a fox")
    asked = acting.last("ada").ref
    errors: list[SendError] = [Rejected("PHOTO_INVALID_DIMENSIONS")]
    acting.raises = errors
    await acting.settle()
    assert acting.last("ada").ref == asked
    assert acting.text("ada") == "Your picture is painted, and Console does not take it. It waits for you in /mine."
    assert isinstance(acting.last("ada").reply, Reply)


async def test_a_command_that_waited_for_its_rights_has_its_whole_time(store: Store, clock: SteppedClock) -> None:
    """It was said to have come to nothing while it was still painted."""
    stage = Stage(make_services(store, clock))
    at = stage.home("ada")
    for part in (1, 2):
        await store.run(lambda uow, part=part: pending.begin(uow, part, "console:7", 3, at))  # type: ignore[misc]
        clock.advance(timedelta(minutes=2))
    (row,) = await store.read(lambda uow: uow.all(Pending))
    assert row.until == row.created + timedelta(minutes=2) + DEADLINE + pending.MARGIN
