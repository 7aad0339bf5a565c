"""Moderation cards: cases and appeals for operators, decisions for the people concerned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.buttons import turns
from botfeed.core.cards.choices import Outcome
from botfeed.core.cards.people import inbox
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.listing.pages import Count, Page
from botfeed.core.model import Account, Comment, Decision, Picture, Post, PostState, Report, Space

NOTES = 3  # shown of one case
NOTE_MOST = 200  # characters of each
GRAVE = ("hide", "remove", "suspend", "bar", "refuse", "away")  # what may be appealed by whom it is about

REASONS = {
    "spam": L("spam"),
    "copied": L("somebody else's work or face"),
    **lines.CATEGORY_WORDS,
    "other": L("something else"),
}
_DONE = {
    "hide": L("It was hidden."),
    "restore": L("It was restored."),
    "remove": L("It was removed."),
    "suspend": L("Its author's account was suspended."),
    "dismiss": L("It stays as it is."),
}
_ABOUT_YOU = {
    "admit": L("You may use this botfeed now. {start:c} shows the way."),
    "bar": L("You can't use this botfeed any longer. What you made is kept; {export:c} gives it to you."),
}


def reason(ctx: RenderContext, name: str) -> str:
    """Return a reason's name in the reader's language; free text is returned unchanged."""
    return ctx.s(REASONS[name]) if name in REASONS else name


def case(ctx: RenderContext, what: Post | Comment | None, reports: Sequence[Report]) -> Card:
    """Build the card of a reported post or comment: reasons, notes, state and possible decisions.
    One that is gone can only be closed.
    """
    head = ctx.n(L("Reported once: {why}"), L("Reported {n} times: {why}"), len(reports), why=why(ctx, reports))
    notes = [text.of(f"“{text.shorten(r.note, NOTE_MOST)}”") for r in reports if r.note][:NOTES]
    if what is None:
        gone = ctx.t(L("It is gone: who made it erased it, or left. The reports can be closed."))
        close = buttons.admin_dismiss(ctx, L("Close"), reports[0].comment or reports[0].post or 0)
        return Card(text.join((head, *notes, gone)), actions=(close,))
    author = ctx.uow.get(Account, what.author)
    shown = text.of(f"“{what.text}”") if isinstance(what, Comment) else _post(ctx, what)
    words = text.join((head, *notes, shown, text.quiet(_state(ctx, what, author))))
    made = ctx.uow.get(Picture, what.picture) if isinstance(what, Post) else None
    picture = (lines.media(made),) if made and made.blob else ()
    return Card(words, picture, _choices(ctx, what, author))


def why(ctx: RenderContext, reports: Sequence[Report]) -> str:
    """Return the reasons of several reports, the commonest first, each with its number."""
    counted = Counter(r.reason for r in reports)
    return ", ".join(reason(ctx, name) + (f" ({n})" if n > 1 else "") for name, n in counted.most_common())


def _post(ctx: RenderContext, post: Post) -> Text:
    return text.join((text.bold(post_cards.title(ctx, post)), post_cards.byline(ctx, post)))


def _state(ctx: RenderContext, what: Post | Comment, author: Account | None) -> Text:
    hidden = what.state is not PostState.PUBLIC
    place = ctx.t(L("Others do not see it now.")) if hidden else ctx.t(L("Others see it now."))
    return text.join((place, ctx.t(L("By {who}, ref {ref:c}"), who=lines.name(ctx, author), ref=ctx.ref(what.id))), " ")


def _choices(ctx: RenderContext, what: Post | Comment, author: Account | None) -> tuple[Action, ...]:
    actions = []
    if what.state in (PostState.HIDDEN, PostState.REFUSED):
        actions.append(buttons.admin_restore(ctx, L("Restore"), what.id))
    elif what.state is not PostState.REMOVED:
        actions.append(buttons.admin_hide(ctx, L("Hide"), what.id))
    actions.append(buttons.admin_dismiss(ctx, L("Dismiss"), what.id))
    if what.state is not PostState.REMOVED or _may_return(ctx, what):
        actions.append(buttons.admin_remove(ctx, L("Remove"), what.id).danger())
    if author:
        actions.append(buttons.admin_suspend(ctx, L("Suspend"), author.handle).danger())
    return tuple(actions)


def _may_return(ctx: RenderContext, what: Post | Comment) -> bool:
    """Return True if a post that its author took down could be published again."""
    picture = ctx.uow.get(Picture, what.picture) if isinstance(what, Post) else None
    return picture is not None and picture.post is None and picture.removed is None


def pages(ctx: RenderContext, what: Page[Any], all: Count) -> Card:
    """Build the footer of the queue: how many cases are open, and buttons to the neighbouring ones."""
    around = turns.both(
        ctx,
        what,
        lambda label, page: buttons.admin_reports(ctx, label, page=page),
        before=L("Earlier case"),
        after=L("Next case"),
        arrows=False,
    )
    return Card(text.quiet(all.said(ctx, L("{n} case is open"), L("{n} cases are open"))), actions=around)


def decided(ctx: RenderContext, row: Decision, told: int) -> Card:
    """Build the confirmation for the person who made a decision."""
    what = ctx.t(L("Done: {kind:b}."), kind=ctx.s(KINDS.get(row.kind, row.kind)))
    heard = ctx.n(L("One person is told why."), L("{n} people are told why."), told) if told else Text()
    actions = (buttons.admin_reports(ctx, L("Open reports")).primary(),)
    return Card(text.join((what, heard), " "), actions=actions)


KINDS = {
    "hide": L("hidden"),
    "restore": L("restored"),
    "remove": L("removed for good"),
    "suspend": L("suspended"),
    "unsuspend": L("active again"),
    "dismiss": L("dismissed"),
    "admit": L("let in"),
    "bar": L("shut out"),
    "away": L("taken out of a place"),
    "back": L("put back"),
}


def statement(ctx: RenderContext, row: Decision, seen: Post | None = None) -> Card:
    """Build the statement of reasons for its reader: the author, or somebody who reported.
    `seen`: the post, where a reporter may still see it; without it, its title is not said.
    """
    me = ctx.account
    if me is not None and row.account == me.id and row.kind != "dismiss":
        return _to_author(ctx, row)
    return _to_reporter(ctx, row, seen)


def _to_author(ctx: RenderContext, row: Decision) -> Card:
    if row.kind not in _ABOUT_YOU:
        return inbox.decision(ctx, row)
    says = ctx.t(_ABOUT_YOU[row.kind], start=CommandLine("/start"), export=CommandLine("/me export"))
    return Card(text.join((says, inbox.reason(ctx, row))), actions=_appeal(ctx, row))


def _to_reporter(ctx: RenderContext, row: Decision, post: Post | None) -> Card:
    title = text.shorten(post_cards.title(ctx, post), inbox.NAME_MOST) if post else _unnamed(ctx, row)
    says = ctx.t(L("You reported {title:b}. {done}"), title=title, done=ctx.s(_DONE.get(row.kind, row.kind)))
    closing = text.quiet(ctx.t(L("Your appeal is being read."))) if row.appealed and row.kind == "dismiss" else Text()
    actions = _appeal(ctx, row) if row.kind == "dismiss" else ()
    return Card(text.join((says, inbox.reason(ctx, row), closing)), actions=actions)


def _unnamed(ctx: RenderContext, row: Decision) -> str:
    """Return the name of what was reported for a reporter who may not see it any more."""
    who = lines.credited(ctx, ctx.uow.get(Account, row.account))
    return ctx.s(L("a comment by {who}") if row.comment is not None else L("a picture by {who}"), who=who)


def _appeal(ctx: RenderContext, row: Decision) -> tuple[Action, ...]:
    if row.appealed or row.kind not in (*GRAVE, "dismiss"):
        return ()
    return (buttons.appeal(ctx, L("Appeal"), row.id),)


def appealed(ctx: RenderContext, row: Decision, who: Account | None) -> Card:
    """Build the card of an appeal for the operator who decides."""
    kind = ctx.s(KINDS.get(row.kind, L("refused")))
    head = ctx.t(L("{who:b} appeals a decision: {kind}."), who=lines.name(ctx, who), kind=kind)
    words = text.join((head, inbox.reason(ctx, row), text.of(f"“{row.appeal}”")))
    actions = (
        buttons.admin_appeal(ctx, L("Uphold"), row.id, outcome=Outcome.UPHOLD),
        buttons.admin_appeal(ctx, L("Overturn"), row.id, outcome=Outcome.OVERTURN),
    )
    return Card(words, actions=actions)


def answered(ctx: RenderContext, row: Decision) -> Card:
    """Build the card with the outcome of an appeal."""
    head = L("Your appeal was right: the decision is taken back.") if row.overturned else L("The decision stands.")
    return Card(text.join((ctx.t(head), ctx.t(L("Reason: {why}"), why=row.outcome))))


def reported(ctx: RenderContext, author: Account | None, place: Space | None = None) -> Card:
    """Thank who reported, say who reads it, and offer to block the author. `place`: its moderators read it too."""
    if place is None:
        thanks = ctx.t(L("Reported. Only the people who run this botfeed see it, and you will hear what came of it."))
    else:
        said = L(
            "Reported. The moderators of {place:b} and the people who run this botfeed see it; you will hear from them."
        )
        thanks = ctx.t(said, place=place.title)
    state = ctx.t(L("{reports:c} shows how it stands."), reports=CommandLine("/me reports"))
    block = (buttons.block(ctx, L("Block"), author.handle),) if author else ()
    return text_card.words(text.join((thanks, state), " "), *block)


def passed(ctx: RenderContext, place: Space, case: Card) -> Card:
    """Build the case that the moderators of a place ask the operators to decide."""
    lead = ctx.t(L("The moderators of {place:b} ask you to decide."), place=place.title)
    return replace(case, text=text.join((lead, case.text)))


def appeal_filed(ctx: RenderContext) -> Card:
    """Confirm an appeal to who made it."""
    said = L("Your appeal is on its way. A person reads it, and you will hear the outcome.")
    return text_card.words(ctx.t(said))


def appeal_closed(ctx: RenderContext) -> Card:
    """Confirm the answer to an appeal to who gave it."""
    return text_card.words(ctx.t(L("Answered. Whoever appealed is told why.")))


def no_reports(ctx: RenderContext) -> Card:
    """Say that the queue is empty."""
    return text_card.words(ctx.t(L("There is no open report.")))
