"""Rebuild the cards of a message after a press or an edit, for who reads it now.
The only caller of `surface.again`: a message that was shown once proves nothing, so visibility is asked every time.
"""

from __future__ import annotations

from botfeed.core.cards import surface
from botfeed.core.cards.people.profile import PROFILE
from botfeed.core.cards.posts import copies as copy_cards
from botfeed.core.cards.posts.post_menu import MENU
from botfeed.core.chat.context import Change, RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.model import Account, AccountState, Block, Post, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility


def again(ctx: RenderContext, change: Change, who: Viewer) -> tuple[Card, ...]:
    """Return the cards of a message as `who` may see them now.
    A placeholder, where what the message shows may not be seen any more; empty, where it stays as it is.
    """
    if _is_withdrawn(ctx.uow, change, who):
        return (copy_cards.outdated(ctx),)
    return surface.again(ctx, change)


def _is_withdrawn(uow: Unit, change: Change, who: Viewer) -> bool:
    place, post, them = change.place, change.post, change.them
    if place.surface == PROFILE:
        return them is not None and not may_meet(uow, who.account, them)
    if place.surface == MENU:  # its placement names no post
        return post is not None and not visibility.may_see(uow, who, post)
    if post is not None and post.id not in place.posts:
        return False
    shown = uow.all(Post, id__in=sorted(place.posts)) if len(place.posts) == 1 else []
    return len(shown) < len(place.posts) == 1 or len(visibility.seeable(uow, who, shown)) < len(shown)


def may_meet(uow: Unit, viewer: int | None, them: Account) -> bool:
    """Return True if a viewer may see a person as they are now: active, and not one who blocked the viewer."""
    if them.id == viewer:
        return True
    if them.state is not AccountState.ACTIVE:
        return False
    return viewer is None or uow.count(Block, account=them.id, blocked=viewer) == 0
