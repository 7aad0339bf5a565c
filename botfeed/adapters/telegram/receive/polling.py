"""Poll for updates; confirm one once it is durable and its answer was sent.

A poll begins with the oldest update whose answer is being sent, so Telegram keeps it for the process after a crash.
Updates that it repeats meanwhile are skipped by their number, before they are parsed.
"""

from __future__ import annotations

import asyncio
import contextlib
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram import error
from telegram.warnings import PTBUserWarning

from botfeed.adapters.telegram.api.refusals import seconds
from botfeed.adapters.telegram.decode import IncomingRequest
from botfeed.adapters.telegram.receive import raw_updates, webhook
from botfeed.adapters.telegram.receive.updates import RETRY_PAUSE, UNKNOWN, Receiver
from botfeed.core.errors import StartError, TryAgain

log = structlog.get_logger()

POLL = 25  # seconds that Telegram holds an empty poll
PAUSE = 2.0  # seconds after a failed poll; doubled for each further one
MOST = 60.0  # seconds of pause at most
LIMIT = 100  # updates of one poll
HELD = 80  # updates at most that are repeated while their answers are sent: the rest of a poll is for new ones
PACE = 0.02  # seconds that the next poll waits for answers: until they are sent Telegram repeats their updates
CONFLICT = 60.0  # seconds until another look whether we are the only one
SECOND = "Another process polls this Telegram bot. Stop it, or use a bot of its own; tried again"
WEBHOOK = (
    "A webhook is set for this Telegram bot, so it cannot be polled. Remove it, or use a bot of its own; tried again"
)


@dataclass(slots=True)
class Backoff:
    """Growing pauses between polls that fail one after another; `pause` is the last one, 0 while polls succeed."""

    host: str
    pause: float = 0.0

    def failed(self, why: str) -> float:
        """Return the seconds to wait before the next poll. Logs only when that became longer."""
        longer = min(self.pause * 2, MOST) or PAUSE
        if longer > self.pause:
            log.warning("poll failed", host=self.host, why=why, seconds=longer)
        self.pause = longer
        return longer

    def succeeded(self) -> None:
        if self.pause:
            log.warning("poll works again", host=self.host)
        self.pause = 0.0


async def poll(receiver: Receiver, ready: Callable[[], None]) -> None:
    """Poll until cancelled.

    Raises TryAgain for a second poller of this token (409) and for a webhook set by others: only this platform stops,
    until they are gone. Raises StartError for a bad token.
    """
    await webhook.unset(receiver)
    ready()
    began = receiver.services.clock.now()
    taken: deque[int] = deque(maxlen=HELD)  # the newest ones
    behind = True  # the first updates may have waited while no process was here
    backlog = True  # the first updates may have been taken by the process before this one
    warned = False  # about an update without a number
    backoff = Backoff(_host(receiver.bot.base_url))
    while True:
        offset = _offset(taken, receiver.oldest_unanswered(), receiver.oldest_retry())
        receiver.forget_before(offset)
        got = await _batch(receiver, offset, backoff, 0 if behind else POLL)
        if got is None:
            continue
        if not got:  # all is confirmed: after a quiet week Telegram numbers anew, perhaps from below
            taken.clear()
        numbers = [raw_updates.numbered(raw) for raw in got]
        if None in numbers and not warned:
            warned = True
            log.warning("updates without a number are passed over")
        if set(numbers) == {None}:  # it cannot be confirmed, so Telegram repeats it at once
            await receiver.services.clock.sleep(PAUSE)
        named = zip(numbers, got, strict=True)
        fresh = {number: raw for number, raw in named if number is not None and not receiver.is_known(number)}
        await _take(receiver, fresh.values(), repeated=backlog, began=began if behind else None)
        taken.extend(number for number in fresh if receiver.is_known(number))
        behind = behind and len(got) == LIMIT
        backlog = backlog and (set(numbers) <= {None} or len(got) == LIMIT)
        if receiver.has_retries:
            await receiver.services.clock.sleep(RETRY_PAUSE)
        await receiver.wait_for_answers(PACE)


def _offset(taken: Sequence[int], unanswered: int | None, retry: int | None = None) -> int:
    """Return the number at which the next poll begins; it confirms all updates before, but none to come again."""
    if not taken:
        return 0
    offset = max(taken) + 1 if unanswered is None else max(unanswered, min(taken))
    return offset if retry is None else min(offset, retry)


def _host(url: str) -> str:
    """Return host and port of the server's address; its path holds the token."""
    return urlsplit(url).netloc.rpartition("@")[2]


async def _batch(receiver: Receiver, offset: int, backoff: Backoff, hold: int) -> Sequence[dict[str, Any]] | None:
    """Poll once, held open for `hold` seconds; return None after a pause if that failed."""
    args = {"offset": offset, "limit": LIMIT, "timeout": hold, "allowed_updates": list(raw_updates.ALLOWED)}
    try:
        with warnings.catch_warnings():
            # Raw on purpose: an update that cannot be parsed must not stop the others.
            warnings.simplefilter("ignore", PTBUserWarning)
            got = await receiver.bot.do_api_request("getUpdates", api_kwargs=args, read_timeout=POLL + 10)
    except error.Conflict as e:
        raise TryAgain(WEBHOOK if "webhook" in e.message else SECOND, CONFLICT) from None
    except (error.InvalidToken, error.Forbidden):
        raise StartError(UNKNOWN) from None
    except error.RetryAfter as e:
        await receiver.services.clock.sleep(seconds(e))
        return None
    except error.TelegramError as e:
        if isinstance(e, error.EndPointNotFound):  # what the client makes of a 401 and a 404 here
            await _check_token(receiver)
        await receiver.services.clock.sleep(backoff.failed(type(e).__name__))
        return None
    backoff.succeeded()
    return got if isinstance(got, list) else [got]


async def _check_token(receiver: Receiver) -> None:
    """Raise StartError if Telegram no longer accepts the token; a proxy may have rejected it by mistake."""
    try:
        await receiver.bot.get_me()
    except (error.InvalidToken, error.Forbidden):
        raise StartError(UNKNOWN) from None
    except error.TelegramError:
        return


async def _read(receiver: Receiver, raw: dict[str, Any]) -> IncomingRequest | None:
    """Read one update; None if it has to come again, which it does as it is not confirmed."""
    with contextlib.suppress(TryAgain):
        return await receiver.read(raw)
    return None


async def _take(receiver: Receiver, batch: Iterable[dict[str, Any]], *, repeated: bool, began: datetime | None) -> None:
    """Handle a batch, chats side by side and each in its order; all of it is durable when this returns.
    `began`: when this process began to poll, for updates that may have waited for it.
    """
    arrived = [one for raw in batch if (one := await _read(receiver, raw))]
    await asyncio.gather(
        *(
            _handle(receiver, one, repeated=repeated, behind=began is not None and _waited(one, began))
            for one in arrived
        )
    )


def _waited(one: IncomingRequest, began: datetime) -> bool:
    """Return True if an update was made before; Telegram says whole seconds, and nothing of presses."""
    return one.sent is None or one.sent < began - timedelta(seconds=1)


async def _handle(receiver: Receiver, one: IncomingRequest, *, repeated: bool, behind: bool) -> None:
    """Handle an update; one that has to come again does so, as it is not confirmed. What raises stops no other."""
    try:
        await receiver.take(one, repeated=repeated, backlog=behind)
    except TryAgain:
        pass
    except Exception:
        log.exception("an update could not be handled", update=one.number)
        receiver.put_aside(one.number)
