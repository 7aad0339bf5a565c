"""Rules of messages that the published contract does not state: limits and rules in Discord's prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from botfeed.testing.discord import components as parts
from botfeed.testing.discord.api.errors import Flaw, Path, too_long
from botfeed.testing.discord.components import Component
from botfeed.testing.discord.model import V2

_LEGACY = frozenset({parts.ROW})
_TOP = frozenset({parts.ROW, parts.SECTION, parts.TEXT, parts.GALLERY, parts.FILE, parts.SEPARATOR, parts.CONTAINER})
_INSIDE = {
    parts.CONTAINER: _TOP - {parts.CONTAINER},
    parts.ROW: parts.SELECTS | {parts.BUTTON},
    parts.SECTION: frozenset({parts.TEXT}),
}
_URL = re.compile(r"(https?|discord)://\S+")
_EMBED_LIMITS = {"title": 256, "description": 4096}


def message(body: Mapping[str, Any], files: Collection[str], *, flags: int, creating: bool) -> list[Flaw]:
    """Return the flaws of a message. `flags` are those it will have; `files` the names that it will carry."""
    tree = body.get("components") or []
    found = too_long(("content",), body.get("content"), 2000)
    found += too_long(("nonce",), body.get("nonce"), 25)
    found += too_long(("embeds",), body.get("embeds") or [], 10)
    found += _embeds(body.get("embeds") or [])
    if len(files) > 10:
        found.append(Flaw(("attachments",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length."))
    for position, attached in enumerate(body.get("attachments") or []):
        found += too_long(("attachments", position, "description"), attached.get("description"), 1024)
    if flags & V2:
        found += _v2(body, tree)
    else:
        found += too_long(("components",), tree, 5)
        found += [
            Flaw(("components", place, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
            for place, part in enumerate(tree)
            if part.get("type") not in _LEGACY
        ]
    found += components(tree, files)
    if creating and not found and not (body.get("content") or body.get("embeds") or tree or files or body.get("poll")):
        found.append(Flaw((), "EMPTY_MESSAGE", "Cannot send an empty message"))
    return found


def _v2(body: Mapping[str, Any], tree: list[Component]) -> list[Flaw]:
    found = []
    for field in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(field):
            words = f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            found.append(Flaw((field,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words))
    everything = list(parts.walk(tree))
    if len(everything) > 40:
        words = f"The number of components must not exceed 40 (there are {len(everything)})."
        found.append(Flaw(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words))
    said = sum(len(part.get("content") or "") for part in parts.of_kind(tree, parts.TEXT))
    if said > 4000:
        words = f"The displayable text of all components must not exceed 4000 characters (it has {said})."
        found.append(Flaw(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words))
    return found


def components(tree: list[Component], files: Collection[str]) -> list[Flaw]:
    """Return the flaws of single components, of nesting, and of ids that must differ."""
    found: list[Flaw] = []
    found += _nesting(tree, ("components",), _TOP)
    for path, part in parts.located(tree, ("components",)):
        kind = part.get("type")
        if kind == parts.BUTTON:
            found += _button(path, part)
        elif kind in parts.SELECTS:
            found += select(path, part)
        elif kind == parts.TEXT:
            found += too_long((*path, "content"), part.get("content"), 4000, 1)
        elif kind in {parts.GALLERY, parts.THUMBNAIL, parts.FILE}:
            found += _media(path, part, files)
    return found + repeated(tree)


def repeated(tree: list[Component]) -> list[Flaw]:
    found = []
    for name, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        located = [(path, part[name]) for path, part in parts.located(tree, ("components",)) if part.get(name)]
        often = Counter(value for _, value in located)
        found += [
            Flaw((*path, name), code, f"Component {name} cannot be duplicated")
            for path, value in located
            if often[value] > 1
        ]
    return found


def _nesting(tree: list[Component], path: Path, allowed: Collection[int]) -> list[Flaw]:
    found = []
    for place, part in enumerate(tree):
        here, kind = (*path, place), part.get("type")
        if kind not in allowed:
            words = f'Value of field "type" must be one of {tuple(sorted(allowed))}.'
            found.append(Flaw((*here, "type"), "UNION_TYPE_CHOICES", words))
            continue
        children = part.get("components") or []
        if kind in _INSIDE:
            found += _nesting(children, (*here, "components"), _INSIDE[kind])
            most = {parts.ROW: 5, parts.SECTION: 3}.get(kind, 40)
            if kind == parts.ROW and any(child.get("type") in parts.SELECTS for child in children):
                most = 1
            found += too_long((*here, "components"), children, most, 1)
        if kind == parts.SECTION and (part.get("accessory") or {}).get("type") not in {parts.BUTTON, parts.THUMBNAIL}:
            found.append(Flaw((*here, "accessory"), "BASE_TYPE_REQUIRED", "This field is required"))
    return found


def _button(path: Path, part: Component) -> list[Flaw]:
    found = too_long((*path, "label"), part.get("label"), 80)
    style = part.get("style")
    wanted = {parts.LINK: "url", parts.PREMIUM: "sku_id"}.get(style or 0, "custom_id")
    if not part.get(wanted):
        found.append(
            Flaw(
                (*path, wanted), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", f"A button of style {style} must have {wanted}"
            )
        )
    if wanted == "url":
        found += too_long((*path, "url"), part.get("url"), 512)
        found += _link((*path, "url"), part.get("url"), ())
    if part.get("url") and part.get("custom_id"):
        found.append(
            Flaw(
                (*path, "url"),
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
        )
    if style != parts.PREMIUM and not parts.label(part):
        found.append(Flaw(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI", "A button must have a label or an emoji"))
    return found + too_long((*path, "custom_id"), part.get("custom_id"), 100)


def select(path: Path, part: Component) -> list[Flaw]:
    """Return the flaws of a select menu, in a message or in a modal."""
    found = too_long((*path, "custom_id"), part.get("custom_id"), 100, 1)
    found += too_long((*path, "placeholder"), part.get("placeholder"), 150)
    least, most = part.get("min_values") or 0, part.get("max_values") or 1
    ceiling = 25
    if part["type"] == parts.STRING_SELECT:
        options = part.get("options") or []
        ceiling = min(25, len(options))
        found += too_long((*path, "options"), options, 25, 1)
        found += choices((*path, "options"), options)
    if not 0 <= least <= max(most, 1) or not 1 <= most <= max(ceiling, 1):
        words = f"Must choose between 0 and {ceiling}, the least not above the most."
        found.append(Flaw((*path, "max_values"), "SELECT_COMPONENT_INVALID_VALUES", words))
    return found


def choices(path: Path, options: list[dict[str, Any]]) -> list[Flaw]:
    """Return the flaws of options: lengths, and values that must differ."""
    found, seen = [], set()
    for place, option in enumerate(options):
        for field, most, least in (("label", 100, 1), ("value", 100, 1), ("description", 100, 0)):
            found += too_long((*path, place, field), option.get(field), most, least)
        if option.get("value") in seen:
            words = "The specified option value is already used"
            found.append(Flaw((*path, place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words))
        seen.add(option.get("value"))
    return found


def _media(path: Path, part: Component, files: Collection[str]) -> list[Flaw]:
    if part["type"] == parts.FILE:
        return _link((*path, "file", "url"), (part.get("file") or {}).get("url"), files, only_attached=True)
    items = part.get("items") or [] if part["type"] == parts.GALLERY else [part]
    found = too_long((*path, "items"), items, 10, 1)
    for place, item in enumerate(items):
        here = (*path, "items", place) if part["type"] == parts.GALLERY else path
        found += too_long((*here, "description"), item.get("description"), 1024)
        found += _link((*here, "media", "url"), (item.get("media") or {}).get("url"), files)
    return found


def _link(path: Path, url: object, files: Collection[str], *, only_attached: bool = False) -> list[Flaw]:
    if isinstance(url, str) and url.startswith("attachment://"):
        name = url.removeprefix("attachment://")
        return [] if name in files else [Flaw(path, "UNFURLED_MEDIA_ITEM_NOT_FOUND", f"No attachment is called {name}")]
    if only_attached or not isinstance(url, str) or not _URL.fullmatch(url):
        return [Flaw(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")]
    return []


def _embeds(embeds: list[dict[str, Any]]) -> list[Flaw]:
    found: list[Flaw] = []
    total = 0
    for place, embed in enumerate(embeds):
        path: Path = ("embeds", place)
        pieces = [((*path, name), embed.get(name), most) for name, most in _EMBED_LIMITS.items()]
        pieces.append(((*path, "footer", "text"), (embed.get("footer") or {}).get("text"), 2048))
        pieces.append(((*path, "author", "name"), (embed.get("author") or {}).get("name"), 256))
        for number, field in enumerate(embed.get("fields") or []):
            pieces.append(((*path, "fields", number, "name"), field.get("name"), 256))
            pieces.append(((*path, "fields", number, "value"), field.get("value"), 1024))
        found += [flaw for where, text, most in pieces for flaw in too_long(where, text, most)]
        found += too_long((*path, "fields"), embed.get("fields") or [], 25)
        total += sum(len(text or "") for _, text, _ in pieces)
    if total > 6000:
        found.append(Flaw(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"))
    return found
