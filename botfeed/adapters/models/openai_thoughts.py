"""Keep what a language model says, and leave out what it thinks and the tools that it calls."""

from __future__ import annotations

import re
from typing import Any

_NAMES = (
    r"think|thinking|thought|thoughts|reasoning|reflection|scratchpad|seed:think|tool_call|tool_calls|function_call"
)
# Pairs of marks around what is not said: as elements, in brackets, in the signs of single models.
_PAIRS = (
    re.compile(rf"<(?P<tag>{_NAMES})\b[^<>]*>.*?(?:</(?P=tag)\s*>|\Z)", re.DOTALL | re.IGNORECASE),
    re.compile(r"\[(?P<tag>THINK|TOOL_CALLS?)\].*?(?:\[/(?P=tag)\]|\Z)", re.DOTALL),
    re.compile(r"◁think▷.*?(?:◁/think▷|\Z)", re.DOTALL),
    re.compile(r"<\|begin_of_thought\|>.*?(?:<\|end_of_thought\|>|\Z)", re.DOTALL),
    re.compile(
        r"(?:<\|start\|>\w*)?<\|channel\|>(?!final)\w+[^<]*<\|message\|>.*?"
        r"(?:<\|end\|>|<\|call\|>|(?=<\|start\|>)|(?=<\|channel\|>)|\Z)",
        re.DOTALL,
    ),
)
# An end without a beginning: the beginning stood in the model's own prompt.
_HEADLESS = re.compile(
    rf"\A.*(?:</(?:{_NAMES})\s*>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>)", re.DOTALL | re.IGNORECASE
)
_SIGNS = re.compile(r"(?:<\|start\|>\w*)?<\|channel\|>final[^<]*<\|message\|>|<\|\w+\|>")
# The beginning of a mark at the end of what has come so far.
_BEGUN = re.compile(
    rf"(?:(?:<\|start\|>[^<]*)?<\|channel\|>[^<]*(?:<[^<>]*)?|<\|start\|>[^<]*(?:<[^<>]*)?"
    rf"|<(?:{_NAMES})\b[^<>]*|</?[\w:|]*|\[/?[A-Z_]*|◁/?\w*)\Z",
    re.IGNORECASE,
)


def spoken(text: str) -> str:
    """Return what of a whole answer is said. A thought without an end is one to its end."""
    for pair in _PAIRS:
        text = pair.sub("", text)
    return _SIGNS.sub("", _HEADLESS.sub("", text))


def spoken_so_far(text: str) -> str:
    """Return what of the beginning of an answer is said for sure: what may become a mark is kept back."""
    return spoken(_BEGUN.sub("", text))


def text_of(content: Any) -> str:
    """Return the text of a message's content: a text, or parts of which some are thoughts."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = [part for part in content if isinstance(part, dict) and part.get("type") in ("text", "output_text")]
    return "".join(str(part.get("text") or "") for part in parts)
