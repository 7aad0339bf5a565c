"""People and groups of a test: their messages, presses and actions become updates, and appear in the chat."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botfeed.testing.telegram.api.calls import Json, Upload
from botfeed.testing.telegram.groups import Group, change_bot
from botfeed.testing.telegram.rules import markup, rich_messages
from botfeed.testing.telegram.state import Chat, TelegramState


@dataclass(frozen=True, slots=True)
class Shown:
    """Message as it stands in the chat now; `raw` is the Bot API's Message."""

    raw: Json

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        if "rich_message" in self.raw:
            return rich_messages.text(self.raw["rich_message"])
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def photo(self) -> str:
        """Return the file id of the largest size, empty without a picture."""
        return str(self.raw["photo"][-1]["file_id"]) if "photo" in self.raw else ""

    @property
    def buttons(self) -> list[Json]:
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]


@dataclass(frozen=True, slots=True)
class Asked:
    """Tap or inline query that waits for the bot's answer."""

    id: str
    state: TelegramState
    answers: dict[str, Json | None]
    update: Json

    async def answered(self, seconds: float = 5.0) -> Json:
        """Return the bot's answer. Raises TimeoutError after `seconds`."""
        return await self.state.condition.until(self._answer, seconds)

    def _answer(self) -> Json:
        answer = self.answers[self.id]
        return {} if answer is None else {"ok": True, **answer}


@dataclass(frozen=True, slots=True)
class User:
    state: TelegramState
    json: Json

    @property
    def id(self) -> int:
        return int(self.json["id"])

    @property
    def chat(self) -> Chat:
        """Return their private chat with the bot."""
        return self.state.chats[self.id]

    async def say(
        self, text: str, chat: Group | None = None, *, thread: int | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Write a message. In a group the bot gets commands and replies to it, as an administrator everything."""
        return self._write(chat, thread, reply_to, text=text, entities=markup.commands(text))

    async def send_photo(self, data: bytes, caption: str = "", chat: Group | None = None) -> Shown:
        kept = self.state.keep(Upload(data, "photo.jpg", "image/jpeg"), photo=True)
        sizes = self.state.photo_sizes(kept)
        return self._write(chat, None, None, photo=sizes, caption=caption, caption_entities=markup.commands(caption))

    async def reply(self, message: Shown, text: str) -> Shown:
        group = self.state.chats[message.raw["chat"]["id"]]
        thread = message.raw.get("message_thread_id")
        where = None if group.person else Group(self.state, group)
        return self._write(where, thread, message, text=text, entities=markup.commands(text))

    async def press(self, message: Shown, label: str) -> Asked:
        """Tap a callback button, found by its label without emoji and counters."""
        button = _button(message, label)
        if "callback_data" not in button:
            raise AssertionError(f"{button['text']!r} is no callback button: {button}")
        return self.tap(message, button["callback_data"])

    def tap(self, message: Shown, data: str) -> Asked:
        """Tap with any data, as a forged client may send it."""
        number = f"tap-{self.state.number()}"
        self.state.taps[number] = None
        self.state.tapped[number] = (self.id, message.raw, self.state.date())
        if "chat" in message.raw:
            self.state.chats[message.raw["chat"]["id"]].members.setdefault(self.id, "member")
        inline = message.raw.get("inline_message_id")
        where = {"inline_message_id": inline} if inline else {"message": message.raw}
        query = {"id": number, "from": self.json, **where, "chat_instance": "1", "data": data}
        self.state.updates.push("callback_query", query)
        return Asked(number, self.state, self.state.taps, query)

    async def say_ephemeral(self, text: str, chat: Group) -> None:
        """Write an ephemeral message to the bot, as a client offers it below a message for one person."""
        message = self.state.receive_ephemeral(chat.chat, self.json, text=text, entities=markup.commands(text))
        self.state.updates.push("message", message)

    async def react(self, message: Shown, *emoji: str) -> bool:
        """Set reactions on a message. The bot is notified as an administrator of the group only, and if it asked."""
        chat = self.state.chats[message.raw["chat"]["id"]]
        key = (chat.id, message.id, self.id)
        old = self.state.reactions.get(key, [])
        new: list[Json] = [{"type": "emoji", "emoji": one} for one in emoji]
        self.state.reactions[key] = new
        if chat.bot != "administrator" and chat.person is None:
            return False
        change = {"chat": chat.json(), "message_id": message.id, "user": self.json, "date": self.state.date()}
        return bool(self.state.updates.push("message_reaction", {**change, "old_reaction": old, "new_reaction": new}))

    async def ask_inline(self, words: str, offset: str = "") -> Asked:
        number = f"query-{self.state.number()}"
        self.state.queries[number] = None
        query = {"id": number, "from": self.json, "query": words, "offset": offset, "chat_type": "sender"}
        if not self.state.inline_mode:
            raise AssertionError("this bot has no inline mode")
        self.state.updates.push("inline_query", query)
        return Asked(number, self.state, self.state.queries, query)

    async def call_guest(self, words: str) -> Asked:
        """Name the bot in a group where it is not, if its owner lets it answer there."""
        state, number = self.state, f"guest-{self.state.number()}"
        state.guests[number] = None
        chat = {"id": -1_002_000_000_000 - state.number(), "type": "supergroup", "title": "Elsewhere"}
        text = f"@{state.bot['username']} {words}"
        message = {"message_id": state.number(), "date": state.date(), "chat": chat, "from": self.json, "text": text}
        message |= {"entities": markup.commands(text), "guest_query_id": number}
        state.updates.push("guest_message", message)
        return Asked(number, state, state.guests, message)

    async def choose(self, query: Asked, result_id: str) -> Shown:
        """Send one of the results an inline query was answered with."""
        answer = query.answers[query.id] or {}
        result = next(found for found in answer["results"] if found["id"] == result_id)
        inline = f"inline-{self.state.number()}"
        shown: Json = {"inline_message_id": inline, "caption": result.get("caption", "")}
        if "reply_markup" in result:
            shown["reply_markup"] = result["reply_markup"]
        self.state.inline[inline] = shown
        chosen = {"result_id": result_id, "from": self.json, "query": query.update["query"]}
        self.state.updates.push("chosen_inline_result", {**chosen, "inline_message_id": inline})
        return Shown(shown)

    def block_bot(self) -> None:
        change_bot(self.state, self.chat, self.json, "kicked")

    def unblock_bot(self) -> None:
        change_bot(self.state, self.chat, self.json, "member")

    def _write(self, group: Group | None, thread: int | None, reply_to: Shown | None, **content: Any) -> Shown:
        chat = group.chat if group else self.chat
        if chat.person:
            chat.started = True
        else:
            chat.members.setdefault(self.id, "member")
        replied = {key: value for key, value in reply_to.raw.items() if key != "reply_to_message"} if reply_to else None
        message = self.state.post(chat, self.json, message_thread_id=thread, reply_to_message=replied, **content)
        if chat.bot in ("member", "administrator", "restricted") and (chat.person or self._passed_on(chat, message)):
            self.state.updates.push("message", message)
        return Shown(message)

    def _passed_on(self, chat: Chat, message: Json) -> bool:
        """Return True if privacy mode passes a message to the bot: commands, replies to it, and what was sent by it.
        A mention is not passed on.
        """
        if chat.bot == "administrator" or self.state.reads_all:
            return True
        replied = message.get("reply_to_message", {}).get("from", {})
        if replied.get("id") == self.state.bot["id"]:
            return True
        text = str(message.get("text") or message.get("caption") or "").casefold()
        name = str(self.state.bot["username"]).casefold()
        named = re.search(r"(?<!\S)/\w+@(\w+)", text)
        if named:
            return named.group(1) == name
        by_it = message.get("via_bot", {}).get("id") == self.state.bot["id"]
        return text.startswith("/") or by_it


def _button(message: Shown, label: str) -> Json:
    tests: tuple[Callable[[str], bool], ...] = (
        lambda text: text == label,
        lambda text: bool(_words(label)) and _words(text) == _words(label),
        lambda text: label in text,
    )
    for test in tests:
        for button in message.buttons:
            if test(button["text"]):
                return button
    raise AssertionError(f"no button {label!r} among {message.labels}")


def _words(label: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", label)).casefold()
