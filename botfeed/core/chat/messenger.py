"""What speaks for the house on one platform: a small required interface and optional ones, found by presence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, runtime_checkable

from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.language.text import Text
from botfeed.core.model import Address


class Messenger(Protocol):
    @property
    def platform(self) -> str: ...

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        """Say it. The same `key` within two minutes is the same message, where the platform can tell.

        Raises errors.SendError and its kinds.
        """


@runtime_checkable
class CanEdit(Protocol):
    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Replace the message; Expired, MessageGone where that cannot be."""


@runtime_checkable
class CanDelete(Protocol):
    async def delete(self, address: Address, ref: str) -> None:
        """Take the message down; Expired, MessageGone where that cannot be."""


@runtime_checkable
class CanStream(Protocol):
    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show how far it is; lossy, never raises for a refusal."""


@runtime_checkable
class CanDraft(Protocol):
    async def draft(self, address: Address, ref: str, text: Text) -> None:
        """Show an answer that is being written, which will replace the message; lossy, never raises for a refusal."""


@runtime_checkable
class CanCheckRights(Protocol):
    async def is_admin(self, address: Address, user: str) -> bool:
        """Ask the platform whether `user` administers the space of `address`. Raises errors.SendError and its kinds."""


@runtime_checkable
class CanLink(Protocol):
    def link(self, payload: str) -> str:
        """Give a public address that opens a private chat with us and brings `payload`; empty while none is known."""


@dataclass(frozen=True, slots=True)
class CommandSyntax:
    """How commands are typed: what joins a group and its verb, and what stands around an option's name.

    `named`: every value needs its name, also those that elsewhere come in their order.
    """

    joint: str = " "
    before: str = "--"
    after: str = " "
    named: bool = False


@runtime_checkable
class HasSyntax(Protocol):
    @property
    def way(self) -> CommandSyntax:
        """How people type commands on its platform, where that is not the console's way."""


@runtime_checkable
class Ageless(Protocol):
    @property
    def ageless(self) -> bool:
        """No place on its platform is age-restricted: sensitive pictures are seen in private chats alone."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """How fast new private chats are opened: one each `every`; `first` on the first day, then twice the day before."""

    every: timedelta
    first: int


@runtime_checkable
class OpensSlowly(Protocol):
    @property
    def ramp(self) -> Ramp:
        """Where its platform refuses who opens too many private chats with people who did not write first."""
