"""Dialect of a server, as its refusals taught it: fields that it does not know, knows by another name, or wants.
Kept as long as the process lives. A field is learned once, so a request is repeated a bounded number of times,
and only after a refusal, which costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botfeed.adapters.models.openai_errors import Refusal
from botfeed.core.errors import Trouble

# Fields without which a request still says what is wanted.
OPTIONAL = frozenset(
    {
        "n", "size", "quality", "safety_identifier", "user", "stream", "stream_options", "partial_images", "store",
        "max_tokens", "max_completion_tokens", "max_output_tokens", "output_format", "response_format",
    }
)  # fmt: skip
TOKENS = ("max_tokens", "max_completion_tokens", "max_output_tokens")
RENAMED = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens", "safety_identifier": "user"}
WANTED: Mapping[str, Any] = {"response_format": "b64_json", "output_format": "png", "n": 1, "size": "1024x1024"}
TOGETHER = {"stream": ("stream_options", "partial_images")}  # fields that mean nothing without another
_LEARNED_BY = (Trouble.REQUEST, Trouble.MODEL, Trouble.ENDPOINT, Trouble.OUTAGE, Trouble.UNKNOWN, Trouble.SOURCE)
_UNKNOWN_FIELD = re.compile(
    r"unknown|unrecogni|unexpected|extra[ _](input|field|forbidden)|not permitted|additional propert|unmarshal|no such"
    r"|(argument|parameter|field|property|option)s?\b[^.]{0,30}(not supported|unsupported|not allowed|not available)"
    r"|unsupported (parameter|argument|field|property|option)|is unsupported|is not supported|not support"
)
_REQUIRED = re.compile(r"required|missing|must (be )?(provide|specif|set|includ)|you must")
_SIZE = re.compile(r"(\d{2,5}) ?[x×*] ?(\d{2,5})")
_SIGN = re.compile(  # that a server refuses a field at all, for words that name one without structure
    r"unknown|unsupported|support|unrecogni|unexpected|extra|permitted|allowed|invalid|additional|unmarshal|required"
    r"|missing|must|forbidden|deprecated|implement|not one of|provide|only|cannot|maximum"
)


@dataclass(slots=True)
class Dialect:
    """Habits of one call of a server. `sizes`: those that it named as known. `singly`: it makes one picture a call."""

    dropped: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    added: dict[str, Any] = field(default_factory=dict)
    sizes: tuple[str, ...] = ()
    singly: bool = False
    bare: bool = False  # the next request goes without any optional field, as a trial
    _seen: set[str] = field(default_factory=set)

    def fitted(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields as this server takes them."""
        fitted = {self.renamed.get(name, name): value for name, value in fields.items()}
        fitted |= {name: value for name, value in self.added.items() if name not in fitted}
        gone = self.dropped | {one for name in self.dropped for one in TOGETHER.get(name, ())}
        kept = {name: value for name, value in fitted.items() if name not in gone}
        if self.bare:
            kept = {name: value for name, value in kept.items() if name not in OPTIONAL or name in ("n", "size")}
        if self.sizes and "size" in kept:
            kept["size"] = nearest(str(kept["size"]), self.sizes)
        return kept

    def learn(self, refusal: Refusal, sent: Mapping[str, Any]) -> str:
        """Change what is sent next by what the server refused; return the field's name, empty if nothing is new."""
        learnable = refusal.trouble in _LEARNED_BY or (refusal.trouble is Trouble.LENGTH and refusal.param in TOKENS)
        if not learnable or not refusal.text:
            return ""
        named = named_field(refusal, [*sent, *(name for name in WANTED if name not in sent)])
        if named and (learned := self._change(named, refusal.text, sent)):
            return learned
        return self._try_bare(refusal, sent)

    def _change(self, name: str, text: str, sent: Mapping[str, Any]) -> str:
        if name not in sent:
            if name in WANTED and name not in self._seen and _REQUIRED.search(text):
                self._seen.add(name)
                self.dropped.discard(name)
                self.added[name] = WANTED[name]
                return name
            return ""
        if name == "n" and isinstance(sent["n"], int) and sent["n"] > 1 and not self.singly:
            self.singly = True
            return name
        if name == "size" and (learned := self._resized(str(sent["size"]), text)):
            return learned
        if name not in OPTIONAL or (name in self.added and name in self._seen and _REQUIRED.search(text)):
            return ""
        if (other := RENAMED.get(name)) and other not in self._seen and other not in sent:
            self._seen |= {name, other}
            self.renamed[name] = other
            return name
        self.added.pop(name, None)
        self.dropped.add(name)
        return name

    def _resized(self, sent: str, text: str) -> str:
        """Learn the sizes that the refusal names besides the one that was sent."""
        offered = tuple(dict.fromkeys(f"{width}x{height}" for width, height in _SIZE.findall(text)))
        others = tuple(size for size in offered if size != sent)
        if others and others != self.sizes:
            self.sizes = others
            return "size"
        if not self.sizes and sent != "1024x1024" and not _UNKNOWN_FIELD.search(text):
            self.sizes = ("1024x1024",)
            return "size"
        return ""

    def _try_bare(self, refusal: Refusal, sent: Mapping[str, Any]) -> str:
        """Leave out all optional fields once, where a server refuses a request without saying why."""
        spare = [name for name in sent if name in OPTIONAL and name not in ("n", "size")]
        if refusal.trouble is not Trouble.REQUEST or refusal.status not in (400, 422) or self.bare or not spare:
            return ""
        if "bare" in self._seen:
            return ""
        self._seen.add("bare")
        self.bare = True
        return ", ".join(spare)


def named_field(refusal: Refusal, names: Iterable[str]) -> str:
    """Return which of the fields a refusal is about, empty if it names none of them."""
    known = [*names]
    if refusal.param in known:
        return refusal.param
    text = refusal.text
    for quoted in re.findall(r"[`'\"‘“]([a-z_]+)[`'\"’”]", text):
        if quoted in known and quoted not in ("model", "prompt"):
            return str(quoted)
    if not _SIGN.search(text):
        return ""
    for name in sorted(known, key=len, reverse=True):
        if name not in ("model", "prompt") and _told(name, text):
            return name
    return ""


def _told(name: str, text: str) -> bool:
    """Return True if a text without structure speaks of a field, not of the thing that its name means elsewhere."""
    word = rf"(?<![\w]){re.escape(name)}(?![\w])"
    if "_" in name:
        return re.search(word, text) is not None
    noun = (
        r"(parameter|argument|field|property|option|key|attribute|body|input"
        r"|supplied|support|value of|value for|values for)s?"
    )
    before = rf"{noun}\W{{0,6}}((is|are|the|:|not supported|supplied|named|of)\W+){{0,2}}{word}"
    verb = r"(is|are|must|should|not|cannot|can|only|has|was|needs|required|=|:|\d)"
    after = rf"{word}\W{{0,3}}((parameter|argument|field|value)\W+)?{verb}"
    return any(re.search(one, text) for one in (before, after, rf"->\W*{word}", rf"\.{word}", rf"supported:\W*{word}"))


def nearest(wanted: str, sizes: Iterable[str]) -> str:
    """Return the size that is most like the wanted one: by its shape, then by its area."""
    known = [*sizes]
    if wanted in known:
        return wanted
    width, height = _sides(wanted)

    def unlike(size: str) -> tuple[bool, float, float]:
        w, h = _sides(size)
        turned = (w > h) != (width > height) or (w < h) != (width < height)
        return turned, abs(w / h - width / height), abs(w * h - width * height)

    return min(known, key=unlike)


def _sides(size: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(size)
    return (int(found[1]), int(found[2])) if found else (1024, 1024)
