"""Words that a person does not want to meet: posts and comments that hold them are left out for that person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botfeed.core.language import tokenizer
from botfeed.core.model import MutedWord, Painting, Picture, Post
from botfeed.core.ports import Unit

MOST = 100  # words of one person
ASKED = 8  # words of one entry


@dataclass(frozen=True, slots=True)
class Muted:
    """The muted entries of a person, each as the groups of tokens of which a text must hold one each."""

    entries: tuple[tuple[frozenset[str], ...], ...] = ()

    def hides(self, text: str) -> bool:
        """Return True if a text holds all words of one entry, in any of their forms."""
        if not self.entries:
            return False
        there = set(tokenizer.tokens(text))
        return any(all(not group.isdisjoint(there) for group in entry) for entry in self.entries)


def of(uow: Unit, account: int | None) -> Muted:
    """Return the muted words of a person; none for a place."""
    if account is None:
        return Muted()
    rows = uow.all(MutedWord, account=account, limit=MOST)
    return Muted(tuple(entry for row in rows if (entry := _entry(row.word))))


def _entry(word: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.tokens) for one in tokenizer.sought(word, ASKED))


def keep(uow: Unit, muted: Muted, posts: Sequence[Post]) -> set[int]:
    """Return the ids of the posts whose caption and prompt hold no muted word. Two queries, none without such words."""
    if not muted.entries or not posts:
        return {post.id for post in posts}
    pictures = {p.id: p for p in uow.all(Picture, id__in=sorted({post.picture for post in posts}))}
    paintings = sorted({p.painting for p in pictures.values()})
    prompts = {p.id: p.prompt for p in uow.all(Painting, id__in=paintings)} if paintings else {}
    said = {post.id: _said(post, pictures.get(post.picture), prompts) for post in posts}
    return {id for id, text in said.items() if not muted.hides(text)}


def _said(post: Post, picture: Picture | None, prompts: dict[int, str]) -> str:
    return f"{post.caption}\n{prompts.get(picture.painting, '') if picture else ''}"
