"""The card that asks which picture of a message is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.model import Post

MOST = 10  # a digest has eight
LINE_MOST = 60  # characters of a title


def which(ctx: RenderContext, press: Callable[[RenderContext, str, int], Action], posts: Sequence[Post]) -> Card:
    """Build a card with one line and one numbered button per post; `press` makes the button of a post."""
    shown = posts[:MOST]
    lines = (
        ctx.t(L("{n:b} {title}"), n=n, title=text.shorten(post_cards.title(ctx, post), LINE_MOST))
        for n, post in enumerate(shown, 1)
    )
    actions = (press(ctx, str(n), post.id) for n, post in enumerate(shown, 1))
    asks = text.bold(ctx.s(L("Which one?")))
    return Card(text.join((asks, *lines)), actions=tuple(actions), about=About(surface=post_cards.QUESTION))
