"""People of a test's dialogue: they write, press, pick, fill in and react."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from botfeed.testing.discord import messages, payloads
from botfeed.testing.discord.model import ORDINARY, Account, File, Message, Room
from botfeed.testing.discord.people import command_input as menus
from botfeed.testing.discord.people import form_input, interaction
from botfeed.testing.discord.people import interaction_events as events
from botfeed.testing.discord.people.interaction import Interaction
from botfeed.testing.discord.people.places import Channel, Guild
from botfeed.testing.discord.state import DiscordState


class User:
    """Person. Impossible actions (a command that is not in the menu, a button that is not there) raise LookupError.
    Without a channel an action happens in direct messages with the bot.
    """

    def __init__(self, state: DiscordState, account: Account) -> None:
        self._state = state
        self.account = account
        self.id = account.id
        self.name = account.name

    def _room(self, channel: Channel | None) -> Room:
        if channel is None:
            return self._state.dm_room(self.account)
        if channel.room.space is not None:
            channel.room.space.members.setdefault(self.id, self.account)
        return channel.room

    def join(self, guild: Guild) -> None:
        guild.space.members[self.id] = self.account

    def leave(self, guild: Guild) -> None:
        """Leave a server, or be thrown out of it: the bot is not told without a privileged intent."""
        guild.space.members.pop(self.id, None)

    def close_dms(self, closed: bool = True) -> None:
        """Refuse the bot's direct messages: 50007."""
        self.account.dms_closed = closed

    async def slash(
        self, name: str, options: Mapping[str, Any] | None = None, *,
        channel: Channel | None = None, permissions: int = ORDINARY,
    ) -> Interaction:  # fmt: skip
        """Use `/name` with its options: "digest set" is a sub-command; users, channels and Files are given as they are.

        Names may be those of the person's locale.
        """
        await events.connected(self._state)
        room = self._room(channel)
        picked = menus.find(self._state, name, room, permissions, self.account.locale)
        data = menus.chosen(self._state, picked, menus.sent(picked, options or {}, self.account.locale), room)
        return events.interact(self._state, interaction.COMMAND, self.account, room, data, permissions=permissions)

    async def menu(
        self, name: str, target: Message | User, *, channel: Channel | None = None, permissions: int = ORDINARY
    ) -> Interaction:
        """Use a command of the menu that opens on a message or on a person."""
        await events.connected(self._state)
        room = target.room if isinstance(target, Message) else self._room(channel)
        thing = target if isinstance(target, Message) else target.account
        data = menus.on_target(self._state, name, thing, room, permissions)
        return events.interact(self._state, interaction.COMMAND, self.account, room, data, permissions=permissions)

    async def autocomplete(
        self, name: str, typed: Mapping[str, Any], *, channel: Channel | None = None, permissions: int = ORDINARY
    ) -> list[dict[str, Any]]:
        """Return the choices offered while the last option of `typed` is being typed: {"name", "value"}."""
        await events.connected(self._state)
        room = self._room(channel)
        picked = menus.find(self._state, name, room, permissions, self.account.locale)
        data = menus.typed(self._state, picked, menus.sent(picked, typed, self.account.locale), room)
        asked = events.interact(
            self._state, interaction.AUTOCOMPLETE, self.account, room, data, permissions=permissions
        )
        return (await asked.response()).choices

    async def press(self, message: Message | Interaction, button: str, *, permissions: int = ORDINARY) -> Interaction:
        """Press a button, found by label, emoji or custom id."""
        await events.connected(self._state)
        shown = events.seen(message, self.account)
        data = form_input.pressed(shown, button)
        return events.interact(
            self._state, interaction.COMPONENT, self.account, shown.room, data, permissions=permissions, source=shown
        )

    async def select(
        self, message: Message | Interaction, menu: str, values: str | Sequence[Any], *, permissions: int = ORDINARY
    ) -> Interaction:
        """Pick from `menu`, by placeholder or custom id; `values` by label, by value, or users and channels."""
        await events.connected(self._state)
        shown = events.seen(message, self.account)
        data = form_input.selected(self._state, shown, menu, [values] if isinstance(values, str) else list(values))
        return events.interact(
            self._state, interaction.COMPONENT, self.account, shown.room, data, permissions=permissions, source=shown
        )

    async def submit(
        self, asked: Interaction, values: Mapping[str, Any] | None = None, *, permissions: int = ORDINARY
    ) -> Interaction:
        """Fill in the form that `asked` was answered with: fields by label or custom id."""
        modal = await asked.modal()
        data = form_input.submitted(self._state, modal, dict(values or {}), asked.room)
        return events.interact(
            self._state, interaction.MODAL_SUBMIT, self.account, asked.room, data,
            permissions=permissions, source=asked.source,
        )  # fmt: skip

    async def say(self, text: str, *, channel: Channel | None = None, files: Sequence[File] = ()) -> Message:
        """Write a message. In a guild the bot may read it only where it is mentioned."""
        await events.connected(self._state)
        return messages.create(self._state, self._room(channel), self.account, {"content": text}, _numbered(files))

    async def dm(self, text: str, *, files: Sequence[File] = ()) -> Message:
        return await self.say(text, files=files)

    async def reply(self, message: Message | Interaction, text: str, *, ping: bool = True) -> Message:
        """Reply to a message; the ping counts as a mention of its author."""
        await events.connected(self._state)
        answered = events.seen(message, self.account)
        where = payloads.reference(answered)
        extra = {"type": 19, "message_reference": where, "referenced_message": answered.payload}
        if ping:
            extra["mentions"] = [payloads.user(answered.author)]
        return messages.create(self._state, answered.room, self.account, {"content": text}, {}, extra=extra)

    async def delete(self, *found: Message | Interaction) -> None:
        """Delete messages as a moderator does: several at once are a bulk deletion."""
        await events.connected(self._state)
        seen = [events.seen(each, self.account) for each in found]
        if len(seen) == 1:
            messages.delete(self._state, seen[0])
        else:
            messages.purge(self._state, seen[0].room, seen)

    async def react(self, message: Message | Interaction, emoji: str) -> None:
        await events.connected(self._state)
        messages.react(self._state, events.seen(message, self.account), self.account, emoji, wanted=True)

    async def unreact(self, message: Message | Interaction, emoji: str) -> None:
        await events.connected(self._state)
        messages.react(self._state, events.seen(message, self.account), self.account, emoji, wanted=False)


def _numbered(files: Sequence[File]) -> dict[str, File]:
    return {str(number): file for number, file in enumerate(files)}
