"""Turn Telegram's updates into requests. No object of Telegram's is passed on from here."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime

from telegram import (
    CallbackQuery,
    Chat,
    MaybeInaccessibleMessage,
    Message,
    MessageReactionUpdated,
    Update,
    User,
)

from botfeed.adapters.telegram.api import autolinks, ephemeral
from botfeed.adapters.telegram.api.addresses import PLATFORM, message_ref
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.verb import Verbs
from botfeed.core.model import Address

_MENTION = re.compile(r"^(/\w+)@(\w+)")
_DEEP = {
    "p": ("open", "post"),
    "s": ("show", "picture"),
    "u": ("profile", "who"),
    "c": ("shelf.open", "shelf"),
    "q": ("search", "words"),
    "a": ("start.waits", "answer"),
}
_PAYLOAD = 64  # characters of a deep link's payload, none but A-Z, a-z, 0-9, _ and -


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """Request and the data its answer needs: the chat, in whose order it is answered, and the callback to acknowledge.
    `fills`: the pressed button answers a question of the bot's. `number`: the update's id. `anonymous`: sent by an
    administrator in the group's name. `ephemeral`: the id of a message that only the bot sees. `sent`: when, where
    Telegram says so.
    """

    request: Request
    chat: str
    number: int
    callback: str = ""
    fills: bool = False
    anonymous: bool = False
    ephemeral: int = 0
    sent: datetime | None = None


def update(menu: Verbs, what: Update, bot: str) -> IncomingRequest | None:
    """Return the request of an update; None if it is not for the bot. `bot` is the bot's user name."""
    if what.callback_query:
        return _press(what.update_id, what.callback_query)
    if what.message:
        return _message(menu, what.update_id, what.message, bot)
    if what.message_reaction:
        return _reaction(what.update_id, what.message_reaction)
    return None


def address(chat: Chat, thread: int | None = None) -> Address:
    """Return the address of a chat, or of one topic in it."""
    ref = f"{chat.id:d}:{thread:d}" if thread else f"{chat.id:d}"
    private = chat.type == "private"
    return Address(PLATFORM, ref, "" if private else f"{chat.id:d}", chat.title or "", private=private)


def private_chat(user: User) -> Address:
    """Return the address of a person's private chat, where the bot may write once they have started it."""
    return Address(PLATFORM, f"{user.id:d}")


def _aside(user: User, here: Address) -> Address | None:
    """Return the address for private answers that cannot be ephemeral messages in the group."""
    return None if here.private else private_chat(user)


def _ref(message: MaybeInaccessibleMessage, user: User) -> str:
    """Return the reference of a message as this person sees it."""
    if number := ephemeral.number(message):
        return ephemeral.ref(message.chat.id, user.id, number)
    return message_ref(message.chat.id, message.message_id)


def _sender(user: User, here: Address) -> Sender:
    name = user.username or user.full_name
    admin, private = None if here.space else False, private_chat(user) if here.private else None
    return Sender(PLATFORM, f"{user.id:d}", name, admin, private, shown=user.full_name)


def _press(update_id: int, query: CallbackQuery) -> IncomingRequest | None:
    if query.message is None or query.data is None:
        return None
    here = address(query.message.chat, _thread(query.message))
    request = Request(
        id=f"{PLATFORM}:{update_id}",
        command="payload",
        sender=_sender(query.from_user, here),
        address=here,
        args={"payload": query.data},
        locale=query.from_user.language_code or "",
        pressed=_ref(query.message, query.from_user),
        aside=_aside(query.from_user, here),
    )
    fills = here.private and query.data.partition("/")[0] == "fill"  # questions are private; elsewhere it is forged
    return IncomingRequest(request, f"{query.message.chat.id:d}", update_id, query.id, fills)


def _thread(message: object) -> int | None:
    inside = getattr(message, "is_topic_message", False)
    return getattr(message, "message_thread_id", None) if inside else None


def _message(menu: Verbs, update_id: int, message: Message, bot: str) -> IncomingRequest | None:
    user = message.from_user
    anonymous = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    if user is None or not message.text or message.via_bot:
        return None
    if (user.is_bot or message.sender_chat) and not anonymous:
        return None  # nobody, or a channel that speaks in its group under the name of all channels
    here = address(message.chat, _thread(message))
    parsed = _parse_text(menu, message, user, bot, here)
    if parsed is None or (anonymous and parsed[0] == "reply"):
        return None
    name, args, text = parsed
    request = Request(
        id=f"{PLATFORM}:{update_id}",
        command=name,
        sender=_sender(user, here),
        address=here,
        args=args,
        text=text,
        locale=user.language_code or "",
        aside=_aside(user, here),
        called=name == "words",
    )
    number = ephemeral.number(message)
    return IncomingRequest(
        request, f"{message.chat.id:d}", update_id, anonymous=anonymous, ephemeral=number, sent=message.date
    )


def _parse_text(
    menu: Verbs, message: Message, user: User, bot: str, here: Address
) -> tuple[str, dict[str, str], str | None] | None:
    """Return the command, its arguments and the rest of its line;
    None for text in a group that does not address the bot.
    """
    line = (message.text or "").replace(autolinks.JOINER, "")  # present in words copied from a card
    if line.startswith("/"):
        named = _MENTION.match(line)
        if named and named[2].casefold() != bot.casefold():
            return None
        parsed = _command(menu, line)
        return parsed if named or here.private or menu.get(parsed[0]) else None  # else it is another bot's
    answered = message.reply_to_message
    if answered and answered.from_user and (answered.from_user.username or "").casefold() == bot.casefold():
        return "reply", {"message": _ref(answered, user), "text": line}, None
    words, called = re.subn(rf"(?<!\w)@{re.escape(bot)}\b", "", line, flags=re.IGNORECASE)
    meant = here.private or called or ephemeral.number(message)
    return ("words", {"text": words.strip()}, None) if meant else None


def _command(menu: Verbs, line: str) -> tuple[str, dict[str, str], str | None]:
    found = menu.find(line)
    if found is None:
        return line[1:].split(maxsplit=1)[0].partition("@")[0] if line[1:].strip() else "help", {}, None
    what, rest = found
    if what.name == "start":
        return _deep_link(menu, rest)
    return what.name, {}, rest


def _deep_link(menu: Verbs, payload: str) -> tuple[str, dict[str, str], str | None]:
    """Return the command of a deep link: `t.me/bot?start=p_REF` opens a post, `s_REF` a picture, `u_ada` a profile.

    `c_REF` opens a shelf, `q_...` searches, `a_REF` shows a pending answer, `digest` its settings; all else starts.
    """
    if payload == "digest":
        return "digest.show", {}, None
    kind, _, value = payload.partition("_")
    value = _unpacked(value) if kind == "q" else value
    name, param = _DEEP.get(kind, ("", ""))
    if menu.get(name) and value:
        return name, {param: value}, None
    return "start", {}, None


def search_link(words: str) -> str:
    """Return the payload of a deep link that searches for text: as many of the first words as fit."""
    kept = words.split()
    while kept:
        packed = base64.urlsafe_b64encode(" ".join(kept).encode(errors="ignore")).decode().rstrip("=")
        if len(packed) <= _PAYLOAD - len("q_"):
            return f"q_{packed}"
        kept.pop()
    return "hi"


def _unpacked(packed: str) -> str:
    """Return the text that `search_link` packed, empty for anything else."""
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


def _reaction(update_id: int, what: MessageReactionUpdated) -> IncomingRequest | None:
    if what.user is None:
        return None
    new, old = _emoji(what.new_reaction), _emoji(what.old_reaction)
    changed = (new - old) or (old - new)
    if not changed:
        return None
    here = address(what.chat)
    args = {
        "message": message_ref(what.chat.id, what.message_id),
        "emoji": min(changed),
        "wanted": "1" if new - old else "0",
    }
    aside = _aside(what.user, here)
    request = Request(f"{PLATFORM}:{update_id}", "react", _sender(what.user, here), here, args, aside=aside)
    return IncomingRequest(request, f"{what.chat.id:d}", update_id)


def _emoji(reactions: object) -> set[str]:
    return {emoji for r in reactions if (emoji := getattr(r, "emoji", None))}  # type: ignore[attr-defined]
