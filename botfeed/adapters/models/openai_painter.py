"""Paint pictures by OpenAI, or by a server with a compatible images API.

A picture is paid for, so each call asks once: the job decides by the kind of error whether to ask again.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog

from botfeed.adapters.models import openai_client
from botfeed.core.errors import PaintFailed, PaintRefused, PaintUnknown
from botfeed.core.model import Shape
from botfeed.core.ports import Order, Painted, PainterInfo

if TYPE_CHECKING:
    import openai

log = structlog.get_logger(__name__)

SIZES = {Shape.SQUARE: "1024x1024", Shape.WIDE: "1536x1024", Shape.TALL: "1024x1536"}
STYLES = ("photograph", "watercolour", "oil painting", "ink", "comic", "pixel art", "linocut", "3D render")
PERSON_FIELD = "safety_identifier"  # carries the keyed hash of a person
MOST = 4  # pictures of one order
PARTIALS = 2  # partial pictures, of at most 3
DOWNLOAD = 32 * 1024 * 1024  # bytes of one picture fetched by its address
NEVER = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
AGAIN = 5.0  # seconds to wait for a busy server that names no time

Partial = Callable[[bytes], Awaitable[None]]


class OpenAIPainter:
    """Painter by OpenAI. `quality` is sent unchanged, and left out if empty;
    `streams`: the model sends partial pictures.
    """

    def __init__(
        self,
        key: str,
        model: str,
        base_url: str | None = None,
        *,
        quality: str = "",
        streams: bool = False,
        seconds: float = 180.0,
    ) -> None:
        self._client = openai_client.connect(key, base_url, seconds)
        self._quality = quality
        self._streams = streams
        self._seconds = seconds
        self.info = PainterInfo(
            name="OpenAI",
            model=model,
            paid=True,
            ai=True,
            styles=STYLES,
            shapes=tuple(SIZES),
            most=MOST,
            edits=True,
            seconds=30.0,
        )

    async def paint(self, order: Order, partial: Partial | None = None) -> list[Painted]:
        """Ask once, and return the bytes unchecked. Raises PaintRefused, PaintFailed, PaintUnknown."""
        with _as_core_errors():
            async with asyncio.timeout(self._seconds):
                if partial and self._streams and order.count == 1:
                    pictures = [await self._stream(order, partial)]
                else:
                    pictures = await self._whole(order)
        return [Painted(data, openai_client.mime_of(data), self.info.model) for data in pictures]

    async def close(self) -> None:
        await self._client.close()

    async def _whole(self, order: Order) -> list[bytes]:
        answer: Any = await self._call(order)(**self._request(order))
        self._log_usage(answer, order)
        pictures = [await self._bytes(item) for item in getattr(answer, "data", None) or []]
        if not pictures:
            raise PaintFailed("the painter answered without a picture")
        return pictures

    async def _stream(self, order: Order, partial: Partial) -> bytes:
        events = await self._open_stream(order)
        if events is None:
            return (await self._whole(order))[0]
        async with events:
            async for event in _each(events):
                if event.type.endswith(".partial_image"):
                    await _show(event, partial)
                elif event.type.endswith(".completed"):
                    self._log_usage(event, order)
                    return _decoded(event.b64_json)
        raise PaintUnknown("the stream ended without a picture")

    async def _open_stream(self, order: Order) -> Any:
        """Open the stream; return None, now and later, if the server has none (it painted nothing then)."""
        import openai  # noqa: PLC0415

        try:
            return await self._call(order)(**self._request(order), stream=True, partial_images=PARTIALS)
        except openai.BadRequestError as error:
            if error.param not in ("stream", "partial_images"):
                raise
            log.info("painter_does_not_stream", model=self.info.model)
            self._streams = False
            return None

    def _call(self, order: Order) -> Callable[..., Awaitable[Any]]:
        return self._client.images.generate if order.source is None else self._client.images.edit

    def _request(self, order: Order) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.info.model,
            "prompt": f"{order.prompt}\nStyle: {order.style}" if order.style else order.prompt,
            "n": min(order.count, MOST),
            "size": SIZES[order.shape],
        }
        if self._quality:
            request["quality"] = self._quality
        if order.person:
            # In extra_body, since the client does not know the field for every call.
            request["extra_body"] = {PERSON_FIELD: order.person}
        if order.source is not None:
            mime = openai_client.mime_of(order.source)
            request["image"] = (f"source.{mime.partition('/')[2]}", order.source, mime)
        return request

    async def _bytes(self, item: Any) -> bytes:
        if getattr(item, "b64_json", None):
            return _decoded(item.b64_json)
        if getattr(item, "url", None):
            return await self._fetch(item.url)
        raise PaintFailed("the painter answered without a picture")

    async def _fetch(self, url: str) -> bytes:
        """Fetch a picture by its address, through the client's connection pool, which adds no key."""
        data = bytearray()
        async with self._client._client.stream("GET", url) as answer:
            if answer.status_code != 200:
                raise PaintUnknown(f"the picture's address answered {answer.status_code}")
            async for chunk in answer.aiter_bytes():
                data += chunk
                if len(data) > DOWNLOAD:
                    raise PaintFailed("the picture is too large", again_after=None)
        return bytes(data)

    def _log_usage(self, answer: Any, order: Order) -> None:
        """Log the tokens used, never the prompt."""
        usage = getattr(answer, "usage", None)
        log.info(
            "painted",
            model=self.info.model,
            count=order.count,
            edit=order.source is not None,
            input_tokens=getattr(usage, "input_tokens", None),
            output_tokens=getattr(usage, "output_tokens", None),
        )


async def _each(events: Any) -> AsyncIterator[Any]:
    """Yield the events. Raises PaintUnknown if the connection breaks meanwhile."""
    iterator = aiter(events)
    while True:
        with _as_core_errors(begun=True):
            try:
                event = await anext(iterator)
            except StopAsyncIteration:
                return
        yield event


async def _show(event: Any, partial: Partial) -> None:
    """Pass on a partial picture; a failure is logged only, since the whole picture is paid for."""
    try:
        await partial(_decoded(event.b64_json))
    except Exception as error:
        log.warning("partial_not_shown", error=type(error).__name__)


def _decoded(text: str | None) -> bytes:
    try:
        data = base64.b64decode(text or "", validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data:
        raise PaintFailed("the painter's picture is not base64")
    return data


@contextmanager
def _as_core_errors(*, begun: bool = False) -> Iterator[None]:
    """Raise errors of `botfeed.core.errors` for the client's errors, without their text, which may quote the key.
    `begun`: the server has started to answer.
    """
    import httpx2  # noqa: PLC0415  comes with openai, and is as lazy
    import openai  # noqa: PLC0415

    try:
        yield
    except openai.APIConnectionError as error:  # a timeout is one too
        if begun or openai_client.was_sent(error):
            raise PaintUnknown("the connection to the painter broke") from error
        raise PaintFailed("the painter cannot be reached", again_after=AGAIN) from error
    except openai.APIStatusError as error:
        _raise_status(error)
    except openai.APIError as error:  # an error event inside an answer that began with 200
        if category := openai_client.refused_for(error):
            raise PaintRefused(category) from error
        raise PaintUnknown(f"the painter broke off: {error.code}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
        raise PaintUnknown("the connection to the painter broke") from error
    except ValueError as error:  # a truncated body is a plain JSONDecodeError
        raise PaintUnknown("the painter's answer cannot be read") from error


def _raise_status(error: openai.APIStatusError) -> None:
    status, code = error.status_code, error.code or "no code"
    if category := openai_client.refused_for(error):
        raise PaintRefused(category) from error
    if status in (401, 403):
        log.error("painter_not_allowed", status=status, code=code, hint="check the key, the organisation and the model")
        raise PaintFailed(f"the painter's key or organisation is not allowed ({status}, {code})", None) from error
    if status == 429 and not NEVER & {error.code, error.type}:
        raise PaintFailed("the painter asks to wait", openai_client.wait_of(error.response.headers, AGAIN)) from error
    if status in (408, 409, 500, 503):
        raise PaintFailed("the painter is down", openai_client.wait_of(error.response.headers, AGAIN)) from error
    if status > 500:  # a gateway answered: what stands behind it may have painted
        raise PaintUnknown(f"the painter's gateway answered {status}") from error
    log.error("painter_refuses_request", status=status, code=code)
    raise PaintFailed(f"the painter does not take this request ({status}, {code})", again_after=None) from error
