"""Answer a request once: its id, its effect and its answer are one commit."""

from __future__ import annotations

import secrets
from dataclasses import replace

import structlog

from botfeed.core import serialization
from botfeed.core.cards import dispatch as cards
from botfeed.core.chat.context import Context, Services
from botfeed.core.chat.message import Reply, Request
from botfeed.core.dispatch import admission, contexts, error_replies, execution, forms, origins
from botfeed.core.errors import NeedsMembership, NeedsRights, StoreAway, UserError
from botfeed.core.language.i18n import Words, guess, words
from botfeed.core.language.text import sound
from botfeed.core.model import Account, Address, HandledRequest, Identity
from botfeed.core.people import accounts, memberships
from botfeed.core.ports import Unit
from botfeed.core.social import pending_notices
from botfeed.core.work import outbox, pending

log = structlog.get_logger()


async def handle(services: Services, request: Request, *, comes_again: bool = False) -> Reply:
    """Answer a request in one short transaction. Never raises for what a person did.

    `comes_again`: the platform delivers again what is not confirmed; then StoreAway is raised while the store is away,
    and the request must not be confirmed. Others are told to ask again.
    """
    try:
        storable = _storable(request)
        return await services.store.run(lambda uow: answer(services, uow, storable))
    except StoreAway as error:
        if comes_again:
            raise
        log.warning("a request found no store", command=request.command, why=str(error))
        return Reply(cards=(cards.away(await words_for(services, request)),), private=True)
    except Exception:  # a bug of any command: the person is told, with a reference to the log
        ref = secrets.token_hex(2).upper()
        log.exception("a request failed", ref=ref, command=request.command, platform=request.sender.platform)
        return Reply(cards=(cards.failed(await words_for(services, request), ref),), private=True)


async def words_for(services: Services, request: Request) -> Words:
    """Return the catalogue in the sender's language, or in their app's where the store fails."""
    try:
        return words(await services.store.read(lambda uow: accounts.language(uow, request)))
    except Exception:  # the store may be what failed: the person is still answered
        log.exception("a language is not known")
        return words(guess(request.locale))


def _storable(request: Request) -> Request:
    """Clean all text of a request, whichever door it came by: compose it, and drop half and invisible characters."""
    sender = request.sender
    return replace(
        request,
        command=sound(request.command),
        sender=replace(sender, name=sound(sender.name), shown=sound(sender.shown)),
        address=replace(request.address, title=sound(request.address.title)),
        args={sound(name): sound(value) for name, value in request.args.items()},
        text=None if request.text is None else sound(request.text),
        pressed=sound(request.pressed),
        replied=sound(request.replied),
        said=sound(request.said),
    )


def answer(services: Services, uow: Unit, request: Request, *, part: str = "") -> Reply:
    """Perform a request and record its reply; a repeat of the same id gets the recorded reply and has no effect.

    `part`: a later part of a request that was answered before, handled once by itself; its answer replaces the first.
    """
    handled = request.id + part
    row = HandledRequest(uow.new_id(), handled, {}, uow.now, said=request.said)
    if not uow.insert(row):
        known = uow.one(HandledRequest, request=handled)
        return serialization.load(Reply, known.reply) if known else Reply()
    account, identity = accounts.sign_in(services, uow, request)
    ctx, reply, over = _perform(services, uow, request, account, identity, counts=not part)
    request = ctx.request
    reply = pending_notices.add(ctx, identity, replace(reply, ask=forms.name_skip_buttons(ctx, reply.ask)))
    reply = services.menu.seal(_protect_message(ctx, reply), lambda text: outbox.keep(services, uow, text, account.id))
    reply = origins.mark(request, reply)
    if over:
        forms.remember(ctx, reply)
    if reply.pending and not reply.whole:
        pending.begin(uow, row.id, request.id, account.id, _reply_address(request, reply) or request.address)
    uow.compare_and_set(
        HandledRequest,
        {"id": row.id},
        reply=serialization.dump(reply),
        account=account.id,
        address=_reply_address(request, reply),
    )
    return reply


def _perform(
    services: Services, uow: Unit, request: Request, account: Account, identity: Identity, *, counts: bool
) -> tuple[Context, Reply, bool]:
    """Run the command where its card was asked for; ask the platform first where rights or membership are unknown.
    False at the end: the same request comes again once the platform answered, and finds an open question as it is.
    `paced`: it counts for its sender's pace; a later part of it does not.
    """
    try:
        moved = origins.resume(services, uow, request, account)
    except NeedsMembership as needs:
        ctx = contexts.build(services, uow, request, account, identity)
        return ctx, admission.ask_membership(ctx, needs.space), False
    ctx = contexts.build(services, uow, moved, account, identity, request if moved is not request else None)
    if ctx.space is not None and ctx.arrived is None and not request.brought:
        memberships.note(uow, account.id, ctx.space)
    try:
        if counts:  # a later part counted when the first part of its request came
            admission.keep_pace(ctx)
        with uow.savepoint():
            reply = execution.execute(ctx)
            admission.check_stays(ctx, reply)
            return ctx, reply, True
    except NeedsRights as needs:
        return ctx, admission.ask_platform(ctx, needs.space), True
    except NeedsMembership as needs:
        return ctx, admission.ask_membership(ctx, needs.space), False
    except UserError as error:
        return ctx, error_replies.reply_to(ctx, error), True


def _reply_address(request: Request, reply: Reply) -> Address | None:
    """Return the address at which a lost reply can be sent again; None for a toast, and where the bot is a guest."""
    lasts = reply.cards or reply.ask or reply.files or (reply.notice and not request.pressed)
    if not lasts or request.brought:
        return None
    return request.aside if reply.private and request.aside else request.address


def _protect_message(ctx: Context, reply: Reply) -> Reply:
    """Answer a stranger's press privately instead of changing another person's message."""
    return reply if ctx.mine or not reply.update else replace(reply, update=False, private=True)
