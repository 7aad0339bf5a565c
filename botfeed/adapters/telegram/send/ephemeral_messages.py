"""Send, edit and delete ephemeral messages, which one person in a group sees.
Telegram does not keep them, and they may not arrive. So only direct answers use them; later messages go to the
private chat, as do files, questions and long text, and a refusal is logged only.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

import structlog
from cachetools import LRUCache
from telegram import InlineKeyboardMarkup, InputMediaPhoto, Message

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api import ephemeral
from botfeed.adapters.telegram.api.addresses import PLATFORM, where
from botfeed.adapters.telegram.api.client import ApiClient
from botfeed.adapters.telegram.api.ephemeral import Cue
from botfeed.adapters.telegram.api.refusals import NoMethod, Unchanged
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import ephemeral_probe, messages
from botfeed.adapters.telegram.send.ephemeral_probe import EphemeralProbe, GetWords
from botfeed.adapters.telegram.send.files import Files
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.errors import Expired, MessageGone, Rejected, Unreachable
from botfeed.core.model import Address, HandledRequest, Placement, PostCopy
from botfeed.core.ports import Unit

log = structlog.get_logger()

SOON = 5.0  # seconds that an answer may wait for a group's rate limit; else it goes to the private chat
KNOWN = 10_000  # messages of which is remembered whether they show a picture
_REFUSED = (Rejected, Unreachable, Expired, MessageGone, NoMethod)
_Via: TypeAlias = Callable[[int, Callable[[int], Awaitable[Any]]], Awaitable[Any]]


class EphemeralMessages:
    """Ephemeral messages. `_pictured`: by reference, whether the message shows a picture, which text cannot replace."""

    def __init__(self, services: Services, client: ApiClient, files: Files, *, wanted: bool) -> None:
        self._services = services
        self._client = client
        self._files = files
        self._probe = EphemeralProbe(services, client, wanted=wanted)
        self._pictured: LRUCache[str, bool] = LRUCache(KNOWN)

    def bodies(self, reply: Reply) -> tuple[Body, ...]:
        """Return the ephemeral messages of a reply; none if it must go to the private chat."""
        if self._probe.off or reply.ask or reply.files or reply.pending:
            return ()
        bodies = render.bodies(reply)
        return () if any(body.original or body.rest for body in bodies) else bodies

    async def send(self, group: Address, user: str, body: Body, cue: Cue, get_words: GetWords) -> Receipt | None:
        """Send a message to one person in a group. None if that cannot be, or not soon: it has to go elsewhere.

        Raises TryAgain and SendUnknown, after which it may be tried again.
        """
        chat, _ = where(group)
        if self._client.wait(chat) > SOON:
            return None
        try:
            if not await self._probe.allows(group, int(user), cue, get_words):
                return None
            message = await ephemeral_probe.with_cue(cue, partial(self._post, group, int(user), body))
        except _REFUSED as error:
            log.info("a message for one person was refused", chat=chat, why=repr(error))
            self._probe.refused(chat, error)
            return None
        number = ephemeral.number(message)
        if not number:
            await self._probe.take_down(message)
            return None
        ref = ephemeral.ref(message.chat.id, int(user), number)
        self._pictured[ref] = bool(body.media)
        await self._services.store.run(lambda uow: _forget_placement(uow, ref))
        return Receipt(ref)

    async def edit(self, ref: str, reply: Reply) -> Receipt:
        """Edit a message, or delete it and raise MessageGone, so that it shows nothing old."""
        try:
            return await self.edit_or_keep(ref, reply)
        except MessageGone:
            await self.delete(ref)
            raise

    async def edit_or_keep(self, ref: str, reply: Reply) -> Receipt:
        """Edit a message, or leave it as it is and raise MessageGone."""
        try:
            with contextlib.suppress(Unchanged):
                await self._change(ref, *render.bodies(reply)[:1])
        except _REFUSED as error:
            log.info("a message for one person was not changed", why=repr(error))
            raise MessageGone("it has to be said anew") from None
        return Receipt(ref)

    async def delete(self, ref: str) -> None:
        """Delete a message. A refusal is logged only: it is gone already or will be, as Telegram keeps none."""
        try:
            await self._call("deleteEphemeralMessage", ref, {}, self._client.request)
        except _REFUSED as error:
            log.info("a message for one person was not taken down", why=repr(error))

    async def _post(self, group: Address, user: int, body: Body, cue: Cue) -> Message:
        chat, thread = where(group)
        common: dict[str, Any] = {
            "message_thread_id": thread,
            "reply_markup": body.keyboard,
            "api_kwargs": ephemeral.options(user, cue),
        }
        if body.media:
            return await messages.send_picture(self._client, self._files, chat, body, common)
        return await ephemeral_probe.send_text(self._client, chat, body, common)

    async def _change(self, ref: str, body: Body | None = None) -> None:
        if body is None or body.original or body.force or body.rest:
            raise Rejected("this is no single message")
        if body.media:
            await self._change_picture(ref, body)
        elif self._pictured.get(ref, True) or render.units(body.text) > render.CAPTION:
            # On a picture this method edits the caption, which is shorter than a text.
            raise Rejected("words do not take its place")
        else:
            words = {"text": body.text, "entities": body.entities, "link_preview_options": ephemeral_probe.NO_PREVIEW}
            await self._call("editEphemeralMessageText", ref, _with_keyboard(words, body.keyboard), self._client.send)

    async def _change_picture(self, ref: str, body: Body) -> None:
        """Show another picture by its file id: nothing can be uploaded into an ephemeral message."""
        async with self._files.photo(body.media) as photo:
            known = photo.content
        if not isinstance(known, str):
            raise Rejected("Telegram has not seen this picture")
        media = InputMediaPhoto(known, caption=body.text, caption_entities=body.entities)
        await self._call(
            "editEphemeralMessageMedia", ref, _with_keyboard({"media": media}, body.keyboard), self._client.send
        )
        self._pictured[ref] = True

    async def _call(self, method: str, ref: str, args: dict[str, Any], via: _Via) -> None:
        chat, user, number = ephemeral.parts(ref)
        which = {"receiver_user_id": user, "ephemeral_message_id": number, **args}
        await via(chat, lambda to: self._client.bot.do_api_request(method, api_kwargs={"chat_id": to, **which}))


def _with_keyboard(what: dict[str, Any], keyboard: InlineKeyboardMarkup | None) -> dict[str, Any]:
    return {**what, "reply_markup": keyboard} if keyboard else what


def _forget_placement(uow: Unit, ref: str) -> None:
    """Delete the placement of an earlier message with this reference: Telegram reuses the ids of deleted ones."""
    if known := uow.one(Placement, platform=PLATFORM, ref=ref):
        uow.compare_and_set(HandledRequest, {"request": known.request}, address=None)
        uow.delete(PostCopy, placement=known.id)
        uow.delete(Placement, id=known.id)
