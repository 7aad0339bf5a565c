"""Conversion of frozen dataclasses to plain JSON values and back, by their annotations.
Loaders are cached per type, since every request and every row passes here.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

D = TypeVar("D")
Load = Callable[[Any], Any]
_PLAIN = frozenset({str, int, float, bool, type(None)})


def dump(value: Any) -> Any:
    """Return the JSON values of a value.
    Fields with their default are left out: rows stay short, old rows readable.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [dump(v) for v in value]
    if known := _defaults(kind):
        return {name: dump(v) for name, default in known if (v := getattr(value, name)) != default}
    if isinstance(value, Mapping):
        return {str(k): dump(v) for k, v in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    """Return field names and defaults of a dataclass; empty for other types."""
    return tuple((f.name, f.default) for f in fields(cls)) if is_dataclass(cls) else ()


@cache
def hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def load(kind: type[D], data: Any) -> D:
    """Build a `kind` from JSON values. Unknown keys are ignored."""
    known: Any = kind
    return cast("D", loader(known)(data))


@cache
def loader(kind: Any) -> Load:
    """Return the function that builds a `kind` from JSON values."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = loader(next(a for a in get_args(kind) if a is not type(None)))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is not None and issubclass(origin, Mapping):
        of = loader(get_args(kind)[1])
        return lambda data: {k: of(v) for k, v in data.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, datetime):
        return lambda data: datetime.fromisoformat(data).astimezone(UTC)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return _same


def _tuple(inner: tuple[Any, ...]) -> Load:
    if len(inner) == 2 and inner[1] is Ellipsis:
        of = loader(inner[0])
        return lambda data: tuple([of(item) for item in data])
    each = [loader(k) for k in inner]
    return lambda data: tuple([of(item) for of, item in zip(each, data, strict=True)])


def _record(kind: Any) -> Load:
    known: dict[str, Load] = {name: loader(hint) for name, hint in hints(kind).items()}
    return lambda data: kind(**{k: known[k](v) for k, v in data.items() if k in known})


def _same(data: Any) -> Any:
    return data


def checked(record: D) -> D:
    """Return the record (or None) unchanged.
    Raises TypeError if a field, at any depth, is not of its declared type: a platform's library may pass on
    unvalidated input.
    """
    if record is not None:
        for name, kinds in _kinds(cast("Any", type(record))):
            _check(record, name, getattr(record, name), kinds)
    return record


def _check(record: object, name: str, value: Any, kinds: tuple[type, ...]) -> None:
    if not isinstance(value, kinds):
        raise TypeError(f"{type(record).__name__}.{name} is {type(value).__name__}")
    if type(value) in _PLAIN:
        return
    if isinstance(value, Mapping):
        inside = [checked(v) for v in value.values() if is_dataclass(v) and not isinstance(v, type)]
        if not all(isinstance(v, str) or v in inside for pair in value.items() for v in pair):
            raise TypeError(f"{type(record).__name__}.{name} has more than words in it")
    if is_dataclass(value):
        checked(value)


@cache
def _kinds(cls: type[Any]) -> tuple[tuple[str, tuple[type, ...]], ...]:
    return tuple((name, tuple(_classes(kind))) for name, kind in hints(cls).items())  # type: ignore[arg-type]  # mypy: a class is hashable


def _classes(kind: Any) -> Iterator[type]:
    for each in get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,):
        yield get_origin(each) or each
