"""Drafts of posts: what is published, before it is checked, and what holds of earlier posts of its picture."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards.posts import publication as cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.errors import BadInput
from botfeed.core.language.i18n import L
from botfeed.core.model import Audience, Decision, Painting, Picture, Post, Space
from botfeed.core.ports import Unit
from botfeed.core.safety import review
from botfeed.core.social import credit, sources


def earlier(uow: Unit, picture: Picture) -> list[Post]:
    """Return the earlier posts of a picture, oldest first. Raises BadInput while a report about one is open."""
    if cards.is_reported(uow, picture.id):
        raise BadInput(
            L("This picture was reported and is being looked at. You can publish it again once that is decided.")
        )
    return uow.all(Post, picture=picture.id, limit=cards.EARLIER)


def keep_out(uow: Unit, post: Post, before: Sequence[Post]) -> None:
    """Let what moderators of spaces decided about a picture hold for the post that shows it now."""
    if before:
        ids = [each.id for each in before]
        uow.compare_and_set(Decision, {"post__in": ids, "kind": "away", "overturned": False}, post=post.id)


def drafted(
    ctx: RenderContext, what: Picture, caption: str, audience: Audience, sensitive: bool, space: Space | None
) -> tuple[Post, str]:
    """Return the unsaved post with its credit, and the category for which word lists refuse it (or empty)."""
    assert ctx.account is not None
    painting = ctx.uow.get(Painting, what.painting)
    parent = credit.parent(ctx, what, painting)
    sources.check_reach(ctx, parent, audience, space)
    verdict = review.check_text(ctx.services, painting.prompt if painting else "", caption, ctx.account.handle)
    post = Post(
        id=ctx.uow.new_id(),
        author=ctx.account.id,
        picture=what.id,
        caption=caption,
        created=ctx.now,
        audience=audience,
        space=space.id if space else None,
        sensitive=sensitive or what.sensitive or verdict.sensitive,
        parent=parent.id if parent else None,
        root=(parent.root or parent.id) if parent else None,
        print=what.print,
    )
    return post, verdict.category
