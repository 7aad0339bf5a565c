"""Cards of account settings: language, personalisation of the feed, and a cancelled erasure."""

from __future__ import annotations

from collections.abc import Callable

from botfeed.core.cards import text_card
from botfeed.core.cards.choices import Switch
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.language import i18n
from botfeed.core.language.i18n import L
from botfeed.core.model import Account


def language(ctx: RenderContext, choices: tuple[Action, ...]) -> Card:
    """Ask for a language."""
    return text_card.words(ctx.t(L("Which language shall I speak with you?")), *choices)


def language_chosen(language: str) -> Card:
    """Confirm a language in that language."""
    return text_card.words(i18n.words(language).t(L("I speak English with you now.")))


def kept(ctx: RenderContext) -> Card:
    """Confirm that an account is not deleted after all."""
    return text_card.words(ctx.t(L("Good that you stay. All is as it was.")))


def personal(ctx: RenderContext, account: Account, switch: Callable[[str, Switch], Action]) -> Card:
    """Say whether the feed learns from an account; `switch` makes the button that changes it, from its label."""
    if account.personal:
        words = ctx.t(L("Your feed learns from what you like and hide."))
        return text_card.words(words, switch(L("Stop learning"), Switch.OFF))
    words = ctx.t(L("Your feed does not learn from you: it shows whom you follow, and what everybody likes."))
    return text_card.words(words, switch(L("Learn from me"), Switch.ON).primary())
