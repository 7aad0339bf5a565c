"""What commands offer to choose from, and buttons choose."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """The four ways to look at the feed."""

    FOR_YOU = "for you"
    FOLLOWING = "following"
    HERE = "here"  # what was published in this server or group
    NEW = "new"


class Place(StrEnum):
    """Where a digest goes."""

    HERE = "here"
    PRIVATE = "private"


class Order(StrEnum):
    """The order of a search."""

    BEST = "best"
    NEWEST = "newest"


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


class Outcome(StrEnum):
    """The answer to an appeal."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"
