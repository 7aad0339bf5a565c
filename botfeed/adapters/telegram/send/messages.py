"""One message of words, or of one picture, on the line: sent, and edited into another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from telegram import InputMediaPhoto, LinkPreviewOptions, Message

from botfeed.adapters.telegram.api.client import UPLOAD, ApiClient
from botfeed.adapters.telegram.api.refusals import WrongFile
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import rich
from botfeed.adapters.telegram.send.files import BLANK, Files, Photo

T = TypeVar("T")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def say(line: ApiClient, chat: int, body: Body, common: dict[str, Any], *, patient: bool = False) -> Message:
    options: dict[str, Any] = {"entities": body.entities, "link_preview_options": _NO_PREVIEW, **common}

    async def richly(to: int, written: str) -> Message:
        request = {"chat_id": to, "rich_message": rich.content(written), **common}
        said: Message = await line.bot.do_api_request("sendRichMessage", request, Message)
        return said

    async def call(to: int) -> Message:
        return await line.rich.say(body, partial(richly, to), lambda: line.bot.send_message(to, body.text, **options))

    return await line.say(chat, call, patient=patient)


async def reword(line: ApiClient, chat: int, message: int, body: Body, *, patient: bool = False) -> None:
    async def richly(to: int, written: str) -> Message | bool:
        instead = {"text": None, "rich_message": rich.content(written)}
        return await line.bot.edit_message_text("", to, message, reply_markup=body.keyboard, api_kwargs=instead)

    async def plainly(to: int) -> Message | bool:
        return await line.bot.edit_message_text(
            body.text,
            to,
            message,
            entities=body.entities,
            link_preview_options=_NO_PREVIEW,
            reply_markup=body.keyboard,
        )

    async def call(to: int) -> Message | bool:
        return await line.rich.say(body, partial(richly, to), partial(plainly, to))

    await line.say(chat, call, patient=patient)


async def show(
    line: ApiClient, files: Files, chat: int, body: Body, common: dict[str, Any], *, patient: bool = False
) -> Message:
    caption: dict[str, Any] = {"caption": body.text, "caption_entities": body.entities, "write_timeout": UPLOAD}

    async def post(photo: Photo) -> Message:
        return await line.say(
            chat, lambda to: line.bot.send_photo(to, photo.content, **caption, **common), patient=patient
        )

    return await _known_or_uploaded(files, body, post)


async def repaint(line: ApiClient, files: Files, chat: int, message: int, body: Body, *, patient: bool = False) -> None:
    async def put(photo: Photo) -> Message | bool:
        return await _replace(line, chat, message, body, photo.content, patient=patient)

    await _known_or_uploaded(files, body, put)


async def blank(line: ApiClient, chat: int, message: int, body: Body, *, patient: bool = False) -> None:
    """Let words take the place of a picture that is too old to be deleted, with nothing to see above them."""
    await _replace(line, chat, message, body, BLANK, patient=patient)


async def _replace(
    line: ApiClient, chat: int, message: int, body: Body, content: str | bytes, *, patient: bool
) -> Message | bool:
    media = InputMediaPhoto(content, caption=body.text, caption_entities=body.entities)
    options: dict[str, Any] = {"reply_markup": body.keyboard, "write_timeout": UPLOAD}
    return await line.say(chat, lambda to: line.bot.edit_message_media(media, to, message, **options), patient=patient)


async def _known_or_uploaded(files: Files, body: Body, call: Callable[[Photo], Awaitable[T]]) -> T:
    """Call with a file id, or with the bytes where Telegram does not know the picture, or not any more."""
    async with files.photo(body.media) as photo:
        try:
            sent, done = photo, await call(photo)
        except WrongFile:
            sent = await files.again(photo)
            done = await call(sent)
        if isinstance(done, Message):
            await files.remember(sent, done)
        return done
