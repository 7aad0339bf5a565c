"""People: whom one follows, mutes and blocks, who somebody is, and what happened meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from botfeed.core.cards import buttons, moderation
from botfeed.core.cards import spaces as space_cards
from botfeed.core.cards.people import inbox as inbox_cards
from botfeed.core.cards.people import people_list as circle_cards
from botfeed.core.cards.people import profile as profile_cards
from botfeed.core.chat.button import Form
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Field, Reply
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.listing.pages import Turn
from botfeed.core.model import Decision
from botfeed.core.people import handles
from botfeed.core.social import follow_lists, notices, relations, search, surfaces, tags
from botfeed.core.work import contactability

_STATED = {"decision": moderation.statement, "answer": space_cards.answer}  # notices that are a card each

Handle = Annotated[
    str,
    Param(
        most=64,
        says=L("a handle, like @ada"),
        asks=L("Who is it? A handle, like @ada"),
        suggest=relations.people,
        pick="person",
    ),
]
Led = Annotated[int | None, Param(ref=True, says=L("the post that led there"), suggest=surfaces.shown)]


@command(button=buttons.follow, menu="people.follow")
def follow(ctx: Context, who: Handle, post: Led = None) -> Reply:
    """Follow an artist."""
    them = relations.other(ctx, ctx.actor, who)
    fresh = relations.follow(ctx, ctx.actor, them, post=post)
    notice = L("You follow {who} now.") if fresh else L("You follow {who} already.")
    if not relations.follows(ctx.uow, ctx.actor.id, them.id):
        notice = L("You asked {who}, who approves followers first. You hear of it.")
    return surfaces.after(ctx, ctx.s(notice, who=them.handle), them=them, post=post)


@command(button=buttons.unfollow, menu="people.unfollow")
def unfollow(ctx: Context, who: Handle, post: Led = None) -> Reply:
    """Stop following somebody."""
    them = relations.anybody(ctx, ctx.actor, who)
    relations.unfollow(ctx, ctx.actor, them)
    name = relations.called(ctx, ctx.actor, them, who)
    return surfaces.after(ctx, ctx.s(L("You don't follow {who}."), who=name), them=them, post=post)


@command(button=buttons.mute, menu="people.mute")
def mute(ctx: Context, who: Handle) -> Reply:
    """See and hear no more of somebody, who does not learn of it."""
    them = relations.anybody(ctx, ctx.actor, who)
    relations.mute(ctx, ctx.actor, them)
    name = relations.called(ctx, ctx.actor, them, who)
    return surfaces.after(ctx, ctx.s(L("You won't hear of {who}. They are not told."), who=name), them=them)


@command(button=buttons.unmute, menu="people.unmute")
def unmute(ctx: Context, who: Handle) -> Reply:
    """Hear of somebody again."""
    them = relations.anybody(ctx, ctx.actor, who)
    relations.mute(ctx, ctx.actor, them, wanted=False)
    name = relations.called(ctx, ctx.actor, them, who)
    return surfaces.after(ctx, ctx.s(L("You hear of {who} again."), who=name), them=them)


@command(button=buttons.block, tool="confirm", menu="people.block")
def block(ctx: Context, who: Handle) -> Reply:
    """Block somebody: neither of you sees the other."""
    them = relations.anybody(ctx, ctx.actor, who)
    relations.block(ctx, ctx.actor, them)
    name = relations.called(ctx, ctx.actor, them, who)
    notice = ctx.s(L("You blocked {who}: neither of you sees or follows the other. They are not told."), who=name)
    return surfaces.after(ctx, notice, them=them)


@command(button=buttons.unblock, tool="confirm", menu="people.unblock")
def unblock(ctx: Context, who: Handle) -> Reply:
    """Take a block back."""
    them = relations.anybody(ctx, ctx.actor, who)
    relations.unblock(ctx, ctx.actor, them)
    name = relations.called(ctx, ctx.actor, them, who)
    return surfaces.after(ctx, ctx.s(L("{who} is not blocked any more."), who=name), them=them)


@command(button=buttons.profile, reads=True)
def profile(ctx: Context, who: Handle = "") -> Reply:
    """Show somebody's best pictures, or your own."""
    them = relations.whom(ctx, ctx.actor, who)
    return Reply(cards=(profile_cards.profile(ctx, them, *search.best(ctx, them, ctx.space)),))


@command(tool="confirm", menu="me.handle")
def handle(
    ctx: Context,
    name: Annotated[
        str, Param(least=2, most=21, rest=True, says=L("your new handle"), asks=L("What shall I call you?"))
    ],
) -> Reply:
    """Change how you are called here."""
    old, now = ctx.actor.handle, handles.change(ctx, ctx.actor, name)
    return Reply(cards=(profile_cards.renamed(ctx, old, now.handle),))


@command(tool="confirm", menu="me.bio")
def bio(
    ctx: Context,
    text: Annotated[str | None, Param(most=handles.BIO_MOST, rest=True, says=L("a line about you"))] = None,
) -> Reply:
    """Say something about yourself, on your profile."""
    if text is None:
        label = ctx.s(L("A line about you"))
        field = Field("text", label, "text", value=ctx.actor.bio, required=False, most=handles.BIO_MOST)
        return Reply(ask=bio.button.ask(ctx, Form(L("About you"), (field,))))
    now = handles.set_bio(ctx, ctx.actor, text)
    return Reply(cards=(profile_cards.bio(ctx, now.bio),))


@command(button=buttons.followers, reads=True, menu="people.followers")
def followers(ctx: Context, who: Handle = "", page: Turn = "") -> Reply:
    """See who follows somebody, or you."""
    them = relations.whom(ctx, ctx.actor, who)
    mine = them.id == ctx.actor.id
    heading = ctx.t(L("Who follows you")) if mine else ctx.t(L("Who follows {who:b}"), who=them.handle)
    empty = ctx.t(L("Nobody yet that you can see."))
    card = circle_cards.circle(ctx, buttons.followers, them, follow_lists.followers(ctx, them, page), heading, empty)
    return Reply(cards=(card,), update=bool(page))


@command(button=buttons.following, reads=True, menu="people.following")
def following(ctx: Context, who: Handle = "", page: Turn = "") -> Reply:
    """See whom somebody follows, or you and your tags."""
    them = relations.whom(ctx, ctx.actor, who)
    mine = them.id == ctx.actor.id
    heading = ctx.t(L("Whom you follow")) if mine else ctx.t(L("Whom {who:b} follows"), who=them.handle)
    empty = ctx.t(L("Nobody yet that you can see."))
    topics = tuple(tags.followed(ctx.uow, them.id)) if mine else ()
    card = circle_cards.circle(
        ctx, buttons.following, them, follow_lists.following(ctx, them, page), heading, empty, topics
    )
    return Reply(cards=(card,), update=bool(page))


@command(button=buttons.inbox, open=True)
def inbox(ctx: Context, page: Turn = "") -> Reply:
    """See what happened to your pictures."""
    found = notices.page(ctx, ctx.actor, page)
    groups = notices.grouped(found.items)
    rest = [g for g in groups if g.kind not in notices.STATED]
    rows = ((_STATED[g.kind], ctx.uow.get(Decision, g.notices[0].subject)) for g in groups if g.kind in _STATED)
    cards = [stated(ctx, row) for stated, row in rows if row]
    if rest or not cards:
        pushed = ctx.actor.pushes and contactability.to(ctx.uow, ctx.actor.id) is not None
        cards.append(inbox_cards.inbox(ctx, rest, notices.older(ctx, found), pushed=pushed))
    around = inbox_cards.around(ctx, found)
    cards[-1] = replace(cards[-1], actions=(*cards[-1].actions, *around))
    notices.read(ctx, groups)
    return Reply(cards=tuple(cards), update=surfaces.surface(ctx) == inbox_cards.INBOX)


@command(button=buttons.pushes, open=True, menu="me.pushes")
def pushes(ctx: Context, wanted: Annotated[bool, Param(says=L("yes or no"))] = True) -> Reply:
    """Be told by message of what happens, or not."""
    if wanted:
        contactability.ask(ctx)
    notices.set_pushes(ctx, ctx.actor, wanted)
    if wanted:
        return Reply(notice=ctx.s(L("You'll be told by message, at most once an hour.")))
    return Reply(notice=ctx.s(L("No more messages. {inbox:c} has it all."), inbox=CommandLine("/inbox")))


COMMANDS = (follow, unfollow, mute, unmute, block, unblock, profile, handle, bio, followers, following, inbox, pushes)
