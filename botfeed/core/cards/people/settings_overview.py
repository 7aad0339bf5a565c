"""All that a person chose for themselves on one card, with a button for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.choices import Place
from botfeed.core.cards.people import preferences
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.language import i18n, text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.model import Account, Subscription


@dataclass(frozen=True, slots=True)
class Overview:
    """Settings of a person. `digest`: None where it is off, `days` in the reader's language; `muted`: words."""

    me: Account
    digest: Subscription | None
    days: str
    waits: bool
    muted: int


def overview(ctx: RenderContext, what: Overview, language: Action, learning: Action) -> Card:
    """Build the card of a person's settings; `language` and `learning` lead to those two."""
    me = what.me
    rows = (
        text.bold(ctx.s(L("Your settings"))),
        ctx.t(L("Language: {language}"), language=i18n.LANGUAGES.get(me.language, me.language)),
        _digest(ctx, what),
        _told(ctx, me),
        preferences.quiet_line(ctx, me),
        ctx.t(L("Followers: who asks and is let in.")) if me.approves else ctx.t(L("Followers: whoever wants to.")),
        ctx.n(L("Muted words: {n}"), L("Muted words: {n}"), what.muted) if what.muted else Text(),
        _learning(ctx, me),
    )
    return text_card.words(text.join(rows), *_buttons(ctx, language, learning))


def _digest(ctx: RenderContext, what: Overview) -> Text:
    row = what.digest
    if row is None:
        return ctx.t(L("Digest: none yet"))
    said = L("Digest: {days} at {time} ({zone}), paused") if what.waits else L("Digest: {days} at {time} ({zone})")
    return ctx.t(said, days=what.days, time=lines.time_of_day(row.minute), zone=lines.zone(row.zone))


def _told(ctx: RenderContext, me: Account) -> Text:
    off = [ctx.s(name) for kind, name in preferences.KINDS.items() if kind in me.unpushed]
    if not me.pushes or len(off) == len(preferences.KINDS):
        return ctx.t(L("Told by message: nothing, your inbox has it all."))
    if not off:
        return ctx.t(L("Told by message: all that happens to you."))
    return ctx.t(L("Told by message: all but {kinds}."), kinds=", ".join(off))


def _learning(ctx: RenderContext, me: Account) -> Text:
    if me.personal:
        return ctx.t(L("Your feed learns from what you like and hide."))
    return ctx.t(L("Your feed does not learn from you: it shows whom you follow, and what everybody likes."))


def _buttons(ctx: RenderContext, language: Action, learning: Action) -> Sequence[Action]:
    return (
        language,
        buttons.digest_show(ctx, L("Digest"), where=Place.PRIVATE),
        buttons.me_notices(ctx, L("What I am told")),
        buttons.me_quiet(ctx, L("Quiet hours")),
        buttons.me_approve(ctx, L("Who may follow")),
        buttons.me_words(ctx, L("Muted words")),
        learning,
        buttons.privacy(ctx, L("Privacy")),
    )
