"""One table a noun: columns from its fields, keys and indexes from the list below."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar, get_args, get_origin

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
from botfeed.core.model import (
    NOUNS,
    Account,
    Alias,
    Block,
    Collection,
    Comment,
    Decision,
    Delivery,
    Draft,
    Edition,
    Event,
    Follow,
    HandledRequest,
    Identity,
    Job,
    KeyValue,
    LedgerEntry,
    Link,
    Mute,
    Notice,
    Painting,
    Payload,
    Picture,
    Placement,
    Post,
    PostCopy,
    Reaction,
    Report,
    Right,
    Saved,
    Seen,
    Space,
    Subscription,
    Term,
    Topic,
    stored_name,
)

N = TypeVar("N")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)

UNIQUE: dict[type, tuple[tuple[str, ...], ...]] = {
    Account: (("handle",),),
    Identity: (("platform", "user"),),
    Space: (("platform", "ref"),),
    Right: (("account", "space"),),
    Follow: (("follower", "followee"),),
    Mute: (("account", "muted"),),
    Block: (("account", "blocked"),),
    Reaction: (("account", "post", "kind"),),
    Subscription: (("account",), ("space",)),  # one of each: absent ones are distinct on both engines
    Edition: (("subscription", "period"),),
    Seen: (("account", "post"),),
    LedgerEntry: (("painting", "kind"),),
    Placement: (("platform", "ref"),),
    PostCopy: (("placement", "post"),),
    Delivery: (("key",),),
    Job: (("key",),),
    HandledRequest: (("request",),),
    Draft: (("account", "place"),),
    KeyValue: (("name",),),
    Link: (("code",),),
    Alias: (("handle",),),
    Term: (("word", "post"),),
    Topic: (("account", "tag"),),
    Collection: (("account", "title"),),
    Saved: (("account", "post"),),
}

INDEXED: dict[type, tuple[tuple[str, ...], ...]] = {
    Account: (("state",),),
    Identity: (("account",),),
    Painting: (("account", "id"), ("state",), ("parent",)),
    Picture: (("account", "id"), ("painting",), ("blob",)),
    Post: (
        ("author", "id"),
        ("state", "published"),
        ("state", "id"),
        ("picture",),
        ("parent",),
        ("root",),
        ("space", "id"),
    ),
    Follow: (("followee",),),
    Mute: (("muted",),),
    Block: (("blocked",),),
    Reaction: (("post",),),
    Comment: (("post", "id"), ("author",)),
    Notice: (("account", "id"), ("actor",)),
    Subscription: (("state", "due"),),
    Edition: (("state", "id"), ("collage",)),
    Report: (("state", "id"), ("account",), ("post",)),
    Decision: (("account",), ("post",), ("space", "id")),
    Event: (("account", "id"), ("created",)),
    LedgerEntry: (("account",),),
    Placement: (("request",), ("account", "id"), ("place", "id")),
    PostCopy: (("post", "shared"),),
    Delivery: (("account",), ("state",)),
    Job: (("state", "run_at"), ("lane", "state", "kind")),
    HandledRequest: (("created",), ("account",)),
    Payload: (("account",),),
    Link: (("account",), ("other",)),
    Alias: (("account",),),
    Term: (("post",),),
    Topic: (("tag",),),
    Saved: (("post",), ("collection",)),
}

# Compared byte by byte on either engine: words and handles that begin with a stem are one stretch of the index.
BYTEWISE = {(Term, "word"), (Account, "handle")}


@dataclass(frozen=True, slots=True)
class Shape(Generic[N]):
    """How one noun's rows become records and back."""

    noun: type[N]
    table: Table
    encode: dict[str, Callable[[Any], Any]]
    decode: tuple[tuple[int, Callable[[Any], Any]], ...]  # of the places that are not as they were stored

    def row(self, thing: N) -> dict[str, Any]:
        return {name: encode(getattr(thing, name)) for name, encode in self.encode.items()}

    def record(self, row: Any) -> N:
        values = list(row)
        for place, decode in self.decode:
            if values[place] is not None:
                values[place] = decode(values[place])
        return self.noun(*values)


def millis(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def moment(value: int) -> datetime:
    return _EPOCH + value * _MILLISECOND


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _same(value: Any) -> Any:
    return value


def _codec(kind: Any) -> tuple[Any, Callable[[Any], Any], Callable[[Any], Any] | None]:
    """Give column type, encoder and decoder for an annotation."""
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
    """What rows that were there before a column get in it: a migration may add one with a default at any time."""
    if default is MISSING or default is None:
        return None
    value = encode(default)
    if isinstance(value, bool):
        return text(str(value).lower())
    return str(value)


def _shape(noun: type[Any]) -> Shape[Any]:
    known, columns, encode, decode = serialization.hints(noun), [], {}, []  # type: ignore[arg-type]
    for place, f in enumerate(fields(noun)):
        kind, nullable = _optional(known[f.name])
        column, enc, dec = _codec(kind)
        if (noun, f.name) in BYTEWISE:
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
    name = stored_name(noun)
    rules = [UniqueConstraint(*names) for names in UNIQUE.get(noun, ())]
    indexes = [Index(None, *names) for names in INDEXED.get(noun, ())]
    return Shape(noun, Table(name, metadata, *columns, *rules, *indexes), encode, tuple(decode))


SHAPES: dict[type, Shape[Any]] = {noun: _shape(noun) for noun in NOUNS}

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
