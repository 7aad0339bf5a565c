"""Turn Telegram's updates into requests. No object of Telegram's is passed on from here."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
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

from botfeed.adapters.telegram import contents
from botfeed.adapters.telegram.api import autolinks, ephemeral
from botfeed.adapters.telegram.api.addresses import PLATFORM, message_ref
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.verb import Verbs
from botfeed.core.commands import received
from botfeed.core.language import emojis
from botfeed.core.model import Address

_MENTION = re.compile(r"^(/\w+)@(\w+)")
_DEEP = {
    "p": ("open", "post"),
    "s": ("show", "picture"),
    "u": ("profile", "who"),
    "c": ("shelf.open", "shelf"),
    "q": ("search", "words"),
    "a": ("start.waits", "answer"),
    "d": ("start.paint", "draft"),
}
_PLAIN_LINKS = {"digest": "digest.show", "paint": "start.paint"}
_OWN = frozenset({  # commands that are hardly another bot's, also where the bot hears what is meant for others
    "imagine", "feed", "mine", "publish", "saved", "remix", "vary", "similar", "digest", "shelf", "space",
})  # fmt: skip
CAPTION = 1000  # characters of a caption that are read
_PAYLOAD = 64  # characters of a deep link's payload, none but A-Z, a-z, 0-9, _ and -


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """Request and the data its answer needs: the chat, in whose order it is answered, and the callback to acknowledge.
    `fills`: the pressed button answers a question of the bot's. `number`: the update's id. `anonymous`: sent by an
    administrator in the group's name. `ephemeral`: the id of a message that only the bot sees. `message`: the number of
    a message in a group, to reply to. `album`: the album that it is a part of. `sent`: when, where Telegram says so.
    """

    request: Request
    chat: str
    number: int
    callback: str = ""
    fills: bool = False
    anonymous: bool = False
    ephemeral: int = 0
    message: int = 0
    album: str = ""
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot as updates name it. `hears_all`: returns True for a chat all of whose messages it gets, also those that
    are meant for others.
    """

    name: str
    hears_all: Callable[[int], bool] = lambda _: False


def update(menu: Verbs, what: Update, bot: Bot) -> IncomingRequest | None:
    """Return the request of an update; None if it is not for the bot."""
    if what.callback_query:
        return _press(what.update_id, what.callback_query)
    if message := what.message or what.edited_message:
        return _message(menu, what.update_id, message, bot)
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


def _message(menu: Verbs, update_id: int, message: Message, bot: Bot) -> IncomingRequest | None:
    user = message.from_user
    anonymous = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    if user is None or (message.via_bot and _is(message.via_bot, bot)):
        return None
    if (user.is_bot or message.sender_chat) and not anonymous:
        return None  # nobody, or a channel that speaks in its group under the name of all channels
    here = address(message.chat, _thread(message))
    parsed = _parse_text(menu, message, user, bot, here)
    if parsed is None or (anonymous and parsed[0] == "reply"):
        return None
    name, args, text = parsed
    answered = message.reply_to_message
    of_ours = answered is not None and _is(answered.from_user, bot)
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
        replied=_ref(answered, user) if answered and of_ours and text is not None else "",
    )
    number = ephemeral.number(message)
    album = message.media_group_id or ""
    return IncomingRequest(
        request,
        f"{message.chat.id:d}",
        update_id,
        anonymous=anonymous,
        ephemeral=number,
        message=0 if here.private else message.message_id,
        album=album,
        sent=message.edit_date or message.date,
    )


def _is(user: User | None, bot: Bot) -> bool:
    return user is not None and (user.username or "").casefold() == bot.name.casefold()


def _parse_text(
    menu: Verbs, message: Message, user: User, bot: Bot, here: Address
) -> tuple[str, dict[str, str], str | None] | None:
    """Return the command, its arguments and the rest of its line; None for what does not address the bot in a group,
    and for what Telegram itself says there. A forwarded message is no order of who forwards it.
    """
    line = (message.text or "").replace(autolinks.JOINER, "")  # present in words copied from a card
    if not message.text or message.forward_origin or message.via_bot:
        kind = contents.kind(message) if here.private else ""
        caption = (message.caption or "").replace(autolinks.JOINER, "")
        if caption.startswith("/") and not message.forward_origin and here.private:
            return _command(menu, caption)
        return (received.received.name, {"kind": kind, "text": caption.strip()[:CAPTION]}, None) if kind else None
    if line.startswith("/"):
        return _parse_command(menu, line, message, bot, here)
    answered = message.reply_to_message
    if answered and _is(answered.from_user, bot):
        return "reply", {"message": _ref(answered, user), "text": line}, None
    words, called = re.subn(rf"(?<!\w)@{re.escape(bot.name)}\b", "", line, flags=re.IGNORECASE)
    meant = here.private or called or ephemeral.number(message)
    return ("words", {"text": words.strip()}, None) if meant else None


def _parse_command(
    menu: Verbs, line: str, message: Message, bot: Bot, here: Address
) -> tuple[str, dict[str, str], str | None] | None:
    """Return a command in a group where it names the bot, replies to it, or is a command that only this bot has."""
    named = _MENTION.match(line)
    if named and named[2].casefold() != bot.name.casefold():
        return None
    parsed = _command(menu, line)
    answered = message.reply_to_message
    if named or here.private or ephemeral.number(message) or (answered and _is(answered.from_user, bot)):
        return parsed
    if menu.get(parsed[0]) is None:
        return None  # another bot's
    if not bot.hears_all(message.chat.id):
        return parsed  # Telegram passed it on to this bot
    return parsed if parsed[0] in _OWN or parsed[0].partition(".")[0] in _OWN else None


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

    `c_REF` opens a shelf, `q_...` searches, `a_REF` shows a pending answer, `d_REF` paints what
    was begun in another chat, `paint` asks what to paint, `digest` shows its settings; all else starts.
    """
    if payload in _PLAIN_LINKS:
        return _PLAIN_LINKS[payload], {}, None
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
    hearts, were = _hearts(new), _hearts(old)
    if bool(hearts) == bool(were):
        return None  # one heart for another, or another sign: likes stay as they are
    here = address(what.chat)
    args = {
        "message": message_ref(what.chat.id, what.message_id),
        "emoji": min(hearts or were),
        "wanted": "1" if hearts else "0",
    }
    aside = _aside(what.user, here)
    request = Request(f"{PLATFORM}:{update_id}", "react", _sender(what.user, here), here, args, aside=aside)
    return IncomingRequest(request, f"{what.chat.id:d}", update_id)


def _hearts(emoji: set[str]) -> set[str]:
    return {one for one in emoji if emojis.is_like((), one)}


def _emoji(reactions: object) -> set[str]:
    return {emoji for r in reactions if (emoji := getattr(r, "emoji", None))}  # type: ignore[attr-defined]
