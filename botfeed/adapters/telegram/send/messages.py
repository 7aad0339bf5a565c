"""Send one message, of text or of one picture, and edit it into another."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar

from telegram import InputMediaDocument, InputMediaPhoto, LinkPreviewOptions, Message

from botfeed.adapters.telegram.api.client import UPLOAD, ApiClient
from botfeed.adapters.telegram.api.refusals import BadCaption, Unchanged
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import rich
from botfeed.adapters.telegram.send.files import BLANK, Files, Photo
from botfeed.core.errors import Rejected

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_LISTED = (BadCaption, Unchanged)  # refusals that another form of the picture does not mend
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send_text(
    client: ApiClient, chat: int, body: Body, common: dict[str, Any], *, patient: bool = False
) -> Message:
    """Send text, as a rich message where these are enabled. `common`: options of every kind of message."""
    options: dict[str, Any] = {"entities": body.entities, "link_preview_options": _NO_PREVIEW, **common}

    async def as_rich(to: int, written: str) -> Message:
        request = {"chat_id": to, "rich_message": rich.content(written), **common}
        sent: Message = await client.bot.do_api_request("sendRichMessage", request, Message)
        return sent

    async def call(to: int) -> Message:
        as_plain = partial(client.bot.send_message, to, body.text, **options)
        return await rich.send(client, body, partial(as_rich, to), as_plain)

    return await client.send(chat, call, patient=patient)


async def edit_text(client: ApiClient, chat: int, message: int, body: Body, *, patient: bool = False) -> None:
    """Replace the text and buttons of a message. Raises WrongKind for a picture."""

    async def as_rich(to: int, written: str) -> Message | bool:
        instead = {"text": None, "rich_message": rich.content(written)}
        return await client.bot.edit_message_text("", to, message, reply_markup=body.keyboard, api_kwargs=instead)

    async def as_plain(to: int) -> Message | bool:
        return await client.bot.edit_message_text(
            body.text,
            to,
            message,
            entities=body.entities,
            link_preview_options=_NO_PREVIEW,
            reply_markup=body.keyboard,
        )

    async def call(to: int) -> Message | bool:
        return await rich.send(client, body, partial(as_rich, to), partial(as_plain, to))

    await client.send(chat, call, patient=patient)


async def send_picture(
    client: ApiClient, files: Files, chat: int, body: Body, common: dict[str, Any], *, patient: bool = False
) -> Message:
    """Send a picture with its caption, by file id if Telegram has it. `common`: options of every kind of message."""
    caption: dict[str, Any] = {"caption": body.text, "caption_entities": body.entities, "write_timeout": UPLOAD}

    async def post(photo: Photo, *, document: bool) -> Message:
        async def call(to: int) -> Message:
            if document:
                options = {"filename": photo.filename, **caption, **common}
                return await client.bot.send_document(to, photo.content, **options)
            return await client.bot.send_photo(to, photo.content, **caption, **common)

        return await client.send(chat, call, patient=patient)

    return await _somehow(files, body, post)


async def edit_picture(
    client: ApiClient, files: Files, chat: int, message: int, body: Body, *, patient: bool = False
) -> None:
    """Replace a message's picture, caption and buttons."""

    async def put(photo: Photo, *, document: bool) -> Message | bool:
        return await _replace(client, chat, message, body, photo, document=document, patient=patient)

    await _somehow(files, body, put)


async def blank_picture(client: ApiClient, chat: int, message: int, body: Body, *, patient: bool = False) -> None:
    """Replace a picture that is too old to be deleted by a grey square with text below it."""
    await _replace(client, chat, message, body, Photo("blank", BLANK), document=False, patient=patient)


async def _replace(
    client: ApiClient, chat: int, message: int, body: Body, photo: Photo, *, document: bool, patient: bool
) -> Message | bool:
    words: dict[str, Any] = {"caption": body.text, "caption_entities": body.entities}
    media: InputMediaPhoto | InputMediaDocument
    if document:
        media = InputMediaDocument(photo.content, filename=photo.filename, **words)
    else:
        media = InputMediaPhoto(photo.content, **words)
    options: dict[str, Any] = {"reply_markup": body.keyboard, "write_timeout": UPLOAD}
    return await client.send(
        chat, lambda to: client.bot.edit_message_media(media, to, message, **options), patient=patient
    )


class _Call(Protocol[T_co]):
    async def __call__(self, photo: Photo, *, document: bool) -> T_co: ...


async def _somehow(files: Files, body: Body, call: _Call[T]) -> T:
    """Call with a file id, or with the bytes where Telegram has no file id for the picture, or not any more.

    Telegram refuses good pictures now and then: it is tried once more, then as a document.
    """
    async with files.photo(body.media) as photo:
        try:
            sent, done = photo, await call(photo, document=False)
        except _LISTED:
            raise
        except Rejected:  # the second upload is of the bytes: a file id may be what it does not like
            try:
                sent = await files.again(photo)
                done = await call(sent, document=False)
            except _LISTED:
                raise
            except Rejected:
                return await call(replace(sent, content=await files.original(sent)), document=True)
        if isinstance(done, Message):
            await files.remember(sent, done)
        return done
