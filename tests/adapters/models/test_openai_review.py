"""Review by a model: findings in text and pictures; a missing answer is never a pass."""

import asyncio

import pytest

from botfeed.adapters.models.openai_review import OpenAIReviewer
from botfeed.core.errors import ModelError
from botfeed.core.ports import Verdict
from botfeed.testing.faults import Fault


@pytest.fixture
async def reviewer(fake):
    reviewer = OpenAIReviewer(fake.key, fake.base_url, seconds=5)
    yield reviewer
    await reviewer.close()


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ({}, Verdict()),
        ({"sexual": 0.2}, Verdict()),
        ({"sexual": 0.6}, Verdict(sensitive=True)),
        ({"sexual": 0.85}, Verdict("sexual")),
        ({"violence/graphic": 0.5}, Verdict(sensitive=True)),
        ({"violence": 0.55}, Verdict()),  # flagged, but a knight's fight is no harm
        ({"violence/graphic": 0.95}, Verdict("violence")),
        ({"sexual/minors": 0.25, "sexual": 0.9}, Verdict("minors")),
        ({"hate/threatening": 0.6}, Verdict("hate")),
        ({"harassment": 0.6}, Verdict("harassment")),
        ({"self-harm/intent": 0.7, "violence": 0.95}, Verdict("self-harm")),
        ({"illicit/violent": 0.7}, Verdict("illicit")),
    ],
)
async def test_scores_become_a_verdict(fake, reviewer, scores, verdict):
    fake.flags["fox"] = scores
    assert await reviewer.review("a fox") == verdict
    assert fake.violations == []


async def test_text_and_picture_are_reviewed_together(fake, reviewer):
    fake.flags["blood"] = {"violence/graphic": 0.5}
    assert await reviewer.review("a fox", b"\x89PNG\r\n\x1a\n blood") == Verdict(sensitive=True)
    assert await reviewer.review("", b"\x89PNG\r\n\x1a\n fine") == Verdict()
    first, second = (call.body["input"] for call in fake.calls)
    assert [part["type"] for part in first] == ["text", "image_url"]
    assert [part["type"] for part in second] == ["image_url"]
    assert first[1]["image_url"]["url"].startswith("data:image/png;base64,")
    assert fake.calls[0].body["model"] == "omni-moderation-latest"
    assert fake.violations == []


async def test_an_empty_review_makes_no_request(fake, reviewer):
    assert await reviewer.review("  ") == Verdict()
    assert fake.count() == 0


FAULTS = [
    "rate_limit",
    "insufficient_quota",
    "bad_key",
    "model_gone",
    "server_error",
    "overloaded",
    "bad_gateway",
    "reset",
    "malformed_json",
]


@pytest.mark.parametrize("name", FAULTS)
async def test_a_failed_review_raises_model_error(fake, reviewer, name):
    fake.fault(name, "moderations", times=2 if name == "model_gone" else 1)
    with pytest.raises(ModelError) as failed:
        await reviewer.review("a secret fox")
    assert fake.count() == (2 if name == "model_gone" else 1), "asked again without the name of a model"
    assert "secret" not in str(failed.value)


@pytest.mark.parametrize("body", [{}, {"results": []}, {"results": None}, {"results": [1]}, []])
async def test_an_empty_review_answer_raises_model_error(fake, reviewer, body):
    fake.fault(Fault("empty", status=200, headers={"Content-Type": "application/json"}, body=body))
    with pytest.raises(ModelError):
        await reviewer.review("a fox")


async def test_a_silent_server_times_out(fake):
    fake.fault(Fault("silence", action="delay"))
    reviewer = OpenAIReviewer(fake.key, fake.base_url, seconds=0.2)
    async with asyncio.timeout(5):
        with pytest.raises(ModelError):
            await reviewer.review("a fox")
    await reviewer.close()
