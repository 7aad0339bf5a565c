"""A digest as one card: a date, one numbered sheet, one line a picture, and an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botfeed.core.cards import lines
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import About, Action, Card, Media
from botfeed.core.chat.text import Text
from botfeed.core.model import Picture, Post

LINE_MOST = 60  # characters of a title: a line stays a line on a phone


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered line. `who` and `reason` are said in the reader's language already."""

    post: Post
    picture: Picture
    title: str
    who: str
    reason: str


def digest(
    voice: Voice, heading: Text, entries: Sequence[Entry], sheet: str, end: Text, actions: Sequence[Action]
) -> Card:
    """Build the card. `sheet` is the collage of exactly these entries; without one the first picture stands alone."""
    words = text.join(
        (
            heading,
            *(_line(voice, n, entry) for n, entry in enumerate(entries, 1)),
            _provenance(voice, entries),
            text.quiet(end),
        )
    )
    numbers = (Action(str(n), "open", {"post": voice.ref(entry.post.id)}) for n, entry in enumerate(entries, 1))
    about = About(title=str(heading), surface="digest", posts=tuple(entry.post.id for entry in entries))
    return Card(words, (_media(voice, entries, sheet),), (*numbers, *actions), about)


def _line(voice: Voice, n: int, entry: Entry) -> Text:
    return voice.t(
        L("{n:b} {title} · {who} — {reason:q}"),
        n=n,
        title=text.shorten(entry.title, LINE_MOST),
        who=entry.who,
        reason=entry.reason,
    )


def _media(voice: Voice, entries: Sequence[Entry], sheet: str) -> Media:
    if not sheet:
        return lines.media(entries[0].picture, veiled=entries[0].post.sensitive)
    listed = "; ".join(f"{n} {text.shorten(e.picture.alt or e.title, LINE_MOST)}" for n, e in enumerate(entries, 1))
    alt = voice.s(L("{n} pictures, numbered: {list}"), n=len(entries), list=listed)
    return Media(sheet, text.shorten(alt, lines.ALT_MOST))


def _provenance(voice: Voice, entries: Sequence[Entry]) -> Text:
    """Say once how each kind of picture here was made."""
    said = dict.fromkeys(str(lines.made_with(voice, entry.picture)) for entry in entries)
    return text.quiet(" · ".join(said))
