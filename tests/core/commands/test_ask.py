"""Plain words and questions, with a language model and without."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.assistant import answer
from botfeed.core.chat.policy import Policy
from botfeed.core.errors import ModelError
from botfeed.testing.plugin import Store, make_house
from botfeed.testing.stage import Stage


class Parrot:
    """Says back what it was asked; `silent` times it does not answer."""

    def __init__(self, silent: int = 0) -> None:
        self.silent = silent
        self.asked: list[tuple[str, str, str]] = []

    async def answer(self, question: str, language: str, person: str) -> str:
        self.asked.append((question, language, person))
        if self.silent:
            self.silent -= 1
            raise ModelError("no answer")
        return f"<b>you said</b> {question} [x](y)"


Build = Callable[[Parrot], Stage]


@pytest.fixture
def talking(store: Store, clock: SteppedClock) -> Build:
    def build(parrot: Parrot) -> Stage:
        return Stage(make_house(store, clock, talker=parrot, policy=Policy(questions=2)))

    return build


async def settle(stage: Stage, clock: SteppedClock) -> None:
    for _ in range(answer.TRIES):
        await stage.settle()
        clock.advance(timedelta(seconds=answer.BETWEEN))
    await stage.settle()


async def test_the_answer_takes_the_place_of_the_waiting(talking: Build, clock: SteppedClock) -> None:
    parrot = Parrot()
    stage = talking(parrot)
    await stage.say("ada", "why is the sky blue")
    waiting = stage.last("ada")
    assert stage.text("ada") == "One moment, I'm reading that."
    await settle(stage, clock)
    assert (stage.last("ada").event, stage.last("ada").ref) == ("edit", waiting.ref)
    assert stage.text("ada").splitlines() == [
        "<b>you said</b> why is the sky blue [x](y)",
        "written by a language model; it can be wrong",
    ]
    ((question, language, person),) = parrot.asked
    assert (question, language) == ("why is the sky blue", "en")
    assert "ada" not in person


async def test_a_known_phrase_needs_no_model(talking: Build) -> None:
    parrot = Parrot()
    stage = talking(parrot)
    await stage.say("ada", "paint a fox")
    assert "fox" in stage.text("ada")
    await stage.settle()
    assert parrot.asked == []


async def test_a_model_that_is_silent_is_asked_again(talking: Build, clock: SteppedClock) -> None:
    parrot = Parrot(silent=1)
    stage = talking(parrot)
    await stage.say("ada", "/ask why is the sky blue")
    await settle(stage, clock)
    assert len(parrot.asked) == 2
    assert "you said" in stage.text("ada")


async def test_a_model_that_stays_silent_is_excused_and_not_counted(talking: Build, clock: SteppedClock) -> None:
    parrot = Parrot(silent=99)
    stage = talking(parrot)
    for _ in range(3):
        await stage.say("ada", "/ask why is the sky blue")
        await settle(stage, clock)
        assert "did not answer, and this question was not counted" in stage.text("ada")
    assert len(parrot.asked) == 3 * answer.TRIES


async def test_questions_are_counted(talking: Build, clock: SteppedClock) -> None:
    stage = talking(Parrot())
    for _ in range(3):
        await stage.say("ada", "/ask why")
        await stage.settle()
    assert stage.text("ada") == "That's all questions for today: 2 of 2. More at 00:00 UTC, in 15 hours."
    clock.advance(timedelta(days=1))
    await stage.say("ada", "/ask why")
    await stage.settle()
    assert "<b>you said</b> why" in stage.text("ada")


async def test_without_a_model_it_says_what_is_understood(stage: Stage) -> None:
    await stage.say("ada", "why is the sky blue")
    assert stage.text("ada").startswith("I know a few plain phrases, like paint a fox in snow or show my feed")


async def test_what_others_say_to_each_other_is_not_for_the_bot(stage: Stage) -> None:
    reply = await stage.say("ada", "paint a fox", stage.place("lounge"))
    assert (reply.cards, reply.notice, reply.ask) == ((), "", None)


async def test_an_empty_question_is_asked_for(talking: Build) -> None:
    stage = talking(Parrot())
    assert (await stage.say("ada", "/ask")).ask is not None
    await stage.say("ada", "why")
    assert stage.text("ada") == "One moment, I'm reading that."
