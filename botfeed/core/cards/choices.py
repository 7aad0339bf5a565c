"""Enumerations of choices that commands offer and buttons carry."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """The four views of the feed."""

    FOR_YOU = "for you"
    FOLLOWING = "following"
    HERE = "here"  # what was published in this server or group
    NEW = "new"


class Place(StrEnum):
    """Destination of a digest."""

    HERE = "here"
    PRIVATE = "private"


class Order(StrEnum):
    """The order of a search."""

    BEST = "best"
    NEWEST = "newest"


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


class Allowed(StrEnum):
    """Admission of a person or a place to this botfeed."""

    YES = "yes"
    NO = "no"


class Outcome(StrEnum):
    """The answer to an appeal."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"
