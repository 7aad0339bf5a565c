"""All exceptions, as a tree.

BotfeedError
├── UserError            shown to a person, in their language; nothing was changed or charged
│   ├── BadInput         the input does not fit; the text says what would
│   ├── NotYours         the button or the object belongs to somebody else
│   ├── NotFound         missing, or not visible to the actor
│   ├── Refused          rejected by review; carries the category
│   ├── Limited          too many, too fast, or out of allowance
│   └── Forbidden        the actor lacks the rights
├── NeedsRights          administrator rights are unknown: the platform is asked first
├── NeedsMembership      membership of a place is unknown: the platform is asked first
├── PaintError           raised by a painter
│   ├── PaintRefused     will not paint this; carries the category; never retried
│   ├── PaintFailed      did not paint and did not charge; may be retried
│   ├── PaintUnusable    answered, and most likely charged, without a picture that can be used
│   └── PaintUnknown     may or may not have painted: submitted again at most once
├── SendError            raised by a messenger
│   ├── TryAgain         not now; carries the seconds to wait
│   ├── Unreachable      nothing can be delivered to this address any more (blocked, kicked, deleted)
│   │   └── NotPermitted  not with the permissions of this moment, which may be given back
│   ├── Expired          this private answer can no longer be edited
│   ├── MessageGone      the message to edit or delete does not exist any more
│   ├── Rejected         the platform will never accept this message as it is
│   │   └── TooLarge     because a file is larger than it accepts
│   └── SendUnknown      may or may not have arrived
├── ModelError           the language model or the reviewer did not answer; its trouble says what follows
├── StoreAway            the database cannot be reached, or written: nothing was changed, as far as is known
└── StartError           botfeed cannot start; the text says what to do
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class BotfeedError(Exception):
    """Base class of all exceptions that botfeed raises on purpose."""


class UserError(BotfeedError):
    """An error shown to a person.
    `message` is a catalogue entry (English), `values` fill its {placeholders}.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, object] = values
        self.verb = ""  # name of the command that was refused, where it is known


class BadInput(UserError):
    """The input does not fit."""


class NotYours(UserError):
    """The object belongs to somebody else."""


class NotFound(UserError):
    """Missing, or not visible to the actor."""


class Refused(UserError):
    """Rejected by review."""


class Limited(UserError):
    """Too many, too fast, or out of allowance."""


class Forbidden(UserError):
    """The actor lacks the rights."""


class NeedsRights(BotfeedError):
    """The platform must be asked if the actor administers a space; nothing was changed, and the command runs
    again after.
    `space` is its id if it is not the space of the request.
    """

    def __init__(self, space: int | None = None) -> None:
        super().__init__()
        self.space = space


class NeedsMembership(BotfeedError):
    """The platform must be asked if the actor is still in a space; nothing was changed, and the command runs again
    after.
    """

    def __init__(self, space: int) -> None:
        super().__init__()
        self.space = space


class PaintError(BotfeedError):
    """The painter did not deliver."""


class Trouble(StrEnum):
    """Kinds of failure of a painter, a reviewer or a language model; `core/work/model_troubles.py` has what follows."""

    OUTAGE = "outage"  # down, or not reached: nothing was done
    BUSY = "busy"  # too many requests
    UNKNOWN = "unknown"  # broke off: may have been done and charged
    UNUSABLE = "unusable"  # answered and charged, with nothing in it that can be used
    FILTER = "filter"  # refuses these words or this picture
    ACCESS = "access"  # the key is wrong, or is not allowed this
    MONEY = "money"  # the account has no credit or quota left
    MODEL = "model"  # there is no such model
    ENDPOINT = "endpoint"  # the server has no such service
    REQUEST = "request"  # the request has something in it that the server does not take
    LENGTH = "length"  # too many words for the model
    SOURCE = "source"  # the picture to start from cannot be read


class PaintRefused(PaintError):
    """The painter will not paint this; `category` is one of `botfeed.core.model.CATEGORIES`.
    `paid`: it had painted, or may have, before it refused.
    """

    def __init__(self, category: str, *, paid: bool = False) -> None:
        super().__init__(category)
        self.category = category
        self.paid = paid


class PaintFailed(PaintError):
    """Nothing was painted and nothing charged. `again_after` is in seconds; None means never."""

    def __init__(self, message: str, again_after: float | None = 2.0, trouble: Trouble = Trouble.OUTAGE) -> None:
        super().__init__(message)
        self.again_after = again_after
        self.trouble = trouble


class PaintUnusable(PaintError):
    """The painter answered, and most likely charged, without a picture that can be used.
    `again`: another call may bring one.
    """

    def __init__(self, message: str, trouble: Trouble = Trouble.UNUSABLE, *, again: bool = True) -> None:
        super().__init__(message)
        self.trouble = trouble
        self.again = again


class PaintUnknown(PaintError):
    """The painter may or may not have painted and charged."""


class SendError(BotfeedError):
    """The messenger did not deliver."""


class TryAgain(SendError):
    """The platform cannot take the message now: wait `after` seconds."""

    def __init__(self, message: str, after: float) -> None:
        super().__init__(message)
        self.after = after


class Unreachable(SendError):
    """Nothing can be delivered to this address any more."""


class NotPermitted(Unreachable):
    """The bot lacks a permission there, which may be given back: later, not never."""


class Expired(SendError):
    """This private answer can no longer be edited."""


class MessageGone(SendError):
    """The message does not exist any more."""


class Rejected(SendError):
    """The platform will never accept this message as it is."""


class TooLarge(Rejected):
    """A file is larger than the platform accepts."""


class SendUnknown(SendError):
    """The message may or may not have arrived."""


class ModelError(BotfeedError):
    """The language model or the reviewer did not answer.
    `again_after`: seconds that it asked to wait. `category`: of a refusal. `paid`: it may have charged for it.
    `known`: this process was told of it before, and nothing was asked this time.
    """

    def __init__(
        self,
        message: str,
        trouble: Trouble = Trouble.OUTAGE,
        *,
        again_after: float = 0.0,
        category: str = "",
        paid: bool = False,
        known: bool = False,
    ) -> None:
        super().__init__(message)
        self.known = known
        self.trouble = trouble
        self.again_after = again_after
        self.category = category
        self.paid = paid


class StoreAway(BotfeedError):
    """The database cannot be reached or written; whatever is asked of it may be repeated."""


class StartError(BotfeedError):
    """botfeed cannot start; the message says what to do."""
