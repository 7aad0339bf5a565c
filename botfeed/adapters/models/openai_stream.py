"""Read the answers of a language model, whole or streamed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from botfeed.core.errors import ModelError

Partial = Callable[[str], Awaitable[None]]
_LENGTH = ("length", "max_output_tokens")  # the model ran out of tokens
_WHOLE = ("completed", "stop", None)
_CUT = "the stream ended before it was whole"
_ENDS = ("response.completed", "response.incomplete", "response.failed")


def response_text(response: Any) -> str:
    """Return the text of a response. Raises ModelError if it failed or was refused."""
    why = getattr(response.incomplete_details, "reason", None) or response.status
    return _ended(response.output_text, why)


def completion_text(completion: Any) -> str:
    """Return the text of a chat completion. Raises ModelError if it was refused."""
    if not completion.choices:
        return ""
    first = completion.choices[0]
    return _ended(first.message.content or "", first.finish_reason)


async def response(events: Any, partial: Partial) -> tuple[str, Any]:
    """Pass the text so far to `partial`; return the whole and its usage. Raises ModelError if the stream breaks off."""
    text = ""
    async with events:
        async for event in events:
            if event.type == "response.output_text.delta":
                text += event.delta
                await partial(text)
            elif event.type in _ENDS:
                return response_text(event.response) or text, event.response.usage
            elif event.type == "error":
                raise ModelError(f"no answer: {event.code}")
    raise ModelError(f"no answer: {_CUT}")


async def completion(chunks: Any, partial: Partial) -> tuple[str, Any]:
    """Read a chat completion's chunks like `response`; the usage comes after the last word."""
    text, why, usage = "", "", None
    async with chunks:
        async for chunk in chunks:
            usage = chunk.usage or usage
            for choice in chunk.choices[:1]:
                why = choice.finish_reason or why
                if choice.delta.content:
                    text += choice.delta.content
                    await partial(text)
    return _ended(text, why or _CUT), usage


def _ended(text: str, why: str | None) -> str:
    """Mark a text that was cut for its length. Raises ModelError for one that ended early for another reason."""
    if why in _LENGTH and text.strip():
        return f"{text.rstrip()}…"
    if why in (*_WHOLE, *_LENGTH):
        return text
    raise ModelError(f"no answer: {why}")
