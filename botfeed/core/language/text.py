"""Words in spans, so that what a person typed can never become markup.

A catalogue entry is a template: `"Painting {prompt}"`. Its fixed words are ours; what fills a placeholder is
theirs and becomes a span of its own, which an adapter escapes or marks by entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    QUIET = "quiet"  # small print: who, when, provenance
    CODE = "code"  # something to type
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    style: Style = Style.PLAIN
    href: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    spans: tuple[Span, ...] = ()

    def __add__(self, other: Text | str) -> Text:
        return Text(self.spans + of(other).spans)

    def __bool__(self) -> bool:
        return any(span.text for span in self.spans)

    def __str__(self) -> str:
        return "".join(span.text for span in self.spans)


class CommandLine(str):
    """A command's line (`/digest set 9`) in words of ours: said as it is typed where it is read."""

    __slots__ = ()


def of(what: Text | str) -> Text:
    if isinstance(what, Text):
        return what
    return Text((Span(what),)) if what else Text()


def bold(what: str) -> Text:
    return Text((Span(what, Style.BOLD),))


def quiet(what: Text | str) -> Text:
    """Small print. A link or bold span inside keeps its own style."""
    return Text(tuple(Span(s.text, Style.QUIET) if s.style is Style.PLAIN else s for s in of(what).spans))


def code(what: str) -> Text:
    return Text((Span(what, Style.CODE),))


def link(what: str, href: str) -> Text:
    return Text((Span(what, Style.LINK, href),))


def join(parts: Iterable[Text | str], by: str = "\n") -> Text:
    """Join what is not empty."""
    spans: list[Span] = []
    for part in parts:
        if not (piece := of(part)):
            continue
        if spans:
            spans.append(Span(by))
        spans.extend(piece.spans)
    return Text(tuple(spans))


_STYLES = {"b": Style.BOLD, "q": Style.QUIET, "c": Style.CODE}


def fill(template: str, values: Mapping[str, object]) -> Text:
    """Fill `{name}` (or `{name:b}` bold, `:q` quiet, `:c` code) of a catalogue entry; a Text keeps its spans."""
    spans: list[Span] = []
    for fixed, name, spec, _ in Formatter().parse(template):
        if fixed:
            spans.append(Span(fixed))
        if name is None:
            continue
        value = values[name]
        if isinstance(value, Text):
            spans.extend(value.spans)
        else:
            spans.append(Span(str(value), _STYLES.get(spec or "", Style.PLAIN)))
    return Text(tuple(spans))


def sound(what: str) -> str:
    """What every store and platform can carry: no zero byte, no half of a surrogate pair."""
    return what.replace("\x00", "").encode("utf-8", "replace").decode()


def apart(labels: Sequence[str]) -> list[str]:
    """Number labels that are the same as another one, in their order."""
    seen: dict[str, int] = {}
    told = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        told.append(f"{label} · {seen[label]}" if labels.count(label) > 1 else label)
    return told


def shorten(what: str, most: int) -> str:
    """Cut on a word, at most `most` characters with the ellipsis."""
    flat = " ".join(what.split())
    if len(flat) <= most:
        return flat
    cut = flat[: most - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > most // 2 else cut).rstrip(" ,.;:") + "…"
