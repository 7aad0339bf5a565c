"""Space cards: settings, moderation log, welcome and lost permissions."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.buttons import turns
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.chat.messenger import Ageless, HearsReactions
from botfeed.core.language import emojis, i18n, text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.listing.pages import Page
from botfeed.core.model import Account, AccountState, Address, Decision, Post, PostState, Space, Subscription

TITLE_MOST = 60  # characters of a picture's title in a line
CEILINGS = {
    "none": L("never here"),
    "veiled": L("blurred, and only where a channel is age-restricted"),
}
_GONE = {
    "left": L("I was removed from {place:b}. Its settings wait, in case you invite me again."),
    "showcase": L("I can't write in the showcase of {place:b} any more, so there is none now."),
    "digest": L("I can't write where the digest of {place:b} went, so it is off."),
    "channel": L("I can't post in {place:b} any more, so it is not offered below your pictures."),
    "log": L("I can't write in the moderators' log of {place:b} any more, so there is none now."),
    "channels": L("The last channel that I answered in is gone from {place:b}: I answer in every channel now."),
    "roles": L("The last role that I answered is gone from {place:b}: I answer everybody now."),
}


def settings(ctx: Context, space: Space, row: Subscription | None) -> Card:
    """Build the settings card of a space, with buttons to change them for people who may."""
    rows = (
        text.bold(space.title or ctx.s(L("This place"))),
        ctx.t(L("Showcase: {where}"), where=_channel(ctx, space, space.showcase)),
        *_takes(ctx, space),
        ctx.t(L("Daily digest: {when}"), when=_digest(ctx, space, row)),
        _utc(ctx, space, row),
        ctx.t(L("Sensitive pictures: {ceiling}"), ceiling=_ceiling(ctx, space)),
        *_hearing(ctx, space),
        ctx.t(L("Set up by: {roles}"), roles=_setters(ctx, space)),
        ctx.t(L("Moderators' log: {where}"), where=_channel(ctx, space, space.log)),
        ctx.t(L("Language: {language}"), language=i18n.LANGUAGES.get(space.language, space.language)),
    )
    return Card(text.join(rows), actions=_actions(ctx))


def _actions(ctx: Context) -> tuple[Action, ...]:
    """Return the settings buttons, unless the viewer certainly may not use them.
    Rights are checked again on a press.
    """
    if ctx.keeps is False:
        return ()
    return (
        buttons.space_setup(ctx, L("Set up")).primary(),
        buttons.space_showcase(ctx, L("Showcase")),
        buttons.space_more(ctx, L("More settings")),
        buttons.space_log(ctx, L("Log")),
    )


def _takes(ctx: Context, space: Space) -> tuple[Text, ...]:
    """Return the lines about what the showcase takes, if there is one, and which reactions are likes."""
    said: list[Text] = []
    if space.showcase is not None:
        what = L("It takes what is published to here, and what members publish to everyone.")
        first = ctx.t(what) if space.gathers else ctx.t(L("It takes what is published to here."))
        enters = ctx.n(
            L("A picture enters with {n} like from here."), L("A picture enters with {n} likes from here."), space.least
        )
        said.append(text.quiet(text.join((first, enters if space.least else Text()), " ")))
    if isinstance(ctx.services.messengers.get(space.platform), HearsReactions):
        said.append(ctx.t(L("A like is: {emoji}"), emoji=emojis.shown(space.likes, ctx.s(L("hearts")))))
    return tuple(said)


def _hearing(ctx: Context, space: Space) -> tuple[Text, ...]:
    """Return the lines about channels and roles; none of them where the platform's places have neither."""
    if not (ctx.request.forms or space.channels or space.roles):
        return ()
    return (
        ctx.t(L("I answer in: {channels}"), channels=_names(ctx, space, space.channels, "#", L("every channel"))),
        ctx.t(L("I answer: {roles}"), roles=_names(ctx, space, space.roles, "@", L("everybody"))),
    )


def _names(ctx: Context, space: Space, ids: Sequence[str], mark: str, all: str) -> str:
    return called(space, ids, mark) or ctx.s(all)


def called(space: Space, ids: Sequence[str], mark: str) -> str:
    """Return channels (#) or roles (@) by the names they had when picked."""
    return ", ".join(f"{mark}{(space.names or {}).get(id, id)}" for id in ids)


def _setters(ctx: Context, space: Space) -> str:
    admins = ctx.s(L("its administrators"))
    return f"{admins}, {called(space, space.setters, '@')}" if space.setters else admins


def _channel(ctx: Context, space: Space, at: Address | None) -> str:
    if at is None:
        return ctx.s(L("none"))
    if name := (space.names or {}).get(at.ref):
        return f"#{name}"
    return ctx.s(L("here")) if at.ref == ctx.address.ref else ctx.s(L("another channel of this place"))


def _ceiling(ctx: Context, space: Space) -> str:
    if isinstance(ctx.services.messengers.get(space.platform), Ageless):
        return ctx.s(L("seen in private chats alone"))
    return ctx.s(CEILINGS[space.ceiling])


def _digest(ctx: Context, space: Space, row: Subscription | None) -> str:
    if row is None or row.state == "off":
        return ctx.s(L("none"))
    where = _channel(ctx, space, row.address)
    said = ctx.s(
        L("{time} ({zone}), {where}"), time=lines.time_of_day(row.minute), zone=lines.zone(row.zone), where=where
    )
    return said if row.state == "active" else ctx.s(L("{what}, paused"), what=said)


def _utc(ctx: Context, space: Space, row: Subscription | None) -> Text:
    """Return a hint on how to set a time zone, if the digest is still on UTC; empty otherwise."""
    if row is None or row.state == "off" or row.zone != "UTC" or ctx.keeps is False:
        return Text()
    place = space.title or ctx.s(L("This place"))
    line = CommandLine(f"/digest set {row.minute // 60} --zone Europe/Rome")
    return text.quiet(ctx.t(L("That is UTC time; {set:c} in {place:b} changes it."), set=line, place=place))


def welcome(ctx: RenderContext) -> Card:
    """Build the single message sent to a new space."""
    says = L("Hello. {imagine:c} paints a picture from words, {setup:c} brings a showcase and a daily digest here.")
    said = ctx.t(says, imagine=CommandLine("/imagine"), setup=CommandLine("/space setup"))
    actions = (buttons.imagine(ctx, L("Paint")).primary(), buttons.space_setup(ctx, L("Set up")), *lines.invites(ctx))
    return Card(text.join((said, text.quiet(lines.hearing(ctx)))), actions=actions)


def channel_opened(ctx: RenderContext, space: Space) -> Card:
    """Say to who let the bot into a channel how pictures come there."""
    says = L(
        "I may post in {place:b} now. A picture that you published for everyone has a button for it, in its ⋯ menu."
    )
    return text_card.words(ctx.t(says, place=space.title), buttons.mine(ctx, L("My pictures")))


def lost(ctx: RenderContext, space: Space, gone: Sequence[str]) -> Card:
    """Build the message about ended functions of a space for the person who set it up."""
    said = [ctx.t(_GONE[name], place=space.title) for name in gone]
    again = (
        Text()
        if {"left", "channel"} & set(gone)
        else ctx.t(L("{setup:c} there chooses anew."), setup=CommandLine("/space setup"))
    )
    return Card(text.join((*said, again)))


def entry(ctx: RenderContext, row: Decision) -> Card:
    """Build the log entry of a moderator's decision: text only, without the picture."""
    return Card(line(ctx, row), actions=_undo(ctx, row))


_DONE = {
    "away": L("{by:b} took {title:b} by {who} out of here"),
    "back": L("{by:b} put {title:b} by {who} back"),
    "left": L("{by:b} left {title:b} by {who} where it is"),
    "passed": L("{by:b} asked the operators about {title:b} by {who}"),
}


def line(ctx: RenderContext, row: Decision) -> Text:
    """Return one line about a decision: moderator, picture, author and reason."""
    post = ctx.uow.get(Post, row.post)
    stands = post if post and _may_be_named(ctx, row, post) else None
    values = {
        "by": ctx.s(L("a moderator")) if row.by in ("operator", "moderator") else row.by,
        "title": text.shorten(post_cards.title(ctx, stands), TITLE_MOST) if stands else ctx.s(L("something")),
        "who": lines.name(ctx, ctx.uow.get(Account, post.author) if post else None),
    }
    says = _DONE.get(row.kind, _DONE["back"])
    ended = text.quiet(ctx.t(L("put back since"))) if row.overturned else Text()
    return text.join((ctx.t(says, **values), row.reason, ended), " · ")


def _may_be_named(ctx: RenderContext, row: Decision, post: Post) -> bool:
    """Return True if its place would still show a post, had its moderators not taken it out."""
    author = ctx.uow.get(Account, post.author)
    stands = post.state is PostState.PUBLIC and author is not None and author.state is AccountState.ACTIVE
    return stands and post.reaches(row.space)


def answer(ctx: RenderContext, row: Decision) -> Card:
    """Build the card of an author's answer to a removal, for the space's moderators."""
    who = lines.name(ctx, ctx.uow.get(Account, row.account))
    says = ctx.t(L("{who:b} answers: “{said}”"), who=who, said=row.appeal)
    return Card(text.join((line(ctx, row), says)), actions=_undo(ctx, row))


def _undo(ctx: RenderContext, row: Decision, label: str = "") -> tuple[Action, ...]:
    if row.kind != "away" or row.overturned or row.post is None or row.space is None:
        return ()
    return (buttons.space_restore(ctx, label or L("Put it back"), row.post, row.space),)


def log(ctx: RenderContext, what: Page[Decision]) -> Card:
    """Build the log of recent decisions; those still in force have a button to reverse them."""
    rows = what.items
    if not rows:
        return Card(ctx.t(L("No picture was taken out of this place.")))
    numbered = [
        text.of(f"{n} ") + line(ctx, row) + text.quiet(text.of(" · ") + lines.ago(ctx, row.created))
        for n, row in enumerate(rows, 1)
    ]
    actions = (a for n, row in enumerate(rows, 1) for a in _undo(ctx, row, ctx.s(L("Put back {n}"), n=n)))
    around = turns.both(ctx, what, lambda label, page: buttons.space_log(ctx, label, page))
    return Card(text.join(numbered), actions=(*actions, *around))


def taken_out(ctx: RenderContext, row: Decision, *, told: bool) -> Card:
    """Build the confirmation of a removal; `told`: its author is notified."""
    says = L("It is out of this place: its copies here are taken down. Elsewhere it stands, and its author is told.")
    if not told:
        says = L("It is out of this place, where it never stood for all. Elsewhere it stands.")
    return Card(ctx.t(says), actions=_undo(ctx, row))


def put_back(ctx: RenderContext) -> Card:
    """Confirm to who put a picture back."""
    return Card(ctx.t(L("It may be seen here again, and its author is told.")))
