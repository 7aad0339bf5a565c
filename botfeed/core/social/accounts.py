"""People: signing in as somebody a platform knows, and how they are called here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from botfeed.core.chat import i18n
from botfeed.core.chat.context import House
from botfeed.core.chat.message import Request
from botfeed.core.errors import NotFound, NotYours
from botfeed.core.model import Account, AccountState, Identity, Space
from botfeed.core.ports import Unit

HANDLE = re.compile(r"[a-z0-9_]{2,20}")


def sign_in(house: House, uow: Unit, request: Request) -> tuple[Account, Identity]:
    """Give the account behind a sender, made at the first word they say."""
    sender = request.sender
    private = sender.private or (request.address if request.address.private else None)
    identity = uow.one(Identity, platform=sender.platform, user=sender.user)
    if identity is None:
        account = _new(house, uow, sender.name, i18n.guess(request.locale))
        identity = Identity(uow.new_id(), account.id, sender.platform, sender.user, sender.name, uow.now, private)
        identity = replace(identity, **_heard(uow, request, identity))
        if uow.add(identity):
            return account, identity
        uow.remove(Account, id=account.id)  # their other first word was quicker, in another transaction
        identity = uow.one(Identity, platform=sender.platform, user=sender.user)
        assert identity is not None
    fresh = {"name": sender.name, "private": private or identity.private, **_heard(uow, request, identity)}
    if any(getattr(identity, name) != value for name, value in fresh.items()):
        identity = uow.change(identity, **fresh)
    account_ = uow.get(Account, identity.account)
    assert account_ is not None
    return account_, identity


def _heard(uow: Unit, request: Request, identity: Identity) -> dict[str, Any]:
    """Who writes in private asks to be answered there: from then on they may be written to."""
    if not request.address.private:
        return {}
    return {"reachable": True, "asked": identity.asked or uow.now, "opened": identity.opened or uow.now}


def _new(house: House, uow: Unit, name: str, language: str) -> Account:
    stem = slug(name)
    if house.rules.check(stem).category:
        stem = "painter"
    handle, n = stem, 1
    while True:
        account = Account(id=uow.new_id(), handle=handle, created=uow.now, language=language)
        if uow.add(account):
            return account
        n += 1
        handle = f"{stem[:16]}{n}"


def slug(name: str) -> str:
    """A handle made from a name: lower-case letters, digits and underscores, 2 to 20 of them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:20] if len(re.sub(r"[^a-z0-9]", "", plain)) > 1 else "painter"


def find(uow: Unit, who: str) -> Account:
    """Find somebody by handle, with or without the @, or as a platform knows them (`discord:123`). Raises NotFound."""
    platform, colon, user = who.strip().partition(":")
    if colon:
        return _known(uow, platform, user)
    handle = who.strip().lstrip("@").lower()
    account = uow.one(Account, handle=handle) if HANDLE.fullmatch(handle) else None
    if account is None or account.state is AccountState.GONE:
        raise NotFound(i18n.L("There is nobody called {who:b} here. Handles look like @ada."), who=who[:40])
    return account


def _known(uow: Unit, platform: str, user: str) -> Account:
    identity = uow.one(Identity, platform=platform, user=user)
    account = uow.get(Account, identity.account) if identity else None
    if account is None or account.state is AccountState.GONE:
        raise NotFound(i18n.L("They have not been here yet."))
    return account


def not_theirs(uow: Unit, owner: int) -> NotYours:
    """What a stranger is told who reaches for something of `owner`."""
    account = uow.get(Account, owner)
    return NotYours(
        i18n.L("That button belongs to {who:b}. Type {imagine:c} to paint your own."),
        who=account.handle if account else "?",
        imagine="/imagine",
    )


def space(uow: Unit, request: Request) -> Space | None:
    """Give the server or group a request comes from, remembered at its first word. None in a private chat."""
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
        uow.add(row)
        known = uow.one(Space, platform=address.platform, ref=address.space)
    return known


def is_operator(house: House, identity: Identity) -> bool:
    return f"{identity.platform}:{identity.user}" in house.policy.operators
