"""Check calls, answers and objects of the Bot API by facts (`description`): types, required fields, values, limits."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from botfeed.testing.contracts import facts as data
from botfeed.testing.telegram import description
from botfeed.testing.telegram.api.calls import Call, Json, Violation
from botfeed.testing.telegram.rules import markup

_PRIMITIVES: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
}


class Contract:
    """Contract of the Bot API. Checks return the problems, one line each; an empty list is a pass.
    `later`: methods, types and fields that came after the facts were written (`servers.later`).
    """

    def __init__(self, facts: Json, later: Json | None = None) -> None:
        new = later or {"methods": {}, "types": {}, "fields": {}}
        methods, self.types = ({**facts[part], **new[part]} for part in ("methods", "types"))
        for name, fields in new["fields"].items():
            part = methods if name in methods else self.types
            part[name] = {**part[name], "fields": {**part[name]["fields"], **fields}}
        self.methods: dict[str, Json] = {name.lower(): method for name, method in methods.items()}

    def check_call(self, call: Call) -> list[str]:
        """Return the faults of a call's parameters."""
        method = self.methods.get(call.method.lower())
        if method is None:
            return [f"{call.method} is no method of the Bot API"]
        # A part that is named attach://... belongs to a parameter; any other part is a parameter itself.
        parts = {name: f"attach://{name}" for name in call.files if name in method["fields"]}
        return self._fields(call.method, method["fields"], {**call.params, **parts})

    def check_answer(self, name: str, answer: Any) -> list[str]:
        """Return the faults of a method's result."""
        method = self.methods.get(name.lower())
        return [] if method is None else self._any(f"answer of {name}", method["returns"], answer)

    def check_type(self, name: str, value: Any) -> list[str]:
        """Return the faults of a value that should be of a named type."""
        return self._one(name, name, value)

    def _fields(self, where: str, fields: Json, values: Json) -> list[str]:
        faults = [f"{where}.{name} is not listed" for name in values if name not in fields]
        for name, field in fields.items():
            if name not in values:
                if "required" in field:
                    faults.append(f"{where}.{name} is required")
                continue
            at, value = f"{where}.{name}", values[name]
            faults += self._any(at, field["types"], value) or _limits(at, field, value, values)
        return faults

    def _any(self, where: str, types: list[str], value: Any) -> list[str]:
        """Return the faults by the type that fits best."""
        if len(types) == 1:
            return self._one(where, types[0], value)
        return min((self._one(where, type_, value) for type_ in types), key=len)

    def _one(self, where: str, type_: str, value: Any) -> list[str]:
        if type_ in _PRIMITIVES:
            fits = isinstance(value, _PRIMITIVES[type_]) and (type_ == "Boolean" or not isinstance(value, bool))
            return [] if fits else [f"{where} is {value!r}, not {type_}"]
        if type_.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where} is not a list"]
            inner = type_.removeprefix("Array of ")
            return [fault for i, item in enumerate(value) for fault in self._one(f"{where}[{i}]", inner, item)]
        if type_ == "InputFile":
            return [] if isinstance(value, str) and value.startswith("attach://") else [f"{where} is not a file"]
        described = self.types[type_]
        if "subtypes" in described:
            return self._any(where, described["subtypes"], value)
        if not isinstance(value, dict):
            return [f"{where} is not a {type_}"]
        return self._fields(where, described["fields"], value)


@cache
def facts() -> Json:
    """Return the package's own facts."""
    return data.read("telegram")


def official(folder: Path | None) -> Json | None:
    """Return the facts of the whole description in a folder of official contracts; None without a folder."""
    return description.load(folder / "telegram" / "api.json") if folder else None


def _limits(where: str, field: Json, value: Any, siblings: Json) -> list[str]:
    if len(field) == 1:
        return []
    if isinstance(value, str):
        return [*_size(where, field, value, siblings), *_value(where, field, value)]
    if isinstance(value, list):
        return _between(where, field.get("items"), len(value), "items")
    if isinstance(value, int | float) and "numbers" in field:
        least, most = field["numbers"]
        return [] if least <= value <= most else [f"{where} is {value}, not {least}-{most}"]
    return []


def _value(where: str, field: Json, value: str) -> list[str]:
    allowed = field.get("values")
    return [] if not allowed or value in allowed else [f"{where} is {value!r}, not one of {', '.join(allowed)}"]


def _size(where: str, field: Json, value: str, siblings: Json) -> list[str]:
    if "bytes" in field:
        return _between(where, field["bytes"], len(value.encode()), "bytes")
    if "characters" not in field:
        return []
    try:
        seen = markup.parse(value, siblings.get("parse_mode"))[0] if "parsed" in field else value
    except Violation as unreadable:
        return [f"{where}: {unreadable.description}"]
    return _between(where, field["characters"], markup.units(seen), "characters")


def _between(where: str, bounds: list[int] | None, size: int, unit: str) -> list[str]:
    if bounds is None or bounds[0] <= size <= bounds[1]:
        return []
    return [f"{where} has {size} {unit}, not {bounds[0]}-{bounds[1]}"]
