"""Mentions: notify people named in a caption once, if they may see the post. Blocks and mutes prevent it."""

from __future__ import annotations

from botfeed.core.errors import NotFound
from botfeed.core.model import Account, Notice, Post
from botfeed.core.parsing import tokens
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.social import notices

MOST = 10  # people that one caption can call


def tell(uow: Unit, post: Post) -> None:
    """Notify the people named in a public post's caption, at most `MOST`.
    An edit or a second publication repeats no notice.
    """
    for handle in tokens.mentions(post.caption)[:MOST]:
        them = _somebody(uow, handle)
        if them is None or them.id == post.author or _was_told(uow, them, post):
            continue
        if visibility.may_see(uow, visibility.eyes(uow, them), post):
            notices.tell(uow, them.id, "mention", actor=post.author, post=post.id)


def _somebody(uow: Unit, handle: str) -> Account | None:
    try:
        return accounts.find(uow, handle)
    except NotFound:
        return None


def _was_told(uow: Unit, them: Account, post: Post) -> bool:
    """Return True if this picture's author mentioned them before, on any post of the same picture."""
    same = [row.id for row in uow.all(Post, picture=post.picture)]
    return uow.count(Notice, account=them.id, kind="mention", actor=post.author, post__in=same) > 0
