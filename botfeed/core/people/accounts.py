"""Accounts: sign-in by platform identity, and handles."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import Request
from botfeed.core.errors import NotFound, NotYours, UserError
from botfeed.core.language import folding, i18n, romanization
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Account, AccountState, Alias, Identity, Placement, Space
from botfeed.core.people import departures, display_names
from botfeed.core.ports import Unit
from botfeed.core.safety import access

HANDLE_MOST = 20  # characters
HANDLE = re.compile(rf"[a-z0-9_]{{2,{HANDLE_MOST}}}")
DIGITS = (3, 5, 8)  # of the numbers that are drawn for a handle that is taken, until one is free
# Names that would be taken for this botfeed or for everybody, or stand in decisions for who is no person.
_RESERVED = (
    "admin administrator all anybody anyone bot botfeed everybody everyone help here house me mod moderator nobody "
    "official operator owner review root someone staff support system team you"
)
RESERVED = frozenset(_RESERVED.split())


def sign_in(services: Services, uow: Unit, request: Request) -> tuple[Account, Identity]:
    """Return account and identity of a sender, created on their first request."""
    sender = request.sender
    private = sender.private or (request.address if request.address.private else None)
    known = uow.queries.signed_in(sender.platform, sender.user)
    if known is None:
        stranger = Identity(0, 0, sender.platform, sender.user, sender.name, uow.now)
        account = new(services, uow, sender.name, i18n.guess(request.locale), sender.shown, (stranger,))
        identity = Identity(uow.new_id(), account.id, sender.platform, sender.user, sender.name, uow.now, private)
        identity = replace(identity, **_opted_in(uow, request, identity))
        if uow.insert(identity):
            return departures.welcome_back(services, uow, account, identity), identity
        uow.delete(Account, id=account.id)  # their other first word was quicker, in another transaction
        known = uow.queries.signed_in(sender.platform, sender.user)
        assert known is not None
    identity, account = known
    fresh = {"name": sender.name, "private": private or identity.private, **_opted_in(uow, request, identity)}
    if any(getattr(identity, name) != value for name, value in fresh.items()):
        identity = uow.update(identity, **fresh)
    if sender.shown and (shown := display_names.of(services.rules, sender.shown, account.handle)) != account.name:
        account = uow.update(account, name=shown)
    return account, identity


def _opted_in(uow: Unit, request: Request, identity: Identity) -> dict[str, Any]:
    """Return the changes that opt a person in to private messages; empty outside their private chat."""
    if not request.address.private or request.brought:
        return {}
    return {"reachable": True, "asked": identity.asked or uow.now, "opened": identity.opened or uow.now}


def language(uow: Unit, request: Request) -> str:
    """Return the language for a person: as they chose, or else that of their app."""
    known = uow.queries.signed_in(request.sender.platform, request.sender.user)
    return known[1].language if known else i18n.guess(request.locale)


def new(
    services: Services, uow: Unit, name: str, language: str, shown: str = "", of: tuple[Identity, ...] = ()
) -> Account:
    """Create an account with a handle derived from `name`, if that is free and allowed; else with a drawn number
    behind it, so that the thousandth bearer of a name costs no more statements than the second.
    `of`: whose account it is, who may take a name back that they had before they left.
    """
    stem = slug(name)
    if is_reserved(stem) or services.rules.check(stem).category:
        stem = "painter"
    for digits in chain((0, *DIGITS), repeat(DIGITS[-1])):
        id = uow.new_id()
        handle = f"{stem[: HANDLE_MOST - digits]}{id % 10**digits:0{digits}}" if digits else stem
        account = Account(id=id, handle=handle, created=uow.now, language=language)
        account = replace(account, name=display_names.of(services.rules, shown, handle))
        if uow.insert(account):
            if not uow.count(Alias, handle=handle) and not departures.protects(services, uow, handle, of):
                return account
            uow.delete(Account, id=account.id)  # it was somebody else's before, and finds them still
    raise AssertionError("numbers are drawn until one is free")


def is_reserved(handle: str) -> bool:
    return handle.strip("_") in RESERVED


def slug(name: str) -> str:
    """Return a handle derived from a name: 2 to 20 lower-case letters, digits and underscores."""
    plain = re.sub(r"[^a-z0-9]+", "_", romanization.latin(name)).strip("_")[:HANDLE_MOST].strip("_")
    return plain if len(plain.replace("_", "")) > 1 else "painter"


def find(uow: Unit, who: str, *, shown: bool = False) -> Account:
    """Return an account by handle (with or without @), former handle, or `platform:id`; with `shown` also by the name
    that its platform shows, if only one has it. Raises NotFound if there is none.
    """
    name = who.strip().lstrip("@＠﹫")
    account = _by_platform(uow, name) if ":" in name else _by_handle(uow, romanization.latin(name))
    if account is None and shown and (sought := folding.key(name)):
        named = uow.all(Account, sought=sought, limit=2)
        account = named[0] if len(named) == 1 else None
    if account is None or account.state is AccountState.GONE:
        if ":" in name:
            raise NotFound(i18n.L("They have not been here yet."))
        raise NotFound(i18n.L("There is nobody called {who:b} here. Handles look like @ada."), who=who[:40])
    return account


def _by_handle(uow: Unit, handle: str) -> Account | None:
    if not HANDLE.fullmatch(handle):
        return None
    if account := uow.one(Account, handle=handle):
        return account
    alias = uow.one(Alias, handle=handle)
    return uow.get(Account, alias.account) if alias else None


def _by_platform(uow: Unit, name: str) -> Account | None:
    platform, _, user = name.partition(":")
    identity = uow.one(Identity, platform=platform, user=user)
    return uow.get(Account, identity.account) if identity else None


def strange(ctx: RenderContext, owner: int | None, gone: str, *, sees: bool = False) -> UserError:
    """Return the error for a person who names something that is not theirs.
    NotYours names the owner only if the person can see the thing or pressed a card that shows it; otherwise
    NotFound with `gone`, as a reference alone must not reveal anything.
    """
    if owner is None or not (sees or _is_on_card(ctx, owner)):
        return NotFound(gone)
    account = ctx.uow.get(Account, owner)
    return NotYours(
        i18n.L("That button belongs to {who:b}. Type {imagine:c} to paint your own."),
        who=account.handle if account else "?",
        imagine=CommandLine("/imagine"),
    )


def _is_on_card(ctx: RenderContext, owner: int) -> bool:
    """Return True if the pressed message belongs to the owner or is in a shared chat."""
    if not isinstance(ctx, Context) or not ctx.request.pressed:
        return False
    card = ctx.uow.one(Placement, platform=ctx.address.platform, ref=ctx.request.pressed)
    return card is not None and card.account in (owner, None)


def space(uow: Unit, request: Request) -> Space | None:
    """Return the space of a request, created on its first one. None in a private chat."""
    address = request.address
    if not address.space:
        return None
    known = uow.one(Space, platform=address.platform, ref=address.space)
    if known is None:
        row = Space(
            id=uow.new_id(),
            platform=address.platform,
            ref=address.space,
            title=address.title,
            created=uow.now,
            age_restricted=address.age_restricted,
        )
        uow.insert(row)
        known = uow.one(Space, platform=address.platform, ref=address.space)
    return known


def is_operator(services: Services, identity: Identity) -> bool:
    return access.is_operator(services.policy, identity)
