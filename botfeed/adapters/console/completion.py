"""Complete a line of the terminal chat: commands, their options, and the values that a command offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import EnumType
from typing import Any

from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Ask, Request
from botfeed.core.chat.verb import Spec, Verb
from botfeed.core.language.i18n import LANGUAGES
from botfeed.core.parsing import command_names


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Completion of a line: `text` in place of the last `replaces` characters; `label` and `says` are shown beside."""

    text: str
    replaces: int
    label: str
    says: str = ""


async def complete(services: Services, request: Request, asked: Ask | None, line: str) -> list[Suggestion]:
    """Return what may stand at the end of `line`. An answer to a question is completed by its choices."""
    if not line.startswith("/"):
        return [*_choices(asked, line)] if asked else []
    found = services.menu.find(line) if " " in line else None
    names = [*_commands(services, line)]
    if found is None or names:
        return names
    what, rest = found
    return await _arguments(services, replace(request, command=what.name), what, rest)


def _choices(asked: Ask, line: str) -> Iterator[Suggestion]:
    for value, label in asked.fields[0].choices:
        if label.casefold().startswith(line.casefold()) or value.casefold().startswith(line.casefold()):
            yield Suggestion(value, len(line), label)


def _commands(services: Services, line: str) -> Iterator[Suggestion]:
    """Yield the commands that begin with `line`, in either language, each once."""
    typed, seen = line[1:].casefold(), set[str]()
    for what in services.menu:
        if not what.menu:
            continue
        for language in LANGUAGES:
            name = command_names.of(what.name, language).replace(".", " ")
            if name not in seen and name.startswith(typed) and name != typed.rstrip():
                seen.add(name)
                yield Suggestion(f"/{name}", len(line), f"/{name}", what.says)


async def _arguments(services: Services, request: Request, what: Verb, rest: str) -> list[Suggestion]:
    *before, last = rest.split(" ") if rest else [""]
    if last.startswith("--"):
        return [Suggestion(f"--{s.name}", len(last), f"--{s.name}", s.param.says) for s in what.specs if _fits(s, last)]
    option = before[-1].removeprefix("--") if before and before[-1].startswith("--") else ""
    spec = _named(what, option) if option else next((s for s in what.specs if s.param.suggest), None)
    if spec is None:
        return []
    if isinstance(spec.kind, EnumType):
        values = [str(getattr(member, "value", member)) for member in list[Any](spec.kind)]
        return [Suggestion(value, len(last), value) for value in values if value.startswith(last.casefold())]
    offered = await dispatch.suggest(services, request, spec.name, last)
    return [Suggestion(one.value, len(last), one.label) for one in offered]


def _fits(spec: Spec, typed: str) -> bool:
    return f"--{spec.name}".startswith(typed.casefold())


def _named(what: Verb, option: str) -> Spec | None:
    return next((spec for spec in what.specs if option in command_names.options(spec.name) | {spec.name}), None)
