"""Shelves: saved posts of a person, optionally shared by link.
A saved post is a reference: each viewer sees only what they may see at that moment, and removed posts
disappear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Choice
from botfeed.core.errors import BadInput, Limited, NotFound
from botfeed.core.language import folding
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, is_blank
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Count, Listing
from botfeed.core.model import Account, Collection, Post, PostState, Saved, Space
from botfeed.core.ports.fields import SavedWhere
from botfeed.core.safety import review, visibility

TITLE_MOST = 40  # characters
MOST = 25  # shelves: as many as one list of choices holds


def mine(ctx: RenderContext, me: Account) -> list[Collection]:
    """Return the person's own shelves, oldest first."""
    return ctx.uow.all(Collection, account=me.id)


def own(ctx: RenderContext, me: Account, title: str) -> Collection:
    """Return the person's own shelf by its title, however it is written. Raises NotFound."""
    found = _titled(ctx, me, title)
    if found is None:
        raise NotFound(
            L("You have no shelf {title:b}. {saved:c} shows what you saved."), title=title, saved=CommandLine("/saved")
        )
    return found


def _titled(ctx: RenderContext, me: Account | None, title: str) -> Collection | None:
    return next((shelf for shelf in mine(ctx, me) if folding.same(shelf.title, _flat(title))), None) if me else None


def _flat(title: str) -> str:
    return "" if is_blank(title) else " ".join(title.strip(' "“”„«»').split())


def _made(ctx: RenderContext, me: Account, title: str) -> Collection:
    """Return the person's shelf of that title, creating it if missing. Raises Limited and Refused."""
    try:
        return own(ctx, me, title)
    except NotFound:
        pass
    if ctx.uow.count(Collection, account=me.id) >= MOST:
        raise Limited(L("You have {n} shelves, which is as many as there can be."), n=MOST)
    review.check_or_refuse(ctx, title)
    shelf = Collection(ctx.uow.new_id(), me.id, _flat(title), ctx.now)
    return shelf if ctx.uow.insert(shelf) else own(ctx, me, title)  # it was made in another transaction meanwhile


def save(ctx: RenderContext, me: Account, post: Post, title: str = "") -> bool:
    """Save a post, optionally on the shelf `title`; a post is on one shelf at most.
    Returns True if anything changed.
    """
    shelf = _made(ctx, me, title).id if _flat(title) else None
    if ctx.uow.insert(Saved(ctx.uow.new_id(), me.id, post.id, ctx.now, shelf)):
        return True
    if not title:
        return False
    return (
        ctx.uow.compare_and_set(Saved, {"account": me.id, "post": post.id, "collection__ne": shelf}, collection=shelf)
        > 0
    )


def unsave(ctx: RenderContext, me: Account, post: int) -> bool:
    return ctx.uow.delete(Saved, account=me.id, post=post) > 0


def rename(ctx: RenderContext, me: Account, title: str, to: str) -> Collection:
    """Rename a shelf. Raises NotFound, Refused, and BadInput if the title is empty or taken."""
    shelf = own(ctx, me, title)
    if not _flat(to):
        raise BadInput(L("A shelf needs a title."))
    review.check_or_refuse(ctx, to)
    if any(s.id != shelf.id and folding.same(s.title, _flat(to)) for s in mine(ctx, me)):
        raise BadInput(L("You have a shelf {title:b} already."), title=to)
    return ctx.uow.update(shelf, title=_flat(to))


def delete(ctx: RenderContext, me: Account, title: str) -> Collection:
    """Delete a shelf and its link; its posts stay saved."""
    shelf = own(ctx, me, title)
    ctx.uow.compare_and_set(Saved, {"account": me.id, "collection": shelf.id}, collection=None)
    ctx.uow.delete(Collection, id=shelf.id)
    return shelf


def share(ctx: RenderContext, me: Account, title: str, wanted: bool = True) -> Collection:
    """Share a shelf with everybody who has its reference, or stop sharing it."""
    return ctx.uow.update(own(ctx, me, title), shared=wanted)


def opened(ctx: RenderContext, named: str) -> tuple[Collection, Account]:
    """Return a shelf and its owner, by reference, or by title if it is the viewer's own.
    Raises NotFound if it is not shared, or if one of the two blocked the other.
    """
    shelf = ctx.uow.get(Collection, ctx.services.sealer.id(named.strip())) or _titled(ctx, ctx.account, named)
    owner = ctx.uow.get(Account, shelf.account) if shelf else None
    me = ctx.account.id if ctx.account else None
    if shelf and owner and owner.id == me:
        return shelf, owner
    apart = owner is not None and owner.id in visibility.viewer(ctx.uow, ctx.account).blocked
    if shelf is None or owner is None or not shelf.shared or apart or not visibility.is_here(owner):
        raise NotFound(L("That shelf is not there, or not shared any more."))
    return shelf, owner


def listed(
    ctx: RenderContext, space: Space | None, owner: int, shelf: Collection | None = None
) -> Listing[Saved, Post]:
    """List a person's saved public posts, or those on one shelf, latest first: those that the viewer may see here."""
    where: SavedWhere = {"account": owner, "collection": shelf.id} if shelf else {"account": owner}
    return Listing(pages.by_id(ctx.uow, Saved, **where), lambda rows: _shown(ctx, space, rows))


def _shown(ctx: RenderContext, space: Space | None, rows: Sequence[Saved]) -> list[tuple[Saved, Post]]:
    known = {p.id: p for p in ctx.uow.all(Post, id__in=[row.post for row in rows])} if rows else {}
    open_here = ctx.address.private or ctx.address.age_restricted
    fit = [p for p in known.values() if p.state is PostState.PUBLIC and (open_here or not p.sensitive)]
    seen = {p.id: p for p in visibility.seeable(ctx.uow, visibility.of(ctx, space), fit)} if fit else {}
    return [(row, seen[row.post]) for row in rows if row.post in seen]


def sizes(ctx: RenderContext, me: Account, space: Space | None, mine: Sequence[Collection]) -> dict[int, Count]:
    """Count what each of the person's shelves shows them here, in one look at their newest saved posts."""
    rows = ctx.uow.all(Saved, account=me.id, collection__ne=None, newest=True, limit=pages.LOOK) if mine else []
    held = Counter(row.collection for row, _ in _shown(ctx, space, rows))
    cut = len(rows) == pages.LOOK
    return {shelf.id: Count(min(held[shelf.id], pages.MOST), cut or held[shelf.id] > pages.MOST) for shelf in mine}


def suggest(ctx: Context, typed: str) -> list[Choice]:
    """Complete a title of the actor's own shelves."""
    return [Choice(shelf.title, shelf.title) for shelf in _holding(ctx, typed)]


def _holding(ctx: Context, typed: str) -> list[Collection]:
    return [shelf for shelf in mine(ctx, ctx.actor) if folding.holds(shelf.title, typed)][:MOST]


def suggest_open(ctx: Context, typed: str) -> list[Choice]:
    """Complete the reference of one of the actor's own shelves by its title."""
    return [Choice(ctx.ref(shelf.id), shelf.title) for shelf in _holding(ctx, typed)]
