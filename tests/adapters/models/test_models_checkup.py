"""Tests of the doctor's check of OpenAI, or a compatible server: the key and the models."""

import socket

import pytest

from botfeed.adapters.findings import Finding
from botfeed.adapters.models import checkup
from botfeed.testing.faults import Fault
from botfeed.testing.openai import DIALECTS, FakeOpenAI

MODELS = {"BOTFEED_IMAGE_MODEL": "gpt-image-2", "BOTFEED_CHAT_MODEL": "gpt-5-mini"}


async def test_a_valid_key_with_known_models_passes(fake):
    fake.models = tuple(MODELS.values())
    assert await checkup.look(fake.key, fake.base_url, MODELS) == Finding(
        True, "answers; gpt-image-2 and gpt-5-mini can be asked"
    )
    assert [call.name for call in fake.calls] == ["models"], "nothing is made, nothing is paid for"


async def test_a_wrong_key_is_reported_without_the_key(fake):
    found = await checkup.look("sk-secret", fake.base_url, MODELS)
    assert found == Finding(False, "does not take OPENAI_API_KEY; ask who runs the server for another")


async def test_an_unlisted_model_is_named_with_its_setting(fake):
    found = await checkup.look(fake.key, fake.base_url, MODELS)
    assert found.says == "answers, and does not list gpt-5-mini (BOTFEED_CHAT_MODEL); choose one that it has"
    assert found.well, "a server of one's own may take names that it does not list"


async def test_a_model_that_openai_does_not_list_is_an_error(fake, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", fake.base_url)
    assert not (await checkup.look(fake.key, None, MODELS)).well


async def test_a_server_without_a_model_list_passes(fake):
    fake.lacks = ("models",)
    found = await checkup.look(fake.key, fake.base_url, MODELS)
    assert (found.well, found.note) == (True, True)
    assert found.says.startswith("answers, and tells no list of its models")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault("busy", status=503), "refuses to answer (503); try again later"),
        (Fault("a page", status=200, text="<html>"), "answers with something else than OpenAI's API"),
    ],
)
async def test_a_failing_server_is_reported(fake, fault, says):
    fake.fault(fault, "models")
    found = await checkup.look(fake.key, fake.base_url, MODELS)
    assert not found.well
    assert found.says.startswith(says)


async def test_an_unreachable_server_is_reported():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and not listening: a connection is refused
        found = await checkup.look("sk-x", f"http://127.0.0.1:{bound.getsockname()[1]}/v1", MODELS)
    assert found == Finding(False, "does not answer (nothing listens there); check the network, and OPENAI_BASE_URL")


async def test_review_is_tried_without_paying(fake):
    assert await checkup.look_at_review(fake.key, fake.base_url) == Finding(
        True, "the server judges words and pictures"
    )
    assert [call.name for call in fake.calls] == ["moderations"]


@pytest.mark.parametrize("dialect", [name for name, one in DIALECTS.items() if "moderations" not in one.has])
async def test_a_server_without_review_is_said_to_have_none(dialect):
    async with FakeOpenAI(dialect=DIALECTS[dialect]) as server:
        found = await checkup.look_at_review(server.key, server.base_url)
    assert found.well
    assert found.says == "the server has none (moderations); word lists judge alone, and nobody looks at pictures"


async def test_a_review_that_fails_is_an_error(fake):
    fake.fault("insufficient_quota", "moderations")
    found = await checkup.look_at_review(fake.key, fake.base_url)
    assert not found.well
    assert found.says.startswith("does not answer (429, insufficient_quota)")
