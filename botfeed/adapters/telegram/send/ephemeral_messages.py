"""What one person alone sees in a group: said, changed in place and taken down, by ephemeral messages.

Telegram does not keep them, and they may not arrive. So what comes later than an answer goes to the private chat, as do
files, questions and long words; and what was refused is forgotten calmly.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

import structlog
from telegram import InlineKeyboardMarkup, InputMediaPhoto, Message

from botfeed.adapters.lru import Recent
from botfeed.adapters.telegram import decode, render
from botfeed.adapters.telegram.api.client import ApiClient, where
from botfeed.adapters.telegram.api.refusals import NoMethod, Unchanged
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import ephemeral, ephemeral_probe, messages
from botfeed.adapters.telegram.send.ephemeral import Cue
from botfeed.adapters.telegram.send.ephemeral_probe import Proof, Speech
from botfeed.adapters.telegram.send.files import Files
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.errors import Expired, MessageGone, Rejected, Unreachable
from botfeed.core.model import Address, HandledRequest, Placement, PostCopy
from botfeed.core.ports import Unit

log = structlog.get_logger()

SOON = 5.0  # seconds that a group's pace may hold an answer up: their private chat has a pace of its own
KNOWN = 10_000  # whispered messages of which is known whether they show a picture
_REFUSED = (Rejected, Unreachable, Expired, MessageGone, NoMethod)
_Via: TypeAlias = Callable[[int, Callable[[int], Awaitable[Any]]], Awaitable[Any]]


class Whispers:
    """`_pictured`: by ref, whether the message shows a picture. Nobody says that words take a picture's place."""

    def __init__(self, services: Services, line: ApiClient, files: Files, *, wanted: bool) -> None:
        self._services = services
        self._line = line
        self._files = files
        self._proof = Proof(services, line, wanted=wanted)
        self._pictured = Recent[str, bool](KNOWN)

    def bodies(self, reply: Reply) -> tuple[Body, ...]:
        """Give the messages that can be whispered for a reply; none where it is for the private chat."""
        if self._proof.off or reply.ask or reply.files or reply.pending:
            return ()
        bodies = render.bodies(reply)
        return () if any(body.original or body.rest for body in bodies) else bodies

    async def say(self, here: Address, user: str, body: Body, cue: Cue, speech: Speech) -> Receipt | None:
        """Say it for their eyes alone. None where that cannot be, or not soon: then it has to be said elsewhere.

        Raises TryAgain and SendUnknown, after which it may be tried again.
        """
        chat, _ = where(here)
        if self._line.busy(chat) > SOON:
            return None
        try:
            if not await self._proof.holds(here, int(user), cue, speech):
                return None
            message = await ephemeral_probe.cued(cue, partial(self._put, here, int(user), body))
        except _REFUSED as error:
            log.info("a message for one person was refused", chat=chat, why=repr(error))
            self._proof.refused(chat, error)
            return None
        number = ephemeral.number(message)
        if not number:
            await self._proof.leaked(message)
            return None
        ref = ephemeral.ref(message.chat.id, int(user), number)
        self._pictured[ref] = bool(body.media)
        await self._services.store.run(lambda uow: _forget(uow, ref))
        return Receipt(ref)

    async def edit(self, ref: str, reply: Reply) -> Receipt:
        """Change it in place. MessageGone where that cannot be: then it is taken down, and shows nothing old."""
        try:
            return await self.change(ref, reply)
        except MessageGone:
            await self.delete(ref)
            raise

    async def change(self, ref: str, reply: Reply) -> Receipt:
        """Change it in place. MessageGone where that cannot be, and it stands as it was."""
        try:
            with contextlib.suppress(Unchanged):
                await self._change(ref, *render.bodies(reply)[:1])
        except _REFUSED as error:
            log.info("a message for one person was not changed", why=repr(error))
            raise MessageGone("it has to be said anew") from None
        return Receipt(ref)

    async def delete(self, ref: str) -> None:
        """Take it down. What Telegram refuses to is gone already, or will be: it keeps none of them."""
        try:
            await self._call("deleteEphemeralMessage", ref, {}, self._line.ask)
        except _REFUSED as error:
            log.info("a message for one person was not taken down", why=repr(error))

    async def _put(self, here: Address, user: int, body: Body, cue: Cue) -> Message:
        chat, thread = where(here)
        common: dict[str, Any] = {
            "message_thread_id": thread,
            "reply_markup": body.keyboard,
            "api_kwargs": ephemeral.options(user, cue),
        }
        if body.media:
            return await messages.show(self._line, self._files, chat, body, common)
        return await ephemeral_probe.words(self._line, chat, body, common)

    async def _change(self, ref: str, body: Body | None = None) -> None:
        if body is None or body.original or body.force or body.rest:
            raise Rejected("this is no single message")
        if body.media:
            await self._repaint(ref, body)
        elif self._pictured.get(ref, True) or render.units(body.text) > render.CAPTION:
            # Of a picture this edits the caption below it, and it takes no more words than a caption has.
            raise Rejected("words do not take its place")
        else:
            words = {"text": body.text, "entities": body.entities, "link_preview_options": ephemeral_probe.NO_PREVIEW}
            await self._call("editEphemeralMessageText", ref, _shown(words, body.keyboard), self._line.say)

    async def _repaint(self, ref: str, body: Body) -> None:
        """Show another picture, by its file id: nothing can be uploaded into an ephemeral message."""
        async with self._files.photo(body.media) as photo:
            known = photo.content
        if not isinstance(known, str):
            raise Rejected("Telegram has not seen this picture")
        media = InputMediaPhoto(known, caption=body.text, caption_entities=body.entities)
        await self._call("editEphemeralMessageMedia", ref, _shown({"media": media}, body.keyboard), self._line.say)
        self._pictured[ref] = True

    async def _call(self, method: str, ref: str, args: dict[str, Any], via: _Via) -> None:
        chat, user, number = ephemeral.parts(ref)
        which = {"receiver_user_id": user, "ephemeral_message_id": number, **args}
        await via(chat, lambda to: self._line.bot.do_api_request(method, api_kwargs={"chat_id": to, **which}))


def _shown(what: dict[str, Any], keyboard: InlineKeyboardMarkup | None) -> dict[str, Any]:
    return {**what, "reply_markup": keyboard} if keyboard else what


def _forget(uow: Unit, ref: str) -> None:
    """Telegram gives the id of one that is gone to another: what stood under it is nowhere any more."""
    if known := uow.one(Placement, platform=decode.PLATFORM, ref=ref):
        uow.compare_and_set(HandledRequest, {"request": known.request}, address=None)
        uow.delete(PostCopy, placement=known.id)
        uow.delete(Placement, id=known.id)
