"""Discord's one way in: a plain client without a command tree and without privileged intents."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import discord
import structlog

from botfeed.adapters.discord import decode, schema
from botfeed.adapters.discord.api import circuit_breaker, identify_pacing, multipart
from botfeed.adapters.discord.api.shards import Shards
from botfeed.adapters.discord.messenger import ARRIVED, Messenger
from botfeed.adapters.discord.receive import guilds, messages
from botfeed.adapters.discord.send import answer
from botfeed.core import dispatch, serialization
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Request
from botfeed.core.chat.verb import Verbs
from botfeed.core.errors import SendError, StartError, TryAgain

log = structlog.get_logger()

_NOT_KNOWN = "Discord does not know this DISCORD_TOKEN. Make a new one at discord.com/developers."
_TOO_OLD = "Discord refuses how botfeed connects. A newer botfeed is needed, or a newer discord.py."
_FATAL = {  # how the gateway closes for good
    4004: _NOT_KNOWN,
    4010: "Discord has no such shard. Write --shards like 0-3/8, with as many of them in every process.",
    4013: _TOO_OLD,
    4014: _TOO_OLD,
    4011: "Discord wants this bot to have shards: set BOTFEED_DISCORD_SHARDS=auto.",
}
SAID_BY = 2.0  # seconds that a stop waits for answers to be said
RATE_LIMIT_MOST = 30.0  # seconds that the library may wait by itself; a job knows better what to do meanwhile


def intents() -> discord.Intents:
    """What we hear: servers we are in, messages to us, reactions. Nothing privileged."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.messages = True
    wanted.reactions = True
    return wanted


class Client(discord.Client):
    """Every interaction, message and reaction becomes one request."""

    def __init__(
        self,
        services: Services,
        ready: Callable[[str], None],
        *,
        connector: aiohttp.BaseConnector | None = None,
        **options: Any,
    ) -> None:
        counted = circuit_breaker.Budget(services.clock)
        super().__init__(
            connector=multipart.whole(connector or aiohttp.TCPConnector(limit=0)),
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_MOST,
            http_trace=counted.trace(),
            **options,
        )
        self._services = services
        self._told: Callable[[str], None] | None = ready
        self.messenger = Messenger(services, self, counted)
        self._spoken = messages.Spoken(services, self.messenger)
        self.spent = asyncio.Event()
        self.until_next = 0.0  # seconds, once it is spent
        self._under_way: set[asyncio.Task[Any]] = set()
        parsers = self._connection.parsers  # the library lets an event that it cannot read end the whole client
        parsers.update({name: _calm(name, parse) for name, parse in parsers.items()})

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until a session may be begun. A wait that is long is spent without a connection."""
        del shard_id, initial
        application, shards = self.application_id or 0, self.shard_count or 1
        while wait := await self._services.store.run(lambda uow: identify_pacing.wait(uow, application, shards)):
            if wait > identify_pacing.PATIENCE:
                self.until_next = wait
                self.spent.set()
                await asyncio.Event().wait()  # until it is cancelled with the client
            await self._services.clock.sleep(wait)

    async def setup_hook(self) -> None:
        if 0 in (getattr(self, "shard_ids", None) or (0,)):  # of several processes, one
            await schema.push(self._services, self)
        self._services.messengers[decode.PLATFORM] = self.messenger
        self._services.store.wake()
        await dispatch.deferred_replies.missed(self._services, decode.PLATFORM)

    async def said(self, seconds: float) -> None:
        """Wait until what was asked is answered, for so long at most, and end the rest. Its requests are durable."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        left = list(self._under_way)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        """A stop waits for this. An answer that Discord will not take ends there; what was done stands."""
        task = asyncio.current_task()
        assert task
        self._under_way.add(task)
        try:
            yield
        except SendError as error:
            log.warning("an answer was not delivered", why=repr(error))
        finally:
            self._under_way.discard(task)

    async def on_ready(self) -> None:
        if self._told:
            self._told(str(self.user))
        self._told = None
        await guilds.there(self._services, self, self.guilds)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        interaction.extras[ARRIVED] = self._services.clock.now()
        with self._answering():
            if interaction.type is discord.InteractionType.autocomplete:
                await self._complete(interaction)
            elif request := _read(self._services.menu, interaction):
                reply = await dispatch.handle(self._services, request)
                await answer.give(self._services, self.messenger, interaction, request, reply)

    async def _complete(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data or {}
        name, given = decode.options(data)
        focused = next((o for o in given if o.get("focused")), None)
        if focused is None:
            return
        args = {o["name"]: decode.text(o.get("value", "")) for o in given}
        request = decode.request(interaction, name, args)
        found = await dispatch.suggest(self._services, request, focused["name"], str(focused.get("value", "")))
        choices = [discord.app_commands.Choice(name=c.label[:100] or c.value, value=c.value[:100]) for c in found]
        with self.messenger.calling():
            await interaction.response.autocomplete(choices[: schema.CHOICES])

    async def on_message(self, message: discord.Message) -> None:
        assert self.user
        if request := decode.message(self._services.menu, message, self.user.id):
            with self._answering():
                await self._spoken.answer(request)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        with self._answering():
            await self._reacted(event)

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        with self._answering():
            await self._reacted(event)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Discord had lost it for a while. Those that come before we are ready are looked at then."""
        if self.is_ready():
            await guilds.there(self._services, self, (guild,))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await guilds.joined(self._services, guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await guilds.left(self._services, guild)

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        await guilds.changed(self._services, before, after)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await guilds.deleted(self._services, channel.guild.id, channel.id)

    async def on_thread_join(self, thread: discord.Thread) -> None:
        await guilds.woken(self._services, thread)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        await guilds.deleted(self._services, event.guild_id, event.thread_id)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await guilds.deleted(self._services, role.guild.id, role.id)

    async def _reacted(self, event: discord.RawReactionActionEvent) -> None:
        if self.user and event.user_id == self.user.id:
            return
        if who := await self._services.store.read(lambda uow: messages.reacts(uow, event)):
            await self._spoken.answer(decode.reaction(event, who))

    async def on_error(self, event: str, /, *args: Any, **_: Any) -> None:
        del args
        log.error("an event failed", happening=event, exc_info=sys.exc_info())


def _read(menu: Verbs, interaction: discord.Interaction) -> Request | None:
    """Give its request; what cannot be read is put aside."""
    try:
        return serialization.checked(decode.interaction(menu, interaction))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        log.warning("an interaction could not be read", interaction=interaction.id, why=repr(error))
        return None


def _calm(name: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def parsed(data: Any) -> Any:
        try:
            return parse(data)
        except Exception:
            log.exception("an event could not be read", happening=name)
            return None

    return parsed


class Sharded(Client, discord.AutoShardedClient):
    """The same ears on several shards, as many as Discord recommends unless it is told."""


def client(
    services: Services, ready: Callable[[str], None], shards: Shards | None, *, auto: bool, **options: Any
) -> Client:
    """A client on its `shards`, on all that Discord recommends (`auto`), or without any."""
    if shards:
        return Sharded(services, ready, shard_ids=shards.ids, shard_count=shards.count, **options)
    return Sharded(services, ready, **options) if auto else Client(services, ready, **options)


async def serve(
    services: Services,
    token: str,
    ready: Callable[[str], None],
    *,
    shards: Shards | None = None,
    auto: bool = False,
    **options: Any,
) -> None:
    """Connect and answer until cancelled. `options` go to `discord.Client` (connector ...).

    Raises StartError where no retry would mend it, TryAgain where no session may be begun for a while.
    """
    ears = client(services, ready, shards, auto=auto, **options)
    running = asyncio.create_task(ears.start(token, reconnect=True))
    spent = asyncio.create_task(ears.spent.wait())
    try:
        await asyncio.wait({running, spent}, return_when=asyncio.FIRST_COMPLETED)
        if spent.done():
            raise TryAgain("the sessions of this day are used up", ears.until_next)
        running.result()
    except discord.LoginFailure:
        raise StartError(_NOT_KNOWN) from None
    except discord.PrivilegedIntentsRequired:
        raise StartError(_TOO_OLD) from None
    except discord.ConnectionClosed as error:
        if error.code in _FATAL:
            raise StartError(_FATAL[error.code]) from None
        raise
    finally:
        spent.cancel()
        running.cancel()
        services.messengers.pop(decode.PLATFORM, None)
        await asyncio.shield(_close(ears, running))


async def _close(ears: Client, running: asyncio.Task[None]) -> None:
    await asyncio.gather(running, return_exceptions=True)
    await ears.said(SAID_BY)
    await ears.close()
