"""Viewers and audiences: the one declaration of the visibility rule.
`safety/visibility.py` evaluates it for a post in memory, `store/audience_terms.py` makes SQL of it; a property test
compares the two. Both add the rules that do not depend on an audience: the author's standing and moderation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from botfeed.core.model.posts import Audience


@dataclass(frozen=True, slots=True)
class Viewer:
    """Person or place for whom visibility is decided. `account` None is a place: a channel that all its members read.
    `blocked`: accounts that they blocked or that blocked them. `sensitive`: they may be shown sensitive posts,
    blurred.
    """

    account: int | None
    space: int | None = None
    blocked: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()
    sensitive: bool = True


class Belongs(Enum):
    """Condition by which a viewer belongs to an audience."""

    ALWAYS = auto()
    FOLLOWS = auto()  # they follow the author
    INSIDE = auto()  # they look from inside the post's space


AUDIENCES: Mapping[Audience, Belongs] = {
    Audience.EVERYONE: Belongs.ALWAYS,
    Audience.FOLLOWERS: Belongs.FOLLOWS,
    Audience.HERE: Belongs.INSIDE,
}
