"""Rules of commands, of modals and of choices offered while a person types."""

from __future__ import annotations

import functools
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from botfeed.testing.discord import components as parts
from botfeed.testing.discord.api.errors import Flaw, Path, too_long
from botfeed.testing.discord.rules import message_rules

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, PERSON, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
_MOST = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
_TAKEN = "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"
_COMMAND_CHARACTERS = 8000  # names, descriptions and values of one command, in the longest of its languages
_Body = Mapping[str, Any]


def menu(commands: list[dict[str, Any]]) -> list[Flaw]:
    """Return the flaws of a whole set, as it is overwritten in bulk; paths begin with the command's position."""
    found: list[Flaw] = []
    kinds = Counter(command.get("type") or CHAT_INPUT for command in commands)
    for kind, count in kinds.items():
        if count > _MOST.get(kind, 1):
            words = f"Maximum number of application commands of type {kind} reached ({_MOST.get(kind, 1)})."
            found.append(Flaw((), "APPLICATION_COMMANDS_LIMIT", words))
    often = Counter((command.get("type") or CHAT_INPUT, command.get("name")) for command in commands)
    for place, one in enumerate(commands):
        if often[one.get("type") or CHAT_INPUT, one.get("name")] > 1:
            words = "Application command names must be unique"
            found.append(Flaw((place, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", words))
        found += command(one, (place,))
    return found


def command(body: _Body, path: Path = ()) -> list[Flaw]:
    return list(_flaws(json.dumps(body), path))


@functools.lru_cache(maxsize=1024)
def _flaws(written: str, path: Path) -> list[Flaw]:
    """Return the flaws of a command as JSON. It is cached: a bot registers the same menu at each start."""
    body: _Body = json.loads(written)
    kind = body.get("type") or CHAT_INPUT
    found: list[Flaw] = []
    if kind == CHAT_INPUT:
        found += _named(body, path)
        found += _options(body.get("options") or [], (*path, "options"), depth=0)
    else:
        for name in (body.get("name"), *(body.get("name_localizations") or {}).values()):
            found += too_long((*path, "name"), name, 32, 1)
        if body.get("description"):
            words = "Context menu commands cannot have description"
            found.append(Flaw((*path, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", words))
        if body.get("options"):
            words = "Context menu commands cannot have options"
            found.append(Flaw((*path, "options"), "APPLICATION_COMMAND_INVALID_OPTIONS", words))
    size = sum(_sizes(body))
    if size > _COMMAND_CHARACTERS:
        words = f"Command exceeds maximum size ({_COMMAND_CHARACTERS}): it has {size}"
        found.append(Flaw(path, "APPLICATION_COMMAND_TOO_LARGE", words))
    return found


def _named(body: _Body, path: Path) -> list[Flaw]:
    found: list[Flaw] = []
    for name in (body.get("name") or "", *(body.get("name_localizations") or {}).values()):
        found += too_long((*path, "name"), name, 32, 1)
        if name != name.lower() or not all(_may_name(character) for character in name):
            words = "Command name is invalid"
            found.append(Flaw((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", words))
    for words in (body.get("description"), *(body.get("description_localizations") or {}).values()):
        found += too_long((*path, "description"), words, 100, 1)
    return found


def _may_name(character: str) -> bool:
    """Return True for letters and numbers of any script, and the vowel signs of Devanagari and Thai."""
    block = unicodedata.name(character, "").split(" ")[0]
    return character in "-_'" or unicodedata.category(character)[0] in "LN" or block in {"DEVANAGARI", "THAI"}


def _options(options: list[dict[str, Any]], path: Path, depth: int) -> list[Flaw]:
    found = too_long(path, options, 25)
    often = Counter(option.get("name") for option in options)
    optional = False
    nested = {option.get("type") in {SUBCOMMAND, GROUP} for option in options}
    if len(nested) > 1:
        words = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        found.append(Flaw(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words))
    for place, option in enumerate(options):
        here = (*path, place)
        found += _named(option, here)
        if often[option.get("name")] > 1:
            words = "Command option names must be unique"
            found.append(Flaw((*here, "name"), _TAKEN, words))
        found += _localized(option, [other for other in options if other is not option], here)
        if option.get("required") and optional:
            words = "Required options must be placed before non-required options"
            found.append(Flaw((*here, "required"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words))
        optional = optional or not option.get("required")
        found += _nested(option, here, depth) if option.get("type") in {SUBCOMMAND, GROUP} else _value(option, here)
    return found


def _localized(option: _Body, beside: list[dict[str, Any]], path: Path) -> list[Flaw]:
    """Return flaws where a name in a locale is that of an option beside it there, or by default."""
    words = "Localized option names must differ from those of the other options"
    return [
        Flaw((*path, "name_localizations", locale), _TAKEN, words)
        for locale, name in (option.get("name_localizations") or {}).items()
        if any(name in (o.get("name"), (o.get("name_localizations") or {}).get(locale)) for o in beside)
    ]


def _nested(option: _Body, path: Path, depth: int) -> list[Flaw]:
    children = option.get("options") or []
    group = option.get("type") == GROUP
    if (group and depth > 0) or (not group and depth > 1):
        return [Flaw((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep")]
    wrong = [child for child in children if (child.get("type") == SUBCOMMAND) != group or child.get("type") == GROUP]
    if wrong or (group and not children):
        words = "A group holds sub-commands, a sub-command holds values"
        return [Flaw((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)]
    return _options(children, (*path, "options"), depth + 1)


def _value(option: _Body, path: Path) -> list[Flaw]:
    offered = option.get("choices") or []
    found = too_long((*path, "choices"), offered, 25) + _choices(offered, (*path, "choices"))
    kind = option.get("type")
    if option.get("autocomplete") and (offered or kind not in {STRING, INTEGER, NUMBER}):
        words = "Autocomplete is for strings and numbers without choices"
        found.append(Flaw((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", words))
    for low, high, kinds in (("min_length", "max_length", {STRING}), ("min_value", "max_value", {INTEGER, NUMBER})):
        least, most = option.get(low), option.get(high)
        if (least is not None or most is not None) and kind not in kinds:
            found.append(
                Flaw((*path, low), "APPLICATION_COMMAND_OPTIONS_BOUNDS_INVALID", f"Not for options of type {kind}")
            )
        elif least is not None and most is not None and least > most:
            found.append(Flaw((*path, low), "APPLICATION_COMMAND_OPTIONS_BOUNDS_INVALID", f"{low} is above {high}"))
    return found


def _choices(offered: list[dict[str, Any]], path: Path) -> list[Flaw]:
    found = []
    often = Counter(choice.get("name") for choice in offered)
    for place, choice in enumerate(offered):
        found += too_long((*path, place, "name"), choice.get("name"), 100, 1)
        found += too_long((*path, place, "value"), choice.get("value"), 100)
        if often[choice.get("name")] > 1:
            words = "Choice names must be unique"
            found.append(Flaw((*path, place, "name"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", words))
    return found


def _sizes(body: _Body) -> Iterator[int]:
    for field in ("name", "description"):
        words = [body.get(field) or "", *(body.get(f"{field}_localizations") or {}).values()]
        yield max(map(len, words))
    if isinstance(body.get("value"), str):
        yield len(body["value"])
    for inner in (*(body.get("options") or []), *(body.get("choices") or [])):
        yield from _sizes(inner)


def autocomplete(data: _Body) -> list[Flaw]:
    offered = data.get("choices") or []
    return too_long(("data", "choices"), offered, 25) + _choices(offered, ("data", "choices"))


def modal(data: _Body) -> list[Flaw]:
    tree = data.get("components") or []
    found = too_long(("data", "custom_id"), data.get("custom_id"), 100, 1)
    found += too_long(("data", "title"), data.get("title"), 45, 1)
    found += too_long(("data", "components"), tree, 5, 1)
    for place, part in enumerate(tree):
        path: Path = ("data", "components", place)
        kind = part.get("type")
        if kind == parts.LABEL:
            found += too_long((*path, "label"), part.get("label"), 45, 1)
            found += too_long((*path, "description"), part.get("description"), 100)
            found += _input(part.get("component") or {}, (*path, "component"), labelled=True)
        elif kind == parts.ROW:
            found += too_long((*path, "components"), part.get("components") or [], 1, 1)
            for child in part.get("components") or []:
                found += _input(child, (*path, "components", 0), labelled=False)
        elif kind == parts.TEXT:
            found += too_long((*path, "content"), part.get("content"), 4000, 1)
        else:
            found.append(Flaw((*path, "type"), "UNION_TYPE_CHOICES", "A modal holds labels, rows and text displays"))
    return found + message_rules.repeated(tree)


def _input(part: _Body, path: Path, *, labelled: bool) -> list[Flaw]:
    kind = part.get("type")
    found = too_long((*path, "custom_id"), part.get("custom_id"), 100, 1)
    if kind == parts.TEXT_INPUT:
        if labelled == bool(part.get("label")):
            words = "A text input bears its label itself inside a row, and never inside a label"
            found.append(Flaw((*path, "label"), "TEXT_INPUT_LABEL_INVALID", words))
        for field, most in (("label", 45), ("placeholder", 100), ("value", 4000)):
            found += too_long((*path, field), part.get(field), most)
        if not 0 <= (part.get("min_length") or 0) <= (part.get("max_length") or 4000) <= 4000:
            found.append(Flaw((*path, "min_length"), "NUMBER_TYPE_MAX", "Lengths lie between 0 and 4000, in order"))
    elif not labelled:
        found.append(Flaw((*path, "type"), "UNION_TYPE_CHOICES", "A row in a modal holds one text input"))
    elif kind in parts.SELECTS:
        found += message_rules.select(path, dict(part))
    elif kind in {parts.RADIO, parts.CHECKBOXES}:
        options = part.get("options") or []
        found += too_long((*path, "options"), options, 10, 2 if kind == parts.RADIO else 1)
        found += message_rules.choices((*path, "options"), options)
    elif kind not in {parts.UPLOAD, parts.CHECKBOX}:
        found.append(Flaw((*path, "type"), "UNION_TYPE_CHOICES", f"Type {kind} cannot stand in a label"))
    return found
