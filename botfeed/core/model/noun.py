"""Declarations of nouns: table, keys and indexes, and how export, erasure, merging and retention handle their rows.
Only plain strategies are declared here. Where one names a `special` function, the package that walks the declarations
lists these functions by name: `privacy/erasure_rules.py`, `privacy/retention_rules.py`,
`people/account_merge_rules.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, Literal, TypeVar

N = TypeVar("N")
Fields = tuple[str, ...]

_ATTRIBUTE = "__noun__"


@dataclass(frozen=True, slots=True)
class Erase:
    """Strategy for rows that name an erased person: delete them, set `values` in them, or call a special function."""

    by: Literal["drop", "blank", "special"]
    values: tuple[tuple[str, Any], ...] = ()
    special: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """Strategy to move the rows of one account to another. `first` names a special function that is called before.
    move: rows that cannot be duplicates. once: one row per person and `key`; of duplicates the kept account's row
    stays. between: `key` is the other person's field; no row may name the same person twice. batches: as once (or,
    without a key, as move), but a thousand rows per transaction. special: `first` does all of it.
    """

    by: Literal["move", "once", "between", "batches", "special"]
    key: Fields = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Retention: rows that meet `when` are deleted once `since` is older than `age`; or a special rule decides."""

    age: timedelta | None = None
    since: str = "created"
    when: tuple[tuple[str, Any], ...] = ()
    special: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Field that holds an account's id. `export`: the row belongs to that person and is in their export."""

    field: str
    export: bool
    erase: Erase
    merge: Merge


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that the store makes from the column `source` by the function of that name."""

    field: str
    source: str
    by: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """Complete declaration of one noun.
    `bytewise` columns are compared byte by byte on both engines, so that values with one prefix are one range of an
    index. `few` columns have few values: beside a more selective condition their indexes are not used. `derived`
    columns follow another one: the store writes them whenever it writes that (`store/tables.py` names the functions).
    """

    table: str
    unique: tuple[Fields, ...]
    index: tuple[Fields, ...]
    bytewise: Fields
    few: Fields
    persons: tuple[Person, ...]
    keep: Keep
    derived: tuple[Derived, ...] = ()

    @property
    def people(self) -> Fields:
        """Return the names of the fields that hold an account's id."""
        return tuple(person.field for person in self.persons)


OWN, OTHERS = True, False  # values of `Person.export`
DROP = Erase("drop")
MOVE = Merge("move")
FOREVER = Keep()


def blank(**values: Any) -> Erase:
    """Return the strategy that keeps a row without a person: these values are written into it."""
    return Erase("blank", tuple(values.items()))


def erase_by(special: str) -> Erase:
    """Return the strategy that calls a function of `privacy/erasure_rules.py`."""
    return Erase("special", special=special)


def once(*key: str, first: str = "") -> Merge:
    """Return the strategy for rows of which a person has one for each `key`."""
    return Merge("once", key, first)


def between(other: str, *, first: str = "") -> Merge:
    """Return the strategy for rows between two people; `other` is the other person's field."""
    return Merge("between", (other,), first)


def batches(*key: str, first: str = "") -> Merge:
    """Return the strategy for long tables. Rows may be double where no key is given."""
    return Merge("batches", key, first)


def move(first: str) -> Merge:
    """Return the strategy for rows that cannot be duplicates once the function `first` was called."""
    return Merge("move", (), first)


def merge_by(special: str) -> Merge:
    """Return the strategy that only calls a function of `people/account_merge_rules.py`."""
    return Merge("special", (), special)


def keep_for(age: timedelta, *, since: str = "created", **when: Any) -> Keep:
    """Return the retention of rows by age; only of those that meet `when`, if it is given."""
    return Keep(age, since, tuple(when.items()))


def keep_by(special: str) -> Keep:
    """Return the retention that a rule of `privacy/retention_rules.py` decides."""
    return Keep(special=special)


def noun(
    *,
    table: str,
    unique: Sequence[Fields] = (),
    index: Sequence[Fields] = (),
    bytewise: Fields = (),
    few: Fields = (),
    person: Person | Sequence[Person] = (),
    keep: Keep,
    derived: Sequence[Derived] = (),
) -> Callable[[type[N]], type[N]]:
    """Declare a record as a noun with a table of this stored name. Raises TypeError for a field that is not there."""
    persons = (person,) if isinstance(person, Person) else tuple(person)
    made = Declaration(table, tuple(unique), tuple(index), bytewise, few, persons, keep, tuple(derived))

    def declare(cls: type[N]) -> type[N]:
        _check(cls, made)
        setattr(cls, _ATTRIBUTE, made)
        return cls

    return declare


def declared(noun: type[Any]) -> Declaration:
    """Return the declaration of a noun. Raises TypeError where it has none."""
    made = noun.__dict__.get(_ATTRIBUTE)
    if not isinstance(made, Declaration):
        raise TypeError(f"{noun.__name__} is not declared: @noun(table=..., keep=...) stands above a noun")
    return made


def _check(cls: type[Any], made: Declaration) -> None:
    known = {f.name for f in fields(cls)}
    named = {name for key in (*made.unique, *made.index, made.bytewise, made.few, made.people) for name in key}
    named |= {name for column in made.derived for name in (column.field, column.source)}
    for person in made.persons:
        named |= {name for name, _ in person.erase.values} | set(person.merge.key)
    if made.keep.age is not None:
        named |= {made.keep.since, *(name for name, _ in made.keep.when)}
    if missing := sorted(named - known):
        raise TypeError(f"{cls.__name__} declares fields that it does not have: {', '.join(missing)}")
