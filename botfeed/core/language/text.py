"""Text as styled spans, so that typed text can never become markup.
A catalogue entry is a template: `"Painting {prompt}"`. Values become spans of their own, which an adapter
escapes or marks by entities.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from string import Formatter

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_UNSEEN = re.compile(  # a flag's tags are kept
    "(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)|[\U000e0000-\U000e007f]"
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
_JOINER = re.compile("[\u200c\u200d]+")
_JOINED = frozenset(("Lo", "Mn", "Mc", "So", "Sk", "Cn"))  # categories of what a joiner may stand between
_NO_INK = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Mc", "Me"))
_EMPTY = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # fillers and the empty braille cell are letters by category


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
    """Return typed text as it is kept and shown: composed (NFC), with plain line breaks, and without characters that
    show nothing or turn the direction of what stands around them. A half character becomes a question mark.
    A joiner stays where a script or an emoji needs it, and so do the tags of a flag.
    """
    if what.isascii() and not _CONTROL.search(what):
        return what.replace("\r\n", "\n").replace("\r", "\n")
    whole = _HALVES.sub(_whole, what)
    plain = _UNSEEN.sub(lambda found: found[1] or "", _BREAK.sub("\n", whole))
    return unicodedata.normalize("NFC", _JOINER.sub(_joining, plain))


def _whole(found: re.Match[str]) -> str:
    """Return the character of two halves, or a question mark for one alone."""
    halves = found[0]
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le") if len(halves) == 2 else "?"


def _joining(found: re.Match[str]) -> str:
    """Return the joiners between two signs that it can join; nothing elsewhere."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return found[0][0] if _joins(before) and (_joins(after) or unicodedata.category(before) == "Mn") else ""


def _joins(sign: str) -> bool:
    return bool(sign) and not sign.isascii() and unicodedata.category(sign) in _JOINED


def is_blank(what: str) -> bool:
    """Return True if the text shows nothing: only spaces, invisible characters, and marks without a letter."""
    return all(sign in _EMPTY or unicodedata.category(sign) in _NO_INK for sign in what)


def apart(labels: Sequence[str]) -> list[str]:
    """Number labels that occur more than once, in order."""
    seen: dict[str, int] = {}
    numbered = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        numbered.append(f"{label} · {seen[label]}" if labels.count(label) > 1 else label)
    return numbered


def _whole_signs(what: str, most: int) -> str:
    """Return the beginning of a text, parting no letter from its marks and no emoji that is joined of several."""
    while most > 1 and (_sticks(what[most]) or what[most - 1] == "\u200d"):
        most -= 1
    return what[:most]


def _sticks(sign: str) -> bool:
    return sign in "\u200c\u200d" or "\U0001f3fb" <= sign <= "\U0001f3ff" or unicodedata.category(sign)[0] == "M"


def shorten(what: str, most: int) -> str:
    """Shorten text at a word to at most `most` characters, including the ellipsis."""
    flat = " ".join(what.split())
    if len(flat) <= most:
        return flat
    cut = _whole_signs(flat, most - 1)
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > most // 2 else cut).rstrip(" ,.;:") + "…"
