"""An unmodified `openai.AsyncOpenAI` against the fake; both sides are checked by the contract."""

import asyncio
import base64
import io

import openai
import pytest
from PIL import Image

from botfeed.testing.faults import Fault
from botfeed.testing.openai import FakeOpenAI
from tests.official import CONTRACTS


@pytest.fixture
async def fake():
    async with asyncio.timeout(30), FakeOpenAI(CONTRACTS) as fake:
        yield fake


@pytest.fixture
async def client(fake):
    async with openai.AsyncOpenAI(api_key=fake.key, base_url=fake.base_url, max_retries=0, timeout=10) as client:
        yield client


def opened(image):
    return Image.open(io.BytesIO(base64.b64decode(image.b64_json)))


async def test_pictures_are_real_and_vary_by_prompt(fake, client):
    foxes = await client.images.generate(model="gpt-image-2", prompt="a fox", n=2, size="1536x1024", quality="low")
    again = await client.images.generate(model="gpt-image-2", prompt="a fox")
    assert len({image.b64_json for image in foxes.data}) == 2
    assert opened(foxes.data[0]).size == (96, 64)
    assert opened(again.data[0]).size == (64, 64)
    assert foxes.usage.output_tokens == 2000
    assert fake.count("images.generate") == 2
    assert fake.calls[0].body["prompt"] == "a fox"
    assert fake.violations == []


async def test_pictures_can_be_edited_and_returned_as_addresses(fake, client):
    fake.urls = True
    source = fake.draw("a fox", "", 0)
    edited = await client.images.edit(model="gpt-image-2", image=("a.png", source, "image/png"), prompt="in snow", n=2)
    assert fake.calls[0].files == (source,)
    answer = await client._client.get(edited.data[1].url)
    assert answer.content == fake.draw("in snow", "", 1)
    assert fake.violations == []


@pytest.mark.parametrize("edit", [False, True])
async def test_a_picture_is_streamed_in_parts(fake, client, edit):
    call = client.images.edit if edit else client.images.generate
    extra = {"image": ("a.png", fake.draw("a", "", 0), "image/png")} if edit else {}
    stream = await call(model="gpt-image-2", prompt="a fox", stream=True, partial_images=2, **extra)
    events = [event async for event in stream]
    kinds = [event.type.partition(".")[2] for event in events]
    assert kinds == ["partial_image", "partial_image", "completed"]
    assert [event.partial_image_index for event in events[:2]] == [0, 1]
    assert events[-1].usage.total_tokens
    assert fake.violations == []


async def test_moderation_flags_text_and_pictures(fake, client):
    fake.flags["knife"] = {"violence": 0.9}
    clean = await client.moderations.create(model="omni-moderation-latest", input="a fox")
    assert not clean.results[0].flagged
    fake.flags["knife"]["hate"] = 0.9  # which it cannot see in a picture
    picture = "data:image/png;base64," + base64.b64encode(b"...knife...").decode()
    parts = [{"type": "text", "text": "a fox"}, {"type": "image_url", "image_url": {"url": picture}}]
    found = await client.moderations.create(model="omni-moderation-latest", input=parts)
    assert found.results[0].categories.violence
    assert not found.results[0].categories.hate
    assert found.results[0].category_scores.violence == 0.9
    assert fake.violations == []


async def test_embeddings_of_texts_that_share_words_are_near(fake, client):
    answer = await client.embeddings.create(model="e", input=["a red fox", "a red cat", "blue sea"])
    fox, cat, sea = (item.embedding for item in answer.data)
    near, far = (sum(a * b for a, b in zip(fox, other, strict=True)) for other in (cat, sea))
    assert near > 0.5 > far
    assert fake.violations == []


async def test_questions_are_answered_whole_and_streamed(fake, client):
    fake.say = str.upper
    answer = await client.responses.create(model="m", input="what is a fox")
    assert answer.output_text == "WHAT IS A FOX"
    stream = await client.responses.create(model="m", input="what is a fox", stream=True)
    assert (
        "".join([event.delta async for event in stream if event.type == "response.output_text.delta"])
        == "WHAT IS A FOX"
    )
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "why"}]
    completion = await client.chat.completions.create(model="m", messages=messages)
    assert completion.choices[0].message.content == "WHY"
    chunks = await client.chat.completions.create(model="m", messages=messages, stream=True)
    assert "".join([chunk.choices[0].delta.content or "" async for chunk in chunks]) == "WHY"
    assert fake.violations == []


async def test_models_are_listed_and_found(fake, client):
    assert [model.id async for model in client.models.list()] == ["gpt-image-2"]
    assert (await client.models.retrieve("gpt-image-2")).id == "gpt-image-2"
    with pytest.raises(openai.NotFoundError):
        await client.models.retrieve("dall-e-9")
    assert fake.violations == []


async def test_missing_calls_and_wrong_keys_are_refused(fake):
    fake.lacks = {"responses"}
    async with openai.AsyncOpenAI(api_key=fake.key, base_url=fake.base_url, max_retries=0) as client:
        with pytest.raises(openai.NotFoundError):
            await client.responses.create(model="m", input="x")
    async with openai.AsyncOpenAI(api_key="sk-wrong", base_url=fake.base_url, max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError):
            await client.models.list()


async def test_requests_that_break_the_contract_are_refused(fake, client):
    with pytest.raises(openai.BadRequestError):
        await client.images.generate(model="gpt-image-2", prompt="a fox", n=11)
    with pytest.raises(openai.BadRequestError):
        await client.images.generate(model="gpt-image-2", prompt="a fox", quality="best")
    assert len(fake.violations) >= 2


async def test_silence_cuts_and_resets_are_played(fake, client):
    fake.fault(Fault("cut", status=200, text='{"data": [', action="cut"), "images.generate")
    with pytest.raises(openai.APIConnectionError):
        await client.images.generate(model="gpt-image-2", prompt="a fox")
    fake.fault(Fault("reset", action="reset"))
    with pytest.raises(openai.APIConnectionError):
        await client.models.list()
    fake.fault(Fault("silence", action="delay"))
    waiting = asyncio.create_task(client.images.generate(model="gpt-image-2", prompt="a fox"))
    await fake.until_called("images.generate", 2)
    fake.faults.release()
    with pytest.raises(openai.APIConnectionError):
        await waiting
