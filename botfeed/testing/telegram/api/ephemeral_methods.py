"""Methods that change or delete ephemeral messages."""

from __future__ import annotations

from botfeed.testing.telegram.api import edit_methods, send_methods
from botfeed.testing.telegram.api.calls import Call, Json, Violation, bad
from botfeed.testing.telegram.api.methods import method
from botfeed.testing.telegram.rules import call_rules, markup
from botfeed.testing.telegram.state import TelegramState


@method("editEphemeralMessageText")
def edit_text(state: TelegramState, call: Call) -> bool:
    """Edit text, or a picture's caption; either may be as long as a caption (tdlib/telegram-bot-api, issue 881)."""
    message, (text, entities) = _message(state, call.params), call_rules.text(call.params)
    if markup.units(text) > call_rules.CAPTION:
        raise bad("MEDIA_CAPTION_TOO_LONG")
    if "photo" not in message:
        edit_methods.write(state, message, {"text": text, "entities": entities}, call.params)
    else:
        words = {"caption": text, "caption_entities": entities}
        edit_methods.write(state, message, {**edit_methods.content(message), **words}, call.params)
    return True


@method("editEphemeralMessageCaption")
def edit_caption(state: TelegramState, call: Call) -> bool:
    message, (text, entities) = _message(state, call.params), call_rules.caption(call.params)
    words = {"caption": text, "caption_entities": entities}
    edit_methods.write(state, message, {**edit_methods.content(message), **words}, call.params)
    return True


@method("editEphemeralMessageMedia")
def edit_media(state: TelegramState, call: Call) -> bool:
    message = _message(state, call.params)
    if call.files:
        raise Violation("a new file can't be uploaded into an ephemeral message")
    edit_methods.write(state, message, send_methods.media(state, call, call.params["media"]), call.params)
    return True


@method("editEphemeralMessageReplyMarkup")
def edit_markup(state: TelegramState, call: Call) -> bool:
    message = _message(state, call.params)
    edit_methods.write(state, message, edit_methods.content(message), call.params)
    return True


@method("deleteEphemeralMessage")
def delete(state: TelegramState, call: Call) -> bool:
    _message(state, call.params)
    del state.ephemeral[_key(state, call.params)]
    state.condition.notify()
    return True


def _key(state: TelegramState, params: Json) -> tuple[int, int, int]:
    chat = state.chat(params.get("chat_id"))
    return chat.id, int(params.get("receiver_user_id", 0)), int(params.get("ephemeral_message_id", 0))


def _message(state: TelegramState, params: Json) -> Json:
    if (found := state.ephemeral.get(_key(state, params))) is None:
        raise bad("MESSAGE_ID_INVALID")
    return found
