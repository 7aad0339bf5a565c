"""Short queries over the services of two linked accounts."""

from __future__ import annotations

from typing import Any

from tests.core.support.linked_accounts import Pair


def labels(reply: Any) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def one(pair: Pair, noun: Any, **where: Any) -> Any:
    return await pair.services.store.read(lambda uow: uow.one(noun, **where))


async def count(pair: Pair, noun: Any, **where: Any) -> int:
    return await pair.services.store.read(lambda uow: uow.count(noun, **where))
