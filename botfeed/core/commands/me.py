"""Me: what this is, what is kept about me, and how I leave."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Annotated

from botfeed.core.cards import about as cards
from botfeed.core.cards import buttons
from botfeed.core.cards import command_help as verb_cards
from botfeed.core.cards.choices import Switch
from botfeed.core.cards.people import access_requests as access_cards
from botfeed.core.cards.people import account_settings as account_cards
from botfeed.core.chat.command import Param, Who, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Choice, Reply
from botfeed.core.chat.verb import Verb
from botfeed.core.commands import people
from botfeed.core.feed import events
from botfeed.core.language import i18n
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import L
from botfeed.core.model import Picture, Post, PostState
from botfeed.core.moderation import access_requests
from botfeed.core.parsing import command_names, command_parser
from botfeed.core.privacy import consent as consents
from botfeed.core.privacy import erasure, export
from botfeed.core.safety import review


class Language(StrEnum):
    EN = "en"
    IT = "it"


@command(open=True)
def start(ctx: Context) -> Reply:
    """What this is, and the next step."""
    if not access_requests.admitted(ctx):
        return Reply(cards=(access_cards.invitation(ctx),))
    return Reply(cards=(cards.start(ctx),))


def _listed(ctx: Context) -> list[Verb]:
    """Return what the menu lists to who asks."""
    return [what for what in ctx.services.menu if what.menu and (ctx.operator or what.who is not Who.OPERATOR)]


def _verbs(ctx: Context, typed: str) -> list[Choice]:
    """Complete a command by its name in any language, and offer it in the reader's."""
    stem = fold(typed.strip()).removeprefix("/")
    fit = [c.name for c in _listed(ctx) if any(stem in _words(c.name, code) for code in i18n.LANGUAGES)]
    shown = [f"/{_words(name, ctx.words.language)}" for name in fit]
    return [Choice(name, name) for name in shown]


def _words(name: str, language: str) -> str:
    return command_names.of(name, language).replace(".", " ")


@command(button=buttons.help_, open=True)
def help_(
    ctx: Context, about: Annotated[str, Param(most=60, rest=True, suggest=_verbs, says=L("a command, like save"))] = ""
) -> Reply:
    """All that you can say here, or more about one command."""
    if not about:
        return Reply(cards=(cards.menu(ctx, ctx.services.menu, operator=ctx.operator),))
    if group := _group(ctx, about):
        return Reply(cards=(verb_cards.group(ctx, group),))
    found = ctx.services.menu.find(about)
    if found is None or found[0] not in _listed(ctx):
        raise command_parser.unknown(about, _listed(ctx), ctx.words.language)
    return Reply(cards=(verb_cards.verb(ctx, found[0]),))


def _group(ctx: Context, about: str) -> list[Verb]:
    """Return the commands of a group that is named alone (`digest`); none for a single command."""
    name = command_names.english(fold(about.strip()).removeprefix("/"))
    inside = [what for what in _listed(ctx) if what.name.startswith(f"{name}.")]
    return inside if len(inside) > 1 and ctx.services.menu.get(name) is None else []


@command(button=buttons.help_section, menu=False, open=True)
def help_section(ctx: Context, about: Annotated[str, Param(most=60)]) -> Reply:
    """What the commands of one kind do."""
    found = cards.section(ctx, ctx.services.menu, about, operator=ctx.operator)
    return Reply(cards=(found or cards.menu(ctx, ctx.services.menu, operator=ctx.operator),))


@command(name="me.show", reads=True)
def show(ctx: Context) -> Reply:
    """Show your own profile."""
    return people.profile(ctx)


@command(button=buttons.privacy, open=True)
def privacy(ctx: Context) -> Reply:
    """What is kept about you, why, and for how long."""
    return Reply(cards=(cards.privacy(ctx, reviews=not review.is_lacking(ctx)),))


@command(open=True, menu="me.language")
def language(ctx: Context, to: Annotated[Language | None, Param(says=L("en or it"))] = None) -> Reply:
    """Choose English or Italian."""
    if to is None:
        choices = tuple(language.button(ctx, name, Language(code)) for code, name in i18n.LANGUAGES.items())
        return Reply(cards=(account_cards.language(ctx, choices),))
    ctx.uow.update(ctx.actor, language=str(to))
    return Reply(cards=(account_cards.language_chosen(to),))


@command(button=buttons.me_export, tool="confirm", open=True)
def export_(ctx: Context) -> Reply:
    """Get all that is kept about you, as a zip."""
    return export.request(ctx)


@command(button=buttons.me_delete, tool="never", open=True)
def delete(ctx: Context, sure: Annotated[bool, Param(says=L("no second question"))] = False) -> Reply:
    """Delete your account and everything in it, after seven days."""
    if ctx.actor.leaving_at is None and not sure:
        pictures = ctx.uow.count(Picture, account=ctx.actor.id, removed=None, checking=False)
        published = ctx.uow.count(Post, author=ctx.actor.id, state=PostState.PUBLIC)
        return Reply(cards=(cards.leaving_asked(ctx, pictures, published),))
    account = erasure.ask(ctx)
    return Reply(cards=(cards.leaving(ctx, account),), update=True)


@command(button=buttons.me_keep, tool="never", open=True)
def keep(ctx: Context) -> Reply:
    """Take your farewell back."""
    erasure.keep(ctx)
    return Reply(cards=(account_cards.kept(ctx),), update=True)


@command(button=buttons.me_consent, tool="never", open=True)
def consent(ctx: Context, export: Annotated[Switch | None, Param(says=L("on or off"))] = None) -> Reply:
    """Say whether your interactions may be exported to improve models. Off unless you say on."""
    if export is not None:
        consents.give(ctx.uow, ctx.actor.id, granted=export is Switch.ON)
    version = events.consent_of(ctx.uow, ctx.actor.id)
    card = cards.consent(ctx, version, consents.history(ctx.uow, ctx.actor.id))
    return Reply(cards=(card,), update=export is not None)


@command(name="me.personal", tool="confirm", open=True)
def personal(ctx: Context, wanted: Annotated[Switch | None, Param(says=L("on or off"))] = None) -> Reply:
    """Switch on or off that your feed learns from what you like."""
    account = ctx.actor
    if wanted is not None:
        account = ctx.uow.update(account, personal=wanted is Switch.ON)
    card = account_cards.personal(ctx, account, partial(personal.button, ctx))
    return Reply(cards=(card,), update=wanted is not None)


@command(button=buttons.me_access, tool="never", open=True)
def access(ctx: Context) -> Reply:
    """Ask the people who run this botfeed to let you in."""
    return access_requests.ask(ctx)


COMMANDS = (start, access, help_, help_section, show, privacy, language, export_, delete, keep, consent, personal)
