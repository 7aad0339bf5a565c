"""Notices of a comment: its post's author, who is named in it, whom it answers, and who took part before.
Each person has at most one of one comment; who took part has one of a post until it is read.
"""

from __future__ import annotations

from botfeed.core.errors import NotFound
from botfeed.core.model import Account, Comment, Notice, Post, PostState
from botfeed.core.parsing import tokens
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.social import notices

NAMED_MOST = 10  # people that one comment can call
TOOK_PART = 20  # people who took part last that hear of a comment
LOOK_BACK = 100  # comments in which they are looked for
ASIDE = ("named", "said", "thread")  # kinds about a comment that its post's author does not get


def tell(uow: Unit, post: Post, comment: Comment) -> None:
    """Tell everybody whom a comment that became public concerns."""
    notices.tell(uow, post.author, "comment", actor=comment.author, post=post.id, subject=comment.id)
    heard = {post.author, comment.author} | named(uow, post, comment)
    answered = uow.get(Comment, comment.answers)
    if answered is not None and answered.author not in heard:
        heard.add(answered.author)
        _tell(uow, post, comment, answered.author, "said")
    for account in _took_part(uow, post, comment):
        waits = uow.count(Notice, account=account, kind="thread", post=post.id, read=None)
        if account not in heard and not waits:
            _tell(uow, post, comment, account, "thread")


def named(uow: Unit, post: Post, comment: Comment) -> set[int]:
    """Tell the people named in a comment, each once, if they may see the post; return their ids."""
    found = set()
    for handle in tokens.mentions(comment.text)[:NAMED_MOST]:
        them = _somebody(uow, handle)
        if them is not None and them.id not in (post.author, comment.author):
            found.add(them.id)
            _tell(uow, post, comment, them.id, "named")
    return found


def take_back(uow: Unit, post: Post, comment: Comment) -> None:
    """Delete unread notices of a comment that is not to be seen any more."""
    notices.take_back(uow, post.author, "comment", subject=comment.id)
    uow.delete(Notice, actor=comment.author, kind__in=ASIDE, subject=comment.id, read=None)


def _tell(uow: Unit, post: Post, comment: Comment, account: int, kind: str) -> None:
    them = uow.get(Account, account)
    if them is not None and visibility.may_see(uow, visibility.viewer(uow, them), post):
        notices.tell(uow, account, kind, actor=comment.author, post=post.id, subject=comment.id)


def _took_part(uow: Unit, post: Post, comment: Comment) -> list[int]:
    """Return who commented on a post before, the latest first."""
    rows = uow.all(Comment, post=post.id, state=PostState.PUBLIC, newest=True, limit=LOOK_BACK)
    return list(dict.fromkeys(row.author for row in rows if row.id != comment.id))[:TOOK_PART]


def _somebody(uow: Unit, handle: str) -> Account | None:
    try:
        return accounts.find(uow, handle)
    except NotFound:
        return None
