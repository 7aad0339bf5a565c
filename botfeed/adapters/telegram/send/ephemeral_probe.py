"""Whether what is whispered in a group is heard by one person alone: found out before any private word goes that way.

A Bot API server that does not know ephemeral messages ignores what makes them so, and posts them for all to read.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

import structlog
from telegram import LinkPreviewOptions, Message, error

from botfeed.adapters.lru import Recent
from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api.client import ApiClient, where
from botfeed.adapters.telegram.api.refusals import PAUSE, NoMethod
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import ephemeral
from botfeed.adapters.telegram.send.ephemeral import Cue
from botfeed.core.chat.context import Services
from botfeed.core.errors import MessageGone, Rejected, SendError, SendUnknown, TryAgain, Unreachable
from botfeed.core.language.i18n import L, Words
from botfeed.core.model import Address

log = structlog.get_logger()

Speech: TypeAlias = Callable[[], Awaitable[Words]]
"""The language of who is whispered to."""

CLOSED = 600.0  # seconds until a group that refused is asked again: somebody may have made us an administrator
ASKING = 3.0  # seconds to wait for another's try: then this one is answered in private
LATER = 60.0  # seconds until a server is asked again that did not say whether it can
GROUPS = 10_000  # that refused, remembered
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TRIES = 5  # at taking down what all can read
OPENING = L("Only you see what I answer here.")
_NO_RIGHT = ("bot_not_admin", "admin_required", "administrator", "message_not_command", "not enough rights")


class Proof:
    """`_can`: whether the server whispers, None while nobody knows. `_closed`: by group, until when it is not tried."""

    def __init__(self, services: Services, line: ApiClient, *, wanted: bool) -> None:
        self._services = services
        self._line = line
        self._can: bool | None = None if wanted else False
        self._again = 0.0
        self._closed = Recent[int, float](GROUPS)
        self._asking = asyncio.Lock()

    @property
    def off(self) -> bool:
        """Whether nothing is whispered by this process, for good."""
        return self._can is False

    async def holds(self, here: Address, user: int, cue: Cue, speech: Speech) -> bool:
        """Whether this person can be whispered to here. The first time it is tried with a line that is no secret."""
        chat, _ = where(here)
        if self.off or (not cue and self._closed.get(chat, 0.0) > self._now()):
            return False
        if self._can is None:
            await self._in_turn(partial(self._try, here, user, cue, speech))
        return self._can is True

    def refused(self, chat: int, why: SendError) -> None:
        """Remember a group where we may not whisper unless somebody just tapped."""
        if isinstance(why, Unreachable) or any(words in str(why).casefold() for words in _NO_RIGHT):
            self._closed[chat] = self._now() + CLOSED

    async def leaked(self, message: Message) -> None:
        """All can read what one person was to see: take it down at once, and whisper no more."""
        self._can = False
        log.error("the Bot API server does not keep messages for one person, so BOTFEED_TELEGRAM_EPHEMERAL is off")
        chat, number = message.chat.id, message.message_id
        for _ in range(TRIES):
            try:
                await self._line.call(chat, lambda to: self._line.bot.delete_message(to, number))
            except MessageGone:
                return
            except (TryAgain, SendUnknown) as unlucky:
                await self._services.clock.sleep(unlucky.after if isinstance(unlucky, TryAgain) else PAUSE)
            except SendError:
                break
            else:
                return
        log.error("what all can read was not taken down", chat=chat, message=number)

    async def _in_turn(self, attempt: Callable[[], Awaitable[None]]) -> None:
        """Let one answer try it, while others wait for what it finds."""
        try:
            async with asyncio.timeout(ASKING):
                await self._asking.acquire()
        except TimeoutError:
            return
        try:
            if self._can is None and self._again <= self._now():
                await attempt()
        finally:
            self._asking.release()

    async def _try(self, here: Address, user: int, cue: Cue, speech: Speech) -> None:
        chat, thread = where(here)
        try:
            if not await self._knows(chat, user):
                self._can = False
                log.warning("the Bot API server has no ephemeral messages, so BOTFEED_TELEGRAM_EPHEMERAL is off")
                return
            line = Body(*render.words((await speech()).t(OPENING), render.TEXT))
            common: dict[str, Any] = {"message_thread_id": thread, "disable_notification": True}

            async def put(cue: Cue) -> Message:
                alone = {"api_kwargs": ephemeral.options(user, cue)}
                return await words(self._line, chat, line, {**common, **alone})

            message = await cued(cue, put)
        except (TryAgain, SendUnknown) as unlucky:
            self._again = self._now() + LATER
            log.info("whether messages can be for one person is not known yet", why=repr(unlucky))
        except SendError as why:
            self.refused(chat, why)
            log.info("a group takes no message for one person", chat=chat, why=str(why))
        else:
            await self._judge(message)

    async def _judge(self, message: Message) -> None:
        if ephemeral.number(message):
            self._can = True
        else:
            await self.leaked(message)

    async def _knows(self, chat: int, user: int) -> bool:
        """Whether the server has the method that takes them down: of none of them it refuses, or is not there."""
        nothing = {"receiver_user_id": user, "ephemeral_message_id": 0}

        async def look(to: int) -> bool:
            with contextlib.suppress(error.BadRequest):
                await self._line.bot.do_api_request("deleteEphemeralMessage", api_kwargs={"chat_id": to, **nothing})
            return True

        try:
            return await self._line.ask(chat, look)
        except NoMethod:
            return False

    def _now(self) -> float:
        return self._services.clock.now().timestamp()


async def words(line: ApiClient, chat: int, body: Body, common: dict[str, Any]) -> Message:
    """Send words by the one method that is proven: by another they might reach all."""
    options = {"entities": body.entities, "link_preview_options": NO_PREVIEW, **common}
    return await line.say(chat, lambda to: line.bot.send_message(to, body.text, **options))


async def cued(cue: Cue, put: Callable[[Cue], Awaitable[Message]]) -> Message:
    """Send it as the answer to what was tapped or said; where that was too long ago, as an administrator may."""
    try:
        return await put(cue)
    except Rejected:
        if not cue:
            raise
    return await put(Cue())
