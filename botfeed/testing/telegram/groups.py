"""Groups of a test, and changes of the bot's membership."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from botfeed.testing.telegram.api.calls import Json
from botfeed.testing.telegram.rules import markup
from botfeed.testing.telegram.state import Chat, TelegramState, member

SUPER = -1_000_000_000_000  # supergroups' ids start below this

ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


class Person(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def json(self) -> Json: ...


@dataclass(frozen=True, slots=True)
class Group:
    """Group; after `migrate` the same object stands for the supergroup."""

    state: TelegramState
    first: Chat

    @property
    def chat(self) -> Chat:
        return self.state.chats[self.first.moved_to] if self.first.moved_to else self.first

    @property
    def id(self) -> int:
        return self.chat.id

    def topic(self, name: str, by: Person) -> int:
        """Open a topic of a forum; gives its thread id."""
        created = {"name": name, "icon_color": 7322096}
        message = self.state.post(self.chat, by.json, forum_topic_created=created)
        thread = int(message["message_id"])
        message |= {"message_thread_id": thread, "is_topic_message": True}
        self.chat.topics[thread] = name
        self.state.updates.push("message", message)
        return thread

    def close(self, thread: int) -> None:
        """Close a topic: only administrators may write there."""
        self.chat.closed.add(thread)

    def join(self, *people: Person) -> None:
        for person in people:
            self._become(person, "member")

    def promote(self, person: Person) -> None:
        self._become(person, "administrator")

    def demote(self, person: Person) -> None:
        self._become(person, "member")

    def promote_bot(self) -> None:
        change_bot(self.state, self.chat, self._owner(), "administrator")

    def let_post(self, by: Person) -> None:
        """Make the bot an administrator of the channel who may post."""
        self._bot_writes(by, may=True)

    def forbid_posts(self, by: Person) -> None:
        """Let the bot stay an administrator of the channel, who may not post any more."""
        self._bot_writes(by, may=False)

    def _bot_writes(self, by: Person, *, may: bool) -> None:
        chat, bot = self.chat, self.state.bot
        old = member(chat, bot, chat.bot)
        (chat.writers.add if may else chat.writers.discard)(bot["id"])
        chat.bot = "administrator"
        _tell(self.state, "my_chat_member", chat, by.json, (old, member(chat, bot, chat.bot)))
        self.state.condition.notify()

    def demote_bot(self) -> None:
        change_bot(self.state, self.chat, self._owner(), "member")

    def silence_bot(self) -> None:
        """Let the bot read, and write no more."""
        change_bot(self.state, self.chat, self._owner(), "restricted")

    def add_bot(self) -> None:
        change_bot(self.state, self.chat, self._owner(), "member")

    def kick_bot(self) -> None:
        change_bot(self.state, self.chat, self._owner(), "kicked")

    def migrate(self) -> int:
        """Become a supergroup: the old chat answers with the new id from now on. Returns the new id."""
        old = self.first
        if old.kind != "group" or old.moved_to:
            raise AssertionError(f"{old.title} is a supergroup already")
        new = Chat(SUPER + old.id, "supergroup", old.title, bot=old.bot, members=dict(old.members))
        self.state.chats[new.id] = new
        left = self.state.post(old, self._owner(), migrate_to_chat_id=new.id)
        came = self.state.post(new, self._owner(), migrate_from_chat_id=old.id)
        old.moved_to = new.id
        self.state.updates.push("message", left)
        self.state.updates.push("message", came)
        return new.id

    def say(self, text: str) -> Json:
        """Write as an anonymous administrator: others see the group as the author. Returns the message."""
        content = {"text": text, "entities": markup.commands(text), "sender_chat": self.chat.json()}
        message = self.state.post(self.chat, ANONYMOUS, **content)
        self.state.updates.push("message", message)
        return message

    def _owner(self) -> Json:
        admins = [who for who, status in self.chat.members.items() if status in ("creator", "administrator")]
        return self.state.people[(admins or list(self.state.people))[0]]

    def _become(self, person: Person, status: str) -> None:
        chat = self.chat
        old = member(chat, person.json, chat.members.get(person.id, "left"))
        chat.members[person.id] = status
        new = member(chat, person.json, status)
        _tell(self.state, "chat_member", chat, self._owner(), (old, new))


def change_bot(state: TelegramState, chat: Chat, by: Json, status: str) -> None:
    """Make the bot a member, block or kick it: it is notified by my_chat_member."""
    old, chat.bot = chat.bot, status
    if status == "member" and chat.person:
        chat.started = True
    _tell(state, "my_chat_member", chat, by, (member(chat, state.bot, old), member(chat, state.bot, status)))
    state.condition.notify()


def _tell(state: TelegramState, kind: str, chat: Chat, by: Json, change: Sequence[Json]) -> None:
    old, new = change
    about = {"chat": chat.json(), "from": by, "date": state.date()}
    state.updates.push(kind, {**about, "old_chat_member": old, "new_chat_member": new})
