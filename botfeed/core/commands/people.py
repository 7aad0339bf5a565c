"""People: whom one follows, mutes and blocks, who somebody is, and what happened meanwhile."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards import inbox as inbox_cards
from botfeed.core.cards import moderation
from botfeed.core.cards import profile as profile_cards
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Reply
from botfeed.core.model import Account, Decision
from botfeed.core.social import accounts, graph, notices, posts, views
from botfeed.core.work import reach

DECISIONS = 3  # cards with reasons in one inbox

Handle = Annotated[str, Param(most=40, says=L("a handle, like @ada"), suggest=graph.people)]
Led = Annotated[int | None, Param(ref=True, says=L("the post that led there"))]


@command()
def follow(ctx: Context, who: Handle, post: Led = None) -> Reply:
    """Follow an artist."""
    them = graph.other(ctx, ctx.actor, who)
    fresh = graph.follow(ctx, ctx.actor, them, post=post)
    said = L("You follow {who} now.") if fresh else L("You follow {who} already.")
    return views.after(ctx, ctx.s(said, who=them.handle), them=them, post=post)


@command()
def unfollow(ctx: Context, who: Handle, post: Led = None) -> Reply:
    """Stop following somebody."""
    them = graph.anybody(ctx, ctx.actor, who)
    graph.unfollow(ctx, ctx.actor, them)
    return views.after(ctx, ctx.s(L("You don't follow {who}."), who=them.handle), them=them, post=post)


@command()
def mute(ctx: Context, who: Handle) -> Reply:
    """See and hear no more of somebody, who does not learn of it."""
    them = graph.anybody(ctx, ctx.actor, who)
    graph.mute(ctx, ctx.actor, them)
    return views.after(ctx, ctx.s(L("You won't hear of {who}. They are not told."), who=them.handle), them=them)


@command()
def unmute(ctx: Context, who: Handle) -> Reply:
    """Hear of somebody again."""
    them = graph.anybody(ctx, ctx.actor, who)
    graph.mute(ctx, ctx.actor, them, wanted=False)
    return views.after(ctx, ctx.s(L("You hear of {who} again."), who=them.handle), them=them)


@command(tool="confirm")
def block(ctx: Context, who: Handle) -> Reply:
    """Block somebody: neither of you sees the other."""
    them = graph.anybody(ctx, ctx.actor, who)
    graph.block(ctx, ctx.actor, them)
    said = ctx.s(L("You blocked {who}: neither of you sees or follows the other. They are not told."), who=them.handle)
    return views.after(ctx, said, them=them)


@command(tool="confirm")
def unblock(ctx: Context, who: Handle) -> Reply:
    """Take a block back."""
    them = graph.anybody(ctx, ctx.actor, who)
    graph.unblock(ctx, ctx.actor, them)
    return views.after(ctx, ctx.s(L("{who} is not blocked any more."), who=them.handle), them=them)


@command(reads=True)
def profile(
    ctx: Context, who: Annotated[str, Param(most=40, says=L("a handle, like @ada"), suggest=graph.people)] = ""
) -> Reply:
    """Show somebody's best pictures, or your own."""
    them = _whom(ctx, who)
    return Reply(cards=(profile_cards.profile(ctx, them, posts.best(ctx, them, ctx.space)),))


def _whom(ctx: Context, who: str) -> Account:
    if not who or accounts.find(ctx.uow, who).id == ctx.actor.id:
        return ctx.actor
    return graph.other(ctx, ctx.actor, who)


@command(open=True)
def inbox(ctx: Context) -> Reply:
    """See what happened to your pictures."""
    groups = notices.gather(ctx, ctx.actor)
    decided = [g for g in groups if g.kind == "decision"][:DECISIONS]
    rest = [g for g in groups if g.kind != "decision"]
    shown = rest[: notices.LINES]
    rows = (ctx.uow.get(Decision, g.notices[0].subject) for g in decided)
    cards = [moderation.statement(ctx, row) for row in rows if row]
    if shown or not cards:
        cards.append(inbox_cards.inbox(ctx, shown, len(rest) - len(shown)))
    notices.read(ctx, [*decided, *shown])
    return Reply(cards=tuple(cards), update=views.surface(ctx) == "inbox")


@command(open=True)
def pushes(ctx: Context, wanted: Annotated[bool, Param(says=L("yes or no"))] = True) -> Reply:
    """Be told by message of what happens, or not."""
    if wanted:
        reach.ask(ctx)
    notices.set_pushes(ctx, ctx.actor, wanted)
    if wanted:
        return Reply(notice=ctx.s(L("You'll be told by message, at most once an hour.")))
    return Reply(notice=ctx.s(L("No more messages. {inbox} has it all."), inbox="/inbox"))
