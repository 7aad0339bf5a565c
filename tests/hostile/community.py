"""A community with one of everything: ada and ben own it, olga is the operator, mallory owns nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from botfeed.core.chat.message import Reply, Request, Sender
from botfeed.core.chat.policy import Policy
from botfeed.core.model import (
    NOUNS,
    Block,
    Comment,
    Delivery,
    Draft,
    Event,
    Follow,
    HandledRequest,
    Identity,
    Job,
    Mute,
    Notice,
    Payload,
    Placement,
    Post,
    PostCopy,
    Reaction,
    Report,
    Seen,
    declared,
)
from botfeed.core.ports import Unit
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage

if TYPE_CHECKING:
    from botfeed.adapters.clock import SteppedClock
    from botfeed.core.chat.message import Action
    from botfeed.testing.plugin import Store

POLICY = Policy(operators=frozenset({"console:olga"}), per_minute=1_000_000, per_person=1_000, per_day=100_000)
OWNERS = ("ada", "ben")

# What other people's actions may leave beside somebody's things: counters of a post, and rows of their own.
COUNTED = {"likes", "comments", "remixes", "impressions", "heat", "warm"}
PUSHED = {"pushed_at"}  # the next push is planned when somebody else's action is a notice
THEIRS = {Follow: "follower", Mute: "account", Block: "account", Reaction: "account", Comment: "author"}
PASSING = (HandledRequest, PostCopy, Delivery, Draft, Event, Job, Notice, Payload, Placement, Report, Seen)


@dataclass
class Community:
    stage: Stage

    async def settle_in(self) -> None:
        """Let each owner paint two pictures, publish one, comment, like, follow, set a digest and wait for a third."""
        say, press, fill, settle = self.stage.say, self.stage.press, self.stage.fill, self.stage.settle
        self.stage.admins.add("olga")
        for who in OWNERS:
            await say(who, f"/imagine a private cat of {who} --count 2")
            await settle()
            await say(who, f"/imagine a fox of {who}")
            await settle()
            await press(who, "Publish")
            await fill(who, caption=f"the fox of {who}", audience="everyone")
            await say(who, "/digest set 9")
        posts = await self.posts()
        for who, other in (("ada", "ben"), ("ben", "ada")):
            await say(who, f"/follow {other}")
            await say(who, f"/like {posts[other]}")
            await say(who, f"/comment {posts[other]} so calm, says {who}")
            await say(who, f"/imagine a slow whale of {who}")
        await settle()
        for who in OWNERS:
            await say(who, f"/imagine what waits of {who}")

    async def posts(self) -> dict[str, str]:
        """Return the reference of the newest post of each owner."""
        people = await self.ids()

        def look(uow: Unit) -> dict[str, str]:
            newest = {who: uow.all(Post, author=id, newest=True, limit=1) for who, id in people.items()}
            return {who: self.stage.services.sealer.ref(rows[0].id) for who, rows in newest.items() if rows}

        return await self.stage.services.store.read(look)

    async def ids(self) -> dict[str, int]:
        rows = await self.stage.services.store.read(lambda uow: uow.all(Identity))
        return {row.user: row.account for row in rows}

    async def things(self, *owners: str) -> dict[str, Any]:
        """Return every row that belongs to these people, without the fields that others may change."""
        people = await self.ids()
        mine = [people[who] for who in owners or OWNERS]

        def look(uow: Unit) -> dict[str, Any]:
            found: dict[str, Any] = {}
            for noun in NOUNS:
                names = declared(noun).people
                for name in [THEIRS.get(noun, names[0])] if names and noun not in PASSING else []:
                    rows = uow.all(noun, **{f"{name}__in": mine})
                    found |= {f"{noun.__name__} {row.id}": settled(row) for row in rows}
            return found

        return await self.stage.services.store.read(look)

    async def refs(self) -> list[str]:
        """Return a reference of every row of every table (40 at most of each), as a forger may have seen or guessed."""

        def look(uow: Unit) -> list[str]:
            return [self.stage.services.sealer.ref(row.id) for noun in NOUNS for row in uow.all(noun, limit=40)]

        return await self.stage.services.store.read(look)

    async def send(self, who: str, command: str, pressed: str = "", space: str = "", /, **args: str) -> Reply:
        """Handle a request as an adapter would build it from platform input."""
        address = self.stage.place(space) if space else self.stage.home(who)
        self.stage._n += 1
        sender = Sender(self.stage.platform, who, who, False if space else None, self.stage.home(who))
        request = Request(f"forged:{self.stage._n}", command, sender, address, args=args, pressed=pressed)
        return await self.stage.handle(who, request)

    def buttons(self, who: str) -> list[tuple[str, Action]]:
        """Return every button ever shown to a person, with the message it is on."""
        return [
            (shown.ref, action)
            for shown in self.stage.shown
            if shown.to == who
            for card in shown.reply.cards
            for action in card.actions
            if not action.url
        ]


def settled(row: Any) -> Any:
    """Return the fields of a row except those that others may change."""
    plain = {f: getattr(row, f) for f in row.__dataclass_fields__}
    return {name: value for name, value in plain.items() if name not in COUNTED | PUSHED}


async def open_community(store: Store, clock: SteppedClock, **parts: Any) -> Community:
    stage = Stage(make_services(store, clock, **{"policy": POLICY, **parts}))
    community = Community(stage)
    await community.settle_in()
    return community


def internal_error(reply: Reply) -> bool:
    """Return True if the reply is the internal error answer."""
    return any("Something broke on our side" in str(card.text) for card in reply.cards)


def words(reply: Reply) -> str:
    return "\n".join([*(str(card.text) for card in reply.cards), reply.notice]).strip()


def restart(community: Community) -> Community:
    """Return the community in a new process on the same database: only the messages on the platform are left."""
    old = community.stage
    services = replace(old.services, messengers={})
    fresh = Stage(services, shown=list(old.shown), admins=set(old.admins))
    fresh._n = old._n
    return Community(fresh)
