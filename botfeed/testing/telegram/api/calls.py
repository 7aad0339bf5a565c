"""Calls of the Bot API on the wire: from a request to a `Call`, and the errors it may be answered with."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

Json = dict[str, Any]

# Parameters that stay as typed even where they look like a number or like JSON.
PLAIN = frozenset({
    "text", "caption", "parse_mode", "photo", "document", "animation", "thumbnail", "name", "description",
    "short_description", "language_code", "url", "secret_token", "file_id", "callback_query_id", "inline_query_id",
    "inline_message_id", "next_offset", "action", "custom_title", "business_connection_id", "message_effect_id",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent as one part of a multipart body."""

    data: bytes
    name: str
    mime: str


@dataclass(slots=True)
class Call:
    """Call of the bot: its parameters decoded, its files by the name of their part."""

    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)
    answer: Any = None


class ApiError(Exception):
    """Refusal by the Bot API. `retry_after` is in seconds; `migrate_to` is a chat id."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None, migrate_to: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def response(self) -> web.Response:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        headers = {}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
            headers["Retry-After"] = str(self.retry_after)
        if self.migrate_to:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return web.json_response(body, status=self.code, headers=headers)


class Violation(ApiError):
    """Call that breaks the contract: the fake records it, so that a test can assert that there are none."""

    def __init__(self, description: str) -> None:
        super().__init__(400, f"Bad Request: {description}")


def bad(description: str) -> ApiError:
    return ApiError(400, f"Bad Request: {description}")


async def read(request: web.Request) -> Call:
    """Take parameters from the query, a form, a multipart body or JSON, as the Bot API does."""
    call = Call(request.match_info["method"], {name: _decode(name, value) for name, value in request.query.items()})
    if request.content_type == "application/json":
        call.params.update(await request.json())
        return call
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            call.files[name] = Upload(value.file.read(), value.filename, value.content_type)
        elif isinstance(value, str):
            call.params[name] = _decode(name, value)
        else:
            call.files[name] = Upload(bytes(value), name, "application/octet-stream")
    return call


def _decode(name: str, value: str) -> Any:
    if name in PLAIN and not (name == "photo" and value.startswith("{")):  # a profile photo is an object
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
