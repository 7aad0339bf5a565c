"""Tags and mentions in texts.
`#fox` is a tag if it holds a letter, `@ada` a mention if it could be a handle; both only at the start of a word.
Either ends at the first character that none can have, also where a script puts no spaces between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from botfeed.core.language import romanization, tokenizer
from botfeed.core.language.folding import fold
from botfeed.core.language.text import Span, Style, Text

TAG_MOST = 40  # characters of a tag
_HANDLE = re.compile(r"[a-z0-9_]{2,20}")
_SIGN = re.compile("[#@]")
_SIGNS = {"#": "#", "＃": "#", "﹟": "#", "@": "@", "＠": "@", "﹫": "@", **dict.fromkeys("&/.:-", "x")}
# Over the classes of characters (`tokenizer.kind`): the sign, and behind it the characters that a tag or name can have.
_TAG = re.compile(rf"#(?P<name>[wmu_](?:j?[wmu_]){{0,{TAG_MOST - 1}}})(?![wmu_])")
_NAME = re.compile(r"@(?P<name>[w_](?:j?[wm_]){1,39})(?![wm_@#])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag or mention at its place in a text: as it was written, and its folded tag or its handle."""

    start: int
    end: int
    written: str
    tag: str = ""
    who: str = ""


def marks(what: str) -> Iterator[Mark]:
    """Yield the tags and mentions of a text in order."""
    classes = "".join(_SIGNS.get(sign) or tokenizer.kind(sign) for sign in what)
    at = behind = 0
    while found := _SIGN.search(classes, at):
        at = found.start() + 1
        if not _begins(classes, found.start(), behind):
            continue
        mark = _tag(what, classes, found.start()) if found[0] == "#" else _mention(what, classes, found.start())
        if mark is not None:
            at = behind = mark.end
            yield mark


def _begins(classes: str, start: int, behind: int) -> bool:
    """Return True if a sign stands where a word may begin: not inside a word of a script with spaces, an address or a
    row of signs; right behind another mark a tag may.
    """
    if 0 < start == behind:
        return classes[start] == "#"
    before = classes[:start].rstrip("m")[-1:] or " "
    return before in "uje "


def _tag(what: str, classes: str, start: int) -> Mark | None:
    found = _TAG.match(classes, start)
    if found is None:
        return None
    written = what[found.start("name") : found.end()]
    folded = fold(written)[: tokenizer.WORD_MOST]
    fits = any(sign.isalpha() for sign in written) and folded and set(tokenizer.kinds(folded)) <= set("wmu_")
    return Mark(start, found.end(), written, tag=folded) if fits else None


def _mention(what: str, classes: str, start: int) -> Mark | None:
    found = _NAME.match(classes, start)
    written = what[found.start("name") : found.end()] if found else ""
    handle = romanization.latin(written)
    return Mark(start, found.end(), written, who=handle) if found and _HANDLE.fullmatch(handle) else None


def tag(what: str) -> str:
    """Return a tag, folded and without its `#`; empty if it is none."""
    return next(iter(named(what)), "")


def named(what: str) -> dict[str, str]:
    """Return a typed tag as `written`: the tag folded, and as it was typed; empty if it is none."""
    typed = f"#{what.strip().lstrip('#＃﹟')}"
    alone = (mark for mark in marks(typed) if mark.tag and not mark.start)
    return {mark.tag: mark.written for mark in alone if not tokenizer.kinds(typed[mark.end :]).strip()}


def written(what: str) -> dict[str, str]:
    """Return the distinct tags of a text in order, as they were first written, by their folded form."""
    found: dict[str, str] = {}
    for mark in marks(what):
        if mark.tag:
            found.setdefault(mark.tag, mark.written)
    return found


def tags(what: str) -> list[str]:
    """Return the distinct tags of a text, folded, without `#`, in order."""
    return list(written(what))


def mentions(what: str) -> list[str]:
    """Return the distinct handles mentioned in a text, in lower case, in order."""
    return list(dict.fromkeys(mark.who for mark in marks(what) if mark.who))


def marked(what: str) -> Text:
    """Return the text as spans with tags and mentions in bold.
    No platform then turns them into its own links.
    """
    spans, at = [], 0
    for mark in marks(what):
        spans += [Span(what[at : mark.start]), Span(what[mark.start : mark.end], Style.BOLD)]
        at = mark.end
    return Text(tuple(span for span in (*spans, Span(what[at:])) if span.text))
