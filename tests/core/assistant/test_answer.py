"""Plain text and questions, with and without a language model."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.assistant import answer
from botfeed.core.chat.policy import Policy
from botfeed.core.errors import ModelError, Trouble
from botfeed.core.language.text import Text
from botfeed.core.model import Account, Address, Placement
from botfeed.core.work import worker
from botfeed.core.work.model_troubles import FOLLOWS
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage


class EchoTalker:
    """Talker that repeats the question; the first `silent` times it raises ModelError."""

    def __init__(self, silent: int = 0) -> None:
        self.silent = silent
        self.asked: list[tuple[str, str, str]] = []

    async def answer(
        self, question: str, language: str, person: str, partial: Callable[[str], Awaitable[None]] | None = None
    ) -> str:
        self.asked.append((question, language, person))
        if self.silent:
            self.silent -= 1
            raise ModelError("no answer")
        return f"<b>you said</b> {question} [x](y)"


Build = Callable[[EchoTalker], Stage]


@pytest.fixture
def talking(store: Store, clock: SteppedClock) -> Build:
    def build(parrot: EchoTalker) -> Stage:
        return Stage(make_services(store, clock, talker=parrot, policy=Policy(questions=2)))

    return build


async def settle(stage: Stage, clock: SteppedClock) -> None:
    for _ in range(answer.TRIES):
        await stage.settle()
        clock.advance(timedelta(seconds=answer.BETWEEN))
    await stage.settle()


async def test_the_answer_replaces_the_waiting_message(talking: Build, clock: SteppedClock) -> None:
    parrot = EchoTalker()
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
    ada = await stage.services.store.read(lambda uow: uow.one(Account, handle="ada"))
    assert person == stage.services.pseudonym(ada.id)  # a keyed hash, in whose hex digits "ada" may stand by chance


async def test_a_known_phrase_needs_no_model(talking: Build) -> None:
    parrot = EchoTalker()
    stage = talking(parrot)
    await stage.say("ada", "paint a fox")
    assert "fox" in stage.text("ada")
    await stage.settle()
    assert parrot.asked == []


async def test_a_failed_question_is_retried(talking: Build, clock: SteppedClock) -> None:
    parrot = EchoTalker(silent=1)
    stage = talking(parrot)
    await stage.say("ada", "/ask why is the sky blue")
    await settle(stage, clock)
    assert len(parrot.asked) == 2
    assert "you said" in stage.text("ada")


async def test_a_question_without_an_answer_is_not_counted(talking: Build, clock: SteppedClock) -> None:
    parrot = EchoTalker(silent=99)
    stage = talking(parrot)
    for _ in range(3):
        await stage.say("ada", "/ask why is the sky blue")
        await settle(stage, clock)
        assert "did not answer. This question was not counted." in stage.text("ada")
    assert len(parrot.asked) == 3 * answer.TRIES


async def test_questions_are_limited_per_day(talking: Build, clock: SteppedClock) -> None:
    stage = talking(EchoTalker())
    for _ in range(3):
        await stage.say("ada", "/ask why")
        await stage.settle()
    assert stage.text("ada") == "That's all questions for today: 2 of 2. More at 00:00 UTC, in 15 hours."
    clock.advance(timedelta(days=1))
    await stage.say("ada", "/ask why")
    await stage.settle()
    assert "<b>you said</b> why" in stage.text("ada")


async def test_without_a_model_the_reply_names_known_phrases(stage: Stage) -> None:
    await stage.say("ada", "why is the sky blue")
    assert stage.text("ada").startswith("I know a few plain phrases, like paint a fox in snow or show my feed")


async def test_plain_text_in_a_space_is_ignored(stage: Stage) -> None:
    reply = await stage.say("ada", "paint a fox", stage.place("lounge"))
    assert (reply.cards, reply.notice, reply.ask) == ((), "", None)


async def test_ask_without_a_question_opens_a_form(talking: Build) -> None:
    stage = talking(EchoTalker())
    assert (await stage.say("ada", "/ask")).ask is not None
    await stage.say("ada", "why")
    assert stage.text("ada") == "One moment, I'm reading that."


# --- the answer on its way

WORDS = "The sky is blue"


class Writer(EchoTalker):
    """Talker that writes word by word, `pause` seconds apart; `breaks` times it raises ModelError at the end."""

    def __init__(self, clock: SteppedClock, pause: float = 2.0, breaks: int = 0) -> None:
        super().__init__()
        self.clock = clock
        self.pause = timedelta(seconds=pause)
        self.breaks = breaks
        self.shown: list[bool] = []

    async def answer(
        self, question: str, language: str, person: str, partial: Callable[[str], Awaitable[None]] | None = None
    ) -> str:
        self.shown.append(partial is not None)
        said = ""
        for word in WORDS.split() if partial else ():
            said = f"{said} {word}".strip()
            await partial(said) if partial else None
            await through()
            self.clock.advance(self.pause)
        if self.breaks:
            self.breaks -= 1
            raise ModelError("broke off")
        return WORDS


async def through() -> None:
    """Wait until pending progress edits are done, at most 0.2 seconds."""
    tasks = {task for task in asyncio.all_tasks() if "Latest" in str(task.get_coro())}
    if tasks:
        await asyncio.wait(tasks, timeout=0.2)


@dataclass
class Watching(Stage):
    """Stage that records progress in `written`; raises the exceptions in `fails` first."""

    written: list[tuple[str, str, bytes | None]] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.written.append((ref, str(text), partial))


@dataclass
class Drafting(Watching):
    """Stage that shows partial answers as drafts, recorded in `drafted`."""

    drafted: list[tuple[str, str]] = field(default_factory=list)

    async def draft(self, address: Address, ref: str, text: Text) -> None:
        self.drafted.append((ref, str(text)))


def watching(store: Store, clock: SteppedClock, writer: Writer) -> Watching:
    return Watching(make_services(store, clock, talker=writer))


async def test_partial_answers_are_shown(store: Store, clock: SteppedClock) -> None:
    stage = watching(store, clock, Writer(clock))
    await stage.say("ada", "why is the sky blue")
    waiting = stage.last("ada").ref
    await stage.settle()
    by = "\nwritten by a language model; it can be wrong"
    assert [text for _, text, _ in stage.written] == [
        f"The{by}", f"The sky{by}", f"The sky is{by}", f"The sky is blue{by}",
    ]  # fmt: skip
    assert {(ref, picture) for ref, _, picture in stage.written} == {(waiting, None)}
    assert stage.text("ada") == f"{WORDS}{by}"


async def test_partial_answers_are_shown_at_most_every_two_seconds(store: Store, clock: SteppedClock) -> None:
    stage = watching(store, clock, Writer(clock, pause=0.7))
    await stage.say("ada", "why")
    await stage.settle()
    assert [text.splitlines()[0] for _, text, _ in stage.written] == ["The", "The sky is blue"]


async def test_partial_answers_are_drafts_where_the_platform_has_them(store: Store, clock: SteppedClock) -> None:
    stage = Drafting(make_services(store, clock, talker=Writer(clock)))
    await stage.say("ada", "why")
    await stage.settle()
    assert (len(stage.drafted), stage.written) == (4, [])


async def test_failed_progress_edits_do_not_lose_the_answer(store: Store, clock: SteppedClock) -> None:
    stage = watching(store, clock, Writer(clock))
    stage.fails += [OSError("cut off"), RuntimeError("no")]
    await stage.say("ada", "why")
    await stage.settle()
    assert len(stage.written) == 2
    assert stage.text("ada").startswith(WORDS)


async def test_an_interrupted_answer_is_retried(store: Store, clock: SteppedClock) -> None:
    stage = watching(store, clock, Writer(clock, breaks=1))
    await stage.say("ada", "why")
    await settle(stage, clock)
    assert len(stage.written) == 8
    assert stage.text("ada").startswith(WORDS)


@pytest.mark.parametrize("change", [{"gone": True}, {"expires": True}, {"account": None}], ids=str)
async def test_gone_expiring_and_public_messages_show_no_partial_answer(
    store: Store, clock: SteppedClock, change: dict[str, bool | None]
) -> None:
    stage = watching(store, clock, Writer(clock))
    await stage.say("ada", "why")
    await store.run(
        lambda uow: uow.compare_and_set(
            Placement, {"ref": "m0"}, **{n: uow.now if v else None for n, v in change.items()}
        )
    )
    await worker.drain(stage.services)
    assert stage.written == []


async def test_nothing_is_streamed_where_progress_cannot_be_shown(store: Store, clock: SteppedClock) -> None:
    writer = Writer(clock)
    stage = Stage(make_services(store, clock, talker=writer))
    await stage.say("ada", "why")
    await stage.settle()
    assert writer.shown == [False]
    assert stage.text("ada").startswith(WORDS)


# --- what a question counts: for the person, for the house, and the calls of the model


class Failing(EchoTalker):
    """Talker that raises `errors` one after another, then answers."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__()
        self.errors = list(errors)

    async def answer(
        self, question: str, language: str, person: str, partial: Callable[[str], Awaitable[None]] | None = None
    ) -> str:
        said = await super().answer(question, language, person, partial)
        if self.errors:
            raise self.errors.pop(0)
        return said


def failed(trouble: Trouble, times: int = 1, *, paid: bool = False, category: str = "") -> list[Exception]:
    return [ModelError("no", trouble, paid=paid, category=category)] * times


PAID = {
    "an answer": ([], 1, 1, 1),
    "down, then an answer": (failed(Trouble.OUTAGE), 1, 1, 2),
    "down": (failed(Trouble.OUTAGE, 9), 0, 0, 3),
    "busy": (failed(Trouble.BUSY, 9), 0, 0, 3),
    "broken off, then an answer": (failed(Trouble.UNKNOWN, paid=True), 1, 2, 2),
    "broken off twice": (failed(Trouble.UNKNOWN, 9, paid=True), 1, 2, 2),
    "broken off, then down": ([*failed(Trouble.UNKNOWN, paid=True), *failed(Trouble.OUTAGE, 9)], 1, 1, 3),
    "thoughts alone": (failed(Trouble.UNUSABLE, 9, paid=True), 1, 1, 1),
    "refused at once": (failed(Trouble.FILTER, 9, category="hate"), 0, 0, 1),
    "refused while written": (failed(Trouble.FILTER, 9, paid=True, category="hate"), 1, 1, 1),
    "a bug twice": ([ZeroDivisionError(), KeyError("x")], 1, 2, 2),
    **{f"never: {one}": (failed(one, 9), 0, 0, 1) for one in FOLLOWS if not FOLLOWS[one].again},
}


@pytest.mark.parametrize("name", PAID)
async def test_every_end_of_a_question_counts_what_may_have_been_paid(
    talking: Build, clock: SteppedClock, name: str
) -> None:
    errors, person, house, calls = PAID[name]
    parrot = Failing(*errors)
    stage = talking(parrot)
    await stage.say("ada", "/ask why")
    await settle(stage, clock)
    read = stage.services.store.read
    ada = (await read(lambda uow: uow.one(Account, handle="ada"))).id
    assert len(parrot.asked) == calls
    assert await read(lambda uow: uow.quotas.used(f"ask:{ada}", "2026-01-01")) == person
    assert await read(lambda uow: uow.quotas.used("ask:all", "2026-01-01")) == house
    said = stage.text("ada")
    assert "One moment" not in said
    if "you said" not in said:
        assert ("This question was not counted." in said) == (person == 0)


async def test_a_killed_question_is_asked_twice_at_most(talking: Build, clock: SteppedClock) -> None:
    """The worker dies after the call, twice: the third takes up a question that may have been paid for twice."""
    parrot = EchoTalker()
    stage = talking(parrot)
    await stage.say("ada", "/ask why")
    run = stage.services.store.run

    def dies(uow):
        (row,) = uow.jobs.claim({"ask": answer.ask.lease}, 1)
        uow.quotas.take(f"asked:{row.args['request']}", row.args["day"], 1, answer.SUBMITS_MOST)

    for _ in range(2):
        await run(dies)
        clock.advance(answer.ask.lease)
    await stage.settle()
    assert parrot.asked == []
    assert stage.text("ada").startswith("The language model broke off. This question counts")


async def test_everybodys_questions_have_a_total_per_day(any_store: Store, clock: SteppedClock) -> None:
    stage = Stage(make_services(any_store, clock, talker=EchoTalker(), policy=Policy(questions_per_day=2)))
    for who in ("ada", "ben", "cleo"):
        await stage.say(who, "/ask why")
        await stage.settle()
    assert stage.text("cleo") == "Everybody's questions for today are asked. More at 00:00 UTC, in 15 hours."
    cleo = (await any_store.read(lambda uow: uow.one(Account, handle="cleo"))).id
    assert await any_store.read(lambda uow: uow.quotas.used(f"ask:{cleo}", "2026-01-01")) == 0, (
        "nothing is left written"
    )
    clock.advance(timedelta(days=1))
    await stage.say("cleo", "/ask why")
    await stage.settle()
    assert "you said" in stage.text("cleo")


class Sneaky(EchoTalker):
    """Talker whose answer turns the direction of what follows."""

    async def answer(
        self, question: str, language: str, person: str, partial: Callable[[str], Awaitable[None]] | None = None
    ) -> str:
        return "blue\u202e\u200b\x00, cafe\u0301\ud800"


async def test_what_a_model_says_is_cleaned_like_what_people_say(talking: Build, clock: SteppedClock) -> None:
    stage = talking(Sneaky())
    await stage.say("ada", "why is the sky blue")
    await settle(stage, clock)
    assert "blue, café?" in stage.text("ada")
