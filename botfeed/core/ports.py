"""What the core needs from outside, on one page. Messengers stand in `chat.messenger`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from botfeed.core.model import Account, Job, Picture, Post, Shape, Subscription

N = TypeVar("N")
T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...


class Unit(Protocol):
    """One transaction, over nouns of `model`. Conditions are keywords: `likes=3`, `id__lt=9`, `state__in=(..)`;
    suffixes: lt, le, gt, ge, ne, in, like (a case-blind part of the text).
    """

    @property
    def now(self) -> datetime: ...

    def new_id(self) -> int: ...

    def get(self, noun: type[N], id: int | None) -> N | None: ...

    def one(self, noun: type[N], **where: Any) -> N | None: ...

    def all(self, noun: type[N], *, newest: bool = False, limit: int | None = None, **where: Any) -> list[N]: ...

    def count(self, noun: type[Any], **where: Any) -> int: ...

    def add(self, thing: Any) -> bool:
        """Insert. False, and nothing changed, where a row of the same unique key is there."""

    def change(self, thing: N, **values: Any) -> N:
        """Write `values` and give the new record back."""

    def swap(self, noun: type[N], when: dict[str, Any], **values: Any) -> int:
        """Change the rows that meet `when`, and say how many did: a guarded step of a state machine."""

    def bump(self, noun: type[Any], id: int | Sequence[int], **by: float) -> None:
        """Add to counters, of one row or of several."""

    def doubles(self, noun: type[N], name: str, of: int, beside: int, same: Sequence[str]) -> list[N]:
        """Rows whose `name` is `of`, where a row with the same values of `same` is there for `beside` too."""

    def remove(self, noun: type[Any], *, limit: int | None = None, **where: Any) -> int:
        """Drop rows, at most `limit` of them; how many went."""

    def attempt(self) -> AbstractContextManager[None]:
        """A savepoint: what is done inside is undone when an exception leaves it."""

    def after(self, call: Callable[[], None]) -> None:
        """Run `call` once this transaction is durable."""

    @property
    def jobs(self) -> Jobs: ...

    @property
    def quotas(self) -> Quotas: ...

    @property
    def timelines(self) -> Timelines: ...

    @property
    def terms(self) -> Terms: ...


class Jobs(Protocol):
    def claim(self, kinds: Sequence[str], limit: int, lease: timedelta) -> list[Job]:
        """Lease due jobs, one a lane, in the order priority, turn, age; a lapsed lease counts as due."""

    def next_at(self, kinds: Sequence[str]) -> datetime | None:
        """When the next of these kinds is due or its lease ends; None if there is none."""

    def ahead(self, job: Job) -> int:
        """How many of its kind will be claimed before it."""


class Quotas(Protocol):
    def take(self, name: str, day: str, amount: int, limit: int) -> bool:
        """Add to the day's tally unless that would pass the limit: exact under concurrency."""

    def give_back(self, name: str, day: str, amount: int) -> None: ...

    def used(self, name: str, day: str) -> int: ...

    def wait(self, name: str, per: timedelta, burst: int) -> float:
        """One step of GCRA: 0.0 if allowed now, else the seconds to wait."""

    def forget(self, before: str) -> int:
        """Drop what days before `before` used, and rates that are at rest; how many rows went."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a source looks, so that it is not filled with what would be filtered: posts that `account` was shown,
    posts of the authors in `without`, and those meant for followers or for other places than `space`.

    `shown`: posts that were shown to a place, which has no account to remember them by.
    """

    account: int | None = None
    space: int | None = None
    without: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    sensitive: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """How one creator's posts were received, by all or by one person."""

    impressions: int = 0
    warm: int = 0  # likes, comments and remixes
    hides: int = 0


@dataclass(frozen=True, slots=True)
class Apart:
    """Accounts that blocked somebody or were blocked by them, and those that they muted."""

    blocked: frozenset[int]
    muted: frozenset[int]


class Timelines(Protocol):
    """The feed's candidate sources, each newest or best first. Visibility is decided by `safety.visibility`.

    With a `reader`, what that reader cannot get is left out in SQL already.
    """

    def followed(
        self, account: int, limit: int, before: int | None = None, reader: Reader | None = None
    ) -> list[Post]: ...

    def hot(self, limit: int, space: int | None = None, reader: Reader | None = None) -> list[Post]: ...

    def newest(
        self, limit: int, before: int | None = None, space: int | None = None, reader: Reader | None = None
    ) -> list[Post]: ...

    def newcomers(self, limit: int, reader: Reader | None = None) -> list[Post]:
        """Posts of creators with fewer than 50 impressions."""

    def received(self, authors: Sequence[int]) -> dict[int, Tally]:
        """How all people received these creators."""

    def tastes(self, account: int) -> dict[int, Tally]:
        """How one person received each creator, from their newest 2,000 events in the interaction log."""

    def apart(self, account: int) -> Apart:
        """Whom this person's eyes leave out."""

    def unseen(self, account: int, posts: Sequence[int]) -> set[int]: ...

    def due(self, now: datetime, limit: int) -> list[Subscription]: ...

    def people(self, stem: str, limit: int, follower: int | None = None) -> list[Account]:
        """Who is here by a handle that begins with `stem`, in their order; of a follower's newest follows alone."""

    def library(self, account: int, search: str, limit: int, offset: int = 0) -> list[Picture]:
        """One person's pictures whose prompt holds `search`, newest first."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Posts that hold every one of `words`, and one of `any_of` where there are some; `author`'s alone if given."""

    words: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    author: int | None = None


class Terms(Protocol):
    """The inverted index of what is published. What it finds is bounded, however common a word is."""

    def write(self, post: int, words: Collection[str]) -> None:
        """Make these the words of a post."""

    def beginning(self, stem: str, limit: int) -> list[str]:
        """Words that begin with `stem`, in their order."""

    def search(self, sought: Sought, reader: Reader, limit: int, *, fresh: bool = False) -> list[Post]:
        """Newest first; `fresh` leaves out what the reader was shown."""

    def sharing(self, words: Sequence[str], reader: Reader, limit: int) -> list[Post]:
        """Posts that hold most of the rarest of these words."""


class Store(Protocol):
    async def run(self, fn: Callable[[Unit], T], *, patient: bool = False) -> T:
        """Run `fn` in one write transaction; return when it is durable.

        `patient`: nobody waits for it, so it may stand back some milliseconds and share another's commit.
        """

    async def read(self, fn: Callable[[Unit], T]) -> T:
        """Run `fn` in one snapshot."""

    async def woken(self, timeout: float) -> None:
        """Return when work may be waiting, or after `timeout` seconds."""

    def wake(self) -> None: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a painter. `person` is a keyed hash; `source` the picture to start from."""

    prompt: str
    style: str = ""
    shape: Shape = Shape.SQUARE
    count: int = 1
    seed: int | None = None
    source: bytes | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Painted:
    """One picture as the painter gave it: `data` is kept untouched."""

    data: bytes
    mime: str
    model: str
    alt: str = ""
    seed: int | None = None
    ai: bool = True
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PainterInfo:
    """What a painter can do; what it cannot is not offered."""

    name: str
    model: str
    paid: bool
    ai: bool
    styles: tuple[str, ...]
    shapes: tuple[Shape, ...] = (Shape.SQUARE, Shape.WIDE, Shape.TALL)
    most: int = 4
    seeds: bool = False
    edits: bool = False  # can start from a picture
    seconds: float = 20.0  # an honest guess for one picture


class Painter(Protocol):
    @property
    def info(self) -> PainterInfo: ...

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:
        """Raise PaintRefused, PaintFailed or PaintUnknown; nothing else on purpose."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`category` is empty when nothing was found; `sensitive` asks for a blur, not a refusal."""

    category: str = ""
    sensitive: bool = False


class Rules(Protocol):
    def check(self, text: str) -> Verdict:
        """Judge at once, by word lists."""


class Reviewer(Protocol):
    async def review(self, text: str, picture: bytes | None = None) -> Verdict:
        """Judge by a model. Raises ModelError when no judgement can be had."""


class Talker(Protocol):
    async def answer(self, question: str, language: str, person: str) -> str:
        """One answer to a plain question. Raises ModelError."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that was taken in: facts from its header and the copies made for display."""

    blob: str
    mime: str
    width: int
    height: int
    blur: str
    print: int


class Media(Protocol):
    """Picture bytes by content. Variants: original, file (original + provenance), display, thumb, blurred."""

    async def keep(self, data: bytes, *, ai: bool, model: str) -> Kept:
        """Check the header, store the original untouched, make the copies off the loop. Raises ValueError."""

    async def keep_file(self, data: bytes) -> str:
        """Store bytes that are no picture, as they are; gives their blob. They load as the variant "original"."""

    async def load(self, blob: str, variant: str) -> bytes: ...

    def path(self, blob: str, variant: str) -> str | None:
        """A file path, where the bytes are files on this machine."""

    async def collage(self, blobs: Sequence[str], sensitive: Sequence[bool] = ()) -> str:
        """One numbered contact sheet of stored thumbnails; gives its blob."""

    async def drop(self, blob: str) -> None: ...
