"""Review by a model: findings in text and pictures; a missing answer is never a pass."""

import asyncio
import json

import pytest

from botfeed.adapters.models import openai_review
from botfeed.adapters.models.openai_review import OpenAIReviewer
from botfeed.core.errors import ModelError, Trouble
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


JSON = {"Content-Type": "application/json"}
VAGUE = [
    (403, {"error": "Forbidden"}, 1),
    (400, {"error": "Bad Request"}, 1),
    (422, {"detail": "Unprocessable"}, 1),
    (500, {"error": {"message": "Internal Server Error"}}, 2),
    (500, "Internal Server Error", 2),
    (200, {}, 1),
    (200, None, 1),
    (200, {"results": []}, 1),
    (200, "nothing here", 1),
]


@pytest.mark.parametrize(("status", "body", "times"), VAGUE, ids=str)
async def test_a_server_of_ones_own_may_lack_review_without_saying_so(fake, reviewer, status, body, times):
    """It answers otherwise, and never judged anything; an answer of 500 is believed the second time."""
    text = body if isinstance(body, str) else json.dumps(body)
    fake.fault(Fault("vague", status=status, headers=JSON, text=text), "moderations", times=9)
    for time in range(times):
        with pytest.raises(ModelError) as failed:
            await reviewer.review("a fox")
        last = time == times - 1
        assert failed.value.trouble is (Trouble.ENDPOINT if last else Trouble.OUTAGE)


@pytest.mark.parametrize(("status", "body", "times"), VAGUE, ids=str)
async def test_a_server_that_has_judged_does_not_lose_its_review(fake, reviewer, status, body, times):
    await reviewer.review("a fox")
    text = body if isinstance(body, str) else json.dumps(body)
    fake.fault(Fault("vague", status=status, headers=JSON, text=text), "moderations", times=9)
    for _ in range(times + 1):
        with pytest.raises(ModelError) as failed:
            await reviewer.review("a fox")
        assert failed.value.trouble not in (Trouble.ENDPOINT, Trouble.MODEL)


@pytest.mark.parametrize(("status", "body", "times"), VAGUE, ids=str)
async def test_a_server_that_is_down_is_an_outage(fake, reviewer, status, body, times):
    text = body if isinstance(body, str) else json.dumps(body)
    fake.fault(Fault("vague", status=status, headers=JSON, text=text), "moderations", times=9)
    fake.fault(Fault("down", status=503), "models", times=9)
    for _ in range(times + 1):
        with pytest.raises(ModelError) as failed:
            await reviewer.review("a fox")
        assert failed.value.trouble not in (Trouble.ENDPOINT, Trouble.MODEL)


async def test_a_server_that_gets_review_later_is_asked_again(fake, reviewer, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(openai_review.time, "monotonic", lambda: now[0])
    fake.lacks = ("moderations",)
    for known in (False, True):
        with pytest.raises(ModelError) as failed:
            await reviewer.review("a fox")
        assert failed.value.known is known
    now[0] += openai_review.LOOK_AGAIN
    fake.lacks = ()
    assert await reviewer.review("a fox") == Verdict()


async def test_a_model_that_takes_words_alone_judges_words(fake, reviewer):
    body = {"error": {"message": "Input should be a valid string", "type": "invalid_request_error", "param": "input"}}
    fake.fault(Fault("words", status=422, headers=JSON, body=body), "moderations")
    fake.flags["fox"] = {"hate": 0.9}
    assert await reviewer.review("a fox", b"\x89PNG\r\n\x1a\n") == Verdict("hate")
    assert await reviewer.review("a hen", b"\x89PNG\r\n\x1a\n") == Verdict()
    assert [type(call.body["input"]) for call in fake.calls] == [list, str, str]
