"""Find pictures in the answers of images APIs: as base64 in any dress, as data, or as an address."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from botfeed.core import picture_kind

LISTS = ("data", "images", "output", "artifacts", "results", "result", "predictions", "image")
ENCODED = ("b64_json", "b64", "base64", "image_base64", "bytesBase64Encoded", "image_b64", "data", "image")
ADDRESSES = ("url", "image_url", "uri", "href")

LEAST = 16  # bytes of a picture: a word is base64 too
MOST = 16  # pictures of one answer that are looked at
DEEPEST = 4  # nested levels
_SPACE = re.compile(r"\\[nrt]|\s")  # also where line breaks were escaped twice


@dataclass(frozen=True, slots=True)
class Found:
    """Picture in an answer: its bytes, or its address. With neither, `why` it cannot be used."""

    data: bytes = b""
    url: str = ""
    why: str = ""


def found_in(answer: Any) -> list[Found]:
    """Return what an answer holds in the place of pictures, in order; empty if there is no such place, or nothing."""
    return [*_found(answer, 0)][:MOST]


def decoded(text: str) -> bytes:
    """Return the bytes of base64 with or without a data head, line breaks and padding, in either alphabet.
    Returns nothing for what is no base64.
    """
    plain = text.strip()
    if plain[:5].casefold() == "data:":
        head, _, plain = plain.partition(",")
        if not head.casefold().endswith(";base64"):
            return unquote_to_bytes(plain)
    plain = _SPACE.sub("", plain).translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _found(value: Any, depth: int) -> Iterator[Found]:
    if depth > DEEPEST or value is None:
        return
    if isinstance(value, list):
        for one in value[:MOST]:
            yield from _found(one, depth + 1)
    elif isinstance(value, dict):
        yield from _in_mapping(value, depth)
    elif isinstance(value, str):
        yield _in_text(value)


def _in_mapping(value: dict[str, Any], depth: int) -> Iterator[Found]:
    for name in ENCODED:
        if isinstance(text := value.get(name), str) and text:
            yield _in_text(text)
            return
    for name in ADDRESSES:
        given = value.get(name)
        given = given.get("url") if isinstance(given, dict) else given
        if isinstance(given, str) and given:
            yield _at(given)
            return
    for name in LISTS:
        if isinstance(value.get(name), list | dict):
            yield from _found(value[name], depth + 1)
            return
    if depth and not any(name in value for name in LISTS):
        yield Found(why="an item without a picture")


def _in_text(text: str) -> Found:
    if re.match(r"https?://", text.strip(), re.IGNORECASE):
        return Found(url=text.strip())
    data = decoded(text)
    if len(data) >= LEAST:
        return Found(data)
    if re.fullmatch(r"/?[\w.%-]+(/[\w.%-]+)*\.\w{3,4}(\?\S*)?", text.strip()):
        return Found(url=text.strip())
    return Found(why="text that is no base64")


def _at(url: str) -> Found:
    """Return what an address holds or names; some servers put base64 where an address is meant."""
    plain = url.strip()
    if plain[:5].casefold() == "data:":
        data = decoded(plain)
        return Found(data) if data else Found(why="a data address without data")
    if "://" not in plain and picture_kind.mime(data := decoded(plain)) != picture_kind.UNKNOWN:
        return Found(data)
    return Found(url=plain)
