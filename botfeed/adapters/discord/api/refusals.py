"""Translate what Discord and the connection refuse into the errors of the core."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import aiohttp
import discord
import structlog

from botfeed.core.errors import Expired, MessageGone, Rejected, SendUnknown, TooLarge, TryAgain, Unreachable

log = structlog.get_logger()

_LOST = {10003, 10013, 50001, 50007, 50013, 50278, 40003, 10004}
_GONE = {10008}
_EXPIRED = {10015, 10062, 50027}
_ANSWERED = 40060  # the interaction was acknowledged before, by a call whose answer was lost
_TOO_OLD = 30046  # too many edits of messages older than an hour: they keep what they show
_TOO_LARGE = 40005  # a request that is larger than the place takes
_BANNED = 60.0  # seconds to send nothing after a refusal that names no time
_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)  # an answer that is not what it should be


@contextlib.contextmanager
def as_core_errors() -> Iterator[None]:
    """Raise SendError and its kinds for what the library raises."""
    try:
        yield
    except discord.InteractionResponded:  # the library's own form of _ANSWERED
        raise SendUnknown("answered before") from None
    except discord.RateLimited as e:
        raise TryAgain("told to wait", e.retry_after) from None
    except discord.DiscordServerError as e:
        raise SendUnknown(f"status {e.status}") from None
    except discord.HTTPException as e:
        raise _refused(e) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as e:
        raise SendUnknown(type(e).__name__) from None
    except _UNREADABLE as e:
        log.exception("an answer of Discord's cannot be read")  # or a fault of ours: it must be seen
        raise SendUnknown(type(e).__name__) from None


def _refused(error: discord.HTTPException) -> Exception:
    why = f"status {error.status}, code {error.code}"
    if error.code == _TOO_OLD:
        return Rejected(why)
    if error.status == 413 or error.code == _TOO_LARGE:
        return TooLarge(why)
    if error.status == 429:
        return TryAgain(why, _BANNED)
    if error.code == _ANSWERED:
        return SendUnknown(why)
    if error.code in _EXPIRED or error.status == 401:
        return Expired(why)
    if error.code in _GONE:
        return MessageGone(why)
    if error.status == 403 and not error.code:  # from a proxy before Discord, which answers with a code
        return TryAgain(why, _BANNED)
    if error.code in _LOST or error.status == 403:
        return Unreachable(why)
    return Rejected(why)
