"""Buttons, declared once and called by name: `like(ctx, L("Like"), post.id, wanted=True)` is an `Action`.
A command makes its own button. A button that a lower layer uses is declared there by `@button()` on a
signature without a body; the command above binds it (`@command(button=buttons.like)`), and the menu checks
that they agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, ParamSpec

from botfeed.core.chat import values
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Ask, Field
from botfeed.core.chat.verb import Spec, parameters
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Form:
    """Title, fields and note of a form. A `title` marked by `L` is translated for the reader."""

    title: str
    fields: tuple[Field, ...]
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class Button(Generic[P]):
    """A command that buttons can call: its stored name and the parameters that a button may fill in.
    `whole`: these are all parameters of the command, so that their positions in a payload are known.
    """

    name: str
    specs: tuple[Spec, ...]
    whole: bool = False
    _named: Mapping[str, Spec] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", {spec.name: spec for spec in self.specs})

    def __call__(self, ctx: RenderContext, label: str, *args: P.args, **kwargs: P.kwargs) -> Action:
        """Return an action. A label marked by `L` is translated for the reader; others are used unchanged."""
        return Action(_translated(ctx, label), self.name, self._written(ctx.ref, args, kwargs))

    def ask(self, ctx: RenderContext, form: Form, *args: P.args, **kwargs: P.kwargs) -> Ask:
        """Return a form for the missing arguments; those filled in already are passed along."""
        filled = self._written(ctx.ref, args, kwargs)
        return Ask(self.name, _translated(ctx, form.title), form.fields, filled, form.note)

    def sealed(self, label: str, *args: P.args, **kwargs: P.kwargs) -> Action:
        """Return an action with its payload outside any context.
        Raises TypeError for arguments that are references, and unless this is the button that a command made.
        """
        if not self.whole:
            raise TypeError(f"{self.name} may have more parameters than its button: only the menu can seal it")
        filled = self._written(_no_reference, args, kwargs)
        return Action(label, self.name, filled, payload=values.encode(self.name, self.specs, filled))

    def makes(self, action: Action) -> bool:
        """Return True if this button made the action."""
        return action.command == self.name

    def _written(
        self, ref: Callable[[int], str], args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> dict[str, str]:
        """Return the arguments as strings by their declarations, without those that are None."""
        given = {**dict(zip(self._named, args, strict=False)), **kwargs} if args else kwargs
        return {name: values.written(self._named[name], v, ref) for name, v in given.items() if v is not None}


def _translated(ctx: RenderContext, label: str) -> str:
    return ctx.s(label) if isinstance(label, L) else label


def _no_reference(id: int) -> str:
    raise TypeError(f"{id} cannot be named outside a context")


def button(name: str = "") -> Callable[[Callable[P, None]], Button[P]]:
    """Declare the button of a command of a higher layer.
    `name` is its stored name if the function's differs.
    """

    def declare(signature: Callable[P, None]) -> Button[P]:
        return Button(name or signature.__name__.rstrip("_"), parameters(signature))

    return declare


def declared(names: Mapping[str, object]) -> tuple[Button[...], ...]:
    """Return the buttons among a module's names. The menu uses it to find buttons that no command binds."""
    return tuple(each for each in names.values() if isinstance(each, Button))
