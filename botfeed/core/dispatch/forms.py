"""Ask for missing arguments, and keep the open question between its answers (a draft)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, cast

from botfeed.core import serialization
from botfeed.core.cards import text_card
from botfeed.core.chat import values
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Ask, Field, Reply
from botfeed.core.chat.verb import Spec, Verb
from botfeed.core.dispatch import error_replies
from botfeed.core.errors import BadInput, UserError
from botfeed.core.language.folding import same
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, is_blank, of
from botfeed.core.model import Address, Draft
from botfeed.core.parsing import command_names
from botfeed.core.ports import fresh

DRAFT_LIVES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Filled:
    """A command whose form is complete."""

    command: str
    args: Mapping[str, str]


def ask_for(ctx: Context, what: Verb, specs: tuple[Spec, ...], args: Mapping[str, str]) -> Ask:
    """Return the form for the arguments that are missing.

    Where a form opens, it is headed by the command's own word, and asks for what belongs to the missing arguments too.
    """
    fields = tuple(_field(ctx, what, spec) for spec in specs)
    if not ctx.request.forms:
        return Ask(what.name, ctx.s(what.title or what.says), fields, dict(args))
    more = tuple(
        replace(_field(ctx, what, spec), required=False, value=spec.param.beside(ctx))
        for spec in what.specs
        if spec.param.beside and spec not in specs and spec.name not in args
    )
    word = command_names.of(what.name, ctx.words.language).replace(".", " ").capitalize()
    title = ctx.s(what.title) if what.title else word
    return Ask(what.name, title, (*fields, *more), dict(args), of(ctx.s(what.says)))


def _field(ctx: Context, what: Verb, spec: Spec) -> Field:
    label = ctx.s(spec.param.asks or spec.param.says or spec.name)
    choices: tuple[tuple[str, str], ...] = ()
    kind = "long" if spec.param.rest else "number" if _is_number(spec) else "text"
    if spec.kind is bool:
        kind, choices = "flag", (("0", ctx.s(L("No"))), ("1", ctx.s(L("Yes"))))
    elif issubclass(spec.kind, StrEnum):
        kind, choices = "choice", tuple((str(c), ctx.s(str(c))) for c in spec.kind)
    elif (spec.param.ref or spec.param.only) and spec.param.suggest and (found := spec.param.suggest(ctx, "")):
        kind, choices = "choice", tuple((c.value, c.label) for c in found)
    elif spec.param.only:
        about = command_names.of(what.name, ctx.words.language).replace(".", " ")
        raise BadInput(
            L("There is nothing to choose from yet. {help:c} says more."), help=CommandLine(f"/help {about}")
        )
    elif spec.param.usual and not ctx.request.forms:
        choices = tuple((c.value, c.label) for c in spec.param.usual(ctx, ""))
    hint = ctx.s(L("Or write it, like {like}."), like=spec.param.like) if choices and kind == "text" else ""
    most = spec.letters if kind in ("long", "text") and spec.letters else 4000
    return Field(spec.name, label, kind, choices, required=spec.required, most=most, hint=hint)


def _is_number(spec: Spec) -> bool:
    return spec.kind is int and not spec.param.ref and spec.param.reads is None


def fill(ctx: Context, draft: Draft, value: str) -> Filled | Reply:
    """Answer the first open question of a draft: return the next question, the same one again, or the whole command."""
    ask = serialization.load(Ask, draft.ask)
    field, rest = ask.fields[0], ask.fields[1:]
    value = "" if is_blank(value) else value
    chosen = next((v for v, label in field.choices if same(label, value)), value)
    try:
        _check(ctx, ctx.services.menu[ask.command], field, chosen)
    except UserError as error:
        wrong = text_card.words(error_replies.text_of(ctx, error))
        return Reply(cards=(wrong,), ask=_keep(ctx, draft, ask))
    args = {**ask.args, field.name: chosen if value else field.value}
    if rest:
        return Reply(ask=_keep(ctx, draft, replace(ask, fields=rest, args=args)))
    ctx.uow.delete(Draft, id=draft.id)
    return Filled(ask.command, args)


def _check(ctx: Context, what: Verb, field: Field, value: str) -> None:
    """Check one answer. Raises UserError saying what would fit; an answer left out keeps the value that stands."""
    spec = what.spec(field.name)
    if spec is None or not value:
        return
    listed = field.choices if field.kind in ("choice", "channel") and not spec.param.ref else ()
    if (
        listed
        and not values.fits(spec, value)
        and value not in {one for one, _ in listed}
        and value not in ctx.request.picked
    ):
        choices = ", ".join(label for _, label in listed)
        raise BadInput(L("{value:c} is not one of: {choices}."), value=value[:40], choices=choices)
    try:
        for name, meant in values.read((spec,), {spec.name: value}).items():
            if (named := what.spec(name)) is not None:
                values.value(named, meant, ctx.services.sealer.id)
    except BadInput:
        if spec.name != "post" or field.choices:
            raise
        says = L("{value:c} is no reference: those have eleven letters and digits. {feed:c} shows pictures.")
        raise BadInput(says, value=value[:40], feed=CommandLine("/feed")) from None


def _place_key(address: Address) -> str:
    return f"{address.platform}:{address.ref}"


def open_draft(ctx: Context) -> Draft | None:
    """Return the question that the actor was asked at this address within the last hour."""
    draft = _draft(ctx)
    return draft if draft and _open(ctx, draft) else None


def _draft(ctx: Context) -> Draft | None:
    return ctx.uow.one(Draft, account=ctx.actor.id, place=_place_key(ctx.address))


def _open(ctx: Context, draft: Draft) -> bool:
    return fresh(ctx.now, draft.created, DRAFT_LIVES)


def _keep(ctx: Context, draft: Draft, ask: Ask) -> Ask:
    """Save a draft's open question in its new form; the place where it began stays."""
    ctx.uow.update(draft, ask=_stored(ask), created=ctx.now)
    return ask


def _stored(ask: Ask) -> dict[str, Any]:
    return cast("dict[str, Any]", serialization.dump(replace(ask, payload="")))


def remember(ctx: Context, reply: Reply) -> None:
    """Save the question that a reply asks, since the next message there may answer it; any other reply closes it."""
    draft = _draft(ctx)
    if draft and _open(ctx, draft) and reply.ask and draft.ask == _stored(reply.ask):
        return
    if draft and (reply.ask or ctx.request.command != "react"):
        ctx.uow.delete(Draft, id=draft.id)
    if ctx.request.forms and ctx.request.aside:  # a form answers what was asked aside, too
        ctx.uow.delete(Draft, account=ctx.actor.id, place=_place_key(ctx.request.aside))
    if reply.ask and not ctx.request.forms:
        aside = ctx.request.aside if reply.private else None
        _begin(ctx, reply.ask, aside or ctx.address, ctx.address if aside else None)


def ask_here(ctx: Context, reply: Reply, origin: Address) -> Reply:
    """Save what a command asks next as a question at this address that belongs to `origin`, where it began."""
    if reply.ask is None or ctx.request.forms:
        return reply
    ask = name_skip_buttons(ctx, reply.ask)
    assert ask
    _begin(ctx, ask, ctx.address, origin)
    return replace(reply, ask=ask)


def _begin(ctx: Context, ask: Ask, where: Address, origin: Address | None) -> None:
    ctx.uow.delete(Draft, account=ctx.actor.id, place=_place_key(where))
    ctx.uow.insert(Draft(ctx.uow.new_id(), ctx.actor.id, _place_key(where), _stored(ask), ctx.now, origin))


def name_skip_buttons(ctx: Context, ask: Ask | None) -> Ask | None:
    """Set the label of the button that leaves a field as it stands, where it may be left."""
    if ask is None:
        return None
    skip, keep = ctx.s(L("Skip")), ctx.s(L("Keep it"))
    fields = tuple(f if f.required and not f.value else replace(f, skip=keep if f.value else skip) for f in ask.fields)
    return replace(ask, fields=fields)
