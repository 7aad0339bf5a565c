"""Input of a person in visible components: press, pick, fill in. Raises LookupError for impossible input."""

from __future__ import annotations

from typing import Any

from botfeed.testing.discord import components as parts
from botfeed.testing.discord.components import Component
from botfeed.testing.discord.model import Message, Room
from botfeed.testing.discord.people.resolved import Resolved
from botfeed.testing.discord.state import DiscordState

_LISTS = parts.SELECTS | {parts.UPLOAD, parts.CHECKBOXES}


def pressed(message: Message, button: str) -> dict[str, Any]:
    there = parts.of_kind(message.payload["components"], parts.BUTTON)
    found = [each for each in there if button in (parts.label(each), each.get("custom_id"))]
    if not found:
        raise LookupError(f"there is no button {button!r}; there are {', '.join(map(parts.label, there)) or 'none'}")
    part = found[0]
    if part.get("disabled") or "custom_id" not in part:
        raise LookupError(f"the button {button!r} {'is disabled' if part.get('disabled') else 'is a link'}")
    return {"component_type": parts.BUTTON, "custom_id": part["custom_id"], "id": part["id"]}


def selected(state: DiscordState, message: Message, menu: str, values: list[Any]) -> dict[str, Any]:
    there = parts.of_kind(message.payload["components"], *parts.SELECTS)
    fitting = [each for each in there if menu in (each.get("placeholder"), each["custom_id"])]
    if not fitting:
        raise LookupError(
            f"there is no menu {menu!r}; there are {', '.join(each['custom_id'] for each in there) or 'none'}"
        )
    part = fitting[0]
    if part.get("disabled"):
        raise LookupError(f"the menu {menu!r} is disabled")
    found = Resolved(state, message.room)
    picked = _picked(part, values, found, menu)
    data = {"component_type": part["type"], "custom_id": part["custom_id"], "id": part["id"], "values": picked}
    return {**data, "resolved": found.payload} if found.payload else data


def submitted(state: DiscordState, modal: dict[str, Any], values: dict[str, Any], room: Room) -> dict[str, Any]:
    """Return the data of a whole form, in the shape it came in."""
    found = Resolved(state, room)
    rest = dict(values)
    tree = parts.dress(modal["components"], lambda url: {"url": url})
    back = []
    for part in tree:
        if part["type"] == parts.LABEL:
            filled = _filled(part["component"], part["label"], rest, found)
            back.append({"type": parts.LABEL, "id": part["id"], "component": filled})
        elif part["type"] == parts.ROW:
            inner = [_filled(child, child["label"], rest, found) for child in part["components"]]
            back.append({"type": parts.ROW, "id": part["id"], "components": inner})
        else:
            back.append({"type": part["type"], "id": part["id"]})
    if rest:
        raise LookupError(f"the form has no field {', '.join(rest)}")
    data: dict[str, Any] = {"custom_id": modal["custom_id"], "components": back}
    return {**data, "resolved": found.payload} if found.payload else data


def _filled(part: Component, label: str, values: dict[str, Any], found: Resolved) -> dict[str, Any]:
    """Return a field with the person's value, or the one that stood there already."""
    kind = part["type"]
    name = label if label in values else part["custom_id"]
    given, value = name in values, values.pop(name, None)
    out = {"type": kind, "id": part["id"], "custom_id": part["custom_id"]}
    if kind in _LISTS:
        wanted = [value] if not isinstance(value, list | tuple) else list(value)
        stands = [each["value"] for each in _preset(part)] + [
            found.thing(each) for each in part.get("default_values") or []
        ]
        return {**out, "values": _picked(part, wanted if given else stands, found, label)}
    if kind == parts.RADIO:
        chosen = _option(part, value) if given else next((each["value"] for each in _preset(part)), None)
        return {**out, "value": _required(part, chosen, label)}
    if kind == parts.CHECKBOX:
        return {**out, "value": bool(value if given else part.get("default", False))}
    text = str(value) if given else part.get("value") or ""
    _required(part, text, label)
    if text and not (part.get("min_length") or 0) <= len(text) <= (part.get("max_length") or 4000):
        raise LookupError(f"the field {label!r} cannot hold {len(text)} characters")
    return {**out, "value": text}


def _preset(part: Component) -> list[dict[str, Any]]:
    return [option for option in part.get("options", []) if option.get("default")]


def _required(part: Component, value: Any, label: str) -> Any:
    if part.get("required", True) and value in (None, "", []):
        raise LookupError(f"the field {label!r} must be filled in")
    return value


def _picked(part: Component, values: list[Any], found: Resolved, label: str) -> list[str]:
    ceiling = len(part["options"]) if part["type"] == parts.CHECKBOXES else 1
    least, most = part.get("min_values", 1), part.get("max_values", ceiling)
    if not least <= len(values) <= most and (values or part.get("required", True)):
        raise LookupError(f"{label!r} takes {least} to {most} values, not {len(values)}")
    return [_option(part, value) if "options" in part else found.add(value) for value in values]


def _option(part: Component, value: Any) -> str:
    for option in part["options"]:
        if value in (option["label"], option["value"]):
            return str(option["value"])
    raise LookupError(
        f"{part['custom_id']!r} offers {', '.join(each['label'] for each in part['options'])}, not {value!r}"
    )
