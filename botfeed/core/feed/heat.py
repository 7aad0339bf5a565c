"""Warmth of a post: what other people did with it, each of them once for each kind. Nothing else moves it.
`Post.heat` weighs the kinds and orders the hot source; `Post.warm` counts them and is the rate of the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from botfeed.core.model import Comment, Post, PostState
from botfeed.core.ports import Unit

WEIGHTS: Mapping[str, float] = {"like": 1.0, "comment": 2.0, "remix": 3.0}


def liked(uow: Unit, posts: int | Sequence[int], step: int) -> None:
    """Count likes, each by another person and unique by its key; `step` is 1, or -1 where they were taken back."""
    _move(uow, posts, "like", step)


def commented(uow: Unit, comment: Comment, step: int) -> None:
    """Count the first comment of another person once it is public, or take it back with their last one."""
    post = uow.get(Post, comment.post)
    if post is None or comment.author == post.author:
        return
    if uow.count(Comment, post=post.id, author=comment.author, state=PostState.PUBLIC) == max(step, 0):
        _move(uow, post.id, "comment", step)


def remixed(uow: Unit, post: Post, step: int) -> None:
    """Count the first remix of another person once it is public, or take it back with their last one."""
    parent = uow.get(Post, post.parent)
    if parent is None or post.author == parent.author:
        return
    if uow.count(Post, parent=parent.id, author=post.author, state=PostState.PUBLIC) == max(step, 0):
        _move(uow, parent.id, "remix", step)


def _move(uow: Unit, posts: int | Sequence[int], kind: str, step: int) -> None:
    uow.increment(Post, posts, heat=step * WEIGHTS[kind], warm=step)
