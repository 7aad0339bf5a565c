"""Send text that does not fit below a picture as a message beneath it, and keep that one in step with the picture."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import structlog
from telegram import ReplyParameters

from botfeed.adapters import key_value_cache
from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api.addresses import message_ref, parts, where
from botfeed.adapters.telegram.api.client import ApiClient
from botfeed.adapters.telegram.api.refusals import Unchanged
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import messages
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Request
from botfeed.core.errors import Expired, MessageGone, SendError
from botfeed.core.model import Address, KeyValue
from botfeed.core.ports import Unit

log = structlog.get_logger()

FACT = "telegram:rest:"  # and the ref of a picture's message: the message that holds the rest of its words
ABOVE = "telegram:above:"  # and the ref of such a message: that of the picture's


class Overflow:
    """Messages that hold the rest of pictures' text; their references are rows, so that restarts keep them."""

    def __init__(self, services: Services, client: ApiClient) -> None:
        self._services = services
        self._client = client

    async def update(self, address: Address, ref: str, rest: Body | None) -> None:
        """Send, change or delete the text below a picture. A refusal is logged and fails nothing."""
        known = await self._services.store.read(lambda uow: uow.one(KeyValue, name=FACT + ref))
        if known is None and rest is None:
            return
        try:
            before = known.value if known else ""
            now = await self._replace(address, ref, before, rest)
            await self._services.store.run(lambda uow: _keep(uow, ref, before, now))
        except SendError as error:
            log.info("the rest of the words was not said", why=type(error).__name__)

    async def redirect(self, request: Request) -> Request:
        """Turn a reply to the rest of the text into a reply to its picture."""
        if request.command != "reply":
            return request
        ref = request.args["message"]
        try:
            row = await self._services.store.read(lambda uow: uow.one(KeyValue, name=ABOVE + ref))
        except Exception:  # the reply is handled all the same, as one to the text
            log.exception("what stands above a message is not known")
            return request
        return replace(request, args={**request.args, "message": row.value}) if row else request

    async def _replace(self, address: Address, ref: str, below: str, rest: Body | None) -> str:
        """Return the reference of the message that holds the rest now, empty for none."""
        chat, thread = where(address)
        if below:
            there, number = parts(below)
            with contextlib.suppress(MessageGone, Expired):
                if rest is None and await self._deleted(there, number):
                    return ""
                with contextlib.suppress(Unchanged):
                    await messages.edit_text(self._client, there, number, rest or Body(render.NOTHING, ()))
                return below
        if rest is None:
            return ""
        above = ReplyParameters(parts(ref)[1], allow_sending_without_reply=True)
        options = {"message_thread_id": thread, "disable_notification": True, "reply_parameters": above}
        sent = await messages.send_text(self._client, chat, rest, options)
        return message_ref(sent.chat.id, sent.message_id)

    async def _deleted(self, chat: int, message: int) -> bool:
        """Delete a message and return True; False if it is too old for that."""
        try:
            await self._client.request(chat, lambda to: self._client.bot.delete_message(to, message))
        except Expired:
            return False
        return True


def _keep(uow: Unit, ref: str, before: str, now: str) -> None:
    """Store both directions between a picture's message and the one below it that holds the rest."""
    key_value_cache.keep(uow, FACT + ref, now)
    if before and before != now:
        key_value_cache.keep(uow, ABOVE + before, "")
    if now and before != now:
        key_value_cache.keep(uow, ABOVE + now, ref)
