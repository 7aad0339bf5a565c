"""Methods that change or delete messages, and that answer a tap or a query."""

from __future__ import annotations

from botfeed.testing.telegram.api import send_methods
from botfeed.testing.telegram.api.calls import Call, Json, bad
from botfeed.testing.telegram.api.methods import method
from botfeed.testing.telegram.rules import call_rules, rich_messages
from botfeed.testing.telegram.state import TelegramState

DELETABLE = 48 * 3600  # seconds after which only an administrator takes a message down
_CONTENT = (
    "text", "entities", "rich_message", "photo", "document", "caption", "caption_entities", "has_media_spoiler",
    "show_caption_above_media",
)  # fmt: skip
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@method("editMessageText")
def edit_text(state: TelegramState, call: Call) -> Json | bool:
    message = _message(state, call.params)
    if message and not message.keys() & {"text", "rich_message"}:
        raise bad("there is no text in the message to edit")
    if "rich_message" in call.params:
        return write(state, message, {"rich_message": rich_messages.read(call.params["rich_message"])}, call.params)
    text, entities = call_rules.text(call.params)
    return write(state, message, {"text": text, "entities": entities}, call.params)


@method("editMessageCaption")
def edit_caption(state: TelegramState, call: Call) -> Json | bool:
    message = _message(state, call.params)
    if message.keys() & {"text", "rich_message"}:
        raise bad("there is no caption in the message to edit")
    text, entities = call_rules.caption(call.params)
    words = {"caption": text, "caption_entities": entities}
    return write(state, message, {**content(message), **words}, call.params)


@method("editMessageMedia")
def edit_media(state: TelegramState, call: Call) -> Json | bool:
    message = _message(state, call.params)
    return write(state, message, send_methods.media(state, call, call.params["media"]), call.params)


@method("editMessageReplyMarkup")
def edit_markup(state: TelegramState, call: Call) -> Json | bool:
    message = _message(state, call.params)
    return write(state, message, content(message), call.params)


@method("deleteMessage")
def delete(state: TelegramState, call: Call) -> bool:
    chat = state.chat(call.params.get("chat_id"))
    message = state.messages.get((chat.id, call.params.get("message_id", 0)))
    if message is None:
        raise bad("message to delete not found")
    own, old = state.is_own(message), state.date() - message["date"] > DELETABLE
    if chat.bot != "administrator" and (old or not (own or chat.kind == "private")):
        raise bad("message can't be deleted")
    del state.messages[chat.id, message["message_id"]]
    state.condition.notify()
    return True


@method("deleteMessages")
def delete_many(state: TelegramState, call: Call) -> bool:
    chat = state.chat(call.params.get("chat_id"))
    for number in call.params["message_ids"]:
        state.messages.pop((chat.id, number), None)
    state.condition.notify()
    return True


@method("answerCallbackQuery")
def answer_tap(state: TelegramState, call: Call) -> bool:
    return _answer(state, state.taps, str(call.params.get("callback_query_id")), call.params)


@method("answerInlineQuery")
def answer_query(state: TelegramState, call: Call) -> bool:
    return _answer(state, state.queries, str(call.params.get("inline_query_id")), call.params)


@method("answerGuestQuery")
def answer_guest(state: TelegramState, call: Call) -> Json:
    _answer(state, state.guests, str(call.params.get("guest_query_id")), call.params)
    return {"inline_message_id": f"guest-answer-{state.number()}"}


@method("setMessageReaction")
def react(state: TelegramState, call: Call) -> bool:
    chat = state.chat(call.params.get("chat_id"))
    number = call.params.get("message_id", 0)
    if (chat.id, number) not in state.messages:
        raise bad("message to react not found")
    state.reactions[chat.id, number, state.bot["id"]] = call.params.get("reaction") or []
    state.condition.notify()
    return True


def _answer(state: TelegramState, asked: dict[str, Json | None], id: str, answer: Json) -> bool:
    if asked.get(id, answer) is not None:  # unknown, or answered before
        raise bad("query is too old and response timeout expired or query ID is invalid")
    asked[id] = answer
    state.condition.notify()
    return True


def _message(state: TelegramState, params: Json) -> Json:
    """Return the message to edit: one of the bot's own in a chat, or an inline one."""
    if inline := params.get("inline_message_id"):
        if inline not in state.inline:
            raise bad("MESSAGE_ID_INVALID")
        return state.inline[inline]
    chat = state.chat(params.get("chat_id"))
    message = state.messages.get((chat.id, params.get("message_id", 0)))
    if message is None:
        raise bad("message to edit not found")
    if not state.is_own(message):
        raise bad("message can't be edited")
    return message


def content(message: Json) -> Json:
    """Return the content of a message, without its keyboard."""
    return {key: message[key] for key in _CONTENT if key in message}


def write(state: TelegramState, message: Json, shown: Json, params: Json) -> Json | bool:
    """Replace content and keyboard; a keyboard that is not given is removed."""
    markup = params.get("reply_markup") or {}
    wanted = {key: value for key, value in shown.items() if value not in (None, [], "")}
    if markup.get("inline_keyboard"):
        wanted["reply_markup"] = markup
    present = {key: message[key] for key in (*_CONTENT, "reply_markup") if key in message}
    if present == wanted:
        raise bad(_SAME)
    for key in present:
        del message[key]
    message |= wanted
    if "inline_message_id" in params:
        state.condition.notify()
        return True
    message["edit_date"] = state.date()
    state.condition.notify()
    return message
