"""What may be shown to anybody in the world, wherever it is passed on to."""

from __future__ import annotations

from collections.abc import Iterable

from botfeed.core.model import Post, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility

WORLD = Viewer(None, sensitive=False)


def showable(uow: Unit, posts: Iterable[Post]) -> list[Post]:
    """Keep what is public to everyone and not sensitive, in order."""
    return visibility.seeable(uow, WORLD, posts)
