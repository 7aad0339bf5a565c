"""Verbs chosen in the menu of a message: they act on what that message shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards.posts import which_picture as cards
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Action, Reply
from botfeed.core.chat.verb import Verb
from botfeed.core.errors import NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import Placement, Post
from botfeed.core.safety import visibility

_PRESSED = (buttons.remix, buttons.similar, buttons.save, buttons.report)  # their first parameter is the post
VERBS: Mapping[str, Callable[[RenderContext, str, int], Action]] = {press.name: press for press in _PRESSED}


@command(menu=False, tool="never", reads=True)
def menu(ctx: Context, verb: Annotated[str, Param()], message: Annotated[str, Param()]) -> Reply:
    """Ask which picture of a message is meant, where it shows several."""
    found = posts(ctx, placement(ctx, message))
    press = VERBS.get(verb)
    if not found or press is None or ctx.services.menu.get(verb) is None:
        raise NotFound(L("There is no picture on that message, or none that you may see."))
    return Reply(cards=(cards.which(ctx, press, found),))


def aim(ctx: Context, args: Mapping[str, str]) -> tuple[Verb, Mapping[str, str]] | None:
    """Give the verb and the one thing that the message shows; None where there is not just one."""
    verb, place = args.get("verb", ""), placement(ctx, args.get("message", ""))
    what = ctx.services.menu.get(verb) if verb in VERBS else None
    if what is None or place is None:
        return None
    found = [post.id for post in posts(ctx, place)]
    if verb == "remix" and not place.posts:
        found = list(place.pictures)
    return (what, {"post": ctx.ref(found[0])}) if len(found) == 1 else None


def speaks(ctx: Context) -> bool:
    """Return True if plain words are addressed to the bot: in private, by its name, or in reply to its message.

    A reply to one post is a comment on it, and below several, where others read, people talk with each other. So they
    do below what nobody knows any more.
    """
    request = ctx.request
    if request.command == "words":
        return request.address.private or request.called
    if request.command != "reply":
        return False
    place = placement(ctx, request.args.get("message", ""))
    if not request.address.private:
        return place is not None and not place.posts
    return place is None or len(place.posts) != 1


def placement(ctx: Context, message: str) -> Placement | None:
    """Return an answer of the bot, public or for the asker alone."""
    place = ctx.uow.one(Placement, platform=ctx.address.platform, ref=message, gone=None)
    return place if place and place.account in (None, ctx.actor.id) else None


def posts(ctx: Context, place: Placement | None) -> list[Post]:
    """The posts that it shows and they may see, as they stand there."""
    known = {post.id: post for post in ctx.uow.all(Post, id__in=place.posts)} if place else {}
    shown = [known[id] for id in place.posts if id in known] if place else []
    return visibility.seeable(ctx.uow, visibility.of(ctx, ctx.space), shown)


COMMANDS = (menu,)
