"""Translate what Discord and the connection refuse into the errors of the core, by one table.

class of refusal     core error      what follows from it
gone for good        Unreachable     no further attempt; what a space used the channel for ends
                     MessageGone     the message is settled as gone; a replacement is sent as a new message
                     Expired          the token is over: edited by the channel, or sent as a new message
forbidden now        NotPermitted    by the token while it lives; else tried again, slower and slower
malformed            Rejected        never sent again as it is; who waits is told in words
                     TooLarge        the same, and why
too fast             TryAgain        sent again after the time that was named
unknown              SendUnknown     sent again under the same nonce; an edit is simply repeated
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping

import aiohttp
import discord
import structlog

from botfeed.core.errors import (
    Expired,
    MessageGone,
    NotPermitted,
    Rejected,
    SendError,
    SendUnknown,
    TooLarge,
    TryAgain,
    Unreachable,
)

log = structlog.get_logger()

Kind = Callable[[str], SendError]

BANNED = 60.0  # seconds to send nothing after a refusal that names no time
OLD_EDITS = 900.0  # seconds to the next attempt at an edit of a message older than an hour


def _later(seconds: float) -> Kind:
    return lambda why: TryAgain(why, seconds)


CODES: Mapping[int, Kind] = {
    10003: Unreachable,  # no such channel
    10004: Unreachable,  # no such server
    10007: Unreachable,  # no such member
    10013: Unreachable,  # no such person
    40003: Unreachable,  # direct messages are opened too fast: stop
    50007: Unreachable,  # takes no direct messages
    50278: Unreachable,  # shares no server any more
    10008: MessageGone,
    10015: Expired,  # no such webhook: the token is over
    10062: Expired,  # no such interaction
    50027: Expired,  # the token is no longer valid
    50001: NotPermitted,  # the channel cannot be seen
    50013: NotPermitted,  # a permission is missing
    40333: _later(BANNED),  # a request that the firewall did not let through
    30046: _later(OLD_EDITS),  # too many edits of messages older than an hour
    40005: TooLarge,
    40060: SendUnknown,  # the interaction was answered before, by a call whose answer was lost
}
STATUSES: Mapping[int, Kind] = {  # where a code is unknown, or none is given
    401: Expired,
    403: NotPermitted,
    408: SendUnknown,
    413: TooLarge,
    429: _later(BANNED),
}
_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)  # an answer that is not what it should be


@contextlib.contextmanager
def as_core_errors() -> Iterator[None]:
    """Raise SendError and its kinds for what the library raises."""
    try:
        yield
    except discord.InteractionResponded:  # the library's own form of 40060
        raise SendUnknown("answered before") from None
    except discord.RateLimited as e:
        raise TryAgain("told to wait", e.retry_after) from None
    except discord.DiscordServerError as e:
        raise SendUnknown(f"status {e.status}") from None
    except discord.HTTPException as e:
        raise refused(e.status, e.code) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as e:
        raise SendUnknown(type(e).__name__) from None
    except _UNREADABLE as e:
        log.exception("an answer of Discord's cannot be read")  # or a fault of ours: it must be seen
        raise SendUnknown(type(e).__name__) from None


def refused(status: int, code: int) -> SendError:
    """Return the error of the core for a refusal. Its code decides, then its status; any other is malformed."""
    why = f"status {status}, code {code}"
    if status == 403 and not code:  # from a proxy before Discord, which answers with a code
        return TryAgain(why, BANNED)
    if status >= 500:
        return SendUnknown(why)
    return CODES.get(code, STATUSES.get(status, Rejected))(why)
