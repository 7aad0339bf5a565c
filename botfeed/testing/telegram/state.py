"""State of the fake: people, chats, messages, files. JSON records have the Bot API's own shapes."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from botfeed.testing.condition import Condition
from botfeed.testing.telegram.api.calls import ApiError, Json, Upload, bad
from botfeed.testing.telegram.updates import Updates

DRAFT = 30.0  # seconds that a draft is shown
HERE = ("member", "administrator", "creator")


@dataclass(slots=True)
class Chat:
    """Private chat or group. `members` are statuses by user id; the bot's own is in `bot`."""

    id: int
    kind: str
    title: str
    person: Json | None = None
    forum: bool = False
    bot: str = "member"
    started: bool = True
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)  # topics that only administrators may write in
    moved_to: int = 0
    hides_members: bool = False  # only an administrator may ask for others
    writers: set[int] = field(default_factory=set)  # administrators of a channel who may post, the bot's id among them

    def json(self) -> Json:
        if self.person:
            return {"id": self.id, "type": "private"} | {
                key: self.person[key] for key in ("first_name", "username") if key in self.person
            }
        return {"id": self.id, "type": self.kind, "title": self.title} | ({"is_forum": True} if self.forum else {})


@dataclass(frozen=True, slots=True)
class Kept:
    """Stored file. A photo has a width and a height; `small` is its thumbnail."""

    id: str
    unique: str
    data: bytes
    name: str
    mime: str
    width: int = 0
    height: int = 0


class TelegramState:
    """State only; the methods of the Bot API and the people act on it."""

    def __init__(self, bot: Json, now: Callable[[], float] = time.time) -> None:
        self.bot = bot
        self.now = now
        self.condition = Condition()
        self.updates = Updates(self.condition)
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.inline: dict[str, Json] = {}
        self.ephemeral: dict[tuple[int, int, int], Json] = {}  # by chat, person and number: what they alone see
        self.received: dict[tuple[int, int, int], int] = {}  # likewise, of what the bot alone saw: when
        self.drafts: dict[int, Json] = {}  # what grows at the end of a private chat
        self.keyboards: dict[
            tuple[int, int], Json
        ] = {}  # what a person's own client shows: forced replies and the like
        self.files: dict[str, Kept] = {}
        self.taps: dict[str, Json | None] = {}
        self.tapped: dict[str, tuple[int, Json, int]] = {}  # who tapped, on which message, when
        self.queries: dict[str, Json | None] = {}
        self.guests: dict[str, Json | None] = {}  # guest queries
        self.reactions: dict[tuple[int, int, int], list[Json]] = {}
        self.settings: dict[tuple[str, ...], Any] = {}
        self.webhook: Json = {}
        self.reads_all = False  # privacy mode is off, as @BotFather lets an owner turn it
        self.inline_mode = True  # as @BotFather lets an owner turn it on
        self._numbers = itertools.count(1)
        self._message_ids: dict[int, itertools.count[int]] = {}

    def number(self) -> int:
        return next(self._numbers)

    def date(self) -> int:
        return int(self.now())

    def chat(self, id: Any) -> Chat:
        """Return a chat the bot may write to. Raises ApiError with Telegram's text where it may not."""
        chat = self.chats.get(id)
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to:
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=chat.moved_to)
        if not chat.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if chat.bot == "kicked" and chat.person:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.bot == "kicked":
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        if chat.bot == "left":
            raise ApiError(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        if chat.kind == "channel" and (chat.bot != "administrator" or self.bot["id"] not in chat.writers):
            raise bad("need administrator rights in the channel chat")
        return chat

    def is_own(self, message: Json) -> bool:
        """Return True for a message of the bot's. In a channel nobody else writes here, and none names its author."""
        return bool(message.get("from", self.bot)["id"] == self.bot["id"])

    def draft(self, chat: Chat, shown: Json) -> None:
        self.drafts[chat.id] = {**shown, "until": self.now() + DRAFT}
        self.condition.notify()

    def post(self, chat: Chat, sender: Json, **content: Any) -> Json:
        """Write a message down. Supergroups count their own messages; all other chats share the bot's counter."""
        counter = self._message_ids.setdefault(chat.id if chat.kind == "supergroup" else 0, itertools.count(1))
        message = self._message(chat, sender, next(counter), content)
        self.messages[chat.id, message["message_id"]] = message
        self.drafts.pop(chat.id, None)
        self.condition.notify()
        return message

    def post_ephemeral(self, chat: Chat, sender: Json, whom: int, **content: Any) -> Json:
        """Store an ephemeral message: it has no number among the messages of its chat."""
        number = self.number()
        alone = {"ephemeral_message_id": number, "receiver_user": self.people[whom]}
        message = {**self._message(chat, sender, 0, content), **alone}
        self.ephemeral[chat.id, whom, number] = message
        self.condition.notify()
        return message

    def receive_ephemeral(self, chat: Chat, sender: Json, **content: Any) -> Json:
        """Deliver a person's ephemeral message to the bot."""
        number = self.number()
        self.received[chat.id, int(sender["id"]), number] = self.date()
        return {**self._message(chat, sender, 0, content), "ephemeral_message_id": number}

    def _message(self, chat: Chat, sender: Json, number: int, content: Json) -> Json:
        message = {
            "message_id": number,
            "from": sender,
            "chat": chat.json(),
            "date": self.date(),
            **{key: value for key, value in content.items() if value not in (None, [], "")},
        }
        if "message_thread_id" in message and chat.forum:
            message["is_topic_message"] = True
        if chat.kind == "channel":  # its posts are the channel's own
            message["sender_chat"] = message["chat"]
            del message["from"]
        return message

    def keep(self, upload: Upload, *, photo: bool) -> Kept:
        """Store a file. Raises ApiError where a photo cannot be read."""
        number = self.number()
        width = height = 0
        if photo:
            try:
                with Image.open(io.BytesIO(upload.data)) as image:
                    width, height = image.size
            except (OSError, ValueError, Image.DecompressionBombError) as unreadable:
                raise bad("IMAGE_PROCESS_FAILED") from unreadable
            if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                raise bad("PHOTO_INVALID_DIMENSIONS")
        kind = "photo" if photo else "document"
        kept = Kept(f"{kind}-{number:06d}", f"u{number:06d}", upload.data, upload.name, upload.mime, width, height)
        self.files[kept.id] = kept
        return kept

    def photo_sizes(self, kept: Kept) -> list[Json]:
        """Return two sizes, as every photo has: one to glance at, and the picture."""
        small_id = f"{kept.id}-small"
        scale = min(1.0, 90 / max(kept.width, kept.height))
        width, height = max(1, round(kept.width * scale)), max(1, round(kept.height * scale))
        if small_id not in self.files:
            self.files[small_id] = Kept(
                small_id, f"{kept.unique}s", _small(kept.data, (width, height)), kept.name, "image/jpeg", width, height
            )
        return [size_of(self.files[small_id]), size_of(kept)]


def size_of(kept: Kept) -> Json:
    return {
        "file_id": kept.id,
        "file_unique_id": kept.unique,
        "width": kept.width,
        "height": kept.height,
        "file_size": len(kept.data),
    }


def member(chat: Chat, user: Json, status: str) -> Json:
    """Return a ChatMember with the fields its status requires."""
    record: Json = {"status": status, "user": user}
    if status == "creator":
        record["is_anonymous"] = False
    elif status == "administrator":
        record |= dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
        if chat.kind == "channel":
            writes = user["id"] in chat.writers
            record |= {"can_post_messages": writes, "can_edit_messages": writes}
        else:
            record["can_pin_messages"] = True
    elif status == "restricted":
        record |= dict.fromkeys(_PERMISSIONS, False) | {"is_member": True, "until_date": 0}
    elif status == "kicked":
        record["until_date"] = 0
    return record


_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def _small(data: bytes, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.convert("RGB").resize(size).save(out, "JPEG")
    return out.getvalue()
