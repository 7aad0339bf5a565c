"""The whole way with real adapters: what a server answers, what the person reads, what is called, counted and logged."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from botfeed.adapters.models.openai_painter import OpenAIPainter
from botfeed.adapters.models.openai_review import OpenAIReviewer
from botfeed.adapters.models.openai_talk import OpenAITalker
from botfeed.core.chat.policy import Policy
from botfeed.core.model import Account
from botfeed.testing.faults import Fault
from botfeed.testing.openai import DIALECTS, FakeOpenAI
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage
from tests.core.support.ledger import used

OPERATOR = "console:boss"


def body(value: Any, status: int = 200) -> Fault:
    text = value if isinstance(value, str) else json.dumps(value)
    return Fault("answer", status=status, headers={"Content-Type": "application/json"}, text=text)


@asynccontextmanager
async def evening(store, clock, fake):
    """Yield a stage whose models are all of one server; an operator has been there before."""
    painter = OpenAIPainter(fake.key, "m", fake.base_url, seconds=5)
    reviewer = OpenAIReviewer(fake.key, fake.base_url, seconds=5)
    talker = OpenAITalker(fake.key, "m", fake.base_url, seconds=5)
    parts = {"painters": (painter,), "reviewer": reviewer, "talker": talker}
    stage = Stage(make_services(store, clock, policy=Policy(operators=frozenset({OPERATOR})), **parts))
    await stage.say("boss", "/start")
    yield stage
    for model in (painter, reviewer, talker):
        await model.close()


async def ten_minutes(stage: Stage) -> None:
    await stage.settle()
    for _ in range(40):
        stage.services.clock.advance(timedelta(seconds=20))
        await stage.settle()


@dataclass(frozen=True)
class Case:
    """Answer to every call of the painter; what is read, how often it is called at most, and what it counts."""

    fault: Fault
    reads: str
    calls: int = 1
    counts: tuple[int, int] = (0, 0)
    told: str = ""
    also: dict[str, Any] = field(default_factory=dict)


PAID_TWICE, PAID_ONCE = (1, 2), (1, 1)
NOTHING = "with nothing that can be shown"
SETUP = "its operator has to see to it"
SVG = "PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnLz4="
PICTURE = {
    "data of null": Case(body({"data": None}), NOTHING, 2, PAID_TWICE, "without a picture"),
    "an empty list": Case(body([]), NOTHING, 2, PAID_TWICE),
    "a list of null": Case(body([None]), NOTHING, 2, PAID_TWICE),
    "null": Case(body(None), NOTHING, 2, PAID_TWICE),
    "an unknown error": Case(body({"error": {"message": "odd"}}), "broke off twice", 2, PAID_TWICE),
    "no json": Case(body("fox"), "broke off twice", 2, PAID_TWICE),
    "a page": Case(body("<html></html>"), SETUP, 1, PAID_ONCE, "OPENAI_BASE_URL"),
    "rubbish": Case(body({"data": [{"b64_json": "AAAA" * 20}]}), NOTHING, 2, PAID_TWICE),
    "an svg": Case(body({"data": [{"b64_json": SVG}]}), NOTHING, 2, PAID_TWICE),
    "a private address": Case(body({"data": [{"url": "http://10.0.0.1/x"}]}), NOTHING, 2, PAID_TWICE),
    "a filter": Case(
        body({"error": {"code": "content_filter", "message": "x"}}), "can't be painted here (against the rules here)"
    ),
    "a bad key": Case(body({"error": {"message": "Incorrect API key"}}, 401), SETUP, told="refuses our key"),
    "no money": Case(body({"error": {"message": "Insufficient Balance"}}, 402), SETUP, told="no credit"),
    "a used up quota": Case(body({"error": {"code": "insufficient_quota"}}, 429), SETUP, told="no credit"),
    "no such model": Case(body({"error": {"code": "model_not_found"}}, 404), SETUP, told="BOTFEED_IMAGE_MODEL"),
    "no such endpoint": Case(body({"detail": "Not Found"}, 404), SETUP, told="OPENAI_BASE_URL"),
    "a refused field": Case(body({"error": {"message": "bad prompt_x", "param": "prompt"}}, 400), SETUP, 2, told="log"),
    "too long": Case(body({"error": {"code": "context_length_exceeded"}}, 400), "is too long for the painter"),
    "down": Case(body({"error": {"message": "x"}}, 503), "could not paint", 25),
    "busy": Case(body({"error": {"message": "x"}}, 429), "had too much to do", 25),
}


@pytest.mark.parametrize("name", PICTURE)
async def test_every_answer_of_a_painter_ends_in_words(store, clock, name):
    case = PICTURE[name]
    async with asyncio.timeout(60), FakeOpenAI() as fake, evening(store, clock, fake) as stage:
        fake.fault(case.fault, "images.generate", times=999)
        with capture_logs() as logs:
            await stage.say("ada", "/imagine a secret fox")
            await ten_minutes(stage)
        said = stage.text("ada")
        assert case.reads in said
        assert fake.count("images.generate") <= case.calls
        assert await used(stage) == case.counts
        assert ("This was used from your allowance" in said) == bool(case.counts[0])
        assert "secret" not in str(logs)
        told = [shown for shown in stage.shown if shown.to == "boss" and shown.event == "delivery"]
        assert len(told) == (1 if case.told or case.reads == NOTHING else 0), "once"
        if case.told:
            assert case.told in stage.text("boss")
        assert any(entry["log_level"] in ("warning", "error") for entry in logs) or "filter" in name


@pytest.mark.parametrize("name", [name for name, one in DIALECTS.items() if "moderations" not in one.has])
async def test_without_review_word_lists_judge_and_it_is_said_once(store, clock, name):
    """120 calls of moderation in ten minutes, and no picture, when this was an outage."""
    dialect = DIALECTS[name]
    async with asyncio.timeout(60), FakeOpenAI(dialect=dialect) as fake, evening(store, clock, fake) as stage:
        with capture_logs() as logs:
            await stage.say("ada", "/imagine a fox")
            await stage.settle()
            await stage.say("ada", "/imagine a hen")
            await stage.settle()
        if "images.generate" in dialect.has:
            assert stage.text("ada").startswith("Here it is.")
        else:
            assert SETUP in stage.text("ada")
        said = [entry for entry in logs if "word lists judge alone" in entry["event"]]
        assert len(said) == 1
        assert fake.count("moderations") <= 3
        told = [shown for shown in stage.shown if shown.to == "boss" and shown.event == "delivery"]
        assert sum("Word lists judge alone" in str(one.reply.cards[0].text) for one in told) == 1
        await stage.say("ada", "/imagine a forbidden fox")
        assert "can't be painted here (violence)" in stage.text("ada"), "the lists still do"


async def test_three_of_a_painter_of_one_are_painted_and_counted(store, clock):
    dialect = DIALECTS["a square painter"]
    async with asyncio.timeout(60), FakeOpenAI(dialect=dialect) as fake, evening(store, clock, fake) as stage:
        await stage.say("ada", "/imagine a fox --shape wide --count 3")
        await stage.settle()
        assert len(stage.last("ada").reply.cards[0].media) == 3
        assert "The painter makes no wide ones" in stage.text("ada")
        assert await used(stage) == (3, 3)
        assert fake.paid == ["images.generate"] * 3
        await stage.say("ada", "/imagine a fox --shape wide")
        assert stage.text("ada") == "This painter has no shape wide. It has: square."


async def test_who_gets_fewer_is_told_and_charged_for_what_came(store, clock):
    dialect = DIALECTS["dall-e-3"]
    async with asyncio.timeout(60), FakeOpenAI(dialect=dialect) as fake, evening(store, clock, fake) as stage:
        await stage.say("ada", "/imagine a fox")
        await stage.settle()
        fake.dialect = None
        fake.fault(body({"data": [{"b64_json": _png()}]}), "images.generate")
        fake.fault(body({"error": {"message": "x"}}, 503), "images.generate", times=9)
        await stage.say("ada", "/imagine a hen --count 3")
        await stage.settle()
        assert "You asked for 3, and 1 came that can be shown." in stage.text("ada")
        assert await used(stage) == (2, 2)


def _png() -> str:
    import base64

    from botfeed.testing.openai import answers

    return base64.b64encode(answers.picture("a hen", "1024x1024")).decode()


QUESTION = {
    "thoughts": (body({"output": [], "status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}),
                 "ended without an answer. This question counts", 1, 1),
    "null": (body(None), "broke off. This question counts", 2, 1),
    "a page": (body("<html></html>"), "takes no questions just now", 2, 0),
    "a bad key": (body({"error": {"message": "Incorrect API key"}}, 401), "takes no questions just now", 1, 0),
    "no money": (body({"error": {"message": "x"}}, 402), "takes no questions just now", 1, 0),
    "a filter": (body({"error": {"code": "content_filter", "message": "hate"}}, 400), "won't answer that (hate)", 1, 0),
    "too long": (body({"error": {"code": "context_length_exceeded"}}, 400), "too long for the language model", 1, 0),
    "down": (body({"error": {"message": "x"}}, 503), "did not answer. This question was not counted", 3, 0),
    "busy": (body({"error": {"message": "x"}}, 429), "had too much to do", 3, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTION)
async def test_every_answer_of_a_language_model_ends_in_words(store, clock, name):
    fault, reads, calls, counts = QUESTION[name]
    async with asyncio.timeout(60), FakeOpenAI() as fake, evening(store, clock, fake) as stage:
        fake.fault(fault, "responses", times=99)
        fake.fault(fault, "chat.completions", times=99)
        await stage.say("ada", "/ask why")
        await ten_minutes(stage)
        assert reads in stage.text("ada")
        assert fake.count("responses") + fake.count("chat.completions") <= calls
        ada = (await store.read(lambda uow: uow.one(Account, handle="ada"))).id
        assert await store.read(lambda uow: uow.quotas.used(f"ask:{ada}", "2026-01-01")) == counts
