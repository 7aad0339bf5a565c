"""The digest card: heading, one numbered contact sheet, one line per picture, and a closing line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.choices import View
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card, Media
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import Picture, Post, Subscription

LINE_MOST = 60  # characters of a title: a line stays a line on a phone


@dataclass(frozen=True, slots=True)
class DigestLine:
    """A numbered line. `who` and `reason` are already in the reader's language."""

    post: Post
    picture: Picture
    title: str
    alt: str
    who: str
    reason: str


def digest(
    ctx: RenderContext, heading: Text, entries: Sequence[DigestLine], sheet: str, end: Text, actions: Sequence[Action]
) -> Card:
    """Build the digest card.
    `sheet` is the collage of exactly these entries; if empty, the first picture is shown instead.
    """
    words = text.join(
        (
            heading,
            *(_line(ctx, n, entry) for n, entry in enumerate(entries, 1)),
            _provenance(ctx, entries),
            text.quiet(end),
        )
    )
    numbers = (buttons.open_(ctx, str(n), entry.post.id) for n, entry in enumerate(entries, 1))
    about = About(title=str(heading), surface="digest", posts=tuple(entry.post.id for entry in entries))
    return Card(words, (_media(ctx, entries, sheet),), (*numbers, *actions), about)


def _line(ctx: RenderContext, n: int, entry: DigestLine) -> Text:
    return ctx.t(
        L("{n:b} {title} · {who} — {reason:q}"),
        n=n,
        title=text.shorten(entry.title, LINE_MOST),
        who=entry.who,
        reason=entry.reason,
    )


def _media(ctx: RenderContext, entries: Sequence[DigestLine], sheet: str) -> Media:
    if not sheet:
        first = lines.media(entries[0].picture, veiled=entries[0].post.sensitive)
        return replace(first, alt=text.shorten(entries[0].alt, lines.ALT_MOST))
    listed = "; ".join(f"{n} {text.shorten(e.alt or e.title, LINE_MOST)}" for n, e in enumerate(entries, 1))
    alt = ctx.s(L("{n} pictures, numbered: {list}"), n=len(entries), list=listed)
    return Media(sheet, text.shorten(alt, lines.ALT_MOST))


def _provenance(ctx: RenderContext, entries: Sequence[DigestLine]) -> Text:
    """Return the provenance line, each kind of origin once."""
    said = dict.fromkeys(str(lines.made_with(ctx, entry.picture)) for entry in entries)
    return text.quiet(" · ".join(said))


def nothing_new(ctx: RenderContext) -> Card:
    """Say that a digest would bring nothing now."""
    words = ctx.t(L("There is nothing new for a digest right now. It is sent only when there is."))
    return text_card.words(words, buttons.feed(ctx, L("New"), view=View.NEW).primary())


def gone(ctx: RenderContext) -> Card:
    """Say that none of a digest's pictures may be shown any more."""
    return text_card.words(ctx.t(L("The pictures of this digest are not shown any more.")))


def rests(ctx: RenderContext, row: Subscription) -> Card:
    """Say that a digest rests because its hour cannot be reckoned, and how to begin it anew."""
    line = "/digest set 9 --zone Europe/Rome"
    said = L("The digest rests: this botfeed does not know its time zone {zone:c} any more. {set:c} begins it anew.")
    return text_card.words(ctx.t(said, zone=lines.zone(row.zone), set=CommandLine(line)))
