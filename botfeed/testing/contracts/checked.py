"""Check a message by the package's facts and, where a folder was given, by the official description too.

contracts = Checked(facts, official)          # official is None without a folder
contracts.problems("POST /things", lambda contract: contract.check("Thing", body))
contracts.close()                             # raises Disagreement, which names the messages
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

C = TypeVar("C")
P = TypeVar("P")
SHOWN = 3  # problems quoted of each side


class Disagreement(AssertionError):
    """Error: the facts accept what the official description refuses, or the other way round."""


class Checked(Generic[C]):
    """Contract of facts beside the official one. `official` is the unabridged contract, or None. `disagreements`
    holds one
    line a message, in order.
    """

    def __init__(self, facts: C, official: C | None = None) -> None:
        self.facts = facts
        self.official = official
        self.disagreements: list[str] = []

    def problems(self, message: str, check: Callable[[C], Sequence[P]]) -> Sequence[P]:
        """Return the problems by the facts, else by the official description; `message` names it in a report."""
        found = check(self.facts)
        if self.official is None:
            return found
        other = check(self.official)
        if bool(found) != bool(other):
            self.disagreements.append(f"{message}: facts: {_shown(found)}; official description: {_shown(other)}")
        return found or other

    def close(self) -> None:
        """Raise Disagreement if the two differed about any message."""
        if self.disagreements:
            raise Disagreement("the contracts disagree about:\n" + "\n".join(self.disagreements))


def _shown(problems: Sequence[object]) -> str:
    return " | ".join(map(str, problems[:SHOWN])) or "accepted"
