"""Conversion of arguments from strings to typed values within limits, and back to the strings of a button."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from botfeed.core.chat.verb import Spec, Verb
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.ids import REF_LENGTH
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine

YES = frozenset({"1", "yes", "true", "on", "y", "si", "sì", "s"})
NO = frozenset({"0", "no", "false", "off", "n", ""})


@dataclass(frozen=True, slots=True)
class Bound:
    """Typed arguments, and the required parameters that were left out."""

    values: dict[str, Any]
    missing: tuple[Spec, ...]


class Option(str):
    """A parameter's name inside a text, rendered in the reader's language."""

    __slots__ = ()


class Asks(str):
    """A question marked by `L` inside a text, rendered in the reader's language."""

    __slots__ = ()


def bind(what: Verb, args: Mapping[str, str], unref: Callable[[str], int | None]) -> Bound:
    """Convert strings to typed values within their limits.
    Raises NotFound, and BadInput saying what would fit.
    """
    values, missing = {}, []
    for spec in what.specs:
        raw = args.get(spec.name)
        if raw is None or (raw == "" and (spec.required or spec.kind is not str)):
            if spec.required:
                missing.append(spec)
            else:
                values[spec.name] = spec.default
        else:
            values[spec.name] = _reference(spec, raw, unref, what) if spec.param.ref else value(spec, raw, unref)
    return Bound(values, tuple(missing))


def value(spec: Spec, raw: str, unref: Callable[[str], int | None]) -> Any:
    """Convert one string to a typed value within its limits.
    Raises NotFound, and BadInput saying what would fit.
    """
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
    """Return a choice without case and separators: `for you`, `For-You` and `foryou` are equal."""
    return re.sub(r"[\s_-]+", "", word).casefold()


def _reference(spec: Spec, raw: str, unref: Callable[[str], int | None], what: Verb | None = None) -> int:
    """Return the id of a reference. `what` is the command whose line it stands in, None for a form's field.
    Raises NotFound, and BadInput saying what is missing.
    """
    ref = raw.strip().lstrip("#")
    if (id := unref(ref)) is None:
        if len(ref) == REF_LENGTH and ref.isascii() and ref.isalnum():
            raise NotFound(L("That picture is not there, or not there for you."))
        if what and spec.required and spec.param.asks:
            raise BadInput(
                L("{asks} {value:c} is no reference: those have eleven letters and digits. {alone:c} lets you choose."),
                asks=Asks(spec.param.asks),
                value=raw[:40],
                alone=CommandLine(f"/{what.name.replace('.', ' ')}"),
            )
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


def written(spec: Spec, value: object, ref: Callable[[int], str]) -> str:
    """Return a typed value as the string that `value` parses. `ref` returns the reference of an id."""
    if spec.param.ref:
        if not isinstance(value, int):
            raise TypeError(f"{spec.name} is an id, not {value!r}")
        return ref(value)
    if value is True or value is False:
        return "1" if value else "0"
    return str(value)


def encode(name: str, specs: tuple[Spec, ...], args: Mapping[str, str]) -> str:
    """Return a button's payload, `name/arg/arg`. Empty trailing arguments are omitted."""
    parts = [quote(args.get(s.name, ""), safe=" ") for s in specs]
    while parts and not parts[-1]:
        parts.pop()
    return "/".join([name, *parts])
