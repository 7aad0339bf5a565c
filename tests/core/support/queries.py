"""Short queries over the services of two linked accounts."""

from __future__ import annotations

from typing import Any

from tests.core.support.linked_accounts import LinkedAccounts


def labels(reply: Any) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def one(linked_accounts: LinkedAccounts, noun: Any, **where: Any) -> Any:
    return await linked_accounts.services.store.read(lambda uow: uow.one(noun, **where))


async def count(linked_accounts: LinkedAccounts, noun: Any, **where: Any) -> int:
    return await linked_accounts.services.store.read(lambda uow: uow.count(noun, **where))
