"""Tests of the doctor's check of OpenAI, or a compatible server: the key and the models."""

import socket

import pytest

from botfeed.adapters.models import checkup
from botfeed.testing.faults import Fault
from botfeed.testing.openai import DIALECTS, FakeOpenAI

MODELS = {"BOTFEED_IMAGE_MODEL": "gpt-image-2", "BOTFEED_CHAT_MODEL": "gpt-5-mini"}


async def test_a_valid_key_with_known_models_passes(fake):
    fake.models = tuple(MODELS.values())
    assert await checkup.look(fake.key, fake.base_url, MODELS) == (
        True,
        "answers; gpt-image-2 and gpt-5-mini can be asked",
    )
    assert [call.name for call in fake.calls] == ["models"], "nothing is made, nothing is paid for"


async def test_a_wrong_key_is_reported_without_the_key(fake):
    well, says = await checkup.look("sk-secret", fake.base_url, MODELS)
    assert (well, says) == (False, "does not take OPENAI_API_KEY; make another at platform.openai.com")


async def test_an_unlisted_model_is_named_with_its_setting(fake):
    well, says = await checkup.look(fake.key, fake.base_url, MODELS)
    assert says == "answers, and does not list gpt-5-mini (BOTFEED_CHAT_MODEL)"
    assert well, "a server of one's own may take names that it does not list"


async def test_a_model_that_openai_does_not_list_is_an_error(fake, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", fake.base_url)
    assert not (await checkup.look(fake.key, None, MODELS))[0]


async def test_a_server_without_a_model_list_passes(fake):
    fake.lacks = ("models",)
    assert await checkup.look(fake.key, fake.base_url, MODELS) == (True, "answers; it tells no list of its models")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault("busy", status=503), "refuses to answer (503); try again later"),
        (Fault("a page", status=200, text="<html>"), "does not answer"),
    ],
)
async def test_a_failing_server_is_reported(fake, fault, says):
    fake.fault(fault, "models")
    well, said = await checkup.look(fake.key, fake.base_url, MODELS)
    assert not well
    assert said.startswith(says)


async def test_an_unreachable_server_is_reported():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and not listening: a connection is refused
        well, said = await checkup.look("sk-x", f"http://127.0.0.1:{bound.getsockname()[1]}/v1", MODELS)
    assert (well, said) == (
        False,
        "does not answer (APIConnectionError); check the network, and OPENAI_BASE_URL if you set it",
    )


async def test_review_is_tried_without_paying(fake):
    assert await checkup.look_at_review(fake.key, fake.base_url) == (True, "the server judges words and pictures")
    assert [call.name for call in fake.calls] == ["moderations"]


@pytest.mark.parametrize("dialect", [name for name, one in DIALECTS.items() if "moderations" not in one.has])
async def test_a_server_without_review_is_said_to_have_none(dialect):
    async with FakeOpenAI(dialect=DIALECTS[dialect]) as server:
        well, says = await checkup.look_at_review(server.key, server.base_url)
    assert well
    assert says == "the server has none (moderations); word lists judge alone, and nobody looks at pictures"


async def test_a_review_that_fails_is_an_error(fake):
    fake.fault("insufficient_quota", "moderations")
    well, says = await checkup.look_at_review(fake.key, fake.base_url)
    assert not well
    assert says.startswith("does not answer (429, insufficient_quota)")
