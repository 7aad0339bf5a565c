"""World of the canaries: people, a place, and words that tell by themselves where they come from and who may read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Reply, Request, Sender
from botfeed.core.chat.policy import Policy
from botfeed.core.model import Address, Identity, Post
from botfeed.core.ports import Unit
from botfeed.testing.stage import Stage

# The owner, a follower, a stranger, one whom the owner blocked, one who muted the owner, a member and a moderator of
# the lounge, and the operator.
VIEWERS = ("ada", "fan", "sam", "bob", "mia", "meg", "mod", "olga")
# Who lives in the history beside them: an author with a public post, one who is suspended, one who is leaving, and
# one who was erased.
OTHERS = ("cara", "sue", "lea", "gus")
EVERYBODY = frozenset(VIEWERS)
NOBODY: frozenset[str] = frozenset()
BAIT = "lantern"  # a word beside every canary, so that a search for it finds all that may be found


@dataclass(frozen=True, slots=True)
class Canary:
    """A word, and who of the viewers may read it: alone in their own chat, and in the lounge; `shared` where it may
    stand in a message that everybody in the lounge reads.
    """

    word: str
    alone: frozenset[str]
    lounge: frozenset[str]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A platform's names for people and places."""

    platform: str
    user: Callable[[str], str]
    home: Callable[[str], Address]
    lounge: Address


CONSOLE = Door(
    "console",
    lambda who: who,
    lambda who: Address("console", who),
    Address("console", "#lounge", "space-lounge", "qtitleloungez", private=False),
)


class DoorStage(Stage):
    """Stage whose people and lounge have the names of a door. `names` are what their platform calls them."""

    door: Door = CONSOLE
    names: dict[str, str]

    def home(self, who: str) -> Address:
        return self.door.home(who)

    def place(self, name: str, *, age_restricted: bool = False) -> Address:
        return replace(self.door.lounge, age_restricted=age_restricted)

    def _request(self, who: str, at: Address | None, id: str) -> Request:
        self._n += 1
        address, shown = at or self.home(who), f"qshown{who}z"
        name = self.names.get(who, who)
        inside = None if address.space else False
        sender = Sender(self.platform, self.door.user(who), name, inside, self.home(who), shown=shown)
        aside = self.home(who) if address.space else None
        return Request(id or f"{self.platform}:stage{self._n}", "", sender, address, aside=aside)

    def _address_of(self, to: str) -> Address:
        return self.door.lounge if to == self.door.lounge.ref else self.home(to)


@dataclass
class World:
    """A stage on which the history is lived, the posts by the state that they ended in, and the canaries."""

    stage: DoorStage
    refs: dict[str, str] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        return self.stage.services

    def word(
        self,
        name: str,
        alone: frozenset[str],
        lounge: frozenset[str] | None = None,
        *,
        shared: bool = False,
    ) -> str:
        """Return a new canary word that these viewers may read."""
        made = Canary(f"q{name}z", alone, alone if lounge is None else lounge, shared)
        assert made.word not in self.canaries
        self.canaries[made.word] = made
        return made.word

    async def say(self, who: str, *lines: str, at: Address | None = None) -> Reply:
        """Say lines one after another, each with what follows from it; return the last answer."""
        for line in lines:
            reply = await self.stage.say(who, line, at)
            await self.stage.settle()
        return reply

    async def inside(self, who: str, *lines: str) -> Reply:
        """Say lines in the lounge."""
        return await self.say(who, *lines, at=self.stage.door.lounge)

    async def write(self, fn: Callable[[Unit], Any]) -> Any:
        return await self.services.store.run(fn)

    async def id(self, who: str) -> int:
        def look(uow: Unit) -> int:
            found = uow.one(Identity, platform=self.stage.platform, user=self.stage.door.user(who))
            assert found
            return found.account

        return await self.services.store.read(look)

    async def newest(self, who: str) -> Post:
        author = await self.id(who)
        found = await self.services.store.read(lambda uow: uow.all(Post, author=author, newest=True, limit=1))
        return found[0]

    def ref(self, id: int) -> str:
        return self.services.sealer.ref(id)


def opened(services: Services, door: Door = CONSOLE) -> World:
    """Return a world in which nothing has happened yet."""
    policy = Policy(
        operators=frozenset({f"{door.platform}:{door.user('olga')}"}), per_person=None, per_day=None, per_minute=100_000
    )
    stage = DoorStage(replace(services, policy=policy), door.platform)
    stage.door, stage.names = door, {}
    stage.admins.add(door.user("mod"))
    return World(stage)


def readers_of(canary: Canary, *, inside: bool) -> frozenset[str]:
    """Return the viewers who may read a canary: the one declared rule."""
    return canary.lounge if inside else canary.alone


def found(words: str, canaries: Mapping[str, Canary]) -> list[Canary]:
    """Return the canaries that stand in a text."""
    low = words.casefold()
    return [canary for word, canary in canaries.items() if word in low]
