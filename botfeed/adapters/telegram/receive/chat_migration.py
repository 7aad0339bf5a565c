"""Groups that became supergroups: their id changed, and what we know of them follows."""

from __future__ import annotations

from dataclasses import replace

from botfeed.adapters.telegram.decode import PLATFORM
from botfeed.core.chat.context import Services
from botfeed.core.model import Address, Edition, KeyValue, Space, Subscription
from botfeed.core.ports import Unit
from botfeed.core.spaces import spaces

FACT = "telegram:moved:"


class Moves:
    """Where chats went. Rows that were written before still name the old id; it is followed when they are sent."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._to: dict[int, int] = {}

    async def load(self) -> None:
        rows = await self._services.store.read(lambda uow: uow.all(KeyValue, name__begins=FACT))
        self._to = {int(row.name.removeprefix(FACT)): int(row.value) for row in rows}

    def now(self, chat: int) -> int:
        """Give the id a chat has now."""
        return self._to.get(chat, chat)

    async def moved(self, old: int, new: int) -> None:
        self._to[old] = new
        await self._services.store.run(lambda uow: _follow(uow, old, new))


def _follow(uow: Unit, old: int, new: int) -> None:
    """Keep the group's posts, rights and digest: the space is the same one under another name."""
    uow.insert(KeyValue(uow.new_id(), f"{FACT}{old}", str(new)))
    space = uow.one(Space, platform=PLATFORM, ref=str(old))
    if space is None:
        return
    there = uow.one(Space, platform=PLATFORM, ref=str(new)) or uow.update(space, ref=str(new))
    for row in uow.all(Subscription, space=space.id):
        if there.id != space.id and uow.count(Subscription, space=there.id):
            uow.delete(Edition, subscription=row.id)  # the group set one up anew under its new id: that one counts
            uow.delete(Subscription, id=row.id)
        else:
            uow.update(row, space=there.id, address=_moved(row.address, str(new)))
    spaces.moved(uow, space, there, str(old))


def _moved(address: Address, new: str) -> Address:
    _, colon, thread = address.ref.partition(":")
    return replace(address, ref=f"{new}{colon}{thread}", space=new)
