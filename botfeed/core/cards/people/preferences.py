"""Cards of what a person chooses for themselves: pushes, quiet hours, muted words, who may follow."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.buttons import turns
from botfeed.core.cards.choices import Place, Switch
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.listing.pages import Count, Page
from botfeed.core.model import Account, Space

USUAL_QUIET = ((22, 7), (23, 8), (0, 9))  # hours, from and to
SHOWN = 20  # muted words that have a button
KINDS = {  # of notices, as a person chooses among them
    "like": L("likes"),
    "comment": L("comments on your pictures"),
    "follow": L("new followers"),
    "remix": L("remixes"),
    "mention": L("mentions in captions"),
    "named": L("mentions in comments"),
    "said": L("answers to your comments"),
    "thread": L("comments where you took part"),
}


def notices(ctx: RenderContext, me: Account) -> Card:
    """Say which notices are pushed, with a button for each kind, and when it is quiet."""
    off = [ctx.s(name) for kind, name in KINDS.items() if kind in me.unpushed]
    on = [ctx.s(name) for kind, name in KINDS.items() if kind not in me.unpushed]
    if not me.pushes:
        return text_card.words(
            ctx.t(L("Nothing is sent to you as a message; your inbox has it all.")),
            buttons.pushes(ctx, L("Tell me by message")).primary(),
        )
    told = ctx.t(L("You are told by message of: {kinds}."), kinds=", ".join(on)) if on else Text()
    kept = ctx.t(L("In the inbox alone: {kinds}."), kinds=", ".join(off)) if off else Text()
    return Card(text.join((told, kept, quiet_line(ctx, me))), actions=(*_switches(ctx, me), *_rest(ctx)))


def _switches(ctx: RenderContext, me: Account) -> tuple[Action, ...]:
    def switch(kind: str, name: str) -> Action:
        on = kind in me.unpushed
        return buttons.me_notices(ctx, f"{'○' if on else '●'} {ctx.s(name)}", kind, wanted=on)

    return tuple(switch(kind, name) for kind, name in KINDS.items())


def _rest(ctx: RenderContext) -> tuple[Action, ...]:
    return (buttons.pushes(ctx, L("Stop messages"), wanted=False),)


def quiet_line(ctx: RenderContext, me: Account) -> Text:
    """Return the line about a person's quiet hours."""
    line = CommandLine("/me quiet 22 8")
    if me.quiet_from is None or me.quiet_until is None:
        says = L("Mentions, answers and talk wait for the morning. {quiet:c} makes it quiet altogether.")
        return ctx.t(says, quiet=line)
    if me.quiet_from == me.quiet_until:
        return ctx.t(L("There are no quiet hours. {quiet:c} sets some."), quiet=line)
    values = {
        "start": lines.time_of_day(me.quiet_from),
        "end": lines.time_of_day(me.quiet_until),
        "zone": lines.zone(me.zone),
    }
    return ctx.t(L("Quiet from {start:b} to {end:b} ({zone})."), **values)


def quiet(ctx: RenderContext, me: Account) -> Card:
    """Say when it is quiet."""
    usual = (
        buttons.me_quiet(ctx, f"{start:02}:00-{end:02}:00", str(start), str(end))
        for start, end in USUAL_QUIET
        if (me.quiet_from, me.quiet_until) != (start * 60, end * 60)
    )
    none = buttons.me_quiet(ctx, L("No quiet hours"), "off")
    told = buttons.me_notices(ctx, L("What I am told"))
    zone = buttons.digest_zone(ctx, L("Time zone"), where=Place.PRIVATE)
    return text_card.words(quiet_line(ctx, me), *usual, none, zone, told)


def words(ctx: RenderContext, muted: Sequence[str]) -> Card:
    """List the muted words, each with a button that lets it be met again."""
    line = CommandLine("/me words spider")
    if not muted:
        return text_card.words(ctx.t(L("You muted no words. {words:c} leaves out what speaks of them."), words=line))
    said = ctx.t(L("You don't meet in feed, digest and comments: {words:b}"), words=", ".join(muted))
    shown = (buttons.me_words(ctx, ctx.s(L("Unmute {word}"), word=word), word, wanted=False) for word in muted[:SHOWN])
    return text_card.words(said, *shown)


def approving(ctx: RenderContext, me: Account, waiting: Count) -> Card:
    """Say whether followers are approved first."""
    if not me.approves:
        said = ctx.t(L("Whoever wants to follows you, and sees what you publish to followers."))
        return text_card.words(said, buttons.me_approve(ctx, L("Approve followers"), Switch.ON).primary())
    said = ctx.t(L("Who wants to follow you asks first. Those who follow you already stay."))
    counted = waiting.said(ctx, L("{n} person waits."), L("{n} people wait.")) if waiting else Text()
    ask = (buttons.me_requests(ctx, L("Follow requests")).primary(),) if waiting else ()
    return text_card.words(
        text.join((said, counted), " "), *ask, buttons.me_approve(ctx, L("Let everybody follow"), Switch.OFF)
    )


def showcases(ctx: RenderContext, me: Account, places: Sequence[Space]) -> Card:
    """Say whether showcases take what the reader publishes to everyone, and which ones would."""
    if not me.showcased:
        said = ctx.t(L("What you publish to everyone stays out of showcases, but for those that you publish to."))
        return text_card.words(said, buttons.showcases(ctx, L("Let them show it"), Switch.ON).primary())
    said = ctx.t(L("Places where you are may show in their showcase what you publish to everyone."))
    named = ", ".join(space.title for space in places)
    now = ctx.t(L("At present: {places:b}"), places=named) if named else Text()
    return text_card.words(text.join((said, now)), buttons.showcases(ctx, L("Keep it out"), Switch.OFF))


def requests(ctx: RenderContext, what: Page[Account], all: Count) -> Card:
    """List a page of those who ask to follow the reader, with both answers for each. `all`: how many wait."""
    people = what.items
    if not people:
        return text_card.words(ctx.t(L("Nobody waits to follow you.")))
    rows = [text.join((text.bold(lines.name(ctx, them)), text.quiet(them.bio)), " · ") for them in people]
    many = len(people) < all.n or all.more
    more = all.said(ctx, L("{n} person waits."), L("{n} people wait.")) if many else Text()
    actions: list[Action] = []
    for them in people:
        actions.append(buttons.me_accept(ctx, ctx.s(L("Let {who} follow"), who=them.handle), them.handle).primary())
        actions.append(buttons.me_decline(ctx, ctx.s(L("Not {who}"), who=them.handle), them.handle))
    around = turns.both(
        ctx, what, lambda label, page: buttons.me_requests(ctx, label, page), before=L("Earlier"), after=L("Later")
    )
    return Card(text.join((*rows, text.quiet(more))), actions=(*actions, *around))
