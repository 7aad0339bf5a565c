"""Receive everything from Discord: a plain client without a command tree and without privileged intents."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import aiohttp
import discord
import structlog

from botfeed.adapters.discord import decode, schema
from botfeed.adapters.discord.api import circuit_breaker, identify_pacing, multipart
from botfeed.adapters.discord.api.addresses import PLATFORM
from botfeed.adapters.discord.api.shards import Shards
from botfeed.adapters.discord.messenger import Messenger
from botfeed.adapters.discord.receive import answers, guilds, messages, named_people, reactions
from botfeed.adapters.discord.send import menu_push
from botfeed.core import dispatch, serialization
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Request
from botfeed.core.chat.verb import Verbs
from botfeed.core.errors import SendError, StartError, TryAgain

log = structlog.get_logger()

_NOT_KNOWN = "Discord does not know this DISCORD_TOKEN. Make a new one at discord.com/developers."
_TOO_OLD = "Discord refuses how botfeed connects. A newer botfeed is needed, or a newer discord.py."
_FATAL = {  # close codes of the gateway after which no retry helps
    4004: _NOT_KNOWN,
    4010: "Discord has no such shard. Write --shards like 0-3/8, with as many of them in every process.",
    4013: _TOO_OLD,
    4014: _TOO_OLD,
    4011: "Discord wants this bot to have shards: set BOTFEED_DISCORD_SHARDS=auto.",
}
SENT_BY = 2.0  # seconds that a stop waits for answers to be sent
RATE_LIMIT_MOST = 30.0  # seconds that the library may wait by itself; for longer a job is retried later


def intents() -> discord.Intents:
    """Return the intents: the bot's servers, messages and reactions; none is privileged."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.messages = True
    wanted.reactions = True
    return wanted


class Client(discord.Client):
    """Client that turns every interaction, message and reaction into one request, and answers it."""

    def __init__(
        self,
        services: Services,
        ready: Callable[[str], None],
        *,
        connector: aiohttp.BaseConnector | None = None,
        **options: Any,
    ) -> None:
        breaker = circuit_breaker.CircuitBreaker(services.clock)
        super().__init__(
            connector=multipart.whole(connector or aiohttp.TCPConnector(limit=0)),
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_MOST,
            http_trace=breaker.trace(),
            **options,
        )
        self._services = services
        self._report_ready: Callable[[str], None] | None = ready
        self.messenger = Messenger(services, self, breaker)
        self._messages = messages.MessageAnswers(services, self.messenger)
        self.sessions_spent = asyncio.Event()
        self.until_next = 0.0  # seconds, once the sessions are spent
        self._reactions = reactions.ReactionOrder()
        self._keeping_menu: asyncio.Task[None] | None = None
        self._answering_tasks: set[asyncio.Task[Any]] = set()
        parsers = self._connection.parsers  # in the library an event that cannot be parsed ends the client
        parsers.update({name: _log_errors(name, parse) for name, parse in parsers.items()})

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until a session may be begun; for a long wait, let `serve` disconnect."""
        del shard_id, initial
        application, shards = self.application_id or 0, self.shard_count or 1
        while wait := await self._services.store.run(lambda uow: identify_pacing.wait(uow, application, shards)):
            if wait > identify_pacing.PATIENCE:
                self.until_next = wait
                self.sessions_spent.set()
                await asyncio.Event().wait()  # until it is cancelled with the client
            await self._services.clock.sleep(wait)

    async def setup_hook(self) -> None:
        one = 0 in (getattr(self, "shard_ids", None) or (0,))  # of several processes, one pushes
        self.menu = menu_push.MenuPush(self._services, self, pushes=one)
        self.messenger.commands = lambda: self.menu.mentions
        self._keeping_menu = asyncio.create_task(self.menu.keep(await self.menu.check()))
        self._services.messengers[PLATFORM] = self.messenger
        self._services.store.wake()
        await dispatch.deferred_replies.send_missed(self._services, PLATFORM)

    async def close(self) -> None:
        if self._keeping_menu:
            self._keeping_menu.cancel()
        await super().close()

    async def finish_answers(self, seconds: float) -> None:
        """Wait until all answers are sent, for so long at most, and cancel the rest, whose requests are durable."""
        if self._answering_tasks:
            await asyncio.wait(self._answering_tasks, timeout=seconds)
        left = list(self._answering_tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        """Let a stop wait for this answer, and log one that Discord refuses; the command itself has run."""
        task = asyncio.current_task()
        assert task
        self._answering_tasks.add(task)
        try:
            yield
        except SendError as error:
            log.warning("an answer was not delivered", why=repr(error))
        finally:
            self._answering_tasks.discard(task)

    async def on_ready(self) -> None:
        if self._report_ready:
            self._report_ready(str(self.user))
        self._report_ready = None
        await guilds.resume(self._services, self, self.guilds)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        interaction.extras[answers.ARRIVED] = self._services.clock.now()
        with self._answering():
            if interaction.type is discord.InteractionType.autocomplete:
                await self._complete(interaction)
            elif request := _read(self._services.menu, interaction):
                request = await named_people.spelled(self._services, request, named_people.of_interaction(interaction))
                reply = await dispatch.handle(self._services, request)
                await answers.send(self._services, self.messenger, interaction, request, reply)

    async def _complete(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data or {}
        path, given = decode.options(data)
        name = decode.command(self._services.menu, path)
        focused = next((o for o in given if o.get("focused")), None)
        if focused is None:
            return
        args, _ = decode.arguments(self._services.menu, name, given)
        request = decode.request(interaction, name, args)
        found = await dispatch.suggest(self._services, request, focused["name"], str(focused.get("value", "")))
        choices = [discord.app_commands.Choice(name=c.label[:100] or c.value, value=c.value[:100]) for c in found]
        with self.messenger.calling():
            await interaction.response.autocomplete(choices[: schema.CHOICES])

    async def on_message(self, message: discord.Message) -> None:
        assert self.user
        if request := decode.message(self._services.menu, message, self.user.id):
            with self._answering():
                names = named_people.of_message(message)
                await self._messages.answer(await named_people.spelled(self._services, request, names))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        with self._answering():
            await self._reacted(event)

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        with self._answering():
            await self._reacted(event)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        await self._deleted(event.guild_id, event.channel_id, (event.message_id,))

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        await self._deleted(event.guild_id, event.channel_id, event.message_ids)

    async def _deleted(self, guild: int | None, channel: int, ids: Iterable[int]) -> None:
        if guild:
            await messages.deleted(self._services, channel, ids)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Check a server that Discord had lost for a while; `on_ready` checks those that come before it."""
        if self.is_ready():
            await guilds.resume(self._services, self, (guild,))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await guilds.joined(self._services, guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await guilds.left(self._services, guild)

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        await guilds.changed(self._services, before, after)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await guilds.deleted(self._services, channel.guild.id, channel.id)

    async def on_thread_join(self, thread: discord.Thread) -> None:
        await guilds.thread_opened(self._services, thread)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        await guilds.deleted(self._services, event.guild_id, event.thread_id)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await guilds.deleted(self._services, role.guild.id, role.id)

    async def _reacted(self, event: discord.RawReactionActionEvent) -> None:
        if self.user and event.user_id == self.user.id:
            return
        async with self._reactions.turn(event) as counts:
            if counts and (who := await self._services.store.read(lambda uow: messages.reaction_sender(uow, event))):
                await self._messages.answer(decode.reaction(event, who))

    async def on_error(self, event: str, /, *args: Any, **_: Any) -> None:
        del args
        log.error("an event failed", happening=event, exc_info=sys.exc_info())


def _read(menu: Verbs, interaction: discord.Interaction) -> Request | None:
    """Return an interaction's request; None for one that cannot be read, which is logged."""
    try:
        return serialization.checked(decode.interaction(menu, interaction))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        log.warning("an interaction could not be read", interaction=interaction.id, why=repr(error))
        return None


def _log_errors(name: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def parsed(data: Any) -> Any:
        try:
            return parse(data)
        except Exception:  # of the library that reads events: one bad event ends no connection
            log.exception("an event could not be read", happening=name)
            return None

    return parsed


class Sharded(Client, discord.AutoShardedClient):
    """The same client on several shards, as many as Discord recommends unless told otherwise."""


def client(
    services: Services, ready: Callable[[str], None], shards: Shards | None, *, auto: bool, **options: Any
) -> Client:
    """Return a client on these `shards`, on all that Discord recommends (`auto`), or without any."""
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
    connection = client(services, ready, shards, auto=auto, **options)
    running = asyncio.create_task(connection.start(token, reconnect=True))
    spent = asyncio.create_task(connection.sessions_spent.wait())
    try:
        await asyncio.wait({running, spent}, return_when=asyncio.FIRST_COMPLETED)
        if spent.done():
            raise TryAgain("the sessions of this day are used up", connection.until_next)
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
        services.messengers.pop(PLATFORM, None)
        await asyncio.shield(_close(connection, running))


async def _close(connection: Client, running: asyncio.Task[None]) -> None:
    await asyncio.gather(running, return_exceptions=True)
    await connection.finish_answers(SENT_BY)
    await connection.close()
