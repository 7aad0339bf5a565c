"""The four ways to look at the feed."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    FOR_YOU = "for you"
    FOLLOWING = "following"
    HERE = "here"  # what was published in this server or group
    NEW = "new"


RANKED = frozenset({View.FOR_YOU, View.HERE})  # the others are newest first, as their names promise
