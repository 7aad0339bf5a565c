"""Run the command behind a request, or go on with the form that the request answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from botfeed.core.cards import text_card
from botfeed.core.chat import values
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.chat.verb import Verb
from botfeed.core.commands import studio
from botfeed.core.dispatch import admission, contexts, forms, origins, routing
from botfeed.core.dispatch.forms import Filled
from botfeed.core.errors import NeedsRights, UserError
from botfeed.core.language.text import of
from botfeed.core.model import Address, Draft


def execute(ctx: Context) -> Reply:
    """Answer the open question if the request is an answer to one, else run the command it asks for."""
    if (answer := routing.form_answer(ctx)) is not None:
        return _perform(ctx, studio.cancel, {}) if routing.cancels(ctx, answer[1]) else _fill(ctx, *answer)
    what, args = routing.route(ctx)
    reply = _perform(ctx, what, args)
    typed = ctx.request.command in ("words", "reply") and what.name != "reply"
    return _as_card(reply) if typed and not ctx.address.private else reply


def _perform(ctx: Context, what: Verb, args: Mapping[str, str]) -> Reply:
    """Run a command if the actor may; ask for arguments that are missing. Raises UserError and NeedsRights."""
    try:
        admission.admit(ctx, what)
        bound = values.bind(what, args, ctx.services.sealer.id)
        if bound.missing:
            return Reply(ask=forms.ask_for(ctx, what, bound.missing, args))
        return what.run(ctx, **bound.values)
    except UserError as error:
        error.verb = error.verb or what.name
        raise


def _as_card(reply: Reply) -> Reply:
    """Turn a toast into a card: text typed in a group is answered by a message, and no toast exists there."""
    if reply.cards or not reply.notice:
        return reply
    return replace(reply, cards=(text_card.words(of(reply.notice)),), notice="")


def _fill(ctx: Context, draft: Draft, value: str) -> Reply:
    """Answer the first open question of a draft; ask it again, ask the next one, or run the command."""
    filled = forms.fill(ctx, draft, value)
    if isinstance(filled, Reply):
        return filled
    if draft.origin is None:
        return _perform(ctx, ctx.services.menu[filled.command], filled.args)
    return _perform_at(ctx, draft.origin, filled)


def _perform_at(ctx: Context, origin: Address, filled: Filled) -> Reply:
    """Run a command at the place where it was given: a form that was filled in aside has that place's rights."""
    origins.must_be_inside(ctx, origin)
    sender = replace(ctx.request.sender, admin=None if origin.space else False)
    request = replace(
        ctx.request, command=filled.command, args=filled.args, text=None, address=origin, pressed="", sender=sender
    )
    there = contexts.build(ctx.services, ctx.uow, request, ctx.actor, ctx.identity)
    try:
        with ctx.uow.savepoint():
            reply = _perform(there, ctx.services.menu[filled.command], filled.args)
    except NeedsRights as needs:
        return admission.ask_platform(there, needs.space)
    return forms.ask_here(ctx, reply, origin)
