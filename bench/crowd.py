"""People who use a bot on one of the fakes, and note when each thing they did was sent to it.

Everybody walks the same round, each from a place of their own: a feed opened and turned, likes between, a post opened,
a picture asked for, the digest's settings looked at; all begin by opening the feed. Presses need a card: for a bot
that shows none one is lent.
"""

from __future__ import annotations

import copy
import itertools
import time
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from botfeed.testing.discord import FakeDiscord, Message
    from botfeed.testing.telegram import FakeTelegram

ROUND = ("feed", "like", "next", "like", "open", "next", "like", "imagine", "next", "settings")
LOOKING = ("feed", "like", "next", "like", "open", "next", "like", "next", "settings")  # nothing is painted
PEOPLE = 200
CHANNELS = 10


class Crowd(Protocol):
    """`sent`: when each request went out, by its id. `did`: how often what was done."""

    sent: dict[str, float]
    did: Counter[str]

    async def act(self) -> None:
        """Let the next person do the next thing of their round."""

    def card(self) -> Any:
        """A card of the feed that somebody was shown."""

    def who(self, id: str) -> str:
        """Return the key that the answer to a request will carry: a chat, or an interaction's token."""


class OnDiscord:
    """In the channels of one server. `lent`: the card that is pressed where the bot shows none."""

    def __init__(
        self, fake: FakeDiscord, lent: Message | None = None, deeds: Sequence[str] = ROUND, people: int = PEOPLE
    ) -> None:
        self._deeds = deeds
        self._many = people
        self.sent: dict[str, float] = {}
        self.did: Counter[str] = Counter()
        self._fake = fake
        guild = fake.guild("Lounge")
        self._channels = [guild.channel(f"channel-{n}") for n in range(CHANNELS)]
        self._people = [fake.user(f"person{n}") for n in range(people)]
        self._cards: dict[int, Any] = {}
        self._copies: dict[int, Message] = {}
        self._lent = lent
        self._turn = itertools.count()

    def card(self) -> Message:
        found: Message = next(shown for n in self._cards if (shown := self._card(n)))
        return found

    async def act(self) -> None:
        turn = next(self._turn)
        n, step = turn % self._many, turn // self._many + turn
        deed, card = self._deeds[step % len(self._deeds)], self._card(n)
        if turn < self._many or (card is None and deed in ("like", "next", "open")):
            deed = "feed"
        self.did[deed] += 1
        now = time.monotonic()
        asked = await self._do(n, deed, card)
        self.sent[f"discord:{asked.id}"] = now
        if deed in ("feed", "next"):
            self._cards[n] = asked
        if not turn % 500:
            self._fake.calls.clear()  # they hold every picture that was sent

    def who(self, id: str) -> str:
        return f"interaction-{id.partition(':')[2]}"

    def _card(self, n: int) -> Any:
        if self._lent:
            return self._copy(n, self._lent)
        asked = self._cards.get(n)
        shown = asked.original if asked else None
        return shown if shown and "♥" in "".join(shown.buttons) else None

    def _copy(self, n: int, lent: Message) -> Message:
        from botfeed.testing.discord import Message

        world = self._fake.state
        if n not in self._copies:
            room = self._channels[n % CHANNELS].room
            owner = self._people[n].account
            made = Message(world.ids.next(), room, world.bot, copy.deepcopy(lent.payload), owner=owner)
            made.payload |= {"id": str(made.id), "channel_id": str(room.id)}
            world.messages[made.id] = made
            self._copies[n] = made
        return self._copies[n]

    async def _do(self, n: int, deed: str, card: Any) -> Any:
        who, where = self._people[n], self._channels[n % CHANNELS]
        if deed == "like":
            return await who.press(card, next(label for label in card.buttons if "♥" in label))
        if deed == "next":
            return await who.press(card, "More")
        if deed == "settings":
            return await who.slash("digest show", channel=where)
        if deed == "open":
            return await who.slash("post open", {"post": _ref(_custom_id(card))}, channel=where)
        return await who.slash(deed, {"prompt": "a fox in the snow"} if deed == "imagine" else {}, channel=where)


class OnTelegram:
    """Each in their private chat."""

    def __init__(
        self, fake: FakeTelegram, lent: Any = None, deeds: Sequence[str] = ROUND, people: int = PEOPLE
    ) -> None:
        self._deeds = deeds
        self._many = people
        self.sent: dict[str, float] = {}
        self.did: Counter[str] = Counter()
        self._fake = fake
        self._people = [fake.user(f"person{n}", started=True) for n in range(people)]
        self._lent = lent
        self._cards: dict[int, Any] = {}
        self._asked: dict[str, str] = {}
        self._turn = itertools.count()

    def card(self) -> Any:
        self._look()
        return next(iter(self._cards.values()))

    async def act(self) -> None:
        turn = next(self._turn)
        self._look()
        n, step = turn % self._many, turn // self._many + turn
        who, deed = self._people[n], self._deeds[step % len(self._deeds)]
        card = self._lent or self._cards.get(who.id)
        if turn < self._many or (card is None and deed in ("like", "next", "open")):
            deed = "feed"
        self.did[deed] += 1
        updates, now = self._fake.state.updates, time.monotonic()
        await self._do(who, deed, card)
        id = f"telegram:{updates.waiting[-1]['update_id']}"
        self.sent[id], self._asked[id] = now, str(who.id)

    def who(self, id: str) -> str:
        return self._asked.pop(id)

    def _look(self) -> None:
        """Find the newest card in each chat."""
        for call in self._fake.calls:
            shown = call.answer
            labels = str(shown.get("reply_markup")) if isinstance(shown, dict) else ""
            if "♥" in labels and "More" in labels:
                self._cards[shown["chat"]["id"]] = shown
        self._fake.calls.clear()

    async def _do(self, who: Any, deed: str, card: Any) -> None:
        from botfeed.testing.telegram import Shown

        if deed in ("like", "next"):
            if self._lent:
                card = {**card, "chat": who.chat.json()}
            sign = "♥" if deed == "like" else "More"
            shown = Shown(card)
            await who.press(shown, next(label for label in shown.labels if sign in label))
            return
        words = {"imagine": "/imagine a fox in the snow", "settings": "/digest_show"}
        if deed == "open":
            await who.say(f"/open {_ref(Shown(card).buttons[0]['callback_data'])}")
        else:
            await who.say(words.get(deed, f"/{deed}"))


def _custom_id(card: Message) -> str:
    from botfeed.testing.discord import components

    ids = (str(part.get("custom_id", "")) for part in components.walk(card.payload["components"]))
    return next(id for id in ids if id.startswith("like/"))


def _ref(payload: str) -> str:
    """The reference in a button's payload: `like/<reference>/1`."""
    return payload.split("/")[1].partition("|")[0]
