"""Declarations of commands: `@command` on a plain function declares everything.
Its name, parameters, limits and docstring define the slash command, the text parser, the form, the completion
and the button. A button's payload is `name/arg/arg`, positional: parameters may only be appended, never
reordered.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, overload

from botfeed.core.chat.button import Button
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.chat.verb import ASKED, Param, Verb, Where, Who, parameters

__all__ = ["ASKED", "Command", "Param", "Where", "Who", "command"]  # all that a file of verbs needs

P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Verb, Generic[P]):
    """A command with its function's types: callable as the function, and as a button by `button`."""

    button: Button[P]

    def __call__(self, ctx: Context, *args: P.args, **kwargs: P.kwargs) -> Reply:
        return self.run(ctx, *args, **kwargs)


@overload
def command(
    *,
    button: Button[P],
    where: Where = ...,
    who: Who = ...,
    tool: str = ...,
    menu: bool | str = ...,
    open: bool = ...,
    reads: bool = ...,
    title: str = ...,
) -> Callable[[Callable[Concatenate[Context, P], Reply]], Command[P]]: ...


@overload
def command(
    *,
    name: str = ...,
    where: Where = ...,
    who: Who = ...,
    tool: str = ...,
    menu: bool | str = ...,
    open: bool = ...,
    reads: bool = ...,
    title: str = ...,
) -> Callable[[Callable[Concatenate[Context, P], Reply]], Command[P]]: ...


def command(*, name: str = "", button: Button[Any] | None = None, **limits: Any) -> Callable[..., Any]:
    """Declare a command. The first line of its docstring is its menu text.

    `button`: the lower layer's button that it binds, which names it. `limits`: those of `Verb`.
    """

    def declare(run: Callable[..., Reply]) -> Command[...]:
        named = button.name if button else name or run.__name__.rstrip("_")
        says = (inspect.getdoc(run) or "").partition("\n")[0]
        specs = parameters(run, skip=1)
        pressed = button or Button(named, specs, whole=True)
        return Command(name=named, run=run, says=says, specs=specs, button=pressed, **limits)

    return declare
