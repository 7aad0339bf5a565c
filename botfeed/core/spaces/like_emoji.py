"""Emoji that count as a like in a space, where its platform lets the bot hear every reaction."""

from __future__ import annotations

from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.messenger import HearsReactions
from botfeed.core.errors import BadInput
from botfeed.core.language import emojis
from botfeed.core.language.i18n import L


def are_chosen(ctx: RenderContext) -> bool:
    """Return True if the platform lets a place choose which reactions are likes."""
    return isinstance(ctx.services.messengers.get(ctx.address.platform), HearsReactions)


def read(ctx: Context, typed: str) -> tuple[str, ...]:
    """Return the emoji that count as a like in a place; none for every heart. Raises BadInput."""
    if not are_chosen(ctx):
        raise BadInput(L("Here every heart is a like, and that can't be chosen. Leave it out."))
    found = emojis.read(typed)
    if found is None:
        raise BadInput(
            L("Name emoji, like {example}, or {hearts:c} for every heart."), example="⭐ 🔥", hearts="hearts"
        )
    if len(found) > emojis.MOST:
        raise BadInput(L("At most {most} of them can be chosen."), most=emojis.MOST)
    return () if found == (emojis.HEARTS,) else found
