"""Describe the commands and context menus as Discord takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from botfeed.adapters.discord.api import context_menus, selects
from botfeed.core.chat.verb import Spec, Verb, Verbs, Where, Who
from botfeed.core.language.i18n import LANGUAGES, L, words

NAME = 32
TOP = 25  # commands without a group before them: more than that nobody looks through
DESCRIPTION = 100
CHOICES = 25
GUILD, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2  # contexts
GUILD_INSTALL, USER_INSTALL = 0, 1
_SUBCOMMAND, _STRING, _INTEGER, _BOOLEAN = 1, 3, 4, 5
_LOCALES = {"it": "it"}  # ours to Discord's, besides English
_TYPES: dict[type, int] = {str: _STRING, int: _INTEGER, bool: _BOOLEAN}
_MANAGE_GUILD = str(1 << 5)
_NOBODY = "0"  # but a server's administrators; in direct messages rights are not asked for
MEMBER = "member"  # the option that takes a person of Discord
GROUPS = {
    "people": L("Follow, mute or block somebody, and see who follows whom."),
    "picture": L("What you can do with one of your pictures."),
    "post": L("Like, save or comment on a picture that you see."),
}
_NAME = re.compile(r"[-_'\w]{1,32}")

Entry = dict[str, Any]


def commands(verbs: Verbs) -> list[Entry]:
    """Return all commands and menus for its bulk overwrite; `digest.set` is a subcommand of `digest`.

    A command stands at its path: there are many, and people look for one at the top, where 25 are shown at most.
    """
    groups: dict[str, list[Verb]] = {}
    for what in verbs:
        if what.menu:
            groups.setdefault(what.path.partition(".")[0], []).append(what)
    slash = [_group(name, inside) if "." in inside[0].path else _single(inside[0]) for name, inside in groups.items()]
    menu = [
        _menu(verbs[verb], kind, name)
        for kind in context_menus.ENTRIES
        for verb, name in context_menus.offered(verbs, kind).items()
    ]
    return [*_distinct(slash), *menu]


def _single(what: Verb) -> Entry:
    return {**_frame([what]), **_named(what.name, f"/{what.name}", what.says), "options": _options(what)}


def _group(name: str, inside: list[Verb]) -> Entry:
    """Describe a group by its words, or by its first command, which people look for most."""
    subs = [
        {
            **_named(c.path.partition(".")[2], f"/{c.name.replace('.', ' ')}", c.says),
            "type": _SUBCOMMAND,
            "options": _options(c),
        }
        for c in inside
    ]
    return {**_frame(inside), **_named(name, f"/{name}", GROUPS.get(name, inside[0].says)), "options": _distinct(subs)}


def _menu(what: Verb, kind: int, name: str) -> Entry:
    there = {locale: shown[:NAME] for locale, shown in _translated(name)}
    return {**_frame([what]), "type": kind, "name": name, "name_localizations": there}


def _frame(whats: Sequence[Verb]) -> Entry:
    """Return where commands are shown and to whom.
    Commands that need a server are for servers that installed the bot, all others also for people who installed it.
    A group for those who run a place, or this botfeed, is hidden from people without rights: a server's integration
    settings open it to its other roles.
    """
    places = {Where.SPACE: {GUILD}, Where.ALONE: {BOT_DM}, Where.ANYWHERE: {GUILD, BOT_DM, PRIVATE_CHANNEL}}
    contexts = set[int]().union(*(places[what.where] for what in whats))
    installs, rights = {GUILD_INSTALL, USER_INSTALL}, None
    if all(what.where is Where.SPACE for what in whats):
        installs = {GUILD_INSTALL}
    if any(what.who in (Who.ADMIN, Who.KEEPER) for what in whats):
        contexts, installs, rights = {GUILD}, {GUILD_INSTALL}, _MANAGE_GUILD
    if all(what.who is Who.OPERATOR for what in whats):
        contexts, installs, rights = {GUILD, BOT_DM}, {GUILD_INSTALL}, _NOBODY
    return {
        "type": 1,
        "contexts": sorted(contexts),
        "integration_types": sorted(installs),
        "default_member_permissions": rights,
    }


def _named(name: str, title: str, says: str) -> Entry:
    """Return names and descriptions in all languages; `title` is the catalogue's key: `/digest set`, or `hour:`."""
    return {
        "name": name,
        "name_localizations": {
            locale: last for locale, shown in _translated(title) if (last := _name(shown)) not in ("", name)
        },
        "description": (says or name)[:DESCRIPTION],
        "description_localizations": {locale: shown[:DESCRIPTION] for locale, shown in _translated(says)},
    }


def _translated(english: str) -> Iterable[tuple[str, str]]:
    """Yield Discord's locales and the catalogue's translations, where there are any."""
    for language in LANGUAGES:
        if language in _LOCALES and (shown := words(language).entries().get(english)):
            yield _LOCALES[language], shown


def _name(title: str) -> str:
    """Return the last word of `/digest imposta` or `ora:`; empty if Discord does not take it as a name."""
    last = title.strip("/: ").rpartition(" ")[2].lower()
    return last if _NAME.fullmatch(last) else ""


def _distinct(entries: list[Entry]) -> list[Entry]:
    """Drop translated names that are taken by another entry beside them: Discord would refuse the whole."""
    for entry in entries:
        for locale, name in list(entry["name_localizations"].items()):
            if any(e is not entry and name in (e["name"], e["name_localizations"].get(locale)) for e in entries):
                del entry["name_localizations"][locale]
    return entries


def _options(what: Verb) -> list[Entry]:
    """Return a command's options, without lists of several channels or roles, which only a form can take."""
    taken = [spec for spec in what.specs if spec.param.pick not in ("channels", "roles")]
    options = [option for spec in taken for option in _of(spec, person=spec is person(what))]
    return _distinct(sorted(options, key=lambda option: not option["required"]))


def person(what: Verb) -> Spec | None:
    """Return the parameter that people pick from the server's members; None where the command names nobody."""
    return next((spec for spec in what.specs if spec.param.pick == "person"), None)


def _of(spec: Spec, *, person: bool) -> list[Entry]:
    """Return the options of a parameter: for a person one of Discord's own, and the handle for those of other
    platforms, of which neither is required: the form asks for what is missing.
    """
    if not person:
        return [_option(spec)]
    picked = {**_named(MEMBER, L("member:"), L("somebody in this chat")), "type": selects.PERSON}
    return [{**picked, "required": False}, {**_option(spec), "required": False}]


def _option(spec: Spec) -> Entry:
    written = spec.param.ref or spec.param.reads is not None or issubclass(spec.kind, StrEnum)
    kind = _STRING if written else _TYPES[spec.kind]
    option: Entry = {
        **_named(spec.name, f"{spec.name}:", spec.param.says),
        "type": kind,
        "required": spec.required,
    }
    if spec.param.pick == "channel":
        return selects.option(option)
    if issubclass(spec.kind, StrEnum):
        option["choices"] = _distinct([_choice(str(c)) for c in spec.kind][:CHOICES])
    elif spec.param.suggest:
        option["autocomplete"] = True
    return option | _limits(spec, kind)


def _limits(spec: Spec, kind: int) -> Entry:
    """Return the limits of a number or of a text's length; a reference has none."""
    if spec.param.ref or kind not in (_STRING, _INTEGER) or (spec.kind is int and kind == _STRING):
        return {}
    low, high = ("min_value", "max_value") if kind == _INTEGER else ("min_length", "max_length")
    least, most = spec.param.least, spec.param.most
    if most is not None and kind == _STRING:
        most = min(most, 6000)
    return {name: limit for name, limit in ((low, least), (high, most)) if limit is not None}


def _choice(value: str) -> Entry:
    there = {locale: shown[:DESCRIPTION] for locale, shown in _translated(value)}
    return {"name": value, "name_localizations": there, "value": value}
