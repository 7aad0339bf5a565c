"""Answer interactions by their token: within three seconds, and by ephemeral messages where the answer is private."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import timedelta

import discord

from botfeed.adapters.discord import decode, render
from botfeed.adapters.discord.api import addresses
from botfeed.adapters.discord.messenger import Messenger
from botfeed.adapters.discord.send import files, kept_files, modals
from botfeed.adapters.discord.send.channels import Token
from botfeed.adapters.discord.send.kept_files import Kept
from botfeed.core import dispatch
from botfeed.core.cards import text_card
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Receipt, Reply, Request
from botfeed.core.errors import Rejected, SendError, SendUnknown
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.ports import Clock, Media
from botfeed.core.work import retry_policy

NOBODY = discord.AllowedMentions.none()
REFUSED = L("Discord does not take this message, so it can't be shown here. What you did stands.")
PAUSES = (0.2, 1.0)  # seconds before a lost answer is repeated
HASTE = 1.5  # seconds that an upload may take of the three that Discord waits
TOKEN_LIVES = timedelta(minutes=14, seconds=30)  # Discord says 15 minutes; the rest is for the way
WAITS = timedelta(seconds=3)  # that Discord waits for the first response to an interaction
ACKNOWLEDGED = timedelta(seconds=2.2)  # after the press, when an acknowledgement has to leave
ARRIVED = "arrived"  # in an interaction's extras: when it arrived


async def send(
    services: Services, messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply
) -> None:
    """Send an answer: a form, text or pictures at once; slow uploads after an acknowledgement.
    Where that fails Discord shows an error itself, so the answer is not sent again at the next start.
    """
    try:
        await _send(services, messenger, what, request, reply)
    except (SendError, FileNotFoundError):
        await dispatch.deferred_replies.close(services, request)
        raise


async def _send(
    services: Services, messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply
) -> None:
    if reply.ask and what.type is not discord.InteractionType.modal_submit:  # a form opens no other one
        with messenger.calling():
            await what.response.send_modal(modals.Form(reply.ask, str(what.id)))
        await dispatch.deferred_replies.close(services, request)
    elif reply.cards or reply.notice or reply.files or reply.ask:
        await _send_message(services, messenger, what, request, reply)
    else:
        await _acknowledge(messenger, what)


async def _send_message(
    services: Services, messenger: Messenger, what: discord.Interaction, request: Request, reply: Reply
) -> None:
    aside = decode.is_guest(what) or (reply.private and not request.address.private)
    try:
        ref = await _respond(services, messenger, what, request, reply, aside=aside)
    except (Rejected, FileNotFoundError) as error:
        words = await dispatch.words_for(services, request)
        await _explain(messenger, what, words.t(REFUSED if isinstance(error, Rejected) else retry_policy.LOST))
        raise
    messenger.track_pending(ref, reply)
    if not aside and not reply.update:
        messenger.remember_token(ref, Token(what.application_id, what.token, what.created_at + TOKEN_LIVES))
    if not reply.cards:
        await dispatch.deferred_replies.close(services, request)
        return
    where = addresses.by_token(what, request.address) if aside else request.address
    arrived = what.extras.get(ARRIVED, what.created_at)  # by our clock, which may differ from Discord's
    receipt = Receipt(ref, arrived + TOKEN_LIVES if aside else None)
    await dispatch.record_placement(services, request, where, reply, receipt, patient=True)


async def _explain(messenger: Messenger, what: discord.Interaction, why: Text) -> None:
    """Show a reason in place of the missing answer."""
    view = render.reply(Reply(cards=(text_card.words(why),)), commands=messenger.commands()).view
    with contextlib.suppress(SendError), messenger.calling():
        if what.response.is_done():
            await what.edit_original_response(view=view, attachments=[], allowed_mentions=NOBODY)
        else:
            await what.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)


@dataclass(frozen=True, slots=True)
class _Response:
    """An answer to an interaction. `updates`: edit the pressed message; `aside`: by an ephemeral message."""

    media: Media
    clock: Clock
    messenger: Messenger
    what: discord.Interaction
    request: Request
    reply: Reply
    body: render.Body
    aside: bool
    updates: bool


async def _respond(
    services: Services,
    messenger: Messenger,
    what: discord.Interaction,
    request: Request,
    reply: Reply,
    *,
    aside: bool,
) -> str:
    """Answer, and return the reference of the message that shows it."""
    updates = bool(reply.update and request.pressed)
    body = render.reply(reply, commands=messenger.commands())
    response = _Response(services.media, services.clock, messenger, what, request, reply, body, aside, updates)
    for _ in range(2):  # the second time Discord says whether the first arrived
        with contextlib.suppress(SendUnknown):
            return await _first_response(response) or await _fill(response)
    return await _fill(response)


async def _first_response(r: _Response) -> str:
    """Answer and return the message's reference; acknowledge and return "" if uploads take too long.

    Raises SendUnknown for an interaction that was answered before.
    """
    if not r.reply.files:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_time_left(r, HASTE)):
                return await _at_once(r)
    with r.messenger.calling():
        await r.what.response.defer(ephemeral=r.aside, thinking=not r.updates)
    return ""


def _time_left(r: _Response, most: float) -> float:
    """Return the seconds, at most `most`, that an upload may take so that an acknowledgement is still in time.

    An interaction made in the future, or longer ago than Discord waits, shows that the clocks differ: it is taken as
    made when it arrived.
    """
    now, what = r.clock.now(), r.what
    arrived = what.extras.get(ARRIVED, now)
    made = what.created_at if what.created_at <= arrived <= what.created_at + WAITS else arrived
    return min(most, (made + ACKNOWLEDGED - now).total_seconds())


async def _at_once(r: _Response) -> str:
    """Answer completely, pictures included, by one request and without an acknowledgement before."""
    if r.updates:
        uploads = await files.load_missing(r.media, r.body, _kept(r))
        with r.messenger.calling():
            given = await r.what.response.edit_message(view=r.body.view, attachments=uploads, allowed_mentions=NOBODY)
        return _shown(r, r.request.pressed, given)
    pictures = await files.load(r.media, r.body)
    with r.messenger.calling():
        sent = await r.what.response.send_message(
            view=r.body.view, files=pictures, ephemeral=r.aside, allowed_mentions=NOBODY
        )
    return _shown(r, addresses.message_ref(r.what.channel_id or 0, sent.message_id or 0), sent)


def _shown(r: _Response, ref: str, given: discord.InteractionCallbackResponse[discord.Client] | None) -> str:
    """Remember the files of the message that an answer became, and return its reference."""
    resource = given.resource if given else None
    r.messenger.kept.learn(ref, resource if isinstance(resource, discord.Message) else None)
    return ref


def _kept(r: _Response) -> Kept:
    """Return the files of the pressed message, which an update of it need not upload again."""
    return kept_files.of(r.what.message) if r.updates and r.what.message else {}


async def _fill(r: _Response) -> str:
    """Put the answer in the place of the acknowledgement; repeat it after a lost connection, which is harmless."""
    for pause in PAUSES:
        with contextlib.suppress(SendUnknown):
            return await _edit(r)
        await asyncio.sleep(pause)
    return await _edit(r)


async def _edit(r: _Response) -> str:
    uploads = await files.load_missing(r.media, r.body, _kept(r), r.reply.files)
    with r.messenger.calling():
        sent = await r.what.edit_original_response(view=r.body.view, attachments=uploads, allowed_mentions=NOBODY)
    ref = addresses.message_ref(r.what.channel_id or 0, sent.id)
    r.messenger.kept.learn(ref, sent)
    return ref


async def _acknowledge(messenger: Messenger, what: discord.Interaction) -> None:
    """Acknowledge without an answer."""
    with messenger.calling():
        if what.type is discord.InteractionType.component or what.message:
            await what.response.defer()
        else:
            await what.response.defer(ephemeral=True, thinking=True)
            await what.delete_original_response()
