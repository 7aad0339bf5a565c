"""Variations and remixes: paintings that start from a picture and credit it."""

from __future__ import annotations

from dataclasses import replace

from botfeed.core.cards import buttons
from botfeed.core.cards.studio import painting as painting_cards
from botfeed.core.chat.button import Form
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Field, Reply
from botfeed.core.errors import NotFound, Refused
from botfeed.core.language.i18n import L
from botfeed.core.model import Painting, Picture, Post
from botfeed.core.safety import visibility
from botfeed.core.social import posts
from botfeed.core.studio import request
from botfeed.core.studio.request import Wish


def vary(ctx: Context, id: int) -> Reply:
    """Paint the same prompt with another seed, starting from this picture if the painter supports it."""
    picture = posts.own_picture(ctx, id)
    painting = _painting(ctx, picture)
    wish = request.like(painting, "vary", parent=picture.id)
    return request.ask(ctx, replace(wish, count=1))


def remix(ctx: Context, id: int, prompt: str) -> Reply:
    """Paint one's own picture, or a post whose author allows it, with another prompt.
    Without a prompt, ask for it.
    """
    picture = _source(ctx, id)
    painting = _painting(ctx, picture)
    if not prompt:
        field = Field(
            "prompt", ctx.s(L("What to paint")), "long", value=painting.prompt, least=1, most=painting_cards.ASKED_MOST
        )
        return Reply(ask=buttons.remix.ask(ctx, Form(L("Remix"), (field,)), id))
    wish = Wish(
        prompt=prompt,
        style=painting.style if painting.style in ctx.services.painter.styles else "",
        shape=painting.shape,
        verb="remix",
        parent=picture.id,
    )
    return request.ask(ctx, wish)


def newest(ctx: Context, words: str) -> dict[str, str]:
    """Return the arguments of a remix of the actor's newest picture by words like `make it night`; none without one.
    A painter that starts from words alone is given those of the picture as well.
    """
    found = ctx.uow.all(Picture, account=ctx.actor.id, removed=None, checking=False, newest=True, limit=1)
    return words_on(ctx, found[0], words) if found else {}


def words_on(ctx: Context, picture: Picture, words: str) -> dict[str, str]:
    """Return the arguments of a remix of one's own picture by words; none where nobody knows how it was painted."""
    painting = ctx.uow.get(Painting, picture.painting)
    if painting is None:
        return {}
    prompt = words if ctx.services.painter.edits else f"{painting.prompt}, {words}"
    return {"post": ctx.ref(picture.id), "prompt": prompt[: painting_cards.ASKED_MOST]}


def _source(ctx: Context, id: int) -> Picture:
    """Return the picture behind a reference to one's own picture or a visible post.
    Raises NotFound, NotYours, and Refused if its author forbids remixes.
    """
    post = ctx.uow.get(Post, id)
    if post is None:
        return posts.own_picture(ctx, id)
    picture = ctx.uow.get(Picture, post.picture)
    viewer = visibility.of(ctx, ctx.space)
    if picture is None or picture.removed or not visibility.may_see(ctx.uow, viewer, post):
        raise NotFound(L("That picture is not there, or not there for you."))
    if not post.remixable and post.author != ctx.actor.id:
        raise Refused(
            L("Its author asked that nobody remix this picture. Its style and words are free to inspire you.")
        )
    return picture


def _painting(ctx: Context, picture: Picture) -> Painting:
    painting = ctx.uow.get(Painting, picture.painting)
    if painting is None:
        raise NotFound(L("How that picture was made is not known any more."))
    return painting
