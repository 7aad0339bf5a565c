"""Methods that send something to a chat."""

from __future__ import annotations

from typing import Any

from botfeed.testing.telegram.api.calls import Call, Json, Upload, Violation, bad
from botfeed.testing.telegram.api.methods import method
from botfeed.testing.telegram.rules import call_rules, ephemeral_rules, rich_messages
from botfeed.testing.telegram.state import Chat, Kept, TelegramState


@method("sendMessage")
def send_message(state: TelegramState, call: Call) -> Json:
    text, entities = call_rules.text(call.params)
    chat = state.chat(call.params.get("chat_id"))
    envelope = _envelope(state, chat, call.params)
    message = ephemeral_rules.post(state, chat, call.params, text=text, entities=entities, **envelope)
    if markup := call.params.get("reply_markup"):
        state.keyboards[chat.id, message["message_id"]] = markup
    return message


@method("sendPhoto")
def send_photo(state: TelegramState, call: Call) -> Json:
    chat = state.chat(call.params.get("chat_id"))
    content = photo(state, find(call, "photo"), call.params)
    return ephemeral_rules.post(state, chat, call.params, **content, **_envelope(state, chat, call.params))


@method("sendDocument")
def send_document(state: TelegramState, call: Call) -> Json:
    chat = state.chat(call.params.get("chat_id"))
    content = document(state, find(call, "document"), call.params)
    return ephemeral_rules.post(state, chat, call.params, **content, **_envelope(state, chat, call.params))


@method("sendMediaGroup")
def send_media_group(state: TelegramState, call: Call) -> list[Json]:
    chat = state.chat(call.params.get("chat_id"))
    album = f"album-{state.number()}"
    envelope = _envelope(state, chat, call.params)
    contents = [media(state, call, item) for item in call.params["media"]]  # all of them, or nothing is sent
    return [state.post(chat, state.bot, media_group_id=album, **content, **envelope) for content in contents]


@method("sendRichMessage")
def send_rich(state: TelegramState, call: Call) -> Json:
    content = {"rich_message": rich_messages.read(call.params["rich_message"])}
    chat = state.chat(call.params.get("chat_id"))
    message = state.post(chat, state.bot, **content, **_envelope(state, chat, call.params))
    if markup := call.params.get("reply_markup"):
        state.keyboards[chat.id, message["message_id"]] = markup
    return message


@method("sendMessageDraft")
def send_draft(state: TelegramState, call: Call) -> bool:
    text, entities = call_rules.draft(call.params)
    chat = state.chat(call.params.get("chat_id"))
    if chat.person is None:
        raise Violation("a draft is for a private chat")
    state.draft(chat, {"draft_id": call.params["draft_id"], "text": text, "entities": entities})
    return True


@method("sendChatAction")
def send_chat_action(state: TelegramState, call: Call) -> bool:
    state.chat(call.params.get("chat_id"))
    return True


def find(call: Call, name: str) -> Upload | str:
    """Return a file: a part of its own, a part named by attach://, or one sent before, by its id."""
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


def media(state: TelegramState, call: Call, item: Json) -> Json:
    """Return the content of one InputMedia."""
    kind = item.get("type")
    if kind not in ("photo", "document"):
        raise bad(f"this fake shows photos and documents, no {kind}")
    return (photo if kind == "photo" else document)(state, attached(call, item.get("media")), item)


def photo(state: TelegramState, given: Upload | str, params: Json) -> Json:
    if isinstance(given, Upload):
        call_rules.photo(given)
    kept = _kept(state, given, is_photo=True)
    return {"photo": state.photo_sizes(kept), **_caption(params)}


def document(state: TelegramState, given: Upload | str, params: Json) -> Json:
    kept = _kept(state, given, is_photo=False)
    record = {
        "file_id": kept.id,
        "file_unique_id": kept.unique,
        "file_name": kept.name,
        "mime_type": kept.mime,
        "file_size": len(kept.data),
    }
    return {"document": record, **_caption(params)}


def _caption(params: Json) -> Json:
    text, entities = call_rules.caption(params)
    extras = {"has_media_spoiler": params.get("has_spoiler")}
    extras["show_caption_above_media"] = params.get("show_caption_above_media")
    shown: Json = {"caption": text, "caption_entities": entities}
    return shown | {key: value for key, value in extras.items() if value}


def _kept(state: TelegramState, given: Upload | str, *, is_photo: bool) -> Kept:
    if isinstance(given, Upload):
        return state.keep(given, photo=is_photo)
    if given in state.files:
        if bool(state.files[given].width) != is_photo:
            raise bad("can't use file of type Photo as Document" if not is_photo else "wrong type of file identifier")
        return state.files[given]
    if given.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    raise bad("wrong file identifier/HTTP URL specified")


def _envelope(state: TelegramState, chat: Chat, params: Json) -> Json:
    """Return the fields around any content: the topic, the message replied to, the keyboard."""
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
        "reply_to_message": _replied(state, chat, params.get("reply_parameters")),
        "has_protected_content": params.get("protect_content") or None,
        # Only an inline keyboard comes back; a force reply shows in the person's own client.
        "reply_markup": markup if markup.get("inline_keyboard") else None,
    }


def _replied(state: TelegramState, chat: Chat, reply: Json | None) -> Json | None:
    if not reply or "ephemeral_message_id" in reply:
        return None
    original = state.messages.get((chat.id, reply.get("message_id", 0)))
    if original is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")
    return {key: value for key, value in original.items() if key != "reply_to_message"}
