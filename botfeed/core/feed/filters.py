"""Third stage: what must not be shown to these eyes, whatever its score."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.feed.candidates import Candidate
from botfeed.core.feed.feed_context import FeedContext
from botfeed.core.model import Post
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility


def keep(uow: Unit, viewer: FeedContext, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Keep what may be seen, was not shown, is not their own and fits the place. Two queries."""
    wanted = [c for c in candidates if _fits(viewer, c.post)]
    allowed = {post.id for post in visibility.seeable(uow, viewer.eyes, (c.post for c in wanted))}
    return [c for c in wanted if c.post.id in allowed]


def _fits(viewer: FeedContext, post: Post) -> bool:
    """Whether a visible post belongs into this feed: sources leave most of it out already, this is the rule."""
    if post.author == viewer.eyes.account or post.author in viewer.eyes.muted or post.id in viewer.without:
        return False
    return viewer.sensitive or not post.sensitive
