"""Buttons on which the person's client acts without the bot; none where its platform has no such buttons."""

from __future__ import annotations

from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action
from botfeed.core.chat.messenger import ClientAction, HasClientActions
from botfeed.core.model import Post

COPIED = 256  # characters that Telegram puts on the clipboard


def copy(ctx: RenderContext, label: str, text: str) -> tuple[Action, ...]:
    """Return a button that puts a text on the clipboard."""
    fits = 0 < len(text) <= COPIED and _has(ctx, ClientAction.COPY)
    return (Action(ctx.s(label), "", copies=text),) if fits else ()


def offer(ctx: RenderContext, label: str, post: Post) -> tuple[Action, ...]:
    """Return a button that offers a post in a chat that the person picks, if everybody may see the post."""
    fits = post.for_anybody and _has(ctx, ClientAction.OFFER)
    return (Action(ctx.s(label), "", offers=ctx.ref(post.id)),) if fits else ()


def _has(ctx: RenderContext, what: ClientAction) -> bool:
    messenger = ctx.services.messengers.get(ctx.reads_at.platform)
    return isinstance(messenger, HasClientActions) and what in messenger.client_actions
