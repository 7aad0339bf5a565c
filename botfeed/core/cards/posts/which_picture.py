"""The question which picture of a message is meant."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.model import Post

MOST = 10  # a digest has eight
LINE_MOST = 60  # characters of a title


def which(ctx: RenderContext, verb: str, posts: Sequence[Post]) -> Card:
    """One line and one numbered button for each; the button is the verb on that post."""
    shown = posts[:MOST]
    lines = (
        ctx.t(L("{n:b} {title}"), n=n, title=text.shorten(post_cards.title(ctx, post), LINE_MOST))
        for n, post in enumerate(shown, 1)
    )
    actions = (Action(str(n), verb, {"post": ctx.ref(post.id)}) for n, post in enumerate(shown, 1))
    asks = text.bold(ctx.s(L("Which one?")))
    return Card(text.join((asks, *lines)), actions=tuple(actions), about=About(surface="question"))
