"""Cards for a request that was not answered, or not yet."""

from __future__ import annotations

from botfeed.core.cards import text_card
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language.i18n import L, Words

LOST = L("The picture for this is not kept here any more, so it can't be shown.")
OUTDATED = L("What you asked for is not shown any more. Ask again to see what is there now.")


def failed(words: Words, ref: str) -> Card:
    """Apologise for a fault of ours. `ref` stands in the log beside it."""
    said = L("Something broke on our side and you were not charged. Try again in a moment. (ref {ref})")
    return text_card.words(words.t(said, ref=ref))


def away(words: Words) -> Card:
    """Say that the database is away."""
    return text_card.words(words.t(L("I can't reach my memory right now, so nothing was done. Ask again in a minute.")))


def checking(ctx: RenderContext) -> Card:
    """Say that the platform is asked about the sender's rights."""
    return text_card.words(ctx.t(L("One moment, checking that you may.")))


def rights_unknown(ctx: RenderContext) -> Card:
    """Say that the platform did not answer, and nothing was changed."""
    said = L("I asked whether you may do that, and got no answer. Nothing was changed: please try again later.")
    return text_card.words(ctx.t(said))


def unfinished(ctx: RenderContext) -> Card:
    """Apologise for an answer that never came."""
    said = L("Something broke on our side before this was done, and you were not charged. Please ask again.")
    return text_card.words(ctx.t(said))


def refused(ctx: RenderContext) -> Card:
    """Say that a platform takes no message with the answer."""
    where = ctx.address.platform.capitalize()
    said = L("{platform} does not take my answer, so it can't be shown here. What you did stands.")
    return text_card.words(ctx.t(said, platform=where))


def lost(ctx: RenderContext) -> Card:
    """Say that the picture of an answer is not stored any more."""
    return text_card.words(ctx.t(LOST))


def outdated(ctx: RenderContext) -> Card:
    """Say that what was asked for was taken away meanwhile."""
    return text_card.words(ctx.t(OUTDATED))


def too_old(ctx: RenderContext) -> Card:
    """Say that what was asked while this botfeed was away for long was not done."""
    said = L("I was away, and what you asked me then is too old to be done now. Please ask again what you still want.")
    return text_card.words(ctx.t(said))
