"""Understand people as Discord's client names them: `<@id>` in any text becomes that person's handle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import discord

from botfeed.adapters.discord import schema
from botfeed.adapters.discord.api.addresses import PLATFORM
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Picked, Request
from botfeed.core.chat.verb import Verbs
from botfeed.core.model import Account, AccountState, Block, Identity
from botfeed.core.ports import Unit

_NAMED = re.compile(r"<@!?(\d{1,20})>")
MOST = 20  # people of one message who are looked up


async def spelled(services: Services, request: Request, names: Mapping[str, str]) -> Request:
    """Return the request with handles in place of `<@id>`; `names` are Discord's names for those who have none.

    Where a whole argument is a person, the person is passed on by id, so that the answer can say who is unknown.
    """
    ids = _ids([*request.args.values(), request.text or ""])
    if not ids:
        return request
    request = _persons(services.menu, request)
    handles = await services.store.read(lambda uow: _handles(uow, request.sender.user, ids))

    def shown(found: re.Match[str]) -> str:
        name = handles.get(found[1]) or names.get(found[1])
        return f"@{name}" if name else found[0]

    def spell(text: str) -> str:
        return _NAMED.sub(shown, text)

    args = {name: spell(value) for name, value in request.args.items()}
    return replace(request, args=args, text=None if request.text is None else spell(request.text))


def of_interaction(what: discord.Interaction) -> dict[str, str]:
    """Return the names of the people that an interaction resolves, by their ids."""
    data: Any = what.data or {}
    users: Mapping[str, Any] = (data.get("resolved") or {}).get("users") or {}
    return {id: str(user.get("global_name") or user.get("username") or "") for id, user in users.items()}


def of_message(what: discord.Message) -> dict[str, str]:
    return {str(user.id): str(user.global_name or user.name) for user in what.mentions}


def _ids(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(id for text in texts for id in _NAMED.findall(text)))[:MOST]


def _persons(menu: Verbs, request: Request) -> Request:
    """Pass on a person who is the whole of an argument that means one."""
    verb = menu.get(request.command)
    person = schema.person(verb) if verb else None
    found = _NAMED.fullmatch(request.args.get(person.name, "").strip()) if person else None
    if person is None or found is None:
        return request
    who = f"{PLATFORM}:{found[1]}"
    return replace(request, args={**request.args, person.name: who}, picked={**request.picked, who: Picked("")})


def _handles(uow: Unit, me: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the handles of those who are here, but for people who blocked the one who names them."""
    mine = uow.one(Identity, platform=PLATFORM, user=me)
    found = dict[str, str]()
    for id in ids:
        known = uow.one(Identity, platform=PLATFORM, user=id)
        account = uow.get(Account, known.account) if known else None
        if account is None or account.state is AccountState.GONE:
            continue
        if mine is None or not uow.count(Block, account=account.id, blocked=mine.account):
            found[id] = account.handle
    return found
