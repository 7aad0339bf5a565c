"""The menu: one thin function per verb, grouped as people would look for them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module of the menu, so that its verbs are declared. A new verb is one new file."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
