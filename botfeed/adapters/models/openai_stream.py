"""Read the answers of a language model, whole or streamed, from any server that speaks either API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from botfeed.adapters.models import openai_errors, openai_thoughts
from botfeed.adapters.models.openai_client import DONE, Answer
from botfeed.adapters.models.openai_errors import Refusal, ServerError
from botfeed.core.errors import Trouble

Partial = Callable[[str], Awaitable[None]]
_LENGTH = ("length", "max_output_tokens", "max_tokens", "incomplete")  # the model ran out of tokens
_FILTERS = ("content_filter", "safety", "prohibited_content", "recitation", "refusal", "content-filter")
_CUT = "the stream ended before it was whole"
_ENDS = ("response.completed", "response.incomplete", "response.failed")


@dataclass(frozen=True, slots=True)
class Said:
    """Answer of a model: its text with thoughts, if it was cut for its length, and what it used."""

    text: str
    cut: bool = False
    usage: Any = None


def whole(value: Any) -> Said:
    """Read an answer that is not streamed, of either API. Raises ServerError for a failure or refusal in it."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, dict)), {})
    if not isinstance(value, dict):
        raise ServerError(openai_errors.broken("an answer without words", 200))
    if isinstance(choices := value.get("choices"), list):
        return _ended(_choice_text(choices), _reason(choices) or "stop", value.get("usage"))
    if isinstance(value.get("output"), list) or isinstance(value.get("output_text"), str):
        details = value.get("incomplete_details")
        why = details.get("reason") if isinstance(details, dict) else None
        return _ended(_output_text(value), str(why or value.get("status") or "completed"), value.get("usage"))
    for name in ("message", "content", "text", "response"):  # Ollama's own API, and the like
        given = value.get(name)
        given = given.get("content") if isinstance(given, dict) else given
        if text := openai_thoughts.text_of(given):
            return Said(text)
    raise ServerError(openai_errors.broken("an answer without words", 200))


async def streamed(answer: Answer, partial: Partial) -> Said:
    """Pass the text so far to `partial`; return the whole. Raises ServerError if the stream breaks off."""
    text, why, usage = "", "", None
    assert answer.events is not None
    async for event in answer.events:
        if event == DONE:
            why = why or "stop"
            break
        if not isinstance(event, dict):
            continue
        usage = event.get("usage") or usage
        if event.get("type") in _ENDS:
            last = whole(event.get("response"))
            return Said(last.text or text, last.cut, last.usage)
        added = _added(event)
        why = _reason(event.get("choices")) or why
        if added:
            text += added
            await partial(openai_thoughts.spoken_so_far(text))
    return _ended(text, why or _CUT, usage)


def _added(event: dict[str, Any]) -> str:
    """Return the words that an event adds, of either API."""
    if event.get("type") == "response.output_text.delta":
        return str(event.get("delta") or "")
    choices = event.get("choices")
    first = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    delta = first.get("delta")
    if isinstance(delta, dict):
        return openai_thoughts.text_of(delta.get("content"))
    return str(first.get("text") or "")


def _reason(choices: Any) -> str:
    first = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    return str(first.get("finish_reason") or "").casefold()


def _choice_text(choices: list[Any]) -> str:
    first = choices[0] if choices and isinstance(choices[0], dict) else {}
    message = first.get("message")
    if isinstance(message, dict):
        if message.get("refusal") and not message.get("content"):
            raise ServerError(Refusal(Trouble.FILTER, status=200, code="refusal", category="other"))
        return openai_thoughts.text_of(message.get("content"))
    return str(first.get("text") or "")


def _output_text(value: dict[str, Any]) -> str:
    """Return the text of a response's messages; reasoning and calls of tools are other items."""
    if isinstance(value.get("output_text"), str) and value["output_text"]:
        return str(value["output_text"])
    items = [item for item in value.get("output") or () if isinstance(item, dict)]
    return "".join(openai_thoughts.text_of(item.get("content")) for item in items if item.get("type") == "message")


def _ended(text: str, why: str, usage: Any = None) -> Said:
    """Return a text with the reason why it ended. Raises ServerError for one that broke off or was refused."""
    if why in _FILTERS:
        category = openai_errors.category_of(why)
        raise ServerError(Refusal(Trouble.FILTER, status=200, code=why, category=category))
    if why in (_CUT, "error", "failed", "cancelled"):
        raise ServerError(openai_errors.broken(why))
    return Said(text, why in _LENGTH, usage)
