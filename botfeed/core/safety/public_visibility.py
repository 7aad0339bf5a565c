"""Visibility to anybody in the world, for content that can be passed on without limit."""

from __future__ import annotations

from collections.abc import Iterable

from botfeed.core.model import Post, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility

WORLD = Viewer(None, sensitive=False)


def showable(uow: Unit, posts: Iterable[Post]) -> list[Post]:
    """Return the posts that are public to everyone and not sensitive, in order."""
    return visibility.seeable(uow, WORLD, posts)
