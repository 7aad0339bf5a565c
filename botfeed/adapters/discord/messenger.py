"""Speaks on Discord: answers by an interaction's token while it lives, else messages in a channel."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta

import aiohttp
import discord
import structlog
from discord import ui

from botfeed.adapters.discord import decode, render
from botfeed.adapters.discord.api.circuit_breaker import Budget
from botfeed.adapters.discord.api.limiter import Limiter
from botfeed.adapters.lru import Recent
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Attachment, Card, Receipt, Reply
from botfeed.core.chat.messenger import CommandSyntax, Ramp
from botfeed.core.errors import Expired, MessageGone, Rejected, SendError, SendUnknown, TooLarge, TryAgain, Unreachable
from botfeed.core.language.text import Text
from botfeed.core.model import Address, Identity
from botfeed.core.ports.fields import IdentityWhere

log = structlog.get_logger()

TOKEN_LIVES = timedelta(minutes=14, seconds=30)  # Discord says 15 minutes; the rest is for the way
WAITS = timedelta(seconds=3)  # Discord, for the first word about an interaction
ACKNOWLEDGED = timedelta(seconds=2.2)  # after the press: the word has a way to go
ARRIVED = "arrived"  # in an interaction's extras: when it came to us
_LOST = {10003, 10013, 50001, 50007, 50013, 50278, 40003, 10004}
_GONE = {10008}
_EXPIRED = {10015, 10062, 50027}
_ANSWERED = 40060  # the interaction was acknowledged before: by us, and the word of it was lost
_TOO_OLD = 30046  # more edits of messages older than an hour than Discord allows: they keep what they show
_ARCHIVED = 50083  # a thread that rests
_TOO_LARGE = 40005  # a request entity of more than the place takes
NONCE = 25  # characters
PARTIAL_MOST = 8 * 1024 * 1024  # bytes
_HEADS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}  # how pictures begin, and their ending
REMEMBERED = 10_000  # messages that wait for a picture
_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)  # of an answer that is not what it should be
_BANNED = 60.0  # seconds to keep still where we are refused altogether


class Messenger:
    """Implements the core's `Messenger`, `CanEdit`, `CanDelete`, `CanStream`, `CanCheckRights` and `OpensSlowly`."""

    platform = decode.PLATFORM
    way = CommandSyntax(before="", after=":", named=True)
    ramp = Ramp(timedelta(seconds=2), 50)  # of new direct messages: faster ones are refused with 40003

    def __init__(self, services: Services, client: discord.Client, budget: Budget) -> None:
        self._services = services
        self._client = client
        self._budget = budget
        self._limiter = Limiter(services.clock)
        self._waiting = Recent[str, Card](REMEMBERED)  # by message: what says that something is being made

    def left(self, what: discord.Interaction, most: float) -> float:
        """Seconds that an upload may take, `most` at most, so that an acknowledgement would still be in time.

        What seems to come from the future, or later than Discord waits, tells that the clocks differ: it came just now.
        """
        now = self._services.clock.now()
        arrived = what.extras.get(ARRIVED, now)
        made = what.created_at if what.created_at <= arrived <= what.created_at + WAITS else arrived
        return min(most, (made + ACKNOWLEDGED - now).total_seconds())

    @contextlib.contextmanager
    def calling(self) -> Iterator[None]:
        """Call Discord, unless it has had enough of us. Raises SendError and its kinds."""
        self._budget.check()
        with refusals():
            yield

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        """Post in the channel. The key is the nonce: Discord answers a repeat with the first message."""
        body = render.reply(reply, key[:NONCE])
        files = await self.files(body, reply.files)
        await self._limiter.turn(patient=reply.patient)
        with self.calling():
            channel = await self._channel(address)
            message = await channel.send(
                view=body.view,
                files=files,
                nonce=key[:NONCE],
                silent=reply.silent,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        ref = decode.message_ref(message.channel.id, message.id)
        self.shows(ref, reply)
        return Receipt(ref)

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Edit by the token where the address has one, else as a message of the channel."""
        body = render.reply(reply)
        files = await self.files(body, reply.files)
        if not self._webhook(address):
            await self._limiter.turn(patient=reply.patient)
        self.shows(ref, reply)
        await self._replace(address, ref, body.view, files)
        return Receipt(ref)

    def shows(self, ref: str, reply: Reply) -> None:
        """Keep in mind what a message says that something is being made, until it says something else."""
        self._waiting.pop(ref, None)
        if reply.pending and reply.cards:
            self._waiting[ref] = reply.cards[0]

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show it in the place of the answer, above its buttons; what Discord will not take is left out.

        An edit takes away the buttons that it does not bring along, so what another process said is left as it is.
        """
        waiting = self._waiting.get(ref)
        if waiting is None:
            return
        name = _picture_name(partial)
        files = [discord.File(io.BytesIO(partial), name)] if partial and name else []
        if not self._webhook(address):
            await self._limiter.turn(patient=True)
            if self._waiting.get(ref) is not waiting:
                return
        with contextlib.suppress(SendError):
            await self._replace(address, ref, render.progress(text, name, waiting), files)

    async def delete(self, address: Address, ref: str) -> None:
        channel, message = _parts(ref)
        webhook = self._webhook(address)
        if not webhook:
            await self._limiter.turn(patient=True)
        self._waiting.pop(ref, None)
        with self.calling():
            if webhook:
                await webhook.delete_message(message)
            else:
                place = self._client.get_partial_messageable(channel).get_partial_message(message)
                await self._awake(channel, place.delete)

    async def is_admin(self, address: Address, user: str) -> bool:
        """Ask for the member: their roles' permissions decide."""
        await self._limiter.turn(patient=False)
        with self.calling():
            guild = await self._client.fetch_guild(int(address.space))
            await self._limiter.turn(patient=False)
            member = await guild.fetch_member(int(user))
        return member.guild_permissions.manage_guild

    async def files(self, body: render.Body, along: Sequence[Attachment] = ()) -> list[discord.File]:
        """Load the pictures that a message shows, and the files that travel along, as many as it can show."""
        along = along[: render.FILES]
        pictures = (self._services.media.load(a.media.blob, a.media.variant) for a in body.attached)
        others = (self._services.media.load(f.blob, "original") for f in along)
        loaded = await asyncio.gather(*pictures, *others)
        shown = [
            discord.File(io.BytesIO(data), a.name, description=a.media.alt[: render.ALT] or None)
            for a, data in zip(body.attached, loaded, strict=False)
        ]
        rest = zip(along, loaded[len(shown) :], strict=True)
        return [*shown, *(discord.File(io.BytesIO(data), f.name) for f, data in rest)]

    async def _replace(self, address: Address, ref: str, view: ui.LayoutView, files: list[discord.File]) -> None:
        channel, message = _parts(ref)
        nobody = discord.AllowedMentions.none()
        with self.calling():
            if webhook := self._webhook(address):
                await webhook.edit_message(message, view=view, attachments=files, allowed_mentions=nobody)
            else:
                place = self._client.get_partial_messageable(channel).get_partial_message(message)

                async def edit() -> None:
                    for file in files:
                        file.reset()
                    await place.edit(view=view, attachments=files, allowed_mentions=nobody)

                await self._awake(channel, edit)

    async def _awake(self, channel: int, change: Callable[[], Awaitable[None]]) -> None:
        """Change a message; a thread that rests is opened for it, since nothing in there can be changed."""
        try:
            await change()
        except discord.HTTPException as error:
            if error.code != _ARCHIVED:
                raise
            await self._limiter.turn(patient=True)
            await self._client.http.edit_channel(channel, archived=False)
            await self._limiter.turn(patient=True)
            await change()

    def _webhook(self, address: Address) -> discord.Webhook | None:
        """Give the interaction's own webhook, where the address carries a token."""
        _, _, rest = address.ref.partition(decode.TOKEN)
        application, _, token = rest.partition(decode.TOKEN)
        return discord.Webhook.partial(int(application), token, client=self._client) if token else None

    async def _channel(self, address: Address) -> discord.abc.Messageable:
        """The channel of an address; a person's direct messages are opened once, since that is a request of its own."""
        place = address.ref.partition(decode.TOKEN)[0]
        if place.startswith(decode.ALONE):
            place = await self._room(place.removeprefix(decode.ALONE))
        return self._client.get_partial_messageable(int(place))

    async def _room(self, user: str) -> str:
        whose: IdentityWhere = {"platform": self.platform, "user": user}
        known = await self._services.store.read(lambda uow: uow.one(Identity, **whose))
        if known and known.room:
            return known.room
        await self._limiter.turn(patient=False)
        room = str((await self._client.create_dm(discord.Object(int(user)))).id)
        await self._services.store.run(lambda uow: uow.compare_and_set(Identity, whose, room=room))
        return room


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn what Discord and the wire refuse into the house's words."""
    try:
        yield
    except discord.InteractionResponded:  # like _ANSWERED, as the library knows it
        raise SendUnknown("answered before") from None
    except discord.RateLimited as e:
        raise TryAgain("told to wait", e.retry_after) from None
    except discord.DiscordServerError as e:
        raise SendUnknown(f"status {e.status}") from None
    except discord.HTTPException as e:
        raise _refused(e) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as e:
        raise SendUnknown(type(e).__name__) from None
    except _UNREADABLE as e:
        log.exception("an answer of Discord's cannot be read")  # or a fault of ours: it must not go unheard
        raise SendUnknown(type(e).__name__) from None


def _refused(error: discord.HTTPException) -> Exception:
    why = f"status {error.status}, code {error.code}"
    if error.code == _TOO_OLD:
        return Rejected(why)
    if error.status == 413 or error.code == _TOO_LARGE:
        return TooLarge(why)
    if error.status == 429:
        return TryAgain(why, _BANNED)
    if error.code == _ANSWERED:
        return SendUnknown(why)
    if error.code in _EXPIRED or error.status == 401:
        return Expired(why)
    if error.code in _GONE:
        return MessageGone(why)
    if error.status == 403 and not error.code:  # no word of Discord's, but of who stands before it
        return TryAgain(why, _BANNED)
    if error.code in _LOST or error.status == 403:
        return Unreachable(why)
    return Rejected(why)


def _picture_name(data: bytes | None) -> str:
    """A name for what surely is a picture that a message may carry; empty for all else."""
    if not data or len(data) > PARTIAL_MOST:
        return ""
    return next((f"progress.{ending}" for head, ending in _HEADS.items() if data.startswith(head)), "")


def _parts(ref: str) -> tuple[int, int]:
    channel, _, message = ref.partition("/")
    return int(channel), int(message)
