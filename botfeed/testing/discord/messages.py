"""Messages: made, changed and deleted, by the bot's requests and by people."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from botfeed.testing.discord import components, payloads
from botfeed.testing.discord.api.errors import Flaw, Refused, invalid_form
from botfeed.testing.discord.model import EPHEMERAL, LOADING, V2, Account, File, Message, Room
from botfeed.testing.discord.rules import message_rules
from botfeed.testing.discord.state import DiscordState

GUILD_MESSAGES, GUILD_REACTIONS, DM_MESSAGES, DM_REACTIONS, CONTENT = 1 << 9, 1 << 10, 1 << 12, 1 << 13, 1 << 15
_SETTABLE = 1 << 2 | 1 << 12 | V2  # suppress embeds, send silently, components
Body = Mapping[str, Any]


def create(
    state: DiscordState, room: Room, author: Account, body: Body, files: Mapping[str, File], *,
    flags: int = 0, owner: Account | None = None, interaction: int | None = None, extra: Body | None = None,
) -> Message:  # fmt: skip
    """Check and store a message, and announce it where it is for everybody. Raises Refused."""
    settable = _SETTABLE | (EPHEMERAL if interaction is not None else 0)
    flags |= int(body.get("flags") or 0) & settable
    names = [file.name for file in files.values()]
    _check(message_rules.message(body, names, flags=flags, creating=not flags & LOADING))
    message = Message(state.ids.next(), room, author, {}, owner=owner, interaction=interaction)
    message.attached = _attachments(state, room, body, files, [])
    message.payload = {
        "id": str(message.id),
        "channel_id": str(room.id),
        "type": 0,
        "author": payloads.user(author),
        "content": body.get("content") or "",
        "timestamp": payloads.moment(state.clock.now()),
        "edited_timestamp": None,
        "flags": flags,
        "pinned": False,
        "tts": False,
        "mention_everyone": False,
        "mention_roles": [],
        "mentions": _mentions(state, body),
        "attachments": [],
        "embeds": [],
        "components": [],
        **(extra or {}),
    }
    _fill(message, body)
    if body.get("nonce") is not None:
        message.payload["nonce"] = body["nonce"]
    state.messages[message.id] = message
    announce(state, "MESSAGE_CREATE", message)
    return message


def edit(state: DiscordState, message: Message, body: Body, files: Mapping[str, File]) -> Message:
    """Change only the given fields; the V2 flag may be set and never unset."""
    flags = (message.payload["flags"] | int(body.get("flags") or 0) & V2) & ~LOADING
    kept = message.attached
    if "attachments" in body:
        listed = [str(each["id"]) for each in body["attachments"] or []]
        _check(_unknown_attachments(listed, {each["id"] for each in kept} | set(files)))
        kept = [each for each in kept if each["id"] in listed]
    names = [each["filename"] for each in kept] + [file.name for file in files.values()]
    left = {} if not flags & V2 else {name: message.payload[name] for name in ("content", "embeds") if name not in body}
    _check(message_rules.message({**left, **body}, names, flags=flags, creating=False))
    had = {each["filename"] for each in message.attached}
    state.uploaded_again += [file.name for file in files.values() if file.name in had]
    message.attached = _attachments(state, message.room, body, files, kept)
    message.payload |= {
        "flags": flags,
        "edited_timestamp": payloads.moment(state.clock.now()),
    }
    if "content" in body:
        message.payload |= {"content": body["content"] or "", "mentions": _mentions(state, body)}
    _fill(message, body)
    message.revision += 1
    announce(state, "MESSAGE_UPDATE", message)
    return message


def delete(state: DiscordState, message: Message) -> None:
    message.deleted = True
    if not message.ephemeral:
        where = {"id": str(message.id), **_where(message.room)}
        state.emit("MESSAGE_DELETE", where, intent=_intent(message.room, GUILD_MESSAGES, DM_MESSAGES))
    state.condition.notify()


def purge(state: DiscordState, room: Room, found: Sequence[Message]) -> None:
    """Delete several messages of a guild's channel at once."""
    for message in found:
        message.deleted = True
    where = {"ids": [str(message.id) for message in found], **_where(room)}
    state.emit("MESSAGE_DELETE_BULK", where, intent=GUILD_MESSAGES)
    state.condition.notify()


def announce(state: DiscordState, event: str, message: Message) -> None:
    """Announce a message, unless it is private or still deferred. Content is included as the documentation says."""
    state.condition.notify()
    room = message.room
    if message.ephemeral or message.loading or room.party or (room.space is not None and not room.space.bot_inside):
        return
    data = {**message.payload, **_where(room)}
    if room.space is not None:
        data["member"] = payloads.author_member(message.author, room.space)
    mentioned = any(each["id"] == str(state.bot.id) for each in data["mentions"])
    assert state.announcer is not None
    if (
        room.space is not None
        and message.author is not state.bot
        and not mentioned
        and not state.announcer.may_read(CONTENT)
    ):
        data |= {"content": "", "embeds": [], "attachments": [], "components": []}
    state.emit(event, data, intent=_intent(room, GUILD_MESSAGES, DM_MESSAGES))


def react(state: DiscordState, message: Message, person: Account, emoji: str, *, wanted: bool) -> None:
    people = message.reactions.setdefault(emoji, set())
    if (person.id in people) == wanted:
        return
    (people.add if wanted else people.discard)(person.id)
    if not people:
        del message.reactions[emoji]
    room = message.room
    data: dict[str, Any] = {
        "user_id": str(person.id),
        "message_id": str(message.id),
        "emoji": payloads.emoji(emoji),
        "burst": False,
        "type": 0,
        **_where(room),
    }
    if wanted:
        data["message_author_id"] = str(message.author.id)
        if room.space is not None:
            data["member"] = payloads.member(person, room.space)
    event = "MESSAGE_REACTION_ADD" if wanted else "MESSAGE_REACTION_REMOVE"
    state.emit(event, data, intent=_intent(room, GUILD_REACTIONS, DM_REACTIONS))
    state.condition.notify()


def _check(flaws: list[Flaw]) -> None:
    if flaws and flaws[0].code == "EMPTY_MESSAGE":
        raise Refused(400, 50006, "Cannot send an empty message", [])
    if flaws:
        raise invalid_form(flaws)


def _unknown_attachments(listed: Sequence[str], known: Collection[str]) -> list[Flaw]:
    """Return a flaw for each attachment that an edit keeps and the message has not."""
    return [
        Flaw(("attachments", place, "id"), "ATTACHMENT_NOT_FOUND", "Attachment not found.")
        for place, id in enumerate(listed)
        if id not in known
    ]


def _fill(message: Message, body: Body) -> None:
    """Fill in embeds and components, with the attachments that they show unfurled.

    The list of attachments has only those that no component and no embed uses; a component names its own by
    `media.attachment_id`.
    """
    attached = {each["filename"]: each for each in message.attached}

    def media(url: str) -> dict[str, Any]:
        found = attached.get(url.removeprefix("attachment://"))
        if found is None:
            return {"id": str(message.id), "url": url, "proxy_url": url}
        shown: dict[str, Any] = {
            name: found[name] for name in ("id", "url", "proxy_url", "width", "height", "content_type") if name in found
        }
        return {**shown, "attachment_id": found["id"], "name": found["filename"], "size": found["size"]}

    if "components" in body:
        message.payload["components"] = components.dress(body["components"] or [], media)
    if "embeds" in body:
        message.payload["embeds"] = [_embed(each, media) for each in body["embeds"] or []]
    used = set(_urls(message.payload["components"])) | set(_urls(message.payload["embeds"]))
    message.payload["attachments"] = [each for each in message.attached if each["url"] not in used]


def _urls(tree: Any) -> Iterator[str]:
    """Yield every address in a tree of JSON."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name == "url" and isinstance(value, str):
                yield value
            yield from _urls(value)
    elif isinstance(tree, list):
        for each in tree:
            yield from _urls(each)


def _embed(embed: dict[str, Any], media: components.Media) -> dict[str, Any]:
    out = {"type": "rich", **{name: value for name, value in embed.items() if value is not None}}
    for name in ("image", "thumbnail"):
        if name in out:
            seen = media(out[name]["url"])
            out[name] = {key: seen[key] for key in ("url", "proxy_url", "width", "height") if key in seen}
    return out


def _attachments(
    state: DiscordState, room: Room, body: Body, files: Mapping[str, File], kept: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the attachments; `files[n]` belongs to the listed one of id n, which may name and describe it."""
    listed = {str(each.get("id")): each for each in body.get("attachments") or []}
    made = []
    for key, file in files.items():
        about = listed.get(key, {})
        described = File(about.get("filename") or file.name, file.content, file.mime, about.get("description"))
        made.append(state.cdn.keep(described, room.id))
    return [*kept, *made]


def _mentions(state: DiscordState, body: Body) -> list[dict[str, Any]]:
    """Return the pinged users: named in the text, and allowed to be."""
    text = [body.get("content") or ""]
    text += [part.get("content") or "" for part in components.of_kind(body.get("components") or [], components.TEXT)]
    allowed = body.get("allowed_mentions")
    named = {int(number) for number in re.findall(r"<@!?(\d+)>", " ".join(text))}
    if allowed is not None and "users" not in (allowed.get("parse") or []):
        named &= {int(number) for number in allowed.get("users") or []}
    return [payloads.user(state.accounts[number]) for number in sorted(named) if number in state.accounts]


def _where(room: Room) -> dict[str, str]:
    out = {"channel_id": str(room.id)}
    return out if room.space is None else {**out, "guild_id": str(room.space.id)}


def _intent(room: Room, guild: int, direct: int) -> int:
    return direct if room.space is None else guild
