"""Whatever a server answers, wherever: a picture and a question end in words, nothing is paid three times, none is told."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from botfeed.adapters.clock import SteppedClock
from botfeed.store import engine
from botfeed.testing import databases
from botfeed.testing.faults import Fault
from botfeed.testing.openai import FakeOpenAI
from tests.adapters.models.test_openai_evening import evening, ten_minutes
from tests.core.support.ledger import ledger, used
from tests.soak import examples

CALLS = ("images.generate", "moderations", "responses", "chat.completions")
STATUSES = (
    200,
    201,
    204,
    400,
    401,
    402,
    403,
    404,
    405,
    409,
    413,
    415,
    418,
    422,
    429,
    451,
    500,
    501,
    502,
    503,
    504,
    520,
)
KINDS = ("application/json", "text/html", "text/plain", "text/event-stream", "image/png")
WORDS = st.sampled_from(
    ["", "error", "quality", "size", "n", "model not found", "content policy", "rate limit", "sk-of-no-worth", "url",
     "data:image/png;base64,AAAA", "http://10.0.0.1/x", "/x.png", "[DONE]", "<html>", "\u2028", "quota", "stream"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["error", "errors", "message", "code", "param", "type", "detail", "loc", "data", "b64_json", "url", "images", "results",
     "categories", "category_scores", "choices", "message", "content", "delta", "finish_reason", "output", "status",
     "incomplete_details", "usage", "output_text", "refusal", "reasons", "flagged"]
)  # fmt: skip
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-1, 600), st.floats(allow_nan=False), WORDS)
BODIES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
ANSWERS = st.tuples(st.sampled_from(STATUSES), st.sampled_from(KINDS), BODIES | WORDS.map(lambda text: text.encode()))


def fault(answer: tuple[int, str, Any]) -> Fault:
    status, kind, body = answer
    text = body.decode() if isinstance(body, bytes) else json.dumps(body)
    if kind == "text/event-stream":
        text = f"data: {text}\n\n"
    return Fault("anything", status=status, headers={"Content-Type": kind}, text="" if status == 204 else text)


async def play(answers: dict[str, tuple[int, str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        databases.create(Path(folder) / "botfeed.db")
        clock = SteppedClock(datetime(2026, 1, 1, 9, tzinfo=UTC))
        store = engine.open_store(f"sqlite:///{folder}/botfeed.db", clock)
        try:
            async with asyncio.timeout(60), FakeOpenAI() as fake, evening(store, clock, fake) as stage:
                for call, answer in answers.items():
                    fake.fault(fault(answer), call, times=9999)
                with capture_logs() as logs:
                    await stage.say("ada", "/imagine a secret fox")
                    await ten_minutes(stage)
                    said = stage.text("ada")
                    await stage.say("ada", "/ask a secret question")
                    await ten_minutes(stage)
                    clock.advance(timedelta(minutes=1))
                await check(stage, fake, said, logs)
        finally:
            await store.close()


async def check(stage: Any, fake: FakeOpenAI, said: str, logs: list[Any]) -> None:
    answered = stage.text("ada")
    for text in (said, answered):
        assert not text.startswith(("Painting", "One moment", "Something broke"))
    assert "secret" not in str(logs)
    assert fake.key not in str(logs)
    person, house = await used(stage)
    assert (person, house) in ((0, 0), (1, 1), (1, 2))
    assert await ledger(stage) == ["hold", "capture" if person else "refund"]
    assert ("Nothing was used" in said) == (person == 0)
    unexpected = [entry for entry in logs if "what a" in entry["event"] or "should not raise" in entry["event"]]
    assert unexpected == [], "every answer is of a known kind"


@settings(max_examples=examples(12, 300), suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(CALLS), ANSWERS, min_size=1))
@example({"images.generate": (200, "text/event-stream", {"error": {"message": "x"}})})
@example({"images.generate": (204, "application/json", None), "moderations": (204, "application/json", None)})
@example({"responses": (200, "text/event-stream", {"choices": [{"delta": None}]})})
@example({"responses": (200, "application/json", {"output": [{"type": "message", "content": [{"text": 7}]}]})})
@example({"moderations": (200, "application/json", {"results": [{"category_scores": {"sexual": "high"}}]})})
def test_whatever_a_server_answers_ends_in_words(answers: dict[str, tuple[int, str, Any]]) -> None:
    asyncio.run(play(answers))
