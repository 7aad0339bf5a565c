"""Cards of reports for the moderators of a server or group, and of their state for who reported."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import buttons, lines, moderation
from botfeed.core.cards.buttons import turns
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Card, Media
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.listing.pages import Count, Page
from botfeed.core.model import Account, Comment, Decision, Post, Report, Space

TITLE_MOST = 60  # characters of a picture's title in a line
_LOCAL = {  # what moderators decided about their place, as who reported reads it
    "away": L("The moderators of {place:b} took it out of there."),
    "left": L("The moderators of {place:b} left it where it is."),
    "passed": L("The moderators of {place:b} asked the people who run this botfeed to decide."),
}
_STATES = {  # what the people who run this botfeed decided
    "hide": L("hidden"),
    "restore": L("restored"),
    "remove": L("removed for good"),
    "suspend": L("its author is suspended"),
    "dismiss": L("it stays as it is"),
}


def case(ctx: RenderContext, space: Space, post: Post, reports: Sequence[Report], *, shown: bool) -> Card:
    """Build the card of what was reported in a place, with the three decisions of its moderators.
    `shown`: everybody who reads the card may see the post; else it names the reference alone.
    """
    comment = ctx.uow.get(Comment, reports[0].comment)
    head = ctx.n(
        L("Reported once here: {why}"),
        L("Reported {n} times here: {why}"),
        len(reports),
        why=moderation.why(ctx, reports),
    )
    notes = [text.of(f"“{text.shorten(r.note, moderation.NOTE_MOST)}”") for r in reports if r.note]
    says = ctx.t(L("Ref {ref:c}. What you decide holds for {place:b}."), ref=ctx.ref(post.id), place=space.title)
    words = text.join((head, *notes[: moderation.NOTES], *_what(ctx, post, comment, shown=shown), text.quiet(says)))
    return Card(words, _media(ctx, post) if shown and comment is None else (), _choices(ctx, space, post, reports[0]))


def _what(ctx: RenderContext, post: Post, comment: Comment | None, *, shown: bool) -> tuple[Text, ...]:
    if not shown:
        return (ctx.t(L("Not everybody who reads here may see it, so it is not shown.")),)
    title = text.join((text.bold(post_cards.title(ctx, post)), post_cards.byline(ctx, post)))
    if comment is None:
        return (title,)
    who = lines.name(ctx, ctx.uow.get(Account, comment.author))
    return (ctx.t(L("A comment by {who:b}: “{said}”"), who=who, said=comment.text), title)


def _media(ctx: RenderContext, post: Post) -> tuple[Media, ...]:
    return (lines.media(post_cards.origin(ctx, post)[0], veiled=post.sensitive),)


def _choices(ctx: RenderContext, space: Space, post: Post, report: Report) -> tuple[Action, ...]:
    return (
        buttons.space_remove(ctx, L("Remove from here"), post.id, space.id).danger(),
        buttons.space_leave(ctx, L("Leave it"), report.id, space.id),
        buttons.space_pass(ctx, L("Ask the operators"), report.id, space.id),
    )


def none(ctx: RenderContext) -> Card:
    """Say that nothing waits for the moderators of a place."""
    return Card(ctx.t(L("No report waits for a decision here.")))


def done(ctx: RenderContext, row: Decision) -> Card:
    """Confirm a decision to the moderator who made it."""
    if row.kind == "left":
        return Card(ctx.t(L("It stays where it is. Whoever reported it is told.")))
    return Card(ctx.t(L("Passed on: the people who run this botfeed decide. Whoever reported it is told.")))


def told(ctx: RenderContext, report: Report, row: Decision, seen: frozenset[int]) -> Card:
    """Build the message to who reported about what the moderators of the place decided. `seen`: posts they may see."""
    words = [ctx.t(L("You reported {title:b}."), title=_title(ctx, report, seen)), *local(ctx, row)]
    if report.state == "open":
        words.append(ctx.t(L("The people who run this botfeed look at it as well.")))
    return Card(text.join(words, " "), actions=(buttons.me_reports(ctx, L("My reports")),))


def local(ctx: RenderContext, row: Decision | None) -> tuple[Text, ...]:
    """Return what the moderators of a place decided, as a sentence; nothing where they did not."""
    if row is None or row.kind not in _LOCAL:
        return ()
    place = ctx.uow.get(Space, row.space)
    return (ctx.t(_LOCAL[row.kind], place=place.title if place else "?"),)


def mine(ctx: RenderContext, what: Page[Report], left: Count, seen: frozenset[int]) -> Card:
    """List what a person reported, newest first, each with its state.
    `left`: older ones that are not listed; `seen`: posts that the reader may see.
    """
    if not what.items:
        none = ctx.t(L("You reported nothing. {report:c} tells us of a picture that should not be here."), report=_LINE)
        return Card(none)
    rows = [_row(ctx, report, seen) for report in what.items]
    more = left.said(ctx, L("and {n} older one"), L("and {n} older ones")) if left else Text()
    around = turns.both(ctx, what, lambda label, page: buttons.me_reports(ctx, label, page))
    return Card(text.join((*rows, text.quiet(more))), actions=around)


_LINE = CommandLine("/report")


def _row(ctx: RenderContext, report: Report, seen: frozenset[int]) -> Text:
    title, when = text.bold(_title(ctx, report, seen)), text.quiet(lines.ago(ctx, report.created))
    said = text.join((*local(ctx, ctx.uow.get(Decision, report.local)), _state(ctx, report)), " ")
    return text.join((title, moderation.reason(ctx, report.reason), said, when), " · ")


def _state(ctx: RenderContext, report: Report) -> Text:
    row = ctx.uow.get(Decision, report.decision)
    if report.state == "open" or row is None:
        return ctx.t(L("It is being looked at."))
    return ctx.t(L("Decided: {done}."), done=ctx.s(_STATES.get(row.kind, row.kind)))


def _title(ctx: RenderContext, report: Report, seen: frozenset[int]) -> str:
    """Return the title of what was reported; where the reader may not see it any more, a word in its place."""
    from_post = ctx.uow.get(Post, report.post)
    if from_post is None or report.comment is not None or from_post.id not in seen:
        return ctx.s(L("a comment")) if report.comment is not None else ctx.s(L("a picture"))
    return text.shorten(post_cards.title(ctx, from_post), TITLE_MOST)
