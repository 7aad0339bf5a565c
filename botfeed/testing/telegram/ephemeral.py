"""The methods that change or take away what one person alone sees."""

from __future__ import annotations

from botfeed.testing.telegram import edits, markup, rules, sends
from botfeed.testing.telegram.methods import method
from botfeed.testing.telegram.wire import Call, Json, Violation, bad
from botfeed.testing.telegram.world import World


@method("editEphemeralMessageText")
def edit_text(world: World, call: Call) -> bool:
    """Of a picture the words below it; and of either as many as a caption has (tdlib/telegram-bot-api, issue 881)."""
    message, (text, entities) = _message(world, call.params), rules.text(call.params)
    if markup.units(text) > rules.CAPTION:
        raise bad("MEDIA_CAPTION_TOO_LONG")
    if "photo" not in message:
        edits.write(world, message, {"text": text, "entities": entities}, call.params)
    else:
        words = {"caption": text, "caption_entities": entities}
        edits.write(world, message, {**edits.content(message), **words}, call.params)
    return True


@method("editEphemeralMessageCaption")
def edit_caption(world: World, call: Call) -> bool:
    message, (text, entities) = _message(world, call.params), rules.caption(call.params)
    words = {"caption": text, "caption_entities": entities}
    edits.write(world, message, {**edits.content(message), **words}, call.params)
    return True


@method("editEphemeralMessageMedia")
def edit_media(world: World, call: Call) -> bool:
    message = _message(world, call.params)
    if call.files:
        raise Violation("a new file can't be uploaded into an ephemeral message")
    edits.write(world, message, sends.media(world, call, call.params["media"]), call.params)
    return True


@method("editEphemeralMessageReplyMarkup")
def edit_markup(world: World, call: Call) -> bool:
    message = _message(world, call.params)
    edits.write(world, message, edits.content(message), call.params)
    return True


@method("deleteEphemeralMessage")
def delete(world: World, call: Call) -> bool:
    _message(world, call.params)
    del world.whispers[_key(world, call.params)]
    world.pulse.beat()
    return True


def _key(world: World, params: Json) -> tuple[int, int, int]:
    chat = world.chat(params.get("chat_id"))
    return chat.id, int(params.get("receiver_user_id", 0)), int(params.get("ephemeral_message_id", 0))


def _message(world: World, params: Json) -> Json:
    if (found := world.whispers.get(_key(world, params))) is None:
        raise bad("MESSAGE_ID_INVALID")
    return found
