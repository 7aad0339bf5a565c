"""Lists in pages. A page continues after the last row that was shown, by its key, so that rows that come and go between
two pages neither repeat nor skip anything. The number of a list is counted from the same declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any, Generic, Protocol, TypeVar

from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.values import Option
from botfeed.core.chat.verb import Param
from botfeed.core.errors import BadInput
from botfeed.core.ids import REF_LENGTH
from botfeed.core.language import number_words
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text, fill
from botfeed.core.ports import Unit

LOOK = 600  # rows that one page or one count reads at most, however many of them its viewer does not see
MOST = 99  # of a count; more is "99+"
STRETCH = 200  # rows of one look
LAST = 10_000  # page that is asked for by number
NAMED_MOST = 250  # rows that the cursor of a ranked list names
_AFTER, _BEFORE = "a", "b"  # of a cursor in a button; digits alone are a page's number, as buttons had it once

R = TypeVar("R")  # a row of the list
T = TypeVar("T")  # what is shown of it
R_co = TypeVar("R_co", covariant=True)

Ranked = Annotated[str, Param(most=1 + NAMED_MOST * REF_LENGTH, says=L("the page"))]  # of one whose order moves
Turn = Annotated[str, Param(most=16, says=L("the page"))]  # parameter of a command that shows a list in pages


class Read(Protocol[R_co]):
    """Reads rows in the order of a list."""

    def __call__(self, beyond: int | None, limit: int, back: bool) -> Sequence[R_co]:
        """Return rows after the key `beyond`, from the beginning for None; `back`: those before it, nearest first."""


@dataclass(frozen=True, slots=True)
class Listing(Generic[R, T]):
    """A list as one viewer sees it. `shown` returns the rows that they see, in order, with what is shown of each."""

    read: Read[R]
    shown: Callable[[Sequence[R]], Sequence[tuple[R, T]]]
    key: Callable[[R], int] = attrgetter("id")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list. `before` and `after` are the cursors of the neighbouring pages, empty where there is none."""

    items: tuple[T, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """The number of what a list shows; `more`: there are more, or there may be."""

    n: int
    more: bool = False

    def __bool__(self) -> bool:
        return self.n > 0 or self.more

    def __str__(self) -> str:
        return f"{self.n}+" if self.more else str(self.n)

    def but(self, shown: int) -> Count:
        """Return the number without those that are shown already."""
        return Count(max(0, self.n - shown), self.more)

    def said(self, ctx: RenderContext, one: str, many: str, **values: object) -> Text:
        """Return it in words, such as "3 pictures" and "99+ pictures"."""
        return fill(ctx.words.form(one, many, self.n + self.more), {"n": str(self), **values})


@dataclass(frozen=True, slots=True)
class _Start:
    """Beginning of a page: at a number, or at a key and in which direction from it."""

    number: int = 1
    key: int | None = None
    back: bool = False


@dataclass(frozen=True, slots=True)
class _Stretch(Generic[R, T]):
    """Rows that are shown, nearest first. `on`: the key after which others may follow, None at the end of the list."""

    found: list[tuple[R, T]]
    on: int | None


def by_id(uow: Unit, noun: type[R], *, newest: bool = True, **where: Any) -> Read[R]:
    """Read rows of a noun by their ids, newest first, or oldest first."""
    rows: Any = uow.all  # its overloads are one for each noun

    def read(beyond: int | None, limit: int, back: bool) -> Sequence[R]:
        down = newest is not back
        past: dict[str, Any] = {} if beyond is None else {"id__lt" if down else "id__gt": beyond}
        found: Sequence[R] = rows(noun, newest=down, limit=limit, **where, **past)
        return found

    return read


def every(read: Read[R]) -> Listing[R, R]:
    """List rows all of which the viewer sees."""
    return Listing(read, lambda rows: [(row, row) for row in rows])


def turn(
    ctx: RenderContext,
    what: Listing[R, T],
    page: str,
    size: int,
    fits: Callable[[Sequence[T]], int] = len,
) -> Page[T]:
    """Return the page that a button or a typed number asks for, of at most `size`, and as many of them as `fits` says.
    Raises BadInput for what is neither.
    """
    start = _start(ctx, page)
    if start.back:
        return _backwards(ctx, what, start.key, size, fits)
    skipped = (start.number - 1) * size
    stretch = _gather(what, start.key, min(skipped + size + 1, LOOK))
    found = stretch.found[skipped:]
    if not found and stretch.on is None and (start.key is not None or skipped):  # the last page there is
        return _backwards(ctx, what, start.key, size, fits)
    items = found[: max(1, fits([item for _, item in found[:size]]))] if found else []
    on = what.key(items[-1][0]) if len(found) > len(items) else stretch.on
    first = (what.key(items[0][0]) if items else start.key) if start.key is not None or skipped else None
    return Page(tuple(item for _, item in items), _cursor(ctx, _BEFORE, first), _cursor(ctx, _AFTER, on))


def _backwards(
    ctx: RenderContext, what: Listing[R, T], key: int | None, size: int, fits: Callable[[Sequence[T]], int]
) -> Page[T]:
    """Return the page before a key, or the last one for None; the first page where nothing stands before it."""
    stretch = _gather(what, key, size + 1, back=True)
    if not stretch.found and stretch.on is None:
        return turn(ctx, what, "", size, fits)
    near = stretch.found[:size]
    items = near[: max(1, fits([item for _, item in near]))][::-1]
    first = what.key(items[0][0]) if items else None
    before = first if len(stretch.found) > len(items) else stretch.on
    last = what.key(items[-1][0]) if items else key
    after = last if last is not None and _gather(what, last, 1).found else None
    return Page(tuple(item for _, item in items), _cursor(ctx, _BEFORE, before), _cursor(ctx, _AFTER, after))


def after(what: Listing[R, T], key: int | None, size: int) -> tuple[list[T], int | None]:
    """Return what follows a key, and the key to go on from, None at the end: for lists that are no cards."""
    stretch = _gather(what, key, size + 1)
    on = what.key(stretch.found[size - 1][0]) if len(stretch.found) > size else stretch.on
    return [item for _, item in stretch.found[:size]], on


def each(what: Listing[R, T]) -> Iterator[T]:
    """Yield all that a list shows, for reports that have no pages."""
    key: int | None = None
    while rows := what.read(key, STRETCH, False):
        yield from (item for _, item in what.shown(rows))
        key = what.key(rows[-1])


def count(what: Listing[R, T], beyond: int | None = None) -> Count:
    """Count what a list shows after a key, up to `MOST`."""
    return number(*after(what, beyond, MOST))


def number(found: Sequence[object], on: int | None) -> Count:
    """Return the number of a list of which `after` returned this, asked for `MOST` or more."""
    return Count(min(len(found), MOST), len(found) > MOST or on is not None)


def ranked(ctx: RenderContext, found: Sequence[R], key: Callable[[R], int], page: str, size: int) -> Page[R]:
    """Return a page of a list whose order moves, such as the best first: its cursors name all that was shown before,
    so that what changes its place in between is neither shown twice nor left out. Raises BadInput as `turn` does.
    """
    known = {key(one): one for one in found}
    shown, back = _shown_before(ctx, page)
    if shown is None:
        skipped = (_start(ctx, page).number - 1) * size
        shown = [key(one) for one in found[: min(skipped, (len(found) - 1) // size * size if found else 0)]]
    items: list[R] = []
    while back and shown and not items:
        shown, last = shown[:-size], shown[-size:]
        items = [known[id] for id in last if id in known]
    items = items or [one for one in found if key(one) not in set(shown)][:size]
    if not items and shown:  # what followed is gone
        return ranked(ctx, found, key, _named(ctx, _BEFORE, shown), size)
    both = [*shown, *(key(one) for one in items)]
    onward = _named(ctx, _AFTER, both) if not known.keys() <= set(both) else ""
    return Page(tuple(items), _named(ctx, _BEFORE, shown), onward)


def _shown_before(ctx: RenderContext, page: str) -> tuple[list[int] | None, bool]:
    """Read the cursor of a ranked list: what was shown before, None where it names nothing, and the direction."""
    refs = [page[n : n + REF_LENGTH] for n in range(1, len(page), REF_LENGTH)]
    ids = [ctx.services.sealer.id(ref) for ref in refs]
    if page[:1] not in (_AFTER, _BEFORE) or not ids or None in ids:
        return None, False
    return [id for id in ids if id is not None], page[0] == _BEFORE


def _named(ctx: RenderContext, side: str, keys: Sequence[int]) -> str:
    return side + "".join(ctx.ref(key) for key in keys) if keys else ""


def _gather(what: Listing[R, T], key: int | None, wanted: int, *, back: bool = False) -> _Stretch[R, T]:
    """Return at most `wanted` rows that are shown, from at most `LOOK` rows or as many as are wanted."""
    found: list[tuple[R, T]] = []
    read, most, limit = 0, max(LOOK, wanted), min(wanted + 2, STRETCH)
    while read < most:
        rows = what.read(key, limit, back)
        if not rows:  # a row that cannot be read is left out, so that a short stretch is not the end
            return _Stretch(found[:wanted], None)
        found += what.shown(rows)
        if len(found) >= wanted:
            return _Stretch(found[:wanted], None)
        read, key, limit = read + len(rows), what.key(rows[-1]), STRETCH
    return _Stretch(found, key)


def _cursor(ctx: RenderContext, side: str, key: int | None) -> str:
    return "" if key is None else f"{side}{ctx.ref(key)}"


def _start(ctx: RenderContext, page: str) -> _Start:
    """Read a cursor or a number. Raises BadInput."""
    if not page:
        return _Start()
    if page[0] in (_AFTER, _BEFORE) and (key := ctx.services.sealer.id(page[1:])) is not None:
        return _Start(key=key, back=page[0] == _BEFORE)
    try:
        number = number_words.read(page)
    except ValueError:
        says = L("{name:c} is a number, and {value:c} is not.")
        raise BadInput(says, name=Option("page"), value=page) from None
    if not 1 <= number <= LAST:
        raise BadInput(L("{name:c} goes from {least} to {most}."), name=Option("page"), least=1, most=LAST)
    return _Start(number)
