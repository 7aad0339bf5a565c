"""Make OpenAI clients that never retry by themselves, and read their errors.

`openai` takes most of a second to import, so it is imported when the first client is made.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from botfeed.core.model import CATEGORIES

if TYPE_CHECKING:
    import openai

CONNECT = 5.0  # seconds to reach the server
REFUSALS = ("moderation_blocked", "content_policy_violation")
# The first of these that was found is the one that a person is told.
WORST_FIRST = ("minors", "sexual", "self-harm", "hate", "violence", "harassment", "illicit", "other")
# httpx's errors before a byte of the request is sent; the client raises them as causes.
_UNSENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol"})


def connect(key: str, base_url: str | None, seconds: float) -> openai.AsyncOpenAI:
    """Return a client for OpenAI, or for a compatible server at `base_url`; `seconds`: of one call."""
    import openai  # noqa: PLC0415  0.6 s to import: only where it is used

    timeout = openai.Timeout(seconds, connect=CONNECT)
    return openai.AsyncOpenAI(api_key=key or "none", base_url=base_url, timeout=timeout, max_retries=0)


def was_sent(error: BaseException) -> bool:
    """Return True if the server may have received the request that ended in this connection error."""
    return type(error.__cause__).__name__ not in _UNSENT


def wait_of(headers: Mapping[str, str], default: float) -> float:
    """Return the seconds that the server asks to wait, by Retry-After (seconds or date) or retry-after-ms."""
    try:
        if "retry-after-ms" in headers:
            return float(headers["retry-after-ms"]) / 1000
        given = headers.get("retry-after", "")
        if given and not given.replace(".", "", 1).isdigit():
            return max(0.0, email.utils.parsedate_to_datetime(given).timestamp() - time.time())
        return float(given)
    except ValueError:
        return default


def category_of(name: str) -> str:
    """Return one of `CATEGORIES` for a name of OpenAI's such as "sexual/minors" or "self_harm/intent"."""
    plain = name.strip().casefold().replace("_", "-")
    if "minor" in plain or "child" in plain:
        return "minors"
    head = plain.partition("/")[0]
    return head if head in CATEGORIES else "other"


def worst(names: Iterable[str]) -> str:
    """Return the gravest of OpenAI's category names as one of `CATEGORIES`; "other" if there is none."""
    found = {category_of(name) for name in names}
    return next((category for category in WORST_FIRST if category in found), "other")


def refused_for(error: openai.APIError) -> str:
    """Return the category of a refusal by the safety system; empty for another error."""
    if error.code not in REFUSALS:
        return ""
    body: Any = error.body if isinstance(error.body, dict) else {}
    details = body.get("moderation_details")
    named = details.get("categories") if isinstance(details, dict) else None
    if not isinstance(named, list):
        listed = re.search(r"safety_violations=\[([^\]]*)\]", error.message or "")
        named = listed.group(1).split(",") if listed else []
    return worst(str(name) for name in named)


def mime_of(data: bytes) -> str:
    """Return the media type by the first bytes; application/octet-stream for anything that is no picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "application/octet-stream"
