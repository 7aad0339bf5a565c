"""Tags that a person follows, and tags in use on posts they may see."""

from __future__ import annotations

from collections import Counter

from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Choice
from botfeed.core.errors import BadInput, Limited
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Topic, Viewer
from botfeed.core.parsing import tokens
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.social import search

MOST = 30  # tags that one person follows: each is looked up for every page of their feed
RECENT = 300  # newest posts whose tags are offered
CHOICES = 25  # what a platform shows while somebody types


def read(typed: str) -> str:
    """Return the typed tag, folded and without its `#`. Raises BadInput."""
    tag = tokens.tag(typed)
    if not tag:
        raise BadInput(L("{value:c} is no tag. A tag is one word of letters and digits, like #fox."), value=typed[:40])
    return tag


def follow(ctx: RenderContext, me: Account, tag: str) -> bool:
    """Follow a tag. Returns True if new. Raises Limited at `MOST` tags."""
    if ctx.uow.count(Topic, account=me.id) >= MOST and not is_followed(ctx, tag):
        raise Limited(L("You follow {n} tags, which is as many as there can be. Stop following one first."), n=MOST)
    return ctx.uow.insert(Topic(ctx.uow.new_id(), me.id, tag, ctx.now))


def unfollow(ctx: RenderContext, me: Account, tag: str) -> bool:
    return ctx.uow.delete(Topic, account=me.id, tag=tag) > 0


def is_followed(ctx: RenderContext, tag: str) -> bool:
    return ctx.account is not None and ctx.uow.count(Topic, account=ctx.account.id, tag=tag) > 0


def followed(uow: Unit, account: int) -> list[str]:
    """Return the tags a person follows, latest first."""
    return [topic.tag for topic in uow.all(Topic, account=account, newest=True)]


def in_use(uow: Unit, who: Viewer, stem: str = "", limit: int = CHOICES) -> list[str]:
    """Return tags of recent posts that the viewer may see, most used first."""
    recent = visibility.seeable(
        uow, who, uow.timelines.newest(RECENT, post_filter=search.post_filter(who, known=False))
    )
    used = Counter(tag for post in recent for tag in tokens.tags(post.caption) if tag.startswith(stem))
    return [tag for tag, _ in used.most_common(limit)]


def suggest(ctx: Context, typed: str) -> list[Choice]:
    """Complete a tag from those in use that the actor does not follow yet."""
    stem = tokens.fold(typed.strip().lstrip("#"))
    known = set(followed(ctx.uow, ctx.actor.id))
    found = in_use(ctx.uow, visibility.of(ctx, ctx.space), stem, CHOICES + len(known))
    return [Choice(f"#{tag}", f"#{tag}") for tag in found if tag not in known][:CHOICES]


def suggest_followed(ctx: Context, typed: str) -> list[Choice]:
    """Complete a tag that the actor follows."""
    stem = tokens.fold(typed.strip().lstrip("#"))
    return [Choice(f"#{t}", f"#{t}") for t in followed(ctx.uow, ctx.actor.id) if t.startswith(stem)][:CHOICES]
