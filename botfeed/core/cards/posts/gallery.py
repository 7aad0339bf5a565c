"""Gallery card: pictures of one painting that were published together, with numbered buttons that open one."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.model import Painting, Picture, Post

TOGETHER = "together"  # its kind of view


def gallery(
    ctx: RenderContext, painting: Painting, shown: Sequence[tuple[Picture, Post]], posts: Sequence[Post]
) -> Card:
    """Build the card of the pictures that are `shown`; each keeps its number. `posts`: all of them, so that one which
    may be seen again finds its place.
    """
    first = shown[0][1]
    rows = (
        lines.heading(lines.title("", painting)),
        post_cards.byline(ctx, first),
        lines.made_with(ctx, shown[0][0]),
        text.quiet(ctx.t(L("A number opens that picture, to like it, comment on it or remix it."))),
    )
    media = (lines.posted(post, picture, painting, veiled=post.sensitive) for picture, post in shown)
    numbers = (buttons.open_(ctx, str(picture.position), post.id) for picture, post in shown)
    about = About(title=lines.title("", painting), surface=TOGETHER, posts=tuple(post.id for post in posts))
    return Card(text.join(rows), tuple(media), tuple(numbers), about)
