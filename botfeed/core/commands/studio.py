"""Making pictures, and keeping them."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards.studio import painting as painting_cards
from botfeed.core.chat.command import ASKED, Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Choice, Reply
from botfeed.core.language import choice_words
from botfeed.core.language.i18n import L
from botfeed.core.listing.pages import Turn
from botfeed.core.model import Shape
from botfeed.core.social import surfaces
from botfeed.core.studio import begun as begun_words
from botfeed.core.studio import library, lineage, request
from botfeed.core.studio.request import Wish

HALF = 12  # of the choices, for what others made
Mine = Annotated[
    int, Param(ref=True, suggest=library.suggest, says=L("the picture's reference"), asks=L("Which picture?"))
]


def _styles(ctx: Context, typed: str) -> list[Choice]:
    return request.styles(ctx.services, typed)


def _sources(ctx: Context, typed: str) -> list[Choice]:
    """Return what can be remixed: what was shown here lately, then the actor's own pictures."""
    return [*surfaces.shown(ctx, typed)[:HALF], *library.suggest(ctx, typed)][: library.SUGGESTED]


@command(button=buttons.imagine)
def imagine(
    ctx: Context,
    prompt: Annotated[
        str,
        Param(
            least=1, most=painting_cards.ASKED_MOST, rest=True, says=L("what to paint"), asks=L("What shall I paint?")
        ),
    ] = ASKED,
    style: Annotated[str, Param(suggest=_styles, reads=choice_words.style, most=40, says=L("the style"))] = "",
    shape: Annotated[Shape, Param(says=L("the shape"))] = Shape.SQUARE,
    count: Annotated[int, Param(least=1, most=4, says=L("how many"))] = 1,
    seed: Annotated[int | None, Param(least=0, most=request.SEED_MOST, says=L("a number to repeat a picture"))] = None,
    here: Annotated[bool, Param(says=L("publish it right here"))] = False,
) -> Reply:
    """Paint a picture from words."""
    return request.ask(ctx, Wish(prompt, style, shape, count, seed, here))


@command(name="start.paint", menu=False, tool="never")
def begun(ctx: Context, draft: Annotated[int | None, Param(ref=True, says=L("what was begun"))] = None) -> Reply:
    """Paint the words that were begun in another chat."""
    if draft is None:
        return Reply(ask=painting_cards.ask_words(ctx))
    prompt = begun_words.take(ctx, draft) if ctx.address.private else ""
    if not prompt:
        return Reply(cards=(painting_cards.unknown_words(ctx),))
    return request.ask(ctx, Wish(prompt))


@command(button=buttons.cancel, tool="never", menu="picture.cancel")
def cancel(
    ctx: Context,
    painting: Annotated[int | None, Param(ref=True, says=L("the picture that waits; else the newest"))] = None,
) -> Reply:
    """Leave the open question; where there is none, take back the picture that waits."""
    return request.cancel(ctx, painting) if painting is not None else request.cancel_newest(ctx)


@command(button=buttons.vary, tool="confirm", menu="picture.vary")
def vary(ctx: Context, picture: Mine) -> Reply:
    """Paint a variation of one of your pictures."""
    return lineage.vary(ctx, picture)


@command(button=buttons.again, tool="confirm", menu="picture.again")
def again(ctx: Context, picture: Mine) -> Reply:
    """Paint the same words again."""
    return request.again(ctx, picture)


@command(button=buttons.remix, tool="confirm")
def remix(
    ctx: Context,
    post: Annotated[
        int,
        Param(
            ref=True,
            suggest=_sources,
            says=L("a post, or a picture of yours"),
            asks=L("Which picture shall it start from?"),
        ),
    ],
    prompt: Annotated[
        str, Param(most=painting_cards.ASKED_MOST, rest=True, says=L("what to paint"), asks=L("What shall I paint?"))
    ] = "",
) -> Reply:
    """Make something new from a picture, with credit."""
    return lineage.remix(ctx, post, prompt)


@command(button=buttons.mine, reads=True)
def mine(
    ctx: Context,
    search: Annotated[str, Param(most=100, rest=True, says=L("words of the prompt"))] = "",
    page: Turn = "",
) -> Reply:
    """Your private library, newest first."""
    return library.mine(ctx, search, page)


@command(button=buttons.show, reads=True, menu="picture.show")
def show(ctx: Context, picture: Mine) -> Reply:
    """Show one of your pictures with all that is known about it."""
    return library.show(ctx, picture)


@command(button=buttons.choose, menu=False, tool="never", reads=True)
def choose(ctx: Context, picture: Mine) -> Reply:
    """Choose which picture of a gallery the buttons act on."""
    return library.choose(ctx, picture)


@command(button=buttons.original, tool="never", reads=True, menu="picture.original")
def original(
    ctx: Context,
    picture: Mine,
    all: Annotated[bool, Param(says=L("all that were painted with it"))] = False,
) -> Reply:
    """Get the file of one of your pictures."""
    return library.original(ctx, picture, all=all)


@command(button=buttons.discard, tool="confirm", menu="picture.discard")
def discard(ctx: Context, picture: Mine, sure: Annotated[bool, Param(says=L("no second question"))] = False) -> Reply:
    """Delete one of your private pictures."""
    return library.discard(ctx, picture, sure=sure)


COMMANDS = (imagine, begun, cancel, vary, again, remix, mine, show, choose, original, discard)
