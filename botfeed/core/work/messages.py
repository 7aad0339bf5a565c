"""Messages: `@message` declares how one is built, `post` writes its row and the job that delivers it.

    @message()
    def painted(ctx: RenderContext, painting: int) -> Reply | None: ...

    @painted.when_sent
    def _captured(sent: Sent, painting: int) -> None: ...

    painted.post(uow, To(address, key=...), painting=p.id)

The builder reads the database just before sending; it may return None: no longer. Nothing registers
itself: `botfeed/catalog.py` lists every message, and `app.build` is given that list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.errors import StartError
from botfeed.core.model import Address, Delivery, Pending
from botfeed.core.ports import Unit
from botfeed.core.work import jobs
from botfeed.core.work.jobs import When, forward_job
from botfeed.core.work.parameters import Parameters

P = ParamSpec("P")
R = TypeVar("R")
Readers = Callable[[RenderContext], bool]  # whether a message is for who reads it now


@dataclass(frozen=True, slots=True)
class To:
    """Destination of a message, and the key under which it is sent once.
    `edits`: the request whose answer it replaces; `placement`: the message it replaces. `urgent`: a person waits.
    """

    address: Address
    _: KW_ONLY
    key: str
    account: int | None = None
    edits: str = ""
    placement: int | None = None
    revision: int = 1
    urgent: bool = True
    run_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Argument of a hook in the transaction that records that a message arrived."""

    services: Services
    uow: Unit
    row: Delivery
    reply: Reply


@dataclass(frozen=True, slots=True)
class Lost:
    """Argument of a hook in the transaction that records that a message never arrives. `why`: an error's name."""

    services: Services
    uow: Unit
    row: Delivery
    why: str


@forward_job()
def deliver(delivery: int) -> None:
    """Send an outbox row. Its stored kind names platform and patience: see `queue`."""


class MessageKind(Generic[P]):
    """Kind of message: its builder, and the hooks that its module adds."""

    __slots__ = ("_hooks", "_parameters", "kind", "readers")

    def __init__(
        self, kind: str, build: Callable[Concatenate[RenderContext, P], Reply | None], readers: Readers | None = None
    ) -> None:
        self.kind = kind
        self.readers = readers
        self._parameters = Parameters(build, 1)
        self._hooks: dict[str, Parameters] = {}

    def post(self, uow: Unit, to: To, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Write the outbox row and its job. Return False where the key was used before: each key is sent once."""
        return _write(uow, self.kind, to, self._parameters.dump(args, kwargs))

    def when_sent(self, hook: Callable[Concatenate[Sent, P], R]) -> Callable[Concatenate[Sent, P], R]:
        """Register the hook for the transaction that records its arrival."""
        self._add("sent", hook)
        return hook

    def when_lost(self, hook: Callable[Concatenate[Lost, P], R]) -> Callable[Concatenate[Lost, P], R]:
        """Register the hook for the transaction that records that it never arrives."""
        self._add("lost", hook)
        return hook

    def note(
        self, build: Callable[Concatenate[RenderContext, P], Reply | None]
    ) -> Callable[Concatenate[RenderContext, P], Reply | None]:
        """Register the note for a shared place where a private answer cannot be delivered any more."""
        self._add("note", build)
        return build

    def words(
        self, build: Callable[Concatenate[RenderContext, str, P], Reply | None]
    ) -> Callable[Concatenate[RenderContext, str, P], Reply | None]:
        """Register the words shown where the message itself cannot be: its second argument is an error's name."""
        self._add("words", build, 2)
        return build

    def build(self, ctx: RenderContext, row: Delivery) -> Reply | None:
        """Build it from the arguments of its row; None: it is not sent any more, or not to who reads it now."""
        if self.readers is not None and not self.readers(ctx):
            return None
        built: Reply | None = self._parameters.function(ctx, **self._parameters.load(row.args))
        return built

    def build_note(self, ctx: RenderContext, row: Delivery) -> Reply | None:
        built: Reply | None = self._call("note", ctx, row)
        return built

    def sent(self, services: Services, uow: Unit, row: Delivery, reply: Reply) -> None:
        self._call("sent", Sent(services, uow, row, reply), row)

    def lost(self, services: Services, uow: Unit, row: Delivery, why: str) -> None:
        self._call("lost", Lost(services, uow, row, why), row)

    @property
    def has_words(self) -> bool:
        return "words" in self._hooks

    def build_words(self, ctx: RenderContext, row: Delivery, why: str) -> Reply | None:
        hook = self._hooks.get("words")
        built: Reply | None = hook.function(ctx, why, **self._parameters.load(row.args)) if hook else None
        return built

    def _add(self, name: str, hook: Callable[..., Any], given: int = 1) -> None:
        if name in self._hooks:
            raise ValueError(f"the message {self.kind} has two functions for {name}")
        self._hooks[name] = Parameters(hook, given)

    def _call(self, name: str, first: object, row: Delivery) -> Any:
        hook = self._hooks.get(name)
        return hook.function(first, **self._parameters.load(row.args)) if hook else None


def message(
    *, kind: str = "", readers: Readers | None = None
) -> Callable[[Callable[Concatenate[RenderContext, P], Reply | None]], MessageKind[P]]:
    """Declare a message by its builder: its stored kind is the function's name, unless `kind` gives another.
    `readers`: whether it is for who reads it, asked whenever it is built.
    """

    def declare(build: Callable[Concatenate[RenderContext, P], Reply | None]) -> MessageKind[P]:
        return MessageKind(kind or getattr(build, "__name__", ""), build, readers)

    return declare


def listed(messages: Iterable[MessageKind[Any]]) -> dict[str, MessageKind[Any]]:
    """Return messages by their kind. Raises StartError where two have one kind."""
    found: dict[str, MessageKind[Any]] = {}
    for each in messages:
        if each.kind in found:
            raise StartError(f"Two messages are listed as {each.kind}.")
        found[each.kind] = each
    return found


def rebuild(ctx: RenderContext, row: Delivery | None) -> Reply | None:
    """Build the message of a delivery again from the present state; None where it has none, or its kind is unknown."""
    known = ctx.services.messages.get(row.kind) if row else None
    return known.build(ctx, row) if known and row else None


def post_again(uow: Unit, row: Delivery, to: To) -> bool:
    """Write a delivery's message once more, for another place. Return False where its key was used before."""
    return _write(uow, row.kind, to, row.args)


def queue(platform: str, *, urgent: bool) -> str:
    """Name the variant of the job `deliver` that sends to a platform."""
    return platform if urgent else f"{platform}.patient"


def _write(uow: Unit, kind: str, to: To, args: dict[str, Any]) -> bool:
    row = Delivery(
        id=uow.new_id(),
        kind=kind,
        args=args,
        address=to.address,
        key=to.key,
        created=uow.now,
        account=to.account,
        edits=to.edits,
        placement=to.placement,
        revision=to.revision,
        urgent=to.urgent,
    )
    if not uow.insert(row):
        return False
    if to.edits:
        uow.compare_and_set(Pending, {"request": to.edits}, delivery=row.id)
    when = When(
        f"chat:{to.address.platform}:{to.address.ref}",
        run_at=to.run_at,
        priority=jobs.PEOPLE_FIRST if to.urgent else jobs.DIGESTS,
    )
    return deliver.on(queue(to.address.platform, urgent=to.urgent)).enqueue(uow, when, delivery=row.id)
