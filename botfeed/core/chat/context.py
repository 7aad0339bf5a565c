"""Contexts that commands, message builders and jobs receive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Protocol

from botfeed.core.chat.message import Card, Reply, Request
from botfeed.core.chat.messenger import CommandSyntax, HasRoom, HasSyntax, Messenger
from botfeed.core.chat.policy import TYPED_AT_ONCE, TYPED_PER, Policy
from botfeed.core.chat.verb import Verbs
from botfeed.core.errors import Forbidden, NeedsRights
from botfeed.core.ids import Sealer
from botfeed.core.language.i18n import L, Words
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import Account, Address, Delivery, Identity, Job, Placement, Post, Space
from botfeed.core.ports import (
    Clock,
    ClockWatch,
    LanguageModel,
    Media,
    Painter,
    PainterInfo,
    Reviewer,
    Rules,
    Store,
    Unit,
)
from botfeed.core.rate_limit import RateLimiter


class ListedJob(Protocol):
    """Interface of a job for the worker, implemented by `work.jobs.JobKind`."""

    @property
    def kind(self) -> str: ...

    @property
    def pool(self) -> str: ...

    @property
    def lease(self) -> timedelta: ...

    @property
    def attempts(self) -> int: ...

    @property
    def messenger(self) -> str: ...

    def has_variant(self, stored: str) -> bool: ...

    def here(self, services: Services) -> Mapping[str, str]: ...

    async def perform(self, services: Services, row: Job) -> None: ...

    def dead(self, services: Services, uow: Unit, row: Job, why: str) -> None: ...


class ListedMessage(Protocol):
    """Interface of a message for the outbox, implemented by `work.messages.MessageKind`."""

    def build(self, ctx: RenderContext, row: Delivery) -> Reply | None: ...

    def build_note(self, ctx: RenderContext, row: Delivery) -> Reply | None: ...

    def sent(self, services: Services, uow: Unit, row: Delivery, reply: Reply) -> None: ...

    def lost(self, services: Services, uow: Unit, row: Delivery, why: str) -> None: ...

    @property
    def has_words(self) -> bool: ...

    def build_words(self, ctx: RenderContext, row: Delivery, why: str) -> Reply | None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """All services assembled by the composition root. The first of `painters` is the default.
    `surfaces` are keyed by name, `jobs` and `messages` by stored kind. `platforms`: those that
    this process or others of this instance connect; those that are open here have a messenger.
    """

    store: Store
    clock: Clock
    media: Media
    rules: Rules
    sealer: Sealer
    menu: Verbs
    surfaces: Mapping[str, Surface]
    policy: Policy = Policy()
    painters: tuple[Painter, ...] = ()
    reviewer: Reviewer | None = None
    talker: LanguageModel | None = None
    messengers: dict[str, Messenger] = field(default_factory=dict)
    secret: bytes = b""
    jobs: Mapping[str, ListedJob] = field(default_factory=dict)
    messages: Mapping[str, ListedMessage] = field(default_factory=dict)
    platforms: frozenset[str] = frozenset()
    typing: RateLimiter = field(
        default_factory=lambda: RateLimiter(TYPED_PER, TYPED_AT_ONCE)
    )  # of completions, a person
    unlisted: set[str] = field(default_factory=set)  # kinds of messages that were logged as unknown in this process

    watch: ClockWatch = field(default_factory=ClockWatch)

    def pseudonym(self, account: int) -> str:
        """Return a pseudonym of a person for model providers: a hash keyed with the instance secret."""
        return blake2b(str(account).encode(), key=self.secret[:64], digest_size=16).hexdigest()

    @property
    def painter(self) -> PainterInfo:
        return self.painters[0].info


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Context for rendering to one person or chat, in their language, inside one transaction.
    `late`: the message this was to replace is out of reach.
    """

    uow: Unit
    services: Services
    words: Words
    address: Address
    account: Account | None = None
    late: bool = False

    @property
    def now(self) -> datetime:
        return self.uow.now

    @property
    def policy(self) -> Policy:
        return self.services.policy

    @property
    def reads_at(self) -> Address:
        """Return the address where the message is read."""
        return self.address

    def ref(self, id: int) -> str:
        return self.services.sealer.ref(id)

    @property
    def way(self) -> CommandSyntax:
        """Return the command syntax at the place where the message is read."""
        messenger = self.services.messengers.get(self.address.platform)
        return messenger.way if isinstance(messenger, HasSyntax) else CommandSyntax()

    @property
    def room(self) -> HasRoom | None:
        """Return what measures a long text at the place where the message is read; None where any length fits."""
        messenger = self.services.messengers.get(self.reads_at.platform)
        return messenger if isinstance(messenger, HasRoom) else None

    def typed(self, line: str) -> str:
        """Return a command line (`/digest set 9 --zone Europe/Rome`) in the reader's syntax and language."""
        return self.services.menu.spell(line, self.way, self.words.language)

    def t(self, message: str, **values: object) -> Text:
        """Return the translated text; a `CommandLine` is rendered in the reader's syntax."""
        return self.words.t(message, **self._lines(values))

    def n(self, one: str, many: str, n: int, **values: object) -> Text:
        return self.words.n(one, many, n, **self._lines(values))

    def s(self, message: str, **values: object) -> str:
        return str(self.t(message, **values))

    def _lines(self, values: dict[str, object]) -> dict[str, object]:
        """Render values that are a `CommandLine`.
        Text that people typed stays as it is, whatever it begins with.
        """
        return {name: self.typed(v) if isinstance(v, CommandLine) else v for name, v in values.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """A change by a press or an edit, to a post or to the relation with a person."""

    place: Placement
    post: Post | None = None
    them: Account | None = None


@dataclass(frozen=True, slots=True)
class Surface:
    """A kind of view: the name stored in `About` and `Placement`, and the function that rebuilds it.
    `again` returns no cards if the change is not visible in this view.
    """

    name: str
    again: Callable[[RenderContext, Change], tuple[Card, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(RenderContext):
    """The RenderContext of a request.
    `admin`: administers this space; None if the platform was not asked yet. `pressed`: the message whose
    button was pressed; `mine`: it belongs to the actor. `arrived`: the request as it came in, if its card was
    moved aside and `request` acts where that card was asked for.
    """

    request: Request
    actor: Account
    identity: Identity
    space: Space | None = None
    admin: bool | None = False
    operator: bool = False
    pressed: Placement | None = None
    mine: bool = True
    arrived: Request | None = None

    @property
    def reads_at(self) -> Address:
        """Return the address where a private answer is read."""
        return self.request.aside or self.address

    @property
    def keeps(self) -> bool | None:
        """Return True if the actor may set up this space; None if the platform was not asked yet."""
        roles = self.space.setters if self.space else ()
        return True if set(roles) & set(self.request.sender.roles) else self.admin

    def must_keep(self) -> None:
        """Raise Forbidden or NeedsRights unless the actor may set up this space and remove posts from it."""
        if self.keeps is not True:
            self.must_administer()

    def must_administer(self) -> None:
        """Raise Forbidden unless the actor administers this space, or NeedsRights if that is unknown.
        The platform is then asked, and the command runs again.
        """
        if self.admin is None:
            raise NeedsRights
        if not self.admin:
            raise Forbidden(L("Only an administrator of this place can do that."))

    @property
    def args(self) -> Mapping[str, str]:
        return self.request.args
