"""Places beyond this network where a person's own public post can be put by a button."""

from __future__ import annotations

from botfeed.core.cards import buttons
from botfeed.core.cards.buttons import client as client_buttons
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action
from botfeed.core.chat.messenger import HasChannels
from botfeed.core.language.i18n import L
from botfeed.core.language.text import shorten
from botfeed.core.model import Post, Space

CHANNELS = 3  # that are offered at most: the newest that somebody keeps
TITLE_MOST = 24  # characters of a channel's title on a button


def of(ctx: RenderContext, post: Post) -> tuple[Action, ...]:
    """Return the buttons of a post's author that offer it in another chat, or put it into a channel of theirs."""
    return (*client_buttons.offer(ctx, L("Share"), post), *_channels(ctx, post))


def _channels(ctx: RenderContext, post: Post) -> tuple[Action, ...]:
    platform, me = ctx.reads_at.platform, ctx.account
    if me is None or not post.for_anybody or not isinstance(ctx.services.messengers.get(platform), HasChannels):
        return ()
    kept = ctx.uow.all(Space, keeper=me.id, broadcast=True, left=None, newest=True, limit=CHANNELS)
    label = L("Post to {place}")
    return tuple(
        buttons.channel_post(ctx, ctx.s(label, place=shorten(space.title, TITLE_MOST)), post.id, space.id)
        for space in kept
        if space.showcase is not None and space.platform == platform
    )
