"""What can go wrong, as a tree.

BotfeedError
├── Told                 a person is told, in their language; nothing was changed or charged
│   ├── BadInput         what they typed does not fit; says what would
│   ├── NotYours         the button or the thing belongs to somebody else
│   ├── NotFound         it is not there, or not there for them
│   ├── Refused          review said no; carries the category
│   ├── Limited          too many, too fast, or out of allowance
│   └── Forbidden        their rights do not reach that far
├── NeedsRights          nobody knows yet whether they administer this place: the platform is asked first
├── PaintError           the painter
│   ├── PaintRefused     will not paint this; carries the category; never tried again
│   ├── PaintFailed      did not paint and did not charge; may be tried again
│   └── PaintUnknown     may or may not have painted: submitted again at most once
├── SendError            a messenger
│   ├── TryAgain         not now; carries the seconds to wait
│   ├── Unreachable      this address will not hear from us again (blocked, kicked, deleted)
│   ├── Expired          this private answer can no longer be edited
│   ├── MessageGone      the message to edit or delete is not there any more
│   ├── Rejected         the platform will never take this message as it is
│   │   └── TooLarge     because of a file that is larger than it takes
│   └── SendUnknown      may or may not have arrived
├── ModelError           the language model or the reviewer did not answer; may be tried again
└── StartError           botfeed cannot start; the words say what to do
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class BotfeedError(Exception):
    """Root of all that botfeed raises on purpose."""


class UserError(BotfeedError):
    """A person is told. `message` is a catalogue entry (English), `values` fill its {placeholders}."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, object] = values


class BadInput(UserError):
    """What was typed does not fit."""


class NotYours(UserError):
    """The thing belongs to somebody else."""


class NotFound(UserError):
    """Not there, or not there for who asks."""


class Refused(UserError):
    """Review said no."""


class Limited(UserError):
    """Too many, too fast, or out of allowance."""


class Forbidden(UserError):
    """Rights do not reach that far."""


class NeedsRights(BotfeedError):
    """Whether they administer a place has to be asked; nothing was changed, and the command is carried on after.

    `space` is its id, where it is not the place they speak in.
    """

    def __init__(self, space: int | None = None) -> None:
        super().__init__()
        self.space = space


class PaintError(BotfeedError):
    """The painter did not deliver."""


class PaintRefused(PaintError):
    """The painter will not paint this; `category` is one of `botfeed.core.model.CATEGORIES`."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.category = category


class PaintFailed(PaintError):
    """Nothing was painted and nothing charged. `again_after` is in seconds; None means never."""

    def __init__(self, message: str, again_after: float | None = 2.0) -> None:
        super().__init__(message)
        self.again_after = again_after


class PaintUnknown(PaintError):
    """Nobody knows whether the painter painted and charged."""


class SendError(BotfeedError):
    """The messenger did not deliver."""


class TryAgain(SendError):
    """Not now: wait `after` seconds."""

    def __init__(self, message: str, after: float) -> None:
        super().__init__(message)
        self.after = after


class Unreachable(SendError):
    """This address will not hear from us again."""


class Expired(SendError):
    """This private answer can no longer be edited."""


class MessageGone(SendError):
    """The message is not there any more."""


class Rejected(SendError):
    """The platform will never take this message as it is."""


class TooLarge(Rejected):
    """A file is larger than the platform takes."""


class SendUnknown(SendError):
    """The message may or may not have arrived."""


class ModelError(BotfeedError):
    """The language model or the reviewer did not answer."""


class StartError(BotfeedError):
    """botfeed cannot start; the message says what to do."""
