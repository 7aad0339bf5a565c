"""Check that the actor may run a command: place, standing, rate and rights."""

from __future__ import annotations

from datetime import timedelta

from botfeed.core.cards import dispatch as cards
from botfeed.core.cards import spaces
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply, Request
from botfeed.core.chat.policy import RIGHTS_FRESH
from botfeed.core.chat.verb import Verb, Where, Who
from botfeed.core.errors import BadInput, Forbidden, Limited
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Account, AccountState, Right, Space
from botfeed.core.ports import Unit, fresh
from botfeed.core.safety import access
from botfeed.core.work import admin_checks

EXPORT = CommandLine("/me export")


def admit(ctx: Context, what: Verb) -> None:
    """Check place, standing and admission; rights last, since checking them costs a call. Raises UserError."""
    if what.where is Where.SPACE and ctx.space is None:
        raise BadInput(L("{name:c} works inside a server or group."), name=what.line)
    if what.who is Who.OPERATOR and not ctx.operator:
        raise Forbidden(L("Only the people who run this botfeed can do that."))
    if not what.open:
        _check_standing(ctx, what)
    _check_place(ctx, what)
    if what.who is Who.ADMIN:
        ctx.must_administer()
    if what.who is Who.KEEPER:
        ctx.must_keep()


def check_stays(ctx: Context, reply: Reply) -> None:
    """Raise Forbidden for a message to everybody where the bot could not change or take it down afterwards."""
    if ctx.request.lacks and not reply.private and not ctx.address.private:
        raise Forbidden(
            L(
                "I can't post in this channel for everybody: I lack the permission {missing:b} here. Those who run "
                "this server can give it to me. What is for your eyes alone works."
            ),
            missing=", ".join(ctx.s(name) for name in ctx.request.lacks),
        )


def keep_pace(ctx: Context) -> None:
    """Count an attempt of the actor's, and raise Limited over their pace. Call it outside the savepoint that a refusal
    rolls back: what fails costs as much as what does not.
    """
    per = timedelta(minutes=1) / ctx.policy.per_minute
    if wait := ctx.uow.quotas.wait(f"pace:{ctx.actor.id}", per, ctx.policy.per_minute):
        raise Limited(L("That was fast. Wait {seconds} s and go on."), seconds=max(1, round(wait)))


def _check_place(ctx: Context, what: Verb) -> None:
    """Allow only the channels and roles that this space chose; buttons of cards work wherever these are shown."""
    space, request = ctx.space, ctx.request
    if space is None or what.open or what.name.startswith("space."):
        return
    if space.roles and not ctx.arrived and not ctx.keeps and not set(space.roles) & set(request.sender.roles):
        names = spaces.called(space, space.roles, "@")
        raise Forbidden(L("Here I only answer {roles}. Those who run this place decided that."), roles=names)
    typed_here = not (request.pressed or what.name in ("react", "reply"))
    if typed_here and space.channels and not {request.channel, ctx.address.ref} & set(space.channels):
        raise Forbidden(L("Here I only answer in {channels}."), channels=spaces.called(space, space.channels, "#"))


def _check_standing(ctx: Context, what: Verb) -> None:
    """Refuse suspended and leaving accounts, and let in a person who comes by an approved space."""
    if ctx.actor.state is AccountState.SUSPENDED and not what.reads:
        raise Forbidden(
            L("Your account is suspended. {inbox:c} says why, and how to appeal."), inbox=CommandLine("/inbox")
        )
    if ctx.actor.leaving_at and ctx.actor.leaving_at <= ctx.now:
        raise Forbidden(L("Your seven days are over: what was yours is being deleted."))
    if ctx.actor.state is AccountState.LEAVING:
        raise Forbidden(L("You asked to leave. {keep:c} takes that back."), keep=CommandLine("/me keep"))
    if ctx.space is not None and ctx.space.barred and not ctx.operator:
        raise Forbidden(L("This botfeed is closed to this place. Its operator decided that."))
    if ctx.actor.barred and not ctx.operator:
        raise Forbidden(L("This botfeed is closed to you. {export:c} gives you what is yours."), export=EXPORT)
    if _is_admitted(ctx):
        return
    if not access.admits(ctx.policy, ctx.space):
        raise Forbidden(L("This botfeed is open by invitation. Its operator can let you in, or the place you are in."))
    ctx.uow.update(ctx.actor, invited=True)


def _is_admitted(ctx: Context) -> bool:
    return access.is_admitted(ctx.policy, ctx.actor, ctx.identity, ctx.request.sender.platform)


def may_look(ctx: Context, what: Verb) -> bool:
    """Return True if the actor may see a command's completions."""
    if what.who is Who.OPERATOR:
        return ctx.operator
    return what.open or _is_admitted(ctx) or (not ctx.actor.barred and access.admits(ctx.policy, ctx.space))


def administers(uow: Unit, request: Request, account: Account, space: Space | None) -> bool | None:
    """Return whether the sender administers this space, as the platform said within ten minutes; None if unknown."""
    if space is None:
        return False
    if request.sender.admin is not None:
        return request.sender.admin
    right = uow.one(Right, account=account.id, space=space.id)
    return right.admin if right and fresh(uow.now, right.checked, RIGHTS_FRESH) else None


def ask_platform(ctx: Context, space: int | None = None) -> Reply:
    """Queue a job that asks the platform about the actor's rights and then runs the command."""
    admin_checks.ask(ctx, space)
    return Reply(cards=(cards.checking(ctx),), pending=True)


def ask_membership(ctx: Context, space: int) -> Reply:
    """Queue a job that asks the platform whether the actor is in a space and then runs the command."""
    admin_checks.ask_membership(ctx, space)
    return Reply(cards=(cards.checking(ctx),), pending=True)
