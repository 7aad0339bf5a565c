"""Cards about linking accounts on several platforms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botfeed.core.cards import buttons, text_card
from botfeed.core.cards.buttons import client as client_buttons
from botfeed.core.chat.button import Button
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Account, Link
from botfeed.core.parsing import command_names

_LINK = CommandLine("/link")


@dataclass(frozen=True, slots=True)
class Side:
    """An account to be linked with another: its platforms, and how many pictures it has."""

    account: Account
    platforms: tuple[str, ...]
    pictures: int


def where(ctx: RenderContext, platforms: Sequence[str]) -> str:
    """Return the names of an account's platforms as text."""
    *others, last = (platform.capitalize() for platform in platforms)
    return ctx.s(L("{some} and {last}"), some=", ".join(others), last=last) if others else last


def code(ctx: RenderContext, typed: str) -> Card:
    """Build the card that explains how to use a link code."""
    line = f"/{command_names.of('link', ctx.words.language)} {typed}"
    lines = (
        ctx.t(L("On the other platform, write this to me in private within ten minutes:")),
        text.code(line),
        ctx.t(L("It works once. Show it to nobody: who types it asks to be you.")),
    )
    return text_card.words(text.join(lines), *client_buttons.copy(ctx, L("Copy"), line))


def join(ctx: RenderContext, row: Link, first: Side, second: Side) -> Card:
    """Build the card that shows the person who typed a code the accounts it would join."""
    kept = min(first, second, key=lambda side: side.account.id).account.handle
    lines = (
        _both(ctx, first, second),
        ctx.t(
            L(
                "They become one person, {who:b}: one library, one feed, one allowance, one digest. "
                "The other name still finds you. Likes you gave each other, and blocks between you, go."
            ),
            who=kept,
        ),
        ctx.t(L("You say yes on both sides, here first.")),
    )
    return Card(text.join(lines), actions=_answers(ctx, row, buttons.link_join))


def asked(ctx: RenderContext, row: Link, first: Side, second: Side) -> Card:
    """Build the card that asks the code's owner to agree."""
    lines = (
        _both(ctx, first, second),
        ctx.t(
            L("{who:b} typed your code. If that is not you, say no: then nothing happens."), who=second.account.handle
        ),
    )
    return Card(text.join(lines), actions=_answers(ctx, row, buttons.link_agree))


def _both(ctx: RenderContext, first: Side, second: Side) -> text.Text:
    return ctx.t(
        L("Join {one:b} on {there} and {two:b} on {here}, with {n} and {m} pictures?"),
        one=first.account.handle,
        there=where(ctx, first.platforms),
        two=second.account.handle,
        here=where(ctx, second.platforms),
        n=first.pictures,
        m=second.pictures,
    )


def _answers(ctx: RenderContext, row: Link, agree: Button[[int]]) -> tuple[Action, ...]:
    yes = agree(ctx, L("Yes, join us"), row.id).primary()
    return (yes, buttons.link_no(ctx, L("No"), row.id))


def done(ctx: RenderContext, now: Side, other: str, homes: Sequence[str]) -> Card:
    """Build the confirmation of a link.
    `homes` are the platforms that digests and messages can go to, if there is a choice.
    """
    values = {"who": now.account.handle, "where": where(ctx, now.platforms), "other": other}
    lines = [ctx.t(L("Done. You are {who:b}, on {where}; {other:b} still finds you."), **values)]
    if len(homes) > 1:
        lines.append(ctx.t(L("Where shall your digest and what happens come?")))
    return Card(text.join(lines), actions=choices(ctx, homes) if len(homes) > 1 else ())


def choices(ctx: RenderContext, homes: Sequence[str]) -> tuple[Action, ...]:
    return tuple(buttons.home(ctx, name.capitalize(), name) for name in homes)


def unlink_asked(ctx: RenderContext, platform: str, me: Account, stays: Sequence[str]) -> Card:
    """Build the card that explains what unlinking a platform means, before it is done. `stays`: the other platforms."""
    said = ctx.t(
        L(
            "Leave {platform} as {who:b}? What was painted on {platform} goes along, with its posts. All else stays "
            "with {who:b} on {where}, and whom you follow holds for both. On {platform} you get another name."
        ),
        platform=platform.capitalize(),
        who=me.handle,
        where=where(ctx, stays),
    )
    label = ctx.s(L("Leave {platform}"), platform=platform.capitalize())
    return Card(said, actions=(buttons.unlink(ctx, label, platform, sure=True).danger(),))


def unlinked(ctx: RenderContext, new: str, platform: str, me: Account, stays: Sequence[str]) -> Card:
    """Say that a platform was left: `new` is the handle there, `stays` the platforms that are left."""
    said = L("You are {new:b} on {platform} now, and {who:b} on {where}. {link:c} joins you again.")
    values = {"new": new, "platform": platform.capitalize(), "who": me.handle, "where": where(ctx, stays)}
    return text_card.words(ctx.t(said, link=_LINK, **values))


def code_follows(ctx: RenderContext) -> Card:
    """Say that a code is on its way."""
    return text_card.words(ctx.t(L("One moment: a code for you.")))


def code_is_own(ctx: RenderContext) -> Card:
    """Tell who typed their own code where to type it."""
    return text_card.words(ctx.t(L("That code is yours: type it on the other platform.")))


def code_is_wrong(ctx: RenderContext) -> Card:
    """Say that a code does not work, without a reason: a guess must not learn whether it existed."""
    said = L("That code does not work: it was used, it is over, or it never was one. {link:c} gives a new one.")
    return text_card.words(ctx.t(said, link=_LINK))


def same_platform(ctx: RenderContext, platform: str) -> Card:
    """Say that the two cannot be joined because both are on `platform`."""
    said = L("Both of you are on {platform} already: one person has one place on each platform.")
    return text_card.words(ctx.t(said, platform=platform.capitalize()))


def asked_there(ctx: RenderContext, platform: str) -> Card:
    """Tell who typed the code that the other side was asked on `platform`."""
    said = L("Now say yes on {platform} too: I asked you there. It waits for ten minutes.")
    return text_card.words(ctx.t(said, platform=platform.capitalize()))


def joining(ctx: RenderContext) -> Card:
    """Say that both sides agreed and the merge is under way."""
    return text_card.words(ctx.t(L("Joining the two of you.")))


def refused(ctx: RenderContext) -> Card:
    """Confirm to who said no that nobody is joined."""
    return text_card.words(ctx.t(L("Nobody is joined. All is as it was.")))


def ended(ctx: RenderContext) -> Card:
    """Tell who typed the code that the other side did not agree."""
    return text_card.words(ctx.t(L("Nobody is joined: the other side did not agree. All is as it was.")))


def failed(ctx: RenderContext) -> Card:
    """Say that nobody is joined, though both sides agreed."""
    said = L("Nobody is joined: these two can't be, as they are now. All is as it was. {link:c} begins anew.")
    return text_card.words(ctx.t(said, link=CommandLine("/link")))


def home_unknown(ctx: RenderContext, platform: str) -> Card:
    """Say that no private chat is open on `platform`, and how to open one."""
    said = L("I cannot write to you alone on {platform} yet. Write to me there in private, then say this again.")
    return text_card.words(ctx.t(said, platform=platform.capitalize()))


def home_chosen(ctx: RenderContext, platform: str) -> Card:
    """Confirm the platform on which they are written to."""
    said = L("Your digest and what happens come to you on {platform} now.")
    return text_card.words(ctx.t(said, platform=platform.capitalize()))


def home(ctx: RenderContext, homes: Sequence[str]) -> Card:
    """Say on which platform they are written to, the first of `homes`, and offer a choice if there are several."""
    if not homes:
        nowhere = L("I may write to you nowhere yet. Write to me in private where you want it, and say it again.")
        return text_card.words(ctx.t(nowhere))
    if len(homes) == 1:
        only = L("I write to you on {platform}. {link:c} joins another.")
        return text_card.words(ctx.t(only, platform=homes[0].capitalize(), link=_LINK))
    said = ctx.t(L("I write to you on {platform}. Where shall it be?"), platform=homes[0].capitalize())
    return text_card.words(said, *choices(ctx, homes))
