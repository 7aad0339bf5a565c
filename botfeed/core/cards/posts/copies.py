"""Cards of post copies: the placeholder of a hidden picture, and notices about copies that cannot be changed."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import text_card
from botfeed.core.cards.dispatch import OUTDATED
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L, Words
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Placement, Post, PostState

TIMES = 5  # of the messages to look for: when each was said


def closed(ctx: RenderContext) -> Card:
    """Say that a picture may not be shown in this place."""
    return text_card.words(ctx.t(L("This picture is not shown here.")))


def not_taken(ctx: RenderContext) -> Card:
    """Say that a platform does not take pictures which are published in this place."""
    says = L("The pictures are published here, and {platform} does not take them. Who asked has them in {mine:c}.")
    return text_card.words(ctx.t(says, platform=ctx.address.platform.capitalize(), mine=CommandLine("/mine")))


def outdated(ctx: RenderContext) -> Card:
    """Say that an answer holds something that may not be shown any more."""
    return text_card.words(ctx.t(OUTDATED))


def covered(words: Words, post: Post | None, *, decided: bool) -> Card:
    """Cover a message that cannot be deleted. `decided`: a decision removed the post, not its author."""
    if post and post.state is not PostState.REMOVED:
        return text_card.words(words.t(L("This picture is not shown here any more.")))
    if decided:
        return text_card.words(words.t(L("This picture was removed.")))
    return text_card.words(words.t(L("Its author removed this picture.")))


def look(ctx: RenderContext, where: str, left: Sequence[Placement], *, refused: bool = False) -> Card:
    """Ask somebody to look for messages that may show a picture still: where they are, and when each was sent.

    The picture's title is not said: its author may have withdrawn it. `refused`: the platform does not let the bot
    delete them.
    """
    when = ", ".join(f"{each.created:%Y-%m-%d %H:%M}" for each in left[:TIMES])
    says = L("A picture may not be shown in {place:b} any more, and nobody could tell me whether the message is gone.")
    if refused:
        says = L("A picture may not be shown in {place:b} any more, and I am not permitted to take its message down.")
    asks = L("It was said there on {when} (UTC). Please look for it, and delete it.")
    return text_card.words(text.join((ctx.t(says, place=where), ctx.t(asks, when=when))))


def remains(ctx: RenderContext, post: Post, left: Sequence[Placement]) -> Card:
    """Tell an author how many copies are out of reach, and on which platforms."""
    says = ctx.n(
        L("{title:b}: one copy could not be taken down, on {where}. It is too old, not permitted, or I got no answer."),
        L("{title:b}: {n} copies could not be taken down, on {where}. Too old, not permitted, or I got no answer."),
        len(left),
        title=post_cards.title(ctx, post),
        where=", ".join(sorted({p.platform.capitalize() for p in left})),
    )
    return text_card.words(says)
