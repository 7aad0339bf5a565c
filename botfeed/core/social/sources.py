"""Permission to start from a picture: asked when it is named, when the painter is called, and at publication.
A remix goes no further than its source: one of a post for few is for no more than these.
"""

from __future__ import annotations

from dataclasses import replace

from botfeed.core.chat.context import RenderContext
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Account, AccountState, Address, Audience, Picture, Post, PostState, Space, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility


def allows(uow: Unit, who: Viewer, picture: int | None) -> bool:
    """Return True if a person may paint from a picture now: it is theirs, or a post that they see allows remixes."""
    source = uow.get(Picture, picture)
    if source is None or source.account == who.account:
        return True  # a row that is gone holds no bytes that could be sent
    posts = uow.all(Post, picture=source.id, state=PostState.PUBLIC, remixable=True)
    return bool(visibility.seeable(uow, replace(who, sensitive=True), posts))


def allows_at(uow: Unit, account: int, address: Address, picture: int | None) -> bool:
    """Return the same for an account, of a request that was made at an address."""
    return allows(uow, visibility.of_address(uow, uow.get(Account, account), address), picture)


def check(ctx: RenderContext, space: Space | None, picture: int | None) -> None:
    """Raise NotFound unless the reader may paint from a picture now."""
    if not allows(ctx.uow, visibility.of(ctx, space), picture):
        raise NotFound(
            L(
                "The picture this starts from is not there for you any more, or may not be remixed. "
                "{imagine:c} paints your words without it."
            ),
            imagine=CommandLine("/imagine"),
        )


def check_reach(ctx: RenderContext, parent: Post | None, audience: Audience, space: Space | None) -> None:
    """Raise BadInput if a remix would reach people who may not see its source, or may not be published any more."""
    me = ctx.account.id if ctx.account else None
    if parent is None or parent.author == me or _is_gone(ctx.uow, parent.author):
        return
    if parent.audience is Audience.FOLLOWERS:
        raise BadInput(
            L(
                "The picture this came from is for its author's followers alone, so yours stays private. "
                "If they open theirs to everyone, you can publish yours."
            )
        )
    inside = space is not None and space.id == parent.space
    if parent.audience is Audience.HERE and not (audience is Audience.HERE and inside):
        place = ctx.uow.get(Space, parent.space)
        raise BadInput(
            L("The picture this came from is only for {place:b}. Publish yours there, to “Here”."),
            place=place.title if place else "?",
        )
    who = visibility.viewer(ctx.uow, ctx.account, ctx.uow.get(Space, parent.space) if inside else None)
    if not visibility.may_see(ctx.uow, who, parent):
        raise BadInput(
            L("The picture this came from is not shown to you any more, so yours stays private, in your library.")
        )


def _is_gone(uow: Unit, author: int) -> bool:
    account = uow.get(Account, author)
    return account is None or account.state is AccountState.GONE
