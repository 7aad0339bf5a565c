"""Read why a server that speaks OpenAI's API refused, in whichever words and wherever they stand."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from botfeed.adapters.models.openai_signs import trouble_of
from botfeed.core.errors import Trouble
from botfeed.core.model import CATEGORIES

AGAIN = 5.0  # seconds to wait for a busy server that names no time
TEXT_MOST = 4000  # characters of an error that are looked at
CODE_MOST = 60  # characters of a code that is shown
DEEPEST = 6  # nested levels of an error that are looked at
# The first of these that was found is the one that a person is told.
WORST_FIRST = ("minors", "sexual", "self-harm", "hate", "violence", "harassment", "illicit", "other")
_ECHOES = frozenset({"input", "input_value", "flagged_input", "prompt", "ctx", "url", "doc_url"})  # what was sent to it
_RESULTS = frozenset(
    {"data", "images", "choices", "output", "results", "object", "b64_json", "url", "image", "artifacts"}
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Refusal of a server. `status`: of the answer, 200 if the error stands in a good one. `param`: the field it names.
    `stage`: of a filter, input or output. `text`: all of it in small letters, for matching alone, since it may quote
    the key or what a person wrote.
    """

    trouble: Trouble
    status: int = 0
    code: str = ""
    param: str = ""
    category: str = ""
    stage: str = ""
    after: float = AGAIN
    text: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """Return what may be logged and told to operators: status, code and parameter."""
        parts = [str(self.status or "no answer"), _plain(self.code)]
        if self.param:
            parts.append(f"parameter {_plain(self.param)}")
        return ", ".join(part for part in parts if part)


class ServerError(Exception):
    """The server refused, failed, or could not be understood."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.shown)
        self.refusal = refusal


_CATEGORY_WORDS: tuple[tuple[str, str], ...] = (
    ("minors", r"minor|\bchild|csam|underage"),
    ("sexual", r"sexual|nud(e|ity)\b|porn|explicit|erotic"),
    ("self-harm", r"self[-_ ]?harm|suicid"),
    ("hate", r"\bhate"),
    ("violence", r"violen|\bgore\b|graphic|blood"),
    ("harassment", r"harass|bully"),
    ("illicit", r"illicit|illegal|weapon|\bdrugs?\b|dangerous"),
    ("sexual", r"nsfw"),  # where nothing more exact is said
)


def refusal(status: int, headers: Mapping[str, str], body: Any) -> Refusal:
    """Return the refusal of an answer with an error status; `body` is its parsed JSON, or its text."""
    if isinstance(body, str):
        plain = "" if is_page(body) else body
        body = {"error": {"message": plain}} if plain.strip() else {}
    found = _error_of(body)
    told = found if found is not None else body
    known = _read(status, told, body)
    return replace(known, after=_wait(headers, known.text))


def error_in(answer: Any) -> Refusal | None:
    """Return the refusal that stands in an answer with a good status, None if there is none.
    Its own code is taken for the status where it is one.
    """
    found = _error_of(answer)
    if found is None:
        return None
    code = next((value for value in (_number(found), _number(answer)) if value), 200)
    known = _read(code, found, answer)
    return replace(known, after=_wait({}, known.text))


def unreached(why: str = "not reached") -> Refusal:
    """Return the refusal for a server that was not reached: nothing was sent. `why` is of our own words."""
    return Refusal(Trouble.OUTAGE, code=why)


def broken(why: str, status: int = 0) -> Refusal:
    """Return the refusal for an answer that broke off, or came (with `status`) and holds nothing that was wanted.
    `why` is of our own words.
    """
    return Refusal(Trouble.UNKNOWN, status=status, code=why)


def page() -> Refusal:
    """Return the refusal for a page of HTML with a good status: the address is of something else."""
    return Refusal(Trouble.ENDPOINT, status=200, code="a page of HTML")


def is_page(text: str) -> bool:
    head = text[:200].lstrip("\ufeff \t\r\n").casefold()
    return head.startswith(("<!doctype", "<html", "<head", "<body", "<!--", "<?xml", "<center"))


def category_of(name: str) -> str:
    """Return one of `CATEGORIES` for a name such as "sexual/minors", "self_harm" or "HARM_CATEGORY_HATE_SPEECH"."""
    plain = name.strip().casefold()
    head = plain.replace("_", "-").partition("/")[0]
    if head in CATEGORIES and "minor" not in plain:
        return head
    words = plain.replace("_", " ")
    return next((category for category, known in _CATEGORY_WORDS if re.search(known, words)), "other")


def worst(names: Iterable[str]) -> str:
    """Return the gravest of a server's category names as one of `CATEGORIES`; "other" if there is none."""
    found = {category_of(name) for name in names}
    return next((category for category in WORST_FIRST if category in found), "other")


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


def _wait(headers: Mapping[str, str], text: str) -> float:
    said = re.search(r"(?:try again|retry|retrydelay\W+|wait)\D{0,10}(\d+(?:\.\d+)?) ?(ms|m\b|min|s\b|sec)", text)
    if not said:
        return wait_of(headers, AGAIN)
    unit = {"ms": 0.001, "m": 60.0, "min": 60.0}.get(said[2], 1.0)
    return wait_of(headers, float(said[1]) * unit)


def _read(status: int, error: Any, body: Any) -> Refusal:
    """Return the refusal for an error and the answer that it stands in."""
    codes = [code.casefold() for code in _codes(body)]
    text = " ".join(_strings(body))[:TEXT_MOST].casefold()
    trouble = trouble_of(status, set(codes), text)
    category = ""
    if trouble is Trouble.FILTER:
        named = [*_named_categories(body)]
        category = worst(named) if named else category_of(text)
    code = next((code for code in codes if code), "")
    param = _param(error) or _param(body)
    stage = next((str(one["moderation_stage"]) for one in _walk(body) if "moderation_stage" in one), "")
    return Refusal(trouble, status, code, param, category, stage, text=text)


def _error_of(body: Any) -> Any:
    """Return the error in a parsed answer: a mapping or a text; None if there is none."""
    if isinstance(body, list):
        return next((found for one in body[:3] if isinstance(one, dict) and (found := _error_of(one))), None)
    if not isinstance(body, dict):
        return None
    for name in ("error", "errors"):
        if found := body.get(name):
            return (found[0] if isinstance(found, list) else found) if not isinstance(found, bool) else body
    failed = body.get("object") == "error" or body.get("success") is False or body.get("status") in ("error", "failed")
    told = {"message", "detail", "details", "msg", "error_message", "title"} & set(body)
    if failed or (told and not _RESULTS & set(body)):
        return body
    return None


def _number(error: Any) -> int:
    """Return the status that an error names itself, 0 if it names none."""
    for name in ("code", "status", "status_code", "http_status"):
        value = error.get(name) if isinstance(error, dict) else None
        if isinstance(value, str) and value.isdigit():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 400 <= value < 600:
            return value
    return 0


def _walk(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for name, one in value.items():
            if name not in _ECHOES:
                yield from _walk(one, depth + 1)
    elif isinstance(value, list):
        for one in value[:20]:
            yield from _walk(one, depth + 1)


def _codes(body: Any) -> Iterator[str]:
    """Yield the codes and types of an error, those of inner errors first: they are more exact."""
    for one in reversed([*_walk(body)]):
        for name in ("code", "type", "status", "reason"):
            if isinstance(value := one.get(name), str) and not value.isdigit():
                yield value


def _strings(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts of an answer, without what it repeats of the request."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and depth <= DEEPEST:
        for name, one in value.items():
            if name not in _ECHOES:
                yield from _strings(one, depth + 1)
    elif isinstance(value, list) and depth <= DEEPEST:
        for one in value[:20]:
            yield from _strings(one, depth + 1)


def _param(error: Any) -> str:
    """Return the field that an error names in its structure: OpenAI's `param`, or a validator's `loc`."""
    for one in _walk(error):
        if isinstance(one.get("param"), str) and one["param"] and not one["param"].isdigit():
            return str(one["param"]).rpartition(".")[2].partition("[")[0]
        place = one.get("loc")
        if isinstance(place, list) and (names := [part for part in place if isinstance(part, str) and part != "body"]):
            return str(names[0])
    return ""


def _named_categories(body: Any) -> Iterator[str]:
    """Yield the names of categories that a filter marks in a structure of its own."""
    for one in _walk(body):
        for name, value in one.items():
            if name in ("categories", "reasons", "violations", "safety_violations") and isinstance(value, list):
                yield from (item for item in value if isinstance(item, str))
            marks = ("filtered", "blocked", "flagged", "detected")
            if isinstance(value, dict) and any(value.get(mark) is True for mark in marks):
                yield name
            if name in ("categories", "flags") and isinstance(value, dict):
                yield from (key for key, flag in value.items() if flag is True)
        if one.get("blocked") is True and isinstance(one.get("category"), str):
            yield one["category"]
    for listed in re.findall(r"safety_violations=\[([^\]]*)\]", " ".join(_strings(body))):
        yield from str(listed).split(",")


def _plain(text: str) -> str:
    """Return a code as it may be logged: no sentence, nothing that could be somebody's words or a key."""
    return (
        re.sub(r"[^\w ./-]", "", text)[:60]
        if len(text) <= 60 and not re.search(r"sk-|[A-Za-z0-9_-]{32,}", text)
        else ""
    )
