"""First stage: the viewer's context, as far as it affects the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from botfeed.core.listing import muted_words
from botfeed.core.listing.muted_words import Muted
from botfeed.core.model import Account, Event, Follow, Post, Topic, Viewer
from botfeed.core.parsing import tokens
from botfeed.core.ports import PostFilter, Tally, Unit

FEED = "feed"  # the surface whose impressions make a session
WINDOW = 8  # posts in which caps and the exploration slot are counted


@dataclass(frozen=True, slots=True)
class FeedContext:
    """The viewer's context. `tastes`: how they received each creator. `recent`: posts just shown, newest
    first.
    `position` is that of the next post in today's session, from 1; `places` is the number of posts wanted
    now.
    """

    viewer: Viewer
    now: datetime
    personal: bool = True
    sensitive: bool = True
    follows: frozenset[int] = frozenset()
    tastes: Mapping[int, Tally] = field(default_factory=dict)
    recent: tuple[Post, ...] = ()
    position: int = 1
    places: int = WINDOW
    without: frozenset[int] = frozenset()  # posts that were shown here before
    topics: frozenset[str] = frozenset()  # tags they follow
    muted: Muted = Muted()  # words that they do not want to meet

    def topic(self, post: Post) -> str:
        """Return the first tag of a post that the viewer follows, as it is written there; empty if none."""
        if not self.topics:
            return ""
        return next((shown for tag, shown in tokens.written(post.caption).items() if tag in self.topics), "")

    @property
    def post_filter(self) -> PostFilter:
        """Return the filter that sources apply in SQL."""
        me = self.viewer.account
        authors = self.viewer.blocked | self.viewer.muted | ({me} if me is not None else set())
        return PostFilter(me, self.viewer.space, frozenset(authors), self.without, self.sensitive)


def gather(
    uow: Unit,
    account: Account | None,
    viewer: Viewer,
    *,
    sensitive: bool = True,
    without: Iterable[int] = (),
    session: bool = True,
    places: int = WINDOW,
) -> FeedContext:
    """Read the viewer's context: six queries for a person, none for a channel."""
    shown = frozenset(without)
    if account is None:
        return FeedContext(viewer, uow.now, personal=False, sensitive=sensitive, without=shown, places=places)
    recent, position = _session(uow, account) if session else ((), 1)
    return FeedContext(
        viewer=viewer,
        now=uow.now,
        personal=account.personal,
        sensitive=sensitive,
        follows=frozenset(row.followee for row in uow.all(Follow, follower=account.id)),
        tastes=uow.timelines.tastes(account.id),
        recent=recent,
        position=position,
        places=places,
        without=shown,
        muted=muted_words.of(uow, account.id),
        topics=frozenset(row.tag for row in uow.all(Topic, account=account.id)),
    )


def _session(uow: Unit, account: Account) -> tuple[tuple[Post, ...], int]:
    """Return the posts shown last today, and the next position. Keeps variety across pages of one picture."""
    start = uow.now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = uow.all(
        Event,
        account=account.id,
        kind="impression",
        surface=FEED,
        created__ge=start,
        newest=True,
        limit=WINDOW - 1,
    )
    if not rows:
        return (), 1
    known = {post.id: post for post in uow.all(Post, id__in=[row.post for row in rows])}
    return tuple(known[row.post] for row in rows if row.post in known), rows[0].position + 1
