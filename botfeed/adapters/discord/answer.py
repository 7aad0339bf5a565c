"""Answers to an interaction: within three seconds, by its token, for the asker's eyes where they are private."""

from __future__ import annotations

import asyncio
import contextlib

import discord

from botfeed.adapters.discord import decode, render
from botfeed.adapters.discord.messenger import TOKEN_LIVES, Messenger, refusals
from botfeed.core import dispatch
from botfeed.core.chat.context import House
from botfeed.core.chat.message import Receipt, Reply, Request
from botfeed.core.errors import SendUnknown

NOBODY = discord.AllowedMentions.none()
PAUSES = (0.2, 1.0)  # seconds before an answer that may be lost is given again


async def give(house: House, messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply) -> None:
    """Say it: a form or words at once; pictures after an acknowledgement, since they take loading."""
    if reply.ask:
        with refusals():
            await what.response.send_modal(render.Form(reply.ask, str(what.id)))
    elif reply.cards or reply.notice or reply.files:
        aside = decode.elsewhere(what) or (reply.private and not request.address.private)
        ref = await _show(messenger, what, request, reply, aside=aside)
        where = decode.by_token(what, request.address) if aside else request.address
        receipt = Receipt(ref, what.created_at + TOKEN_LIVES if aside else None)
        if reply.cards:
            await dispatch.landed(house, request, where, reply, receipt)
    else:
        await _quiet(what)


async def _show(messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply, *, aside: bool) -> str:
    """Give where it landed."""
    body = render.reply(reply)
    updates = bool(reply.update and request.pressed)
    for _ in range(2):  # the second time Discord says whether the first arrived
        with contextlib.suppress(SendUnknown):
            ref = await _respond(what, request, reply, body, aside=aside, updates=updates)
            return ref or await _fill(messenger, what, reply, body)
    return await _fill(messenger, what, reply, body)


async def _respond(
    what: discord.Interaction, request: Request, reply: Reply, body: render.Body, *, aside: bool, updates: bool
) -> str:
    """Answer, and give where it landed; empty where it was only acknowledged. A second answer raises SendUnknown."""
    with refusals():
        if body.attached or reply.files:
            await what.response.defer(ephemeral=aside, thinking=not updates)
            return ""
        if updates:
            await what.response.edit_message(view=body.view, attachments=[], allowed_mentions=NOBODY)
            return request.pressed
        sent = await what.response.send_message(view=body.view, ephemeral=aside, allowed_mentions=NOBODY)
        return decode.message_ref(what.channel_id or 0, sent.message_id or 0)


async def _fill(messenger: Messenger, what: discord.Interaction, reply: Reply, body: render.Body) -> str:
    """Put the answer in the place of the acknowledgement. It may be done again, so a lost connection is no loss."""
    for pause in PAUSES:
        with contextlib.suppress(SendUnknown):
            return await _edit(messenger, what, reply, body)
        await asyncio.sleep(pause)
    return await _edit(messenger, what, reply, body)


async def _edit(messenger: Messenger, what: discord.Interaction, reply: Reply, body: render.Body) -> str:
    files = await messenger.files(body, reply)
    with refusals():
        sent = await what.edit_original_response(view=body.view, attachments=files, allowed_mentions=NOBODY)
    return decode.message_ref(what.channel_id or 0, sent.id)


async def _quiet(what: discord.Interaction) -> None:
    """Acknowledge without a word."""
    with refusals():
        if what.type is discord.InteractionType.component or what.message:
            await what.response.defer()
        else:
            await what.response.defer(ephemeral=True, thinking=True)
            await what.delete_original_response()
