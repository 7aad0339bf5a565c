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


def followed(uow: Unit, context: FeedContext) -> list[Post]:
    """Return the newest posts of followed people, of any age.
    Friends' posts so wait for infrequent readers.
    """
    me = context.viewer.account
    return (
        uow.timelines.followed(me, FOLLOWED, post_filter=context.post_filter)
        if me is not None and context.follows
        else []
    )


def tagged(uow: Unit, context: FeedContext) -> list[Post]:
    """Return the newest posts with a followed tag."""
    asked = SearchQuery(groups=(tuple(f"#{tag}" for tag in sorted(context.topics)),))
    return uow.terms.search(asked, context.post_filter, TAGGED, fresh=True) if context.topics else []


def hot(uow: Unit, context: FeedContext) -> list[Post]:
    return uow.timelines.hot(_common(context), post_filter=context.post_filter)


def newest(uow: Unit, context: FeedContext) -> list[Post]:
    return uow.timelines.newest(_common(context), post_filter=context.post_filter)


def newcomers(uow: Unit, context: FeedContext) -> list[Post]:
    return uow.timelines.newcomers(NEWCOMERS, post_filter=context.post_filter)


def hot_here(uow: Unit, context: FeedContext) -> list[Post]:
    space = context.viewer.space
    return [] if space is None else uow.timelines.hot(_common(context), space, post_filter=context.post_filter)


def newest_here(uow: Unit, context: FeedContext) -> list[Post]:
    space = context.viewer.space
    return [] if space is None else uow.timelines.newest(_common(context), space=space, post_filter=context.post_filter)


def _common(context: FeedContext) -> int:
    return ENOUGH if context.places <= FEW else COMMON


# Each view with the sources that it draws on, by the name that a candidate bears. A new source is one line here.
SOURCES: Sources = {
    View.FOR_YOU: {"followed": followed, "tagged": tagged, "hot": hot, "newest": newest},
    View.FOLLOWING: {"followed": followed, "tagged": tagged},
    View.HERE: {"hot": hot_here, "newest": newest_here},
    View.NEW: {"followed": followed, "newest": newest},
}


def draw(
    uow: Unit, context: FeedContext, view: View, *, explore: bool = False, sources: Sources = SOURCES
) -> list[Candidate]:
    """Return the candidates of all sources of a view, and of newcomers if the page has an exploration slot.
    Costs one query a source; three for `followed` if filters left it short.
    """
    asked = {**sources[view], **({"newcomers": newcomers} if explore else {})}
    return merge({name: source(uow, context) for name, source in asked.items()})


def merge(found: Mapping[str, list[Post]]) -> list[Candidate]:
    """Merge the posts of several sources into candidates, newest first."""
    posts: dict[int, Post] = {}
    names: dict[int, set[str]] = {}
    for name, brought in found.items():
        for post in brought:
            posts.setdefault(post.id, post)
            names.setdefault(post.id, set()).add(name)
    return [Candidate(posts[id], frozenset(names[id])) for id in sorted(posts, reverse=True)]
