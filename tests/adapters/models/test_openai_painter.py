"""Painter with the unmodified client against the fake: its requests, its results, and every known fault."""

import asyncio
import io
import socket

import pytest
from PIL import Image
from structlog.testing import capture_logs

from botfeed.adapters.models.openai_painter import OpenAIPainter
from botfeed.core.errors import PaintFailed, PaintRefused, PaintUnknown, PaintUnusable, Trouble
from botfeed.core.model import Shape
from botfeed.core.ports import Order
from botfeed.testing import faults
from botfeed.testing.faults import Fault

FOX = Order("a fox that nobody should read in a log", person="0f3a")


@pytest.fixture
async def painter(fake):
    painter = OpenAIPainter(fake.key, "gpt-image-2", fake.base_url, quality="low", streams=True, seconds=10)
    yield painter
    await painter.close()


async def test_an_order_of_four_wide_pictures_in_a_style(fake, painter):
    painted = await painter.paint(Order("a fox", style="watercolour", shape=Shape.WIDE, count=4, person="0f3a"))
    assert len({picture.data for picture in painted}) == 4
    assert {Image.open(io.BytesIO(picture.data)).size for picture in painted} == {(96, 64)}
    assert {(picture.mime, picture.model, picture.ai) for picture in painted} == {("image/png", "gpt-image-2", True)}
    assert fake.calls[0].body == {
        "model": "gpt-image-2", "prompt": "a fox\nStyle: watercolour", "n": 4, "size": "1536x1024", "quality": "low",
        "safety_identifier": "0f3a",
    }  # fmt: skip
    assert fake.violations == []


async def test_the_painter_describes_itself(painter):
    info = painter.info
    assert (info.paid, info.ai, info.seeds, info.edits, info.most) == (True, True, False, True, 4)
    assert info.model == "gpt-image-2"
    assert "watercolour" in info.styles


async def test_a_picture_is_made_from_a_picture(fake, painter):
    source = fake.draw("a fox", "", 0)
    (painted,) = await painter.paint(Order("in snow", source=source, person="0f3a"))
    (call,) = fake.calls
    assert call.name == "images.edit"
    assert call.files == (source,)
    assert call.body["prompt"] == "in snow"
    assert call.body["safety_identifier"] == "0f3a"
    assert painted.data == fake.draw("in snow", "1024x1024", 0)
    assert fake.violations == []


async def test_a_picture_is_fetched_by_its_address(fake, painter):
    fake.urls = True
    painted = await painter.paint(Order("a fox", count=2))
    assert [picture.data for picture in painted] == [fake.draw("a fox", "1024x1024", number) for number in range(2)]


@pytest.mark.parametrize("fault", [Fault("gone", status=404), Fault("reset", action="reset")], ids=lambda one: one.name)
async def test_an_unreachable_picture_was_paid_for(fake, painter, fault):
    fake.urls = True
    fake.fault(fault, "pictures", times=2)
    with pytest.raises(PaintUnusable) as unusable:
        await painter.paint(FOX)
    assert unusable.value.again
    assert fake.count("images.generate") == 1


async def test_a_huge_picture_is_not_fetched(fake, painter, monkeypatch):
    monkeypatch.setattr("botfeed.adapters.models.openai_fetch.MOST", 100)
    fake.urls = True
    with capture_logs() as logs, pytest.raises(PaintUnusable):
        await painter.paint(FOX)
    assert [entry["event"] for entry in logs] == ["picture_not_fetched", "painted"]


async def test_partial_pictures_are_passed_on(fake, painter):
    fake.fault("stream_partial_images", "images.generate")
    seen = []

    async def partial(data):
        seen.append(data)

    (painted,) = await painter.paint(FOX, partial)
    assert len(seen) == 2
    assert {Image.open(io.BytesIO(data)).format for data in [*seen, painted.data]} == {"PNG"}
    assert fake.violations == []


async def test_a_failing_partial_picture_is_harmless(fake, painter):
    async def partial(_data):
        raise ValueError("the chat is gone")

    (painted,) = await painter.paint(FOX, partial)
    assert painted.data == fake.draw(FOX.prompt, "1024x1024", 0)


async def test_a_server_without_streams_is_asked_for_whole_pictures(fake, painter):
    async def partial(_data):
        raise AssertionError("no partial is expected")

    error = {"message": "Unknown parameter: 'stream'.", "type": "invalid_request_error", "param": "stream"}
    fake.fault(Fault("no_stream", status=400, body={"error": {**error, "code": "unknown_parameter"}}))
    for _ in range(2):
        (painted,) = await painter.paint(FOX, partial)
        assert painted.data == fake.draw(FOX.prompt, "1024x1024", 0)
    assert [call.body.get("stream") for call in fake.calls] == [True, None, None]


@pytest.mark.parametrize(("streams", "count"), [(False, 1), (True, 2)])
async def test_a_stream_without_partial_pictures_gives_the_whole(fake, streams, count):
    painter = OpenAIPainter(fake.key, "gpt-image-2", fake.base_url, streams=streams)

    async def partial(_data):
        raise AssertionError("no partial is expected")

    assert len(await painter.paint(Order("a fox", count=count), partial)) == count
    assert set(fake.calls[0].body) == {"model", "prompt", "n", "size"}
    await painter.close()


async def test_usage_is_logged_and_prompts_are_not(fake, painter):
    with capture_logs() as logs:
        await painter.paint(FOX)
    (entry,) = [entry for entry in logs if entry["event"] == "painted"]
    assert (entry["output_tokens"], entry["count"], entry["log_level"]) == (1000, 1, "info")
    assert "nobody should read" not in str(logs)


async def test_invalid_bytes_are_returned_unchanged(fake, painter):
    fake.draw = lambda *_: b"rubbish, no picture"
    (painted,) = await painter.paint(FOX)
    assert (painted.data, painted.mime) == (b"rubbish, no picture", "application/octet-stream")


@pytest.mark.parametrize("data", [None, [], [{}], [{"b64_json": "%%%"}], [{"b64_json": ""}]])
async def test_an_answer_without_a_picture_was_paid_for(fake, painter, data):
    fake.fault(
        Fault("empty", status=200, headers={"Content-Type": "application/json"}, body={"created": 1, "data": data})
    )
    with pytest.raises(PaintUnusable):
        await painter.paint(FOX)
    assert fake.count() == 1


# --- every row of the table of faults

KNOWN = {
    "rate_limit": (PaintFailed, 0.3),
    "insufficient_quota": (PaintFailed, None),
    "no_retry_header": (PaintFailed, None),
    "moderation_blocked": (PaintRefused, "violence"),
    "content_policy_violation": (PaintRefused, "other"),
    "invalid_image": (PaintFailed, None),
    "org_not_verified": (PaintFailed, None),
    "bad_key": (PaintFailed, None),
    "model_gone": (PaintFailed, None),
    "server_error": (PaintFailed, 5.0),
    "overloaded": (PaintFailed, 5.0),
    "bad_gateway": (PaintUnknown, None),
    "reset": (PaintUnknown, None),
    "malformed_json": (PaintUnknown, None),
}
ELSEWHERE = {"timeout", "stream_partial_images", "stream_cut", "stream_error_event"}  # tests of their own


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("streamed", [False, True])
async def test_faults_become_core_errors(fake, painter, name, streamed):
    fake.fault(name, "images.generate")

    async def partial(_data): ...

    kind, more = KNOWN[name]
    with capture_logs() as logs, pytest.raises(kind) as raised:
        await painter.paint(FOX, partial if streamed else None)
    if kind is PaintFailed:
        assert raised.value.again_after == more
    if kind is PaintRefused:
        assert raised.value.category == more
    assert fake.count() == 1, "nothing is tried twice"
    assert "nobody should read" not in str(logs) + str(raised.value)
    assert fake.key not in str(logs) + str(raised.value)


def test_every_fault_row_has_a_test():
    assert set(faults.load("openai")) == set(KNOWN) | ELSEWHERE


async def test_a_timeout_raises_paint_unknown(fake):
    fake.fault("timeout")
    painter = OpenAIPainter(fake.key, "gpt-image-2", fake.base_url, seconds=0.3)
    with pytest.raises(PaintUnknown):
        await painter.paint(FOX)
    assert fake.count("images.generate") == 1
    await painter.close()


@pytest.mark.parametrize(("name", "kind"), [("stream_cut", PaintUnknown), ("stream_error_event", PaintRefused)])
async def test_a_broken_stream_becomes_a_core_error(fake, painter, name, kind):
    fake.fault(name, "images.generate")
    seen = []

    async def partial(data):
        seen.append(data)

    with pytest.raises(kind) as raised:
        await painter.paint(FOX, partial)
    if kind is PaintRefused:
        assert raised.value.category == "other"
    assert fake.count() == 1


async def test_a_stream_without_a_picture_raises_paint_unknown(fake, painter):
    fake.fault(Fault("short", sse=("image_generation.partial_image x 1",)))

    async def partial(_data): ...

    with pytest.raises(PaintUnknown):
        await painter.paint(FOX, partial)


async def test_a_cut_body_raises_paint_unknown(fake, painter):
    fake.fault(Fault("cut", status=200, text='{"data": [', action="cut"))
    with pytest.raises(PaintUnknown):
        await painter.paint(FOX)


@pytest.mark.parametrize(("given", "wait"), [("7", 7.0), ("Fri, 01 Jan 2027 00:00:10 GMT", 10.0), ("soon", 5.0)])
async def test_a_busy_servers_retry_after_is_kept(fake, painter, given, wait, time_machine):
    time_machine.move_to("2027-01-01T00:00:00+00:00", tick=False)
    body = {"error": {"message": "busy", "type": "server_error", "param": None, "code": None}}
    fake.fault(Fault("busy", status=503, headers={"Retry-After": given, "Content-Type": "application/json"}, body=body))
    with pytest.raises(PaintFailed) as failed:
        await painter.paint(FOX)
    assert failed.value.again_after == wait


async def test_a_refused_connection_raises_paint_failed():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    painter = OpenAIPainter("key", "gpt-image-2", f"http://127.0.0.1:{port}/v1", seconds=5)
    async with asyncio.timeout(10):
        with pytest.raises(PaintFailed) as failed:
            await painter.paint(FOX)
    assert failed.value.again_after == 5.0
    await painter.close()


@pytest.mark.parametrize(
    ("categories", "told"),
    [
        (["sexual"], "sexual"),
        (["violence", "sexual/minors"], "minors"),
        (["self_harm/intent"], "self-harm"),
        (["?"], "other"),
    ],
)
async def test_the_gravest_category_is_reported(fake, painter, categories, told):
    details = {"moderation_stage": "output", "categories": categories}
    error = {"message": "no", "type": "image_generation_user_error", "param": None, "code": "moderation_blocked"}
    fake.fault(
        Fault(
            "blocked",
            status=400,
            headers={"Content-Type": "application/json"},
            body={"error": error | {"moderation_details": details}},
        )
    )
    with pytest.raises(PaintRefused) as refused:
        await painter.paint(FOX)
    assert refused.value.category == told


async def test_cancelling_an_order_cancels_the_call(fake, painter):
    fake.fault(Fault("silence", action="delay"))
    painting = asyncio.create_task(painter.paint(FOX))
    await fake.until_called("images.generate")
    painting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await painting


@pytest.mark.parametrize(
    ("status", "message", "sourced", "trouble"),
    [
        (400, "The image could not be processed", True, Trouble.SOURCE),
        (400, "The image could not be processed", False, Trouble.OUTAGE),
        (413, "Request Entity Too Large", True, Trouble.SOURCE),
        (413, "Request Entity Too Large", False, Trouble.LENGTH),
    ],
)
async def test_only_an_order_with_a_source_is_refused_for_it(fake, painter, status, message, sourced, trouble):
    fake.fault(Fault("x", status=status, headers={"Content-Type": "application/json"}, body={"error": message}))
    with pytest.raises(PaintFailed) as failed:
        await painter.paint(Order("a fox", source=fake.draw("a fox", "", 0) if sourced else None))
    assert (failed.value.trouble, failed.value.again_after) == (trouble, None)
