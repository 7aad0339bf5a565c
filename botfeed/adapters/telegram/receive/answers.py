"""Send answers: in the pressed message, below it, or in private where a group must not read them."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

import structlog
from cachetools import LRUCache

from botfeed.adapters.telegram.api import ephemeral
from botfeed.adapters.telegram.api.addresses import PLATFORM, parts
from botfeed.adapters.telegram.api.ephemeral import Cue
from botfeed.adapters.telegram.api.refusals import PAUSE
from botfeed.adapters.telegram.decode import IncomingRequest
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.core import dispatch
from botfeed.core.cards import text_card
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Receipt, Reply, Request
from botfeed.core.errors import (
    Expired,
    MessageGone,
    Rejected,
    SendError,
    SendUnknown,
    TooLarge,
    TryAgain,
    Unreachable,
)
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.model import Address, HandledRequest, Placement
from botfeed.core.ports import Unit
from botfeed.core.work import contactability, retry_policy

log = structlog.get_logger()

T = TypeVar("T")
TRIES = 4  # at sending an answer before it is left to the outbox
LONG = 60.0  # seconds: a longer pause is left to the outbox
_WHY = L("Telegram does not take this message, so it can't be shown here. What you did stands.")
_WHY_LARGE = L("This file is larger than Telegram takes. {export:c} packs it for you as it was made.")
_OVERLOAD = L("That was more than I can answer here. What comes until I am done is lost: please ask again then.")
QUESTIONS = 10_000  # open questions whose messages are remembered


@dataclass
class AnswerSender:
    """Sender of answers. `_questions`: the message of the open question at each address, deleted once it is closed.
    `_pointers`: by person, the lines in groups that point to their private chat, deleted once they are there.
    """

    services: Services
    messenger: Messenger
    _questions: LRUCache[str, str] = field(default_factory=lambda: LRUCache(QUESTIONS))
    _pointers: LRUCache[str, list[str]] = field(default_factory=lambda: LRUCache(QUESTIONS))

    async def send(self, arrived: IncomingRequest, reply: Reply) -> None:
        """Send an answer. A late one is left to the outbox, a lost one is logged: the command itself has run."""
        try:
            await self._answer(arrived, reply)
        except (TryAgain, SendUnknown) as error:
            log.warning("an answer is late", why=repr(error))
            await self._send_later(arrived, reply, error)
        except Rejected as error:
            log.warning("an answer was refused", why=repr(error))
            await self._explain(arrived, _WHY_LARGE if isinstance(error, TooLarge) else _WHY)
            await dispatch.deferred_replies.close(self.services, arrived.request)
        except FileNotFoundError as error:
            log.warning("an answer was not there any more", why=repr(error))
            await self._explain(arrived, retry_policy.LOST)
            await dispatch.deferred_replies.close(self.services, arrived.request)
        except Unreachable as error:
            await self._send_privately(arrived, reply, error)
            await dispatch.deferred_replies.close(self.services, arrived.request)
        except SendError as error:
            log.warning("an answer was not delivered", why=repr(error))
            await dispatch.deferred_replies.close(self.services, arrived.request)
        except Exception:  # a bug of one answer: the next ones of its chat are sent
            log.exception("an answer failed", update=arrived.number)

    async def overload_reply(self, request: Request) -> Reply:
        """Return the warning that more is asked than can be answered."""
        words = await dispatch.words_for(self.services, request)
        return Reply((text_card.words(words.t(_OVERLOAD)),), private=False)

    async def acknowledge_overload(self, press: IncomingRequest) -> None:
        """Give the same warning to the person who pressed a button, as a toast."""
        try:
            words = await dispatch.words_for(self.services, press.request)
            await self.messenger.acknowledge(press.callback, words.s(_OVERLOAD))
        except Exception:  # a toast may be lost: the overload it tells of may be the cause
            log.exception("a press was not acknowledged", update=press.number)

    async def is_answered(self, request: Request) -> bool:
        """Return True if the answer to a request was sent, or the outbox has it to send."""
        return await self.services.store.read(lambda uow: dispatch.deferred_replies.is_answered(uow, request.id))

    async def _send_later(self, arrived: IncomingRequest, reply: Reply, error: TryAgain | SendUnknown) -> None:
        request = arrived.request
        if reply.cards or reply.ask or reply.files:
            where = request.aside if request.aside and reply.private else request.address
            try:
                await dispatch.deferred_replies.send_later(self.services, request, where, error)
            except Exception:  # the store does not take it either: nothing is left to tell with
                log.exception("an answer is lost", update=arrived.number)

    async def _explain(self, arrived: IncomingRequest, why: str) -> None:
        """Tell the sender privately why there is no answer."""
        request = arrived.request
        words = await dispatch.words_for(self.services, request)
        card = text_card.words(words.t(why, export="/me_export"))
        try:
            await self._put(request.aside or request.address, Reply((card,)), f"{request.id}:sorry")
        except SendError as error:
            log.info("a refusal was not explained", why=type(error).__name__)

    async def _send_privately(self, arrived: IncomingRequest, reply: Reply, refused: Unreachable) -> None:
        """Answer in the private chat where the bot may not write in a group, if the person asked to be written to."""
        request, shown = arrived.request, reply.cards or reply.ask or reply.files
        lost = request.aside and shown and not reply.private  # a private one went there in the first place
        read = self.services.store.read
        private = await read(lambda uow: contactability.sender(uow, request.sender)) if lost else None
        if private is None:
            log.warning("an answer was not delivered", why=repr(refused), command=request.command)
            return
        words = await dispatch.words_for(self.services, request)
        said = words.t(L("I can't write in {place} now, so I answer here."), place=request.address.title)
        shown = reply.cards[:1] or (text_card.words(Text()),)
        first = replace(shown[0], text=text.join((shown[0].text, text.quiet(said))))  # one message: it may be replaced
        reply = replace(reply, cards=(first, *reply.cards[1:]), private=True, update=False)
        try:
            receipt = await self._put(private, reply, request.id)
        except SendError as error:
            log.warning("an answer was not delivered", why=repr(error), command=request.command)
            return
        await self._record(request, private, reply, receipt)

    async def _answer(self, arrived: IncomingRequest, reply: Reply) -> None:
        request, empty = arrived.request, not (reply.cards or reply.ask or reply.files)
        if arrived.ephemeral and not reply.pending:  # a message that only the bot saw gets a private answer
            reply = replace(reply, private=True)
        if request.aside and reply.private and not (empty and (arrived.callback or not reply.notice)):
            await self._aside(arrived, reply, request.aside)
            return
        if arrived.callback:
            await self.messenger.acknowledge(arrived.callback, "" if reply.update and arrived.fills else reply.notice)
        question = await self._close_question(arrived, request)
        if empty and (not reply.notice or (arrived.callback and not question)):
            return
        replaced = question or (request.pressed if reply.update else "")
        receipt = await self._put(request.address, reply, request.id, replaced, to=arrived.message)
        await self._record(request, request.address, reply, receipt)
        if request.address.private:
            await self._close_pointers(request.sender.user)

    async def _close_question(self, arrived: IncomingRequest, request: Request) -> str:
        """Delete a question that is closed by now; return the one whose button was pressed, to be replaced."""
        if request.command == "react":
            return ""
        open_question = self._questions.pop(request.address.ref, "")
        if arrived.fills:
            return request.pressed
        if open_question:
            with contextlib.suppress(SendError):
                await self.messenger.delete(request.address, open_question)
        return ""

    async def _put(self, address: Address, reply: Reply, key: str, replaced: str = "", *, to: int = 0) -> Receipt:
        """Replace a message, or send a new one where there is none to replace, in reply to the message `to`."""
        if replaced:
            with contextlib.suppress(MessageGone, Expired):
                return await self._persist(lambda: self.messenger.edit(address, replaced, reply))
        return await self._persist(lambda: self.messenger.send(address, reply, key, to=to))

    async def _persist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Retry answers that may not have arrived: a duplicate is better than none."""
        for _ in range(TRIES - 1):
            try:
                return await call()
            except TryAgain as error:
                if error.after > LONG:
                    raise
                await self.services.clock.sleep(error.after)
            except SendUnknown:
                await self.services.clock.sleep(PAUSE)
        return await call()

    async def _record(self, request: Request, where: Address, reply: Reply, receipt: Receipt) -> None:
        if reply.ask:
            self._questions[where.ref] = receipt.ref
        elif reply.cards:
            await dispatch.record_placement(self.services, request, where, reply, receipt)
        if not reply.cards:
            await dispatch.deferred_replies.close(self.services, request)
        if reply.pending:
            await self.messenger.progress(where, receipt.ref, Text(), None)

    async def _aside(self, arrived: IncomingRequest, reply: Reply, aside: Address) -> None:
        """Answer by ephemeral messages, else in the private chat with a pointer to it in the group.

        A person who never opened that chat gets a link to it.
        """
        request = arrived.request
        if await self._sent_ephemeral(arrived, reply):
            return
        try:
            receipt = await self._put(aside, reply, request.id)
        except Unreachable:
            link = f"https://t.me/{self.messenger.bot.username}?start={await self._deep_link(request, reply)}"
            await self._point(arrived, L("I answer that in private. Open a chat with me first."), link, opens=True)
            return
        await self._record(request, aside, reply, receipt)
        await self._point(arrived, L("I answered you in private."), f"https://t.me/{self.messenger.bot.username}")

    async def _sent_ephemeral(self, arrived: IncomingRequest, reply: Reply) -> bool:
        """Answer by ephemeral messages and return True; False if that cannot be, or a group may not show the reply."""
        request = arrived.request
        there = ephemeral.address_of(request.address, request.sender.user)
        if not self.messenger.ephemeral.bodies(reply):
            return False
        if not await dispatch.deferred_replies.may_show_at(self.services, request, reply, there):
            return False
        receipt = await self._send_ephemeral(arrived, reply)
        if receipt is None:
            return False
        await self._record(request, there, reply, receipt)
        if arrived.callback:  # only now: an acknowledged tap allows no ephemeral message any more
            await self.messenger.acknowledge(arrived.callback, reply.notice)
        return True

    async def _send_ephemeral(self, arrived: IncomingRequest, reply: Reply) -> Receipt | None:
        """Edit the ephemeral message whose button was pressed, or send new ones; None where that cannot be."""
        request, sender = arrived.request, self.messenger.ephemeral
        bodies, sent = sender.bodies(reply), list[Receipt]()
        replaced = request.pressed if reply.update and ephemeral.is_ephemeral(request.pressed) else ""
        if replaced and len(bodies) == 1:
            with contextlib.suppress(MessageGone):
                return await self._persist(partial(sender.edit_or_keep, replaced, reply))
        cue, get_words = Cue(arrived.callback, arrived.ephemeral), partial(dispatch.words_for, self.services, request)
        for body in bodies:
            send = partial(sender.send, request.address, request.sender.user, body, cue, get_words)
            if (receipt := await self._persist(send)) is None:
                break
            sent.append(receipt)
        if replaced:  # only now: the cue is a tap on this message
            await self._persist(partial(sender.delete, replaced))
        return Receipt.of(sent) if sent and len(sent) == len(bodies) else None

    async def _deep_link(self, request: Request, reply: Reply) -> str:
        """Return the payload of a link to the reply, else to the post that the pressed card shows."""

        def look(uow: Unit) -> str:
            row = uow.one(HandledRequest, request=request.id)
            if row and (reply.cards or reply.ask):  # the answer knows the place that it was asked in
                return f"a_{self.services.sealer.ref(row.id)}"
            pressed = uow.one(Placement, platform=request.address.platform, ref=request.pressed)
            shown = [card.about.post for card in reply.cards if card.about.post is not None]
            for post in (*shown, *(pressed.posts if pressed and request.pressed else ())):
                return f"p_{self.services.sealer.ref(post)}"
            return f"a_{self.services.sealer.ref(row.id)}" if row else "hi"

        return await self.services.store.read(look)

    async def _point(self, arrived: IncomingRequest, line: str, link: str, *, opens: bool = False) -> None:
        """Point to the private chat: by a toast after a press, else by a line with a link, ephemeral if possible."""
        words = await dispatch.words_for(self.services, arrived.request)
        if arrived.callback:
            await self.messenger.acknowledge(arrived.callback, "" if opens else words.s(line), link if opens else "")
            return
        card = text_card.link(words, words.t(line), link)
        group, pointer = arrived.request.address, Reply((card,), private=False, silent=True)
        if await self._send_ephemeral(arrived, pointer) is None:
            send = partial(self.messenger.send, group, pointer, arrived.request.id, to=arrived.message)
            receipt = await self._persist(send)
            self._pointers.setdefault(arrived.request.sender.user, []).append(receipt.ref)

    async def _close_pointers(self, user: str) -> None:
        """Delete the lines that pointed a person to the private chat, once they are there."""
        for ref in self._pointers.pop(user, ()):
            with contextlib.suppress(SendError):
                chat, _ = parts(ref)
                await self.messenger.delete(Address(PLATFORM, f"{chat:d}", f"{chat:d}", private=False), ref)
