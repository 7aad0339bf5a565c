"""A command as the menu sees it: name, parameters with limits, and who may use it where.
This module does not depend on contexts, so that a context can hold the menu.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Protocol, get_args, get_origin, get_type_hints

from botfeed.core.chat.message import Choice, Reply
from botfeed.core.chat.messenger import CommandSyntax
from botfeed.core.language.text import CommandLine

ASKED: Any = object()  # default of a parameter that people are asked for where they, or a button, leave it out
Suggest = Callable[[Any, str], list[Choice]]  # of a chat.context.Context and what was typed so far
Reads = Callable[[str], Mapping[str, str] | None]  # of what was typed: the arguments that it means, None if it is none


WORDS_MOST = 60  # characters in which a number is said in words


class Where(StrEnum):
    ANYWHERE = "anywhere"
    ALONE = "alone"  # in a private chat with the bot
    SPACE = "space"  # in a server or group


class Who(StrEnum):
    ANYONE = "anyone"
    ADMIN = "admin"  # of this server or group
    KEEPER = "keeper"  # its administrators, and the roles that they let set it up
    OPERATOR = "operator"  # of this botfeed


@dataclass(frozen=True, slots=True)
class Param:
    """Limits and texts of one parameter.
    `ref`: a picture or post reference, bound as its id. `rest`: takes all remaining text. `pick`: ids of the
    space's channels or roles (joined by commas), or a person, chosen from a list on platforms that have one.
    `only`: accepts only values that `suggest` offers, so that a form offers them as choices. `asks`: the
    form's question, if it differs from `says`. `reads`: understands what people write in words, which may be several
    (`alle nove e mezza`), and may mean several arguments; `like` are examples of that.
    `beside`: a form with room for several fields asks for it too, if anything is missing; gives the present value.
    `usual`: values that are offered beside the question where each is asked by itself; others can be written.
    """

    says: str = ""
    least: int | None = None
    most: int | None = None
    rest: bool = False
    ref: bool = False
    suggest: Suggest | None = None
    pick: str = ""  # channel | channels | roles | person
    only: bool = False
    asks: str = ""
    reads: Reads | None = None
    like: str = ""
    beside: Callable[[Any], str] | None = None
    usual: Suggest | None = None


@dataclass(frozen=True, slots=True)
class Spec:
    """A declared parameter. `kind` is str, int, bool or a StrEnum."""

    name: str
    kind: type
    required: bool
    default: Any
    param: Param

    @property
    def letters(self) -> int | None:
        """Return the longest text that says a value; None for any length."""
        return WORDS_MOST if self.kind is int and self.param.reads else self.param.most


@dataclass(frozen=True, slots=True)
class Verb:
    """A declared command. `tool`: how a language model may call it for a person (run, confirm, never).
    `menu` False: buttons only; `group.verb`: its path where a platform has room for few commands at the top
    (Discord); payloads, typed names and other platforms keep the name. `open`: works without the operator's
    admission and while leaving. `reads`: only shows something, so that suspended people may use it too.
    `title`: heads its form and names the button that sends it; the menu text where there is none.
    """

    name: str
    run: Callable[..., Reply]
    says: str
    specs: tuple[Spec, ...]
    where: Where = Where.ANYWHERE
    who: Who = Who.ANYONE
    tool: str = "run"
    menu: bool | str = True
    open: bool = False
    reads: bool = False
    title: str = ""

    @property
    def line(self) -> CommandLine:
        """Return the command as it is typed, in English: readers get it in their language and syntax."""
        return CommandLine(f"/{self.name.replace('.', ' ')}")

    @property
    def path(self) -> str:
        """Return its path in a menu with few commands at the top."""
        return self.menu if isinstance(self.menu, str) else self.name

    def spec(self, name: str) -> Spec | None:
        return next((s for s in self.specs if s.name == name), None)


class Verbs(Protocol):
    """Interface of the menu (`parsing.menu.Menu`) for contexts, dispatch and adapters."""

    def __iter__(self) -> Iterator[Verb]:
        """Iterate over all verbs in the order of the menu."""

    def __getitem__(self, name: str) -> Verb:
        """Return the verb of that name. Raises KeyError."""

    def get(self, name: str) -> Verb | None:
        """Return the verb of that name or path; None where there is none."""

    def find(self, line: str) -> tuple[Verb, str] | None:
        """Return the command of a typed line in any language and the rest of the line, or None."""

    def spell(self, line: str, way: CommandSyntax, language: str = "en") -> str:
        """Return a line (`/digest set 9`) in the syntax of a platform and language."""

    def encode(self, name: str, args: Mapping[str, str]) -> str:
        """Return the payload of a button."""

    def decode(self, payload: str) -> tuple[Verb, dict[str, str]] | None:
        """Return the command and arguments of a payload; None if it is malformed."""

    def seal(self, reply: Reply, keep: Callable[[str], str]) -> Reply:
        """Set the payload of every button of a reply.
        `keep` stores one that is too long and returns its row's name.
        """


def parameters(function: Callable[..., object], *, skip: int = 0) -> tuple[Spec, ...]:
    """Return the declared parameters of a function, without the first `skip`."""
    known = get_type_hints(function, include_extras=True, localns={"Context": object})
    specs = []
    for p in list(inspect.signature(function).parameters.values())[skip:]:
        kind, param = known[p.name], Param()
        if get_origin(kind) is Annotated:
            kind, *marks = get_args(kind)
            param = next((m for m in marks if isinstance(m, Param)), param)
        kind = next((k for k in get_args(kind) if k is not type(None)), kind)
        required = p.default is inspect.Parameter.empty or p.default is ASKED
        specs.append(Spec(p.name, kind, required, None if required else p.default, param))
    return tuple(specs)
