"""The menu: listed commands, looked up by name, by typed line and by button payload."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from botfeed.core.chat import values
from botfeed.core.chat.button import Button
from botfeed.core.chat.command import Command
from botfeed.core.chat.message import Reply
from botfeed.core.chat.messenger import CommandSyntax
from botfeed.core.chat.verb import Spec, Verb
from botfeed.core.errors import StartError
from botfeed.core.parsing import command_parser

PAYLOAD_BYTES = 64  # Telegram's callback data; Discord's custom id holds 100


@dataclass(frozen=True, slots=True)
class Menu:
    """All commands in order, and the `buttons` of lower layers.
    Raises StartError for two commands of one name, for a button that no command binds, and for one whose
    parameters differ from its command's in order or kind.
    """

    commands: Sequence[Command[...]]
    buttons: Sequence[Button[...]] = ()
    _named: Mapping[str, Command[...]] = field(init=False, repr=False)
    _paths: Mapping[str, Command[...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = {what.name: what for what in self.commands}
        if len(named) < len(self.commands):
            twice = next(what.name for what in self.commands if named[what.name] is not what)
            raise StartError(f"Two commands are listed as {twice}.")
        for what in self.commands:
            _check(what)
        bound = {id(what.button) for what in self.commands}
        if left := [button.name for button in self.buttons if id(button) not in bound]:
            raise StartError(f"No command binds the button {', '.join(left)}.")
        object.__setattr__(self, "_named", named)
        object.__setattr__(self, "_paths", {what.path: what for what in self.commands if what.menu})

    def __iter__(self) -> Iterator[Verb]:
        return iter(self.commands)

    def __getitem__(self, name: str) -> Verb:
        return self._named[name]

    def get(self, name: str) -> Verb | None:
        return self._named.get(name) or self._paths.get(name)

    def find(self, line: str) -> tuple[Verb, str] | None:
        return command_parser.find(self, line)

    def spell(self, line: str, way: CommandSyntax, language: str = "en") -> str:
        return command_parser.spell(self, line, way, language)

    def encode(self, name: str, args: Mapping[str, str]) -> str:
        return values.encode(name, self._named[name].specs, args)

    def decode(self, payload: str) -> tuple[Verb, dict[str, str]] | None:
        """Return the command and arguments of a payload; None if it is malformed. Payloads may be forged."""
        name, *parts = payload.split("/")
        what = self._named.get(name)
        if what is None or len(parts) > len(what.specs):
            return None
        return what, {s.name: unquote(part) for s, part in zip(what.specs, parts, strict=False) if part}

    def seal(self, reply: Reply, keep: Callable[[str], str]) -> Reply:
        """Set the payload of every button; `keep` stores one over `PAYLOAD_BYTES` and returns its row's name."""

        def payload(name: str, args: Mapping[str, str]) -> str:
            text = self.encode(name, args)
            return text if len(text.encode()) <= PAYLOAD_BYTES else keep(text)

        cards = tuple(
            replace(
                card,
                actions=tuple(replace(a, payload=payload(a.command, a.args)) if a.sends else a for a in card.actions),
            )
            for card in reply.cards
        )
        undo = reply.undo and replace(reply.undo, payload=payload(reply.undo.command, reply.undo.args))
        ask = reply.ask and replace(reply.ask, payload=payload(reply.ask.command, reply.ask.args))
        return replace(reply, cards=cards, ask=ask, undo=undo)


def _check(what: Command[...]) -> None:
    """Raise StartError unless a button's parameters are a subset of its command's, of the same kinds and order."""
    wanted = [_form(spec) for spec in what.button.specs]
    rest = iter([_form(spec) for spec in what.specs])
    if not all(form in rest for form in wanted):
        there = [_form(spec) for spec in what.specs]
        raise StartError(f"The button {what.name} does not fit its command: {wanted} are not of {there}.")


def _form(spec: Spec) -> tuple[str, type, bool]:
    return spec.name, spec.kind, spec.param.ref
