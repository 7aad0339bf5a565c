"""Linking and unlinking accounts of one person, and the platform for direct messages."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards.people import account_links as cards
from botfeed.core.chat.button import Form
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Choice, Field, Reply
from botfeed.core.digest import subscriptions
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import L
from botfeed.core.model import Identity
from botfeed.core.people import account_link, account_unlink
from botfeed.core.work import contactability


def platforms(ctx: Context, typed: str) -> list[Choice]:
    """Complete a platform one is on."""
    mine = (identity.platform for identity in ctx.uow.all(Identity, account=ctx.actor.id))
    return [Choice(name, name.capitalize()) for name in mine if name.startswith(fold(typed.strip()))]


Which = Annotated[int, Param(ref=True, says=L("which link"))]


@command(tool="never", menu="me.link")
def link(ctx: Context, code: Annotated[str, Param(most=40, says=L("the code from the other platform"))] = "") -> Reply:
    """Be one person here and on another platform."""
    return account_link.take(ctx, code) if code else account_link.offer(ctx)


@command(button=buttons.link_join, menu=False, tool="never")
def join(ctx: Context, link: Which) -> Reply:
    """Say yes where the code was typed."""
    return account_link.join(ctx, link)


@command(button=buttons.link_agree, menu=False, tool="never")
def agree(ctx: Context, link: Which) -> Reply:
    """Say yes where the code came from."""
    return account_link.agree(ctx, link)


@command(button=buttons.link_no, menu=False, tool="never")
def no(ctx: Context, link: Which) -> Reply:
    """Say no to being joined."""
    return account_link.refuse(ctx, link)


@command(button=buttons.unlink, tool="never", menu="me.unlink")
def unlink(
    ctx: Context,
    platform: Annotated[str, Param(most=20, says=L("the platform to leave"), suggest=platforms)] = "",
    sure: Annotated[bool, Param(says=L("no second question"))] = False,
) -> Reply:
    """Leave one platform; your pictures stay with you on the other."""
    if not platform:
        return _leave(ctx)
    return account_unlink.part(ctx, platform) if sure else account_unlink.ask(ctx, platform)


def _leave(ctx: Context) -> Reply:
    """Ask which; who is in one place alone is told so."""
    known = platforms(ctx, "")
    if len(known) < 2:
        return account_unlink.ask(ctx, ctx.identity.platform)
    choices = tuple((one.value, one.label) for one in known)
    field = Field("platform", ctx.s(L("the platform to leave")), "choice", choices)
    return Reply(ask=buttons.unlink.ask(ctx, Form(ctx.s(unlink.says), (field,))))


@command(button=buttons.home, tool="confirm", menu="me.home")
def home(
    ctx: Context,
    platform: Annotated[str, Param(most=20, says=L("where to write to you"), suggest=platforms)] = "",
) -> Reply:
    """Choose where your digest and what happens come to you."""
    if not platform:
        homes = [place.platform for place in contactability.places(ctx.uow, ctx.actor.id)]
        return Reply(cards=(cards.home(ctx, homes),))
    name = account_link.check_linked(ctx, platform)
    if name == ctx.identity.platform:
        contactability.ask(ctx)
    address = contactability.on(ctx.uow, ctx.actor.id, name)
    if address is None:
        return Reply(cards=(cards.home_unknown(ctx, name),))
    ctx.uow.update(ctx.actor, home=name)
    subscriptions.home(ctx, address)
    return Reply(cards=(cards.home_chosen(ctx, name),), update=True)


COMMANDS = (link, join, agree, no, unlink, home)
