"""Frozen dataclasses to plain JSON values and back, by their annotations."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

D = TypeVar("D")


def dump(value: Any) -> Any:
    """Give JSON values. A field that holds its default is left out, so that rows stay short and old rows readable."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: dump(v) for f in fields(value) if (v := getattr(value, f.name)) != f.default}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): dump(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [dump(v) for v in value]
    return str(value) if isinstance(value, StrEnum) else value


@cache
def hints(cls: type[Any]) -> dict[str, Any]:
    return get_type_hints(cls)


def load(kind: type[D], data: Any) -> D:
    """Build a `kind` from JSON values. Unknown keys are passed over."""
    return cast("D", _load(kind, data))


def _load(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else _load(next(a for a in get_args(kind) if a is not type(None)), data)
    if origin is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_load(inner[0], item) for item in data)
        return tuple(_load(k, item) for k, item in zip(inner, data, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {k: _load(get_args(kind)[1], v) for k, v in data.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        known = hints(kind)
        return kind(**{k: _load(known[k], v) for k, v in data.items() if k in known})
    if isinstance(kind, type) and issubclass(kind, datetime):
        return datetime.fromisoformat(data).astimezone(UTC)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(data)
    return data


def checked(record: D) -> D:
    """Give a record (or None) back. Raises TypeError where a field, at any depth, is not of its declared kind: a
    platform's library may hand on what it was sent, unread.
    """
    if record is not None:
        for name, kinds in _kinds(cast("Any", type(record))):
            _check(record, name, getattr(record, name), kinds)
    return record


def _check(record: object, name: str, value: Any, kinds: tuple[type, ...]) -> None:
    if not isinstance(value, kinds):
        raise TypeError(f"{type(record).__name__}.{name} is {type(value).__name__}")
    if isinstance(value, Mapping) and not all(isinstance(v, str) for pair in value.items() for v in pair):
        raise TypeError(f"{type(record).__name__}.{name} has more than words in it")
    if is_dataclass(value):
        checked(value)


@cache
def _kinds(cls: type[Any]) -> tuple[tuple[str, tuple[type, ...]], ...]:
    return tuple((name, tuple(_classes(kind))) for name, kind in hints(cls).items())  # type: ignore[arg-type]  # mypy: a class is hashable


def _classes(kind: Any) -> Iterator[type]:
    for each in get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,):
        yield get_origin(each) or each
