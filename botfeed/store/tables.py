"""Tables: one per noun, with columns from its fields, keys and indexes from its declaration."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Generic, TypeVar, get_args, get_origin

import structlog
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from botfeed.core import serialization
from botfeed.core.language import folding, tokenizer
from botfeed.core.model import NOUNS, declared

log = structlog.get_logger()

N = TypeVar("N")
M = TypeVar("M")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

NAMING = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}

DERIVATIONS: Mapping[str, Callable[[Any], Any]] = {  # by the name that a noun declares
    "haystack": tokenizer.haystack,
    "key": folding.key,
}

metadata = MetaData(naming_convention=NAMING)


@dataclass(frozen=True, slots=True)
class Shape(Generic[N]):
    """Conversion of one noun's rows to records and back."""

    noun: type[N]
    table: Table
    encode: dict[str, Callable[[Any], Any]]
    decode: tuple[tuple[int, Callable[[Any], Any]], ...]  # of the places that are not as they were stored
    derived: dict[str, tuple[str, Callable[[Any], Any]]]  # by the column that they follow

    def row(self, thing: N) -> dict[str, Any]:
        return self.values({name: getattr(thing, name) for name in self.encode})

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return values as they are stored, with the columns that follow from them."""
        row = {name: self.encode[name](value) for name, value in given.items()}
        for source in self.derived.keys() & given.keys():
            name, function = self.derived[source]
            row[name] = function(given[source])
        return row

    def record(self, row: Any) -> N:
        values = list(row)
        for place, decode in self.decode:
            if values[place] is not None:
                values[place] = decode(values[place])
        return self.noun(*values)

    def records(self, rows: Iterable[Any]) -> list[N]:
        """Return the records of rows; one that cannot be read is logged and left out, so that it stops nothing."""
        found = []
        for row in rows:
            try:
                found.append(self.record(row))
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
                _note(self.table.name, row[0], repr(error)[:200])
        return found


@lru_cache(1000)
def _note(table: str, id: int, why: str) -> None:
    """Log a row that cannot be read, once."""
    log.error("a row cannot be read and is left out", table=table, row=id, why=why)


def millis(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def moment(value: int) -> datetime:
    return _EPOCH + value * _MILLISECOND


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _same(value: Any) -> Any:
    return value


def _codec(kind: Any) -> tuple[Any, Callable[[Any], Any], Callable[[Any], Any] | None]:
    """Return column type, encoder and decoder for an annotation."""
    if kind is bool:
        return Boolean, lambda v: None if v is None else bool(v), bool
    if kind is int:
        return BigInteger, _same, None
    if kind is float:
        return Float, _same, None
    if kind is str:
        return Text, _same, None
    if kind is datetime:
        return BigInteger, lambda v: None if v is None else millis(v), moment
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        # drivers look for an adapter of what is not quite a str
        return Text, lambda v: None if v is None else str(v), {str(member): member for member in kind}.__getitem__
    if get_origin(kind) is dict:  # JSON values already
        return Text, lambda v: None if v is None else _json(v), json.loads
    load = serialization.loader(kind)
    return Text, lambda v: None if v is None else _json(serialization.dump(v)), lambda v: load(json.loads(v))


def _optional(kind: Any) -> tuple[Any, bool]:
    inner = [k for k in get_args(kind) if k is not type(None)]
    if get_origin(kind) not in (tuple, dict, Mapping) and type(None) in get_args(kind):
        return inner[0], True
    return kind, False


def _standing(default: Any, encode: Callable[[Any], Any]) -> Any:
    """Return the column's default for existing rows: a migration may add a column with a default at any time."""
    if default is MISSING or default is None:
        return None
    value = encode(default)
    if isinstance(value, bool):
        return text(str(value).lower())
    return str(value)


def _shape(noun: type[Any], metadata: MetaData) -> Shape[Any]:
    types, columns, encode, decode = serialization.hints(noun), [], {}, []  # type: ignore[arg-type]
    declaration = declared(noun)
    for place, f in enumerate(fields(noun)):
        kind, nullable = _optional(types[f.name])
        column, enc, dec = _codec(kind)
        if f.name in declaration.bytewise:
            column = Text().with_variant(Text(collation="C"), "postgresql")
        key = f.name == "id"
        columns.append(
            Column(
                f.name,
                column,
                primary_key=key,
                nullable=nullable,
                autoincrement=False if key else "auto",
                server_default=_standing(f.default, enc),
            )
        )
        encode[f.name] = enc
        if dec:
            decode.append((place, dec))
    rules = [UniqueConstraint(*names) for names in declaration.unique]
    indexes = [Index(None, *names) for names in declaration.index]
    leads = {"id", *(names[0] for names in (*declaration.unique, *declaration.index))} - set(declaration.few)
    known = {"few": frozenset(declaration.few), "leads": frozenset(leads)}
    derived = {each.source: (each.field, DERIVATIONS[each.by]) for each in declaration.derived}
    made = Table(declaration.table, metadata, *columns, *rules, *indexes, info=known)
    return Shape(noun, made, encode, tuple(decode), derived)


class _Shapes(dict[type, Shape[Any]]):
    """Shapes by noun. A noun that is not in `NOUNS` gets its shape when it is first used, in a metadata of its own,
    so that migrations and the comparison with them contain the listed nouns alone.
    """

    def __missing__(self, noun: type[Any]) -> Shape[Any]:
        made = self[noun] = _shape(noun, MetaData(naming_convention=NAMING))
        return made


SHAPES = _Shapes((noun, _shape(noun, metadata)) for noun in NOUNS)

# Two counters that are no nouns: they are only ever moved by one guarded statement (quotas.py).
tally = Table(
    "tally",
    metadata,
    Column("name", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("used", BigInteger, nullable=False),
)
gate = Table("gate", metadata, Column("name", Text, primary_key=True), Column("due", BigInteger, nullable=False))


def table(noun: type) -> Table:
    return SHAPES[noun].table


def together(row: Sequence[Any], one: type[N], other: type[M]) -> tuple[N, M]:
    """Return the two records of a row that holds the columns of both tables, one after the other."""
    size = len(SHAPES[one].encode)
    return SHAPES[one].record(row[:size]), SHAPES[other].record(row[size:])
