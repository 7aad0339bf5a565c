"""Dialects of servers that speak OpenAI's API, each named after where it was met.
Written from the servers' own documents and from reports about them.
"""

from __future__ import annotations

from collections.abc import Mapping

from botfeed.testing.openai.dialect import CHAT, IMAGES, Dialect, Said, as_url, error, page


def _wrapped(encoded: str, _url: str) -> str:
    """Return base64 in lines and without its padding."""
    return "\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76)).rstrip("=")


def _required(name: str) -> Said:
    return Said(422, {"detail": [{"loc": ["body", name], "msg": "Field required", "type": "missing"}]})


def _validator(name: str) -> Said:
    found = {"type": "extra_forbidden", "loc": ["body", name], "msg": "Extra inputs are not permitted", "input": "auto"}
    return Said(422, {"detail": [found]})


def _vllm(name: str) -> Said:
    found = f"[{{'type': 'extra_forbidden', 'loc': ('body', '{name}'), 'msg': 'Extra inputs are not permitted'}}]"
    return Said(400, {"object": "error", "message": found, "type": "BadRequestError", "param": None, "code": 400})


def _go(name: str) -> Said:
    message = f"json: cannot unmarshal string into Go struct field OpenAIRequest.{name} of type schema.Thing"
    return Said(500, {"error": {"code": 500, "message": message, "type": ""}})


def _renamed(name: str) -> Said:
    message = f"Unsupported parameter: '{name}' is not supported with this model. Use 'max_completion_tokens' instead."
    return error(400, message, param=name, code="unsupported_parameter")


_AZURE_FILTER = Said(
    400,
    {
        "error": {
            "message": "The response was filtered due to the prompt triggering the content management policy.",
            "type": None, "param": "prompt", "code": "content_filter", "status": 400,
            "innererror": {
                "code": "ResponsibleAIPolicyViolation",
                "content_filter_result": {
                    "hate": {"filtered": False, "severity": "safe"}, "violence": {"filtered": True, "severity": "high"},
                    "sexual": {"filtered": False, "severity": "safe"}, "jailbreak": {"filtered": False},
                },
            },
        }
    },
)  # fmt: skip
_FLAGGED = Said(
    403,
    {"error": {"code": 403, "message": "Input flagged", "metadata": {"reasons": ["violence"], "flagged_input": "…"}}},
)
_NSFW = Said(500, {"detail": "NSFW content detected in the image (graphic violence), it was not returned"})
_MINIMAL = frozenset({"model", "prompt", "n", "size", "image"})
_TEXT = frozenset({"model", "messages"})
_FINAL = "<|start|>assistant<|channel|>final<|message|>"

DIALECTS: Mapping[str, Dialect] = {
    one.name: one
    for one in (
        Dialect(
            "llama.cpp",
            frozenset({CHAT, "models"}),
            Said(404, {"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}),
            thinks=lambda text: f"<think>\nThe person asks.\n</think>\n\n{text}",
        ),
        Dialect(
            "llama.cpp without it",
            frozenset({CHAT, "models"}),
            Said(
                501, {"error": {"code": 501, "message": "This feature is not supported", "type": "not_supported_error"}}
            ),
            thinks=lambda text: f"The person asks.\n</think>\n{text}",
        ),
        Dialect(
            "vllm",
            frozenset({CHAT, "models"}),
            Said(404, {"detail": "Not Found"}),
            takes={CHAT: _TEXT | {"max_tokens", "stream", "user"}},
            unknown=_vllm,
        ),
        Dialect(
            "ollama",
            frozenset({CHAT, "models"}),
            Said(404, "404 page not found", "text/plain"),
            ends=False,
            thinks=lambda text: f"<thinking>hm</thinking>{text}",
        ),
        Dialect(
            "localai",
            frozenset({*IMAGES, CHAT, "models"}),
            Said(404, {"error": {"code": 404, "message": "Not Found", "type": ""}}),
            takes={name: _MINIMAL | {"user", "safety_identifier", "stream", "partial_images"} for name in IMAGES},
            unknown=_go,
            item=as_url,
            host="localhost:9",
            filtered=_NSFW,
        ),
        Dialect(
            "lm studio",
            frozenset({CHAT, "models"}),
            Said(200, {"error": "Unexpected endpoint or method. (POST /v1/elsewhere)"}),
            thinks=lambda text: f'<tool_call>{{"name": "x"}}</tool_call>{text}',
        ),
        Dialect(
            "azure",
            frozenset({*IMAGES, "responses", CHAT, "models"}),
            Said(404, {"error": {"code": "404", "message": "Resource not found"}}),
            filtered=_AZURE_FILTER,
        ),
        Dialect(
            "a bridge to A1111",
            frozenset(IMAGES),
            Said(404, {"detail": "Not Found"}),
            takes=dict.fromkeys(IMAGES, frozenset({"prompt", "model", "n", "size", "image", "response_format"})),
            unknown=_validator,
            item=lambda encoded, _url: f"data:image/png;base64,{encoded}",
            answer=lambda items: {"images": items, "parameters": {}, "info": ""},
            filtered=_NSFW,
        ),
        Dialect(
            "dall-e-3",
            frozenset({*IMAGES, "responses", CHAT, "moderations", "models"}),
            error(404, "Unknown request URL", code="unknown_url"),
            takes={name: _MINIMAL | {"user", "response_format"} for name in IMAGES},
            sizes=("1024x1024", "1792x1024", "1024x1792"),
            bad_size=lambda size: error(
                400,
                f"Invalid value: '{size}'. Supported values are: '1024x1024', '1024x1792', and '1792x1024'.",
                param="size",
                code="invalid_value",
            ),
            most=1,
            too_many=error(400, "You must provide n=1 for this model.", code=None),
            item=as_url,
        ),
        Dialect(
            "a square painter",
            frozenset(IMAGES),
            page(404),
            takes=dict.fromkeys(IMAGES, _MINIMAL),
            unknown=lambda name: Said(400, {"error": f"bad request: unexpected field {name}"}),
            sizes=("512x512",),
            bad_size=lambda size: Said(422, {"detail": f"size {size} is not one of: 256x256, 512x512"}),
            most=1,
            item=lambda encoded, _url: "\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76)).rstrip(
                "="
            ),
            answer=lambda items: items,
        ),
        Dialect(
            "xai",
            frozenset({"images.generate", CHAT, "models"}),
            Said(404, {"code": "The requested resource was not found", "error": "No such route"}),
            takes={"images.generate": frozenset({"model", "prompt", "n", "response_format", "user"})},
            unknown=lambda name: Said(
                400, {"code": "Client specified an invalid argument", "error": f"Argument not supported: {name}"}
            ),
        ),
        Dialect(
            "groq",
            frozenset({CHAT, "models"}),
            error(404, "Unknown request URL: POST /openai/v1/moderations. Check it for typos.", code="unknown_url"),
            takes={CHAT: _TEXT | {"max_completion_tokens", "stream", "stream_options"}},
            unknown=lambda name: error(400, f"property '{name}' is unsupported"),
        ),
        Dialect(
            "mistral",
            frozenset({CHAT, "models"}),
            Said(404, {"message": "no Route matched with those values"}),
            takes={CHAT: _TEXT | {"max_tokens", "stream"}},
            unknown=_validator,
            thinks=lambda text: [
                {"type": "thinking", "thinking": [{"type": "text", "text": "The person asks."}]},
                {"type": "text", "text": text},
            ],
        ),
        Dialect(
            "a model that thinks",
            frozenset({CHAT, "moderations", "models"}),
            Said(405, {"detail": "Method Not Allowed"}),
            takes={CHAT: _TEXT | {"max_completion_tokens", "stream", "stream_options", "user"}},
            unknown=_renamed,
            thinks=lambda text: (
                f"<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>{text}"
            ),
        ),
        Dialect(
            "openrouter",
            frozenset({"responses", CHAT, "models"}),
            page(404),
            filtered=_FLAGGED,
        ),
        Dialect(
            "a model without a system role",
            frozenset({CHAT, "models"}),
            Said(404, {"error": {"message": "Not Found", "code": 404}}),
            system=Said(500, {"error": {"code": 500, "message": "System role not supported", "type": "server_error"}}),
        ),
        Dialect("a page for everything", frozenset(), page(200)),
        Dialect(
            "a proxy that forbids",
            frozenset({CHAT}),
            Said(403, {"error": "this endpoint is not enabled for your project"}),
        ),
        Dialect(
            "a proxy that fails",
            frozenset({CHAT}),
            Said(500, {"error": {"message": "not implemented", "type": "server_error", "code": None}}),
        ),
        Dialect(
            "a proxy that validates",
            frozenset({CHAT}),
            Said(422, {"detail": [{"loc": ["path"], "msg": "no such endpoint", "type": "value_error"}]}),
        ),
        Dialect(
            "a server that only says no",
            frozenset({*IMAGES, CHAT}),
            Said(400, {"error": {"message": "Unsupported endpoint"}}),
            takes={**dict.fromkeys(IMAGES, _MINIMAL), CHAT: _TEXT},
            unknown=lambda _name: Said(400, {"error": "Bad Request"}),
        ),
        Dialect(
            "a server that wants to be told",
            frozenset({"images.generate"}),
            Said(404, {"error": {"message": "model 'x' not found, try pulling it first", "type": "api_error"}}),
            takes={"images.generate": _MINIMAL | {"response_format!", "response_format"}},
            unknown=lambda name: (
                Said(422, {"detail": [{"loc": ["body", name], "msg": "Field required", "type": "missing"}]})
                if name == "response_format"
                else _validator(name)
            ),
        ),
    )
}
