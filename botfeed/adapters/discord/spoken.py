"""What people say and do without an interaction: messages, replies and reactions."""

from __future__ import annotations

import discord
import structlog

from botfeed.adapters.discord import decode
from botfeed.adapters.discord.messenger import Messenger
from botfeed.core import dispatch
from botfeed.core.chat.context import House
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Card, Reply, Request, Sender
from botfeed.core.errors import SendError, SendUnknown, TryAgain
from botfeed.core.model import Identity, Placement
from botfeed.core.ports import Unit
from botfeed.core.work import reach

log = structlog.get_logger()

_ASIDE = L("I answered you in private.")
_CLOSED = L(
    "I answer that in private, and can't write to you. Write to me first, or use a slash command like {imagine:c}."
)


async def answer(house: House, messenger: Messenger, request: Request) -> None:
    """Do it and say what came of it.

    What is for one person alone goes to their direct messages where they asked for these: nobody can be whispered to
    in a channel who pressed nothing. Who named us there hears so. Raises errors.SendError.
    """
    reply = await dispatch.handle(house, request)
    here, key = request.address, request.id.removeprefix(f"{decode.PLATFORM}:")
    aside = reply.private and not here.private
    if not (reply.cards or reply.ask) and (aside or not reply.notice):
        return
    address = await house.store.read(lambda uow: reach.sender(uow, request.sender)) if aside else here
    if address is None:
        await dispatch.late.told(house, request)
        await _point(house, messenger, request, _CLOSED)
        return
    try:
        receipt = await messenger.send(address, reply, key)
    except (TryAgain, SendUnknown) as error:
        log.warning("an answer is late", why=repr(error))
        await dispatch.late.say(house, request, address, error)
    except SendError:
        await dispatch.late.told(house, request)
        if not aside:
            raise
        await _point(house, messenger, request, _CLOSED)
    else:
        await dispatch.landed(house, request, address, reply, receipt)
        if aside:
            await _point(house, messenger, request, _ASIDE)


async def _point(house: House, messenger: Messenger, request: Request, line: str) -> None:
    """Say where the answer is to who named us in a place and waits for a word there."""
    if not request.called:
        return
    say = await dispatch.speech(house, request)
    told = Reply((Card(say.t(line, imagine="/imagine")),), private=False, silent=True)
    await messenger.send(request.address, told, f"{request.id.removeprefix(f'{decode.PLATFORM}:')}:a")


def reacts(uow: Unit, event: discord.RawReactionActionEvent) -> Sender | None:
    """Who reacts to a message of ours: Discord tells of a member; of others we ask nobody, and know them or do not.

    Whoever reacts to what others say is none of our business.
    """
    ref = decode.message_ref(event.channel_id, event.message_id)
    if not uow.count(Placement, platform=decode.PLATFORM, ref=ref):
        return None
    if event.member:
        return None if event.member.bot else decode.sender(event.member, admin=None)
    known = uow.one(Identity, platform=decode.PLATFORM, user=str(event.user_id))
    return decode.known(known, admin=None if event.guild_id else False) if known else None
