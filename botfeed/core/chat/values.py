"""Conversion of arguments from strings to typed values within limits, and back to the strings of a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from botfeed.core.chat.verb import Spec, Verb
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.ids import REF_LENGTH
from botfeed.core.language import choice_words, folding, number_words
from botfeed.core.language.i18n import L
from botfeed.core.language.text import is_blank, sound

YES = frozenset({"1", "yes", "true", "on", "y", "si", "s", "vero", "ok", "certo", "sure"})  # folded
NO = frozenset({"0", "no", "false", "off", "n", "falso", ""})


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
    given = read(what.specs, args)
    for spec in what.specs:
        raw = given.get(spec.name)
        if raw is None or (raw == "" and (spec.required or spec.kind is not str)):
            if spec.required:
                missing.append(spec)
            else:
                values[spec.name] = spec.default
        else:
            values[spec.name] = _reference(spec, raw, unref, what) if spec.param.ref else value(spec, raw, unref)
    return Bound(values, tuple(missing))


def read(specs: Sequence[Spec], args: Mapping[str, str]) -> dict[str, str]:
    """Return arguments as their parameters read them: cleaned, empty if they show nothing, and what people wrote in
    words of either language as the values that are meant (`alle nove e mezza` as an hour and a minute).
    """
    given = {name: "" if is_blank(raw) else raw for name, raw in args.items()}
    meant: dict[str, str] = {}
    for spec in specs:
        raw = given.get(spec.name, "")
        if raw and spec.param.reads is not None:
            meant |= spec.param.reads(raw) or {}
    return {**given, **meant}


def fits(spec: Spec, phrase: str) -> bool:
    """Return True if several words are one value of a parameter: `New York`, `for you`, `alle nove`."""
    if spec.param.reads is not None:
        return spec.param.reads(phrase) is not None
    return issubclass(spec.kind, StrEnum) and _chosen(spec.kind, phrase) is not None


def value(spec: Spec, raw: str, unref: Callable[[str], int | None]) -> Any:
    """Convert one string to a typed value within its limits.
    Raises NotFound, and BadInput saying what would fit.
    """
    if spec.param.ref:
        return _reference(spec, raw, unref)
    if spec.kind is bool:
        return _flag(spec, raw)
    if issubclass(spec.kind, StrEnum):
        chosen = _chosen(spec.kind, raw)
        if chosen is None:
            raise BadInput(L("{value:c} is not one of: {choices}."), value=raw[:40], choices=", ".join(spec.kind))
        return chosen
    if spec.kind is int:
        return _number(spec, raw)
    return _string(spec, raw)


def _chosen(kind: type[StrEnum], raw: str) -> StrEnum | None:
    """Return the choice that is named, in any language."""
    named = choice_words.meant(raw, kind)
    return None if named is None else kind(named)


def says_yes(raw: str) -> bool | None:
    """Return whether a word says yes or no, in any language; None if it says neither."""
    word = folding.key(raw)
    return True if word in YES else False if word in NO else None


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
                alone=what.line,
            )
        if spec.required and spec.param.suggest:
            raise BadInput(L("{value:c} is no reference. Leave it out, and choose from what there is."), value=raw[:40])
        raise BadInput(L("{value:c} is no reference: those have eleven letters and digits."), value=raw[:40])
    return id


def _flag(spec: Spec, raw: str) -> bool:
    said = says_yes(raw)
    if said is None:
        raise BadInput(L("{name:c} is yes or no."), name=Option(spec.name))
    return said


def _number(spec: Spec, raw: str) -> int:
    try:
        number = number_words.read(raw)
    except ValueError:
        if spec.param.like:
            says = L("I don't understand {value:c} there. Write it like {like:c}.")
            raise BadInput(says, value=raw[:40], like=spec.param.like) from None
        raise BadInput(
            L("{name:c} is a number, and {value:c} is not."), name=Option(spec.name), value=raw[:40]
        ) from None
    least, most = spec.param.least, spec.param.most
    if (least is not None and number < least) or (most is not None and number > most):
        raise BadInput(L("{name:c} goes from {least} to {most}."), name=Option(spec.name), least=least, most=most)
    return number


def _string(spec: Spec, raw: str) -> str:
    text = sound(raw).strip()
    text = "" if is_blank(text) else text
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
