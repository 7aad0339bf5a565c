"""A post as it goes out into the world: what it shows, whose it is, how it was made. Nothing of it grows old."""

from __future__ import annotations

from botfeed.core.cards import lines
from botfeed.core.cards import post as posts
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.text import Text
from botfeed.core.model import Post


def words(voice: Voice, post: Post) -> Text:
    """Title, credit and provenance."""
    picture, painting = posts.origin(voice, post)
    title = text.bold(lines.title(post.caption, painting))
    return text.join((title, posts.credit(voice, post), lines.made_with(voice, picture)))
