"""Pages continue after the last row that was shown: what comes and goes in between neither repeats nor skips anything."""

from __future__ import annotations

import random
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from botfeed import catalog
from botfeed.core.chat.message import Reply
from botfeed.core.model import Post
from botfeed.core.parsing.menu import Menu
from tests.core.support.people import People
from tests.core.support.permissions import Lounge, open_lounge

MENU = Menu(catalog.COMMANDS)
ON = ("Older ▶", "Older", "Next", "More", "Next case", "Later ▶")
BACK = ("◀ Newer", "Newer", "Back", "Earlier case", "◀ Earlier")
ITEM = re.compile(r"item\d\d")


@dataclass
class World:
    lounge: Lounge
    under: Post
    posts: dict[int, Post] = field(default_factory=dict)
    pictures: dict[int, str] = field(default_factory=dict)

    @property
    def people(self) -> People:
        return self.lounge.people

    async def say(self, who: str, line: str, **at: object) -> Reply:
        return await self.people.stage.say(who, line, **at)  # type: ignore[arg-type]

    async def published(self, n: int, who: str = "ada") -> Post:
        self.posts[n] = await self.people.publish(who, f"fox {n}", f"--caption item{n:02} fox --audience everyone")
        return self.posts[n]

    def ref(self, n: int) -> str:
        return self.people.ref(self.posts[n])


Act = Callable[[World, int], Awaitable[object]]


async def nothing(world: World, n: int) -> None:
    """Do nothing: reports and what moderators did are not taken back."""


async def follows(world: World, n: int) -> None:
    await world.say(f"item{n:02}", "/follow ben")


async def unfollows(world: World, n: int) -> None:
    await world.say(f"item{n:02}", "/unfollow ben")


async def followed(world: World, n: int) -> None:
    await world.say(f"item{n:02}", "/start")
    await world.say("ben", f"/follow item{n:02}")


async def unfollowed(world: World, n: int) -> None:
    await world.say("ben", f"/unfollow item{n:02}")


async def painted(world: World, n: int) -> None:
    world.pictures[n] = await world.people.paint("ben", f"item{n:02} fox")


async def discarded(world: World, n: int) -> None:
    await world.say("ben", f"/discard {world.pictures[n]} --sure")


async def saved(world: World, n: int) -> None:
    await world.published(n)
    await world.say("ben", f"/save {world.ref(n)} Foxes")


async def unsaved(world: World, n: int) -> None:
    await world.say("ben", f"/unsave {world.ref(n)}")


async def published(world: World, n: int) -> None:
    await world.published(n)


async def withdrawn(world: World, n: int) -> None:
    await world.say("ada", f"/unpublish {world.ref(n)} --sure")


async def commented(world: World, n: int) -> None:
    await world.say(f"fan{n}", f"/comment {world.people.ref(world.under)} item{n:02}")


async def uncommented(world: World, n: int) -> None:
    await world.say(f"fan{n}", "/block ben")


async def reported(world: World, n: int) -> None:
    await world.published(n)
    await world.say("cleo", f"/report {world.ref(n)} --reason spam")


async def decided(world: World, n: int) -> None:
    await world.say("olga", f"/admin dismiss {world.ref(n)} it is fine")


async def liked(world: World, n: int) -> None:
    await world.published(n, "ben")
    await world.say("ada", f"/like {world.ref(n)}")


async def unliked(world: World, n: int) -> None:
    await world.say("ada", f"/unlike {world.ref(n)}")


async def wishes(world: World, n: int) -> None:
    await world.say("ben", "/me approve on")
    await follows(world, n)


async def reports(world: World, n: int) -> None:
    await world.published(n)
    await world.say("ben", f"/report {world.ref(n)} --reason spam")


async def taken_out(world: World, n: int) -> None:
    await world.published(n)
    await world.lounge.know("mo", admin=True)
    world.people.stage.admins.add("mo")
    await world.say("mo", f"/space remove {world.ref(n)} --reason not here", at=world.lounge.at)


@dataclass(frozen=True)
class Case:
    """A list under test: how an item comes onto it and goes, who opens it by which line, and the command that shows it."""

    command: str
    comes: Act
    goes: Act
    line: str
    who: str = "ben"
    here: bool = False
    many: int = 15


LISTS: Mapping[str, Case] = {
    "followers": Case("followers", follows, unfollows, "/followers"),
    "following": Case("following", followed, unfollowed, "/following"),
    "library": Case("mine", painted, discarded, "/mine"),
    "library, sought": Case("mine", painted, discarded, "/mine fox"),
    "saved": Case("saved", saved, unsaved, "/saved"),
    "a shelf": Case("shelf.open", saved, unsaved, "/shelf open Foxes"),
    "best of a search": Case("search", published, withdrawn, "/search fox"),
    "newest of a search": Case("search", published, withdrawn, "/search fox --by newest"),
    "one person's": Case("search", published, withdrawn, "/search @ada --by newest"),
    "comments": Case("open", commented, uncommented, "/open {under}"),
    "cases": Case("admin.reports", reported, decided, "/admin reports", "olga", many=5),
    "inbox": Case("inbox", liked, unliked, "/inbox", many=18),
    "requests": Case("me.requests", wishes, unfollows, "/me requests"),
    "one's own reports": Case("me.reports", reports, nothing, "/me reports"),
    "a place's log": Case("space.log", taken_out, nothing, "/space log", "mo", here=True),
}


def test_every_list_with_pages_is_tried() -> None:
    """A command that shows a list in pages has a parameter of that name."""
    paged = {what.name for what in MENU if what.spec("page") is not None}
    assert {case.command for case in LISTS.values()} == paged
    assert all(what.spec(name) is None for what in MENU for name in ("offset", "skip", "number", "start_at"))


@pytest.fixture
async def world(people: People) -> World:
    lounge = await open_lounge(people)
    return World(lounge, await people.publish("dora", "a castle"))


async def opened(world: World, case: Case) -> Reply:
    line = case.line.format(under=world.people.ref(world.under))
    return await world.say(case.who, line, at=world.lounge.at if case.here else None)


def items(reply: Reply) -> list[str]:
    """Return the items of a page once each: a line may name one twice, as may its button."""
    return list(dict.fromkeys(ITEM.findall(" ".join(str(card.text) for card in reply.cards))))


def label(reply: Reply, among: tuple[str, ...]) -> str | None:
    return next((a.label for card in reply.cards for a in card.actions if a.label in among), None)


async def press(world: World, case: Case, label: str) -> Reply:
    return await world.people.stage.press(case.who, label, at=world.lounge.at if case.here else None)


async def came_and_went(world: World, case: Case, chance: random.Random, there: set[int], stable: set[int]) -> None:
    """Let one item come and one go; `stable` keeps those that stood there all the time."""
    fresh = max(there | stable, default=0) + 1
    await case.comes(world, fresh)
    there.add(fresh)
    gone = chance.choice(sorted(there))
    if case.goes is not nothing:
        await case.goes(world, gone)
        there.discard(gone)
        stable.discard(gone)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", LISTS)
async def test_nothing_is_shown_twice_and_nothing_is_skipped(world: World, name: str, seed: int) -> None:
    case, chance = LISTS[name], random.Random(seed)
    for n in range(case.many):
        await case.comes(world, n)
    there, stable = set(range(case.many)), set(range(case.many))
    reply = await opened(world, case)
    seen = items(reply)
    assert seen, reply
    steps = 0
    while (on := label(reply, ON)) and steps < 30:
        await came_and_went(world, case, chance, there, stable)
        reply = await press(world, case, on)
        seen += items(reply)
        steps += 1
    assert steps, "there is more than one page"
    assert len(seen) == len(set(seen)), "shown twice"
    assert {f"item{n:02}" for n in stable} <= set(seen), "skipped"
    back, kept = items(reply), {n for n in stable if f"item{n:02}" not in items(reply)}
    for _ in range(40):
        if not (on := label(reply, BACK)):
            break
        await came_and_went(world, case, chance, there, kept)
        before, reply = items(reply), await press(world, case, on)
        back += items(reply) if items(reply) != before else []  # all that stood before it is gone: it stays as it is
    assert label(reply, BACK) is None
    assert len(back) == len(set(back)), "shown twice on the way back"
    assert {f"item{n:02}" for n in kept} <= set(back), "skipped on the way back"


@pytest.mark.parametrize("name", LISTS)
async def test_a_button_with_a_number_still_leads_on(world: World, name: str) -> None:
    """Buttons of earlier versions name a page by its number; one beyond the end leads to the last page."""
    case = LISTS[name]
    for n in range(case.many):
        await case.comes(world, n)
    first = items(await opened(world, case))
    sender = world.people.stage._request(case.who, world.lounge.at if case.here else None, "")
    args = turning(await opened(world, case))

    async def numbered(page: str) -> Reply:
        payload = MENU.encode(case.command, {**args, "page": page})
        request = replace(sender, id=f"console:numbered:{page}", command="payload", args={"payload": payload})
        return await world.people.stage.handle(case.who, request)

    second = items(await numbered("2"))
    assert second
    assert not set(first) & set(second)
    assert items(await numbered("1")) == first
    far = items(await numbered("90"))
    assert far
    assert not set(far) <= set(first)


def turning(reply: Reply) -> Mapping[str, str]:
    """Return the arguments of the button that leads on."""
    on = label(reply, ON)
    return next(a.args for card in reply.cards for a in card.actions if a.label == on)
