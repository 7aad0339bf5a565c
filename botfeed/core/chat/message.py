"""Types between adapters and core: every input is a `Request`, every output a `Reply`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from botfeed.core.language.text import Text
from botfeed.core.model import Address


@dataclass(frozen=True, slots=True)
class Sender:
    """A person as the platform reports them. `admin` is None if the platform did not say. `name` is what handles are
    made of, `shown` the name that the platform shows to others if it has one beside it.
    """

    platform: str
    user: str
    name: str
    admin: bool | None = None
    private: Address | None = None  # where they can be written to alone, if that is known
    roles: tuple[str, ...] = ()  # their roles in this space, by the platform's ids
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along; a job fetches it."""

    ref: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Picked:
    """An argument that the platform itself verified. `address` None: a role, or a person.
    `lacks`: names of the permissions that the bot is missing for messages in this channel.
    """

    name: str
    address: Address | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """An incoming request. `id` is the platform's own, so that repeats are recognised.
    `command` is a command's name, or one of the native inputs: `react` (args message, emoji, wanted "1"/"0"),
    `reply` (args message, text), `words` (args text), `payload` (args payload, and the fields of a form by
    name).
    `text` is the text after a typed command, not yet parsed. `pressed` is the ref of the message with the
    button.
    `aside` is the address for private answers, on platforms that may lack ephemeral messages in shared chats.
    `forms`: an Ask opens a form here, so the next message is not taken for its answer.
    `channel` is the channel inside the space: the parent of a thread, or a topic.
    `brought`: sent in a chat the bot is not in (a personal install); answered ephemerally, not in a private
    chat.
    `picked`: channels and roles of this space named in the arguments, by id, and people as `platform:id`.
    Other ids are forged.
    `lacks`: names of the permissions that the bot is missing for a message that stays in this chat.
    `called`: `words` that mention the bot, in chats where not every message is for it.
    `replied`: the ref of the bot's message that a typed command replies to: what it shows is meant.
    `said`: the line as it was typed, where the adapter shows conversations of its own and builds them again.
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
    lacks: tuple[str, ...] = ()
    replied: str = ""
    said: str = ""


class ButtonStyle(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Action:
    """A button: a command with its arguments. `payload` is set by `Menu.seal`.
    Made by calling a `chat.button.Button`. An action with `url` opens a link instead; one with `copies` puts that text
    on the clipboard, one with `offers` takes it as a query into a chat that the person picks.
    """

    label: str
    command: str
    args: Mapping[str, str] = field(default_factory=dict)
    look: ButtonStyle = ButtonStyle.PLAIN
    payload: str = ""
    url: str = ""
    copies: str = ""
    offers: str = ""

    @property
    def sends(self) -> bool:
        """Return True if a press comes in as a request; False if the person's client does it alone."""
        return not (self.url or self.copies or self.offers)

    def primary(self) -> Action:
        """Return the action styled as the primary one."""
        return replace(self, look=ButtonStyle.PRIMARY)

    def danger(self) -> Action:
        """Return the action styled as destructive."""
        return replace(self, look=ButtonStyle.DANGER)


@dataclass(frozen=True, slots=True)
class Media:
    """A stored picture by content hash, with alt text. `veiled` pictures are blurred until asked for."""

    blob: str
    alt: str
    veiled: bool = False
    variant: str = "display"
    width: int = 0
    height: int = 0
    blur: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file attached to a message (`Media.keep_file`). `size` is in bytes."""

    name: str
    mime: str
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class About:
    """References to what a card shows, so that a native reaction or reply can be assigned to it."""

    post: int | None = None
    picture: int | None = None
    title: str = ""
    surface: str = ""  # the kind of view: feed, open ...; says how it is built again after a press
    posts: tuple[int, ...] = ()  # several on one card: a digest


@dataclass(frozen=True, slots=True)
class Card:
    """A card: text, media and buttons of one message."""

    text: Text
    media: tuple[Media, ...] = ()
    actions: tuple[Action, ...] = ()
    about: About = About()


@dataclass(frozen=True, slots=True)
class Field:
    """An argument that is asked for. `kind` is text, long, choice, flag, number, channel, channels or roles.
    The last three are picked from the space's own (`value` and answer: ids joined by commas); a platform
    without such a list offers `choices`. Those of a text are usual ones, and others can be written. `skip` labels
    a button that keeps `value`; empty if an answer is needed.
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

    @property
    def closed(self) -> bool:
        """Return True if only its choices are answers."""
        return bool(self.choices) and self.kind not in ("text", "long", "number")


@dataclass(frozen=True, slots=True)
class Ask:
    """A form for missing arguments: a modal, successive forced replies, or fields on a page."""

    command: str
    title: str
    fields: tuple[Field, ...]
    args: Mapping[str, str] = field(default_factory=dict)
    note: Text = Text()
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The output of a command.
    `private`: visible to the actor only. `notice`: one line that may vanish (a toast). `update`: replaces the
    message whose button was pressed, if it belongs to the actor. `pending`: a later delivery will edit this
    reply. `whole`: it is complete without that.
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
    whole: bool = False
    origin: Address | None = None  # the shared place it was asked for in, which may not be where it is shown
    undo: Action | None = None  # beside the notice, where a notice is a message that can bear a button


@dataclass(frozen=True, slots=True)
class Receipt:
    """Receipt of a sent message. `expires`: until when it can be edited, if the platform limits that."""

    ref: str
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A completion of typed text."""

    value: str
    label: str
