"""Turn an OpenAPI document into plain JSON Schema, with formats and validators of our leniency."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_VERBATIM = frozenset({"enum", "const", "default", "example", "examples"})
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_WRITTEN = {"integer": r"-?[0-9]+", "number": r"-?[0-9]+(\.[0-9]+)?", "boolean": r"(?i:true|false|[01])"}
_NAMED = frozenset({"properties", "patternProperties", "$defs", "schemas", "paths"})


def relax(node: Any, *, named: bool) -> Any:
    """Return a copy in plain draft 2020-12; `named` marks a map from names to schemas, whose keys are no keywords."""
    if isinstance(node, list):
        return [relax(item, named=False) for item in node]
    if not isinstance(node, Mapping):
        return node
    if named:
        return {name: relax(item, named=False) for name, item in node.items()}
    out = {key: value if key in _VERBATIM else relax(value, named=key in _NAMED) for key, value in node.items()}
    if isinstance(out.get("oneOf"), list):
        alternatives = out.pop("oneOf")
        out["allOf"] = [*out.get("allOf", []), {"anyOf": alternatives}]
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if out.get(exclusive) is True:
            out[exclusive] = out.pop(bound)
        elif out.get(exclusive) is False:
            del out[exclusive]
    if out.get("format") == "snowflake":
        out["type"] = ["string", "integer"]
    if out.pop("nullable", None) is True:
        return {"anyOf": [out, {"type": "null"}]}
    return out


def written(node: Any, *, named: bool = False) -> Any:
    """Return a copy of a relaxed document in which most numbers and booleans may be written as strings.

    It accepts nothing that `validator(lenient=True)` refuses; `named` is as in `relax`.
    """
    if isinstance(node, list):
        return [written(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    if named:
        return {name: written(item) for name, item in node.items()}
    out = {key: value if key in _VERBATIM else written(value, named=key in _NAMED) for key, value in node.items()}
    kinds = [out["type"]] if isinstance(out.get("type"), str) else out.get("type", [])
    patterns = [_pattern(kind, out) for kind in kinds if kind in _WRITTEN]
    if patterns and all(patterns) and "string" not in kinds and "pattern" not in out:
        out |= {"type": [*kinds, "string"], "pattern": f"^({'|'.join(patterns)})$"}
    return out


def _pattern(kind: str, schema: Mapping[str, Any]) -> str:
    """Return a pattern whose strings are all within the bounds of the schema, or "" where none is simple."""
    bounds = {name: schema[name] for name in _BOUNDS if name in schema}
    least, most = bounds.pop("minimum", 0), bounds.pop("maximum", None)
    if "minimum" not in schema and "maximum" not in schema and not bounds:
        return _WRITTEN[kind]
    if kind != "integer" or bounds or least > 0 or (most is not None and most < 9):
        return ""
    return "[0-9]+" if most is None else f"[0-9]{{1,{len(str(int(most))) - 1}}}"


@functools.cache
def validator(lenient: bool) -> tuple[Any, Any]:
    """Return a validator class and a format checker; the lenient one takes numbers and booleans in strings."""
    from jsonschema import Draft202012Validator, FormatChecker, validators  # type: ignore[import-untyped]

    formats = FormatChecker(formats=())
    for name, fits in FORMATS.items():
        formats.checks(name)(fits)
    if not lenient:
        return Draft202012Validator, formats
    plain = Draft202012Validator.TYPE_CHECKER

    def either(kind: str) -> Any:
        return lambda _checker, value: plain.is_type(value, kind) or _matches(_WRITTEN[kind], value)

    # Bounds are for numbers as they are: `minimum` asks the type checker, and would compare a string.
    checker = plain.redefine_many({kind: either(kind) for kind in _WRITTEN})
    bounds = {name: _bound(Draft202012Validator.VALIDATORS[name]) for name in _BOUNDS}
    return validators.extend(Draft202012Validator, bounds, type_checker=checker), formats


def _bound(check: Any) -> Any:
    def on_number(validator: Any, limit: Any, value: Any, schema: Any) -> Any:
        if isinstance(value, str) and not _matches(r"-?(0|[1-9]\d*)(\.\d+)?", value):
            return ()
        return check(validator, limit, json.loads(value) if isinstance(value, str) else value, schema)

    return on_number


def _matches(pattern: str, value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S", value) is not None


def _is_moment(value: object) -> bool:
    try:
        return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


FORMATS = {"uri": _is_uri, "date-time": _is_moment}
