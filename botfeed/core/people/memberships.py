"""Membership of spaces: asked of the platform as rights are, where somebody acts on a space from outside it."""

from __future__ import annotations

from botfeed.core.chat.context import Services
from botfeed.core.chat.messenger import CanCheckMembers, Messenger
from botfeed.core.chat.policy import RIGHTS_FRESH
from botfeed.core.errors import NeedsMembership, NotPermitted, Rejected, SendUnknown, Unreachable
from botfeed.core.model import Address, Member, Space
from botfeed.core.ports import Unit


def note(uow: Unit, account: int, space: Space, *, inside: bool = True) -> None:
    """Record that a person is in a space now, or is not. Who writes there is; that is stored every five minutes."""
    known = uow.one(Member, account=account, space=space.id)
    if known is None:
        uow.insert(Member(uow.new_id(), account, space.id, inside, uow.now))
    elif known.inside is not inside or uow.now - known.checked > RIGHTS_FRESH / 2 or known.checked > uow.now:
        uow.update(known, inside=inside, checked=uow.now)


def is_inside(services: Services, uow: Unit, account: int, space: Space) -> bool:
    """Return True if a person is in a space, as the platform said within ten minutes.
    Raises NeedsMembership where it has to be asked. One that cannot be asked is taken at its last word.
    """
    known = uow.one(Member, account=account, space=space.id)
    if known and abs(uow.now - known.checked) < RIGHTS_FRESH:
        return known.inside
    messenger = services.messengers.get(space.platform)
    if messenger is not None and not isinstance(messenger, CanCheckMembers):
        return known is not None and known.inside
    raise NeedsMembership(space.id)


def may_be_inside(uow: Unit, account: int, space: Space) -> bool:
    """Return False for who left a space, as the platform said last: for what cannot wait for another answer."""
    known = uow.one(Member, account=account, space=space.id)
    return known is None or known.inside


async def ask(messenger: Messenger | None, at: Address, user: str) -> bool:
    """Ask the platform if a person is in the space of an address. Return False where the bot is not there any more.
    Raises TryAgain and SendUnknown, this where it may not ask.
    """
    if not isinstance(messenger, CanCheckMembers):
        raise SendUnknown(f"{at.platform} is not open, or cannot say")
    try:
        return await messenger.is_member(at, user)
    except NotPermitted as error:  # don't know is not no
        raise SendUnknown(str(error)) from None
    except (Unreachable, Rejected):
        return False
