"""Departures: what outlives an erasure, as keyed hashes alone: a suspension while it lasts, and names for a year.
A hash is of platform and id under the installation's secret: it recognises who comes back, and names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from hashlib import blake2b

from botfeed.core.chat.context import Services
from botfeed.core.model import Account, AccountState, Alias, Decision, Departed, Identity, Notice
from botfeed.core.ports import Unit

NAMES_KEPT = timedelta(days=365)
SUSPENDED, NAME = "suspended", "name"


def record(services: Services, uow: Unit, account: Account) -> None:
    """Keep what has to outlive an account that is about to be erased. Its identities must still be there."""
    marks = [_mark(services, row) for row in uow.all(Identity, account=account.id)]
    if account.state is AccountState.SUSPENDED:
        reasons = uow.all(Decision, account=account.id, kind="suspend", newest=True, limit=1)
        for mark in marks:
            uow.delete(Departed, mark=mark, kind=SUSPENDED)
            decision = reasons[0].id if reasons else None
            uow.insert(Departed(uow.new_id(), mark, SUSPENDED, "", uow.now, decision=decision))
    handles = {account.handle, *(alias.handle for alias in uow.all(Alias, account=account.id))}
    for name in sorted(_hash(services, handle) for handle in handles):
        for mark in marks:
            uow.delete(Departed, mark=mark, kind=NAME, name=name)
            uow.insert(Departed(uow.new_id(), mark, NAME, name, uow.now, until=uow.now + NAMES_KEPT))


def welcome_back(services: Services, uow: Unit, account: Account, identity: Identity) -> Account:
    """Return a new account as it has to begin: suspended, with the reasons in its inbox, if its person left so."""
    known = uow.one(Departed, mark=_mark(services, identity), kind=SUSPENDED, name="")
    if known is None:
        return account
    uow.update(known, account=account.id)
    if uow.compare_and_set(Decision, {"id": known.decision, "account": None}, account=account.id):
        uow.insert(Notice(uow.new_id(), account.id, "decision", uow.now, subject=known.decision))
    return uow.update(account, state=AccountState.SUSPENDED)


def lifted(uow: Unit, account: int) -> None:
    """Forget a suspension that ended."""
    uow.delete(Departed, account=account, kind=SUSPENDED)


def protects(services: Services, uow: Unit, handle: str, identities: Iterable[Identity]) -> bool:
    """Return True if a handle was that of somebody who left within a year, and who is none of these."""
    them = {_mark(services, identity) for identity in identities}
    rows = uow.all(Departed, name=_hash(services, handle), until__gt=uow.now)
    return bool(rows) and them.isdisjoint(row.mark for row in rows)


def _mark(services: Services, identity: Identity) -> str:
    return _hash(services, f"{identity.platform}:{identity.user}")


def _hash(services: Services, word: str) -> str:
    return blake2b(word.encode(), key=services.secret[:64], digest_size=16, person=b"departed").hexdigest()
