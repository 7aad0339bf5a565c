"""Cards for a request that was not answered, or not yet."""

from __future__ import annotations

from botfeed.core.cards import text_card
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language.i18n import L, Words


def failed(words: Words, ref: str) -> Card:
    """Apologise for a fault of ours. `ref` stands in the log beside it."""
    said = L("Something broke on our side and you were not charged. Try again in a moment. (ref {ref})")
    return text_card.words(words.t(said, ref=ref))


def checking(ctx: RenderContext) -> Card:
    """Say that the platform is asked about the sender's rights."""
    return text_card.words(ctx.t(L("One moment, checking that you may.")))


def rights_unknown(ctx: RenderContext) -> Card:
    """Say that the platform did not answer, and nothing was changed."""
    said = L("I asked whether you may do that, and got no answer. Nothing was changed: please try again later.")
    return text_card.words(ctx.t(said))
