"""Places: what those who run a server or group choose for it, and what they take out of it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards import spaces as cards
from botfeed.core.cards.choices import Place, Switch
from botfeed.core.cards.posts import place_reports as report_cards
from botfeed.core.chat.button import Form
from botfeed.core.chat.command import Param, Where, Who, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Ask, Field, Reply
from botfeed.core.chat.values import Option
from botfeed.core.commands.me import Language
from botfeed.core.digest import subscriptions
from botfeed.core.errors import BadInput
from botfeed.core.language import choice_words, emojis, i18n
from botfeed.core.language.i18n import L
from botfeed.core.listing.pages import Turn
from botfeed.core.model import Address, Space, Subscription
from botfeed.core.moderation import reports
from botfeed.core.parsing import hours
from botfeed.core.ports.fields import SpaceValues
from botfeed.core.spaces import like_emoji, place_reports, removals, spaces
from botfeed.core.spaces import showcase as showcases
from botfeed.core.work import operators

OFF = "off"
REASON_MOST = 500  # characters
EMOJI_MOST = 300  # characters
STEPS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50)  # likes, in a form


class Ceiling(StrEnum):
    NONE = "none"
    VEILED = "veiled"


def _meant_hour(typed: str) -> dict[str, str] | None:
    """Return what words say about the hour of a digest: off, an hour, or an hour and a minute; None for others."""
    if said := hours.read(typed):
        return {"hour": ":".join(said.values())}
    return {"hour": OFF} if choice_words.meant(typed, (OFF,)) else None


Channel = Annotated[str | None, Param(says=L("a channel, here or none"), pick="channel")]
Thing = Annotated[int, Param(ref=True, says=L("the post"), asks=L("Which post?"))]
At = Annotated[int | None, Param(ref=True, says=L("the place"))]


@command(name="space.show", where=Where.SPACE, reads=True)
def show(ctx: Context) -> Reply:
    """See how this server or group is set up."""
    return _card(ctx, spaces.here(ctx))


def _card(ctx: Context, space: Space) -> Reply:
    return Reply(cards=(cards.settings(ctx, space, spaces.subscription(ctx.uow, space)),))


@command(button=buttons.space_setup, where=Where.SPACE, who=Who.KEEPER, tool="never")
def setup(
    ctx: Context,
    showcase: Channel = None,
    digest: Channel = None,
    hour: Annotated[str | None, Param(says=L("of the digest: 0 to 23, or off"), most=30, reads=_meant_hour)] = None,
    ceiling: Annotated[Ceiling | None, Param(says=L("sensitive pictures: none, or veiled"))] = None,
    channels: Annotated[str | None, Param(says=L("where I answer"), pick="channels")] = None,
    language: Annotated[Language | None, Param(says=L("en or it"))] = None,
) -> Reply:
    """Choose the showcase, the digest and the rules of this server or group."""
    if (showcase, digest, hour, ceiling, channels, language) == (None,) * 6:
        return Reply(ask=_first_form(ctx))
    chosen: SpaceValues = {}
    if showcase is not None:
        chosen["showcase"] = spaces.address(ctx, showcase)
    if ceiling is not None:
        chosen["ceiling"] = str(ceiling)
    if channels is not None:
        chosen["channels"] = spaces.ids(ctx, channels, roles=False)
    if language is not None:
        chosen["language"] = str(language)
    _digest(ctx, spaces.address(ctx, digest) if digest is not None else None, hour)
    return _card(ctx, spaces.settle(ctx, **chosen))


def _zone(ctx: Context, row: Subscription | None) -> str:
    """Return the time zone of the hour: the place's digest keeps its own, else the actor's is used."""
    return row.zone if _on(row) and row else ctx.actor.zone


def _digest(ctx: Context, channel: Address | None, hour: str | None) -> None:
    """Start, move or end the digest of this place."""
    row = spaces.subscription(ctx.uow, spaces.here(ctx))
    if hour == OFF:
        if _on(row):
            subscriptions.stop(ctx, Place.HERE)
    elif hour and hour != _hour(row):
        if hours.read(hour) is None:
            raise BadInput(L("The hour of the digest goes from 0 to 23, or is {off:c}."), off=OFF)
        there = replace(ctx, address=channel or (row.address if row else ctx.address))
        said = {name: int(n) for name, n in (hours.read(hour) or {}).items()}
        zone, minute = _zone(ctx, row), said.get("minute", 0)
        subscriptions.choose(there, hour=said["hour"], minute=minute, zone=zone, days="", size=None, place=Place.HERE)
    elif channel is not None and row is not None and _on(row):
        subscriptions.move(ctx, row, channel)
    elif channel is not None:
        says = L("At which hour? The digest of this place has none yet, so give {hour:c} too.")
        raise BadInput(says, hour=Option("hour"))


def _first_form(ctx: Context) -> Ask:
    """The five that matter most; where nothing can be picked from a list, those that "here" can answer."""
    space = spaces.here(ctx)
    row = spaces.subscription(ctx.uow, space)
    fields = [
        _channel(ctx, "showcase", L("Showcase: gets what is published to here"), space.showcase),
        _channel(ctx, "digest", L("Channel of the daily digest"), row.address if _on(row) and row else None),
        Field("hour", f"{ctx.s(L('Hour of the digest'))} ({_zone(ctx, row)})", "choice", _hours(ctx), _hour(row)),
        Field("ceiling", ctx.s(L("Sensitive pictures")), "choice", _ceilings(ctx), space.ceiling),
        _list(ctx, "channels", "channels", L("Channels I answer in (none: all)"), space.channels),
    ]
    if not ctx.request.forms:
        fields = [fields[0], fields[2], _languages(ctx, space.language)]
    return buttons.space_setup.ask(ctx, Form(L("Set up this place"), tuple(fields)))


def _on(row: Subscription | None) -> bool:
    return row is not None and row.state != subscriptions.OFF


def _hour(row: Subscription | None) -> str:
    return str(row.minute // 60) if _on(row) and row else OFF


def _channel(ctx: Context, name: str, label: str, at: Address | None) -> Field:
    choices = ((spaces.HERE, ctx.s(L("Here"))), (spaces.NOWHERE, ctx.s(L("Nowhere"))))
    return Field(name, ctx.s(label), "channel", choices, at.ref if at else "", required=False)


def _list(ctx: Context, name: str, kind: str, label: str, ids: tuple[str, ...]) -> Field:
    return Field(name, ctx.s(label), kind, value=",".join(ids), required=False)


def _hours(ctx: Context) -> tuple[tuple[str, str], ...]:
    return ((OFF, ctx.s(L("No digest"))), *((str(n), f"{n:02}:00") for n in range(24)))


def _ceilings(ctx: Context) -> tuple[tuple[str, str], ...]:
    return tuple((name, ctx.s(says)) for name, says in cards.CEILINGS.items())


def _languages(ctx: Context, value: str) -> Field:
    return Field("language", ctx.s(L("Language of this place")), "choice", tuple(i18n.LANGUAGES.items()), value)


@command(button=buttons.space_more, where=Where.SPACE, who=Who.KEEPER, tool="never")
def more(
    ctx: Context,
    roles: Annotated[str | None, Param(says=L("whom I answer"), pick="roles")] = None,
    setters: Annotated[str | None, Param(says=L("who may set up"), pick="roles")] = None,
    log: Channel = None,
    language: Annotated[Language | None, Param(says=L("en or it"))] = None,
) -> Reply:
    """Choose whom I answer here, who may set up, the moderators' log and the language."""
    if (roles, setters, log, language) == (None,) * 4:
        return Reply(ask=_second_form(ctx))
    chosen: SpaceValues = {}
    if roles is not None:
        chosen["roles"] = spaces.ids(ctx, roles, roles=True)
    if setters is not None:
        chosen["setters"] = spaces.ids(ctx, setters, roles=True)
    if log is not None:
        chosen["log"] = spaces.address(ctx, log)
    if language is not None:
        chosen["language"] = str(language)
    return _card(ctx, spaces.settle(ctx, **chosen))


def _second_form(ctx: Context) -> Ask:
    space = spaces.here(ctx)
    fields = [
        _list(ctx, "roles", "roles", L("Roles I answer (none: everybody)"), space.roles),
        _list(ctx, "setters", "roles", L("Roles that may set up and moderate"), space.setters),
        _channel(ctx, "log", L("Moderators' log"), space.log),
        _languages(ctx, space.language),
    ]
    shown = fields if ctx.request.forms else fields[2:]
    return buttons.space_more.ask(ctx, Form(L("More settings"), tuple(shown)))


@command(button=buttons.space_showcase, where=Where.SPACE, who=Who.KEEPER, tool="never")
def takes(
    ctx: Context,
    members: Annotated[Switch | None, Param(says=L("what members publish to everyone: on or off"))] = None,
    likes: Annotated[str | None, Param(most=EMOJI_MOST, says=L("emoji that are a like, or hearts"))] = None,
    least: Annotated[int | None, Param(least=0, most=showcases.LEAST_MOST, says=L("likes that bring it there"))] = None,
) -> Reply:
    """Choose what the showcase takes, and which reactions are likes."""
    if (members, likes, least) == (None,) * 3:
        return Reply(ask=_showcase_form(ctx))
    chosen: SpaceValues = {}
    if members is not None:
        chosen["gathers"] = members is Switch.ON
    if likes is not None:
        chosen["likes"] = like_emoji.read(ctx, likes)
    if least is not None:
        chosen["least"] = least
    return _card(ctx, spaces.settle(ctx, **chosen))


def _showcase_form(ctx: Context) -> Ask:
    space = spaces.here(ctx)
    switch = ((str(Switch.OFF), ctx.s(L("No"))), (str(Switch.ON), ctx.s(L("Yes"))))
    steps = tuple((str(n), _from(ctx, n)) for n in sorted({*STEPS, space.least}))
    on = str(Switch.ON if space.gathers else Switch.OFF)
    fields = [
        Field("members", ctx.s(L("Also what members publish to everyone")), "choice", switch, on),
        Field("least", ctx.s(L("Likes from here that bring it there")), "choice", steps, str(space.least)),
    ]
    if like_emoji.are_chosen(ctx):
        says, word = ctx.s(L("Reactions that are a like")), ctx.s(L("hearts"))
        hint = ctx.s(L("Emoji, or the word hearts for every heart"))
        shown = " ".join(word if each == emojis.HEARTS else each for each in space.likes) or word
        fields.append(Field("likes", says, "text", value=shown, required=False, most=EMOJI_MOST, hint=hint))
    return buttons.space_showcase.ask(ctx, Form(L("Showcase"), tuple(fields)))


def _from(ctx: Context, n: int) -> str:
    return ctx.s(L("None: at once")) if n == 0 else str(n)


@command(button=buttons.space_remove, tool="never")
def remove(
    ctx: Context,
    post: Thing,
    place: At = None,
    reason: Annotated[str | None, Param(most=REASON_MOST, rest=True, says=L("why, as its author reads it"))] = None,
) -> Reply:
    """Take a picture out of this server or group; elsewhere it stands."""
    space = removals.where(ctx, place)
    what = removals.find(ctx.uow, space, post)
    if reason is None:
        label = ctx.s(L("Reason, as its author reads it"))
        field = Field("reason", label, "text", required=False, most=REASON_MOST)
        note = ctx.t(L("Its copies here are taken down. Elsewhere it stands, and its author can answer you."))
        return Reply(ask=buttons.space_remove.ask(ctx, Form(L("Remove from here"), (field,), note), post, space.id))
    told = removals.was_shown(ctx.uow, space, what)
    return Reply(cards=(cards.taken_out(ctx, removals.take_out(ctx, space, what, reason), told=told),))


@command(button=buttons.space_restore, tool="never")
def restore(ctx: Context, post: Thing, place: At = None) -> Reply:
    """Put back a picture that was taken out of this server or group."""
    space = removals.where(ctx, place)
    removals.put_back(ctx.uow, space, removals.find(ctx.uow, space, post), ctx.actor.handle)
    return Reply(cards=(cards.put_back(ctx),), update=True)


@command(button=buttons.space_log, where=Where.SPACE, who=Who.KEEPER, reads=True, tool="never")
def log(ctx: Context, page: Turn = "") -> Reply:
    """See what was taken out of this server or group."""
    return Reply(cards=(cards.log(ctx, removals.log(ctx, spaces.here(ctx), page)),), update=bool(page))


@command(name="space.reports", where=Where.SPACE, who=Who.KEEPER, reads=True, tool="never")
def open_reports(ctx: Context) -> Reply:
    """See what was reported in this server or group, the oldest first."""
    space = spaces.here(ctx)
    rows = place_reports.waiting(ctx.uow, space)
    case = place_reports.case(ctx, space, rows[0]) if rows else None
    return replace(case, private=True) if case else Reply(cards=(report_cards.none(ctx),))


Reported = Annotated[int, Param(ref=True, says=L("the report"))]


@command(button=buttons.space_leave, menu=False, tool="never")
def leave(ctx: Context, report: Reported, place: At = None) -> Reply:
    """Leave a reported picture where it is."""
    space = removals.where(ctx, place)
    row = place_reports.decide(ctx.uow, space, report, place_reports.LEFT, ctx.actor.handle)
    return Reply(cards=(report_cards.done(ctx, row),), update=True)


@command(button=buttons.space_pass, menu=False, tool="never")
def pass_on(ctx: Context, report: Reported, place: At = None) -> Reply:
    """Ask the people who run this botfeed to decide about a report."""
    space = removals.where(ctx, place)
    row = place_reports.decide(ctx.uow, space, report, place_reports.PASSED, ctx.actor.handle)
    operators.tell(ctx.services, ctx.uow, reports.passed, f"passed:{row.id}", report=report, place=space.id)
    return Reply(cards=(report_cards.done(ctx, row),), update=True)


COMMANDS = (show, setup, more, takes, remove, restore, log, open_reports, leave, pass_on)
