"""Policy: the operator's decisions, as the core uses them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

CONSENT_VERSION = 1
DEADLINE = timedelta(minutes=10)  # from asking to refund
UNDO = timedelta(minutes=10)
LEAVE = timedelta(days=7)  # to change one's mind about erasure
REVIEW_AGAIN = timedelta(minutes=2)  # between attempts at a judgement that could not be had, at first
REVIEW_LATEST = timedelta(hours=1)  # between them at last
REVIEW_ENDS = timedelta(days=7)  # of attempts at one that breaks, after what is judged was written
TYPED_PER, TYPED_AT_ONCE = timedelta(milliseconds=250), 30  # completions: as fast as keys are pressed
RIGHTS_FRESH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Policy:
    """Policy of one instance. `operators` are names like `discord:1234` or `console:ada`."""

    operators: frozenset[str] = frozenset()
    access: str = "open"  # open | invite | spaces
    home: frozenset[str] = frozenset()  # platforms that only the operator's own machine reaches
    per_person: int | None = 10  # pictures a day; None: no limit
    per_day: int | None = 100  # pictures a day in all; None: no limit
    per_minute: int = 30  # commands a person
    questions: int = 50  # to the language model, a day and person
    questions_per_day: int = 500  # to it in all
    spread: timedelta = timedelta(minutes=4)  # of digests after the chosen minute
    explore: bool = True
    contact: str = ""
    warms: frozenset[str] = frozenset()  # platforms that get each picture ahead, by a job `warm.<platform>`
