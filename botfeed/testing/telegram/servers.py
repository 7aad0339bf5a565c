"""Bot API servers by their support for ephemeral messages, as facts of the contract's form (`description`).
The contract is of 10.1. Later additions are written here by hand, as far as the fake supports them. Sources: the
changelogs of 10.2 (July 14, 2026) and 10.3 (August 24, 2026) at core.telegram.org/bots/api-changelog, and the types
that grammY and aiogram made of those pages.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from botfeed.testing.telegram.api.calls import ApiError, Call, Json


class Server(StrEnum):
    """Servers of several ages. A real one ignores unknown fields, so an old one posts a private message for all.

    CONTRACT, unlike any of them, calls that a violation. HALF has the methods alone, as a proxy that drops fields.
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


def _of(*types: str, required: bool = False, **limits: object) -> Json:
    return {"types": list(types), **({"required": True} if required else {}), **limits}


_WHICH: Json = {
    "chat_id": _of("Integer", "String", required=True),
    "receiver_user_id": _of("Integer", required=True),
    "ephemeral_message_id": _of("Integer", required=True),
}
_CONTENTS: dict[str, Json] = {
    "editEphemeralMessageText": {
        "text": _of("String", required=True, characters=[1, 4096], parsed=True),
        "parse_mode": _of("String"),
        "entities": _of("Array of MessageEntity"),
        "link_preview_options": _of("LinkPreviewOptions"),
    },
    "editEphemeralMessageCaption": {
        "caption": _of("String", characters=[0, 1024], parsed=True),
        "parse_mode": _of("String"),
        "caption_entities": _of("Array of MessageEntity"),
    },
    "editEphemeralMessageMedia": {"media": _of("InputMedia", required=True)},
    "editEphemeralMessageReplyMarkup": {},
}
_KEYBOARD: Json = {"reply_markup": _of("InlineKeyboardMarkup")}
_FIELDS: dict[str, Json] = {
    "Message": {"ephemeral_message_id": _of("Integer"), "receiver_user": _of("User")},
    "ReplyParameters": {"message_id": _of("Integer"), "ephemeral_message_id": _of("Integer")},
}
_PARAMETERS: dict[Server, Json] = {
    Server.V10_2: {"receiver_user_id": _of("Integer"), "callback_query_id": _of("String")},
    Server.V10_3: {"ephemeral_message_parameters": _of("EphemeralMessageParameters")},
}
_TYPES: dict[str, Json] = {
    "EphemeralMessageParameters": {
        "receiver_user_id": _of("Integer", required=True),
        "callback_query_id": _of("String"),
        "replace_callback_query_message": _of("Boolean"),
    }
}


def later(server: Server) -> Json:
    """Return the facts of a server beyond the contract: new methods and types, and new fields of known ones."""
    if not has(server, METHODS[0]):
        return {"methods": {}, "types": {}, "fields": {}}
    methods = {name: {"fields": {**_WHICH, **_edited(name)}, "returns": ["Boolean"]} for name in METHODS}
    fields = {**_FIELDS, **dict.fromkeys(SENDS, _PARAMETERS.get(server, {}))}
    return {"methods": methods, "types": {name: {"fields": found} for name, found in _TYPES.items()}, "fields": fields}


def _edited(method: str) -> Json:
    return {**_CONTENTS[method], **_KEYBOARD} if method in _CONTENTS else {}


def has(server: Server, method: str) -> bool:
    """Return False for a method of ephemeral messages that a server lacks; the contract decides about all others."""
    ephemeral = method.lower() in {name.lower() for name in METHODS}
    return not ephemeral or server in (Server.HALF, Server.V10_2, Server.V10_3)


def read_as(server: Server, call: Call) -> Call:
    """Return a call as the server reads it: without unknown parameters. Raises ApiError for a method it lacks."""
    if not has(server, call.method):
        raise ApiError(404, "Not Found")
    if server is Server.CONTRACT or call.method.lower() not in {name.lower() for name in SENDS}:
        return call
    unknown = _EVERY - {*FORMS.get(server, ())}
    return replace(call, params={name: value for name, value in call.params.items() if name not in unknown})
