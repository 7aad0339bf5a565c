"""What a person chooses for themselves: pushes, quiet hours, muted words, and who may follow them."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards.choices import Switch
from botfeed.core.cards.people import preferences as cards
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.chat.values import NO
from botfeed.core.commands.people import Handle
from botfeed.core.errors import BadInput, Limited
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.listing import circles, muted_words, pages
from botfeed.core.listing.pages import Turn
from botfeed.core.model import MutedWord
from botfeed.core.parsing import hours
from botfeed.core.social import followers, notices, relations
from botfeed.core.spaces import showcase

WORD_MOST = 60  # characters of a muted entry

Wanted = Annotated[bool, Param(says=L("yes or no"))]
Hour = Annotated[str, Param(most=20, says=L("an hour, like 22 or 22:30, or off"))]


@command(button=buttons.me_notices, open=True)
def what_is_told(
    ctx: Context, kind: Annotated[str, Param(most=10, says=L("the kind"))] = "", wanted: Wanted = True
) -> Reply:
    """Choose what you are told by message."""
    me = ctx.actor
    if kind in cards.KINDS:
        me = notices.choose(ctx, me, kind, pushed=wanted)
    elif kind:
        raise BadInput(L("{value:c} is not one of: {choices}."), value=kind, choices=", ".join(cards.KINDS))
    return Reply(cards=(cards.notices(ctx, me),), update=bool(kind and ctx.request.pressed))


@command(button=buttons.me_quiet, open=True)
def quiet(ctx: Context, start: Hour = "", end: Hour = "") -> Reply:
    """Choose hours in which no message of mine comes unasked."""
    me = ctx.actor
    if start and not end and fold(start) in NO:  # midnight is a zero too
        me = ctx.uow.update(me, quiet_from=0, quiet_until=0)
    elif start or end:
        me = ctx.uow.update(me, quiet_from=_minute(start), quiet_until=_minute(end))
    return Reply(cards=(cards.quiet(ctx, me),), update=bool(start and ctx.request.pressed))


def _minute(typed: str) -> int:
    """Return a time of day as a minute. Raises BadInput."""
    meant = hours.read(typed) if typed else None
    if meant is None:
        raise BadInput(
            L("Name two hours: {quiet:c}, or {off:c}."),
            quiet=CommandLine("/me quiet 22 8"),
            off=CommandLine("/me quiet off"),
        )
    return int(meant["hour"]) * 60 + int(meant.get("minute", "0"))


@command(button=buttons.me_words, open=True)
def words(
    ctx: Context,
    word: Annotated[str, Param(most=WORD_MOST, rest=True, says=L("a word, or several that stand together"))] = "",
    wanted: Wanted = True,
) -> Reply:
    """Mute words: what speaks of them is left out for you."""
    key = " ".join(fold(word).split())
    if key and wanted:
        if ctx.uow.count(MutedWord, account=ctx.actor.id) >= muted_words.MOST:
            raise Limited(
                L("You muted {n} words, which is as many as there can be. Unmute one first."), n=muted_words.MOST
            )
        ctx.uow.insert(MutedWord(ctx.uow.new_id(), ctx.actor.id, key, ctx.now, shown=word.strip()))
    elif key:
        ctx.uow.delete(MutedWord, account=ctx.actor.id, word=key)
    rows = ctx.uow.all(MutedWord, account=ctx.actor.id, newest=True, limit=muted_words.MOST)
    return Reply(
        cards=(cards.words(ctx, [row.shown or row.word for row in rows]),), update=bool(key and ctx.request.pressed)
    )


@command(button=buttons.me_approve, tool="confirm")
def approve(ctx: Context, wanted: Annotated[Switch | None, Param(says=L("on or off"))] = None) -> Reply:
    """Approve who follows you, before they do."""
    me = ctx.actor
    if wanted is not None:
        me = followers.approve(ctx.uow, me, wanted=wanted is Switch.ON)
    waiting = pages.count(circles.requests(ctx, me.id))
    return Reply(cards=(cards.approving(ctx, me, waiting),), update=wanted is not None)


@command(button=buttons.showcases, tool="confirm", menu="picture.showcases")
def in_showcases(ctx: Context, wanted: Annotated[Switch | None, Param(says=L("on or off"))] = None) -> Reply:
    """Choose if showcases of your places take what you publish to everyone."""
    me = ctx.actor
    if wanted is not None:
        me = showcase.choose(ctx.uow, me, wanted=wanted is Switch.ON)
    return Reply(cards=(cards.showcases(ctx, me, showcase.places(ctx.uow, me.id)),), update=wanted is not None)


@command(button=buttons.me_requests, reads=True)
def requests(ctx: Context, page: Turn = "") -> Reply:
    """See who asks to follow you."""
    return _requests(ctx, page=page)


def _requests(ctx: Context, notice: str = "", page: str = "") -> Reply:
    waiting = circles.requests(ctx, ctx.actor.id)
    card = cards.requests(ctx, pages.turn(ctx, waiting, page, followers.LISTED), pages.count(waiting))
    return Reply(cards=(card,), notice=notice, update=bool(ctx.request.pressed))


@command(button=buttons.me_accept, tool="confirm")
def accept(ctx: Context, who: Handle) -> Reply:
    """Let somebody follow you who asked to."""
    them = relations.anybody(ctx, ctx.actor, who)
    followers.accept(ctx.uow, ctx.actor, them)
    return _requests(ctx, ctx.s(L("{who} follows you now."), who=them.handle))


@command(button=buttons.me_decline, tool="confirm")
def decline(ctx: Context, who: Handle) -> Reply:
    """Turn down somebody who asked to follow you; they are not told."""
    them = relations.anybody(ctx, ctx.actor, who)
    followers.decline(ctx.uow, ctx.actor, them)
    return _requests(ctx, ctx.s(L("{who} does not follow you. They are not told."), who=them.handle))


@command(button=buttons.me_unfollower, tool="confirm")
def unfollower(ctx: Context, who: Handle) -> Reply:
    """Remove a follower; they are not told."""
    them = relations.anybody(ctx, ctx.actor, who)
    followers.remove(ctx.uow, ctx.actor, them)
    return Reply(notice=ctx.s(L("{who} does not follow you. They are not told."), who=them.handle))


COMMANDS = (what_is_told, quiet, words, approve, in_showcases, requests, accept, decline, unfollower)
