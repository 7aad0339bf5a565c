"""Find the command that a request asks for, or the open question that it answers."""

from __future__ import annotations

from collections.abc import Mapping

from botfeed.core.cards import buttons
from botfeed.core.chat.context import Context
from botfeed.core.chat.verb import Verb, Who
from botfeed.core.commands import ask, form_answers, message_menus
from botfeed.core.dispatch import forms, replied
from botfeed.core.errors import NotFound
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Draft, Payload
from botfeed.core.parsing import command_parser, intent_parser
from botfeed.core.studio import lineage

_SLASHES = ("/", "／", "⁄", "∕")


def form_answer(ctx: Context) -> tuple[Draft, str] | None:
    """Return the open question that this request answers, and the answer; None if it answers none."""
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


def cancels(ctx: Context, text: str) -> bool:
    """Return True if a typed message cancels the question that it would otherwise answer."""
    return ctx.request.command in ("words", "reply") and intent_parser.route(text, ctx.words.language) == ("cancel", {})


def route(ctx: Context) -> tuple[Verb, Mapping[str, str]]:
    """Return the command that a request asks for and its arguments. Raises NotFound and BadInput."""
    request = ctx.request
    if request.command == "payload":
        return _button(ctx, request.args)
    if found := replied.remix(ctx, _intent):
        return found
    if message_menus.speaks(ctx):
        return _intent(ctx) or (ask.words, {"text": request.args.get("text", "")})
    if request.command == "menu" and (aimed := message_menus.aim(ctx, request.args)):
        return aimed
    what = ctx.services.menu.get(request.command)
    if what is None:
        known = [c for c in ctx.services.menu if c.menu and c.who is not Who.OPERATOR]
        raise command_parser.unknown(request.command, known, ctx.words.language)
    return what, {**replied.arguments(ctx, what, request.text), **request.args}


def _intent(ctx: Context) -> tuple[Verb, Mapping[str, str]] | None:
    """Return the command that plain text means; options after it are read as after a command.
    A line whose slash a keyboard wrote wide, or behind a sign that shows nothing, is a command as well.
    """
    text = ctx.request.args.get("text", "")
    if text.strip()[:1] in _SLASHES and (found := ctx.services.menu.find(text)):
        return found[0], command_parser.parse(*found, ctx.words.language)
    name, args = intent_parser.route(text, ctx.words.language) or ("", {})
    what = ctx.services.menu.get(name)
    if what is None:
        return None
    if what.name == buttons.remix.name:
        args = {**args, **lineage.newest(ctx, args.get("prompt", ""))}
    first = what.specs[0] if what.specs else None
    if first and first.param.rest and first.name in args:
        return what, {**args, **command_parser.parse(what, args[first.name], ctx.words.language)}
    return what, args


def _decoded(ctx: Context) -> tuple[Verb, dict[str, str]] | None:
    """Read a button's payload; a long one is a row that the button names. None for one that leads nowhere now."""
    payload = ctx.args.get("payload", "")
    if payload.startswith("~"):
        row = ctx.uow.get(Payload, ctx.services.sealer.id(payload[1:]))
        payload = row.text if row else ""
    return ctx.services.menu.decode(payload)


def _button(ctx: Context, args: Mapping[str, str]) -> tuple[Verb, Mapping[str, str]]:
    """Return the command of a pressed button, with the fields of a form filled in. Raises NotFound."""
    found = _decoded(ctx)
    if found is None:
        raise NotFound(
            L("That button is from another time and leads nowhere now. {help:c} shows the way."),
            help=CommandLine("/help"),
        )
    what, given = found
    return what, {**given, **{k: v for k, v in args.items() if k != "payload"}}
