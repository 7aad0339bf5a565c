"""Who may go on: place, standing, pace and rights."""

from __future__ import annotations

from datetime import timedelta

from botfeed.core.cards import spaces
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Card, Reply, Request
from botfeed.core.chat.policy import RIGHTS_FRESH
from botfeed.core.chat.verb import Verb, Where, Who
from botfeed.core.errors import BadInput, Forbidden, Limited
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Account, AccountState, Right, Space
from botfeed.core.ports import Unit
from botfeed.core.work import admin_checks


def admit(ctx: Context, what: Verb) -> None:
    """Check place, standing, admission and pace; rights last, since asking for them costs a call."""
    if what.where is Where.SPACE and ctx.space is None:
        raise BadInput(
            L("{name:c} works inside a server or group."), name=CommandLine(f"/{what.name.replace('.', ' ')}")
        )
    if what.who is Who.OPERATOR and not ctx.operator:
        raise Forbidden(L("Only the people who run this botfeed can do that."))
    if not what.open:
        _standing(ctx, what)
    if wait := ctx.uow.quotas.wait(
        f"pace:{ctx.actor.id}", timedelta(minutes=1) / ctx.policy.per_minute, ctx.policy.per_minute
    ):
        raise Limited(L("That was fast. Wait {seconds} s and go on."), seconds=max(1, round(wait)))
    _place(ctx, what)
    if what.who is Who.ADMIN:
        ctx.must_administer()
    if what.who is Who.KEEPER:
        ctx.must_keep()


def _place(ctx: Context, what: Verb) -> None:
    """Keep to the channels and roles that this place chose. Cards work wherever they stand."""
    space, request = ctx.space, ctx.request
    if space is None or what.open or what.name.startswith("space."):
        return
    if space.roles and not ctx.keeps and not set(space.roles) & set(request.sender.roles):
        names = spaces.called(space, space.roles, "@")
        raise Forbidden(L("Here I only answer {roles}. Those who run this place decided that."), roles=names)
    said_here = not (request.pressed or what.name in ("react", "reply"))
    if said_here and space.channels and not {request.channel, ctx.address.ref} & set(space.channels):
        raise Forbidden(L("Here I only answer in {channels}."), channels=spaces.called(space, space.channels, "#"))


def _standing(ctx: Context, what: Verb) -> None:
    if ctx.actor.state is AccountState.SUSPENDED and not what.reads:
        raise Forbidden(
            L("Your account is suspended. {inbox:c} says why, and how to appeal."), inbox=CommandLine("/inbox")
        )
    if ctx.actor.leaving_at and ctx.actor.leaving_at <= ctx.now:
        raise Forbidden(L("Your seven days are over: what was yours is being deleted."))
    if ctx.actor.state is AccountState.LEAVING:
        raise Forbidden(L("You asked to leave. {keep:c} takes that back."), keep=CommandLine("/me keep"))
    if _is_in(ctx):
        return
    if not _comes_in(ctx):
        raise Forbidden(L("This botfeed is open by invitation. Its operator can let you in, or the place you are in."))
    ctx.uow.update(ctx.actor, invited=True)


def _is_in(ctx: Context) -> bool:
    at_home = ctx.request.sender.platform in ctx.policy.home
    return ctx.policy.access == "open" or ctx.operator or at_home or ctx.actor.invited


def _comes_in(ctx: Context) -> bool:
    return ctx.policy.access == "spaces" and ctx.space is not None and ctx.space.approved


def may_look(ctx: Context, what: Verb) -> bool:
    """Whether what a command offers while somebody types is for their eyes at all."""
    if what.who is Who.OPERATOR:
        return ctx.operator
    return what.open or _is_in(ctx) or _comes_in(ctx)


def administers(uow: Unit, request: Request, account: Account, space: Space | None) -> bool | None:
    """Whether they administer this space: as the platform says, else as it said within ten minutes; None if unknown."""
    if space is None:
        return False
    if request.sender.admin is not None:
        return request.sender.admin
    right = uow.one(Right, account=account.id, space=space.id)
    return right.admin if right and uow.now - right.checked < RIGHTS_FRESH else None


def ask_platform(ctx: Context, space: int | None = None) -> Reply:
    """Nobody knows whether they administer a place: a job asks the platform and carries the command on."""
    admin_checks.ask(ctx, space)
    return Reply(cards=(Card(ctx.t(L("One moment, checking that you may."))),), pending=True)
