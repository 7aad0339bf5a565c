"""Second stage: candidates from every source of a view; a post found by several sources is one candidate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from botfeed.core.cards.choices import View
from botfeed.core.feed.feed_context import FeedContext
from botfeed.core.model import Post
from botfeed.core.ports import SearchQuery, Unit

FOLLOWED, TAGGED, COMMON, NEWCOMERS = 200, 80, 80, 40  # rows; COMMON: of a source that is the same for everybody
FEW, ENOUGH = 2, 40  # places of a page that is short, and what it needs of COMMON


@dataclass(frozen=True, slots=True)
class Candidate:
    post: Post
    sources: frozenset[str]


Source = Callable[[Unit, FeedContext], list[Post]]
Sources = Mapping[View, Mapping[str, Source]]


def followed(uow: Unit, viewer: FeedContext) -> list[Post]:
    """Return the newest posts of followed people, of any age.
    Friends' posts so wait for infrequent readers.
    """
    me = viewer.eyes.account
    return uow.timelines.followed(me, FOLLOWED, reader=viewer.reader) if me is not None and viewer.follows else []


def tagged(uow: Unit, viewer: FeedContext) -> list[Post]:
    """Return the newest posts with a followed tag."""
    asked = SearchQuery(any_of=tuple(f"#{tag}" for tag in sorted(viewer.topics)))
    return uow.terms.search(asked, viewer.reader, TAGGED, fresh=True) if viewer.topics else []


def hot(uow: Unit, viewer: FeedContext) -> list[Post]:
    return uow.timelines.hot(_common(viewer), reader=viewer.reader)


def newest(uow: Unit, viewer: FeedContext) -> list[Post]:
    return uow.timelines.newest(_common(viewer), reader=viewer.reader)


def newcomers(uow: Unit, viewer: FeedContext) -> list[Post]:
    return uow.timelines.newcomers(NEWCOMERS, reader=viewer.reader)


def hot_here(uow: Unit, viewer: FeedContext) -> list[Post]:
    space = viewer.eyes.space
    return [] if space is None else uow.timelines.hot(_common(viewer), space, reader=viewer.reader)


def newest_here(uow: Unit, viewer: FeedContext) -> list[Post]:
    space = viewer.eyes.space
    return [] if space is None else uow.timelines.newest(_common(viewer), space=space, reader=viewer.reader)


def _common(viewer: FeedContext) -> int:
    return ENOUGH if viewer.places <= FEW else COMMON


# Each view with the sources that it draws on, by the name that a candidate bears. A new source is one line here.
SOURCES: Sources = {
    View.FOR_YOU: {"followed": followed, "tagged": tagged, "hot": hot, "newest": newest},
    View.FOLLOWING: {"followed": followed, "tagged": tagged},
    View.HERE: {"hot": hot_here, "newest": newest_here},
    View.NEW: {"followed": followed, "newest": newest},
}


def draw(
    uow: Unit, viewer: FeedContext, view: View, *, explore: bool = False, sources: Sources = SOURCES
) -> list[Candidate]:
    """Ask every source of a view, and the newcomers where a place on this page is for them.

    One query each; three for the followed where filters left it short.
    """
    asked = {**sources[view], **({"newcomers": newcomers} if explore else {})}
    return merge({name: source(uow, viewer) for name, source in asked.items()})


def merge(found: Mapping[str, list[Post]]) -> list[Candidate]:
    """Merge the posts of several sources into candidates, newest first."""
    posts: dict[int, Post] = {}
    names: dict[int, set[str]] = {}
    for name, brought in found.items():
        for post in brought:
            posts.setdefault(post.id, post)
            names.setdefault(post.id, set()).add(name)
    return [Candidate(posts[id], frozenset(names[id])) for id in sorted(posts, reverse=True)]
