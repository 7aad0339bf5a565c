"""Speaks on Telegram: one message a card, edits in place."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from telegram import Bot, ForceReply, InputMediaPhoto, LinkPreviewOptions, Message

from botfeed.adapters.telegram import decode, refusals, render
from botfeed.adapters.telegram.files import Files
from botfeed.adapters.telegram.limiter import Limiter
from botfeed.adapters.telegram.moves import Moves
from botfeed.adapters.telegram.refusals import Moved, Paused, Unchanged, WrongFile, WrongKind
from botfeed.adapters.telegram.render import Body
from botfeed.core.chat.context import House
from botfeed.core.chat.message import Attachment, Receipt, Reply
from botfeed.core.chat.text import Text
from botfeed.core.errors import Expired, MessageGone, Rejected, SendError, Unreachable
from botfeed.core.model import Address

T = TypeVar("T")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UPLOAD = 60.0  # seconds that Telegram gets to take a file


class Messenger:
    """Implements the core's `Messenger`, `CanEdit`, `CanDelete`, `CanStream` and `CanCheckRights`."""

    platform = decode.PLATFORM

    def __init__(self, house: House, bot: Bot) -> None:
        self.bot = bot
        self.moves = Moves(house)
        self._files = Files(house, bot)
        self._limiter = Limiter(house.clock)

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        """Send each card as a message; the receipt names the last. Telegram knows no key: a repeat may double."""
        del key
        receipt: Receipt | None = None
        for body in render.bodies(reply):
            receipt = await self._send(address, body, reply)
        for file in reply.files:
            receipt = await self._document(address, file)
        if receipt is None:
            raise Rejected("an empty reply")
        return receipt

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Replace a message. Where its kind does not allow that, it is taken down and said anew."""
        body = next(iter(render.bodies(reply)), None)
        if body is None:
            raise Rejected("nothing to show")
        if not body.force:  # a forced reply is a message of its own
            try:
                return await self._edit(ref, body, reply)
            except Unchanged:
                return Receipt(ref)
            except WrongKind:
                pass
        with contextlib.suppress(MessageGone, Expired):
            await self.delete(address, ref)
        return await self._send(address, body, replace(reply, silent=True))

    async def delete(self, address: Address, ref: str) -> None:
        del address
        chat, message = _parts(ref)
        await self._call(chat, lambda to: self.bot.delete_message(to, message))

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show that a picture is on its way, for five seconds or until it comes."""
        del ref, text, partial
        chat, thread = _where(address)
        with contextlib.suppress(SendError):
            await self._call(chat, lambda to: self.bot.send_chat_action(to, "upload_photo", message_thread_id=thread))

    async def is_admin(self, address: Address, user: str) -> bool:
        """Ask Telegram. Where we are not heard, or they are not there, nobody is."""
        chat, _ = _where(address)
        try:
            member = await self._call(chat, lambda to: self.bot.get_chat_member(to, int(user)))
        except (Unreachable, Rejected):
            return False
        return member.status in ("administrator", "creator")

    async def acknowledge(self, callback: str, text: str = "", url: str = "") -> None:
        """Answer a tap, with a line (a long one stays until closed) or a link into our private chat.

        Telegram shows a spinner until then; it comes too late now and then, which is no error.
        """
        await self._limiter.open()
        line = render.toast(text)
        with contextlib.suppress(SendError):
            await self._call(
                0,
                lambda _: self.bot.answer_callback_query(
                    callback, line or None, show_alert=len(line) > render.GLANCE, url=url or None
                ),
            )

    async def _send(self, address: Address, body: Body, reply: Reply) -> Receipt:
        chat, thread = _where(address)
        await self._limiter.turn(str(self.moves.now(chat)), patient=reply.patient)
        common: dict[str, Any] = {
            "message_thread_id": thread,
            "disable_notification": reply.silent,
            "reply_markup": ForceReply(selective=True, input_field_placeholder=body.hint)
            if body.force
            else body.keyboard,
        }
        if body.media:
            message = await self._photo(chat, body, common)
        else:
            message = await self._call(
                chat,
                lambda to: self.bot.send_message(
                    to, body.text, entities=body.entities, link_preview_options=_NO_PREVIEW, **common
                ),
            )
        return Receipt(decode.message_ref(message.chat.id, message.message_id))

    async def _photo(self, chat: int, body: Body, common: dict[str, Any]) -> Message:
        caption: dict[str, Any] = {"caption": body.text, "caption_entities": body.entities, "write_timeout": UPLOAD}

        async def post(content: str | bytes) -> Message:
            return await self._call(chat, lambda to: self.bot.send_photo(to, content, **caption, **common))

        photo = await self._files.photo(body.media)
        try:
            message = await post(photo.content)
        except WrongFile:
            photo = await self._files.again(photo)
            message = await post(photo.content)
        await self._files.remember(photo, message)
        return message

    async def _document(self, address: Address, file: Attachment) -> Receipt:
        chat, thread = _where(address)
        data = await self._files.load(file)
        await self._limiter.turn(str(self.moves.now(chat)))
        message = await self._call(
            chat,
            lambda to: self.bot.send_document(
                to, data, filename=file.name, message_thread_id=thread, write_timeout=UPLOAD
            ),
        )
        return Receipt(decode.message_ref(message.chat.id, message.message_id))

    async def _edit(self, ref: str, body: Body, reply: Reply) -> Receipt:
        chat, message = _parts(ref)
        await self._limiter.turn(str(chat), patient=reply.patient)
        if body.media:
            await self._edit_photo(chat, message, body)
        else:
            await self._call(
                chat,
                lambda to: self.bot.edit_message_text(
                    body.text,
                    to,
                    message,
                    entities=body.entities,
                    reply_markup=body.keyboard,
                    link_preview_options=_NO_PREVIEW,
                ),
            )
        return Receipt(ref)

    async def _edit_photo(self, chat: int, message: int, body: Body) -> None:
        async def put(content: str | bytes) -> Message | bool:
            media = InputMediaPhoto(content, caption=body.text, caption_entities=body.entities)
            return await self._call(
                chat,
                lambda to: self.bot.edit_message_media(
                    media, to, message, reply_markup=body.keyboard, write_timeout=UPLOAD
                ),
            )

        photo = await self._files.photo(body.media)
        try:
            done = await put(photo.content)
        except WrongFile:
            photo = await self._files.again(photo)
            done = await put(photo.content)
        if isinstance(done, Message):
            await self._files.remember(photo, done)

    async def _call(self, chat: int, call: Callable[[int], Awaitable[T]]) -> T:
        """Call Telegram about a chat where it is now, 0 for none. A pause it asks for is kept; a move is followed."""
        there = self.moves.now(chat)
        name = str(there) if there else ""
        try:
            with refusals.told():
                return await call(there)
        except Paused as pause:
            self._limiter.refused(name, pause.after)
            raise
        except Moved as moved:
            await self.moves.moved(there, moved.chat)
            raise
        finally:
            self._limiter.went(name)


def _where(address: Address) -> tuple[int, int | None]:
    chat, _, thread = address.ref.partition(":")
    return int(chat), int(thread) if thread else None


def _parts(ref: str) -> tuple[int, int]:
    chat, _, message = ref.partition("/")
    return int(chat), int(message)
