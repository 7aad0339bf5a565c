"""Private addresses that may be written to: only those of people who asked for it, by writing there or by opting in."""

from __future__ import annotations

from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Sender
from botfeed.core.chat.messenger import HasEphemerals
from botfeed.core.errors import BadInput
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Address, Delivery, Identity
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import IdentityValues


def places(uow: Unit, account: int) -> list[Identity]:
    """Return the reachable private addresses a person opted in to: their chosen home first, then the newest."""
    asked = uow.all(Identity, account=account, reachable=True, asked__ne=None, newest=True)
    found = [identity for identity in asked if identity.private]
    if len(found) > 1:
        who = uow.get(Account, account)
        found.sort(key=lambda identity: who is None or identity.platform != who.home)
    return found


def to(uow: Unit, account: int) -> Address | None:
    """Return a person's private address; None if there is none."""
    return next((identity.private for identity in places(uow, account)), None)


def on(uow: Unit, account: int | None, platform: str) -> Address | None:
    """Return a person's private address on one platform; None if there is none."""
    known = uow.one(Identity, account=account, platform=platform, reachable=True, asked__ne=None)
    return known.private if known else None


def sender(uow: Unit, who: Sender) -> Address | None:
    """Return a sender's private address on their platform; None if there is none."""
    known = uow.one(Identity, platform=who.platform, user=who.user)
    return on(uow, known.account, who.platform) if known else None


def ask(ctx: Context) -> Address:
    """Opt in to private messages and store the address. Raises BadInput where it is unknown."""
    address = ctx.request.sender.private or ctx.identity.private or (ctx.address if ctx.address.private else None)
    if address is None:
        raise BadInput(L("I cannot write to you in private yet. Open a private chat with me and ask there."))
    wanted: IdentityValues = {"private": address, "asked": ctx.identity.asked or ctx.now, "reachable": True}
    if any(getattr(ctx.identity, name) != value for name, value in wanted.items()):
        ctx.uow.compare_and_set(Identity, {"id": ctx.identity.id}, **wanted)
    return address


def is_alone(ctx: Context) -> bool:
    """Return True if the actor alone reads the answer where they are: in private, or by an ephemeral message.
    Discord has those for commands, presses and forms, and none for messages.
    """
    ephemerals = isinstance(ctx.services.messengers.get(ctx.address.platform), HasEphemerals)
    return ctx.address.private or (ephemerals and ctx.request.forms)


def refused(uow: Unit, row: Delivery, platform: str) -> None:
    """Mark a platform as unreachable for a person, and store the kind of the lost message until they write again."""
    for known in uow.all(Identity, account=row.account, platform=platform):
        uow.update(known, reachable=False)
    missed(uow, row.account, platform, row.kind)


def missed(uow: Unit, account: int | None, platform: str, kind: str) -> None:
    """Store the kind of a message that a person was not told of, so that the next answer tells."""
    for known in uow.all(Identity, account=account, platform=platform) if account is not None else ():
        kinds = dict.fromkeys([*filter(None, known.missed.split(",")), kind])
        uow.update(known, missed=",".join(kinds))


def belongs(uow: Unit, account: int | None, address: Address) -> bool:
    """Return True if a private address still belongs to the account: after unlinking, it is another person's."""
    if account is None or not address.private:
        return True
    return uow.count(Identity, account=account, platform=address.platform) > 0
