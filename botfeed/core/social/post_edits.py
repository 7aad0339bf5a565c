"""Edits of a published post by its author, and its review by the model at publication and after an edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botfeed.core.cards import surface as surface_cards
from botfeed.core.cards.posts import publication as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.chat.policy import REVIEW_ENDS, REVIEW_LATEST, Policy
from botfeed.core.copies import post_copies
from botfeed.core.errors import BadInput, ModelError, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import WAITING, Account, Address, Audience, Painting, Picture, Post, PostState, Space
from botfeed.core.ports import Unit, Verdict
from botfeed.core.ports.fields import PostWhere
from botfeed.core.safety import review
from botfeed.core.social import notices, posts, sources
from botfeed.core.spaces import showcase
from botfeed.core.work import outbox, pools
from botfeed.core.work.jobs import Dead, When, job
from botfeed.core.work.messages import To, message


def audience(
    ctx: RenderContext, post: Post, wanted: Audience, space: Space | None, *, but: str = "", edits: str = ""
) -> Post:
    """Change the audience of a post.
    Raises BadInput, NotFound on a concurrent change, and Refused by the current word lists.
    """
    if post.state is PostState.HIDDEN:
        raise BadInput(L("It is hidden by a decision; your inbox says why."))
    here = space or ctx.uow.get(Space, post.space)
    posts.check_audience(wanted, here)
    sources.check_reach(ctx, ctx.uow.get(Post, post.parent), wanted, here)
    moved = {"space": here.id} if here and wanted is Audience.HERE else {}
    before, post = post, _edit(ctx, post, audience=wanted, **moved)
    posts.check_fits(ctx, post)
    if before.audience is not wanted and post.state is PostState.PUBLIC:
        showcase.exhibit(ctx.uow, post)
    return _follow_up(ctx, post, but, edits)


def remixes(ctx: RenderContext, post: Post, allowed: bool, *, but: str = "", edits: str = "") -> Post:
    """Allow or forbid remixes of a post; existing remixes stay."""
    return _follow_up(ctx, _edit(ctx, post, remixable=allowed), but, edits)


def caption(ctx: RenderContext, post: Post, words: str, *, but: str = "", edits: str = "") -> Post:
    """Change the caption. With a review model the old caption stays public until the new one was judged."""
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
    """Review the edited post and refresh its copies. Raises Refused by the word lists."""
    review.check_or_refuse(ctx, text_of(ctx.uow, post))
    if ctx.services.reviewer is not None:
        posts.ask_review(ctx, post, edits=edits)
    if post.state is PostState.PUBLIC and post.proposed is None:
        posts.spread(ctx.uow, post)
        post_copies.refresh(ctx.uow, post, but=but)
    return post


def text_of(uow: Unit, post: Post) -> str:
    """Return all text that becomes public with a post, one part a line.
    Parts: prompt, caption (the proposed one if any), handle.
    """
    picture, author = uow.get(Picture, post.picture), uow.get(Account, post.author)
    painting = uow.get(Painting, picture.painting) if picture else None
    caption = post.caption if post.proposed is None else post.proposed
    return "\n".join(t for t in (painting.prompt if painting else "", caption, author.handle if author else "") if t)


@dataclass(frozen=True, slots=True)
class _Question:
    post: Post
    text: str
    blob: str


@dataclass(frozen=True, slots=True)
class _Targets:
    """Addresses that show the outcome of a review; see `posts.review_post`."""

    edits: str
    over: str
    address: Address
    show: Address | None


@job(implements=posts.review_post, pool=pools.ORDINARY)
async def review_post(
    services: Services,
    post: int,
    revision: int,
    edits: str,
    over: str,
    address: Address,
    show: Address | None = None,
) -> None:
    """Review a post's text and picture with the model.
    While the model fails, a new post stays private and is held.
    """
    targets = _Targets(edits, over, address, show)
    asked = await services.store.read(lambda uow: _question(uow, post, revision))
    if asked is None:
        return
    try:
        verdict = await review.judge(services, asked.text, asked.blob)
    except (ModelError, OSError) as error:
        await services.store.run(lambda uow: _hold(uow, targets, asked.post))
        raise review.again(services, asked.post.created, error) from error
    await services.store.run(lambda uow: _judged(uow, services.policy, targets, asked.post, verdict))


@review_post.when_dead
def _given_up(
    dead: Dead, post: int, revision: int, edits: str, over: str, address: Address, show: Address | None = None
) -> None:
    """Hold a post that cannot be judged, whatever raised, tell its author, and try again in an hour, for a week."""
    asked = _question(dead.uow, post, revision)
    if asked is None:
        return
    _hold(dead.uow, _Targets(edits, over, address, show), asked.post)
    if dead.uow.now - asked.post.created < REVIEW_ENDS:
        when = When(dead.row.lane, run_at=dead.uow.now + REVIEW_LATEST)
        posts.review_post.enqueue(
            dead.uow, when, post=post, revision=revision, edits=edits, over=over, address=address, show=show
        )


def _question(uow: Unit, id: int, revision: int) -> _Question | None:
    """Return the text and picture to review; None if the post was edited since. Each edit has its own job."""
    post = uow.get(Post, id)
    if post is None or post.revision != revision or post.state not in (*WAITING, PostState.PUBLIC):
        return None
    picture = uow.get(Picture, post.picture)
    return _Question(post, text_of(uow, post), picture.blob) if picture else None


def _guard(post: Post) -> PostWhere:
    return {"id": post.id, "revision": post.revision, "state": post.state}


def _hold(uow: Unit, targets: _Targets, post: Post) -> None:
    if post.state is PostState.CHECKING and uow.compare_and_set(Post, _guard(post), state=PostState.HELD):
        _tell(uow, targets, post, "held")
        if targets.over and targets.show:
            to = To(targets.show, key=f"held:{targets.over}", account=post.author, edits=targets.over)
            held.post(uow, to, post=post.id)


def _judged(uow: Unit, policy: Policy, targets: _Targets, post: Post, verdict: Verdict) -> None:
    if verdict.category:
        _refused(uow, targets, post, verdict.category)
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
        posts.warm(uow, policy, posts.go_public(uow, now, targets.show, targets.over))
    elif found:
        posts.spread(uow, now)
        post_copies.refresh(uow, now)
    if post.state in WAITING or found:
        _tell(uow, targets, post, "passed")


def _refused(uow: Unit, targets: _Targets, post: Post, category: str) -> None:
    if post.proposed is None:
        refused = posts.refuse(uow, post, category)
        if targets.over and targets.show:
            post_copies.show(uow, refused, targets.show, targets.over)
        _tell(uow, targets, post, "refused")
    elif uow.compare_and_set(Post, _guard(post), proposed=None, revision=post.revision + 1):
        decision = review.refuse(uow, post.author, category, post=post.id)
        notices.tell(uow, post.author, "decision", post=post.id, subject=decision.id, push=False)
        _tell(uow, targets, post, "refused", refused=category)


def _tell(uow: Unit, targets: _Targets, post: Post, outcome: str, refused: str = "") -> None:
    """Send the author the outcome of a check.
    Edits the answer that said "being checked", or sends a private message if there is none.
    """
    if outcome == "passed" and not targets.edits and targets.over:
        return
    address = targets.address if targets.edits else outbox.to(uow, post.author)
    if address is None:
        return
    key = f"published:{post.id}:{post.revision}:{outcome}"
    to = To(address, key=key, account=post.author, edits=targets.edits)
    published.post(uow, to, post=post.id, refused=refused)


@message()
def published(ctx: RenderContext, post: int, refused: str = "") -> Reply | None:
    """Render the current state of a post for its author; None if it was removed."""
    row = ctx.uow.get(Post, post)
    if row is None or row.state is PostState.REMOVED:
        return None
    return Reply(cards=(card(ctx, row, refused=refused),))


@message()
def held(ctx: RenderContext, post: int) -> Reply | None:
    """Tell a shared chat, without the picture, that it waits for a check; None once it was checked."""
    row = ctx.uow.get(Post, post)
    waits = row is not None and row.state is PostState.HELD
    return Reply(cards=(cards.held(ctx),), private=False) if waits else None


def card(ctx: RenderContext, post: Post, refused: str = "") -> Card:
    return cards.publication(ctx, post, undo=posts.is_undoable(ctx, post), refused=refused)


def _again(ctx: RenderContext, post: Post) -> tuple[Card, ...]:
    return (card(ctx, post),)


SURFACES = (surface_cards.of_post(cards.PUBLICATION, _again),)
