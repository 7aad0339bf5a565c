"""Read a dialogue, line by line, in this grammar:

ada: /imagine a fox in snow                 a message to the bot in private
ada@telegram in #lounge (admin): /feed      ... on another platform, in a place, with rights there
ada presses Publish                         the English label; case, emoji and counters do not matter
ada fills caption=Winter audience=everyone  the answers to the last question
ben reacts ❤                                to the last card ben was shown; `unreacts` takes it back
ben replies so calm                         likewise
wait                                        until no job is due
at 2026-11-24T09:00:00+01:00                one jump of the clock forward
# a comment
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from botfeed.core.errors import BotfeedError

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
PLATFORMS = ("console", "discord", "telegram", "web")

_HEAD = (
    r"(?P<who>[^\W_](?:[\w.-]|[^\x00-\x7f\s])*)(?:@(?P<platform>\w+))?"
    r"(?:\s+in\s+#(?P<place>(?:[\w-]|[^\x00-\x7f\s])+)(?P<adult>\s+18\+)?)?(?P<admin>\s+\(admin\))?"
)
_SAYS = re.compile(rf"{_HEAD}\s*:(?:\s+(?P<text>.*))?")
_DOES = re.compile(rf"{_HEAD}\s+(?P<verb>presses|fills|reacts|unreacts|replies)(?:\s+(?P<text>.*))?")
_VALUE = re.compile(r"(?:^|(?<=\s))(?P<name>[A-Za-z_]\w*)=")


class Verb(StrEnum):
    SAYS = "says"
    PRESSES = "presses"
    FILLS = "fills"
    REACTS = "reacts"
    UNREACTS = "unreacts"
    REPLIES = "replies"
    WAIT = "wait"
    AT = "at"


class ScriptError(BotfeedError):
    """Error of a line that cannot be read or played; the text begins with its number."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(f"line {number}: {words}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Speaker:
    """Person of a line and their place. `named_platform` is empty if the line names none:
    any is read, and the console is written to.
    """

    name: str
    named_platform: str = ""
    place: str = ""
    adult: bool = False
    admin: bool = False

    @property
    def platform(self) -> str:
        return self.named_platform or "console"


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """Step of a script. All but `wait` and `at` have a `speaker`; only `at` has a `moment`."""

    number: int
    source: str
    verb: Verb
    speaker: Speaker = Speaker("")
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    moment: datetime = START


def parse(source: str) -> list[ScriptLine]:
    """Read a whole script. Raises ScriptError with the number of the line that does not fit."""
    return list(_lines(enumerate(source.removeprefix("\ufeff").splitlines(), 1)))


def _lines(numbered: Iterable[tuple[int, str]]) -> Iterable[ScriptLine]:
    clock = START
    for number, raw in numbered:
        source = raw.strip()
        if not source or source.startswith("#"):
            continue
        line = _line(number, source)
        if line.verb is Verb.AT:
            if line.moment < clock:
                raise ScriptError(number, f"the clock stands at {clock.isoformat()} and does not go back")
            clock = line.moment
        yield line


def _line(number: int, source: str) -> ScriptLine:
    if source == "wait":
        return ScriptLine(number, source, Verb.WAIT)
    if at := re.fullmatch(r"at\s+(\d\S*)", source):
        return ScriptLine(number, source, Verb.AT, moment=_moment(number, at[1]))
    if found := _SAYS.fullmatch(source):
        if not (text := (found["text"] or "").strip()):
            raise ScriptError(number, f"{found['who']} says nothing")
        return ScriptLine(number, source, Verb.SAYS, _speaker(number, found), text)
    if found := _DOES.fullmatch(source):
        return _action(number, source, found)
    raise ScriptError(number, f"cannot read {source[:80]!r}; a line looks like `ada: /help` or `ada presses Publish`")


def _action(number: int, source: str, found: re.Match[str]) -> ScriptLine:
    verb, text = Verb(found["verb"]), (found["text"] or "").strip()
    if not text:
        raise ScriptError(number, f"{found['who']} {verb} what?")
    values = _values(number, text) if verb is Verb.FILLS else {}
    return ScriptLine(number, source, verb, _speaker(number, found), text, values)


def _speaker(number: int, found: re.Match[str]) -> Speaker:
    named_platform = found["platform"] or ""
    if named_platform and named_platform not in PLATFORMS:
        raise ScriptError(number, f"there is no platform called {named_platform}; there are {', '.join(PLATFORMS)}")
    return Speaker(found["who"], named_platform, found["place"] or "", bool(found["adult"]), bool(found["admin"]))


def _values(number: int, text: str) -> dict[str, str]:
    """Read `name=value name=value`; a value runs until the next name, and quotes around it are dropped."""
    marks = list(_VALUE.finditer(text))
    if not marks or marks[0].start() != 0:
        raise ScriptError(number, f"cannot read {text[:80]!r}; answers look like `caption=Winter audience=everyone`")
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return {mark["name"]: _unquoted(text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)}


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] == '"' else value


def _moment(number: int, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ScriptError(number, f"{text!r} is no time; one looks like 2026-11-24T09:00:00+01:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
