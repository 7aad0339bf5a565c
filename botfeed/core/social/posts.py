"""Posts: publication and every later change of state.

    checking -> public | held | refused     public -> hidden -> public     any -> removed

Review comes first. Word lists run inside the command; with a review model the post waits in `checking` for a
job, and in `held` while the model fails. Each step is guarded by state and revision, so it is taken once.
"""

from __future__ import annotations

from dataclasses import replace

from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.policy import UNDO, Policy
from botfeed.core.copies import post_copies
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Address, Audience, Picture, Post, PostState, Space
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import PictureWhere, PostWhere
from botfeed.core.safety import review, visibility
from botfeed.core.social import credit, drafting, mentions, notices, search
from botfeed.core.spaces import showcase
from botfeed.core.work import jobs
from botfeed.core.work.jobs import When, forward_job

_NOT_THERE = L("That picture is not there, or not there for you.")


def publish(
    ctx: RenderContext,
    picture: int,
    caption: str = "",
    audience: Audience = Audience.EVERYONE,
    sensitive: bool = False,
    space: Space | None = None,
    *,
    show: Address | None = None,
    over: str = "",
    edits: str = "",
) -> Post:
    """Publish the actor's own picture; the state of the returned post is public, checking or refused.
    A public post's card is sent to `show`, in place of the answer to the request `over`. `edits` is the
    request whose answer becomes the outcome of a check; without it the outcome is sent in private.
    Raises NotFound, NotYours, and BadInput if it is published already or does not fit the audience.
    """
    what = own_picture(ctx, picture)
    check_audience(audience, space)
    post, category = drafting.drafted(ctx, what, caption, audience, sensitive, space)
    check_fits(ctx, post)
    earlier = drafting.earlier(ctx.uow, what)
    post = replace(post, first=earlier[0].work if earlier else None)
    if not ctx.uow.compare_and_set(Picture, {"id": what.id, "post": None, "removed": None}, post=post.id):
        raise BadInput(L("This picture is published already."))
    ctx.uow.insert(post)
    drafting.keep_out(ctx.uow, post, earlier)
    if category:
        return refuse(ctx.uow, post, category)
    if ctx.services.reviewer is not None:
        ask_review(ctx, post, show=show, over=over, edits=edits)
        return post
    return warm(ctx.uow, ctx.policy, go_public(ctx.uow, post, show, over))


def own_picture(ctx: RenderContext, picture: int) -> Picture:
    """Return the actor's own picture. Raises NotFound and NotYours."""
    what = ctx.uow.get(Picture, picture)
    if what is None or ctx.account is None or what.account != ctx.account.id:
        raise accounts.strange(ctx, what.account if what else None, _NOT_THERE)
    if what.removed or what.checking:
        raise NotFound(L("There is no picture {ref:c} among yours."), ref=ctx.ref(picture))
    return what


def own(ctx: RenderContext, post: int) -> Post:
    """Return the actor's own post, unless it was removed or refused. Raises NotFound and NotYours."""
    what = ctx.uow.get(Post, post)
    if what is None or ctx.account is None or what.author != ctx.account.id:
        sees = what is not None and visibility.may_see(ctx.uow, visibility.of(ctx), what)
        raise accounts.strange(ctx, what.author if what else None, _NOT_THERE, sees=sees)
    if what.state in (PostState.REMOVED, PostState.REFUSED):
        raise NotFound(L("That is not published any more. Your picture is in your library."))
    return what


def seen(ctx: RenderContext, post: int, space: Space | None = None) -> Post:
    """Return a post that the viewer may see here.
    Raises NotFound, with its own text if only sensitivity forbids it.
    """
    what, who = ctx.uow.get(Post, post), visibility.of(ctx, space)
    if what is not None and visibility.may_see(ctx.uow, who, what):
        return what
    if what is not None and not who.sensitive and visibility.may_see(ctx.uow, replace(who, sensitive=True), what):
        raise NotFound(L("That picture is sensitive, and this is no channel for it. Ask me for it in private."))
    raise NotFound(_NOT_THERE)


@forward_job(kind="review")
def review_post(post: int, revision: int, edits: str, over: str, address: Address, show: Address | None = None) -> None:
    """Review a post and record the result; implemented by `post_edits`.
    `edits`: the request whose answer shows the outcome; `over`: the request whose answer the card replaces;
    `address`: the chat it was asked in; `show`: the chat that gets the card.
    """


@forward_job(kind="warm")
def warm_picture(post: int) -> None:
    """Upload a post's picture to a platform in advance.
    Stored as `warm.<platform>`, implemented by its adapter.
    """


def check_audience(audience: Audience, space: Space | None) -> None:
    """Raise BadInput if the audience is "here" outside a space."""
    if audience is Audience.HERE and space is None:
        raise BadInput(L('Only a server or group is a "here". Publish it from inside one, or to your followers.'))


def check_fits(ctx: RenderContext, post: Post) -> None:
    """Raise BadInput if a sensitive post is "here" in a space that is not age-restricted or allows none."""
    if post.audience is not Audience.HERE or not post.sensitive:
        return
    space = ctx.uow.get(Space, post.space)
    if space and space.ceiling == "none":
        raise BadInput(
            L("{place:b} shows no sensitive pictures. Publish it to everyone or to your followers."), place=space.title
        )
    if not (ctx.address.age_restricted or (space and space.age_restricted)):
        raise BadInput(
            L(
                "A sensitive picture can't be shown in a place that is not age-restricted. "
                "Publish it to everyone or to your followers: there it arrives blurred."
            )
        )


def ask_review(ctx: RenderContext, post: Post, *, show: Address | None = None, over: str = "", edits: str = "") -> None:
    """Add the job that reviews text and picture of a post with the model, one per revision."""
    key = f"review:{post.id}:{post.revision}"
    when = When(f"review:{post.author}", key=key, priority=jobs.PEOPLE_FIRST)
    review_post.enqueue(
        ctx.uow,
        when,
        post=post.id,
        revision=post.revision,
        edits=edits,
        over=over,
        address=ctx.address,
        show=show,
    )


def go_public(uow: Unit, post: Post, show: Address | None = None, over: str = "") -> Post:
    """Make a post public with all that follows from it in the same transaction.
    That is: search index, mentions, credit, showcase, the author's newest post, and its card.
    """
    guard: PostWhere = {"id": post.id, "state": post.state, "revision": post.revision}
    if not uow.compare_and_set(Post, guard, state=PostState.PUBLIC, published=post.published or uow.now, why=""):
        return uow.get(Post, post.id) or post
    public = uow.get(Post, post.id)
    assert public is not None
    spread(uow, public)
    uow.compare_and_set(Account, {"id": post.author, "last_post__lt": post.id}, last_post=post.id)
    credit.give(uow, public)
    taken = showcase.exhibit(uow, public, show.ref if show is not None and over else "")
    if show is not None and (over or not taken):
        post_copies.show(uow, public, show, over)
    return public


def spread(uow: Unit, post: Post) -> None:
    """Update the search index and notify mentioned people after a public post's text changed."""
    search.index(uow, post)
    mentions.tell(uow, post)


def warm(uow: Unit, policy: Policy, post: Post) -> Post:
    """Upload a public post's picture in advance on platforms that address pictures by their own file ids."""
    if post.for_anybody:
        for platform in policy.warms:
            when = When(f"warm:{platform}", key=f"warm:{platform}:{post.picture}", priority=jobs.DIGESTS)
            warm_picture.on(platform).enqueue(uow, when, post=post.id)
    return post


def refuse(uow: Unit, post: Post, category: str) -> Post:
    """Refuse a post: it stays private, and its author gets the category and may appeal."""
    refused = _leave(uow, post, PostState.REFUSED, why=category, free=True)
    decision = review.refuse(uow, post.author, category, post=post.id)
    notices.tell(uow, post.author, "decision", post=post.id, subject=decision.id, push=False)
    return refused


def _leave(uow: Unit, post: Post, state: PostState, *, why: str = "", free: bool, but: str = "") -> Post:
    """Make a post invisible and refresh every copy. `free`: its picture may be published again.
    Raises NotFound on a concurrent change.
    """
    guard: PostWhere = {"id": post.id, "state": post.state}
    if not uow.compare_and_set(Post, guard, state=state, why=why, proposed=None, revision=post.revision + 1):
        raise NotFound(L("That changed a moment ago. Look again."))
    gone = uow.get(Post, post.id)
    assert gone is not None
    if free:
        uow.compare_and_set(Picture, {"id": post.picture, "post": post.id}, post=None)
    if post.state is PostState.PUBLIC:
        search.index(uow, gone)
        _uncount(uow, post)
        post_copies.refresh(uow, gone, but=but)
    return gone


def _uncount(uow: Unit, post: Post) -> None:
    newest = uow.all(Post, author=post.author, state=PostState.PUBLIC, newest=True, limit=1)
    uow.compare_and_set(Account, {"id": post.author, "last_post": post.id}, last_post=newest[0].id if newest else -1)
    credit.take_back(uow, post)


def undo(ctx: RenderContext, post: Post, *, but: str = "") -> Post:
    """Make a post private again within ten minutes of its publication.
    Raises BadInput after that or if it is hidden.
    """
    if post.state is PostState.HIDDEN or (post.published and ctx.now - post.published > UNDO):
        raise BadInput(L("The ten minutes for Undo are over. Delete takes it down."))
    return _leave(ctx.uow, post, PostState.REMOVED, free=True, but=but)


def delete(ctx: RenderContext, post: Post, *, but: str = "") -> Post:
    """Remove the actor's own post. A picture that a moderator hid cannot be published again."""
    free = post.state is not PostState.HIDDEN
    return _leave(ctx.uow, post, PostState.REMOVED, free=free, but=but)


def hide(uow: Unit, post: Post, why: str = "") -> Post:
    """Hide a post by decision; it can be restored."""
    return _leave(uow, post, PostState.HIDDEN, why=why, free=False)


def remove(uow: Unit, post: Post, why: str = "") -> Post:
    """Remove a post permanently by decision: its picture cannot be published again.
    Raises BadInput where a removed one leaves nothing to be published.
    """
    if post.state is PostState.REMOVED:
        mine: PictureWhere = {"id": post.picture, "post": None, "removed": None}
        if not uow.compare_and_set(Picture, mine, post=post.id):
            raise BadInput(L("That is removed already."))
        return post
    return _leave(uow, post, PostState.REMOVED, why=why, free=False)


def restore(uow: Unit, post: Post) -> Post:
    """Publish a hidden or refused post again.
    Raises BadInput if it is neither, or its picture was published anew or removed.
    """
    if post.state not in (PostState.HIDDEN, PostState.REFUSED):
        raise BadInput(L("That was neither hidden nor refused."))
    holder = None if post.state is PostState.REFUSED else post.id
    if not uow.compare_and_set(Picture, {"id": post.picture, "post": holder, "removed": None}, post=post.id):
        raise BadInput(L("Its picture was published anew, or is not there any more."))
    public = go_public(uow, post)
    post_copies.refresh(uow, public)
    return public


def is_undoable(ctx: RenderContext, post: Post) -> bool:
    if post.state in (PostState.CHECKING, PostState.HELD):
        return True
    return post.state is PostState.PUBLIC and bool(post.published and ctx.now - post.published <= UNDO)


def place(ctx: RenderContext, post: Post) -> Space | None:
    """Return the space that a post was published in, if any."""
    return ctx.uow.get(Space, post.space)
