"""Notices that could not be pushed, added as a quiet line to the next private answer, at most once a day."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import timedelta

from botfeed.core.cards.posts import post_menu
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.listing import pages
from botfeed.core.model import Account, Identity
from botfeed.core.social import notices
from botfeed.core.work import contactability

EVERY = timedelta(days=1)
ANSWERS = frozenset({"answer", "carried", "late", "unasked", "unfinished", "unshown"})  # no inbox keeps them


def add(ctx: RenderContext, identity: Identity, reply: Reply) -> Reply:
    """Append pending notices to a private answer.
    Other replies (public, pending, updates, menus) are returned unchanged.
    """
    if not (reply.private and reply.cards) or reply.pending or reply.update:
        return reply
    if reply.cards[-1].about.surface == post_menu.MENU:  # it passes, and may be replaced unasked
        return reply
    lines = [line for line in (_missed(ctx, identity), _waiting(ctx, identity)) if line]
    if not lines:
        return reply
    *others, last = reply.cards
    return replace(reply, cards=(*others, replace(last, text=text.join((last.text, *map(text.quiet, lines))))))


def aloud(ctx: RenderContext, reply: Reply) -> Reply:
    """Append pending notices to an answer sent later by the outbox.
    A deferred answer in a shared chat gets none.
    """
    if ctx.late and not ctx.address.private:
        return reply
    platform = ctx.address.platform
    known = ctx.uow.one(Identity, account=ctx.account.id, platform=platform) if ctx.account else None
    return add(ctx, known, reply) if known else reply


def _missed(ctx: RenderContext, identity: Identity) -> Text | None:
    """Return the lines about private messages that failed, and clear `Identity.missed`.
    Each failure is reported once, with what to do about it; None if there is none.
    """
    if not identity.missed or not ctx.uow.compare_and_set(
        Identity, {"id": identity.id, "missed": identity.missed}, missed=""
    ):
        return None
    kinds = identity.missed.split(",")
    where = identity.platform.capitalize()
    lines = [ctx.t(L("I could not write to you alone on {platform}."), platform=where)]
    if "digest" in kinds:
        lines.append(ctx.t(L("Your digest waits in {inbox:c}, and is paused."), inbox=CommandLine("/inbox")))
    if "export" in kinds:
        lines.append(ctx.t(L("Your data did not arrive: ask again with {export:c}."), export=CommandLine("/me export")))
    if line := _kept(ANSWERS & {*kinds}, {*kinds} - ANSWERS - {"digest", "export"}):
        lines.append(ctx.t(line, inbox=CommandLine("/inbox"), mine=CommandLine("/mine")))
    if not identity.reachable:
        lines.append(ctx.t(L("Open your direct messages to me and write there once: then I can.")))
    if "digest" in kinds:
        lines.append(ctx.t(L("{set:c} brings it again."), set=CommandLine("/digest set")))
    return text.join(lines, " ")


def _kept(answers: AbstractSet[str], others: AbstractSet[str]) -> str:
    """Return the sentence that says where to find the missed messages; empty if earlier lines say so."""
    if answers and others:
        return L("There was an answer: please ask again. The rest is in {inbox:c}, pictures in {mine:c}.")
    if answers:
        return L("It was an answer: please ask again. Pictures are in {mine:c}.")
    return L("What it was is in {inbox:c}, pictures in {mine:c}.") if others else ""


def _waiting(ctx: RenderContext, identity: Identity) -> Text | None:
    """Return the line that counts unread notices if no push can reach this person; None otherwise.
    At most once a day, guarded by `pushed_at`.
    """
    me = ctx.account
    if me is None or not me.pushes or (identity.asked and identity.reachable):
        return None
    if me.pushed_at and ctx.now - EVERY < me.pushed_at <= ctx.now + notices.PUSH_EVERY:
        return None
    if not notices.waits(ctx, me) or contactability.to(ctx.uow, me.id):
        return None
    n = pages.count(notices.listed(ctx, me, unread=True))
    if not n or not ctx.uow.compare_and_set(Account, {"id": me.id, "pushed_at": me.pushed_at}, pushed_at=ctx.now):
        return None
    return n.said(
        ctx,
        L("{n} thing happened while you were away: {inbox:c}"),
        L("{n} things happened while you were away: {inbox:c}"),
        inbox=ctx.typed(CommandLine("/inbox")),
    )
