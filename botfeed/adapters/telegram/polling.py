"""Updates by a poll loop of our own: a batch is confirmed, by the next poll, once all of it is durable."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from telegram import error
from telegram.warnings import PTBUserWarning

from botfeed.adapters.telegram import webhook
from botfeed.adapters.telegram.receiver import ALLOWED, UNKNOWN, Receiver
from botfeed.adapters.telegram.refusals import seconds
from botfeed.core.errors import StartError

log = structlog.get_logger()

POLL = 25  # seconds that Telegram holds an empty poll
PAUSE = 2.0  # seconds after a failed poll
SAID_BY = 0.05  # seconds that a poll waits for answers to be said: everybody else waits meanwhile
SECOND = "Another process polls this Telegram bot. Stop it, or use a bot of its own."
WEBHOOK = "A webhook is set for this Telegram bot, so it cannot be polled. Remove it, or use a bot of its own."


async def poll(receiver: Receiver, ready: Callable[[], None]) -> None:
    """Poll until cancelled. One poller a token: Telegram answers 409 to a second one, and then we stop and say so.

    Raises StartError for that, for a bad token, and for a webhook that another set.
    """
    await webhook.unset(receiver)
    ready()
    offset = 0
    while True:
        batch = await _batch(receiver, offset)
        await _take(receiver, batch, offset)
        numbers = [raw["update_id"] for raw in batch if isinstance(raw.get("update_id"), int)]
        offset = max([offset, *(n + 1 for n in numbers)])


async def _batch(receiver: Receiver, offset: int) -> Sequence[dict[str, Any]]:
    args = {"offset": offset, "timeout": POLL, "allowed_updates": list(ALLOWED)}
    try:
        with warnings.catch_warnings():
            # Read raw on purpose: an update that cannot be parsed must not stop the others.
            warnings.simplefilter("ignore", PTBUserWarning)
            got = await receiver.bot.do_api_request("getUpdates", api_kwargs=args, read_timeout=POLL + 10)
    except error.Conflict as e:
        raise StartError(WEBHOOK if "webhook" in e.message else SECOND) from None
    except (error.InvalidToken, error.Forbidden):
        raise StartError(UNKNOWN) from None
    except error.RetryAfter as e:
        await receiver.house.clock.sleep(seconds(e))
        return ()
    except error.TelegramError as e:
        if isinstance(e, error.EndPointNotFound):  # what the client makes of a 401 and a 404 here
            await _check_token(receiver)
        log.warning("poll failed", why=type(e).__name__)
        await receiver.house.clock.sleep(PAUSE)
        return ()
    return got if isinstance(got, list) else ()


async def _check_token(receiver: Receiver) -> None:
    """Raise StartError where Telegram does not know us any more; a server on the way may say so by mistake."""
    try:
        await receiver.bot.get_me()
    except (error.InvalidToken, error.Forbidden):
        raise StartError(UNKNOWN) from None
    except error.TelegramError:
        return


async def _take(receiver: Receiver, batch: Sequence[dict[str, Any]], offset: int) -> None:
    """Handle a batch: chats side by side, each in its order; then its updates may be forgotten by Telegram."""
    arrived = [one for raw in batch if (one := await receiver.read(raw))]
    await asyncio.gather(*(receiver.take(one, repeated=offset == 0 or one.number < offset) for one in arrived))
    await receiver.said(SAID_BY)
