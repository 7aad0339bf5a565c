"""What is kept for a while and then goes, once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from botfeed.core.chat.policy import ANSWERS_KEPT, EVENTS_KEPT
from botfeed.core.model import Answered, Delivery, Draft, Event, Job, Link, Painting, PaintState, Picture, SendState
from botfeed.core.ports import Unit

DELIVERIES_KEPT = timedelta(days=30)  # their keys guard against saying a thing twice
PROMPTS_KEPT = timedelta(days=30)  # of what came to nothing
FAILURES_KEPT = timedelta(days=30)  # dead jobs: time to look at them
LINKS_KEPT = timedelta(days=1)  # a press that comes late is told how it ended
TALLIES_KEPT = timedelta(days=2)


def sweep(uow: Unit, now: datetime) -> dict[str, int]:
    """Drop what is past its time; how many rows of each. Buttons stay: one may be pressed after years."""
    return {
        "events": uow.remove(Event, created__lt=now - EVENTS_KEPT),
        "answers": uow.remove(Answered, created__lt=now - ANSWERS_KEPT),
        "drafts": uow.remove(Draft, created__lt=now - ANSWERS_KEPT),
        "deliveries": _deliveries(uow, now - DELIVERIES_KEPT),
        "prompts": _prompts(uow, now - PROMPTS_KEPT),
        "jobs": uow.remove(Job, state="dead", created__lt=now - FAILURES_KEPT),
        "links": uow.remove(Link, expires__lt=now - LINKS_KEPT),
        "tallies": uow.quotas.forget((now - TALLIES_KEPT).date().isoformat()),
    }


def _deliveries(uow: Unit, before: datetime) -> int:
    """Drop answers and edits that are over. A digest's row stays: it says how its message is built again."""
    over = {"state__in": (SendState.SENT, SendState.CANCELLED), "created__lt": before}
    return (
        uow.remove(Delivery, urgent=True, **over)
        + uow.remove(Delivery, kind="copy", **over)
        + uow.remove(Delivery, state=SendState.CANCELLED, created__lt=before)
        + uow.remove(Delivery, state=SendState.DEAD, created__lt=before)
    )


def _prompts(uow: Unit, before: datetime) -> int:
    """Forget the words of paintings that have no picture; their place in the ledger stays."""
    over = uow.all(Painting, state=PaintState.REFUNDED, created__lt=before, prompt__ne="")
    empty = [painting for painting in over if not uow.count(Picture, painting=painting.id, removed=None)]
    return sum(uow.swap(Painting, {"id": painting.id}, prompt="") for painting in empty)
