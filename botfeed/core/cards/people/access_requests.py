"""Cards of requests to be let in, for who asks and for the operators."""

from __future__ import annotations

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.choices import Allowed
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import Account


def invitation(ctx: RenderContext) -> Card:
    """Greet somebody who was not let in yet, with the way in."""
    who = ctx.account.handle if ctx.account else ""
    hello = ctx.t(L("Hello {who:b}. People make pictures with AI here and share them."), who=who)
    closed = ctx.t(L("This botfeed is open by invitation. Its operator can let you in, or the place you are in."))
    ask = buttons.me_access(ctx, L("Ask to be let in")).primary()
    return Card(text.join((hello, closed, _contact(ctx))), actions=(ask, buttons.privacy(ctx, L("Privacy"))))


def _contact(ctx: RenderContext) -> Text:
    contact = ctx.policy.contact
    return ctx.t(L("They are reached at {contact}."), contact=contact) if contact else Text()


def inside(ctx: RenderContext) -> Card:
    """Say that somebody is in already."""
    start = CommandLine("/start")
    return text_card.words(ctx.t(L("You are in already. {start:c} shows the way."), start=start))


def asked(ctx: RenderContext) -> Card:
    """Confirm a request."""
    said = ctx.t(L("The people who run this botfeed are asked to let you in. You hear it here when they do."))
    return text_card.words(said)


def waits(ctx: RenderContext) -> Card:
    """Say that a request of today waits for an answer."""
    said = ctx.t(L("They were asked already and have not answered yet. Ask again tomorrow if nobody does."))
    return text_card.words(text.join((said, _contact(ctx))))


def unheard(ctx: RenderContext) -> Card:
    """Say that no operator can be reached by a message."""
    said = ctx.t(
        L("I can reach nobody who runs this botfeed. Ask them another way; your handle here is {who:c}."),
        who=ctx.account.handle if ctx.account else "",
    )
    return text_card.words(text.join((said, _contact(ctx))))


def request(ctx: RenderContext, who: Account) -> Card:
    """Build the request for an operator, with the button that grants it."""
    said = ctx.t(L("{who:b} asks to use this botfeed."), who=lines.name(ctx, who))
    return Card(said, actions=(buttons.admin_access(ctx, L("Let in"), who.handle, Allowed.YES).primary(),))
