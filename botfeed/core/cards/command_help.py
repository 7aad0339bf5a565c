"""Help for one command: its purpose, its options, and an example line to copy."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from botfeed.core.cards import buttons
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Card
from botfeed.core.chat.verb import Spec, Verb
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.parsing import command_names

# What stands for an argument in an example, by its name; a reference or a choice comes from what the asker has.
_WORDS = {
    "prompt": L("a fox in snow"),
    "words": L("fox in snow"),
    "search": L("fox"),
    "question": L("what is a remix?"),
    "who": L("@ada"),
    "tag": L("#fox"),
    "shelf": L("Foxes"),
    "name": L("ada_paints"),
    "to": L("Red foxes"),
    "text": L("a line of words"),
    "reason": L("a line of words"),
    "hour": "9",
}
ZONE = "Europe/Rome"


def verb(ctx: Context, what: Verb) -> Card:
    """Build the help card of a command, with an example from the actor's own data if possible."""
    rows = [ctx.t(L("{name:c} {says}"), name=CommandLine(_typed(what)), says=ctx.s(what.says))]
    rows += [_option(ctx, spec) for spec in what.specs if spec.param.says]
    if example := _example(ctx, what):
        rows.append(ctx.t(L("For example: {line:c}"), line=CommandLine(example)))
    return Card(text.join(rows), actions=(buttons.help_(ctx, L("What I can do")),))


def group(ctx: Context, verbs: Sequence[Verb]) -> Card:
    """Build the help card of a group of commands: one line each."""
    rows = [ctx.t(L("{name:c} {says}"), name=CommandLine(_typed(what)), says=ctx.s(what.says)) for what in verbs]
    one = CommandLine(f"/help {command_names.of(verbs[-1].name, ctx.words.language).replace('.', ' ')}")
    rows.append(ctx.t(L("{help:c} says more about one of them."), help=one))
    return Card(text.join(rows), actions=(buttons.help_(ctx, L("What I can do")),))


def _typed(what: Verb) -> str:
    return f"/{what.name.replace('.', ' ')}"


def _option(ctx: Context, spec: Spec) -> Text:
    """Return one line about an option: its typed name, description, allowed values, and if it is required."""
    says = ctx.s(spec.param.says)
    fits = ", ".join(spec.kind) if issubclass(spec.kind, StrEnum) else _range(spec)
    parts = (says, fits if fits not in says else "", ctx.s(L("needed")) if spec.required else "")
    called = command_names.option(spec.name, ctx.words.language)
    name = text.code(f"{ctx.way.before}{called}{ctx.way.after}".rstrip())
    return text.of("• ") + name + " " + text.join(filter(None, parts), " · ")


def _range(spec: Spec) -> str:
    least, most = spec.param.least, spec.param.most
    return f"{least}–{most}" if spec.kind is int and least is not None and most is not None else ""


def _example(ctx: Context, what: Verb) -> str:
    """Return an example line that would work; empty if a required value is missing."""
    said = [_value(ctx, spec) for spec in what.specs if spec.required]
    if not all(said):
        return ""
    more = next((s for s in what.specs if not s.required and s.name != "page" and _value(ctx, s)), None)
    extra = "" if more is None else _value(ctx, more) if more.param.rest else f"--{more.name} {_value(ctx, more)}"
    return " ".join(filter(None, [_typed(what), *said, extra]))


def _value(ctx: Context, spec: Spec) -> str:
    if spec.name == "zone":
        return ZONE
    if spec.param.suggest and (found := spec.param.suggest(ctx, "")):
        return _quoted(found[0].value)
    if spec.param.ref or spec.param.pick or spec.kind is bool:
        return ""
    if issubclass(spec.kind, StrEnum):
        return str(next((one for one in spec.kind if one != spec.default), spec.default))
    word = _WORDS.get(spec.name, "")
    return _quoted(ctx.s(word)) if word and not spec.param.rest else ctx.s(word) if word else _number(spec)


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


def _number(spec: Spec) -> str:
    return str(spec.param.least or 1) if spec.kind is int else ""
