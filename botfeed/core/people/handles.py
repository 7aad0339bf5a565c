"""Handles and bios. A former handle stays reserved for its owner as an alias."""

from __future__ import annotations

from datetime import timedelta

from botfeed.core.chat.context import RenderContext
from botfeed.core.errors import BadInput, Limited
from botfeed.core.language import romanization
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Alias, Identity
from botfeed.core.people import accounts, departures
from botfeed.core.ports import Unit
from botfeed.core.safety import review

CHANGES, PERIOD = 2, timedelta(days=30)
BIO_MOST = 160  # characters


def change(ctx: RenderContext, me: Account, typed: str) -> Account:
    """Change a person's handle to what was typed, in Latin letters; the old one becomes an alias.
    Raises BadInput, Refused, Limited.
    """
    handle = romanization.latin(typed.strip().lstrip("@＠﹫"))
    if handle == me.handle:
        raise BadInput(L("That is your handle already."))
    _check_words(ctx, handle)
    mine = ctx.uow.all(Identity, account=me.id)
    if _is_taken(ctx.uow, handle, me) or departures.protects(ctx.services, ctx.uow, handle, mine):
        raise BadInput(L("{handle:b} is somebody's, or was. Try another."), handle=handle)
    if ctx.uow.quotas.wait(f"handle:{me.id}", PERIOD / CHANGES, CHANGES):
        raise Limited(L("You changed your handle {n} times in a month. Let people get used to it first."), n=CHANGES)
    _keep(ctx, me)
    return ctx.uow.update(me, handle=handle)


def _check_words(ctx: RenderContext, handle: str) -> None:
    if not accounts.HANDLE.fullmatch(handle) or not any(c.isalpha() for c in handle):
        raise BadInput(
            L("A handle has 2 to 20 characters: letters a to z, digits and _, at least one of them a letter.")
        )
    if accounts.is_reserved(handle):
        raise BadInput(L("{handle:b} would be taken for the people who run this botfeed. Try another."), handle=handle)
    review.check_or_refuse(ctx, handle, handle.replace("_", " "))


def _is_taken(uow: Unit, handle: str, me: Account) -> bool:
    """Return True if somebody else has or had the handle.
    Accounts are queried first: a handle given up in between has its alias by the time aliases are queried.
    """
    return uow.count(Account, handle=handle) > 0 or uow.count(Alias, handle=handle, account__ne=me.id) > 0


def _keep(ctx: RenderContext, me: Account) -> None:
    """Store the old handle as an alias, unless it is one already."""
    ctx.uow.insert(Alias(ctx.uow.new_id(), me.id, me.handle, ctx.now))


def set_bio(ctx: RenderContext, me: Account, words: str) -> Account:
    """Set a person's bio, in one line. Raises Refused."""
    review.check_or_refuse(ctx, words)
    return ctx.uow.update(me, bio=" ".join(words.split()))
