"""Interfaces of a platform's messenger: one required, others optional and detected with isinstance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.language.text import Text
from botfeed.core.model import Address


class Messenger(Protocol):
    @property
    def platform(self) -> str: ...

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        """Send a reply. A repeated `key` within two minutes is one message, if the platform deduplicates.
        Raises errors.SendError and its subclasses.
        """


@runtime_checkable
class CanEdit(Protocol):
    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Replace the message. Raises Expired or MessageGone if that is impossible."""


@runtime_checkable
class CanDelete(Protocol):
    async def delete(self, address: Address, ref: str) -> None:
        """Delete the message. Raises Expired or MessageGone if that is impossible."""


@runtime_checkable
class CanStream(Protocol):
    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show progress in the message; lossy, never raises if refused."""


@runtime_checkable
class CanDraft(Protocol):
    async def draft(self, address: Address, ref: str, text: Text) -> None:
        """Show an answer being written, which will replace the message; lossy, never raises if refused."""


@runtime_checkable
class CanCheckRights(Protocol):
    async def is_admin(self, address: Address, user: str) -> bool:
        """Ask the platform if `user` administers the space of `address`.
        Raises errors.SendError and its subclasses.
        """


@runtime_checkable
class CanCheckMembers(Protocol):
    async def is_member(self, address: Address, user: str) -> bool:
        """Ask the platform if `user` is in the space of `address`.
        Raises errors.SendError and its subclasses.
        """


@runtime_checkable
class CanLink(Protocol):
    def link(self, payload: str) -> str:
        """Return a public link that opens a private chat with the bot and passes `payload`.
        Empty while unknown.
        """


@runtime_checkable
class CanInvite(Protocol):
    def invite(self, *, alone: bool) -> str:
        """Return a public link that adds the bot to a server, or (`alone`) to a person's own apps.
        Empty while unknown.
        """


@dataclass(frozen=True, slots=True)
class CommandSyntax:
    """Syntax of typed commands: the joint of group and verb, and the text around an option's name.
    `named`: every value needs its option's name, even where elsewhere order is enough. `paths`: commands are called
    by their paths in a menu with few of them at the top.
    """

    joint: str = " "
    before: str = "--"
    after: str = " "
    named: bool = False
    paths: bool = False


@runtime_checkable
class HasSyntax(Protocol):
    @property
    def way(self) -> CommandSyntax:
        """Return the platform's command syntax, if it differs from the console's."""


@runtime_checkable
class HasRoom(Protocol):
    """A platform that cuts long messages."""

    @property
    def room(self) -> int:
        """Return how much text fits below a post that is shown whole."""

    def takes(self, text: str) -> int:
        """Return how much of the room a text takes as the platform counts it."""


@runtime_checkable
class HearsReactions(Protocol):
    @property
    def reactions(self) -> bool:
        """Return True if every reaction is heard, so that a place can choose which ones are likes."""


@runtime_checkable
class HasEphemerals(Protocol):
    @property
    def ephemerals(self) -> bool:
        """Return True if the private answer to a command in a shared place is seen by who asked alone, files too."""


@runtime_checkable
class Ageless(Protocol):
    @property
    def ageless(self) -> bool:
        """Return True if the platform has no age-restricted chats.
        Sensitive pictures are then shown in private chats only.
        """


@runtime_checkable
class Overhears(Protocol):
    def hears_all(self, address: Address) -> bool:
        """Return True if the bot gets all messages of a shared place, False if only those that are meant for it."""


@runtime_checkable
class HasChannels(Protocol):
    @property
    def channels(self) -> bool:
        """Return True if the platform has channels in which only administrators write, for others to read."""


class ClientAction(StrEnum):
    """Something that a press on a button can do without the bot."""

    COPY = "copy"
    OFFER = "offer"


@runtime_checkable
class HasClientActions(Protocol):
    @property
    def client_actions(self) -> frozenset[ClientAction]:
        """Return what the platform's clients do on a press without the bot."""


@runtime_checkable
class Shrinks(Protocol):
    @property
    def shrinks(self) -> bool:
        """Return True if the platform shows pictures smaller than they are, without what their files say."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """Limits on opening private chats: one each `every`; `first` on day one, then twice the day before."""

    every: timedelta
    first: int


@runtime_checkable
class OpensSlowly(Protocol):
    @property
    def ramp(self) -> Ramp:
        """Return the limits of a platform that penalises opening many private chats.
        Chats opened by the person do not count.
        """
