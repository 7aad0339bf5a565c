"""Cards of being one person on several platforms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botfeed.core.chat import names, text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Action, Card, Look
from botfeed.core.model import Account, Link


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people: who, where, and how many pictures they have."""

    account: Account
    platforms: tuple[str, ...]
    pictures: int


def where(voice: Voice, side: Side) -> str:
    """Name their platforms in words."""
    *others, last = (platform.capitalize() for platform in side.platforms)
    return voice.s(L("{some} and {last}"), some=", ".join(others), last=last) if others else last


def code(voice: Voice, typed: str) -> Card:
    """Say what to do with a code."""
    lines = (
        voice.t(L("On the other platform, write this to me in private within ten minutes:")),
        text.code(f"/{names.of('link', voice.words.language)} {typed}"),
        voice.t(L("It works once. Show it to nobody: who types it asks to be you.")),
    )
    return Card(text.join(lines))


def join(voice: Voice, row: Link, first: Side, second: Side) -> Card:
    """Show who typed a code whom it would join."""
    kept = min(first, second, key=lambda side: side.account.id).account.handle
    lines = (
        _both(voice, first, second),
        voice.t(
            L(
                "They become one person, {who:b}: one library, one feed, one allowance, one digest. "
                "The other name still finds you. Likes you gave each other, and blocks between you, go."
            ),
            who=kept,
        ),
        voice.t(L("You say yes on both sides, here first.")),
    )
    return Card(text.join(lines), actions=_answers(voice, row, "link.join"))


def asked(voice: Voice, row: Link, first: Side, second: Side) -> Card:
    """Ask who had the code."""
    lines = (
        _both(voice, first, second),
        voice.t(
            L("{who:b} typed your code. If that is not you, say no: then nothing happens."), who=second.account.handle
        ),
    )
    return Card(text.join(lines), actions=_answers(voice, row, "link.agree"))


def _both(voice: Voice, first: Side, second: Side) -> text.Text:
    return voice.t(
        L("Join {one:b} on {there} and {two:b} on {here}, with {n} and {m} pictures?"),
        one=first.account.handle,
        there=where(voice, first),
        two=second.account.handle,
        here=where(voice, second),
        n=first.pictures,
        m=second.pictures,
    )


def _answers(voice: Voice, row: Link, command: str) -> tuple[Action, ...]:
    link = {"link": voice.ref(row.id)}
    yes = Action(voice.s(L("Yes, join us")), command, link, Look.PRIMARY)
    return (yes, Action(voice.s(L("No")), "link.no", link))


def done(voice: Voice, now: Side, other: str, homes: Sequence[str]) -> Card:
    """Say who they are now; `homes` are where digest and messages can come, if there is a choice."""
    values = {"who": now.account.handle, "where": where(voice, now), "other": other}
    lines = [voice.t(L("Done. You are {who:b}, on {where}; {other:b} still finds you."), **values)]
    if len(homes) > 1:
        lines.append(voice.t(L("Where shall your digest and what happens come?")))
    return Card(text.join(lines), actions=choices(homes) if len(homes) > 1 else ())


def choices(homes: Sequence[str]) -> tuple[Action, ...]:
    return tuple(Action(name.capitalize(), "home", {"platform": name}) for name in homes)


def unlink_asked(voice: Voice, platform: str, stays: Side) -> Card:
    """Say what leaving one platform means, before it is done."""
    said = voice.t(
        L(
            "Leave {platform} as {who:b}? Everything stays with {who:b} on {where}: {pictures}, posts, follows and "
            "your digest. On {platform} you begin anew, as somebody else."
        ),
        platform=platform.capitalize(),
        who=stays.account.handle,
        pictures=voice.n(L("{n} picture"), L("{n} pictures"), stays.pictures),
        where=where(voice, stays),
    )
    args = {"platform": platform, "sure": "1"}
    label = voice.s(L("Leave {platform}"), platform=platform.capitalize())
    return Card(said, actions=(Action(label, "unlink", args, Look.DANGER),))
