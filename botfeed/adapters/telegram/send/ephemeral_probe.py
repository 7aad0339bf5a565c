"""Probe whether this Bot API server supports ephemeral messages; until it does, send nothing private in a group.
A server without them ignores the parameters that make them so, and posts them for everybody.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

import structlog
from cachetools import LRUCache
from telegram import LinkPreviewOptions, Message, error

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api import ephemeral
from botfeed.adapters.telegram.api.addresses import where
from botfeed.adapters.telegram.api.client import ApiClient
from botfeed.adapters.telegram.api.ephemeral import Cue
from botfeed.adapters.telegram.api.refusals import PAUSE, NoMethod
from botfeed.adapters.telegram.render import Body
from botfeed.core.chat.context import Services
from botfeed.core.errors import MessageGone, Rejected, SendError, SendUnknown, TryAgain, Unreachable
from botfeed.core.language.i18n import L, Words
from botfeed.core.model import Address

log = structlog.get_logger()

GetWords: TypeAlias = Callable[[], Awaitable[Words]]
"""Returns the catalogue in the reader's language."""

CLOSED = 600.0  # seconds until a group that refused is tried again: the bot may be an administrator by then
ASKING = 3.0  # seconds to wait for another request's probe, before answering in private
LATER = 60.0  # seconds until a probe without a result is repeated
GROUPS = 10_000  # groups that refused, remembered
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TRIES = 5  # at deleting a private message that all can read
OPENING = L("Only you see what I answer here.")
_NO_RIGHT = ("bot_not_admin", "admin_required", "administrator", "message_not_command", "not enough rights")


class EphemeralProbe:
    """Probe and its result. `_can`: whether the server supports them, None if unknown. `_closed`: by group, until
    when it
    is not tried.
    """

    def __init__(self, services: Services, client: ApiClient, *, wanted: bool) -> None:
        self._services = services
        self._client = client
        self._can: bool | None = None if wanted else False
        self._again = 0.0
        self._closed: LRUCache[int, float] = LRUCache(GROUPS)
        self._asking = asyncio.Lock()

    @property
    def off(self) -> bool:
        """Return True if this process sends no ephemeral message any more."""
        return self._can is False

    async def allows(self, group: Address, user: int, cue: Cue, get_words: GetWords) -> bool:
        """Return True if this person can get ephemeral messages here. The first call tries a line that is no secret."""
        chat, _ = where(group)
        if self.off or (not cue and self._closed.get(chat, 0.0) > self._now()):
            return False
        if self._can is None:
            await self._in_turn(partial(self._try, group, user, cue, get_words))
        return self._can is True

    def refused(self, chat: int, why: SendError) -> None:
        """Store a group that allows ephemeral messages only as the answer to a tap or a message."""
        if isinstance(why, Unreachable) or any(words in str(why).casefold() for words in _NO_RIGHT):
            self._closed[chat] = self._now() + CLOSED

    async def take_down(self, message: Message) -> None:
        """Delete a private message that all can read, and send no ephemeral message any more."""
        self._can = False
        log.error("the Bot API server does not keep messages for one person, so BOTFEED_TELEGRAM_EPHEMERAL is off")
        chat, number = message.chat.id, message.message_id
        for _ in range(TRIES):
            try:
                await self._client.call(chat, lambda to: self._client.bot.delete_message(to, number))
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
        """Let one request probe while others wait for the result."""
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

    async def _try(self, group: Address, user: int, cue: Cue, get_words: GetWords) -> None:
        """Look for the method that deletes ephemeral messages, then send one without private content."""
        chat, thread = where(group)
        try:
            if not await self._has_method(chat, user):
                self._can = False
                log.warning("the Bot API server has no ephemeral messages, so BOTFEED_TELEGRAM_EPHEMERAL is off")
                return
            body = Body(*render.words((await get_words()).t(OPENING), render.TEXT))
            common: dict[str, Any] = {"message_thread_id": thread, "disable_notification": True}

            async def post(cue: Cue) -> Message:
                only_for = {"api_kwargs": ephemeral.options(user, cue)}
                return await send_text(self._client, chat, body, {**common, **only_for})

            message = await with_cue(cue, post)
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
            await self.take_down(message)

    async def _has_method(self, chat: int, user: int) -> bool:
        """Return True if `deleteEphemeralMessage` exists (it rejects id 0), False if the method is unknown."""
        nothing = {"receiver_user_id": user, "ephemeral_message_id": 0}

        async def try_id_0(to: int) -> bool:
            with contextlib.suppress(error.BadRequest):
                await self._client.bot.do_api_request("deleteEphemeralMessage", api_kwargs={"chat_id": to, **nothing})
            return True

        try:
            return await self._client.request(chat, try_id_0)
        except NoMethod:
            return False

    def _now(self) -> float:
        return self._services.clock.monotonic()


async def send_text(client: ApiClient, chat: int, body: Body, common: dict[str, Any]) -> Message:
    """Send text by the one method that the probe tried: another might post it for everybody."""
    options = {"entities": body.entities, "link_preview_options": NO_PREVIEW, **common}
    return await client.send(chat, lambda to: client.bot.send_message(to, body.text, **options))


async def with_cue(cue: Cue, post: Callable[[Cue], Awaitable[Message]]) -> Message:
    """Post as the answer to a tap or a message; if that is too old, without it, as an administrator may."""
    try:
        return await post(cue)
    except Rejected:
        if not cue:
            raise
    return await post(Cue())
