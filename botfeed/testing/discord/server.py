"""Fake as a test uses it: a server on 127.0.0.1, the people who write to the bot, and the recorded results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import aiohttp
from aiohttp import web

from botfeed.testing import faults
from botfeed.testing.contracts import Checked, openapi
from botfeed.testing.discord.api.rate_limits import RateLimits
from botfeed.testing.discord.api.rest import Rest
from botfeed.testing.discord.clock import Clock
from botfeed.testing.discord.connector import Connector
from botfeed.testing.discord.gateway import Gateway
from botfeed.testing.discord.model import Message
from botfeed.testing.discord.people.interaction import WAIT
from botfeed.testing.discord.people.places import Channel, Guild
from botfeed.testing.discord.people.users import User
from botfeed.testing.discord.state import Call, DiscordState

T = TypeVar("T")
_LARGEST_BODY = 128 * 1024 * 1024  # bytes: ten files and their form


class FakeDiscord:
    """Discord's REST v10 and gateway v10 for one bot.

        async with FakeDiscord() as fake:
            client = discord.Client(intents=..., connector=fake.connector())
            task = asyncio.create_task(client.start(fake.token))
            lounge = fake.guild("Lounge").channel("general")
            ada = fake.user("ada", locale="it")
            asked = await ada.slash("imagine", {"prompt": "a fox"}, channel=lounge)
            card = await asked.edited()
            assert fake.violations == []

    Every request, and every answer of the fake's own, is checked by the package's facts, and by `contracts`, a folder
    with the official `discord/openapi.json`, where one is given; Disagreement is raised at the end if the two differed
    about a message. `checked=False` turns both off, for benches; the rules that stand only in prose always hold.
    `privileged` are the privileged intents that the bot may ask for; `heartbeat_every` (s) is the interval that it is
    told to beat at. Time stands still: `clock.advance(seconds)`. `shards` is the recommended number of them.
    """

    def __init__(
        self,
        contracts: Path | None = None,
        *,
        privileged: int = 0,
        clock: Clock | None = None,
        heartbeat_every: float = 41.25,
        shards: int = 1,
        limits: RateLimits | None = None,
        lag: float = 0.0,
        checked: bool = True,
    ) -> None:
        self.clock = clock or Clock()
        self.state = DiscordState(self.clock, shards)
        self._contracts = _contracts(contracts) if checked else None
        self._plan = faults.Plan(faults.load("discord"))
        self.gateway = Gateway(self.state, self._plan, privileged=privileged, heartbeat_every=heartbeat_every)
        self.state.announcer = self.gateway
        self._rest = Rest(self.state, self._contracts, self._plan, limits=limits, lag=lag)
        self._runner: web.AppRunner | None = None
        self._connectors: list[Connector] = []
        self.port = 0

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_LARGEST_BODY)
        self._rest.add_to(app)
        app.router.add_get("/", self.gateway.handle)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/attachments/{rest:.*}", self._attachment)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rest.close()
        self.gateway.close()
        for connector in self._connectors:
            await connector.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._contracts is not None and kind is None:
            self._contracts.close()

    def connector(self) -> aiohttp.BaseConnector:
        """Return a new connector, which its client closes at its end: `discord.Client(connector=fake.connector())`."""
        made = Connector(self.port)
        self._connectors.append(made)
        return made

    @property
    def token(self) -> str:
        """Return the bot token that is let in."""
        return self.state.token

    @property
    def violations(self) -> list[str]:
        """Return what broke the contract or a rule: a test asserts that there is none."""
        return self.state.violations

    @property
    def uploaded_again(self) -> list[str]:
        """Return the names of files that an edit uploaded though its message had them already."""
        return self.state.uploaded_again

    @property
    def calls(self) -> list[Call]:
        """Return every request of the bot, in order."""
        return self.state.calls

    @property
    def identifies(self) -> int:
        """Return how often the bot began a session: 1,000 a day are allowed."""
        return len(self.gateway.identifies)

    @property
    def resumes(self) -> int:
        return len(self.gateway.resumes)

    @property
    def invalid_requests(self) -> int:
        """Count the answers of 401, 403 and 429, which lead to a ban."""
        return sum(call.status in {401, 403, 429} for call in self.calls)

    def guild(self, name: str, *, locale: str = "en-US", bot: bool = True) -> Guild:
        """Make a guild, announced to a bot that is connected. Without `bot` only its people have installed the bot,
        each for themselves.
        """
        made = Guild(self.state, self.state.space(name, locale))
        made.space.bot_inside = bot
        if bot:
            made.invite_bot()
        return made

    def user(self, name: str, *, locale: str = "en-US") -> User:
        return User(self.state, self.state.account(name, locale))

    def talk(self, name: str, *people: User) -> Channel:
        """Make a group of people among themselves: only those who installed the bot for themselves can use it there."""
        return Channel(self.state, self.state.talk(name, tuple(person.account for person in people)))

    def messages(self, where: Channel | User, *, seen_by: User | None = None) -> list[Message]:
        """Return messages of a channel, or of a person's direct messages; private answers only for their reader."""
        if isinstance(where, User):
            return self.state.visible(self.state.dm_room(where.account), where.account)
        return self.state.visible(where.room, seen_by.account if seen_by else None)

    async def posted(
        self,
        where: Channel | User,
        count: int = 1,
        *,
        seen_by: User | None = None,
        timeout: float = WAIT,
    ) -> list[Message]:
        """Return the messages there, once there are `count`."""

        def enough() -> list[Message]:
            found = self.messages(where, seen_by=seen_by)
            return found if len(found) >= count else []

        return await self.until(enough, timeout)

    async def until(self, predicate: Callable[[], T], timeout: float = WAIT) -> T:
        """Return the first true answer of `predicate`, checked after every change.
        Raises TimeoutError after `timeout` s.
        """
        return await self.state.condition.until(predicate, timeout)

    async def ready(self, shards: int = 1, timeout: float = WAIT) -> None:
        """Wait until the bot has a session, or one for each of so many shards."""
        await self.until(lambda: len(self.gateway.shards) >= shards, timeout)

    def fault(self, fault: str | faults.Fault, *, route: str = faults.ANY, times: int = 1, after: bool = False) -> None:
        """Play a fault, by name or spelled out: on the next `times` requests to `route`, where `after` lets them take
        effect and spoils only the answer; on the gateway now, or at the next connects where no bot is connected.
        """
        row = self._plan.named(fault)
        if row.on_gateway:
            self.gateway.fault(row, times)
        else:
            self._plan.arm(row, route=route, times=times, after=after)

    def clear_faults(self) -> None:
        """Play no fault of those that are still armed."""
        self._plan.clear()

    @property
    def pending_faults(self) -> list[str]:
        return self._plan.pending

    def expire_tokens(self) -> None:
        """End the 15 minutes of every interaction."""
        self.clock.advance(15 * 60 + 1)

    def drop_connections(self) -> None:
        """Cut the gateway without a close frame: the bot should reconnect and resume."""
        self.gateway.drop()

    async def _attachment(self, request: web.Request) -> web.Response:
        file = self.state.cdn.fetch(request.path, dict(request.query))
        if file is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=file.content, headers={"Content-Type": file.mime})


def _contracts(folder: Path | None) -> Checked[openapi.Contract]:
    official = openapi.load(folder / "discord", numbers_in_strings=True) if folder else None
    return Checked(openapi.facts("discord", numbers_in_strings=True), official)
