"""Named queries: those that need an index, a prefix or a look into a stored structure. Their SQL is in `store/`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from botfeed.core.model import Account, HandledRequest, Identity, Placement


class Queries(Protocol):
    """Queries that the generic verbs cannot express well. One may return several nouns from one statement."""

    def signed_in(self, platform: str, user: str) -> tuple[Identity, Account] | None:
        """Return a person's identity on a platform, with their account."""

    def age_restricted(self, places: Sequence[str], after: int, limit: int) -> list[Placement]:
        """Return messages in these places, with ids above `after`, that were sent while the place was age-restricted
        and
        are neither gone nor covered.
        """

    def unsaid(self, platform: str, since: datetime, limit: int) -> list[HandledRequest]:
        """Return the newest requests of a platform, handled after `since`,
        whose answer is to be sent to some address.
        """

    def forget_files(self, blob: str) -> int:
        """Delete the values that adapters store under `platform:file:owner:blob:variant`; return their number."""
