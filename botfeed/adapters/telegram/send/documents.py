"""Send files unchanged: an original picture, several of them as an album, an export."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from telegram import InputMediaDocument, Message

from botfeed.adapters.telegram.api.addresses import where
from botfeed.adapters.telegram.api.client import UPLOAD, ApiClient
from botfeed.adapters.telegram.api.refusals import WrongFile
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send.files import Files, Photo
from botfeed.core.chat.message import Attachment, Media
from botfeed.core.model import Address

ALBUM = 10  # files of one album


async def send(
    client: ApiClient, files: Files, address: Address, body: Body, common: dict[str, Any]
) -> Sequence[Message]:
    """Send the original files of a card. Returns their messages: a single one carries its text and buttons, those of an
    album carry none.
    """
    if len(body.media) > 1:
        sent: list[Message] = []
        for start in range(0, len(body.media), ALBUM):
            part = body.media[start : start + ALBUM]
            sent += await _album(client, files, address, part, silent=common["disable_notification"])
        return sent
    chat, _ = where(address)
    words = {"caption": body.text, "caption_entities": body.entities}

    async def post(sent: Sequence[Photo]) -> Sequence[Message]:
        document, name = sent[0].content, sent[0].filename
        options = {**words, **common, "filename": name, "write_timeout": UPLOAD}
        return (await client.send(chat, lambda to: client.bot.send_document(to, document, **options)),)

    return await _known_or_uploaded(files, body.media, post)


async def attach(client: ApiClient, address: Address, file: Attachment, data: bytes) -> Message:
    """Send a file that is attached to a reply."""
    chat, thread = where(address)
    options: dict[str, Any] = {"filename": file.name, "message_thread_id": thread, "write_timeout": UPLOAD}
    return await client.send(chat, lambda to: client.bot.send_document(to, data, **options))


async def _album(
    client: ApiClient, files: Files, address: Address, media: Sequence[Media], *, silent: bool
) -> Sequence[Message]:
    chat, thread = where(address)

    async def post(sent: Sequence[Photo]) -> Sequence[Message]:
        album = [InputMediaDocument(photo.content, filename=photo.filename) for photo in sent]
        options: dict[str, Any] = {"message_thread_id": thread, "disable_notification": silent, "write_timeout": UPLOAD}
        put = partial(client.bot.send_media_group, media=album, **options)
        return await client.send(chat, put, messages=len(album))  # each of its files counts

    return await _known_or_uploaded(files, media, post)


async def _known_or_uploaded(
    files: Files, media: Sequence[Media], post: Callable[[Sequence[Photo]], Awaitable[Sequence[Message]]]
) -> Sequence[Message]:
    """Send by file ids; upload the bytes where Telegram does not recognise them any more."""
    sent = await asyncio.gather(*(files.one(m.blob, m.variant) for m in media))
    try:
        messages = await post(sent)
    except WrongFile:
        sent = await asyncio.gather(*(files.again(photo) for photo in sent))
        messages = await post(sent)
    for photo, message in zip(sent, messages, strict=True):
        await files.remember(photo, message)
    return messages
