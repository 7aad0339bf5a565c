"""A verb as the menu knows it: its name, its parameters with their limits, and who may say it where.

Nothing here knows the context that a verb runs in, so that a context may hold the menu.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Protocol, get_args, get_origin, get_type_hints

from botfeed.core.chat.message import Choice, Reply
from botfeed.core.chat.messenger import CommandSyntax

ASKED: Any = object()  # default of a parameter that people are asked for where they, or a button, leave it out
Suggest = Callable[[Any, str], list[Choice]]  # of a chat.context.Context and what was typed so far


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
    """Limits and words of one parameter.

    `ref`: a picture or post reference, bound as its id. `rest`: takes all the text that is left. `pick`: ids of the
    place's own (a channel; channels or roles, joined by commas), chosen from a list where the platform has one.
    `only`: nothing but what `suggest` offers will do, so that a question offers it as a choice. `asks`: the question
    to who left it out, where that is not what it `says`.
    """

    says: str = ""
    least: int | None = None
    most: int | None = None
    rest: bool = False
    ref: bool = False
    suggest: Suggest | None = None
    pick: str = ""  # channel | channels | roles
    only: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    """A parameter as declared. `kind` is str, int, bool or a StrEnum."""

    name: str
    kind: type
    required: bool
    default: Any
    param: Param


@dataclass(frozen=True, slots=True)
class Verb:
    """`tool`: whether a language model may call it for a person (run, confirm, never).

    `menu` False: buttons only. `open`: works without the operator's admission and while leaving.
    `reads`: only shows something, so that a suspended person may say it too.
    """

    name: str
    run: Callable[..., Reply]
    says: str
    specs: tuple[Spec, ...]
    where: Where = Where.ANYWHERE
    who: Who = Who.ANYONE
    tool: str = "run"
    menu: bool = True
    open: bool = False
    reads: bool = False

    def spec(self, name: str) -> Spec | None:
        return next((s for s in self.specs if s.name == name), None)


class Verbs(Protocol):
    """The menu of a running botfeed, as contexts, the way in and the doors use it (`parsing.menu.Menu`)."""

    def __iter__(self) -> Iterator[Verb]:
        """Iterate over all verbs in the order of the menu."""

    def __getitem__(self, name: str) -> Verb:
        """Return the verb of that name. Raises KeyError."""

    def get(self, name: str) -> Verb | None:
        """Return the verb of that name; None where there is none."""

    def find(self, line: str) -> tuple[Verb, str] | None:
        """Find the verb of a typed line in any language, and what follows it."""

    def spell(self, line: str, way: CommandSyntax, language: str = "en") -> str:
        """Write a line (`/digest set 9`) as people of a platform and a language type it."""

    def encode(self, name: str, args: Mapping[str, str]) -> str:
        """Write the payload of a button."""

    def decode(self, payload: str) -> tuple[Verb, dict[str, str]] | None:
        """Read the payload of a button; None where it is none of ours."""

    def seal(self, reply: Reply, keep: Callable[[str], str]) -> Reply:
        """Give every button of a reply its payload; `keep` stores one that is too long and names the row."""


def parameters(function: Callable[..., object], *, skip: int = 0) -> tuple[Spec, ...]:
    """Read the parameters of a function as declared, without the first `skip`."""
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
