"""A post as it goes out into the world: what it shows, whose it is, how it was made. Nothing of it grows old."""

from __future__ import annotations

from botfeed.core.cards import lines
from botfeed.core.cards.posts import post as posts
from botfeed.core.chat.context import RenderContext
from botfeed.core.language import text
from botfeed.core.language.text import Text
from botfeed.core.model import Post


def words(ctx: RenderContext, post: Post) -> Text:
    """Title, credit and provenance."""
    picture, painting = posts.origin(ctx, post)
    title = text.bold(lines.title(post.caption, painting))
    return text.join((title, posts.credit(ctx, post), lines.made_with(ctx, picture)))
