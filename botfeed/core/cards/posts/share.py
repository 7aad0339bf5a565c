"""Text of a post shared outside this network: title, credit and provenance, which do not go out of date."""

from __future__ import annotations

from botfeed.core.cards import lines
from botfeed.core.cards.posts import post as posts
from botfeed.core.chat.context import RenderContext
from botfeed.core.language import text
from botfeed.core.language.text import Text
from botfeed.core.model import Post


def words(ctx: RenderContext, post: Post) -> Text:
    """Return title, credit and provenance of a post, one a line."""
    picture, painting = posts.origin(ctx, post)
    title = text.bold(lines.title(post.caption, painting))
    return text.join((title, posts.credit(ctx, post), lines.made_with(ctx, picture)))
