"""Turn the Bot API's description (api.json) into facts: types, required fields, and limits and values as data.

Telegram states limits and enumerations only in prose. A field's facts are `types`, `required` (absent if not),
`characters` or `bytes` (least, most) of a string, `parsed` where its length is that after entity parsing, `items` of a
list, `numbers` of an integer or float, and `values`, the strings that it may be.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from botfeed.testing.telegram.api.calls import Json

_SIZE = re.compile(r"(\d+)-(\d+) (characters|[Bb]ytes)")
_LONGEST = re.compile(r"up to (\d+) (characters|bytes)")
_ITEMS = re.compile(r"must include (\d+)-(\d+) items|[Ll]ist of (\d+)-(\d+) |[Aa] JSON-serialized list of (\d+)-(\d+) ")
_FEW = re.compile(r"At most (\d+) [a-z ]+ can be specified|up to (\d+) items|[Ll]ist of up to (\d+) ")
_NUMBERS = re.compile(
    r"Values between (\d+)-(\d+)|[;,] (\d+)-(\d+)(?:[.,]|$)|Must be between (\d+) and (\d+)(?: if|\.|$)"
)
_ENUM = re.compile(r'(?:must be|can be|one of|either|always)\s+(?:either\s+|one of\s+)?("(?:[^.]|\.(?!\s|$))*)')
_CONST = re.compile(r"must be ([a-z_0-9]+)$")
_CHOICES = re.compile(r"Choose one, depending on [^:]*: (.*)")


@cache
def load(file: Path) -> Json:
    """Return the facts of a whole description."""
    return facts(json.loads(file.read_text(encoding="utf-8")))


def facts(api: Json) -> Json:
    """Return `{"methods": {name: {"returns", "fields"}}, "types": {name: {"fields"} or {"subtypes"}}}`."""
    methods = {
        name: {"returns": method["returns"], "fields": _fields(method)} for name, method in api["methods"].items()
    }
    return {"methods": methods, "types": {name: _type(described) for name, described in api["types"].items()}}


def _type(described: Json) -> Json:
    if described.get("subtypes"):
        return {"subtypes": described["subtypes"]}
    return {"fields": _fields(described)}


def _fields(described: Json) -> Json:
    return {field["name"]: _field(field) for field in described.get("fields", [])}


def _field(field: Json) -> Json:
    types, prose = field["types"], field["description"]
    fact: Json = {"types": types}
    if field["required"]:
        fact["required"] = True
    if "String" in types:
        fact |= _string(prose)
    if any(each.startswith("Array of ") for each in types) and (items := _items(prose)):
        fact["items"] = items
    if {"Integer", "Float"} & {*types} and (bounds := _numbers(prose)):
        fact["numbers"] = bounds
    return fact


def _string(prose: str) -> Json:
    fact: Json = {}
    if match := _SIZE.search(prose):
        fact[match.group(3).lower()] = [int(match.group(1)), int(match.group(2))]
    elif match := _LONGEST.search(prose):
        fact[match.group(2)] = [0, int(match.group(1))]
    if fact and "pars" in prose:
        fact["parsed"] = True
    if values := _values(prose):
        fact["values"] = values
    return fact


def _values(prose: str) -> list[str]:
    if match := _CONST.search(prose):
        return [match.group(1)]
    if match := _ENUM.search(prose):
        return re.findall(r'"([^"]+)"', match.group(1))
    if match := _CHOICES.search(prose):
        return re.findall(r"\b([a-z]+(?:_[a-z]+)*)(?= for |,? or [a-z_]+ for )", match.group(1))
    return []


def _items(prose: str) -> list[int]:
    if match := _ITEMS.search(prose):
        return [int(number) for number in match.groups() if number]
    if match := _FEW.search(prose):
        return [0, *(int(number) for number in match.groups() if number)]
    return []


def _numbers(prose: str) -> list[int]:
    match = _NUMBERS.search(prose)
    return [int(number) for number in match.groups() if number] if match else []


def reachable(facts: Json, methods: set[str]) -> Json:
    """Return the facts of some methods (named in any case) and of all types that they take or give."""
    kept = {name: method for name, method in facts["methods"].items() if name.lower() in methods}
    types: Json = {}
    waiting = [name for method in kept.values() for name in _named(method)]
    while waiting:
        name = waiting.pop()
        if name in facts["types"] and name not in types:
            types[name] = facts["types"][name]
            waiting += _named(types[name])
    return {"methods": kept, "types": types}


def _named(described: Json) -> list[str]:
    names: list[Any] = [*described.get("returns", []), *described.get("subtypes", [])]
    names += [name for field in described.get("fields", {}).values() for name in field["types"]]
    return [name.removeprefix("Array of ").removeprefix("Array of ") for name in names]
