"""Keeping posts for later, on shelves that can be shared."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards.posts import sheet
from botfeed.core.cards.posts import shelf as cards
from botfeed.core.chat.command import ASKED, Param, Where, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Turn
from botfeed.core.social import posts, shelves, surfaces

Seen = Annotated[int, Param(ref=True, says=L("the post"), asks=L("Which post?"), suggest=surfaces.known)]
_TITLED = Param(
    least=1, most=shelves.TITLE_MOST, says=L("the shelf"), asks=L("Which shelf?"), suggest=shelves.suggest, only=True
)
Title = Annotated[str, _TITLED]
Whole = Annotated[str, replace(_TITLED, rest=True)]  # a title of several words needs no quotes
Maybe = Annotated[
    str, Param(most=shelves.TITLE_MOST, says=L("a shelf, new or known"), suggest=shelves.suggest, rest=True)
]
_ANY = L("its reference, or a title of yours")
Shared = Annotated[str, Param(least=1, most=64, says=_ANY, suggest=shelves.suggest_open, rest=True)]


@command(button=buttons.save, menu="post.save")
def save(ctx: Context, post: Seen, shelf: Maybe = "") -> Reply:
    """Keep a picture for later, on a shelf if you like."""
    what = posts.seen(ctx, post, ctx.space)
    fresh = shelves.save(ctx, ctx.actor, what, shelf)
    notice = L("Saved. {saved:c} shows it.") if fresh else L("You saved it already. {saved:c} shows it.")
    return surfaces.after(ctx, ctx.s(notice, saved=CommandLine(f"/saved {shelf}".strip())), post=what.id)


@command(button=buttons.unsave, menu="post.unsave")
def unsave(
    ctx: Context,
    post: Annotated[int, Param(ref=True, says=L("the post"), asks=L("Which post?"), suggest=surfaces.saved)],
) -> Reply:
    """Keep a picture no longer."""
    shelves.unsave(ctx, ctx.actor, post)
    return surfaces.after(ctx, ctx.s(L("It is not saved any more.")), post=post)


@command(button=buttons.saved, reads=True, menu="shelf.saved")
def saved(
    ctx: Context,
    shelf: Annotated[str, replace(_TITLED, least=None, rest=True)] = "",
    page: Turn = "",
) -> Reply:
    """See what you saved."""
    which = shelves.own(ctx, ctx.actor, shelf) if shelf else None
    found = pages.turn(ctx, shelves.listed(ctx, ctx.space, ctx.actor.id, which), page, sheet.PAGE)
    return Reply(cards=(cards.saved(ctx, found, shelves.mine(ctx, ctx.actor), which),), update=bool(page))


@command(name="shelf.show", reads=True)
def show(ctx: Context) -> Reply:
    """See your shelves."""
    mine = shelves.mine(ctx, ctx.actor)
    held = shelves.sizes(ctx, ctx.actor, ctx.space, mine)
    return Reply(cards=(cards.shelves(ctx, mine, held),))


@command(button=buttons.shelf_put)
def put(ctx: Context, post: Seen) -> Reply:
    """Choose the shelf that a picture stands on."""
    what = posts.seen(ctx, post, ctx.space)
    mine = shelves.mine(ctx, ctx.actor)
    return (
        Reply(cards=(cards.which(ctx, what, mine),))
        if mine
        else Reply(ask=cards.ask_new(ctx, what, shelves.TITLE_MOST))
    )


@command(button=buttons.shelf_new, menu=False)
def new(
    ctx: Context,
    post: Seen,
    title: Annotated[
        str,
        Param(
            least=1,
            most=shelves.TITLE_MOST,
            rest=True,
            says=L("the new shelf's title"),
            asks=L("What shall it be called?"),
        ),
    ] = ASKED,
) -> Reply:
    """Save a picture on a new shelf."""
    return save(ctx, post, title)


@command(button=buttons.shelf_open, reads=True)
def open_shelf(
    ctx: Context,
    shelf: Shared,
    page: Turn = "",
) -> Reply:
    """Look at a shelf of yours, or at one that somebody shared."""
    what, owner = shelves.opened(ctx, shelf)
    found = pages.turn(ctx, shelves.listed(ctx, ctx.space, owner.id, what), page, sheet.PAGE)
    return Reply(cards=(cards.opened(ctx, found, what, owner),), update=bool(page))


@command(button=buttons.shelf_share, tool="confirm")
def share(ctx: Context, shelf: Whole, wanted: Annotated[bool, Param(says=L("yes, or no to stop"))] = True) -> Reply:
    """Share a shelf: whoever has its link can look."""
    what = shelves.share(ctx, ctx.actor, shelf, wanted)
    if wanted:
        return Reply(cards=(cards.shared(ctx, what),))
    return Reply(notice=ctx.s(L("{title} is yours alone again. Its link leads nowhere now."), title=what.title))


@command(button=buttons.shelf_post, where=Where.SPACE, tool="confirm")
def post_shelf(ctx: Context, shelf: Whole) -> Reply:
    """Share a shelf with everybody here: they get a button that opens it."""
    what = shelves.share(ctx, ctx.actor, shelf)
    return Reply(cards=(cards.invitation(ctx, what, ctx.actor),), private=False)


@command(button=buttons.shelf_rename, tool="confirm")
def rename(
    ctx: Context,
    shelf: Title,
    to: Annotated[
        str,
        Param(least=1, most=shelves.TITLE_MOST, rest=True, says=L("its new title"), asks=L("What shall it be called?")),
    ] = ASKED,
) -> Reply:
    """Give a shelf another title."""
    what = shelves.rename(ctx, ctx.actor, shelf, to)
    return Reply(notice=ctx.s(L("The shelf is called {title} now."), title=what.title))


@command(button=buttons.shelf_delete, tool="confirm")
def delete(ctx: Context, shelf: Whole, sure: Annotated[bool, Param(says=L("no second question"))] = False) -> Reply:
    """Take a shelf away; what stands on it stays saved."""
    if not sure:
        what = shelves.own(ctx, ctx.actor, shelf)
        count = pages.count(shelves.listed(ctx, ctx.space, ctx.actor.id, what))
        return Reply(cards=(cards.sure(ctx, what, count),), update=True)
    what = shelves.delete(ctx, ctx.actor, shelf)
    return Reply(cards=(cards.deleted(ctx, what),), update=True)


COMMANDS = (save, unsave, saved, show, put, new, open_shelf, share, post_shelf, rename, delete)
