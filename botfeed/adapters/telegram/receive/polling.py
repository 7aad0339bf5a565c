"""Updates by a poll loop of our own: one is confirmed once it is durable and its answer was said.

A poll begins with the oldest update whose answer is being said, so Telegram keeps it for who comes after a crash. What
it gives again meanwhile is passed over by its number, before it is parsed.
"""

from __future__ import annotations

import asyncio
import contextlib
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import structlog
from telegram import error
from telegram.warnings import PTBUserWarning

from botfeed.adapters.telegram.api.refusals import seconds
from botfeed.adapters.telegram.decode import Arrived
from botfeed.adapters.telegram.receive import webhook
from botfeed.adapters.telegram.receiver import ALLOWED, OWED_PAUSE, UNKNOWN, Receiver, numbered
from botfeed.core.errors import StartError, TryAgain

log = structlog.get_logger()

POLL = 25  # seconds that Telegram holds an empty poll
PAUSE = 2.0  # seconds after a failed poll
LIMIT = 100  # updates of one poll
HELD = 80  # of them at most are taken already and wait for their answers: there is always room for new ones
PACE = 0.02  # seconds that the next poll waits for answers: until they are said Telegram gives their updates again
SECOND = "Another process polls this Telegram bot. Stop it, or use a bot of its own."
WEBHOOK = "A webhook is set for this Telegram bot, so it cannot be polled. Remove it, or use a bot of its own."


async def poll(receiver: Receiver, ready: Callable[[], None]) -> None:
    """Poll until cancelled. One poller a token: Telegram answers 409 to a second one, and then we stop and say so.

    Raises StartError for that, for a bad token, and for a webhook that another set.
    """
    await webhook.unset(receiver)
    ready()
    taken: deque[int] = deque(maxlen=HELD)  # the newest ones
    backlog = True  # the process before this one may have taken what comes first
    strange = False  # something came without a number, and that was logged
    while True:
        offset = _offset(taken, receiver.unsaid())
        receiver.confirmed(offset)
        got = await _batch(receiver, offset)
        if got is None:
            continue
        if not got:  # all is confirmed: after a quiet week Telegram numbers anew, perhaps from below
            taken.clear()
        numbers = [numbered(raw) for raw in got]
        if None in numbers and not strange:
            strange = True
            log.warning("updates without a number are passed over")
        if set(numbers) == {None}:  # Telegram cannot be told that it was seen: it comes again at once
            await receiver.services.clock.sleep(PAUSE)
        named = zip(numbers, got, strict=True)
        fresh = {number: raw for number, raw in named if number is not None and not receiver.heard(number)}
        await _take(receiver, fresh.values(), repeated=backlog)
        taken.extend(fresh)
        backlog = backlog and (set(numbers) <= {None} or len(got) == LIMIT)
        if receiver.owes:
            await receiver.services.clock.sleep(OWED_PAUSE)
        await receiver.said(PACE)


def _offset(taken: Sequence[int], unsaid: int | None) -> int:
    """Where the next poll begins: what is before that is forgotten by Telegram."""
    if not taken:
        return 0
    return max(taken) + 1 if unsaid is None else max(unsaid, min(taken))


async def _batch(receiver: Receiver, offset: int) -> Sequence[dict[str, Any]] | None:
    """Poll once; None where that failed, after a pause."""
    args = {"offset": offset, "limit": LIMIT, "timeout": POLL, "allowed_updates": list(ALLOWED)}
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
        await receiver.services.clock.sleep(seconds(e))
        return None
    except error.TelegramError as e:
        if isinstance(e, error.EndPointNotFound):  # what the client makes of a 401 and a 404 here
            await _check_token(receiver)
        log.warning("poll failed", why=type(e).__name__)
        await receiver.services.clock.sleep(PAUSE)
        return None
    return got if isinstance(got, list) else [got]


async def _check_token(receiver: Receiver) -> None:
    """Raise StartError where Telegram does not know us any more; a server on the way may say so by mistake."""
    try:
        await receiver.bot.get_me()
    except (error.InvalidToken, error.Forbidden):
        raise StartError(UNKNOWN) from None
    except error.TelegramError:
        return


async def _read(receiver: Receiver, raw: dict[str, Any]) -> Arrived | None:
    """Read one; what has to come again is not confirmed, so it does."""
    with contextlib.suppress(TryAgain):
        return await receiver.read(raw)
    return None


async def _take(receiver: Receiver, batch: Iterable[dict[str, Any]], *, repeated: bool) -> None:
    """Handle a batch: chats side by side, each in its order. All of it is durable when this returns."""
    arrived = [one for raw in batch if (one := await _read(receiver, raw))]
    await asyncio.gather(*(receiver.take(one, repeated=repeated) for one in arrived))
