"""Answers to an interaction: within three seconds, by its token, for the asker's eyes where they are private."""

from __future__ import annotations

import asyncio
import contextlib

import discord

from botfeed.adapters.discord import decode, render
from botfeed.adapters.discord.messenger import TOKEN_LIVES, Messenger
from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Card, Receipt, Reply, Request
from botfeed.core.errors import Rejected, SendError, SendUnknown
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.work import retry_policy

NOBODY = discord.AllowedMentions.none()
REFUSED = L("Discord does not take this message, so it can't be shown here. What you did stands.")
PAUSES = (0.2, 1.0)  # seconds before an answer that may be lost is given again
HASTE = 1.5  # seconds that an upload may take of the three in which Discord must hear from us


async def give(
    services: Services, messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply
) -> None:
    """Say it: a form, words or pictures at once; what takes longer to upload after an acknowledgement.

    Where that fails Discord says so by itself, in the place of the answer: it is not said again at the next start.
    """
    try:
        await _give(services, messenger, what, request, reply)
    except (SendError, FileNotFoundError):
        await dispatch.deferred_replies.close(services, request)
        raise


async def _give(
    services: Services, messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply
) -> None:
    if reply.ask and what.type is not discord.InteractionType.modal_submit:  # a form opens no other one
        with messenger.calling():
            await what.response.send_modal(render.Form(reply.ask, str(what.id)))
        await dispatch.deferred_replies.close(services, request)
    elif reply.cards or reply.notice or reply.files or reply.ask:
        await _say(services, messenger, what, request, reply)
    else:
        await _quiet(messenger, what)


async def _say(
    services: Services, messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply
) -> None:
    aside = decode.elsewhere(what) or (reply.private and not request.address.private)
    try:
        ref = await _show(messenger, what, request, reply, aside=aside)
    except (Rejected, FileNotFoundError) as error:
        say = await dispatch.words_for(services, request)
        await _sorry(messenger, what, say.t(REFUSED if isinstance(error, Rejected) else retry_policy.LOST))
        raise
    messenger.shows(ref, reply)
    if not reply.cards:
        await dispatch.deferred_replies.close(services, request)
        return
    where = decode.by_token(what, request.address) if aside else request.address
    receipt = Receipt(ref, what.created_at + TOKEN_LIVES if aside else None)
    await dispatch.record_placement(services, request, where, reply, receipt, patient=True)


async def _sorry(messenger: Messenger, what: discord.Interaction, why: Text) -> None:
    """Say why there is no answer, in its place: nobody is left before three dots."""
    view = render.reply(Reply(cards=(Card(why),))).view
    with contextlib.suppress(SendError), messenger.calling():
        if what.response.is_done():
            await what.edit_original_response(view=view, attachments=[], allowed_mentions=NOBODY)
        else:
            await what.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)


async def _show(messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply, *, aside: bool) -> str:
    """Give where it landed."""
    body = render.reply(reply)
    updates = bool(reply.update and request.pressed)
    for _ in range(2):  # the second time Discord says whether the first arrived
        with contextlib.suppress(SendUnknown):
            ref = await _respond(messenger, what, request, reply, body, aside=aside, updates=updates)
            return ref or await _fill(messenger, what, reply, body)
    return await _fill(messenger, what, reply, body)


async def _respond(
    messenger: Messenger,
    what: discord.Interaction,
    request: Request,
    reply: Reply,
    body: render.Body,
    *,
    aside: bool,
    updates: bool,
) -> str:
    """Answer, and give where it landed; empty where it was only acknowledged. A second answer raises SendUnknown."""
    if not reply.files:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(messenger.left(what, HASTE)):
                return await _at_once(messenger, what, request, body, aside=aside, updates=updates)
    with messenger.calling():
        await what.response.defer(ephemeral=aside, thinking=not updates)
    return ""


async def _at_once(
    messenger: Messenger, what: discord.Interaction, request: Request, body: render.Body, *, aside: bool, updates: bool
) -> str:
    """Answer whole, pictures and all: one request, and nobody sees three dots."""
    standing = _standing(what, body) if updates else None
    files = await messenger.files(body) if standing is None else []
    with messenger.calling():
        if updates:
            shown = files if standing is None else standing
            await what.response.edit_message(view=body.view, attachments=shown, allowed_mentions=NOBODY)
            return request.pressed
        sent = await what.response.send_message(view=body.view, files=files, ephemeral=aside, allowed_mentions=NOBODY)
        return decode.message_ref(what.channel_id or 0, sent.message_id or 0)


def _standing(what: discord.Interaction, body: render.Body) -> list[discord.Attachment] | None:
    """The pictures of the message that was pressed, where it has all that the answer shows: they stay as they are."""
    there = {each.filename: each for each in what.message.attachments} if what.message else {}
    names = [each.name for each in body.attached]
    return [there[name] for name in names] if there.keys() >= set(names) else None


async def _fill(messenger: Messenger, what: discord.Interaction, reply: Reply, body: render.Body) -> str:
    """Put the answer in the place of the acknowledgement. It may be done again, so a lost connection is no loss."""
    for pause in PAUSES:
        with contextlib.suppress(SendUnknown):
            return await _edit(messenger, what, reply, body)
        await asyncio.sleep(pause)
    return await _edit(messenger, what, reply, body)


async def _edit(messenger: Messenger, what: discord.Interaction, reply: Reply, body: render.Body) -> str:
    files = await messenger.files(body, reply.files)
    with messenger.calling():
        sent = await what.edit_original_response(view=body.view, attachments=files, allowed_mentions=NOBODY)
    return decode.message_ref(what.channel_id or 0, sent.id)


async def _quiet(messenger: Messenger, what: discord.Interaction) -> None:
    """Acknowledge without a word."""
    with messenger.calling():
        if what.type is discord.InteractionType.component or what.message:
            await what.response.defer()
        else:
            await what.response.defer(ephemeral=True, thinking=True)
            await what.delete_original_response()
