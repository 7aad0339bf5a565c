"""Speaks on Telegram: one message a card, edits in place."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from telegram import Bot, ForceReply, InputMediaPhoto, LinkPreviewOptions, Message, ReplyParameters

from botfeed.adapters.telegram import decode, originals, render
from botfeed.adapters.telegram.files import BLANK, Files, Photo
from botfeed.adapters.telegram.line import UPLOAD, Line, parts, where
from botfeed.adapters.telegram.progress import Progress
from botfeed.adapters.telegram.refusals import Unchanged, WrongFile, WrongKind
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.rests import Rests
from botfeed.core.chat.context import House
from botfeed.core.chat.message import Attachment, Receipt, Reply
from botfeed.core.chat.messenger import Way
from botfeed.core.chat.text import Text
from botfeed.core.errors import Expired, MessageGone, Rejected, SendError
from botfeed.core.model import Address

log = structlog.get_logger()

HALVES = 1000  # replies of several messages that were said in part
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Messenger:
    """Implements the core's `Messenger` with all it can: edit, delete, stream, check rights, link; it is `Ageless`."""

    platform = decode.PLATFORM
    ageless = True
    way = Way(joint="_")

    def __init__(self, house: House, bot: Bot, storage: int = 0) -> None:
        self.bot = bot
        self.storage = storage  # the chat that warms file ids, 0 for none
        self.line = Line(house, bot)
        self.files = Files(house, bot)
        self._rests = Rests(house)
        self._half_said: OrderedDict[str, int] = OrderedDict()  # by key: the messages of a reply that were said
        self._progress = Progress(self.line, house.clock)

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        """Send each card as a message; the receipt names the last. Telegram knows no key: a repeat may double.

        Where one is refused for now, a repeat in this process goes on from there.
        """
        loaded = [await self.files.load(file) for file in reply.files]  # before words that would speak of none
        steps = [partial(self._send, address, body, reply) for body in render.bodies(reply)]
        steps += [partial(self._attach, address, *pair) for pair in zip(reply.files, loaded, strict=True)]
        if not steps:
            raise Rejected("an empty reply")
        begin = min(self._half_said.pop(key, 0), len(steps) - 1)
        for number, step in enumerate(steps[begin:-1], begin):
            await self._one_of_several(key, number, step)
        return await self._one_of_several(key, len(steps) - 1, steps[-1])

    async def _one_of_several(self, key: str, number: int, step: Callable[[], Awaitable[Receipt]]) -> Receipt:
        try:
            return await step()
        except SendError:
            if number:
                self._half_said[key] = number
                while len(self._half_said) > HALVES:
                    self._half_said.popitem(last=False)
            raise

    async def _attach(self, address: Address, file: Attachment, data: bytes) -> Receipt:
        return _receipt(await originals.attach(self.line, address, file, data))

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Replace a message. Where its kind does not allow that, it is taken down and said anew."""
        self._progress.ends(ref)
        body = next(iter(render.bodies(reply)), None)
        if body is None:
            raise Rejected("nothing to show")
        own = body.force or body.original  # these are messages of their own
        if not own:
            with contextlib.suppress(WrongKind):
                return self._begun(await self._edit(address, ref, body, reply), body, reply)
        try:
            await self.delete(address, ref)
        except MessageGone:
            pass
        except Expired:  # it stays where it is: what it shows may not
            if not own and render.units(body.text) <= render.CAPTION:
                return await self._blank(address, ref, body, reply)
        return await self._send(address, body, replace(reply, silent=True))

    async def delete(self, address: Address, ref: str) -> None:
        chat, message = parts(ref)
        try:
            await self.line.ask(chat, lambda to: self.bot.delete_message(to, message))
        except MessageGone:
            await self._follow(address, ref, None)
            raise
        await self._follow(address, ref, None)

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show how far it is; lossy, never raises."""
        await self._progress.show(address, ref, text, partial)

    async def is_admin(self, address: Address, user: str) -> bool:
        chat, _ = where(address)
        member = await self.line.ask(chat, lambda to: self.bot.get_chat_member(to, int(user)))
        return member.status in ("administrator", "creator")

    def link(self, payload: str) -> str:
        """Our name is known once Telegram was asked for it."""
        try:
            return f"https://t.me/{self.bot.username}?start={payload}"
        except RuntimeError:
            return ""

    async def acknowledge(self, callback: str, text: str = "", url: str = "") -> None:
        """Answer a tap, with a line (a long one stays until closed) or a link into our private chat.

        Telegram shows a spinner until then; it comes too late now and then, which is no error.
        """
        line = render.toast(text)
        with contextlib.suppress(SendError):
            await self.line.ask(
                0,
                lambda _: self.bot.answer_callback_query(
                    callback, line or None, show_alert=len(line) > render.GLANCE, url=url or None
                ),
            )

    async def _send(self, address: Address, body: Body, reply: Reply) -> Receipt:
        chat, thread = where(address)
        force = ForceReply(selective=True, input_field_placeholder=body.hint) if body.force else None
        common: dict[str, Any] = {
            "message_thread_id": thread,
            "disable_notification": reply.silent,
            "reply_markup": force or body.keyboard,
        }
        if body.media and not body.original:
            message = await self._photo(chat, body, common, patient=reply.patient)
        else:
            sent = await originals.send(self.line, self.files, address, body, common) if body.original else None
            message = sent or await self._words(chat, body, common, patient=reply.patient)
        receipt = _receipt(message)
        if body.rest:
            await self._follow(address, receipt.ref, body.rest)
        return self._begun(receipt, body, reply)

    def _begun(self, receipt: Receipt, body: Body, reply: Reply) -> Receipt:
        """Remember the buttons of what will become something else, so that its progress keeps them."""
        if reply.pending:
            self._progress.begins(receipt.ref, body.keyboard)
        return receipt

    async def _words(self, chat: int, body: Body, common: dict[str, Any], *, patient: bool = False) -> Message:
        options: dict[str, Any] = {"entities": body.entities, "link_preview_options": _NO_PREVIEW, **common}
        return await self.line.say(chat, lambda to: self.bot.send_message(to, body.text, **options), patient=patient)

    async def _photo(self, chat: int, body: Body, common: dict[str, Any], *, patient: bool) -> Message:
        caption: dict[str, Any] = {"caption": body.text, "caption_entities": body.entities, "write_timeout": UPLOAD}

        async def post(photo: Photo) -> Message:
            sent = await self.line.say(
                chat, lambda to: self.bot.send_photo(to, photo.content, **caption, **common), patient=patient
            )
            await self.files.remember(photo, sent)
            return sent

        async with self.files.photo(body.media) as photo:
            try:
                return await post(photo)
            except WrongFile:
                return await post(await self.files.again(photo))

    async def _edit(self, address: Address, ref: str, body: Body, reply: Reply) -> Receipt:
        chat, message = parts(ref)
        if body.media:
            with contextlib.suppress(Unchanged):
                await self._edit_photo(chat, message, body, patient=reply.patient)
            await self._follow(address, ref, body.rest)
        else:
            with contextlib.suppress(Unchanged):
                await self._edit_words(chat, message, body, patient=reply.patient)
        return Receipt(ref)

    async def _edit_words(self, chat: int, message: int, body: Body, *, patient: bool = False) -> None:
        options: dict[str, Any] = {"entities": body.entities, "reply_markup": body.keyboard}
        await self.line.say(
            chat,
            lambda to: self.bot.edit_message_text(body.text, to, message, link_preview_options=_NO_PREVIEW, **options),
            patient=patient,
        )

    async def _edit_photo(self, chat: int, message: int, body: Body, *, patient: bool) -> None:
        async def put(photo: Photo) -> None:
            media = InputMediaPhoto(photo.content, caption=body.text, caption_entities=body.entities)
            options: dict[str, Any] = {"reply_markup": body.keyboard, "write_timeout": UPLOAD}
            done = await self.line.say(
                chat, lambda to: self.bot.edit_message_media(media, to, message, **options), patient=patient
            )
            if isinstance(done, Message):
                await self.files.remember(photo, done)

        async with self.files.photo(body.media) as photo:
            try:
                await put(photo)
            except WrongFile:
                await put(await self.files.again(photo))

    async def _blank(self, address: Address, ref: str, body: Body, reply: Reply) -> Receipt:
        """Let words take the place of a picture that is too old to be deleted, with nothing to see above them."""
        chat, message = parts(ref)
        media = InputMediaPhoto(BLANK, caption=body.text, caption_entities=body.entities)
        with contextlib.suppress(Unchanged):
            await self.line.say(
                chat,
                lambda to: self.bot.edit_message_media(media, to, message, reply_markup=body.keyboard),
                patient=reply.patient,
            )
        await self._follow(address, ref, None)
        return self._begun(Receipt(ref), body, reply)

    async def _follow(self, address: Address, ref: str, rest: Body | None) -> None:
        """Let the words below a picture follow it. They are a comfort: what is refused here fails nothing."""
        below = await self._rests.below(ref)
        if not below and rest is None:
            return
        try:
            await self._rests.remember(ref, await self._below(address, ref, below, rest))
        except SendError as error:
            log.info("the rest of the words was not said", why=type(error).__name__)

    async def _below(self, address: Address, ref: str, below: str, rest: Body | None) -> str:
        """Give the ref of the message that holds the rest now."""
        chat, thread = where(address)
        if below:
            there, number = parts(below)
            with contextlib.suppress(MessageGone, Expired):
                if rest is None and await self._away(there, number):
                    return ""
                with contextlib.suppress(Unchanged):
                    await self._edit_words(there, number, rest or Body(render.NOTHING, ()))
                return below
        if rest is None:
            return ""
        above = ReplyParameters(parts(ref)[1], allow_sending_without_reply=True)
        options = {"message_thread_id": thread, "disable_notification": True, "reply_parameters": above}
        return _receipt(await self._words(chat, rest, options)).ref

    async def _away(self, chat: int, message: int) -> bool:
        """Delete it; gives whether it was young enough for that."""
        try:
            await self.line.ask(chat, lambda to: self.bot.delete_message(to, message))
        except Expired:
            return False
        return True


def _receipt(message: Message) -> Receipt:
    return Receipt(decode.message_ref(message.chat.id, message.message_id))
