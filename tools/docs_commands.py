"""Write the reference of commands from their declarations, with the names in every language they may be typed in."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from enum import StrEnum

from botfeed import catalog
from botfeed.core.chat.verb import Spec, Verb, Where, Who
from botfeed.core.language.i18n import LANGUAGES
from botfeed.core.parsing import command_names

OTHERS = {code: name for code, name in LANGUAGES.items() if code != "en"}
WHERE = {
    Where.ANYWHERE: "anywhere",
    Where.ALONE: "in a private chat with the bot",
    Where.SPACE: "in a server or group",
}
WHO = {
    Who.ANYONE: "anybody",
    Who.ADMIN: "the administrators of the server or group",
    Who.KEEPER: "the administrators of the server or group, and the roles they let set it up",
    Who.OPERATOR: "the operators of this botfeed",
}
TOOL = {
    "run": "The assistant may run it when asked in plain words.",
    "confirm": "The assistant proposes it, and a button confirms.",
    "never": "The assistant never runs it.",
}
PICK = {
    "channel": "a channel",
    "channels": "channels",
    "roles": "roles",
    "person": "a person: a handle, or somebody picked from the chat",
}
INTRO = """# Commands

Every command a person may type. On Discord it is a slash command with options, on Telegram `/digest_set 9` or
`/digest set 9 --zone UTC`, on the page and in the console likewise. Either language is understood from everybody, and
options that are not required may be left out. Buttons call the same commands.

This page is written from the declarations in `botfeed/core/commands/` when the site is built.
"""


def page() -> str:
    """Return the page in Markdown: a table of all commands, then each one with its options."""
    groups = grouped()
    table = [row("Command", *OTHERS.values(), "What it does"), row(*["---"] * (len(OTHERS) + 2))]
    table += [summary(what) for group in groups.values() for what in group]
    parts = [INTRO, "\n".join(table)]
    for module, group in groups.items():
        title = module.rpartition(".")[2].replace("_", " ").capitalize()
        parts += [f"## {title}", _first_line(module), *(section(what) for what in group)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def grouped() -> dict[str, list[Verb]]:
    """Return the commands that a person may type by the module that declares them, both in alphabetical order."""
    groups: dict[str, list[Verb]] = {}
    for what in sorted(catalog.COMMANDS, key=lambda what: (what.run.__module__, what.name)):
        if what.menu:
            groups.setdefault(what.run.__module__, []).append(what)
    return groups


def _first_line(module: str) -> str:
    return (inspect.getdoc(sys.modules[module]) or "").partition("\n")[0]


def summary(what: Verb) -> str:
    link = f"[`{typed(what.name)}`](#{anchor(what)})"
    return row(link, *(f"`{typed(command_names.of(what.name, code))}`" for code in OTHERS), what.says)


def section(what: Verb) -> str:
    """Return what the page says of one command."""
    called = "; ".join(f"{name}: `{typed(command_names.of(what.name, code))}`" for code, name in OTHERS.items())
    facts = [f"For {WHO[what.who]}, {WHERE[what.where]}.", TOOL[what.tool]]
    if what.path != what.name:
        facts.append(f"On Discord `{typed(what.path)}`.")
    if what.open:
        facts.append("Works before the operator lets somebody in.")
    if what.reads:
        facts.append("Shows and changes nothing.")
    lines = [f"### `{typed(what.name)}` {{ #{anchor(what)} }}", f"{what.says} {called}.", " ".join(facts)]
    if what.specs:
        head = [row("Option", *OTHERS.values(), "Meaning", "Value", "If left out"), row(*["---"] * (len(OTHERS) + 4))]
        lines.append("\n".join([*head, *(option(spec) for spec in what.specs)]))
    return "\n\n".join(lines)


def option(spec: Spec) -> str:
    """Return the row of one option."""
    others = (f"`{command_names.option(spec.name, code)}`" for code in OTHERS)
    return row(f"`{spec.name}`", *others, spec.param.says, ", ".join(value(spec)), default(spec))


def value(spec: Spec) -> Iterator[str]:
    """Give what fits an option: its kind, its choices or limits, and where they come from."""
    least, most = spec.param.least, spec.param.most
    if spec.param.ref:
        yield "a reference"
    elif spec.param.pick:
        yield PICK[spec.param.pick]
    elif spec.kind is bool:
        yield "yes or no"
    elif issubclass(spec.kind, StrEnum):
        yield "one of " + " ".join(f"`{choice}`" for choice in spec.kind)
    elif spec.kind is int:
        yield "a number" + _bounds(least, most, "")
    else:
        yield "words" + _bounds(least, most, " characters")
    if spec.param.rest:
        yield "all the text that is left"
    if spec.param.suggest:
        yield "chosen from a list" if spec.param.only else "completed while typing"


def _bounds(least: int | None, most: int | None, unit: str) -> str:
    if least is not None and most is not None:
        return f" of {least} to {most}{unit}" if unit else f" from {least} to {most}"
    if most is not None:
        return f" of at most {most}{unit}" if unit else f" up to {most}"
    return "" if least is None else f" of at least {least}{unit}" if unit else f" from {least}"


def default(spec: Spec) -> str:
    if spec.required:
        return "asked for"
    if spec.kind is bool:
        return "yes" if spec.default else "no"
    return "" if spec.default in (None, "") else f"`{spec.default}`"


def typed(name: str) -> str:
    return "/" + name.replace(".", " ")


def anchor(what: Verb) -> str:
    return what.name.replace(".", "-")


def row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
