"""Retries of deliveries that may not have arrived: the time of the next one, and when they end."""

from __future__ import annotations

from datetime import datetime, timedelta

from botfeed.core.cards import dispatch as cards
from botfeed.core.errors import NotPermitted, SendUnknown, TryAgain
from botfeed.core.model import Delivery, Job, SendState
from botfeed.core.ports.fields import DeliveryValues
from botfeed.core.work.jobs import Retry

PAUSE_MOST = 40.0  # seconds between attempts, unless more was asked for; at what may have arrived they end with its key
EDIT_LASTS = timedelta(minutes=20)  # of trying an edit whose outcome nobody learns: longer than any answer's token
SAME_KEY = timedelta(minutes=2)  # while a platform still knows a repeated key
DONE_AGAIN, DONE_AGAIN_MOST = 20.0, 3600.0  # seconds to the next attempt at what nobody learns whether it was done
PERMITTED = timedelta(days=1)  # of trying to send where a permission is missing now
PERMITTED_LEAST, PERMITTED_MOST = 60.0, 6 * 3600.0  # seconds between these attempts
LOST = cards.LOST
TRIES = 500  # at what surely did not arrive: five hours of an outage


def again(row: Delivery, error: Exception, now: datetime, *, edit: bool) -> tuple[DeliveryValues, Retry] | None:
    """Return the row's status meanwhile, and the error its job raises; None where retries end here."""
    if isinstance(error, TryAgain) and row.attempts < TRIES:
        pause = max(error.after, min(PAUSE_MOST, 2.0 ** (row.attempts - 1)))
        return {"state": SendState.RETRY, "sending": None}, Retry(pause, str(error), counts=False)
    later = _permitted_again(row, now) if isinstance(error, NotPermitted) else None
    if later is not None:
        return {"state": SendState.RETRY, "sending": None}, Retry(later, str(error), counts=False)
    if isinstance(error, SendUnknown) and not (edit and abs(now - row.created) >= EDIT_LASTS):
        sending = None if edit else row.sending  # an edit may be done again; only a message can come twice
        doubt: DeliveryValues = {"state": SendState.UNKNOWN, "sending": sending}
        return doubt, Retry(min(PAUSE_MOST, 2.0**row.attempts), str(error), counts=False)
    return None


def _permitted_again(row: Delivery, now: datetime) -> float | None:
    """Return the seconds to the next attempt where a permission is missing now: slower and slower, for a day.
    None after that, and where a person waits for an answer.
    """
    passed = abs(now - row.created)
    if row.edits or row.account is not None or passed >= PERMITTED:
        return None
    return min(PERMITTED_MOST, max(PERMITTED_LEAST, passed.total_seconds()))


def doubtful(row: Delivery, now: datetime) -> bool:
    """Return True if it may have arrived and the platform no longer deduplicates its key,
    so that a retry might post twice. A clock that was set meanwhile says as little about the time that passed.
    """
    unsettled = row.state in (SendState.SENDING, SendState.UNKNOWN)
    return unsettled and row.sending is not None and abs(now - row.sending) >= SAME_KEY


def retry_unknown(job: Job, error: SendUnknown) -> Retry:
    """Return the Retry for a call of unknown outcome that may be repeated: it counts as an attempt, and pauses grow."""
    return Retry(min(DONE_AGAIN_MOST, DONE_AGAIN * 3.0**job.attempts), str(error))
