"""Speaks on Telegram: one message a card, edits in place."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from telegram import Bot, ForceReply, Message

from botfeed.adapters.lru import Recent
from botfeed.adapters.telegram import decode, render
from botfeed.adapters.telegram.api.client import ApiClient, parts, where
from botfeed.adapters.telegram.api.refusals import Unchanged, WrongKind
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import documents, ephemeral, messages
from botfeed.adapters.telegram.send.ephemeral_messages import Whispers
from botfeed.adapters.telegram.send.files import Files
from botfeed.adapters.telegram.send.overflow import Rests
from botfeed.adapters.telegram.send.progress import Progress
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Attachment, Receipt, Reply
from botfeed.core.chat.messenger import CommandSyntax
from botfeed.core.errors import Expired, MessageGone, Rejected, SendError
from botfeed.core.language.text import Text
from botfeed.core.model import Address

log = structlog.get_logger()

HALVES = 1000  # replies of several messages that were said in part


class Messenger:
    """Implements the core's `Messenger` with all it can: edit, delete, stream, check rights, link; it is `Ageless`."""

    platform = decode.PLATFORM
    ageless = True
    way = CommandSyntax(joint="_")

    def __init__(
        self, services: Services, bot: Bot, storage: int = 0, *, rich: bool = False, whispers: bool = False
    ) -> None:
        self.bot = bot
        self.storage = storage  # the chat that warms file ids, 0 for none
        self.line = ApiClient(services, bot, rich=rich)
        self.files = Files(services, bot)
        self.rests = Rests(services, self.line)
        self.whispers = Whispers(services, self.line, self.files, wanted=whispers)
        self._half_said = Recent[str, int](HALVES)  # by key: the messages of a reply that were said
        self._progress = Progress(self.line, services.clock)

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
            raise

    async def _attach(self, address: Address, file: Attachment, data: bytes) -> Receipt:
        return _receipt(await documents.attach(self.line, address, file, data))

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Replace a message. Where its kind does not allow that, it is taken down and said anew."""
        if ephemeral.told(ref):
            return await self.whispers.edit(ref, reply)
        drafted = self._progress.ends(ref)
        body = next(iter(render.bodies(reply)), None)
        if body is None:
            raise Rejected("nothing to show")
        if drafted and not body.media:
            return await self._instead(address, ref, body, reply)
        own = body.force or body.original  # these are messages of their own
        if not own:
            with contextlib.suppress(WrongKind):
                await self._edit(address, ref, body, reply)
                return self._begun(Receipt(ref), body, reply)
        try:
            await self.delete(address, ref)
        except MessageGone:
            pass
        except Expired:  # it stays where it is: what it shows may not
            if not own and render.units(body.text) <= render.CAPTION:
                with contextlib.suppress(Unchanged):
                    await messages.blank(self.line, *parts(ref), body, patient=reply.patient)
                await self.rests.follow(address, ref, None)
                return self._begun(Receipt(ref), body, reply)
        return await self._send(address, body, replace(reply, silent=True))

    async def _instead(self, address: Address, ref: str, body: Body, reply: Reply) -> Receipt:
        """Send what was drafted, which takes the draft's place, and then take away the message that waited for it."""
        receipt = await self._send(address, body, replace(reply, silent=True))
        with contextlib.suppress(SendError):
            await self.delete(address, ref)
        return receipt

    async def delete(self, address: Address, ref: str) -> None:
        if ephemeral.told(ref):
            await self.whispers.delete(ref)
            return
        chat, message = parts(ref)
        try:
            await self.line.ask(chat, lambda to: self.bot.delete_message(to, message))
        except MessageGone:
            await self.rests.follow(address, ref, None)
            raise
        await self.rests.follow(address, ref, None)

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show how far it is; lossy, never raises."""
        await self._progress.show(address, ref, text, partial)

    async def draft(self, address: Address, ref: str, text: Text) -> None:
        """Show an answer while it is written; lossy, never raises."""
        await self._progress.draft(address, ref, text)

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
            message = await messages.show(self.line, self.files, chat, body, common, patient=reply.patient)
        else:
            sent = await documents.send(self.line, self.files, address, body, common) if body.original else None
            message = sent or await messages.say(self.line, chat, body, common, patient=reply.patient)
        receipt = _receipt(message)
        if body.rest:
            await self.rests.follow(address, receipt.ref, body.rest)
        return self._begun(receipt, body, reply)

    def _begun(self, receipt: Receipt, body: Body, reply: Reply) -> Receipt:
        """Remember the buttons of what will become something else, so that its progress keeps them."""
        if reply.pending:
            self._progress.begins(receipt.ref, body.keyboard)
        return receipt

    async def _edit(self, address: Address, ref: str, body: Body, reply: Reply) -> None:
        chat, message = parts(ref)
        with contextlib.suppress(Unchanged):
            if body.media:
                await messages.repaint(self.line, self.files, chat, message, body, patient=reply.patient)
            else:
                await messages.reword(self.line, chat, message, body, patient=reply.patient)
        if body.media:
            await self.rests.follow(address, ref, body.rest)


def _receipt(message: Message) -> Receipt:
    return Receipt(decode.message_ref(message.chat.id, message.message_id))
