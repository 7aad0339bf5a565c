"""The one way in. A request is counted once and answered even twice; what goes wrong is told kindly."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog

from botfeed.core import commands
from botfeed.core.chat import command, route, typed, wire
from botfeed.core.chat.command import REGISTRY, Command, Spec, Where, Who
from botfeed.core.chat.context import Context, House, Voice
from botfeed.core.chat.i18n import L, guess, words
from botfeed.core.chat.message import Ask, Card, Choice, Field, Receipt, Reply, Request
from botfeed.core.chat.messenger import CanCheckRights
from botfeed.core.chat.policy import RIGHTS_FRESH
from botfeed.core.chat.text import sound
from botfeed.core.errors import BadInput, Forbidden, Limited, NeedsRights, NotFound, Told
from botfeed.core.model import (
    Account,
    AccountState,
    Address,
    Answered,
    Draft,
    Identity,
    Job,
    Payload,
    Placement,
    Right,
    Space,
)
from botfeed.core.ports import Unit
from botfeed.core.social import accounts
from botfeed.core.work import job as jobs
from botfeed.core.work import outbox

log = structlog.get_logger()
commands.load()

DRAFT_LIVES = timedelta(hours=1)


async def handle(house: House, request: Request) -> Reply:
    """Answer a request in one short transaction. Never raises for what a person did."""
    try:
        whole = _sound(request)
        return await house.store.run(lambda uow: answer(house, uow, whole))
    except Exception:
        ref = secrets.token_hex(2).upper()
        log.exception("a request failed", ref=ref, command=request.command, platform=request.sender.platform)
        say = words(guess(request.locale))
        text = say.t(
            L("Something broke on our side and you were not charged. Try again in a moment. (ref {ref})"), ref=ref
        )
        return Reply(cards=(Card(text),), private=True)


def _sound(request: Request) -> Request:
    """What people wrote, without what no store can keep: JSON may carry half characters and zero bytes."""
    return replace(
        request,
        command=sound(request.command),
        sender=replace(request.sender, name=sound(request.sender.name)),
        address=replace(request.address, title=sound(request.address.title)),
        args={sound(name): sound(value) for name, value in request.args.items()},
        text=None if request.text is None else sound(request.text),
        pressed=sound(request.pressed),
    )


def answer(house: House, uow: Unit, request: Request) -> Reply:
    """Do it once: the request's id, its effect and its answer are one commit."""
    row = Answered(uow.new_id(), request.id, {}, uow.now)
    if not uow.add(row):
        known = uow.one(Answered, request=request.id)
        return wire.load(Reply, known.reply) if known else Reply()
    account, identity = accounts.sign_in(house, uow, request)
    ctx = _context(house, uow, request, account, identity)
    try:
        with uow.attempt():
            reply = _run(ctx)
    except NeedsRights:
        reply = _ask_platform(ctx)
    except Told as told:
        reply = _told(ctx, told)
    reply = replace(reply, ask=_worded(ctx, reply.ask))
    reply = command.seal(_mine(ctx, reply), lambda text: outbox.keep(house, uow, text, account.id))
    _draft(ctx, reply)
    uow.swap(Answered, {"id": row.id}, reply=wire.dump(reply), account=account.id)
    return reply


def _told(ctx: Context, told: Told) -> Reply:
    """Say what did not work: a toast for a press, and nothing for a reaction, which asked for nothing."""
    if ctx.request.command == "react":
        return Reply()
    text = ctx.t(told.message, **told.values)
    return Reply(notice=str(text)) if ctx.request.pressed else Reply(cards=(Card(text),))


def _context(house: House, uow: Unit, request: Request, account: Account, identity: Identity) -> Context:
    space = accounts.space(uow, request)
    pressed = uow.one(Placement, platform=request.address.platform, ref=request.pressed) if request.pressed else None
    return Context(
        uow=uow,
        house=house,
        words=words(account.language),
        address=request.address,
        account=account,
        request=request,
        actor=account,
        identity=identity,
        space=space,
        admin=_admin(uow, request, account, space),
        operator=accounts.is_operator(house, identity),
        mine=pressed.account == account.id if pressed else request.address.private,
    )


def _admin(uow: Unit, request: Request, account: Account, space: Space | None) -> bool | None:
    """Whether they administer this space: as the platform says, else as it said within ten minutes; None if unknown."""
    if space is None:
        return False
    if request.sender.admin is not None:
        return request.sender.admin
    right = uow.one(Right, account=account.id, space=space.id)
    return right.admin if right and uow.now - right.checked < RIGHTS_FRESH else None


def _run(ctx: Context) -> Reply:
    if (filled := _filled(ctx)) is not None:
        return _fill(ctx, *filled)
    return _perform(ctx, *_route(ctx))


def _perform(ctx: Context, what: Command, args: Mapping[str, str]) -> Reply:
    _admit(ctx, what)
    bound = command.bind(what, args, ctx.house.sealer.id)
    if bound.missing:
        return Reply(ask=ask_for(ctx, what, bound.missing, args))
    return what.run(ctx, **bound.values)


def _filled(ctx: Context) -> tuple[Draft, str] | None:
    """Give the open question that this request answers, and the answer."""
    request = ctx.request
    if request.command in ("words", "reply"):
        value = request.args.get("text", "")
    elif request.command == "fill":
        value = request.args.get("value", "")
    elif request.command == "payload" and (found := command.decode(_payload(ctx))) and found[0].name == "fill":
        value = found[1].get("value", "")
    else:
        return None
    draft = _open_draft(ctx)
    return (draft, value) if draft else None


def _route(ctx: Context) -> tuple[Command, Mapping[str, str]]:
    request = ctx.request
    if request.command == "payload":
        return _pressed(ctx, request.args)
    if request.command == "words" and request.address.private and (meant := _meant(ctx)):
        return meant
    what = REGISTRY.get(request.command)
    if what is None:
        raise NotFound(
            L("There is no command {name:c}. {help:c} shows all of them."),
            name=f"/{request.command[:32]}",
            help="/help",
        )
    args = {**(typed.parse(what, request.text) if request.text else {}), **request.args}
    return what, args


def _meant(ctx: Context) -> tuple[Command, Mapping[str, str]] | None:
    """Plain words that are a command in other words."""
    name, args = route.route(ctx.request.args.get("text", ""), ctx.words.language) or ("", {})
    what = REGISTRY.get(name)
    return (what, args) if what else None


def _payload(ctx: Context) -> str:
    """Give what a button carries; a long one is a row that the button names."""
    payload = ctx.args.get("payload", "")
    if payload.startswith("~"):
        row = ctx.uow.get(Payload, ctx.house.sealer.id(payload[1:]))
        return row.text if row else ""
    return payload


def _pressed(ctx: Context, args: Mapping[str, str]) -> tuple[Command, Mapping[str, str]]:
    found = command.decode(_payload(ctx))
    if found is None:
        raise NotFound(
            L("That button is from another time and leads nowhere now. {help:c} shows the way."), help="/help"
        )
    what, given = found
    return what, {**given, **{k: v for k, v in args.items() if k != "payload"}}


def _admit(ctx: Context, what: Command) -> None:
    """Check place, standing, admission and pace; rights last, since asking for them costs a call."""
    if what.where is Where.SPACE and ctx.space is None:
        raise BadInput(L("{name:c} works inside a server or group."), name=f"/{what.name.replace('.', ' ')}")
    if what.who is Who.OPERATOR and not ctx.operator:
        raise Forbidden(L("Only the people who run this botfeed can do that."))
    if not what.open:
        _standing(ctx, what)
    if wait := ctx.uow.quotas.wait(
        f"pace:{ctx.actor.id}", timedelta(minutes=1) / ctx.policy.per_minute, ctx.policy.per_minute
    ):
        raise Limited(L("That was fast. Wait {seconds} s and go on."), seconds=max(1, round(wait)))
    if what.who is Who.ADMIN:
        ctx.must_administer()


def _standing(ctx: Context, what: Command) -> None:
    if ctx.actor.state is AccountState.SUSPENDED and not what.reads:
        raise Forbidden(L("Your account is suspended. {inbox:c} says why, and how to appeal."), inbox="/inbox")
    if ctx.actor.leaving_at and ctx.actor.leaving_at <= ctx.now:
        raise Forbidden(L("Your seven days are over: what was yours is being deleted."))
    if ctx.actor.state is AccountState.LEAVING:
        raise Forbidden(L("You asked to leave. {keep:c} takes that back."), keep="/me keep")
    at_home = ctx.request.sender.platform in ctx.policy.home
    if ctx.policy.access == "open" or ctx.operator or at_home or ctx.actor.invited:
        return
    if ctx.policy.access == "spaces" and ctx.space and ctx.space.approved:
        ctx.uow.change(ctx.actor, invited=True)
        return
    raise Forbidden(L("This botfeed is open by invitation. Its operator can let you in, or the place you are in."))


def ask_for(ctx: Voice, what: Command, specs: tuple[Spec, ...], args: Mapping[str, str]) -> Ask:
    """Ask for arguments that are missing."""
    return Ask(what.name, ctx.s(what.says), tuple(_field(ctx, spec) for spec in specs), dict(args))


def _field(ctx: Voice, spec: Spec) -> Field:
    label = ctx.s(spec.param.says) if spec.param.says else spec.name
    choices: tuple[tuple[str, str], ...] = ()
    kind = "long" if spec.param.rest else "number" if spec.kind is int and not spec.param.ref else "text"
    if spec.kind is bool:
        kind, choices = "flag", (("0", ctx.s(L("No"))), ("1", ctx.s(L("Yes"))))
    elif issubclass(spec.kind, StrEnum):
        kind, choices = "choice", tuple((str(c), ctx.s(str(c))) for c in spec.kind)
    most = spec.param.most if kind in ("long", "text") and spec.param.most else 4000
    return Field(spec.name, label, kind, choices, required=spec.required, most=most)


def _place(address: Address) -> str:
    return f"{address.platform}:{address.ref}"


def _open_draft(ctx: Context) -> Draft | None:
    draft = ctx.uow.one(Draft, account=ctx.actor.id, place=_place(ctx.address))
    return draft if draft and ctx.now - draft.created < DRAFT_LIVES else None


def _fill(ctx: Context, draft: Draft, value: str) -> Reply:
    """Answer the first open question of a draft; ask the next one, or go on with the command."""
    ask = wire.load(Ask, draft.ask)
    field, rest = ask.fields[0], ask.fields[1:]
    label = next((v for v, label in field.choices if label.casefold() == value.strip().casefold()), value)
    args = {**ask.args, field.name: label if value else field.value}
    ctx.uow.remove(Draft, id=draft.id)
    if rest:
        return Reply(ask=replace(ask, fields=rest, args=args))
    if draft.origin is None:
        return _perform(ctx, REGISTRY[ask.command], args)
    return _return(ctx, draft.origin, ask.command, args)


def _return(ctx: Context, origin: Address, name: str, args: Mapping[str, str]) -> Reply:
    """Go on where the command was given: what was asked aside belongs to that place and its rights."""
    sender = replace(ctx.request.sender, admin=None if origin.space else False)
    request = replace(ctx.request, command=name, args=args, text=None, address=origin, pressed="", sender=sender)
    there = _context(ctx.house, ctx.uow, request, ctx.actor, ctx.identity)
    try:
        with ctx.uow.attempt():
            return _perform(there, REGISTRY[name], args)
    except NeedsRights:
        return _ask_platform(there)


def _draft(ctx: Context, reply: Reply) -> None:
    """Remember what was asked: the next words there may be its answer. Anything else closes it."""
    if reply.ask or ctx.request.command != "react":
        ctx.uow.remove(Draft, account=ctx.actor.id, place=_place(ctx.address))
    if ctx.request.forms and ctx.request.aside:  # a form answers what was asked aside, too
        ctx.uow.remove(Draft, account=ctx.actor.id, place=_place(ctx.request.aside))
    if reply.ask and not ctx.request.forms:
        aside = ctx.request.aside if reply.private else None
        kept = wire.dump(replace(reply.ask, payload=""))
        place = _place(aside or ctx.address)
        ctx.uow.remove(Draft, account=ctx.actor.id, place=place)
        ctx.uow.add(Draft(ctx.uow.new_id(), ctx.actor.id, place, kept, ctx.now, ctx.address if aside else None))


def _worded(ctx: Context, ask: Ask | None) -> Ask | None:
    """Name the button that leaves a field as it stands, where it may be left."""
    if ask is None:
        return None
    skip, keep = ctx.s(L("Skip")), ctx.s(L("Keep it"))
    fields = tuple(f if f.required and not f.value else replace(f, skip=keep if f.value else skip) for f in ask.fields)
    return replace(ask, fields=fields)


def _mine(ctx: Context, reply: Reply) -> Reply:
    """A stranger's press never changes another person's card: it is answered aside, for their eyes only."""
    return reply if ctx.mine or not reply.update else replace(reply, update=False, private=True)


def _ask_platform(ctx: Context) -> Reply:
    """Nobody knows whether they administer this place: a job asks the platform and carries the command on."""
    request = wire.dump(ctx.request)
    jobs.add(ctx.uow, "rights", {"request": request}, lane=f"rights:{ctx.actor.id}", priority=jobs.PEOPLE_FIRST)
    return Reply(cards=(Card(ctx.t(L("One moment, checking that you may."))),), pending=True)


@jobs.job("rights", lease=timedelta(seconds=30), attempts=4)
async def check_rights(house: House, job: Job) -> None:
    request = wire.load(Request, job.args["request"])
    messenger = house.messengers[request.address.platform]
    allowed = isinstance(messenger, CanCheckRights) and await messenger.is_admin(request.address, request.sender.user)
    await house.store.run(lambda uow: _carry(house, uow, request, allowed))


def _carry(house: House, uow: Unit, request: Request, allowed: bool) -> None:
    account, _ = accounts.sign_in(house, uow, request)
    space = accounts.space(uow, request)
    assert space is not None
    uow.remove(Right, account=account.id, space=space.id)
    uow.add(Right(uow.new_id(), account.id, space.id, allowed, uow.now))
    carried = replace(request, id=f"{request.id}:carried", sender=replace(request.sender, admin=allowed))
    args = {"request": wire.dump(carried)}
    outbox.post(uow, "carried", args, request.address, f"carried:{request.id}", account=account.id, edits=request.id)


@outbox.message("carried")
def carried(voice: Voice, args: dict[str, Any]) -> Reply | None:
    return answer(voice.house, voice.uow, wire.load(Request, args["request"]))


async def landed(house: House, request: Request, address: Address, reply: Reply, receipt: Receipt) -> None:
    """Remember where the answer to a request landed, so that edits, reactions and replies find it.

    Never raises: the answer was given, and what would replace it comes as a new message where this is not known.
    """

    def write(uow: Unit) -> None:
        identity = uow.one(Identity, platform=request.sender.platform, user=request.sender.user)
        who = identity.account if identity and reply.private else None
        outbox.placed(uow, address, reply, receipt, account=who, request=request.id)

    try:
        await house.store.run(write)
    except Exception:
        log.exception("where an answer landed is not known", command=request.command, platform=address.platform)


async def suggest(house: House, request: Request, param: str, typed: str) -> list[Choice]:
    """Complete what is being typed; at most 25 choices."""

    def look(uow: Unit) -> list[Choice]:
        what = REGISTRY.get(request.command)
        spec = what.spec(param) if what else None
        if spec is None or spec.param.suggest is None:
            return []
        sender = request.sender
        identity = uow.one(Identity, platform=sender.platform, user=sender.user)
        account = uow.get(Account, identity.account) if identity else None
        if identity is None or account is None:  # nobody yet: who only types is not written down
            account = Account(0, "", uow.now, guess(request.locale))
            identity = Identity(0, 0, sender.platform, sender.user, sender.name, uow.now)
        return spec.param.suggest(_looking(house, uow, request, account, identity), sound(typed))[:25]

    return await house.store.read(look)


def _looking(house: House, uow: Unit, request: Request, account: Account, identity: Identity) -> Context:
    return Context(
        uow=uow,
        house=house,
        words=words(account.language),
        address=request.address,
        account=account,
        request=request,
        actor=account,
        identity=identity,
    )


def forget(uow: Unit, before: datetime) -> int:
    """Drop answers that no platform will ask for again, and drafts that nobody will finish."""
    return uow.remove(Answered, created__lt=before) + uow.remove(Draft, created__lt=before)
