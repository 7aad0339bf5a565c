"""What an author changes about a post that stands, and what review says to it, then or later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botfeed.core import serialization
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.cards.posts import publication as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.chat.policy import REVIEW_AGAIN, Policy
from botfeed.core.copies import post_copies
from botfeed.core.errors import BadInput, ModelError, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import WAITING, Account, Address, Audience, Job, Painting, Picture, Post, PostState, Space
from botfeed.core.ports import Unit, Verdict
from botfeed.core.ports.fields import PostWhere
from botfeed.core.safety import review
from botfeed.core.social import notices, posts
from botfeed.core.spaces import showcase
from botfeed.core.work import jobs, outbox
from botfeed.core.work.jobs import Retry


def audience(
    ctx: RenderContext, post: Post, wanted: Audience, space: Space | None, *, but: str = "", edits: str = ""
) -> Post:
    """Change who sees a post. Raises BadInput, and Refused where the word lists say no by now."""
    if post.state is PostState.HIDDEN:
        raise BadInput(L("It is hidden by a decision; your inbox says why."))
    here = space or ctx.uow.get(Space, post.space)
    posts.check_audience(wanted, here)
    moved = {"space": here.id} if here and wanted is Audience.HERE else {}
    before, post = post, _edit(ctx, post, audience=wanted, **moved)
    posts.check_fits(ctx, post)
    if before.audience is not wanted and post.state is PostState.PUBLIC:
        showcase.exhibit(ctx.uow, post)
    return _follow_up(ctx, post, but, edits)


def remixes(ctx: RenderContext, post: Post, allowed: bool, *, but: str = "", edits: str = "") -> Post:
    """Allow or forbid remixes; what was remixed stays."""
    return _follow_up(ctx, _edit(ctx, post, remixable=allowed), but, edits)


def caption(ctx: RenderContext, post: Post, words: str, *, but: str = "", edits: str = "") -> Post:
    """Change the caption. Where a model reviews, the old one stands until the new one was judged."""
    review.check_or_refuse(ctx, words)
    later = ctx.services.reviewer is not None and post.state is PostState.PUBLIC
    post = _edit(ctx, post, **({"proposed": words} if later else {"caption": words}))
    return _follow_up(ctx, post, but, edits)


def _edit(ctx: RenderContext, post: Post, **values: Any) -> Post:
    guard: PostWhere = {"id": post.id, "state": post.state, "revision": post.revision}
    if not ctx.uow.compare_and_set(Post, guard, revision=post.revision + 1, **values):
        raise NotFound(L("That changed a moment ago. Look again."))
    changed = ctx.uow.get(Post, post.id)
    assert changed is not None
    return changed


def _follow_up(ctx: RenderContext, post: Post, but: str, edits: str) -> Post:
    """Judge again what stands now, and let the copies follow."""
    review.check_or_refuse(ctx, text_of(ctx.uow, post))
    if ctx.services.reviewer is not None:
        posts.ask_review(ctx, post, edits=edits)
    if post.state is PostState.PUBLIC and post.proposed is None:
        posts.spread(ctx.uow, post)
        post_copies.refresh(ctx.uow, post, but=but)
    return post


def text_of(uow: Unit, post: Post) -> str:
    """All words that become public with a post: prompt, caption, handle."""
    picture, author = uow.get(Picture, post.picture), uow.get(Account, post.author)
    painting = uow.get(Painting, picture.painting) if picture else None
    caption = post.caption if post.proposed is None else post.proposed
    return "\n".join(t for t in (painting.prompt if painting else "", caption, author.handle if author else "") if t)


@dataclass(frozen=True, slots=True)
class _Question:
    post: Post
    text: str
    blob: str


@jobs.job("review")
async def review_post(services: Services, job: Job) -> None:
    """Have a post judged: text and picture. While no judgement can be had it stays private and waits."""
    asked = await services.store.read(lambda uow: _question(uow, job))
    if asked is None:
        return
    try:
        verdict = await review.judge(services, asked.text, asked.blob)
    except (ModelError, OSError) as error:
        await services.store.run(lambda uow: _hold(uow, job, asked.post))
        raise Retry(REVIEW_AGAIN.total_seconds(), str(error), counts=False) from error
    await services.store.run(lambda uow: _judged(uow, services.policy, job, asked.post, verdict))


def _question(uow: Unit, job: Job) -> _Question | None:
    """Give what is to be judged; None where an edit came after, which has a job of its own."""
    post = uow.get(Post, int(job.args["post"]))
    if post is None or post.revision != job.args["revision"] or post.state not in (*WAITING, PostState.PUBLIC):
        return None
    picture = uow.get(Picture, post.picture)
    return _Question(post, text_of(uow, post), picture.blob) if picture else None


def _guard(post: Post) -> PostWhere:
    return {"id": post.id, "revision": post.revision, "state": post.state}


def _hold(uow: Unit, job: Job, post: Post) -> None:
    if post.state is PostState.CHECKING and uow.compare_and_set(Post, _guard(post), state=PostState.HELD):
        _tell(uow, job, post, "held")


def _judged(uow: Unit, policy: Policy, job: Job, post: Post, verdict: Verdict) -> None:
    show = serialization.load(Address, job.args["show"]) if job.args.get("show") else None
    if verdict.category:
        _refused(uow, job, post, verdict.category)
        return
    found: dict[str, Any] = {"sensitive": True} if verdict.sensitive else {}
    if post.proposed is not None:
        found |= {"caption": post.proposed, "proposed": None, "revision": post.revision + 1}
    if found and not uow.compare_and_set(Post, _guard(post), **found):
        return
    now = uow.get(Post, post.id)
    if now is None or now.state is not post.state:
        return
    if post.state in WAITING:
        posts.warm(uow, policy, posts.go_public(uow, now, show, str(job.args["over"])))
    elif found:
        posts.spread(uow, now)
        post_copies.refresh(uow, now)
    if post.state in WAITING or found:
        _tell(uow, job, post, "passed")


def _refused(uow: Unit, job: Job, post: Post, category: str) -> None:
    if post.proposed is None:
        refused = posts.refuse(uow, post, category)
        if job.args["over"]:
            post_copies.show(uow, refused, serialization.load(Address, job.args["show"]), str(job.args["over"]))
        _tell(uow, job, post, "refused")
    elif uow.compare_and_set(Post, _guard(post), proposed=None, revision=post.revision + 1):
        decision = review.refuse(uow, post.author, category, post=post.id)
        notices.tell(uow, post.author, "decision", post=post.id, subject=decision.id, push=False)
        _tell(uow, job, post, "refused", refused=category)


def _tell(uow: Unit, job: Job, post: Post, outcome: str, **more: str) -> None:
    """Let the answer that said "being checked" become the outcome; without one, tell them alone."""
    edits = str(job.args["edits"])
    if outcome == "passed" and not edits and job.args["over"]:
        return
    address = serialization.load(Address, job.args["address"]) if edits else outbox.to(uow, post.author)
    if address is None:
        return
    key = f"published:{post.id}:{post.revision}:{outcome}"
    outbox.post(uow, "published", {"post": post.id, **more}, address, key, account=post.author, edits=edits)


@outbox.message("published")
def published(ctx: RenderContext, args: dict[str, Any]) -> Reply | None:
    """Show an author where their post stands now."""
    post = ctx.uow.get(Post, int(args["post"]))
    if post is None or post.state is PostState.REMOVED:
        return None
    return Reply(cards=(card(ctx, post, refused=str(args.get("refused", ""))),))


@post_cards.surface("publication")
def _again(ctx: RenderContext, post: Post) -> tuple[Card, ...]:
    return (card(ctx, post),)


def card(ctx: RenderContext, post: Post, refused: str = "") -> Card:
    return cards.publication(ctx, post, undo=posts.is_undoable(ctx, post), refused=refused)
