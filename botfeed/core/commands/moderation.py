"""Keeping order: everybody reports and appeals; those who run this botfeed decide."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards import moderation as cards
from botfeed.core.cards.choices import Allowed, Outcome
from botfeed.core.chat.button import Form
from botfeed.core.chat.command import ASKED, Param, Who, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Ask, Field, Reply
from botfeed.core.errors import BadInput
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import L
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Turn
from botfeed.core.model import Account, Comment, Post, Space
from botfeed.core.moderation import appeals, decisions, reports
from botfeed.core.moderation.decisions import Decided
from botfeed.core.moderation.reports import Reason
from botfeed.core.parsing import command_names
from botfeed.core.people import accounts
from botfeed.core.social import relations, surfaces
from botfeed.core.spaces import place_reports

WORDS_MOST = 1000  # characters of a note, a reason, an appeal

Thing = Annotated[
    int,
    Param(
        ref=True,
        says=L("the reference of a post or comment"),
        asks=L("Which post or comment?"),
        suggest=surfaces.shown,
    ),
]
Why = Annotated[
    str,
    Param(
        least=3,
        most=WORDS_MOST,
        rest=True,
        says=L("the reason, as the author will read it"),
        asks=L("Why? The author will read it"),
    ),
]
Cause = Annotated[
    str,
    Param(
        least=3,
        most=WORDS_MOST,
        rest=True,
        says=L("the reason, as they will read it"),
        asks=L("Why? They will read it"),
    ),
]
Handle = Annotated[
    str,
    Param(
        least=1,
        most=64,
        says=L("who"),
        asks=L("Who is it? A handle, like @ada"),
        suggest=relations.people,
        pick="person",
    ),
]


@command(button=buttons.report, tool="confirm")
def report(
    ctx: Context,
    post: Thing,
    reason: Annotated[Reason | None, Param(says=L("what is wrong"))] = None,
    note: Annotated[str, Param(most=WORDS_MOST, rest=True, says=L("what we should know"))] = "",
) -> Reply:
    """Report a picture or a comment to the people who run this botfeed."""
    what = reports.visible(ctx, post)
    if reason is None:
        return Reply(ask=_ask_why(ctx, post, _place(ctx, what)))
    reports.file(ctx.services, ctx.uow, ctx.actor, what, reason, note, place := _place(ctx, what))
    return Reply(cards=(cards.reported(ctx, ctx.uow.get(Account, what.author), place),))


def _place(ctx: Context, what: Post | Comment) -> Space | None:
    """Return the server or group whose moderators hear of a report, if any."""
    post = reports.post_of(ctx.uow, what)
    return place_reports.place_of(ctx.uow, ctx.space, post) if post else None


@command(button=buttons.me_reports, reads=True, open=True)
def mine(ctx: Context, page: Turn = "") -> Reply:
    """See what became of what you reported."""
    return place_reports.mine(ctx, ctx.actor, page)


def _ask_why(ctx: Context, post: int, place: Space | None) -> Ask:
    choices = tuple((str(r), cards.reason(ctx, r)) for r in Reason)
    fields = (
        Field("reason", ctx.s(L("What is wrong")), "choice", choices),
        Field("note", ctx.s(L("What we should know")), "long", required=False, most=WORDS_MOST),
    )
    note = ctx.t(L("Only the people who run this botfeed see your report, never its author."))
    if place is not None:
        read = L("The moderators of {place:b} and the people who run this botfeed see your report, never its author.")
        note = ctx.t(read, place=place.title)
    return buttons.report.ask(ctx, Form(L("Report"), fields, note), post)


@command(button=buttons.appeal, open=True, tool="confirm", menu="me.appeal")
def appeal(
    ctx: Context,
    decision: Annotated[
        int, Param(ref=True, says=L("the decision's reference"), asks=L("Which decision?"), suggest=appeals.suggest)
    ],
    text: Annotated[
        str,
        Param(
            least=3,
            most=WORDS_MOST,
            rest=True,
            says=L("why it should be taken back"),
            asks=L("Why should it be taken back?"),
        ),
    ] = ASKED,
) -> Reply:
    """Appeal a decision about you or about what you reported, once."""
    appeals.appeal(ctx.services, ctx.uow, ctx.actor, decision, text)
    return Reply(cards=(cards.appeal_filed(ctx),))


@command(button=buttons.admin_reports, who=Who.OPERATOR, tool="never")
def list_(ctx: Context, page: Annotated[str, Param(most=16, says=L("which case"))] = "") -> Reply:
    """See what was reported, the oldest first."""
    queue = reports.queue(ctx.uow)
    found = pages.turn(ctx, queue, page, 1)
    if not found.items:
        return Reply(cards=(cards.no_reports(ctx),), update=True)
    case = cards.case(ctx, found.items[0].thing, found.items[0].reports)
    foot = (cards.pages(ctx, found, pages.count(queue)),) if found.before or found.after else ()
    return Reply(cards=(case, *foot), update=True)


@command(button=buttons.admin_hide, who=Who.OPERATOR, tool="never", title=L("Hide"))
def hide(ctx: Context, ref: Thing, reason: Why = ASKED) -> Reply:
    """Hide a post or a comment; it can be restored."""
    return _done(ctx, decisions.hide(ctx.uow, _thing(ctx, ref), reason, ctx.actor.handle))


@command(button=buttons.admin_restore, who=Who.OPERATOR, tool="never", title=L("Restore"))
def restore(ctx: Context, ref: Thing, reason: Why = ASKED) -> Reply:
    """Show again what was hidden or refused."""
    return _done(ctx, decisions.restore(ctx.uow, _thing(ctx, ref), reason, ctx.actor.handle))


@command(button=buttons.admin_remove, who=Who.OPERATOR, tool="never", title=L("Remove"))
def remove(ctx: Context, ref: Thing, reason: Why = ASKED) -> Reply:
    """Remove a post or a comment for good."""
    return _done(ctx, decisions.remove(ctx.uow, _thing(ctx, ref), reason, ctx.actor.handle))


@command(button=buttons.admin_dismiss, who=Who.OPERATOR, tool="never", title=L("Dismiss"))
def dismiss(ctx: Context, ref: Thing, reason: Why = ASKED) -> Reply:
    """Leave it as it is and close its reports."""
    if ctx.uow.get(Post, ref) is None and ctx.uow.get(Comment, ref) is None:
        return _done(ctx, decisions.close(ctx.uow, ref, reason, ctx.actor.handle))
    return _done(ctx, decisions.dismiss(ctx.uow, _thing(ctx, ref), reason, ctx.actor.handle))


@command(button=buttons.admin_suspend, who=Who.OPERATOR, tool="never", title=L("Suspend"))
def suspend(ctx: Context, who: Handle, reason: Cause = ASKED) -> Reply:
    """Suspend an account: it can read, not post, and its pictures are out of sight."""
    return _done(ctx, decisions.suspend(ctx.uow, accounts.find(ctx.uow, who), reason, ctx.actor.handle))


@command(name="admin.unsuspend", who=Who.OPERATOR, tool="never")
def unsuspend(ctx: Context, who: Handle, reason: Cause = ASKED) -> Reply:
    """Give a suspended account back."""
    return _done(ctx, decisions.unsuspend(ctx.uow, accounts.find(ctx.uow, who), reason, ctx.actor.handle))


@command(button=buttons.admin_access, who=Who.OPERATOR, tool="never")
def access(
    ctx: Context,
    to: Annotated[
        str, Param(least=1, most=200, says=L("a handle, #place, platform:id, or here"), asks=L("Who, or which place?"))
    ],
    allowed: Annotated[Allowed, Param(says=L("yes or no"))] = Allowed.YES,
    reason: Annotated[str, Param(most=WORDS_MOST, rest=True, says=L("the reason"))] = "",
) -> Reply:
    """Let a person or a place use this botfeed, or shut them out."""
    whom: Account | Space | None = (
        ctx.space if fold(to.strip()) in command_names.options("here") else decisions.whom(ctx.uow, to)
    )
    if whom is None:
        raise BadInput(L("Only a server or group is a {here:c}. Name a person by their handle."), here="here")
    return _done(ctx, decisions.access(ctx.uow, whom, allowed is Allowed.YES, reason, ctx.actor.handle))


@command(button=buttons.admin_appeal, who=Who.OPERATOR, tool="never")
def answer(
    ctx: Context,
    decision: Annotated[
        int, Param(ref=True, says=L("the decision's reference"), asks=L("Which decision?"), suggest=appeals.suggest)
    ],
    outcome: Annotated[Outcome, Param(says=L("uphold or overturn"), asks=L("Uphold it, or overturn it?"))],
    reason: Why = ASKED,
) -> Reply:
    """Answer an appeal."""
    appeals.answer(ctx.uow, decision, reason, overturn=outcome is Outcome.OVERTURN)
    return Reply(cards=(cards.appeal_closed(ctx),), update=True)


def _thing(ctx: Context, ref: int) -> Post | Comment:
    return reports.thing(ctx.uow, ref)


def _done(ctx: Context, done: Decided) -> Reply:
    return Reply(cards=(cards.decided(ctx, done.decision, done.notified),), update=True)


COMMANDS = (report, mine, appeal, list_, hide, restore, remove, dismiss, suspend, unsuspend, access, answer)
