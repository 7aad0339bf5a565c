"""Named queries: what needs an index, a prefix or a look into a stored structure. Their SQL stands in `store/`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from botfeed.core.model import Account, HandledRequest, Identity, Placement


class Queries(Protocol):
    """Questions that the generic verbs cannot ask well. One may return several nouns of one statement."""

    def signed_in(self, platform: str, user: str) -> tuple[Identity, Account] | None:
        """Return somebody as their platform knows them, with their account."""

    def age_restricted(self, places: Sequence[str], after: int, limit: int) -> list[Placement]:
        """Return messages in these places, past the id `after`, that were said while age was asked there and that
        neither went nor are covered.
        """

    def unsaid(self, platform: str, since: datetime, limit: int) -> list[HandledRequest]:
        """Return the newest requests of a platform, handled after `since`, whose answer is to be said somewhere."""

    def forget_files(self, blob: str) -> int:
        """Drop the values that adapters keep under `platform:file:owner:blob:variant`; return how many went."""
