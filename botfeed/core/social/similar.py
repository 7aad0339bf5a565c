"""Similar posts, by picture fingerprint, shared words and common root, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from botfeed.core.chat.context import RenderContext
from botfeed.core.feed import fingerprints
from botfeed.core.language import tokenizer
from botfeed.core.language.i18n import L
from botfeed.core.model import Post, PostState, Term, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.social import search

NEAR = 14  # bits of 64 in which fingerprints of pictures that look alike differ; two others differ in about 32
LOOKED, SHARING, KIN = 400, 60, 40  # newest posts whose looks are compared; that share words; of one root
FAMILY, WORD, WORDS_MOST = 0.5, 0.2, 4  # what one root and a shared word are worth, a double being 1; words that count
SAID = 3  # shared words that are named


@dataclass(frozen=True, slots=True)
class Like:
    """A post similar to another, and why: differing bits (None: not alike), same root, shared words."""

    post: Post
    bits: int | None
    kin: bool
    words: tuple[str, ...]

    @property
    def worth(self) -> float:
        looks = 0.0 if self.bits is None else 1 - self.bits / (NEAR + 1)
        return looks + FAMILY * self.kin + WORD * min(len(self.words), WORDS_MOST)


def find(uow: Unit, who: Viewer, post: Post, limit: int) -> list[Like]:
    """Return the most similar posts that the viewer may see. Costs seven queries."""
    root, telling = post.root or post.id, _telling(uow, post)
    post_filter = search.post_filter(who, known=True)
    pool = {
        p.id: p
        for p in (
            *uow.terms.sharing(sorted(telling), post_filter, SHARING),
            *uow.all(Post, root=root, state=PostState.PUBLIC, newest=True, limit=KIN),
            *uow.all(Post, id=root, state=PostState.PUBLIC),
            *_looking_alike(uow, who, post),
        )
        if p.id != post.id and p.author not in who.muted
    }
    shared = _shared(uow, telling, pool)
    found = (_like(post, other, shared.get(other.id, ())) for other in visibility.seeable(uow, who, pool.values()))
    return sorted(found, key=lambda like: (-like.worth, -like.post.id))[:limit]


def _telling(uow: Unit, post: Post) -> set[str]:
    return {row.word for row in uow.all(Term, post=post.id) if not row.word.startswith(tokenizer.TAIL)} - tokenizer.IDLE


def _looking_alike(uow: Unit, who: Viewer, post: Post) -> Iterable[Post]:
    newest = uow.timelines.newest(LOOKED, post_filter=search.post_filter(who, known=False)) if post.print else ()
    return (p for p in newest if _bits(post, p) is not None)


def _bits(one: Post, other: Post) -> int | None:
    apart = fingerprints.distance(one.print, other.print) if one.print and other.print else None
    return apart if apart is not None and apart <= NEAR else None


def _shared(uow: Unit, telling: set[str], pool: Iterable[int]) -> dict[int, tuple[str, ...]]:
    rows = uow.all(Term, post__in=sorted(pool), word__in=sorted(telling)) if telling else []
    shared: dict[int, tuple[str, ...]] = {}
    for row in rows:
        shared[row.post] = (*shared.get(row.post, ()), row.word)
    return shared


def _like(post: Post, other: Post, words: tuple[str, ...]) -> Like:
    named = tuple(w for w in words if tokenizer.says(w) and not (w.startswith("#") and w[1:] in words))
    return Like(other, _bits(post, other), (other.root or other.id) == (post.root or post.id), named)


def reason(ctx: RenderContext, like: Like) -> str:
    """Return the reasons of a similarity as text, strongest first."""
    why = [ctx.s(L("looks alike"))] if like.bits is not None else []
    if like.kin:
        why.append(ctx.s(L("from the same picture")))
    if like.words:
        written = tokenizer.written(like.post.caption)
        why.append(ctx.s(L("both: {words}"), words=", ".join(written.get(word, word) for word in like.words[:SAID])))
    return " · ".join(why)
