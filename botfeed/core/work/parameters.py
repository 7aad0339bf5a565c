"""Parameters of jobs and messages: stored in a row as JSON, read by the annotations of their function."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from botfeed.core import serialization


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of `function` that are stored in a row: all but the first `given`, which the caller fills in."""

    function: Callable[..., Any]
    given: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(_loaders(self.function, self.given))

    def dump(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Return JSON values by name. Raises TypeError for arguments that the function does not take."""
        names = inspect.signature(self.function).parameters if args else ()
        by_name = dict(zip(list(names)[self.given :], args, strict=False)) | dict(kwargs)
        if unknown := by_name.keys() - _loaders(self.function, self.given).keys():
            raise TypeError(f"{self.function.__name__} takes no {', '.join(sorted(unknown))}")
        return {name: serialization.dump(value) for name, value in by_name.items()}

    def load(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a row, without names that the function does not take: an old row may have them."""
        loaders = _loaders(self.function, self.given)
        return {name: loaders[name](value) for name, value in stored.items() if name in loaders}


@cache
def _loaders(function: Callable[..., Any], given: int) -> dict[str, serialization.Load]:
    hints = get_type_hints(function)
    names = list(inspect.signature(function).parameters)[given:]
    return {name: serialization.loader(hints[name]) for name in names}
