"""Shelf cards: saved posts as sheets, lists of shelves, and sharing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.buttons import turns
from botfeed.core.cards.posts import sheet
from botfeed.core.chat.button import Form
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Action, Ask, Card, Field
from botfeed.core.chat.messenger import CanLink
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.listing.pages import Count, Page
from botfeed.core.model import Account, Collection, Post

BUTTONS = 8  # shelves that have a button
CHOICES = 20  # shelves to choose from


def saved(ctx: RenderContext, what: Page[Post], shelves: Sequence[Collection], shelf: Collection | None) -> Card:
    """Build the card of the person's saved posts, all or those of a shelf."""
    heading = ctx.t(L("You saved these. Only you see this."))
    if shelf is not None:
        says = L("Your shelf {title:b}. Whoever has its link can look.") if shelf.shared else L("Your shelf {title:b}.")
        heading = ctx.t(says, title=shelf.title)
    if not what.items:
        empty = ctx.t(L("Nothing is saved here. Save stands behind ⋯ on every picture."))
        heading = text.join((heading, empty)) if shelf else empty
    actions = _own(ctx, shelf) if shelf else _others(ctx, shelves)
    title = shelf.title if shelf else ""
    around = turns.both(ctx, what, lambda label, page: buttons.saved(ctx, label, title, page))
    return sheet.sheet(ctx, heading, what.items, (*around, *actions), surface="shelf")


def _own(ctx: RenderContext, shelf: Collection) -> tuple[Action, ...]:
    share = buttons.shelf_share(ctx, L("Share"), shelf.title)
    if shelf.shared:
        share = buttons.shelf_share(ctx, L("Stop sharing"), shelf.title, wanted=False)
    return (
        share,
        buttons.shelf_rename(ctx, L("Rename"), shelf.title),
        buttons.shelf_delete(ctx, L("Delete shelf"), shelf.title).danger(),
    )


def _others(ctx: RenderContext, shelves: Sequence[Collection]) -> tuple[Action, ...]:
    return tuple(buttons.saved(ctx, shelf.title, shelf.title) for shelf in shelves[:BUTTONS])


def shelves(ctx: RenderContext, mine: Sequence[Collection], held: Mapping[int, Count]) -> Card:
    """Build the list of the person's shelves, each with its number of posts and a button to open it."""
    if not mine:
        says = L("You have no shelves yet. Save a picture, and the same menu puts it on one. {save:c} does both.")
        return Card(ctx.t(says, save=CommandLine(f"/save {ctx.s(L('reference'))} {ctx.s(L('Foxes'))}")))
    rows = [text.join((text.bold(one.title), text.quiet(_held(ctx, one, held[one.id]))), " · ") for one in mine]
    heading = ctx.t(L("Your shelves. Only you see this."))
    return Card(text.join((heading, *rows)), actions=_others(ctx, mine[:CHOICES]))


def _held(ctx: RenderContext, shelf: Collection, n: Count) -> Text:
    count = n.said(ctx, L("{n} picture"), L("{n} pictures"))
    return text.join((count, ctx.t(L("shared"))), " · ") if shelf.shared else count


def which(ctx: RenderContext, post: Post, mine: Sequence[Collection]) -> Card:
    """Build the card that asks for a shelf: an existing one, or a new one."""
    actions = tuple(buttons.save(ctx, one.title, post.id, shelf=one.title) for one in mine[:CHOICES])
    new = buttons.shelf_new(ctx, L("A new shelf"), post.id).primary()
    return Card(ctx.t(L("On which shelf?")), actions=(*actions, new))


def ask_new(ctx: RenderContext, post: Post, most: int) -> Ask:
    """Build the form that asks for the title of a new shelf."""
    field = Field("title", ctx.s(L("What shall it be called?")), least=1, most=most)
    return buttons.shelf_new.ask(ctx, Form(L("A new shelf"), (field,)), post.id)


def opened(ctx: RenderContext, what: Page[Post], shelf: Collection, owner: Account) -> Card:
    """Build the card of a shared shelf with the posts its viewer may see."""
    heading = ctx.t(L("{title:b}, a shelf of {who}"), title=shelf.title, who=lines.name(ctx, owner))
    if not what.items:
        heading = text.join((heading, ctx.t(L("Nothing on it that you can see."))))
    around = turns.both(ctx, what, lambda label, page: buttons.shelf_open(ctx, label, ctx.ref(shelf.id), page))
    actions = (*around, buttons.profile(ctx, owner.handle, owner.handle))
    return sheet.sheet(ctx, heading, what.items, actions, surface="shelf")


def shared(ctx: Context, shelf: Collection) -> Card:
    """Build the card that explains how others open a shared shelf."""
    messenger = ctx.services.messengers.get(ctx.address.platform)
    ref, title = ctx.ref(shelf.id), shelf.title
    if isinstance(messenger, CanLink) and (link := messenger.link(f"c_{ref}")):
        says = ctx.t(
            L("Your shelf {title:b} is shared. Whoever opens {link} sees of it what they may see."),
            title=title,
            link=text.link(link, link),
        )
    else:
        says = ctx.t(
            L("Your shelf {title:b} is shared. Whoever types {open:c} sees of it what they may see."),
            title=title,
            open=CommandLine(f"/shelf open {ref}"),
        )
    here = (buttons.shelf_post(ctx, L("Show it here"), title),) if _shows_here(ctx) else ()
    stop = buttons.shelf_share(ctx, L("Stop sharing"), title, wanted=False)
    return Card(says, actions=(_look(ctx, shelf), *here, stop))


def _shows_here(ctx: Context) -> bool:
    """Return True if the card's button is pressed in the shared chat, and the bot may post there."""
    return ctx.space is not None and ctx.request.aside is None and not ctx.request.brought


def _look(ctx: RenderContext, shelf: Collection) -> Action:
    return buttons.shelf_open(ctx, L("Look at it"), ctx.ref(shelf.id)).primary()


def invitation(ctx: RenderContext, shelf: Collection, owner: Account) -> Card:
    """Build the card that announces a shelf to a chat, with a button to open it."""
    says = ctx.t(L("{title:b}, a shelf of {who}"), title=shelf.title, who=lines.name(ctx, owner))
    return Card(says, actions=(_look(ctx, shelf),))


def sure(ctx: RenderContext, shelf: Collection, posts: Count) -> Card:
    """Build the confirmation card for deleting a shelf."""
    says = ctx.t(L("Delete the shelf {title:b}?"), title=shelf.title)
    keeps = posts.said(ctx, L("The picture on it stays saved."), L("The {n} pictures on it stay saved."))
    ends = ctx.t(L("Its link leads nowhere then.")) if shelf.shared else ""
    actions = (
        buttons.saved(ctx, L("Keep it"), shelf.title),
        buttons.shelf_delete(ctx, L("Yes, delete"), shelf.title, sure=True).danger(),
    )
    return Card(text.join((says, keeps if posts else Text(), ends)), actions=actions)


def deleted(ctx: RenderContext, shelf: Collection) -> Card:
    """Confirm that a shelf is gone."""
    return Card(ctx.t(L("The shelf {title:b} is gone; its pictures stay saved."), title=shelf.title))
