"""The types of the seam: all that comes in is a `Request`, all that is ever said is a `Reply`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from botfeed.core.language.text import Text
from botfeed.core.model import Address


@dataclass(frozen=True, slots=True)
class Sender:
    """Who, as the platform knows them. `admin` is None where the platform did not say."""

    platform: str
    user: str
    name: str
    admin: bool | None = None
    private: Address | None = None  # where they can be written to alone, if that is known
    roles: tuple[str, ...] = ()  # their roles in this space, by the platform's ids


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along; a job fetches it."""

    ref: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Picked:
    """What a form or menu named, as the platform itself vouches for it. `address` None: a role, or a person."""

    name: str
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """`id` is the platform's own, so that the same thing twice is known.

    `command` is a command's name, or one of the native ways in:
    `react` (args message, emoji, wanted "1"/"0"), `reply` (args message, text), `words` (args text),
    `payload` (args payload, and the fields of a form by name).
    `text` holds what follows a typed command, not yet parsed. `pressed` is the ref of the message a button sits on.
    `aside` is where a private answer is given, on a platform that may be unable to whisper in a shared place.
    `forms`: an Ask is answered by a form here, so the next words are not taken for its answer.
    `channel` is where inside its space it was said: the channel a thread hangs on, or a topic.
    `brought`: said where we are not ourselves (a personal install): answered to them alone, in no private chat of ours.
    `picked`: channels and roles of this very space that the arguments name, by id, and people as `platform:id`. Any
    other id was forged.
    `called`: `words` that name us, where not all words are for us.
    """

    id: str
    command: str
    sender: Sender
    address: Address
    args: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    locale: str = ""
    pressed: str = ""
    aside: Address | None = None
    forms: bool = False
    channel: str = ""
    brought: bool = False
    picked: Mapping[str, Picked] = field(default_factory=dict)
    called: bool = False


class ButtonStyle(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Action:
    """A button: a command with its arguments filled in. `payload` is what the button carries (set by `Menu.seal`).

    Made by calling a `chat.button.Button`. A `url` action opens a link instead.
    """

    label: str
    command: str
    args: Mapping[str, str] = field(default_factory=dict)
    look: ButtonStyle = ButtonStyle.PLAIN
    payload: str = ""
    url: str = ""

    def primary(self) -> Action:
        """Return it as the one that is meant to be pressed."""
        return replace(self, look=ButtonStyle.PRIMARY)

    def danger(self) -> Action:
        """Return it as one that takes something away."""
        return replace(self, look=ButtonStyle.DANGER)


@dataclass(frozen=True, slots=True)
class Media:
    """A stored picture by content, with its words. `veiled` is shown blurred until asked for."""

    blob: str
    alt: str
    veiled: bool = False
    variant: str = "display"
    width: int = 0
    height: int = 0
    blur: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file that travels with a message (`Media.keep_file`). `size` is in bytes."""

    name: str
    mime: str
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class About:
    """What a card shows, so that a native reaction or a reply finds its way back."""

    post: int | None = None
    picture: int | None = None
    title: str = ""
    surface: str = ""  # the kind of view: feed, open ...; says how it is built again after a press
    posts: tuple[int, ...] = ()  # several on one card: a digest


@dataclass(frozen=True, slots=True)
class Card:
    """A post or a screen: text, media, buttons; the adapter lays it out."""

    text: Text
    media: tuple[Media, ...] = ()
    actions: tuple[Action, ...] = ()
    about: About = About()


@dataclass(frozen=True, slots=True)
class Field:
    """One argument that is asked for. `kind` is text, long, choice, flag, number, channel, channels or roles.

    The last three are picked from the place's own (`value` and the answer: ids, joined by commas); a platform without
    such a list offers the `choices`.
    `skip` is what a button says that leaves `value` as it stands; empty where an answer is needed.
    """

    name: str
    label: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()  # (value, label)
    value: str = ""
    required: bool = True
    least: int = 0
    most: int = 4000
    hint: str = ""
    skip: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Missing arguments: a modal, one forced reply after another, or fields on a page."""

    command: str
    title: str
    fields: tuple[Field, ...]
    args: Mapping[str, str] = field(default_factory=dict)
    note: Text = Text()
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """All that a command ever says.

    `private`: for the asker's eyes only. `notice`: one line that may vanish (a toast). `update`: replaces the
    message whose button was pressed, if that message is the presser's own. `pending`: a later delivery will edit this.
    """

    cards: tuple[Card, ...] = ()
    private: bool = True
    notice: str = ""
    ask: Ask | None = None
    update: bool = False
    pending: bool = False
    silent: bool = False  # arrives without a sound
    patient: bool = False  # answers to people go before it
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a message landed. `expires`: until when it can be edited, if the platform limits that."""

    ref: str
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One completion of what is being typed."""

    value: str
    label: str
