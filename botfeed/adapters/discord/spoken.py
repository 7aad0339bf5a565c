"""Answers to what did not come as an interaction: words that name us, replies and reactions."""

from __future__ import annotations

import structlog

from botfeed.adapters.discord import decode
from botfeed.adapters.discord.messenger import Messenger
from botfeed.core import dispatch
from botfeed.core.chat.context import House
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Card, Reply, Request
from botfeed.core.errors import SendError, SendUnknown, TryAgain

log = structlog.get_logger()

_ASIDE = L("I answered you in private.")
_CLOSED = L(
    "I answer that in private, and can't write to you. Slash commands like {imagine:c} need no direct messages."
)


async def answer(house: House, messenger: Messenger, request: Request) -> None:
    """What is for one person alone goes to their direct messages, and who named us in a place hears so there.

    Raises errors.SendError.
    """
    reply = await dispatch.handle(house, request)
    here, key = request.address, request.id.removeprefix(f"{decode.PLATFORM}:")
    aside = reply.private and not here.private
    if not (reply.cards or reply.ask) and (aside or not reply.notice):
        return
    address = request.sender.private if aside else here
    assert address
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
        if aside and request.called:
            await _point(house, messenger, request, _ASIDE)


async def _point(house: House, messenger: Messenger, request: Request, line: str) -> None:
    """Say in the place, which waits for a word, where the answer is."""
    say = await dispatch.speech(house, request)
    told = Reply((Card(say.t(line, imagine="/imagine")),), private=False, silent=True)
    await messenger.send(request.address, told, f"{request.id.removeprefix(f'{decode.PLATFORM}:')}:a")
