"""The methods that put something into a chat."""

from __future__ import annotations

from typing import Any

from botfeed.testing.telegram import rich, rules
from botfeed.testing.telegram.methods import method
from botfeed.testing.telegram.wire import Call, Json, Upload, Violation, bad
from botfeed.testing.telegram.world import Chat, Kept, World


@method("sendMessage")
def send_message(world: World, call: Call) -> Json:
    text, entities = rules.text(call.params)
    chat = world.chat(call.params.get("chat_id"))
    message = world.post(chat, world.bot, text=text, entities=entities, **_envelope(world, chat, call.params))
    if markup := call.params.get("reply_markup"):
        world.keyboards[chat.id, message["message_id"]] = markup
    return message


@method("sendPhoto")
def send_photo(world: World, call: Call) -> Json:
    chat = world.chat(call.params.get("chat_id"))
    content = photo(world, find(call, "photo"), call.params)
    return world.post(chat, world.bot, **content, **_envelope(world, chat, call.params))


@method("sendDocument")
def send_document(world: World, call: Call) -> Json:
    chat = world.chat(call.params.get("chat_id"))
    content = document(world, find(call, "document"), call.params)
    return world.post(chat, world.bot, **content, **_envelope(world, chat, call.params))


@method("sendMediaGroup")
def send_media_group(world: World, call: Call) -> list[Json]:
    chat = world.chat(call.params.get("chat_id"))
    album = f"album-{world.number()}"
    envelope = _envelope(world, chat, call.params)
    contents = [media(world, call, item) for item in call.params["media"]]  # all of them, or nothing is sent
    return [world.post(chat, world.bot, media_group_id=album, **content, **envelope) for content in contents]


@method("sendRichMessage")
def send_rich(world: World, call: Call) -> Json:
    content = {"rich_message": rich.read(call.params["rich_message"])}
    chat = world.chat(call.params.get("chat_id"))
    message = world.post(chat, world.bot, **content, **_envelope(world, chat, call.params))
    if markup := call.params.get("reply_markup"):
        world.keyboards[chat.id, message["message_id"]] = markup
    return message


@method("sendMessageDraft")
def send_draft(world: World, call: Call) -> bool:
    text, entities = rules.draft(call.params)
    chat = world.chat(call.params.get("chat_id"))
    if chat.person is None:
        raise Violation("a draft is for a private chat")
    world.draft(chat, {"draft_id": call.params["draft_id"], "text": text, "entities": entities})
    return True


@method("sendChatAction")
def send_chat_action(world: World, call: Call) -> bool:
    world.chat(call.params.get("chat_id"))
    return True


def find(call: Call, name: str) -> Upload | str:
    """A file that is a part of its own, a part named by attach://, or the id of one sent before."""
    return call.files[name] if name in call.files else attached(call, call.params.get(name))


def attached(call: Call, value: Any) -> Upload | str:
    if isinstance(value, str) and value.startswith("attach://"):
        part = value.removeprefix("attach://")
        if part not in call.files:
            raise bad(f"no attached file named {part}")
        return call.files[part]
    if not value:
        raise bad("there is no file in the request")
    return str(value)


def media(world: World, call: Call, item: Json) -> Json:
    """The content of one InputMedia."""
    kind = item.get("type")
    if kind not in ("photo", "document"):
        raise bad(f"this fake shows photos and documents, no {kind}")
    return (photo if kind == "photo" else document)(world, attached(call, item.get("media")), item)


def photo(world: World, given: Upload | str, params: Json) -> Json:
    if isinstance(given, Upload):
        rules.photo(given)
    kept = _kept(world, given, is_photo=True)
    return {"photo": world.photo_sizes(kept), **_caption(params)}


def document(world: World, given: Upload | str, params: Json) -> Json:
    kept = _kept(world, given, is_photo=False)
    record = {
        "file_id": kept.id,
        "file_unique_id": kept.unique,
        "file_name": kept.name,
        "mime_type": kept.mime,
        "file_size": len(kept.data),
    }
    return {"document": record, **_caption(params)}


def _caption(params: Json) -> Json:
    text, entities = rules.caption(params)
    extras = {"has_media_spoiler": params.get("has_spoiler")}
    extras["show_caption_above_media"] = params.get("show_caption_above_media")
    shown: Json = {"caption": text, "caption_entities": entities}
    return shown | {key: value for key, value in extras.items() if value}


def _kept(world: World, given: Upload | str, *, is_photo: bool) -> Kept:
    if isinstance(given, Upload):
        return world.keep(given, photo=is_photo)
    if given in world.files:
        if bool(world.files[given].width) != is_photo:
            raise bad("can't use file of type Photo as Document" if not is_photo else "wrong type of file identifier")
        return world.files[given]
    if given.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    raise bad("wrong file identifier/HTTP URL specified")


def _envelope(world: World, chat: Chat, params: Json) -> Json:
    """What surrounds any content: the topic, the message replied to, the keyboard."""
    thread = params.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad("message thread not found")
    if chat.bot == "restricted":
        raise bad("not enough rights to send text messages to the chat")
    if thread in chat.closed and chat.bot != "administrator":
        raise bad("TOPIC_CLOSED")
    markup = params.get("reply_markup") or {}
    return {
        "message_thread_id": thread,
        "reply_to_message": _replied(world, chat, params.get("reply_parameters")),
        "has_protected_content": params.get("protect_content") or None,
        # Only an inline keyboard comes back; a force reply shows in the person's own client.
        "reply_markup": markup if markup.get("inline_keyboard") else None,
    }


def _replied(world: World, chat: Chat, reply: Json | None) -> Json | None:
    if not reply:
        return None
    original = world.messages.get((chat.id, reply.get("message_id", 0)))
    if original is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")
    return {key: value for key, value in original.items() if key != "reply_to_message"}
