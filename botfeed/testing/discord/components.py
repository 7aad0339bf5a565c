"""Components as trees of JSON: walk them, find one as a person would, and complete them for an answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = range(1, 9)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = range(9, 15)
CONTAINER, LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 17, 18, 19, 21, 22, 23
SELECTS = frozenset({STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT})
LINK, PREMIUM = 5, 6  # styles of a button

Component = dict[str, Any]
Media = Callable[[str], dict[str, Any]]


def walk(tree: Iterable[Component]) -> Iterator[Component]:
    """Yield every component, parents first; a gallery's items are no components."""
    for _, part in located(tree, ()):
        yield part


def located(
    tree: Iterable[Component], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Component]]:
    """Yield every component with its path."""
    for position, part in enumerate(tree):
        here = (*path, position)
        yield here, part
        yield from located(part.get("components") or [], (*here, "components"))
        for single in ("accessory", "component"):
            if isinstance(part.get(single), dict):
                for inner, child in located([part[single]], ()):
                    yield (*here, single, *inner[1:]), child


def of_kind(tree: Iterable[Component], *kinds: int) -> list[Component]:
    return [part for part in walk(tree) if part.get("type") in kinds]


def label(part: Component) -> str:
    return part.get("label") or (part.get("emoji") or {}).get("name") or ""


def pictures(tree: Iterable[Component]) -> list[dict[str, Any]]:
    """Return the contents of galleries and thumbnails: {"url", "description"} each."""
    items: list[Component] = []
    for part in of_kind(tree, GALLERY, THUMBNAIL):
        items += part["items"] if part["type"] == GALLERY else [part]
    return [{"url": item["media"]["url"], "description": item.get("description")} for item in items]


def dress(tree: Iterable[Component], media: Media) -> list[Component]:
    """Return a tree as the peer gives it back: ids filled in, defaults spelled out, media unfurled."""
    taken = {part["id"] for part in walk(tree) if part.get("id")}
    free = (number for number in itertools.count(1) if number not in taken)
    return [_dress(part, free, media) for part in tree]


def _dress(part: Component, free: Iterator[int], media: Media) -> Component:
    out: Component = _given(part)
    out["id"] = part.get("id") or next(free)
    kind = part["type"]
    if "components" in part:
        out["components"] = [_dress(child, free, media) for child in part["components"]]
    for single in ("accessory", "component"):
        if single in part:
            out[single] = _dress(part[single], free, media)
    if kind == CONTAINER:
        out |= {"accent_color": part.get("accent_color"), "spoiler": part.get("spoiler", False)}
    elif kind == GALLERY:
        out["items"] = [_picture(item, media) for item in part["items"]]
    elif kind == THUMBNAIL:
        out |= _picture(part, media)
    elif kind == FILE:
        unfurled = media(part["file"]["url"])
        out |= {"file": unfurled, "spoiler": part.get("spoiler", False)}
        out |= {"name": unfurled.pop("name", "file"), "size": unfurled.pop("size", 0)}
    elif kind == SEPARATOR:
        out |= {"spacing": part.get("spacing", 1), "divider": part.get("divider", True)}
    elif kind in SELECTS:
        out |= {name: 1 if part.get(name) is None else part[name] for name in ("min_values", "max_values")}
    return out


def _given(value: Any) -> Any:
    """Return a value without the fields that were sent as null."""
    if isinstance(value, dict):
        return {key: _given(each) for key, each in value.items() if each is not None}
    return [_given(each) for each in value] if isinstance(value, list) else value


def _picture(item: Component, media: Media) -> dict[str, Any]:
    unfurled = {key: value for key, value in media(item["media"]["url"]).items() if key not in {"name", "size"}}
    return {"media": unfurled, "description": item.get("description"), "spoiler": item.get("spoiler", False)}
