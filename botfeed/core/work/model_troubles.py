"""Consequences of a failure of a painter, a reviewer or a language model: one table, for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from botfeed.core.cards import operators as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.errors import Trouble
from botfeed.core.work import operators
from botfeed.core.work.messages import message

log = structlog.get_logger()

PAINTER, REVIEWER, TALKER = "painter", "reviewer", "talker"
SLOWER = 4  # a retry waits at least this part of the time that somebody has waited already


@dataclass(frozen=True, slots=True)
class Follow:
    """Consequences. `again`: a later call may succeed. `operators`: they are told, once a day.
    `why`: key of the words for the person (`cards/studio/painting.py`, `cards/assistant.py`).
    """

    again: bool
    operators: bool
    why: str


FOLLOWS: Mapping[Trouble, Follow] = {
    Trouble.OUTAGE: Follow(again=True, operators=False, why="failed"),
    Trouble.BUSY: Follow(again=True, operators=False, why="busy"),
    Trouble.UNKNOWN: Follow(again=True, operators=False, why="unknown"),
    Trouble.UNUSABLE: Follow(again=True, operators=True, why="unusable"),
    Trouble.FILTER: Follow(again=False, operators=False, why="refused"),
    Trouble.ACCESS: Follow(again=False, operators=True, why="setup"),
    Trouble.MONEY: Follow(again=False, operators=True, why="setup"),
    Trouble.MODEL: Follow(again=False, operators=True, why="setup"),
    Trouble.ENDPOINT: Follow(again=False, operators=True, why="setup"),
    Trouble.REQUEST: Follow(again=False, operators=True, why="setup"),
    Trouble.LENGTH: Follow(again=False, operators=False, why="long"),
    Trouble.SOURCE: Follow(again=False, operators=False, why="source"),
}


def pause(after: float, waited: timedelta) -> float:
    """Return the seconds to the next attempt: growing, so that an outage of minutes costs few calls."""
    return max(after, waited.total_seconds() / SLOWER)


async def report(services: Services, role: str, trouble: Trouble, detail: str) -> None:
    """Log a failure; tell the operators of one that only they can mend, once a day for each role and kind.
    `detail` names status, code and parameter, and holds neither the key nor anybody's words.
    """
    if not FOLLOWS[trouble].operators:
        log.warning("a model failed", role=role, trouble=str(trouble), why=detail)
        return
    log.error("a model fails until its operator sees to it", role=role, trouble=str(trouble), why=detail)
    await tell(services, role, trouble, detail)


async def tell(services: Services, role: str, trouble: Trouble, detail: str) -> None:
    """Tell the operators, once a day for each role and kind."""
    key = f"model:{role}:{trouble}:{services.clock.now().date().isoformat()}"
    await services.store.run(
        lambda uow: operators.tell(services, uow, failing, key, role=role, trouble=str(trouble), detail=detail)
    )


@message(readers=operators.read)
def failing(ctx: RenderContext, role: str, trouble: str, detail: str) -> Reply:
    """Render what an operator can do about a model that fails."""
    return Reply(cards=(cards.model_failing(ctx, role, trouble, detail),))
