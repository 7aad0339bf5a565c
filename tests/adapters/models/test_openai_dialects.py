"""Every dialect of the fake with every verb: it works, or ends in a reason that no retry mends; and is learned once."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image
from structlog.testing import capture_logs

from botfeed.adapters.models.openai_painter import OpenAIPainter
from botfeed.adapters.models.openai_review import OpenAIReviewer
from botfeed.adapters.models.openai_talk import OpenAITalker
from botfeed.core.errors import ModelError, PaintError, PaintFailed, PaintRefused, PaintUnusable, Trouble
from botfeed.core.model import Shape
from botfeed.core.ports import Order, Verdict
from botfeed.core.work.model_troubles import FOLLOWS
from botfeed.testing.openai import DIALECTS, FakeOpenAI
from botfeed.testing.openai.dialect import FILTERED

PERSON = "0f3a"
SOURCE = Image.new("RGB", (64, 64), "red")
ORDERS = {
    "one": Order("a fox", person=PERSON),
    "wide": Order("a fox", shape=Shape.WIDE, person=PERSON),
    "tall": Order("a fox", shape=Shape.TALL, person=PERSON),
    "three": Order("a fox", count=3, person=PERSON),
    "in a style": Order("a fox", style="ink", person=PERSON),
}
PAINTERS = [name for name, dialect in DIALECTS.items() if "images.generate" in dialect.has]
EDITORS = [name for name, dialect in DIALECTS.items() if "images.edit" in dialect.has]
TALKERS = [name for name, dialect in DIALECTS.items() if "chat.completions" in dialect.has]


@pytest.fixture
async def server(request):
    async with asyncio.timeout(30), FakeOpenAI(dialect=DIALECTS[request.param]) as fake:
        yield fake
    assert fake.violations == [], "every request that was tried is one of the contract"


def each(names=None):
    return pytest.mark.parametrize("server", list(names or DIALECTS), indirect=True)


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@each(PAINTERS)
@pytest.mark.parametrize("what", ORDERS)
@pytest.mark.parametrize("streams", [False, True])
async def test_every_order_is_painted_by_every_server_that_paints(server, what, streams):
    painter = OpenAIPainter(server.key, "m", server.base_url, quality="auto", streams=streams, seconds=10)
    order = ORDERS[what]

    async def partial(_data): ...

    for time in ("first", "second"):
        before, paid = len(server.calls), len(server.paid)
        painted = await painter.paint(order, partial)
        assert len(painted) == order.count
        assert {Image.open(io.BytesIO(one.data)).format for one in painted} == {"PNG"}
        most = order.count if server.dialect.most == 1 else 1
        assert len(server.paid) - paid == most, "nothing is paid twice"
        if time == "second":
            assert len(server.calls) - before == most, "what was refused once is not tried again"
    await painter.close()


@each(EDITORS)
async def test_a_picture_is_edited_by_every_server_that_edits(server):
    painter = OpenAIPainter(server.key, "m", server.base_url, quality="auto", seconds=10)
    (painted,) = await painter.paint(Order("in snow", source=png(SOURCE), person=PERSON))
    assert Image.open(io.BytesIO(painted.data)).format == "PNG"
    await painter.close()


@each(name for name in DIALECTS if name not in PAINTERS)
async def test_a_server_without_pictures_ends_at_once(server):
    painter = OpenAIPainter(server.key, "m", server.base_url, quality="auto", streams=True, seconds=10)

    async def partial(_data): ...

    with pytest.raises(PaintError) as failed:
        await painter.paint(ORDERS["one"], partial)
    assert isinstance(failed.value, PaintFailed | PaintUnusable)
    assert failed.value.trouble is Trouble.ENDPOINT
    assert not FOLLOWS[failed.value.trouble].again
    assert len(server.calls) <= 2
    assert server.paid == []
    await painter.close()


@each(TALKERS)
@pytest.mark.parametrize("streamed", [False, True])
async def test_a_question_is_answered_by_every_server_that_talks(server, streamed):
    talker = OpenAITalker(server.key, "m", server.base_url, seconds=10)
    seen = []

    async def partial(text):
        seen.append(text)

    for time in ("first", "second"):
        before, paid = len(server.calls), len(server.paid)
        said = await talker.answer("why", "en", PERSON, partial if streamed else None)
        assert said.startswith("An answer to: ")
        assert said.endswith("why")
        assert len(server.paid) - paid == 1
        if time == "second":
            assert len(server.calls) - before == 1, "what was refused once is not tried again"
    thoughts = ("think", "asks", "hm", "tool", "<", "|")
    headless = "headless" if server.dialect.name == "llama.cpp without it" else ""
    assert headless or not [text for text in seen if any(one in text for one in thoughts)], "no thought is shown"
    await talker.close()


@each(name for name in DIALECTS if name not in TALKERS)
async def test_a_server_without_words_ends_at_once(server):
    talker = OpenAITalker(server.key, "m", server.base_url, seconds=10)
    with pytest.raises(ModelError) as failed:
        await talker.answer("why", "en", PERSON)
    assert failed.value.trouble in (Trouble.ENDPOINT, Trouble.MODEL)
    assert not failed.value.paid
    await talker.close()


@each()
@pytest.mark.parametrize("picture", [None, png(SOURCE)], ids=["words", "picture"])
async def test_a_server_without_review_is_told_apart_from_an_outage(server, picture):
    reviewer = OpenAIReviewer(server.key, server.base_url, seconds=10)
    if "moderations" in server.dialect.has:
        assert await reviewer.review("a fox", picture) == Verdict()
    else:
        for known in (False, True):
            before = len(server.calls)
            with capture_logs() as logs, pytest.raises(ModelError) as failed:
                await reviewer.review("a secret fox", picture)
            assert failed.value.trouble in (Trouble.ENDPOINT, Trouble.MODEL)
            assert failed.value.known is known
            assert "secret" not in str(logs) + str(failed.value)
            assert not known or len(server.calls) == before, "known by now, so nobody is asked"
    await reviewer.close()


@each(PAINTERS)
async def test_a_filter_is_a_refusal_in_every_servers_words(server):
    painter = OpenAIPainter(server.key, "m", server.base_url, seconds=10)
    with pytest.raises(PaintRefused) as refused:
        await painter.paint(Order(f"a {FILTERED} fox", person=PERSON))
    named = server.dialect.filtered.body.get("error", {}) != {
        "message": "blocked",
        "code": "content_policy_violation",
        "type": "x",
    }
    assert refused.value.category == ("violence" if named else "other")
    assert server.paid == []
    await painter.close()


@each(TALKERS)
async def test_a_filter_of_questions_is_a_refusal_too(server):
    talker = OpenAITalker(server.key, "m", server.base_url, seconds=10)
    with pytest.raises(ModelError) as refused:
        await talker.answer(f"a {FILTERED} thing", "en", PERSON)
    assert refused.value.trouble is Trouble.FILTER
    assert refused.value.category
    assert not refused.value.paid
    await talker.close()


@each(PAINTERS)
async def test_what_a_server_can_is_offered_once_it_is_learned(server):
    painter = OpenAIPainter(server.key, "m", server.base_url, seconds=10)
    await painter.paint(ORDERS["wide"])
    sizes, takes = server.dialect.sizes, server.dialect.takes.get("images.generate")
    unsized = takes is not None and "size" not in takes
    square = unsized or sizes == ("512x512",)
    assert painter.info.shapes == ((Shape.SQUARE,) if square else (Shape.SQUARE, Shape.WIDE, Shape.TALL))
    await painter.close()
