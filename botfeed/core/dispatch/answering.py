"""From a request to its answer: once, in one short transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

import structlog

from botfeed.core import serialization
from botfeed.core.chat import values
from botfeed.core.chat.context import Context, Services
from botfeed.core.chat.message import Ask, Card, Receipt, Reply, Request
from botfeed.core.chat.values import Option
from botfeed.core.chat.verb import Verb, Who
from botfeed.core.commands import ask, form_answers, message_menus, studio
from botfeed.core.dispatch import admission, forms
from botfeed.core.errors import NeedsRights, NotFound, UserError
from botfeed.core.language.i18n import L, Words, guess, words
from botfeed.core.language.text import CommandLine, Text, of, sound
from botfeed.core.model import Account, Address, Draft, HandledRequest, Identity, Payload, Placement
from botfeed.core.parsing import command_names, command_parser, intent_parser
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import IdentityWhere
from botfeed.core.social import pending_notices
from botfeed.core.work import outbox, placements

log = structlog.get_logger()


async def handle(services: Services, request: Request) -> Reply:
    """Answer a request in one short transaction. Never raises for what a person did."""
    try:
        whole = _sound(request)
        return await services.store.run(lambda uow: answer(services, uow, whole))
    except Exception:
        ref = secrets.token_hex(2).upper()
        log.exception("a request failed", ref=ref, command=request.command, platform=request.sender.platform)
        say = await speech(services, request)
        text = say.t(
            L("Something broke on our side and you were not charged. Try again in a moment. (ref {ref})"), ref=ref
        )
        return Reply(cards=(Card(text),), private=True)


async def speech(services: Services, request: Request) -> Words:
    """The language of who asked, for what is said about an answer; their app's, where the store is what broke."""
    try:
        return words(await services.store.read(lambda uow: accounts.language(uow, request)))
    except Exception:
        log.exception("a language is not known")
        return words(guess(request.locale))


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


def answer(services: Services, uow: Unit, request: Request) -> Reply:
    """Do it once: the request's id, its effect and its answer are one commit."""
    row = HandledRequest(uow.new_id(), request.id, {}, uow.now)
    if not uow.insert(row):
        known = uow.one(HandledRequest, request=request.id)
        return serialization.load(Reply, known.reply) if known else Reply()
    account, identity = accounts.sign_in(services, uow, request)
    ctx = _context(services, uow, request, account, identity)
    try:
        with uow.savepoint():
            reply = _run(ctx)
    except NeedsRights as needs:
        reply = admission.ask_platform(ctx, needs.space)
    except UserError as told:
        reply = _told(ctx, told)
    reply = pending_notices.add(ctx, identity, replace(reply, ask=forms.worded(ctx, reply.ask)))
    reply = services.menu.seal(_mine(ctx, reply), lambda text: outbox.keep(services, uow, text, account.id))
    forms.remember(ctx, reply)
    uow.compare_and_set(
        HandledRequest,
        {"id": row.id},
        reply=serialization.dump(reply),
        account=account.id,
        address=_where(request, reply),
    )
    return reply


def _where(request: Request, reply: Reply) -> Address | None:
    """Where an answer is said. A toast is nowhere afterwards, and where we are not ourselves nothing is said later."""
    lasts = reply.cards or reply.ask or reply.files or (reply.notice and not request.pressed)
    if not lasts or request.brought:
        return None
    return request.aside if reply.private and request.aside else request.address


def _told(ctx: Context, told: UserError) -> Reply:
    """Say what did not work: a toast for a press, and nothing for a reaction, which asked for nothing."""
    if ctx.request.command == "react":
        return Reply()
    text = _words(ctx, told)
    return Reply(notice=str(text)) if ctx.request.pressed else Reply(cards=(Card(text),))


def _words(ctx: Context, told: UserError) -> Text:
    """What is told, with the names of options in their language (`hour:`)."""
    language = ctx.words.language
    called = {name: command_names.option(v, language) for name, v in told.values.items() if isinstance(v, Option)}
    return ctx.t(told.message, **{**told.values, **called})


def _context(services: Services, uow: Unit, request: Request, account: Account, identity: Identity) -> Context:
    space = accounts.space(uow, request)
    pressed = uow.one(Placement, platform=request.address.platform, ref=request.pressed) if request.pressed else None
    return Context(
        uow=uow,
        services=services,
        words=words(account.language),
        address=request.address,
        account=account,
        request=request,
        actor=account,
        identity=identity,
        space=space,
        admin=admission.administers(uow, request, account, space),
        operator=accounts.is_operator(services, identity),
        pressed=pressed,
        mine=pressed.account == account.id if pressed else request.address.private,
    )


def _run(ctx: Context) -> Reply:
    if (filled := _filled(ctx)) is not None:
        return _perform(ctx, studio.cancel, {}) if _leaves(ctx, filled[1]) else _fill(ctx, *filled)
    what, args = _route(ctx)
    reply = _perform(ctx, what, args)
    spoken = ctx.request.command in ("words", "reply") and what.name != "reply"
    return _lasting(reply) if spoken and not ctx.address.private else reply


def _lasting(reply: Reply) -> Reply:
    """A line that may vanish as one that stays: words in a place are answered elsewhere, where nothing passes."""
    return reply if reply.cards or not reply.notice else replace(reply, cards=(Card(of(reply.notice)),), notice="")


def _perform(ctx: Context, what: Verb, args: Mapping[str, str]) -> Reply:
    admission.admit(ctx, what)
    bound = values.bind(what, args, ctx.services.sealer.id)
    if bound.missing:
        return Reply(ask=forms.ask_for(ctx, what, bound.missing, args))
    return what.run(ctx, **bound.values)


def _filled(ctx: Context) -> tuple[Draft, str] | None:
    """Give the open question that this request answers, and the answer."""
    request = ctx.request
    if request.command in ("words", "reply"):
        value = request.args.get("text", "")
    elif request.command == form_answers.fill.name:
        value = request.args.get("value", "")
    elif request.command == "payload" and (found := _decoded(ctx)) and found[0].name == form_answers.fill.name:
        value = found[1].get("value", "")
    else:
        return None
    draft = forms.open_draft(ctx)
    return (draft, value) if draft else None


def _leaves(ctx: Context, said: str) -> bool:
    """Whether plain words leave the question that they would answer."""
    return ctx.request.command in ("words", "reply") and intent_parser.route(said, ctx.words.language) == ("cancel", {})


def _route(ctx: Context) -> tuple[Verb, Mapping[str, str]]:
    request = ctx.request
    if request.command == "payload":
        return _pressed(ctx, request.args)
    if message_menus.speaks(ctx):
        return _meant(ctx) or (ask.words, {"text": request.args.get("text", "")})
    if request.command == "menu" and (aimed := message_menus.aim(ctx, request.args)):
        return aimed
    what = ctx.services.menu.get(request.command)
    if what is None:
        known = [c for c in ctx.services.menu if c.menu and c.who is not Who.OPERATOR]
        raise command_parser.unknown(request.command, known, ctx.words.language)
    args = {**(command_parser.parse(what, request.text, ctx.words.language) if request.text else {}), **request.args}
    return what, args


def _meant(ctx: Context) -> tuple[Verb, Mapping[str, str]] | None:
    """Plain words that are a command in other words; options behind them are read as they are behind a command."""
    name, args = intent_parser.route(ctx.request.args.get("text", ""), ctx.words.language) or ("", {})
    what = ctx.services.menu.get(name)
    if what is None:
        return None
    first = what.specs[0] if what.specs else None
    if first and first.param.rest and first.name in args:
        return what, {**args, **command_parser.parse(what, args[first.name], ctx.words.language)}
    return what, args


def _decoded(ctx: Context) -> tuple[Verb, dict[str, str]] | None:
    """Read what a button carries; a long payload is a row that the button names."""
    payload = ctx.args.get("payload", "")
    if payload.startswith("~"):
        row = ctx.uow.get(Payload, ctx.services.sealer.id(payload[1:]))
        payload = row.text if row else ""
    return ctx.services.menu.decode(payload)


def _pressed(ctx: Context, args: Mapping[str, str]) -> tuple[Verb, Mapping[str, str]]:
    found = _decoded(ctx)
    if found is None:
        raise NotFound(
            L("That button is from another time and leads nowhere now. {help:c} shows the way."),
            help=CommandLine("/help"),
        )
    what, given = found
    return what, {**given, **{k: v for k, v in args.items() if k != "payload"}}


def _fill(ctx: Context, draft: Draft, value: str) -> Reply:
    """Answer the first open question of a draft; ask it again, ask the next one, or go on with the command."""
    ask = serialization.load(Ask, draft.ask)
    field, rest = ask.fields[0], ask.fields[1:]
    said = next((v for v, label in field.choices if label.casefold() == value.strip().casefold()), value)
    try:
        forms.check(ctx, ctx.services.menu[ask.command], field, said)
    except UserError as told:
        return Reply(cards=(Card(_words(ctx, told)),), ask=forms.onward(ctx, draft, ask))
    args = {**ask.args, field.name: said if value else field.value}
    if rest:
        return Reply(ask=forms.onward(ctx, draft, replace(ask, fields=rest, args=args)))
    ctx.uow.delete(Draft, id=draft.id)
    if draft.origin is None:
        return _perform(ctx, ctx.services.menu[ask.command], args)
    return _return(ctx, draft.origin, ask.command, args)


def _return(ctx: Context, origin: Address, name: str, args: Mapping[str, str]) -> Reply:
    """Go on where the command was given: what was asked aside belongs to that place and its rights."""
    sender = replace(ctx.request.sender, admin=None if origin.space else False)
    request = replace(ctx.request, command=name, args=args, text=None, address=origin, pressed="", sender=sender)
    there = _context(ctx.services, ctx.uow, request, ctx.actor, ctx.identity)
    try:
        with ctx.uow.savepoint():
            reply = _perform(there, ctx.services.menu[name], args)
    except NeedsRights as needs:
        return admission.ask_platform(there, needs.space)
    return forms.begun(ctx, reply, origin)


def _mine(ctx: Context, reply: Reply) -> Reply:
    """A stranger's press never changes another person's card: it is answered aside, for their eyes only."""
    return reply if ctx.mine or not reply.update else replace(reply, update=False, private=True)


async def landed(
    services: Services, request: Request, address: Address, reply: Reply, receipt: Receipt, *, patient: bool = False
) -> None:
    """Remember where the answer to a request landed, so that edits, reactions and replies find it. `patient`: nothing
    waits for this, so it may share the next commit.

    Never raises: the answer was given, and what would replace it comes as a new message where this is not known.
    """

    def write(uow: Unit) -> None:
        whose: IdentityWhere = {"platform": request.sender.platform, "user": request.sender.user}
        identity = uow.one(Identity, **whose) if reply.private else None
        who = identity.account if identity else None
        placements.placed(uow, address, reply, receipt, account=who, request=request.id)

    try:
        await services.store.run(write, patient=patient)
    except Exception:
        log.exception("where an answer landed is not known", command=request.command, platform=address.platform)
