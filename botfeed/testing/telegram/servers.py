"""Bot API servers by what they know of ephemeral messages, in the form of the contract's own description.

The contract is of 10.1. What came after it stands here by hand, as far as the fake speaks it. Sources: the changelogs
of 10.2 (July 14, 2026) and 10.3 (August 24, 2026) at core.telegram.org/bots/api-changelog, and the types that grammY
and aiogram made of those pages.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from botfeed.testing.telegram.wire import ApiError, Call, Json


class Server(StrEnum):
    """A real server ignores what it does not know, so that an old one posts for all what was for one person.

    CONTRACT, unlike any of them, calls it a violation. HALF has the methods alone, as behind a proxy that drops fields.
    """

    CONTRACT = "as the contract says"
    OLD = "10.1"
    HALF = "10.1 with methods of 10.2"
    V10_2 = "10.2"
    V10_3 = "10.3"


SENDS = ("sendMessage", "sendPhoto", "sendDocument")
METHODS = (
    "editEphemeralMessageText",
    "editEphemeralMessageCaption",
    "editEphemeralMessageMedia",
    "editEphemeralMessageReplyMarkup",
    "deleteEphemeralMessage",
)
FORMS: dict[Server, tuple[str, ...]] = {
    Server.V10_2: ("receiver_user_id", "callback_query_id"),
    Server.V10_3: ("ephemeral_message_parameters",),
}
_EVERY = {name for form in FORMS.values() for name in form}


def _field(name: str, *types: str, required: bool = False, description: str = "") -> Json:
    return {"name": name, "types": list(types), "required": required, "description": description}


_WHICH = [
    _field("chat_id", "Integer", "String", required=True),
    _field("receiver_user_id", "Integer", required=True),
    _field("ephemeral_message_id", "Integer", required=True),
]
_CONTENTS: dict[str, list[Json]] = {
    "editEphemeralMessageText": [
        _field("text", "String", required=True, description="1-4096 characters after entity parsing"),
        _field("parse_mode", "String"),
        _field("entities", "Array of MessageEntity"),
        _field("link_preview_options", "LinkPreviewOptions"),
    ],
    "editEphemeralMessageCaption": [
        _field("caption", "String", description="0-1024 characters after entities parsing"),
        _field("parse_mode", "String"),
        _field("caption_entities", "Array of MessageEntity"),
    ],
    "editEphemeralMessageMedia": [_field("media", "InputMedia", required=True)],
    "editEphemeralMessageReplyMarkup": [],
}
_KEYBOARD = _field("reply_markup", "InlineKeyboardMarkup")
_FIELDS: dict[str, list[Json]] = {
    "Message": [_field("ephemeral_message_id", "Integer"), _field("receiver_user", "User")],
    "ReplyParameters": [_field("message_id", "Integer"), _field("ephemeral_message_id", "Integer")],
}
_PARAMETERS: dict[Server, list[Json]] = {
    Server.V10_2: [_field("receiver_user_id", "Integer"), _field("callback_query_id", "String")],
    Server.V10_3: [_field("ephemeral_message_parameters", "EphemeralMessageParameters")],
}
_TYPES: dict[str, list[Json]] = {
    "EphemeralMessageParameters": [
        _field("receiver_user_id", "Integer", required=True),
        _field("callback_query_id", "String"),
        _field("replace_callback_query_message", "Boolean"),
    ]
}


def later(server: Server) -> Json:
    """Give what a server has beyond the contract: methods and types that are new, fields of those that are known."""
    if not has(server, METHODS[0]):
        return {"methods": {}, "types": {}, "fields": {}}
    methods = {name: {"fields": [*_WHICH, *_edited(name)], "returns": ["Boolean"]} for name in METHODS}
    fields = {**_FIELDS, **dict.fromkeys(SENDS, _PARAMETERS.get(server, []))}
    return {"methods": methods, "types": {name: {"fields": found} for name, found in _TYPES.items()}, "fields": fields}


def _edited(method: str) -> list[Json]:
    return [*_CONTENTS[method], _KEYBOARD] if method in _CONTENTS else []


def has(server: Server, method: str) -> bool:
    """Whether a server has this method; of all others the contract speaks."""
    ephemeral = method.lower() in {name.lower() for name in METHODS}
    return not ephemeral or server in (Server.HALF, Server.V10_2, Server.V10_3)


def read_as(server: Server, call: Call) -> Call:
    """Give a call as the server reads it: without what it does not know. ApiError for a method it does not have."""
    if not has(server, call.method):
        raise ApiError(404, "Not Found")
    if server is Server.CONTRACT or call.method.lower() not in {name.lower() for name in SENDS}:
        return call
    unknown = _EVERY - {*FORMS.get(server, ())}
    return replace(call, params={name: value for name, value in call.params.items() if name not in unknown})
