"""Who follows whom, as lists that can be paged, for these eyes: the blocked and those who are not here are left out."""

from __future__ import annotations

from botfeed.core.cards.circle import Circle
from botfeed.core.chat.context import Voice
from botfeed.core.model import Account, Follow
from botfeed.core.safety import visibility

PAGE = 6
LOOK_BACK = 900  # newest follows of one list that can be paged through


def followers(voice: Voice, them: Account, page: int) -> Circle:
    rows = voice.uow.all(Follow, followee=them.id, newest=True, limit=LOOK_BACK)
    return _page(voice, [row.follower for row in rows], page)


def following(voice: Voice, them: Account, page: int) -> Circle:
    rows = voice.uow.all(Follow, follower=them.id, newest=True, limit=LOOK_BACK)
    return _page(voice, [row.followee for row in rows], page)


def _page(voice: Voice, ids: list[int], page: int) -> Circle:
    eyes = visibility.eyes(voice.uow, voice.account)
    known = {a.id: a for a in voice.uow.all(Account, id__in=ids)} if ids else {}
    people = [known[id] for id in ids if id in known and id not in eyes.blocked and visibility.is_here(known[id])]
    pages = max(1, -(-len(people) // PAGE))
    at = min(max(page, 1), pages)
    shown = tuple(people[(at - 1) * PAGE : at * PAGE])
    return Circle(shown, at, pages, _followed(voice, shown))


def _followed(voice: Voice, people: tuple[Account, ...]) -> frozenset[int]:
    if voice.account is None or not people:
        return frozenset()
    rows = voice.uow.all(Follow, follower=voice.account.id, followee__in=[a.id for a in people])
    return frozenset(row.followee for row in rows)
