"""Who follows, mutes and blocks whom. Every verb is a wanted state; saying it twice changes nothing."""

from __future__ import annotations

from botfeed.core.chat.context import Context, Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Choice
from botfeed.core.errors import BadInput, Forbidden, NotFound
from botfeed.core.feed import events
from botfeed.core.model import Account, AccountState, Block, Follow, Mute
from botfeed.core.social import accounts, notices

CHOICES = 25  # what a platform shows while somebody types


def anybody(voice: Voice, me: Account, who: str) -> Account:
    """Find somebody else to keep away from, whatever stands between. Raises NotFound, and BadInput for oneself."""
    them = _find(voice, who)
    if them.id == me.id:
        raise BadInput(L("That is you."))
    return them


def other(voice: Voice, me: Account, who: str) -> Account:
    """Find somebody else who is here and has not blocked me. Raises NotFound, and BadInput for oneself."""
    them = anybody(voice, me, who)
    if blocks(voice, them, me) or them.state is not AccountState.ACTIVE:
        raise NotFound(L("There is nobody called {who:b} here. Handles look like @ada."), who=who[:40])
    return them


def whom(voice: Voice, me: Account, who: str) -> Account:
    """Find whom one looks at: oneself where nobody is named. Raises NotFound."""
    return me if not who or _find(voice, who).id == me.id else other(voice, me, who)


def _find(voice: Voice, who: str) -> Account:
    """Find somebody; by `platform:their id` only whom the platform itself shows to who asks. Raises NotFound."""
    vouched = isinstance(voice, Context) and who in voice.request.picked
    if ":" in who and not vouched:
        raise NotFound(L("There is nobody called {who:b} here. Handles look like @ada."), who=who[:40])
    return accounts.find(voice.uow, who)


def blocks(voice: Voice, who: Account, whom: Account) -> bool:
    return voice.uow.count(Block, account=who.id, blocked=whom.id) > 0


def follow(voice: Voice, me: Account, them: Account, *, post: int | None = None) -> bool:
    """Follow somebody; `post` is what led there. Raises Forbidden where one has blocked them. True: newly so."""
    if blocks(voice, me, them):
        raise Forbidden(L("You blocked {who:b}. Unblock them first."), who=them.handle)
    if not voice.uow.add(Follow(voice.uow.new_id(), me.id, them.id, voice.now)):
        return False
    if post is not None:
        events.record(voice.uow, me, post, "follow")
    notices.tell(voice.uow, them.id, "follow", actor=me.id)
    return True


def unfollow(voice: Voice, me: Account, them: Account) -> bool:
    if not voice.uow.remove(Follow, follower=me.id, followee=them.id):
        return False
    notices.take_back(voice.uow, them.id, "follow", actor=me.id)
    return True


def mute(voice: Voice, me: Account, them: Account, wanted: bool = True) -> bool:
    """Hear no more of somebody, who does not learn of it."""
    if wanted:
        return voice.uow.add(Mute(voice.uow.new_id(), me.id, them.id, voice.now))
    return voice.uow.remove(Mute, account=me.id, muted=them.id) > 0


def block(voice: Voice, me: Account, them: Account) -> bool:
    """Part for good: neither sees, follows or hears of the other. Effective with this transaction, everywhere."""
    added = voice.uow.add(Block(voice.uow.new_id(), me.id, them.id, voice.now))
    unfollow(voice, me, them)
    unfollow(voice, them, me)
    return added


def unblock(voice: Voice, me: Account, them: Account) -> bool:
    return voice.uow.remove(Block, account=me.id, blocked=them.id) > 0


def people(voice: Voice, typed: str) -> list[Choice]:
    """Complete a handle by how it begins: who one follows first, then others who are here."""
    uow, stem = voice.uow, typed.strip().lstrip("@").lower()
    if voice.account is None:
        return []
    known = uow.timelines.people(stem, CHOICES, follower=voice.account.id)
    others = uow.timelines.people(stem, CHOICES * 2)
    hidden = {b.account for b in uow.all(Block, blocked=voice.account.id)} | {voice.account.id}
    found = {a.id: a for a in (*known, *others) if a.id not in hidden}
    return [Choice(a.handle, f"@{a.handle}") for a in found.values()][:CHOICES]
