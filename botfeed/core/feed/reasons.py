"""Reasons for a post's position, stored as a keyword and translated when rendered."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from botfeed.core.cards.choices import View
from botfeed.core.chat.context import RenderContext
from botfeed.core.feed.feed_context import FeedContext
from botfeed.core.feed.score import Scored
from botfeed.core.language.i18n import L

TODAY = timedelta(hours=24)
LIKED = 3  # likes that are worth a word
NEW = timedelta(hours=48)


class Reason(StrEnum):
    FOLLOW = "follow"
    TAG = "tag"  # kept with its tag: `tag:fox`
    AFFINITY = "affinity"
    HOT = "hot"
    NEWCOMER = "newcomer"
    HERE = "here"
    NEW = "new"
    UNSEEN = "unseen"


def of(view: View, viewer: FeedContext, scored: Scored) -> str:
    """Return the reason: the exploration slot, the view asked for, or else the largest score term."""
    post, terms = scored.post, scored.terms
    if terms.explore:
        return Reason.NEWCOMER
    if post.author in viewer.follows and (view is View.FOLLOWING or terms.followed >= terms.affinity):
        return Reason.FOLLOW
    if (topic := viewer.topic(post)) and (view is View.FOLLOWING or terms.tagged > terms.affinity):
        return f"{Reason.TAG}:{topic}"
    if view is View.HERE:
        return Reason.HERE
    if terms.affinity > terms.hot:
        return Reason.AFFINITY
    age = viewer.now - (post.published or post.created)
    if view is View.FOR_YOU and post.likes >= LIKED and age < TODAY:
        return Reason.HOT
    return Reason.NEW if age < NEW else Reason.UNSEEN


_SAYS = {
    Reason.FOLLOW: L("because you follow {name}"),
    Reason.TAG: L("because you follow {tag}"),
    Reason.AFFINITY: L("because you liked pictures by {name}"),
    Reason.HOT: L("liked a lot today"),
    Reason.NEWCOMER: L("new here: {name}'s first pictures"),
    Reason.HERE: L("published here"),
    Reason.NEW: L("new"),
    Reason.UNSEEN: L("not shown to you before"),
}


def line(ctx: RenderContext, said: str, name: str) -> str:
    """Return a reason as a line for a person or a channel."""
    kind, _, tag = said.partition(":")
    reason = Reason(kind)
    if reason is Reason.UNSEEN and ctx.account is None:
        return ctx.s(L("not shown here before"))
    return ctx.s(_SAYS[reason], name=name, tag=f"#{tag}")
