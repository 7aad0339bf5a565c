"""Text as styled spans, so that typed text can never become markup.
A catalogue entry is a template: `"Painting {prompt}"`. Values become spans of their own, which an adapter
escapes or marks by entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """A piece of text in one style. `moment`: the Unix time that the text says in words of now, as "5 min"; a platform
    that keeps times up to date in a message that stays shows it instead. `mentions`: the id, on the reader's platform,
    of a person whom the text names and who is to notice it.
    """

    text: str
    style: Style = Style.PLAIN
    href: str = ""
    moment: int = 0
    mentions: str = ""


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
    """A command line (`/digest set 9`) inside a text, rendered in the syntax and language of the reader."""

    __slots__ = ()


def of(what: Text | str) -> Text:
    if isinstance(what, Text):
        return what
    return Text((Span(what),)) if what else Text()


def bold(what: str) -> Text:
    return Text((Span(what, Style.BOLD),))


def quiet(what: Text | str) -> Text:
    """Return the text as small print. Links and bold spans inside keep their style."""
    return Text(tuple(replace(s, style=Style.QUIET) if s.style is Style.PLAIN else s for s in of(what).spans))


def code(what: str) -> Text:
    return Text((Span(what, Style.CODE),))


def link(what: str, href: str) -> Text:
    return Text((Span(what, Style.LINK, href),))


def join(parts: Iterable[Text | str], by: str = "\n") -> Text:
    """Join the parts that are not empty."""
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
    """Fill `{name}` (or `{name:b}` bold, `:q` quiet, `:c` code) of a catalogue entry.
    A Text keeps its spans.
    """
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
    """Return text that every store and platform accepts: no zero bytes, no lone surrogates."""
    return what.replace("\x00", "").encode("utf-8", "replace").decode()


def apart(labels: Sequence[str]) -> list[str]:
    """Number labels that occur more than once, in order."""
    seen: dict[str, int] = {}
    numbered = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        numbered.append(f"{label} · {seen[label]}" if labels.count(label) > 1 else label)
    return numbered


def shorten(what: str, most: int) -> str:
    """Shorten text at a word to at most `most` characters, including the ellipsis."""
    flat = " ".join(what.split())
    if len(flat) <= most:
        return flat
    cut = flat[: most - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > most // 2 else cut).rstrip(" ,.;:") + "…"
