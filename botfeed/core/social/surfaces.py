"""Replies to a button press: the pressed message is rebuilt as the same kind of view."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards.people import profile as profile_cards
from botfeed.core.cards.posts import post_menu, sheet
from botfeed.core.chat.context import Change, Context, RenderContext, Surface
from botfeed.core.chat.message import Card, Choice, Reply
from botfeed.core.language import folding, text
from botfeed.core.listing import pages
from botfeed.core.model import Account, Delivery, Placement, Post, PostState
from botfeed.core.ports.fields import PlacementWhere
from botfeed.core.safety import rebuild, visibility
from botfeed.core.social import posts, search, shelves

THEIRS, HERE, BORN_HERE, SAVED = 60, 120, 25, 100  # latest messages to them, to all; posts of this place; saved ones
CHOICES = 25  # what a platform shows while somebody types
LABEL_MOST = 80  # characters of a choice: Discord shows 100


def surface(ctx: Context) -> str:
    """Return the surface a button was pressed on; empty for typed commands."""
    return ctx.pressed.surface if ctx.pressed else ""


def digest(ctx: Context) -> Delivery | None:
    """Return the delivery of the actor's own digest that was pressed, or in whose place a post was opened."""
    place = ctx.pressed
    if place is None or not ctx.mine or place.account != ctx.actor.id:
        return None
    came = ctx.uow.get(Delivery, place.delivery)
    return came if came and came.kind == "digest" else None


def after(ctx: Context, notice: str, *, them: Account | None = None, post: int | None = None) -> Reply:
    """Reply with a short notice; if the actor's own message was pressed, rebuild that message."""
    cards = _again(ctx, them, ctx.uow.get(Post, post)) if ctx.mine else ()
    return Reply(cards=cards, notice=notice, update=bool(cards))


def _again(ctx: Context, them: Account | None, post: Post | None) -> tuple[Card, ...]:
    if ctx.pressed is None:
        return ()
    return rebuild.again(ctx, Change(ctx.pressed, post, them), visibility.of(ctx, ctx.space))


def _profile(ctx: RenderContext, change: Change) -> tuple[Card, ...]:
    them = change.them
    if them is None or not isinstance(ctx, Context):
        return ()
    return (profile_cards.profile(ctx, them, *search.best(ctx, them, ctx.space)),)


def _menu(ctx: RenderContext, change: Change) -> tuple[Card, ...]:
    post = change.post
    if post is None or not isinstance(ctx, Context):
        return ()
    seen = visibility.may_see(ctx.uow, visibility.of(ctx, ctx.space), post)
    return (post_menu.more(ctx, post, undo=posts.is_undoable(ctx, post)),) if seen else ()


SURFACES = (Surface(profile_cards.PROFILE, _profile), Surface(post_menu.MENU, _menu))


def shown(ctx: Context, typed: str) -> list[Choice]:
    """Complete another person's post by its text, latest first.
    Offers posts shown here or privately to the actor.
    """
    return choices(ctx, [p for p in _latest(ctx) if p.author != ctx.actor.id], typed)


def known(ctx: Context, typed: str) -> list[Choice]:
    """Complete a post by its text: posts shown here lately, then the actor's own."""
    found = {choice.value: choice for choice in (*shown(ctx, typed), *mine(ctx, typed))}
    return list(found.values())[:CHOICES]


def _latest(ctx: Context) -> list[Post]:
    """Return the public posts of the latest messages in this chat and to this person.
    Keeps those that may be seen from here.
    """
    places = ctx.uow.all(Placement, account=ctx.actor.id, gone=None, newest=True, limit=THEIRS)
    ids = {}
    if ctx.space is not None:
        here: PlacementWhere = {"platform": ctx.address.platform, "place": ctx.address.ref, "gone": None}
        places += ctx.uow.all(Placement, **here, newest=True, limit=HERE)
        ids = dict.fromkeys(p.id for p in ctx.uow.all(Post, space=ctx.space.id, newest=True, limit=BORN_HERE))
    by_age = sorted(places, key=lambda place: place.id, reverse=True)
    ids = dict.fromkeys(post for place in by_age for post in place.posts) | ids
    rows = {p.id: p for p in ctx.uow.all(Post, id__in=list(ids), state=PostState.PUBLIC)} if ids else {}
    viewer = visibility.of(ctx, ctx.space)
    return visibility.seeable(ctx.uow, viewer, (rows[id] for id in ids if id in rows))


def saved(ctx: Context, typed: str) -> list[Choice]:
    """Complete a saved post by its text, latest first."""
    return choices(ctx, pages.after(shelves.listed(ctx, ctx.space, ctx.actor.id), None, SAVED)[0], typed)


def mine(ctx: RenderContext, typed: str) -> list[Choice]:
    """Complete one of the actor's own posts by its text, newest first."""
    if ctx.account is None:
        return []
    live = (PostState.PUBLIC, PostState.CHECKING, PostState.HELD)
    newest = ctx.uow.all(Post, author=ctx.account.id, state__in=live, newest=True, limit=100)
    return choices(ctx, newest, typed)


def choices(ctx: RenderContext, found: Sequence[Post], typed: str) -> list[Choice]:
    """Return the posts whose title contains the typed text, as choices."""
    titled = ((post, text.shorten(title, LABEL_MOST)) for post, title in sheet.titles(ctx, found))
    fits = [(post, title) for post, title in titled if folding.holds(title, typed)][:CHOICES]
    labels = text.apart([title for _, title in fits])
    return [Choice(ctx.ref(post.id), label) for (post, _), label in zip(fits, labels, strict=True)]
