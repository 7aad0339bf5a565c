"""Third stage: remove posts the viewer must not be shown, whatever their score."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.feed.candidates import Candidate
from botfeed.core.feed.feed_context import FeedContext
from botfeed.core.listing import muted_words
from botfeed.core.model import Post
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility


def keep(uow: Unit, context: FeedContext, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that may be seen, are new to the viewer, not their own, allowed here, and hold no word
    that the viewer muted. Two queries, four for who muted words.
    """
    wanted = [c for c in candidates if _fits(context, c.post)]
    allowed = {post.id for post in visibility.seeable(uow, context.viewer, (c.post for c in wanted))}
    seen = [c for c in wanted if c.post.id in allowed]
    kept = muted_words.keep(uow, context.muted, [c.post for c in seen])
    return [c for c in seen if c.post.id in kept]


def _fits(context: FeedContext, post: Post) -> bool:
    """Return True if a visible post belongs in this feed.
    Sources exclude most of the others; this is the rule.
    """
    if post.author == context.viewer.account or post.author in context.viewer.muted or post.work in context.without:
        return False
    return context.sensitive or not post.sensitive
