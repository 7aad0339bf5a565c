"""Paint pictures by OpenAI, or by a server with a compatible images API.

A picture is paid for, so each call asks once: the job decides by the kind of error whether to ask again.
What has come is never thrown away for what did not.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

from botfeed.adapters.models import openai_dialect, openai_fetch, openai_pictures
from botfeed.adapters.models.openai_client import DONE, Answer, Server
from botfeed.adapters.models.openai_errors import Refusal, ServerError
from botfeed.adapters.models.openai_fetch import Unfetched
from botfeed.adapters.models.openai_pictures import Found
from botfeed.core import picture_kind
from botfeed.core.errors import PaintError, PaintFailed, PaintRefused, PaintUnknown, PaintUnusable, Trouble
from botfeed.core.model import Shape
from botfeed.core.ports import Order, Painted, PainterInfo

log = structlog.get_logger(__name__)

SIZES: Mapping[Shape, str] = {Shape.SQUARE: "1024x1024", Shape.WIDE: "1536x1024", Shape.TALL: "1024x1536"}
STYLES = ("photograph", "watercolour", "oil painting", "ink", "comic", "pixel art", "linocut", "3D render")
PERSON_FIELD = "safety_identifier"  # carries the keyed hash of a person
MOST = 4  # pictures of one order
PARTIALS = 2  # partial pictures, of at most 3

Partial = Callable[[bytes], Awaitable[None]]


class OpenAIPainter:
    """Painter by OpenAI. `quality` is sent unchanged, and left out if empty. `streams`: the model sends partial
    pictures. `sizes`: those that the model makes, where they are not OpenAI's.
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
        sizes: tuple[str, ...] = (),
    ) -> None:
        self._server = Server(key, base_url, seconds)
        self._model = model
        self._quality = quality
        self._streams = streams
        for call in ("images.generate", "images.edit"):
            self._server.dialect(call).sizes = sizes

    @property
    def info(self) -> PainterInfo:
        """Return what the model can, as far as it is known by now."""
        return PainterInfo(
            name="OpenAI",
            model=self._model,
            paid=True,
            ai=True,
            styles=STYLES,
            shapes=self._shapes(),
            most=MOST,
            edits=True,
            seconds=30.0,
        )

    def _shapes(self) -> tuple[Shape, ...]:
        spoken = self._server.dialect("images.generate")
        if "size" in spoken.dropped:
            return (Shape.SQUARE,)
        if not spoken.sizes:
            return tuple(SIZES)
        nearest = {shape: openai_dialect.nearest(size, spoken.sizes) for shape, size in SIZES.items()}
        return tuple(shape for shape in SIZES if _alike(SIZES[shape], nearest[shape])) or (Shape.SQUARE,)

    async def paint(self, order: Order, partial: Partial | None = None) -> list[Painted]:
        """Ask for all pictures, or for one at a time where the server makes no more, and return the bytes unchecked.
        One that came and cannot be used has no bytes. Raises PaintRefused, PaintFailed, PaintUnusable, PaintUnknown.
        """
        wanted, began = min(order.count, MOST), asyncio.get_running_loop().time()
        with _paint_errors(order):
            pictures = await self._pictures(order, wanted, partial if wanted == 1 else None)
        pictures += await self._rest(order, wanted - len(pictures), began)
        if not any(pictures):
            raise PaintUnusable("the painter sent no picture that can be read")
        return [Painted(data, picture_kind.mime(data), self._model) for data in pictures[:wanted]]

    async def close(self) -> None:
        await self._server.close()

    async def _rest(self, order: Order, missing: int, began: float) -> list[bytes]:
        """Ask for the pictures that a server did not make at once, until one call fails or the time is over.
        A call that may have been paid for without a picture leaves one without bytes.
        """
        came: list[bytes] = []
        try:
            async with asyncio.timeout_at(began + self._server.seconds):
                while len(came) < missing:
                    with _paint_errors(order):
                        came += await self._pictures(order, missing - len(came), None)
        except (PaintError, TimeoutError) as error:
            log.warning("fewer_pictures_came", model=self._model, missing=missing - len(came), why=str(error))
            if not isinstance(error, PaintFailed | PaintRefused):
                came.append(b"")
        return came

    async def _pictures(self, order: Order, count: int, partial: Partial | None) -> list[bytes]:
        """Make one call, and return the bytes of each picture in its answer; none for one that cannot be used.
        Raises ServerError; PaintUnusable for an answer with nothing in it.
        """
        call = "images.generate" if order.source is None else "images.edit"
        spoken = self._server.dialect(call)
        fields = self._fields(order, 1 if spoken.singly else count)
        if partial and self._streams:
            fields |= {"stream": True, "partial_images": PARTIALS}
        async with self._server.open(call, fields) as answer:
            found = await self._streamed(answer, partial) if answer.events else self._whole(answer.value)
            pictures = [await self._bytes(one) for one in found]
        self._streams = self._streams and "stream" not in spoken.dropped
        spoken.singly = spoken.singly or len(pictures) < fields["n"]
        used = _usage(answer.value)
        log.info("painted", model=self._model, count=len(pictures), edit=order.source is not None, **used)
        return pictures

    def _fields(self, order: Order, count: int) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "model": self._model,
            "prompt": f"{order.prompt}\nStyle: {order.style}" if order.style else order.prompt,
            "n": count,
            "size": SIZES[order.shape],
        }
        if self._quality:
            fields["quality"] = self._quality
        if order.person:
            fields[PERSON_FIELD] = order.person
        if order.source is not None:
            mime = picture_kind.mime(order.source)
            fields["image"] = (f"source.{mime.partition('/')[2]}", order.source, mime)
        return fields

    def _whole(self, value: Any) -> list[Found]:
        found = openai_pictures.found_in(value)
        if not found:
            raise PaintUnusable("the painter answered without a picture")
        return found

    async def _streamed(self, answer: Answer, partial: Partial | None) -> list[Found]:
        """Pass on partial pictures until the whole one comes."""
        async for event in _data(answer):
            found = openai_pictures.found_in(event)
            kind = str(event.get("type", "")) if isinstance(event, dict) else ""
            if kind.endswith(".partial_image"):
                await _show(found, partial)
            elif found:
                answer.value = event
                return found
        raise PaintUnknown("the stream ended without a picture")

    async def _bytes(self, found: Found) -> bytes:
        """Return a picture's bytes; none, with the reason in the log, if they cannot be had."""
        if found.url:
            try:
                client = self._server.client
                return await openai_fetch.fetch(client._client, str(client.base_url), found.url)
            except Unfetched as error:
                log.warning("picture_not_fetched", model=self._model, why=str(error))
                return b""
        if not found.data:
            log.warning("picture_not_read", model=self._model, why=found.why)
        return found.data


async def _data(answer: Answer) -> AsyncIterator[Any]:
    if answer.events is not None:
        async for event in answer.events:
            if event == DONE:
                return
            yield event


async def _show(found: list[Found], partial: Partial | None) -> None:
    """Pass on a partial picture; a failure is logged only, since the whole picture is paid for."""
    if not found or not found[0].data or partial is None:
        return
    try:
        await partial(found[0].data)
    except Exception:  # progress may be lost, and the whole answer is paid for
        log.warning("partial_not_shown", exc_info=True)


def _alike(wanted: str, size: str) -> bool:
    """Return True if both sizes lie, stand, or are square."""
    (w, h), (width, height) = (tuple(int(side) for side in one.split("x")) for one in (wanted, size))
    return (w > h) == (width > height) and (w < h) == (width < height)


def _usage(answer: Any) -> dict[str, Any]:
    """Return the tokens used, never the prompt."""
    usage = answer.get("usage") if isinstance(answer, dict) else None
    usage = usage if isinstance(usage, dict) else {}
    return {name: usage.get(name) for name in ("input_tokens", "output_tokens")}


@contextmanager
def _paint_errors(order: Order) -> Iterator[None]:
    """Raise the core's errors for the server's, without its text, which may quote the key."""
    try:
        yield
    except ServerError as error:
        raise _paint_error(error.refusal, sourced=order.source is not None) from error


def _paint_error(refusal: Refusal, *, sourced: bool) -> PaintError:
    said, trouble = refusal.shown, refusal.trouble
    if trouble is Trouble.SOURCE and not sourced:
        return PaintFailed(said, None)  # words about a picture, where none was sent
    if trouble is Trouble.LENGTH and refusal.status == 413 and sourced:
        return PaintFailed(said, None, Trouble.SOURCE)
    if trouble is Trouble.FILTER:
        return PaintRefused(refusal.category, paid=refusal.stage == "output")
    if trouble is Trouble.UNKNOWN:
        return PaintUnknown(said)
    if trouble is Trouble.ENDPOINT and refusal.status == 200 and not refusal.text:
        return PaintUnusable(said, trouble, again=False)  # a page: what stands behind it may have painted
    again = refusal.after if trouble in (Trouble.OUTAGE, Trouble.BUSY) else None
    return PaintFailed(said, again, trouble)
