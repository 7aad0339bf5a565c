"""Tags that a person follows, and tags in use on posts they may see."""

from __future__ import annotations

from collections import Counter

from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Choice
from botfeed.core.errors import BadInput, Limited
from botfeed.core.language.folding import fold
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
    """Return the typed tag as it was written, without its `#`. Raises BadInput."""
    for written in tokens.named(typed).values():
        return written
    raise BadInput(L("{value:c} is no tag. A tag is one word of letters and digits, like #fox."), value=typed[:40])


def follow(ctx: RenderContext, me: Account, tag: str) -> bool:
    """Follow a tag, which is kept as it is written, too. Returns True if new. Raises Limited at `MOST` tags."""
    if ctx.uow.count(Topic, account=me.id) >= MOST and not is_followed(ctx, tag):
        raise Limited(L("You follow {n} tags, which is as many as there can be. Stop following one first."), n=MOST)
    return ctx.uow.insert(Topic(ctx.uow.new_id(), me.id, tokens.tag(tag), ctx.now, shown=tag))


def unfollow(ctx: RenderContext, me: Account, tag: str) -> bool:
    return ctx.uow.delete(Topic, account=me.id, tag=tokens.tag(tag)) > 0


def is_followed(ctx: RenderContext, tag: str) -> bool:
    return ctx.account is not None and ctx.uow.count(Topic, account=ctx.account.id, tag=tokens.tag(tag)) > 0


def followed(uow: Unit, account: int) -> list[str]:
    """Return the tags a person follows as they wrote them, latest first."""
    return [topic.shown or topic.tag for topic in uow.all(Topic, account=account, newest=True)]


def in_use(uow: Unit, who: Viewer, stem: str = "", limit: int = CHOICES) -> list[str]:
    """Return tags of recent posts that the viewer may see, most used first, as they are written most."""
    recent = visibility.seeable(
        uow, who, uow.timelines.newest(RECENT, post_filter=search.post_filter(who, known=False))
    )
    forms: dict[str, Counter[str]] = {}
    for post in recent:
        for tag, written in tokens.written(post.caption).items():
            if tag.startswith(stem):
                forms.setdefault(tag, Counter())[written] += 1
    used = sorted(forms.values(), key=lambda counted: -counted.total())
    return [counted.most_common(1)[0][0] for counted in used[:limit]]


def but(offered: list[str], known: list[str]) -> list[str]:
    """Return the tags that are not among the known ones, however either is written."""
    left_out = {fold(tag) for tag in known}
    return [tag for tag in offered if fold(tag) not in left_out]


def _stem(typed: str) -> str:
    return fold(typed.strip()).lstrip("#")


def suggest(ctx: Context, typed: str) -> list[Choice]:
    """Complete a tag from those in use that the actor does not follow yet."""
    known = followed(ctx.uow, ctx.actor.id)
    found = in_use(ctx.uow, visibility.of(ctx, ctx.space), _stem(typed), CHOICES + len(known))
    return [Choice(f"#{tag}", f"#{tag}") for tag in but(found, known)][:CHOICES]


def suggest_followed(ctx: Context, typed: str) -> list[Choice]:
    """Complete a tag that the actor follows."""
    stem = _stem(typed)
    return [Choice(f"#{t}", f"#{t}") for t in followed(ctx.uow, ctx.actor.id) if fold(t).startswith(stem)][:CHOICES]
