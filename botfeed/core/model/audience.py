"""Viewers and audiences: the one declaration of the visibility rule.

`safety/visibility.py` asks it of a post in memory, `store/audience_terms.py` makes SQL of it; a property test
compares the two. Both add what is no question of an audience: the author's standing, what moderators took out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from botfeed.core.model.posts import Audience


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person who looks, and the space they look from. `account` None is a channel that everybody in it reads.

    `blocked`: accounts that they blocked or that blocked them. `sensitive`: they may be shown sensitive posts, blurred.
    """

    account: int | None
    space: int | None = None
    blocked: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()
    sensitive: bool = True


class Belongs(Enum):
    """The condition that puts a viewer into an audience."""

    ALWAYS = auto()
    FOLLOWS = auto()  # they follow the author
    INSIDE = auto()  # they look from inside the post's space


AUDIENCES: Mapping[Audience, Belongs] = {
    Audience.EVERYONE: Belongs.ALWAYS,
    Audience.FOLLOWERS: Belongs.FOLLOWS,
    Audience.HERE: Belongs.INSIDE,
}
