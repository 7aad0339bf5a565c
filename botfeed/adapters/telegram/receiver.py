"""Connect to Telegram and receive updates, by polling or by webhook, until cancelled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import structlog
from telegram import Bot, error

from botfeed.adapters.telegram import jobs, schema
from botfeed.adapters.telegram.api import transport
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.receive.inline import InlineSettings
from botfeed.adapters.telegram.receive.updates import NO_INLINE, SENT_BY, UNKNOWN, Receiver
from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.errors import StartError, TryAgain

log = structlog.get_logger()

RECONNECT = 5.0  # seconds until Telegram is tried again that could not be reached at the start

UpdateSource: TypeAlias = Callable[[Receiver, Callable[[], None]], Awaitable[None]]
"""Lets updates in until cancelled, and calls its second argument once they come."""


async def serve(
    services: Services,
    token: str,
    ready: Callable[[str], None],
    source: UpdateSource,
    inline: InlineSettings = NO_INLINE,
    *,
    rich: bool = False,
    ephemeral: bool = False,
    **options: Any,
) -> None:
    """Connect, push the command lists, and receive updates by `source` until cancelled.
    `ready` is given the bot's user name; `options` go to `telegram.Bot` (base_url ...). `rich`: send text as rich
    messages where the server supports them; `ephemeral`: send private answers in groups as ephemeral messages.
    Raises StartError where no retry would help, TryAgain where Telegram cannot be reached.
    """
    for name in ("httpx", "httpcore", "telegram"):  # they log the addresses they call, which hold the token
        logging.getLogger(name).setLevel(logging.WARNING)
    bot = transport.bot(token, **options)
    try:
        await bot.initialize()
    except (error.InvalidToken, error.Forbidden):
        raise StartError(UNKNOWN) from None
    except error.NetworkError as e:
        raise TryAgain(f"Telegram cannot be reached ({type(e).__name__})", RECONNECT) from None
    messenger = Messenger(services, bot, inline.storage, rich=rich, ephemeral=ephemeral)
    receiver = Receiver(services, bot, messenger, inline)
    await messenger.client.migrations.load()
    await receiver.hearing.load()
    services.messengers[messenger.platform] = messenger
    services.store.wake()
    try:
        await _push_commands(services, bot)
        await dispatch.deferred_replies.send_missed(services, messenger.platform)
        await source(receiver, lambda: ready(bot.username))
    finally:
        services.messengers.pop(messenger.platform, None)
        await receiver.wait_for_answers(SENT_BY)
        await receiver.stop()
        await bot.shutdown()


async def send_only(_receiver: Receiver, ready: Callable[[], None]) -> None:
    """Connect without receiving updates: another process receives, this one sends."""
    ready()
    await asyncio.Event().wait()


async def _push_commands(services: Services, bot: Bot) -> None:
    """Show the bot as it is now; after a failure a job tries again."""
    try:
        await schema.push(services, bot)
    except error.TelegramError as e:
        log.warning("the list of commands was not told; tried again", why=type(e).__name__)
        await jobs.check_profile(services)
