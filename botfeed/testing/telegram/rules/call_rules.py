"""Rules of calls that the description of the Bot API does not state: checked with or without a contract."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from PIL import Image

from botfeed.testing.telegram.api.calls import Call, Json, Upload, Violation, bad
from botfeed.testing.telegram.rules import markup

TEXT = 4096  # UTF-16 units, after parsing
CAPTION = 1024  # likewise
PHOTO = 10 * 1024 * 1024  # bytes
SIDES = 10_000  # pixels of a photo, width and height together
RATIO = 20  # of its sides
ALBUM = (2, 10)  # pictures
RESULTS = 50  # of one inline query
TOAST = 200  # characters of an answered tap
DATA = 64  # bytes of a button
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
REACTIONS = frozenset({
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩", "🙏", "👌", "🕊",
    "🤡", "🥱", "🥴", "😍", "🐳", "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾",
    "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻", "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅",
    "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀", "😡",
})  # fmt: skip
BUTTON_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
CHAT_ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip


def check(call: Call) -> None:
    """Raise Violation for the first rule broken."""
    _keyboard(call.params.get("reply_markup"))
    if rule := _RULES.get(call.method.lower()):
        rule(call)


def text(params: Json) -> tuple[str, markup.Entities]:
    seen, entities = markup.parse(str(params.get("text", "")), params.get("parse_mode"), params.get("entities"))
    if not seen:
        raise Violation("message text is empty")
    if markup.units(seen) > TEXT:
        raise Violation("message is too long")
    return seen, entities


def draft(params: Json) -> tuple[str, markup.Entities]:
    """Return the text and entities of a draft; an empty one shows that the bot is thinking."""
    if not isinstance(params.get("draft_id"), int) or not params["draft_id"]:
        raise Violation("a draft has a number that is not zero")
    seen, entities = markup.parse(str(params.get("text") or ""), params.get("parse_mode"), params.get("entities"))
    if markup.units(seen) > TEXT:
        raise Violation("message is too long")
    return seen, entities


def caption(params: Json) -> tuple[str, markup.Entities]:
    written = str(params.get("caption") or "")
    seen, entities = markup.parse(written, params.get("parse_mode"), params.get("caption_entities"))
    if markup.units(seen) > CAPTION:
        raise Violation("message caption is too long")
    return seen, entities


def photo(upload: Upload) -> None:
    if not upload.data:
        raise Violation("file must be non-empty")
    if len(upload.data) > PHOTO:
        raise Violation(f"file is too big: a photo has at most {PHOTO} bytes")
    try:
        with Image.open(io.BytesIO(upload.data)) as image:
            width, height = image.size
    except OSError:
        return  # bytes of a test that are no picture
    if width + height > SIDES or max(width, height) > RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")


def _keyboard(given: Any) -> None:
    if not isinstance(given, dict):
        return
    for row in given.get("inline_keyboard", []):
        for button in row:
            _button(button)


def _button(button: Json) -> None:
    actions = [name for name in BUTTON_ACTIONS if name in button]
    if not button.get("text"):
        raise Violation('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not actions:
        raise Violation("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise Violation(f"can't parse inline keyboard button: more than one action: {', '.join(actions)}")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= DATA:
        raise Violation("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg|ton)://\S+$", str(button["url"])):
        raise Violation("inline keyboard button URL is invalid: Wrong HTTP URL")


def _album(call: Call) -> None:
    media = call.params.get("media")
    if not isinstance(media, list) or not ALBUM[0] <= len(media) <= ALBUM[1]:
        raise Violation(f"an album must include {ALBUM[0]}-{ALBUM[1]} items")
    if "reply_markup" in call.params:
        raise Violation("an album has no keyboard")
    kinds = {item.get("type") for item in media}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise Violation("can't use the media of the specified type in the album")
    for item in media:
        caption(item)


def _media(call: Call) -> None:
    media = call.params.get("media")
    if not isinstance(media, dict):
        raise Violation("can't parse InputMedia")
    caption(media)
    if "inline_message_id" in call.params and call.files:
        raise Violation("a new file can't be uploaded to an inline message")


def _reaction(call: Call) -> None:
    wanted = call.params.get("reaction") or []
    if len(wanted) > 1:
        raise Violation("REACTIONS_TOO_MANY")
    for reaction in wanted:
        if reaction.get("type") == "emoji" and reaction.get("emoji") not in REACTIONS:
            raise Violation("REACTION_INVALID")


def _commands(call: Call) -> None:
    given = call.params.get("commands") or []
    if len(given) > 100:
        raise Violation("BOT_COMMANDS_TOO_MUCH")
    for command in given:
        if not COMMAND.fullmatch(str(command.get("command", ""))):
            raise Violation("BOT_COMMAND_INVALID")
        if not 1 <= markup.units(str(command.get("description", ""))) <= 256:
            raise Violation("BOT_COMMAND_DESCRIPTION_INVALID")


def _results(call: Call) -> None:
    results = call.params.get("results") or []
    if len(results) > RESULTS:
        raise Violation("RESULTS_TOO_MUCH")
    ids = [result.get("id") for result in results]
    if len(set(ids)) < len(ids):
        raise Violation("RESULT_ID_DUPLICATE")
    for result in results:
        _keyboard(result.get("reply_markup"))
        caption(result)
        if content := result.get("input_message_content"):
            text({**content, "text": content.get("message_text", "")})


def _toast(call: Call) -> None:
    if markup.units(str(call.params.get("text") or "")) > TOAST:
        raise Violation("MESSAGE_TOO_LONG")


def _action(call: Call) -> None:
    if call.params.get("action") not in CHAT_ACTIONS:
        raise Violation("wrong parameter action in request")


def _poll(call: Call) -> None:
    if not 1 <= int(call.params.get("limit", 100)) <= 100:
        raise Violation("limit must be between 1 and 100")


def _text(call: Call) -> None:
    text(call.params)


def _new_text(call: Call) -> None:
    if ("text" in call.params) == ("rich_message" in call.params):
        raise Violation("exactly one of text and rich_message must be used")
    if "text" in call.params:
        text(call.params)


def _caption(call: Call) -> None:
    caption(call.params)


_RULES: dict[str, Callable[[Call], None]] = {
    "sendmessage": _text,
    "editmessagetext": _new_text,
    "editephemeralmessagetext": _text,
    "sendphoto": _caption,
    "senddocument": _caption,
    "editmessagecaption": _caption,
    "editephemeralmessagecaption": _caption,
    "editmessagemedia": _media,
    "editephemeralmessagemedia": _media,
    "sendmediagroup": _album,
    "setmessagereaction": _reaction,
    "setmycommands": _commands,
    "answerinlinequery": _results,
    "answercallbackquery": _toast,
    "sendchataction": _action,
    "getupdates": _poll,
}
