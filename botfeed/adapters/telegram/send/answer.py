"""Saying what was answered: in the same message, below it, or aside where a group must not read it."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

import structlog

from botfeed.adapters.lru import Recent
from botfeed.adapters.telegram.api.refusals import PAUSE
from botfeed.adapters.telegram.decode import Arrived
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.send import ephemeral
from botfeed.adapters.telegram.send.ephemeral import Cue
from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Action, Card, Receipt, Reply, Request
from botfeed.core.errors import Expired, MessageGone, Rejected, SendError, SendUnknown, TooLarge, TryAgain, Unreachable
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.model import Address, HandledRequest, Placement
from botfeed.core.ports import Unit
from botfeed.core.work import contactability, retry_policy

log = structlog.get_logger()

T = TypeVar("T")
TRIES = 4  # times that an answer is said before it is left to the outbox
LONG = 60.0  # seconds of a pause that is not waited for here
_WHY = L("Telegram does not take this message, so it can't be shown here. What you did stands.")
_WHY_LARGE = L("This file is larger than Telegram takes. {export:c} packs it for you as it was made.")
_CROWDED = L("That was more than I can answer here. What comes until I am done is lost: please ask again then.")
_NAMELESS = L("I can't tell who you are: turn off “Remain anonymous” in your administrator's rights, then ask again.")
QUESTIONS = 10_000  # open questions whose messages are remembered


@dataclass
class AnswerTarget:
    """Says answers. `_questions`: the message of the open question in each place, which goes once it is closed."""

    services: Services
    messenger: Messenger
    _questions: Recent[str, str] = field(default_factory=lambda: Recent(QUESTIONS))

    async def say(self, arrived: Arrived, reply: Reply) -> None:
        """Say an answer. What is late is left to the outbox; what never arrives is logged: the thing itself is done."""
        try:
            await self._answer(arrived, reply)
        except (TryAgain, SendUnknown) as error:
            log.warning("an answer is late", why=repr(error))
            await self._later(arrived, reply, error)
        except Rejected as error:
            log.warning("an answer was refused", why=repr(error))
            await self._sorry(arrived, _WHY_LARGE if isinstance(error, TooLarge) else _WHY)
            await dispatch.deferred_replies.told(self.services, arrived.request)
        except FileNotFoundError as error:
            log.warning("an answer was not there any more", why=repr(error))
            await self._sorry(arrived, retry_policy.LOST)
            await dispatch.deferred_replies.told(self.services, arrived.request)
        except Unreachable as error:
            await self._elsewhere(arrived, reply, error)
            await dispatch.deferred_replies.told(self.services, arrived.request)
        except SendError as error:
            log.warning("an answer was not delivered", why=repr(error))
            await dispatch.deferred_replies.told(self.services, arrived.request)
        except Exception:
            log.exception("an answer failed", update=arrived.number)

    async def crowded(self, request: Request) -> Reply:
        """Give what is said once where more is asked than can be answered."""
        say = await dispatch.speech(self.services, request)
        return Reply((Card(say.t(_CROWDED)),), private=False)

    async def pass_over(self, press: Arrived) -> None:
        """Say the same to who pressed a button, in a line for their eyes."""
        try:
            say = await dispatch.speech(self.services, press.request)
            await self.messenger.acknowledge(press.callback, say.s(_CROWDED))
        except Exception:
            log.exception("a press was not acknowledged", update=press.number)

    async def nameless(self, request: Request) -> Reply:
        """Give what is said to an administrator who asks as the group itself."""
        say = await dispatch.speech(self.services, request)
        return Reply((Card(say.t(_NAMELESS)),), private=False, silent=True)

    async def said(self, request: Request) -> bool:
        """Whether the answer to this request stands somewhere, or is about to."""
        return await self.services.store.read(lambda uow: dispatch.deferred_replies.stands(uow, request.id))

    async def _later(self, arrived: Arrived, reply: Reply, error: TryAgain | SendUnknown) -> None:
        request = arrived.request
        if reply.cards or reply.ask or reply.files:
            where = request.aside if request.aside and reply.private else request.address
            try:
                await dispatch.deferred_replies.say(self.services, request, where, error)
            except Exception:
                log.exception("an answer is lost", update=arrived.number)

    async def _sorry(self, arrived: Arrived, why: str) -> None:
        """Say why there is no answer, to them alone: nobody is left without a word."""
        request = arrived.request
        say = await dispatch.speech(self.services, request)
        card = Card(say.t(why, export="/me_export"))
        try:
            await self._put(request.aside or request.address, Reply((card,)), f"{request.id}:sorry")
        except SendError as error:
            log.info("a refusal was not explained", why=type(error).__name__)

    async def _elsewhere(self, arrived: Arrived, reply: Reply, refused: Unreachable) -> None:
        """Where a place does not let us write any more, answer in the private chat of who asked to be written to."""
        request, shown = arrived.request, reply.cards or reply.ask or reply.files
        lost = request.aside and shown and not reply.private  # a private one went there in the first place
        alone = await self.services.store.read(lambda uow: contactability.sender(uow, request.sender)) if lost else None
        if alone is None:
            log.warning("an answer was not delivered", why=repr(refused), command=request.command)
            return
        say = await dispatch.speech(self.services, request)
        line = Card(say.t(L("I can't write in {place} now, so I answer here."), place=request.address.title))
        told = replace(reply, cards=(*reply.cards, line), private=True, update=False)
        try:
            receipt = await self._put(alone, told, request.id)
        except SendError as error:
            log.warning("an answer was not delivered", why=repr(error), command=request.command)
            return
        await self._landed(request, alone, told, receipt)

    async def _answer(self, arrived: Arrived, reply: Reply) -> None:
        request, empty = arrived.request, not (reply.cards or reply.ask or reply.files)
        if arrived.whispered and not reply.pending:  # what only we saw is answered to them alone
            reply = replace(reply, private=True)
        if request.aside and reply.private and not (empty and (arrived.callback or not reply.notice)):
            await self._aside(arrived, reply, request.aside)
            return
        if arrived.callback:
            await self.messenger.acknowledge(arrived.callback, "" if reply.update and arrived.fills else reply.notice)
        question = await self._close(arrived, request)
        if empty and (not reply.notice or (arrived.callback and not question)):
            return
        replaced = question or (request.pressed if reply.update else "")
        receipt = await self._put(request.address, reply, request.id, replaced)
        await self._landed(request, request.address, reply, receipt)

    async def _close(self, arrived: Arrived, request: Request) -> str:
        """Take away a question that is closed by now. Gives the one whose button was pressed, to be replaced."""
        if request.command == "react":
            return ""
        open_question = self._questions.pop(request.address.ref, "")
        if arrived.fills:
            return request.pressed
        if open_question:
            with contextlib.suppress(SendError):
                await self.messenger.delete(request.address, open_question)
        return ""

    async def _put(self, address: Address, reply: Reply, key: str, replaced: str = "") -> Receipt:
        """Replace a message, or say it anew where there is none to replace."""
        if replaced:
            with contextlib.suppress(MessageGone, Expired):
                return await self._persist(lambda: self.messenger.edit(address, replaced, reply))
        return await self._persist(lambda: self.messenger.send(address, reply, key))

    async def _persist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Try again what did not surely arrive: an answer twice is better than none."""
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

    async def _landed(self, request: Request, where: Address, reply: Reply, receipt: Receipt) -> None:
        if reply.ask:
            self._questions[where.ref] = receipt.ref
        elif reply.cards:
            await dispatch.landed(self.services, request, where, reply, receipt)
        if not reply.cards:
            await dispatch.deferred_replies.told(self.services, request)
        if reply.pending:
            await self.messenger.progress(where, receipt.ref, Text(), None)

    async def _aside(self, arrived: Arrived, reply: Reply, aside: Address) -> None:
        """Answer for their eyes alone where it was asked, else in the private chat, and say so where it was asked.

        Who never opened that chat gets a link to it.
        """
        request = arrived.request
        if await self._whispered(arrived, reply):
            return
        try:
            receipt = await self._put(aside, reply, request.id)
        except Unreachable:
            link = f"https://t.me/{self.messenger.bot.username}?start={await self._deep(request, reply)}"
            await self._point(arrived, L("I answer that in private. Open a chat with me first."), link, opens=True)
            return
        await self._landed(request, aside, reply, receipt)
        await self._point(arrived, L("I answered you in private."), f"https://t.me/{self.messenger.bot.username}")

    async def _whispered(self, arrived: Arrived, reply: Reply) -> bool:
        """Whether it was said where it was asked, for their eyes alone.

        It has to be what a shared place may show.
        """
        request = arrived.request
        there = ephemeral.place(request.address, request.sender.user)
        if not self.messenger.whispers.bodies(reply):
            return False
        if not await dispatch.deferred_replies.suits(self.services, request, reply, there):
            return False
        receipt = await self._whisper(arrived, reply)
        if receipt is None:
            return False
        await self._landed(request, there, reply, receipt)
        if arrived.callback:  # only now: a tap that was answered lets nobody whisper any more
            await self.messenger.acknowledge(arrived.callback, reply.notice)
        return True

    async def _whisper(self, arrived: Arrived, reply: Reply) -> Receipt | None:
        """Change the whispered message whose button was pressed, or whisper anew; None where that cannot be."""
        request, whispers = arrived.request, self.messenger.whispers
        bodies, receipt = whispers.bodies(reply), None
        replaced = request.pressed if reply.update and ephemeral.told(request.pressed) else ""
        if replaced and len(bodies) == 1:
            with contextlib.suppress(MessageGone):
                return await self._persist(partial(whispers.change, replaced, reply))
        cue, speech = Cue(arrived.callback, arrived.whispered), partial(dispatch.speech, self.services, request)
        for body in bodies:
            whisper = partial(whispers.say, request.address, request.sender.user, body, cue, speech)
            receipt = await self._persist(whisper)
            if receipt is None:
                break
        if replaced:  # only now: it is what was tapped
            await self._persist(partial(whispers.delete, replaced))
        return receipt

    async def _deep(self, request: Request, reply: Reply) -> str:
        """Where the link leads, as `decode` reads it: to the post it was about, or whose card was pressed, else to the
        answer itself.
        """

        def look(uow: Unit) -> str:
            place = uow.one(Placement, platform=request.address.platform, ref=request.pressed)
            told = [card.about.post for card in reply.cards if card.about.post is not None]
            for post in (*told, *(place.posts if place and request.pressed else ())):
                return f"p_{self.services.sealer.ref(post)}"
            row = uow.one(HandledRequest, request=request.id)
            return f"a_{self.services.sealer.ref(row.id)}" if row else "hi"

        return await self.services.store.read(look)

    async def _point(self, arrived: Arrived, line: str, link: str, *, opens: bool = False) -> None:
        """Say it to who pressed alone; to who typed, by one line and a link in the group, whispered if that can be."""
        say = await dispatch.speech(self.services, arrived.request)
        if arrived.callback:
            await self.messenger.acknowledge(arrived.callback, "" if opens else say.s(line), link if opens else "")
            return
        card = Card(say.t(line), actions=(Action(say.s(L("Open")), "", url=link),))
        where, told = arrived.request.address, Reply((card,), private=False, silent=True)
        if await self._whisper(arrived, told) is None:
            await self._persist(lambda: self.messenger.send(where, told, arrived.request.id))
