"""Deliberate errors: mypy must refuse each line that ends in `# error`, and no other."""

from datetime import datetime

from botfeed.core.model import Account, Post, PostState, Term
from botfeed.core.ports import Unit


def faults(uow: Unit, post: Post, when: datetime) -> None:
    uow.all(Post, autor=3)  # error
    uow.all(Post, author="ada")  # error
    uow.one(Account, handel="ada")  # error
    uow.count(Post, state__in=("public",))  # error
    uow.count(Post, created__begins="a")  # error
    uow.delete(Post, likes__lt=when)  # error
    uow.update(post, captoin="a fox")  # error
    uow.update(post, state="public")  # error
    uow.compare_and_set(Post, {"stat": PostState.PUBLIC}, likes=1)  # error
    uow.compare_and_set(Post, {"id": post.id}, likes="many")  # error
    uow.increment(Post, post.id, lieks=1)  # error
    uow.get(Post, "1")  # error


def right(uow: Unit, post: Post, when: datetime) -> list[Post]:
    uow.count(Account, handle__begins="a", leaving_at__ne=None, created__lt=when)
    uow.delete(Term, post=post.id, word__in=["fox"], limit=3)
    uow.increment(Post, [post.id], likes=1, heat=0.5)
    uow.compare_and_set(Post, {"id": post.id, "state__in": (PostState.PUBLIC,)}, caption="a fox")
    changed: Post = uow.update(post, proposed=None)
    return uow.all(Post, newest=True, limit=3, author=changed.author, parent=None)
