"""Each platform has every optional capability of a messenger, but for those that it is known to lack and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from botfeed.adapters.discord.messenger import Messenger as Discord
from botfeed.adapters.telegram.messenger import Messenger as Telegram
from botfeed.core.chat import messenger

# The capabilities that a platform lacks. What asks for one that is not there takes the person at their last word, or
# shows less: nobody notices by itself.
LACKS: Mapping[type, frozenset[str]] = {
    Discord: frozenset(  # no drafts, no links into a private chat; times there say themselves how long ago they are
        {"Ageless", "CanDraft", "CanLink", "HasChannels", "HasClientActions", "Overhears", "Shrinks"}
    ),
    Telegram: frozenset({"CanInvite", "HasEphemerals", "HearsReactions", "OpensSlowly"}),
}


def capabilities() -> Iterator[tuple[str, set[str]]]:
    """Yield the name of each optional interface and the names of what it has."""
    for name, kind in vars(messenger).items():
        declared = isinstance(kind, type) and kind.__module__ == messenger.__name__
        if declared and getattr(kind, "_is_protocol", False) and kind is not messenger.Messenger:
            yield name, {own for own in (*vars(kind), *kind.__annotations__) if not own.startswith("_")}


@pytest.mark.parametrize("platform", LACKS, ids=lambda kind: kind.platform)
def test_a_platform_lacks_no_capability_unnoticed(platform: type) -> None:
    there = {*dir(platform), *platform.__annotations__}
    lacking = {name for name, has in capabilities() if not has <= there}
    assert lacking == LACKS[platform]


def test_membership_is_a_capability() -> None:
    assert "CanCheckMembers" in dict(capabilities())
