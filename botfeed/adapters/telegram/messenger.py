"""Send, edit and delete on Telegram: one message a card."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from cachetools import LRUCache
from telegram import Bot, ChatMember, ChatMemberAdministrator, ForceReply, Message, ReplyParameters

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api import ephemeral
from botfeed.adapters.telegram.api.addresses import PLATFORM, message_ref, parts, where
from botfeed.adapters.telegram.api.client import ApiClient
from botfeed.adapters.telegram.api.refusals import BadCaption, NoPictures, NoReply, Unchanged, WrongKind
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import documents, messages
from botfeed.adapters.telegram.send.ephemeral_messages import EphemeralMessages
from botfeed.adapters.telegram.send.files import Files
from botfeed.adapters.telegram.send.overflow import Overflow
from botfeed.adapters.telegram.send.progress import Progress
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Attachment, Receipt, Reply
from botfeed.core.chat.messenger import ClientAction, CommandSyntax
from botfeed.core.errors import Expired, MessageGone, NotPermitted, Rejected, SendError
from botfeed.core.language.i18n import L, Words, words
from botfeed.core.language.text import Text
from botfeed.core.model import Account, Address, Identity
from botfeed.core.ports import Unit
from botfeed.core.work import outbox

log = structlog.get_logger()

_NO_PICTURE = L("Telegram does not take this picture, so only its words are here.")
_NO_PICTURES = L("I may not send pictures in this chat, so only its words are here.")
UNFINISHED = 1000  # replies of which only the first messages were sent


class Messenger:
    """Implementation of the core's `Messenger`: edit, delete, stream, check rights, link; `Ageless`, `Shrinks`."""

    platform = PLATFORM
    ageless = True
    channels = True
    shrinks = True  # photos; a file sent as a document stays as it is
    way = CommandSyntax(joint="_")
    room = 3600  # UTF-16 units of 4096, in the message below the picture
    takes = staticmethod(render.takes)

    def __init__(
        self, services: Services, bot: Bot, storage: int = 0, *, rich: bool = False, ephemeral: bool = False
    ) -> None:
        self.bot = bot
        self._services = services
        self.check_webhook: Callable[[], Awaitable[None]] | None = None  # set while this process receives by one
        self.overhears: Callable[[int], bool] = lambda _: False  # set by the receiver, which follows it
        self.storage = storage  # the chat that warms file ids, 0 for none
        self.client = ApiClient(services, bot, rich=rich)
        self.files = Files(services, bot)
        self.overflow = Overflow(services, self.client)
        self.ephemeral = EphemeralMessages(services, self.client, self.files, wanted=ephemeral)
        self._sent: LRUCache[str, int] = LRUCache(UNFINISHED)  # by key: how many messages of a reply were sent
        self._progress = Progress(self.client, services.clock)

    async def send(self, address: Address, reply: Reply, key: str, *, to: int = 0) -> Receipt:
        """Send each card as a message; the receipt names the last. Telegram has no nonce: a repeat may double.

        `to`: the number of the message that the first one replies to, if it is still there. Where one is refused for
        now, a repeat in this process goes on from there.
        """
        loaded = [await self.files.load(file) for file in reply.files]  # first, so that no words announce a lost file
        bodies = render.bodies(reply)
        steps = [partial(self._send, address, body, reply, to if not n else 0) for n, body in enumerate(bodies)]
        steps += [partial(self._attach, address, *pair) for pair in zip(reply.files, loaded, strict=True)]
        if not steps:
            raise Rejected("an empty reply")
        begin = min(self._sent.pop(key, 0), len(steps) - 1)
        for number, step in enumerate(steps[begin:-1], begin):
            await self._one_of_several(key, number, step)
        return await self._one_of_several(key, len(steps) - 1, steps[-1])

    async def _one_of_several(self, key: str, number: int, step: Callable[[], Awaitable[Receipt]]) -> Receipt:
        try:
            return await step()
        except SendError:
            if number:
                self._sent[key] = number
            raise

    async def _attach(self, address: Address, file: Attachment, data: bytes) -> Receipt:
        return _receipt(await documents.attach(self.client, address, file, data))

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Replace a message; where its kind does not allow that, delete it and send another."""
        if ephemeral.is_ephemeral(ref):
            return await self.ephemeral.edit(ref, reply)
        drafted = self._progress.end(ref)
        body = next(iter(render.bodies(reply)), None)
        if body is None:
            raise Rejected("nothing to show")
        if drafted and not body.media:
            return await self._replace_draft(address, ref, body, reply)
        separate = body.force or body.original  # no edit turns a message into one of these
        if not separate:
            with contextlib.suppress(WrongKind):
                body = await self._somehow(address, body, lambda form: self._edit(address, ref, form, reply))
                return self._begin_progress(Receipt(ref), body, reply)
        try:
            await self.delete(address, ref)
        except MessageGone:
            pass
        except Expired:  # too old to delete, and it may have to be hidden
            if not separate and render.units(body.text) <= render.CAPTION:
                with contextlib.suppress(Unchanged):
                    await messages.blank_picture(self.client, *parts(ref), body, patient=reply.patient)
                await self.overflow.update(address, ref, None)
                return self._begin_progress(Receipt(ref), body, reply)
        return await self._send(address, body, replace(reply, silent=True))

    async def _replace_draft(self, address: Address, ref: str, body: Body, reply: Reply) -> Receipt:
        """Send the final answer, which replaces the draft, and delete the message that waited for it."""
        receipt = await self._send(address, body, replace(reply, silent=True))
        with contextlib.suppress(SendError):
            await self.delete(address, ref)
        return receipt

    async def delete(self, address: Address, ref: str) -> None:
        if ephemeral.is_ephemeral(ref):
            await self.ephemeral.delete(ref)
            return
        chat, message = parts(ref)
        try:
            await self.client.request(chat, lambda to: self.bot.delete_message(to, message))
        except MessageGone:
            await self.overflow.update(address, ref, None)
            raise
        await self.overflow.update(address, ref, None)

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show progress in a message; lossy, never raises."""
        await self._progress.show(address, ref, text, partial)

    async def draft(self, address: Address, ref: str, text: Text) -> None:
        """Show a partial answer; lossy, never raises."""
        await self._progress.draft(address, ref, text)

    async def is_admin(self, address: Address, user: str) -> bool:
        chat, _ = where(address)
        try:
            member = await self.client.request(chat, lambda to: self.bot.get_chat_member(to, int(user)))
        except (NotPermitted, Rejected) as refused:  # a group that hides its members tells only who administers it
            if "participant" in str(refused):
                return False  # a stranger there
            admins = await self.client.request(chat, self.bot.get_chat_administrators)
            return any(admin.user.id == int(user) and _governs(admin) for admin in admins)
        return _governs(member)

    def link(self, payload: str) -> str:
        """Return a deep link to the private chat; empty until the bot's name was fetched."""
        try:
            return f"https://t.me/{self.bot.username}?start={payload}"
        except RuntimeError:
            return ""

    def hears_all(self, address: Address) -> bool:
        """Return True for a group all of whose messages the bot gets: it administers it, or has no privacy mode."""
        return bool(address.space) and self.overhears(int(address.space))

    @property
    def client_actions(self) -> frozenset[ClientAction]:
        """Return what Telegram's clients do by themselves: they offer pictures only by a bot in inline mode."""
        try:
            inline = bool(self.bot.supports_inline_queries)
        except RuntimeError:  # not connected yet
            inline = False
        return frozenset(ClientAction) if inline else frozenset({ClientAction.COPY})

    async def acknowledge(self, callback: str, text: str = "", url: str = "") -> None:
        """Answer a tap, with a line (a long one stays until closed) or a link into the private chat.
        Telegram shows a spinner until then; a late answer is no error.
        """
        toast = render.toast(text)
        with contextlib.suppress(SendError):
            await self.client.request(
                0,
                lambda _: self.bot.answer_callback_query(
                    callback, toast or None, show_alert=len(toast) > render.GLANCE, url=url or None
                ),
            )

    async def _somehow(self, address: Address, body: Body, call: Callable[[Body], Awaitable[object]]) -> Body:
        """Call with a body, or where Telegram refuses it with a simpler form of it. Returns the one that it took.
        Raises what the simplest was refused with.
        """
        while True:
            try:
                await call(body)
            except (WrongKind, Unchanged):
                raise
            except (Rejected, NoPictures) as refused:
                body = await self._simpler(address, body, refused)
                log.info("a message was refused as it is", why=str(refused), picture=bool(body.media))
            else:
                return body

    async def _simpler(self, address: Address, body: Body, refused: SendError) -> Body:
        """Return the next simpler form of a body. Raises the refusal where there is none."""
        if body.original or body.force or (isinstance(refused, NoPictures) and not body.media):
            raise refused
        if not body.media and not body.entities and not str(body.whole):
            raise refused
        if not body.media:
            return render.bare(body)
        if isinstance(refused, BadCaption) and (short := render.short(body)).text != body.text:
            return short
        words = await self._words_of(address)
        return render.in_words(body, words.t(_NO_PICTURES if isinstance(refused, NoPictures) else _NO_PICTURE))

    async def _words_of(self, address: Address) -> Words:
        """Return the catalogue of the person or the space of an address."""

        def look(uow: Unit) -> str:
            known = None if address.space else uow.one(Identity, platform=PLATFORM, user=address.ref)
            return outbox.language(uow, uow.get(Account, known.account) if known else None, address)

        return words(await self._services.store.read(look))

    async def _send(self, address: Address, body: Body, reply: Reply, to: int = 0) -> Receipt:
        """Send one message, simpler where Telegram refuses it as it is."""
        receipts: list[Receipt] = []

        async def call(form: Body) -> None:
            try:
                receipts.append(await self._send_form(address, form, reply, to))
            except NoReply:
                receipts.append(await self._send_form(address, form, reply, 0))

        await self._somehow(address, body, call)
        return receipts[-1]

    async def _send_form(self, address: Address, body: Body, reply: Reply, to: int) -> Receipt:
        chat, thread = where(address)
        force = ForceReply(selective=True, input_field_placeholder=body.hint) if body.force else None
        common: dict[str, Any] = {
            "message_thread_id": thread,
            "disable_notification": reply.silent or _is_note(address, body),
            "reply_markup": force or body.keyboard,
        }
        if to:
            common["reply_parameters"] = ReplyParameters(to, allow_sending_without_reply=True)
        if body.media and not body.original:
            message = await messages.send_picture(self.client, self.files, chat, body, common, patient=reply.patient)
        else:
            sent = await documents.send(self.client, self.files, address, body, common) if body.original else None
            message = sent or await messages.send_text(self.client, chat, body, common, patient=reply.patient)
        receipt = _receipt(message)
        if body.rest:
            await self.overflow.update(address, receipt.ref, body.rest)
        return self._begin_progress(receipt, body, reply)

    def _begin_progress(self, receipt: Receipt, body: Body, reply: Reply) -> Receipt:
        """Store the buttons of a pending message, so that its progress keeps them."""
        if reply.pending:
            self._progress.begin(receipt.ref, body.keyboard)
        return receipt

    async def _edit(self, address: Address, ref: str, body: Body, reply: Reply) -> None:
        chat, message = parts(ref)
        with contextlib.suppress(Unchanged):
            if body.media:
                await messages.edit_picture(self.client, self.files, chat, message, body, patient=reply.patient)
            else:
                await messages.edit_text(self.client, chat, message, body, patient=reply.patient)
        if body.media:
            await self.overflow.update(address, ref, body.rest)


def _receipt(message: Message) -> Receipt:
    return Receipt(message_ref(message.chat.id, message.message_id))


def _governs(member: ChatMember) -> bool:
    """Return True for who owns a place, or administers it: of a channel, if they may post there themselves."""
    if isinstance(member, ChatMemberAdministrator):
        return member.can_post_messages is not False
    return member.status == "creator"


def _is_note(address: Address, body: Body) -> bool:
    """Return True for words in a group that are meant for one person: nobody else's phone shall ring for them."""
    return not address.private and not body.media and any(span.mentions for span in body.whole.spans)
