"""A space as its administrators see it: requests with roles and picks from the platform's lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botfeed.core.chat.message import Picked, Reply, Request, Sender
from botfeed.core.model import Address, Post, Space
from tests.core.support.people import People

PLATFORM = "console"


def channel(name: str, *, space: str = "lounge", age_restricted: bool = False) -> Address:
    return Address(PLATFORM, f"#{name}", f"space-{space}", space, private=False, age_restricted=age_restricted)


@dataclass
class Place:
    """`#general` of the lounge by default; roles and channels of a server are known by their names."""

    people: People
    n: int = 0

    async def say(self, who: str, command: str, at: Address | None = None, /, **args: Any) -> Reply:
        """Handle a request of `who` at `at`.
        `wears` (roles), `admin`, `picked`, `pressed` and `forms` belong to the request, the rest are arguments.
        """
        self.n += 1
        at = at or channel("general")
        stage = self.people.stage
        sender = Sender(PLATFORM, who, who, args.pop("admin", False), stage.home(who), args.pop("wears", ()))
        known = {
            name: Picked(name.strip("#@"), None if name.startswith("@") else channel(name.strip("#")))
            for name in args.pop("picked", ())
        }
        request = Request(
            f"place:{self.n}", command, sender, at,
            picked=known, pressed=args.pop("pressed", ""), forms=args.pop("forms", True), channel=args.pop("channel", at.ref),
            args={name: str(value) for name, value in args.items()},
        )  # fmt: skip
        return await stage.handle(who, request)

    async def setup(self, **args: Any) -> Reply:
        """Set the space up as an administrator; channels and roles named in `args` count as picked."""
        named = [
            v
            for name in ("showcase", "digest", "channels", "log", "roles", "setters")
            for v in str(args.get(name, "")).split(",")
            if v[:1] in "#@" and v
        ]
        picked = args.pop("picked", named)
        return await self.say(
            args.pop("who", "mia"),
            args.pop("command", "space.setup"),
            args.pop("at", None),
            admin=args.pop("admin", True),
            picked=picked,
            **args,
        )

    async def space(self, name: str = "lounge") -> Space:
        found = await self.people.stage.services.store.read(
            lambda uow: uow.one(Space, platform=PLATFORM, ref=f"space-{name}")
        )
        assert found
        return found

    def shown(self, where: str) -> list[Any]:
        """Return the last reply of each message in a channel that was not deleted."""
        messages: dict[str, Any] = {}
        for shown in self.people.stage.shown:
            if shown.to == where and shown.event == "delete":
                messages.pop(shown.ref, None)
            elif shown.to == where and shown.reply.cards:
                messages[shown.ref] = shown.reply
        return list(messages.values())


def text(reply: Reply) -> str:
    return "\n".join([*(str(card.text) for card in reply.cards), reply.notice]).strip()


def labels(reply: Reply) -> list[str]:
    return [action.label for card in reply.cards for action in card.actions]


async def run(place: Place, fn: Any) -> Any:
    return await place.people.stage.services.store.run(fn)


async def publish(
    place: Place, who: str = "ada", prompt: str = "a fox", at: Address | None = None, **options: Any
) -> Post:
    """Publish to here from #general; return the post."""
    ref = await place.people.paint(who, prompt)
    await place.say(who, "publish", at, picture=ref, **{"audience": "here", **options})
    await place.people.stage.settle()
    return await place.people.newest(who)
