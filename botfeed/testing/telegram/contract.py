"""The Bot API's own description (api.json) as a contract: types, required fields, enumerations, limits in prose."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from botfeed.testing.telegram import markup
from botfeed.testing.telegram.wire import Call, Json, Violation

_SIZE = re.compile(r"(\d+)-(\d+) (characters|bytes)")
_ITEMS = re.compile(r"must include (\d+)-(\d+) items|list of (\d+)-(\d+) identifiers")
_ENUM = re.compile(r'(?:must be|can be|one of|either|always)\s+(?:either\s+|one of\s+)?("(?:[^.]|\.(?!\s|$))*)')
_CONST = re.compile(r"must be ([a-z_0-9]+)$")
_PRIMITIVES: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
}


@cache
def _read(file: Path) -> Json:
    api: Json = json.loads(file.read_text(encoding="utf-8"))
    return api


class Contract:
    """`check_call` and `check_answer` say what is wrong, one line a fault; an empty list is a pass.

    `later`: methods, types and fields that came after the file was written (`servers.later`).
    """

    def __init__(self, file: Path, later: Json | None = None) -> None:
        api, new = _read(file), later or {"methods": {}, "types": {}, "fields": {}}
        methods, self.types = ({**api[part], **new[part]} for part in ("methods", "types"))
        for name, fields in new["fields"].items():
            part = methods if name in methods else self.types
            part[name] = {**part[name], "fields": _with(part[name]["fields"], fields)}
        self.methods: dict[str, Json] = {name.lower(): method for name, method in methods.items()}

    def check_call(self, call: Call) -> list[str]:
        method = self.methods.get(call.method.lower())
        if method is None:
            return [f"{call.method} is no method of the Bot API"]
        known = {field["name"] for field in method.get("fields", [])}
        # A part that is named attach://... belongs to a parameter; any other part is a parameter itself.
        parts = {name: f"attach://{name}" for name in call.files if name in known}
        return self._fields(call.method, method, {**call.params, **parts})

    def check_answer(self, name: str, answer: Any) -> list[str]:
        method = self.methods.get(name.lower())
        return [] if method is None else self._any(f"answer of {name}", method["returns"], answer)

    def check_type(self, name: str, value: Any) -> list[str]:
        return self._one(name, name, value)

    def _fields(self, where: str, described: Json, values: Json) -> list[str]:
        fields = {field["name"]: field for field in described.get("fields", [])}
        faults = [f"{where}.{name} is not listed" for name in values if name not in fields]
        for name, field in fields.items():
            if name not in values:
                if field["required"]:
                    faults.append(f"{where}.{name} is required")
                continue
            wrong = self._any(f"{where}.{name}", field["types"], values[name])
            faults += wrong or _prose(f"{where}.{name}", field["description"], values[name], values)
        return faults

    def _any(self, where: str, types: list[str], value: Any) -> list[str]:
        """The faults against the type that fits best."""
        return min((self._one(where, type_, value) for type_ in types), key=len)

    def _one(self, where: str, type_: str, value: Any) -> list[str]:
        if type_.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where} is not a list"]
            inner = type_.removeprefix("Array of ")
            return [fault for i, item in enumerate(value) for fault in self._one(f"{where}[{i}]", inner, item)]
        if type_ in _PRIMITIVES:
            fits = isinstance(value, _PRIMITIVES[type_]) and (type_ == "Boolean" or not isinstance(value, bool))
            return [] if fits else [f"{where} is {value!r}, not {type_}"]
        if type_ == "InputFile":
            return [] if isinstance(value, str) and value.startswith("attach://") else [f"{where} is not a file"]
        described = self.types[type_]
        if described.get("subtypes"):
            return self._any(where, described["subtypes"], value)
        if not isinstance(value, dict):
            return [f"{where} is not a {type_}"]
        return self._fields(where, described, value)


def _with(known: list[Json], fields: list[Json]) -> list[Json]:
    """Put fields in the place of those they are called as, or beside them."""
    names = {field["name"] for field in fields}
    return [*(field for field in known if field["name"] not in names), *fields]


def _prose(where: str, description: str, value: Any, siblings: Json) -> list[str]:
    """Limits and enumerations that stand in prose only."""
    if isinstance(value, list):
        return _items(where, description, value)
    if not isinstance(value, str):
        return []
    faults = _size(where, description, value, siblings)
    if match := _CONST.search(description):
        if value != match.group(1):
            faults.append(f"{where} is {value!r}, must be {match.group(1)}")
    elif match := _ENUM.search(description):
        allowed = re.findall(r'"([^"]+)"', match.group(1))
        if value not in allowed:
            faults.append(f"{where} is {value!r}, not one of {', '.join(allowed)}")
    return faults


def _items(where: str, description: str, value: list[Any]) -> list[str]:
    match = _ITEMS.search(description)
    if match is None:
        return []
    least, most = (int(number) for number in match.groups() if number)
    return [] if least <= len(value) <= most else [f"{where} has {len(value)} items, not {least}-{most}"]


def _size(where: str, description: str, value: str, siblings: Json) -> list[str]:
    match = _SIZE.search(description)
    if match is None:
        return []
    least, most, unit = int(match.group(1)), int(match.group(2)), match.group(3)
    try:
        seen = markup.parse(value, siblings.get("parse_mode"))[0] if "pars" in description else value
    except Violation as unreadable:
        return [f"{where}: {unreadable.description}"]
    size = len(value.encode()) if unit == "bytes" else markup.units(seen)
    return [] if least <= size <= most else [f"{where} has {size} {unit}, not {least}-{most}"]
