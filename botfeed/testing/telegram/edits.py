"""The methods that change or take away what is there, and that answer a tap or a query."""

from __future__ import annotations

from botfeed.testing.telegram import rich, rules, sends
from botfeed.testing.telegram.methods import method
from botfeed.testing.telegram.wire import Call, Json, bad
from botfeed.testing.telegram.world import World

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
def edit_text(world: World, call: Call) -> Json | bool:
    message = _message(world, call.params)
    if message and not message.keys() & {"text", "rich_message"}:
        raise bad("there is no text in the message to edit")
    if "rich_message" in call.params:
        return _write(world, message, {"rich_message": rich.read(call.params["rich_message"])}, call.params)
    text, entities = rules.text(call.params)
    return _write(world, message, {"text": text, "entities": entities}, call.params)


@method("editMessageCaption")
def edit_caption(world: World, call: Call) -> Json | bool:
    message = _message(world, call.params)
    if message.keys() & {"text", "rich_message"}:
        raise bad("there is no caption in the message to edit")
    text, entities = rules.caption(call.params)
    kept = {key: message[key] for key in _CONTENT if key in message}
    return _write(world, message, {**kept, "caption": text, "caption_entities": entities}, call.params)


@method("editMessageMedia")
def edit_media(world: World, call: Call) -> Json | bool:
    message = _message(world, call.params)
    return _write(world, message, sends.media(world, call, call.params["media"]), call.params)


@method("editMessageReplyMarkup")
def edit_markup(world: World, call: Call) -> Json | bool:
    message = _message(world, call.params)
    return _write(world, message, {key: message[key] for key in _CONTENT if key in message}, call.params)


@method("deleteMessage")
def delete(world: World, call: Call) -> bool:
    chat = world.chat(call.params.get("chat_id"))
    message = world.messages.get((chat.id, call.params.get("message_id", 0)))
    if message is None:
        raise bad("message to delete not found")
    own, old = message["from"]["id"] == world.bot["id"], world.date() - message["date"] > DELETABLE
    if chat.bot != "administrator" and (old or not (own or chat.kind == "private")):
        raise bad("message can't be deleted")
    del world.messages[chat.id, message["message_id"]]
    world.pulse.beat()
    return True


@method("deleteMessages")
def delete_many(world: World, call: Call) -> bool:
    chat = world.chat(call.params.get("chat_id"))
    for number in call.params["message_ids"]:
        world.messages.pop((chat.id, number), None)
    world.pulse.beat()
    return True


@method("answerCallbackQuery")
def answer_tap(world: World, call: Call) -> bool:
    return _answer(world, world.taps, str(call.params.get("callback_query_id")), call.params)


@method("answerInlineQuery")
def answer_query(world: World, call: Call) -> bool:
    return _answer(world, world.queries, str(call.params.get("inline_query_id")), call.params)


@method("setMessageReaction")
def react(world: World, call: Call) -> bool:
    chat = world.chat(call.params.get("chat_id"))
    number = call.params.get("message_id", 0)
    if (chat.id, number) not in world.messages:
        raise bad("message to react not found")
    world.reactions[chat.id, number, world.bot["id"]] = call.params.get("reaction") or []
    world.pulse.beat()
    return True


def _answer(world: World, asked: dict[str, Json | None], id: str, answer: Json) -> bool:
    if asked.get(id, answer) is not None:  # unknown, or answered before
        raise bad("query is too old and response timeout expired or query ID is invalid")
    asked[id] = answer
    world.pulse.beat()
    return True


def _message(world: World, params: Json) -> Json:
    """The message to edit: one of the bot's own in a chat, or an inline one."""
    if inline := params.get("inline_message_id"):
        if inline not in world.inline:
            raise bad("MESSAGE_ID_INVALID")
        return world.inline[inline]
    chat = world.chat(params.get("chat_id"))
    message = world.messages.get((chat.id, params.get("message_id", 0)))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad("message can't be edited")
    return message


def _write(world: World, message: Json, content: Json, params: Json) -> Json | bool:
    """Replace content and keyboard; a keyboard that is not given goes away."""
    markup = params.get("reply_markup") or {}
    wanted = {key: value for key, value in content.items() if value not in (None, [], "")}
    if markup.get("inline_keyboard"):
        wanted["reply_markup"] = markup
    present = {key: message[key] for key in (*_CONTENT, "reply_markup") if key in message}
    if present == wanted:
        raise bad(_SAME)
    for key in present:
        del message[key]
    message |= wanted
    if "inline_message_id" in params:
        world.pulse.beat()
        return True
    message["edit_date"] = world.date()
    world.pulse.beat()
    return message
