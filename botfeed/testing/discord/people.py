"""People and places for a test's dialogue: who says, presses, picks, fills in or reacts to what, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from botfeed.testing.discord import doings, forms, interaction, payloads, posts
from botfeed.testing.discord import menu as menus
from botfeed.testing.discord.interaction import Interaction
from botfeed.testing.discord.model import ORDINARY, Account, File, Message, Role, Room, Space
from botfeed.testing.discord.world import World


class Channel:
    """A place to talk in. `forbid_bot` takes the bot's right to write: 50013."""

    def __init__(self, world: World, room: Room) -> None:
        self._world = world
        self.room = room
        self.id = room.id

    def forbid_bot(self, forbidden: bool = True) -> None:
        self.room.bot_may_write = not forbidden

    def delete(self) -> None:
        """The bot hears of it; from now on it is unknown: 10003."""
        payload = payloads.channel(self.room, self._world.bot)
        self.room.gone = True
        self._world.emit("THREAD_DELETE" if self.room.parent else "CHANNEL_DELETE", payload, intent=1)

    def restrict(self, nsfw: bool = True) -> None:
        """Make it age-restricted, or open again."""
        self.room.nsfw = nsfw
        self._world.emit("CHANNEL_UPDATE", payloads.channel(self.room, self._world.bot), intent=1)

    def thread(self, name: str) -> Channel:
        """A thread that hangs on this channel."""
        assert self.room.space is not None, "threads are for a guild's channels"
        room = self._world.room(name, self.room.space, nsfw=self.room.nsfw, parent=self.room)
        self._world.emit("THREAD_CREATE", payloads.channel(room, self._world.bot), intent=1)
        return Channel(self._world, room)

    def archive(self, archived: bool = True) -> None:
        """Of a thread: nobody wrote there for a while, or somebody does again."""
        self.room.archived = archived
        self._world.emit("THREAD_UPDATE", payloads.channel(self.room, self._world.bot), intent=1)

    def lock(self) -> None:
        """Of a thread: nobody writes there any more."""
        self.room.locked = self.room.archived = True
        self._world.emit("THREAD_UPDATE", payloads.channel(self.room, self._world.bot), intent=1)


class Guild:
    def __init__(self, world: World, space: Space) -> None:
        self._world = world
        self.space = space
        self.id = space.id

    def channel(self, name: str, *, nsfw: bool = False) -> Channel:
        """Made, and announced to a bot that is connected."""
        room = self._world.room(name, self.space, nsfw=nsfw)
        self._world.emit("CHANNEL_CREATE", payloads.channel(room, self._world.bot), intent=1)
        return Channel(self._world, room)

    def role(self, name: str, *holders: User, permissions: int = 0) -> Role:
        made = self._world.role(name, self.space, permissions)
        made.holders |= {holder.id for holder in holders}
        about = {"guild_id": str(self.id), "role": payloads.role(made)}
        self._world.emit("GUILD_ROLE_CREATE", about, intent=1)
        return made

    def greets_in(self, channel: Channel) -> None:
        """Its system channel."""
        self.space.system = channel.room

    def kick_bot(self) -> None:
        self.space.bot_inside = False
        self._world.emit("GUILD_DELETE", {"id": str(self.id)}, intent=1)

    def invite_bot(self) -> None:
        self.space.bot_inside = True
        self._world.emit("GUILD_CREATE", payloads.guild_create(self.space, self._world.bot, joined=True), intent=1)


class User:
    """A person. What no hand can do (a command that is not in the menu, a button that is not there) is a LookupError.

    Without a channel a thing is done in direct messages with the bot.
    """

    def __init__(self, world: World, account: Account) -> None:
        self._world = world
        self.account = account
        self.id = account.id
        self.name = account.name

    def _room(self, channel: Channel | None) -> Room:
        if channel is None:
            return self._world.dm_room(self.account)
        if channel.room.space is not None:
            channel.room.space.members.setdefault(self.id, self.account)
        return channel.room

    def join(self, guild: Guild) -> None:
        guild.space.members[self.id] = self.account

    def close_dms(self, closed: bool = True) -> None:
        """The bot's direct messages are refused: 50007."""
        self.account.dms_closed = closed

    async def slash(
        self, name: str, options: Mapping[str, Any] | None = None, *,
        channel: Channel | None = None, permissions: int = ORDINARY,
    ) -> Interaction:  # fmt: skip
        """`/name` with its options: "digest set" is a sub-command; users, channels and Files are given as they are.

        Names may be those of the person's locale.
        """
        await doings.connected(self._world)
        room = self._room(channel)
        picked = menus.find(self._world, name, room, permissions, self.account.locale)
        data = menus.chosen(self._world, picked, menus.sent(picked, options or {}, self.account.locale), room)
        return doings.interact(self._world, interaction.COMMAND, self.account, room, data, permissions=permissions)

    async def menu(
        self, name: str, target: Message | User, *, channel: Channel | None = None, permissions: int = ORDINARY
    ) -> Interaction:
        """A command of the menu that opens on a message or on a person."""
        await doings.connected(self._world)
        room = target.room if isinstance(target, Message) else self._room(channel)
        thing = target if isinstance(target, Message) else target.account
        data = menus.on_target(self._world, name, thing, room, permissions)
        return doings.interact(self._world, interaction.COMMAND, self.account, room, data, permissions=permissions)

    async def autocomplete(
        self, name: str, typed: Mapping[str, Any], *, channel: Channel | None = None, permissions: int = ORDINARY
    ) -> list[dict[str, Any]]:
        """The choices offered while the last option of `typed` is being typed: {"name", "value"}."""
        await doings.connected(self._world)
        room = self._room(channel)
        picked = menus.find(self._world, name, room, permissions, self.account.locale)
        data = menus.typed(self._world, picked, menus.sent(picked, typed, self.account.locale), room)
        asked = doings.interact(
            self._world, interaction.AUTOCOMPLETE, self.account, room, data, permissions=permissions
        )
        return (await asked.response()).choices

    async def press(self, message: Message | Interaction, button: str, *, permissions: int = ORDINARY) -> Interaction:
        """By label, emoji or custom id."""
        await doings.connected(self._world)
        shown = doings.seen(message, self.account)
        data = forms.pressed(shown, button)
        return doings.interact(
            self._world, interaction.COMPONENT, self.account, shown.room, data, permissions=permissions, source=shown
        )

    async def select(
        self, message: Message | Interaction, menu: str, values: str | Sequence[Any], *, permissions: int = ORDINARY
    ) -> Interaction:
        """`menu` by placeholder or custom id; `values` by label or value, or the users and channels themselves."""
        await doings.connected(self._world)
        shown = doings.seen(message, self.account)
        data = forms.selected(self._world, shown, menu, [values] if isinstance(values, str) else list(values))
        return doings.interact(
            self._world, interaction.COMPONENT, self.account, shown.room, data, permissions=permissions, source=shown
        )

    async def submit(
        self, asked: Interaction, values: Mapping[str, Any] | None = None, *, permissions: int = ORDINARY
    ) -> Interaction:
        """Fill in the form that `asked` was answered with: fields by label or custom id."""
        modal = await asked.modal()
        data = forms.submitted(self._world, modal, dict(values or {}), asked.room)
        return doings.interact(
            self._world, interaction.MODAL_SUBMIT, self.account, asked.room, data,
            permissions=permissions, source=asked.source,
        )  # fmt: skip

    async def say(self, text: str, *, channel: Channel | None = None, files: Sequence[File] = ()) -> Message:
        """A message. In a guild the bot may read it only where it is mentioned."""
        await doings.connected(self._world)
        return posts.create(self._world, self._room(channel), self.account, {"content": text}, _numbered(files))

    async def dm(self, text: str, *, files: Sequence[File] = ()) -> Message:
        return await self.say(text, files=files)

    async def reply(self, message: Message | Interaction, text: str, *, ping: bool = True) -> Message:
        """An answer to a message; the ping counts as a mention of its author."""
        await doings.connected(self._world)
        answered = doings.seen(message, self.account)
        where = payloads.reference(answered)
        extra = {"type": 19, "message_reference": where, "referenced_message": answered.payload}
        if ping:
            extra["mentions"] = [payloads.user(answered.author)]
        return posts.create(self._world, answered.room, self.account, {"content": text}, {}, extra=extra)

    async def react(self, message: Message | Interaction, emoji: str) -> None:
        await doings.connected(self._world)
        posts.react(self._world, doings.seen(message, self.account), self.account, emoji, wanted=True)

    async def unreact(self, message: Message | Interaction, emoji: str) -> None:
        await doings.connected(self._world)
        posts.react(self._world, doings.seen(message, self.account), self.account, emoji, wanted=False)


def _numbered(files: Sequence[File]) -> dict[str, File]:
    return {str(number): file for number, file in enumerate(files)}
