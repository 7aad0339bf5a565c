"""What could not be said unprompted is said with the next private answer: one quiet line, at most once a day."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import timedelta

from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Reply
from botfeed.core.chat.text import Line, Text
from botfeed.core.model import Account, Identity
from botfeed.core.social import notices
from botfeed.core.work import reach

EVERY = timedelta(days=1)
ANSWERS = frozenset({"answer", "carried", "late", "unasked"})  # no inbox keeps them


def add(voice: Voice, identity: Identity, reply: Reply) -> Reply:
    """Let the answer carry it, where it stays to be read and only they read it."""
    if not (reply.private and reply.cards) or reply.pending or reply.update:
        return reply
    if reply.cards[-1].about.surface == "menu":  # it passes, and may be replaced unasked
        return reply
    said = [line for line in (_missed(voice, identity), _waiting(voice, identity)) if line]
    if not said:
        return reply
    *others, last = reply.cards
    return replace(reply, cards=(*others, replace(last, text=text.join((last.text, *map(text.quiet, said))))))


def aloud(voice: Voice, reply: Reply) -> Reply:
    """The same for an answer that comes later, by the outbox; one that may not stand where others read is not said."""
    if voice.late and not voice.address.private:
        return reply
    platform = voice.address.platform
    known = voice.uow.one(Identity, account=voice.account.id, platform=platform) if voice.account else None
    return add(voice, known, reply) if known else reply


def _missed(voice: Voice, identity: Identity) -> Text | None:
    """Say once that they could not be written to, and what follows from it."""
    if not identity.missed or not voice.uow.swap(Identity, {"id": identity.id, "missed": identity.missed}, missed=""):
        return None
    kinds = identity.missed.split(",")
    where = identity.platform.capitalize()
    lines = [voice.t(L("I could not write to you alone on {platform}."), platform=where)]
    if "digest" in kinds:
        lines.append(voice.t(L("Your digest waits in {inbox:c}, and is paused."), inbox=Line("/inbox")))
    if "export" in kinds:
        lines.append(voice.t(L("Your data did not arrive: ask again with {export:c}."), export=Line("/me export")))
    if said := _kept(ANSWERS & {*kinds}, {*kinds} - ANSWERS - {"digest", "export"}):
        lines.append(voice.t(said, inbox=Line("/inbox"), mine=Line("/mine")))
    if not identity.reachable:
        lines.append(voice.t(L("Open your direct messages to me and write there once: then I can.")))
    if "digest" in kinds:
        lines.append(voice.t(L("{set:c} brings it again."), set=Line("/digest set")))
    return text.join(lines, " ")


def _kept(answers: AbstractSet[str], others: AbstractSet[str]) -> str:
    """Where it is found now."""
    if answers and others:
        return L("There was an answer: please ask again. The rest is in {inbox:c}, pictures in {mine:c}.")
    if answers:
        return L("It was an answer: please ask again. Pictures are in {mine:c}.")
    return L("What it was is in {inbox:c}, pictures in {mine:c}.") if others else ""


def _waiting(voice: Voice, identity: Identity) -> Text | None:
    """Count what nobody could push to them."""
    me = voice.account
    if me is None or not me.pushes or (identity.asked and identity.reachable):
        return None
    if me.pushed_at and me.pushed_at > voice.now - EVERY:
        return None
    if not notices.waits(voice, me) or reach.to(voice.uow, me.id):
        return None
    n = sum(len(group.notices) for group in notices.gather(voice, me) if group.unread)
    if not n or not voice.uow.swap(Account, {"id": me.id, "pushed_at": me.pushed_at}, pushed_at=voice.now):
        return None
    return voice.n(
        L("{n} thing happened while you were away: {inbox:c}"),
        L("{n} things happened while you were away: {inbox:c}"),
        n,
        inbox=Line("/inbox"),
    )
