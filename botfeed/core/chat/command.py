"""Commands, declared once: `@command` on a plain function is the whole declaration.

From its name, parameters, limits and docstring come the slash command, the text parser, the form, the completion
and the button. A button's payload is `name/arg/arg`, positional: parameters may only be appended, never reordered.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import quote, unquote

from botfeed.core.chat.message import Choice, Reply
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.ids import REF_LENGTH
from botfeed.core.language.i18n import L

if TYPE_CHECKING:
    from botfeed.core.chat.context import Context

PAYLOAD_BYTES = 64  # Telegram's callback data; Discord's custom id holds 100
YES = frozenset({"1", "yes", "true", "on", "y", "si", "sì", "s"})
NO = frozenset({"0", "no", "false", "off", "n", ""})


class Where(StrEnum):
    ANYWHERE = "anywhere"
    ALONE = "alone"  # in a private chat with the bot
    SPACE = "space"  # in a server or group


class Who(StrEnum):
    ANYONE = "anyone"
    ADMIN = "admin"  # of this server or group
    KEEPER = "keeper"  # its administrators, and the roles that they let set it up
    OPERATOR = "operator"  # of this botfeed


Suggest = Callable[["Context", str], list[Choice]]


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


Run = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Command:
    """`tool`: whether a language model may call it for a person (run, confirm, never).

    `menu` False: buttons only. `open`: works without the operator's admission and while leaving.
    `reads`: only shows something, so that a suspended person may say it too.
    """

    name: str
    run: Run
    says: str
    specs: tuple[Spec, ...]
    where: Where
    who: Who
    tool: str
    menu: bool
    open: bool
    reads: bool = False

    def spec(self, name: str) -> Spec | None:
        return next((s for s in self.specs if s.name == name), None)


@dataclass(frozen=True, slots=True)
class Bound:
    values: dict[str, Any]
    missing: tuple[Spec, ...]


REGISTRY: dict[str, Command] = {}
F = TypeVar("F", bound=Run)


def command(
    *,
    name: str = "",
    where: Where = Where.ANYWHERE,
    who: Who = Who.ANYONE,
    tool: str = "run",
    menu: bool = True,
    open: bool = False,
    reads: bool = False,
) -> Callable[[F], F]:
    """Declare a verb. The docstring's first line is what the menu says."""

    def declare(run: F) -> F:
        title = name or run.__name__.rstrip("_")
        if title in REGISTRY:
            raise ValueError(f"the command {title} is declared twice")
        says = (inspect.getdoc(run) or "").partition("\n")[0]
        REGISTRY[title] = Command(title, run, says, _specs(run), where, who, tool, menu, open, reads)
        return run

    return declare


def _specs(run: Run) -> tuple[Spec, ...]:
    known = get_type_hints(run, include_extras=True, localns={"Context": object})
    specs = []
    for p in list(inspect.signature(run).parameters.values())[1:]:
        kind, param = known[p.name], Param()
        if get_origin(kind) is Annotated:
            kind, *marks = get_args(kind)
            param = next((m for m in marks if isinstance(m, Param)), param)
        kind = next((k for k in get_args(kind) if k is not type(None)), kind)
        required = p.default is inspect.Parameter.empty
        specs.append(Spec(p.name, kind, required, None if required else p.default, param))
    return tuple(specs)


class Option(str):
    """A parameter's name in words to a person, said as their language calls it."""

    __slots__ = ()


def bind(what: Command, args: Mapping[str, str], unref: Callable[[str], int | None]) -> Bound:
    """Turn strings into typed values within their limits. Raises BadInput with what would fit, and NotFound."""
    values, missing = {}, []
    for spec in what.specs:
        raw = args.get(spec.name)
        if raw is None or (raw == "" and (spec.required or spec.kind is not str)):
            if spec.required:
                missing.append(spec)
            else:
                values[spec.name] = spec.default
        else:
            values[spec.name] = value(spec, raw, unref)
    return Bound(values, tuple(missing))


def value(spec: Spec, raw: str, unref: Callable[[str], int | None]) -> Any:
    """Turn one string into a typed value within its limits. Raises BadInput with what would fit, and NotFound."""
    if spec.param.ref:
        return _reference(spec, raw, unref)
    if spec.kind is bool:
        return _flag(spec, raw)
    if issubclass(spec.kind, StrEnum):
        chosen = next((choice for choice in spec.kind if _bare(choice) == _bare(raw)), None)
        if chosen is None:
            raise BadInput(L("{value:c} is not one of: {choices}."), value=raw[:40], choices=", ".join(spec.kind))
        return chosen
    if spec.kind is int:
        return _number(spec, raw)
    return _string(spec, raw)


def _bare(word: str) -> str:
    """A choice as people type it: `for you`, `For-You` and `foryou` are one."""
    return re.sub(r"[\s_-]+", "", word).casefold()


def _reference(spec: Spec, raw: str, unref: Callable[[str], int | None]) -> int:
    ref = raw.strip().lstrip("#")
    if (id := unref(ref)) is None:
        if len(ref) == REF_LENGTH and ref.isascii() and ref.isalnum():
            raise NotFound(L("That picture is not there, or not there for you."))
        if spec.required and spec.param.suggest:
            raise BadInput(L("{value:c} is no reference. Leave it out, and choose from what there is."), value=raw[:40])
        raise BadInput(L("{value:c} is no reference: those have eleven letters and digits."), value=raw[:40])
    return id


def _flag(spec: Spec, raw: str) -> bool:
    word = raw.strip().lower()
    if word not in YES | NO:
        raise BadInput(L("{name:c} is yes or no."), name=Option(spec.name))
    return word in YES


def _number(spec: Spec, raw: str) -> int:
    try:
        number = int(raw.strip())
    except ValueError:
        raise BadInput(
            L("{name:c} is a number, and {value:c} is not."), name=Option(spec.name), value=raw[:40]
        ) from None
    least, most = spec.param.least, spec.param.most
    if (least is not None and number < least) or (most is not None and number > most):
        raise BadInput(L("{name:c} goes from {least} to {most}."), name=Option(spec.name), least=least, most=most)
    return number


def _string(spec: Spec, raw: str) -> str:
    text = raw.replace("\x00", "").strip()
    if spec.param.most is not None and len(text) > spec.param.most:
        raise BadInput(
            L("That is too long: {n} characters, at most {most} fit. Nothing was used; try a shorter one."),
            n=len(text),
            most=spec.param.most,
        )
    if len(text) < (spec.param.least or 0):
        raise BadInput(L("{name:c} is empty. Say a few words."), name=Option(spec.name))
    return text


def encode(what: Command, args: Mapping[str, str]) -> str:
    """Write a button's payload. A trailing argument that is empty is left away."""
    parts = [quote(args.get(s.name, ""), safe=" ") for s in what.specs]
    while parts and not parts[-1]:
        parts.pop()
    return "/".join([what.name, *parts])


def decode(payload: str) -> tuple[Command, dict[str, str]] | None:
    """Read a payload; None where no command of ours has that form. Anybody may have forged it."""
    name, *parts = payload.split("/")
    what = REGISTRY.get(name)
    if what is None or len(parts) > len(what.specs):
        return None
    return what, {s.name: unquote(part) for s, part in zip(what.specs, parts, strict=False) if part}


def seal(reply: Reply, keep: Callable[[str], str]) -> Reply:
    """Give every button its payload; `keep` stores one that is too long and names the row."""

    def payload(name: str, args: Mapping[str, str]) -> str:
        text = encode(REGISTRY[name], args)
        return text if len(text.encode()) <= PAYLOAD_BYTES else keep(text)

    cards = tuple(
        replace(
            card,
            actions=tuple(a if a.url else replace(a, payload=payload(a.command, a.args)) for a in card.actions),
        )
        for card in reply.cards
    )
    ask = reply.ask and replace(reply.ask, payload=payload(reply.ask.command, reply.ask.args))
    return replace(reply, cards=cards, ask=ask)
