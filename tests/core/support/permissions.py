"""Acts that take the permission to see a post away, and those after which a message with that post waits to be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from botfeed.core import dispatch
from botfeed.core.chat.message import Reply, Request, Sender
from botfeed.core.digest import tick
from botfeed.core.dispatch import backlog, deferred_replies
from botfeed.core.errors import TryAgain
from botfeed.core.model import Address, Delivery, Member, Post, Right, Space
from botfeed.core.ports import Unit
from botfeed.core.spaces import channels
from botfeed.core.work import leased_job
from botfeed.core.work.messages import To
from tests.core.support.people import People

CAPTION, PROMPT = "canarycaption", "canaryprompt"
LOG = Address("console", "#mods", "space-lounge", "mods", private=False)
WALL = Address("console", "#wall", "space-lounge", "wall", private=False)

# What ada or an operator does, after which others may not see her post; {ref} is the post's reference.
TAKEN: Mapping[str, tuple[str, str]] = {
    "deleted": ("ada", "/unpublish {ref} --sure"),
    "undone": ("ada", "/undo {ref}"),
    "narrowed": ("ada", "/audience {ref} followers"),
    "blocked": ("ada", "/block ben"),
    "hidden": ("olga", "/admin hide {ref} not nice"),
    "removed": ("olga", "/admin remove {ref} not nice"),
    "suspended": ("olga", "/admin suspend ada not nice"),
    "leaving": ("ada", "/me delete --sure"),
}


@dataclass
class Lounge:
    """A post of ada's in a group with a log and a showcase; ben reads it, olga operates, mo keeps the group."""

    people: People
    post: Post
    since: int = 0  # messages that were shown before

    def begin(self) -> None:
        """Look only at what is shown from now on."""
        self.since = len(self.people.stage.shown)

    @property
    def ref(self) -> str:
        return self.people.ref(self.post)

    @property
    def at(self) -> Address:
        return self.people.stage.place("lounge")

    async def say(self, who: str, line: str, at: Address | None = None) -> Reply:
        return await self.people.stage.say(who, line.format(ref=self.ref), at)

    def request(self, who: str, line: str, at: Address | None = None) -> Request:
        stage = self.people.stage
        found = stage.services.menu.find(line.format(ref=self.ref))
        assert found
        where = at or stage.home(who)
        sender = Sender(stage.platform, who, who, None, stage.home(who))
        return Request(f"console:asked:{who}", found[0].name, sender, where, text=found[1])

    async def work(self) -> None:
        """Do what is due, but send nothing."""
        services = self.people.stage.services
        leases = {kind: timedelta(minutes=2) for kind in services.jobs if kind != "deliver"}
        while rows := await services.store.run(lambda uow: uow.jobs.claim(leases, 20)):
            for row in rows:
                await leased_job.perform(services, row)

    async def waits(self, kind: str) -> bool:
        """Return True if a message of this kind waits to be sent."""
        store = self.people.stage.services.store
        return bool(await store.read(lambda uow: uow.count(Delivery, kind=kind, state="queued")))

    async def take_away(self, how: str) -> None:
        who, line = TAKEN[how]
        await self.say(who, line)

    async def know(self, who: str, *, admin: bool | None = None, inside: bool = True) -> None:
        """Record what the platform said of somebody in the group; `admin` None: nobody asked about their rights."""
        id = await self.people.id(who)

        def write(uow: Unit) -> None:
            space = uow.one(Space, ref="space-lounge")
            assert space
            uow.delete(Member, account=id, space=space.id)
            uow.insert(Member(uow.new_id(), id, space.id, inside, uow.now))
            uow.delete(Right, account=id, space=space.id)
            if admin is not None:
                uow.insert(Right(uow.new_id(), id, space.id, admin, uow.now))

        await self.people.stage.services.store.run(write)

    async def set_space(self, **values: Any) -> None:
        def write(uow: Unit) -> None:
            uow.compare_and_set(Space, {"ref": "space-lounge"}, **values)

        await self.people.stage.services.store.run(write)


async def open_lounge(people: People) -> Lounge:
    stage = people.stage
    policy = replace(stage.services.policy, operators=frozenset({"console:olga"}), per_minute=1000, spread=timedelta(0))
    stage.services = replace(stage.services, policy=policy)
    stage.services.messengers[stage.platform] = stage
    for who in ("ada", "ben", "olga", "mo", "cleo"):
        await stage.say(who, "/start")
        await stage.say(who, "/profile", stage.place("lounge"))
    post = await people.publish("ada", f"{PROMPT} of a fox", f"--caption {CAPTION} --audience everyone")
    lounge = Lounge(people, post)
    await lounge.set_space(log=LOG, keeper=await people.id("mo"), set_up=stage.services.clock.now())
    await stage.settle()
    lounge.begin()
    return lounge


Act = Callable[[Lounge], Awaitable[None]]


async def mentioned(lounge: Lounge) -> None:
    await lounge.say("ben", "/me pushes yes")
    await lounge.say("ada", f"/caption {{ref}} {CAPTION} for @ben")


async def feed_shown(lounge: Lounge) -> None:
    await lounge.say("ben", "/open {ref}")
    await lounge.say("ada", f"/caption {{ref}} {CAPTION} anew")
    await lounge.work()


async def carded(lounge: Lounge) -> None:
    picture = await lounge.people.paint("ada", f"{PROMPT} again")
    await lounge.say("ada", f"/publish {picture} --caption {CAPTION} --audience here", lounge.at)
    lounge.post = await lounge.people.newest("ada")


async def painted_here(lounge: Lounge) -> None:
    await lounge.say("ada", f"/imagine {PROMPT} of a hen --count 2 --here", lounge.at)
    await lounge.work()
    one, lounge.post = await lounge.people.stage.services.store.read(
        lambda uow: uow.all(Post, author=lounge.post.author, newest=True, limit=2)
    )
    await lounge.say("ada", f"/unpublish {lounge.people.ref(one)} --sure")


async def exhibited(lounge: Lounge) -> None:
    await lounge.set_space(showcase=WALL)
    await carded(lounge)


async def put_into_channel(lounge: Lounge) -> None:
    await lounge.say("ada", "/audience {ref} everyone")
    here = Address("console", "#wall", "space-wall", "wall", private=False)

    def put(uow: Unit) -> None:
        row = Space(uow.new_id(), "console", "space-wall", "Wall", uow.now, broadcast=True, showcase=here)
        uow.insert(row)
        key = f"channel:{lounge.post.id}:{row.id}"
        channels.card.post(uow, To(here, key=key, urgent=False), post=lounge.post.id, key=key)

    await lounge.people.stage.services.store.run(put)


async def digested(lounge: Lounge) -> None:
    for n in range(2):
        await lounge.people.publish("cleo", f"a castle {n}")
    await lounge.say("ben", "/digest set 9")
    clock = lounge.people.stage.services.clock
    clock.advance(timedelta(hours=24))  # type: ignore[attr-defined]  # the fixture's clock
    await tick.due(lounge.people.stage.services)
    await lounge.work()


async def previewed(lounge: Lounge) -> None:
    for n in range(2):
        await lounge.people.publish("cleo", f"a castle {n}")
    await lounge.say("ben", "/digest preview")
    lounge.begin()
    await lounge.work()


async def answered_late(lounge: Lounge) -> None:
    request = lounge.request("ben", "/open {ref}")
    services = lounge.people.stage.services
    await dispatch.handle(services, request)
    await deferred_replies.send_later(services, request, request.address, TryAgain("429", 1.0))
    services.clock.advance(timedelta(seconds=2))  # type: ignore[attr-defined]  # the fixture's clock


async def parked(lounge: Lounge) -> None:
    services = lounge.people.stage.services
    await backlog.park(services, lounge.request("ben", "/open {ref}"))
    services.clock.advance(timedelta(seconds=5))  # type: ignore[attr-defined]  # the fixture's clock


async def carried(lounge: Lounge) -> None:
    await lounge.say("ben", "/report {ref} --reason spam", lounge.at)
    await lounge.people.stage.settle()
    lounge.begin()
    lounge.people.stage.admins.add("mo")
    await lounge.say("mo", "/space reports", lounge.at)
    await lounge.work()


async def reported_here(lounge: Lounge) -> None:
    await lounge.say("ben", "/report {ref} --reason spam", lounge.at)


async def told_what_became(lounge: Lounge) -> None:
    await lounge.say("ben", "/report {ref} --reason spam", lounge.at)
    await lounge.people.stage.settle()
    lounge.begin()
    await lounge.know("mo", admin=True)
    lounge.people.stage.admins.add("mo")
    await lounge.say("mo", "/space remove {ref} --reason nothere", lounge.at)
    await lounge.work()


async def dismissed(lounge: Lounge) -> None:
    await lounge.say("ben", "/report {ref} --reason spam")
    await lounge.people.stage.settle()
    lounge.begin()
    await lounge.say("olga", "/admin dismiss {ref} it is fine")


# By the kind of message: what makes one with ada's post wait, who reads it, and what may be said of the post to them
# while nothing is taken away ("" where its words are never said).
ACTS: Mapping[str, tuple[Act, str, str]] = {
    "push": (mentioned, "ben", CAPTION),
    "copy": (feed_shown, "ben", CAPTION),
    "card": (carded, "#lounge", CAPTION),
    "gallery": (painted_here, "#lounge", PROMPT),
    "channel.card": (put_into_channel, "#wall", CAPTION),
    "showcase": (exhibited, "#wall", CAPTION),
    "digest": (digested, "ben", CAPTION),
    "digest.preview": (previewed, "ben", CAPTION),
    "late": (answered_late, "ben", CAPTION),
    "carried": (carried, "mo", CAPTION),
    "space.reported": (reported_here, "#mods", CAPTION),
    "space.told": (told_what_became, "ben", CAPTION),
    "space.log": (told_what_became, "#mods", ""),
    "decision": (dismissed, "ben", CAPTION),
}
