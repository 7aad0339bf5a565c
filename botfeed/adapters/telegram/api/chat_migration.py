"""Follow groups that became supergroups: their id changed, and their rows are moved to the new one."""

from __future__ import annotations

from dataclasses import replace

from botfeed.adapters.telegram.api.addresses import PLATFORM
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Request
from botfeed.core.model import Address, Edition, KeyValue, Space, Subscription
from botfeed.core.ports import Unit
from botfeed.core.spaces import spaces

FACT = "telegram:moved:"


class ChatMigrations:
    """Old chat ids and the new ones. Rows that were written before still hold the old id."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._new_ids: dict[int, int] = {}

    async def load(self) -> None:
        rows = await self._services.store.read(lambda uow: uow.all(KeyValue, name__begins=FACT))
        self._new_ids = {int(row.name.removeprefix(FACT)): int(row.value) for row in rows}

    def current(self, chat: int) -> int:
        """Return the id that a chat has now."""
        return self._new_ids.get(chat, chat)

    def follow(self, request: Request) -> Request:
        """Return a request at the present id of its chat: a press may come from a message of before the move."""
        here = request.address
        new = str(self.current(int(here.space))) if here.space else ""
        if new == here.space:
            return request
        return replace(request, address=_moved(here, new))

    async def record(self, old: int, new: int) -> None:
        self._new_ids[old] = new
        await self._services.store.run(lambda uow: _move_rows(uow, old, new))


def _move_rows(uow: Unit, old: int, new: int) -> None:
    """Keep the group's posts, rights and digest: the space is the same one under another name."""
    uow.insert(KeyValue(uow.new_id(), f"{FACT}{old}", str(new)))
    space = uow.one(Space, platform=PLATFORM, ref=str(old))
    if space is None:
        return
    there = uow.one(Space, platform=PLATFORM, ref=str(new)) or uow.update(space, ref=str(new))
    for row in uow.all(Subscription, space=space.id):
        if there.id != space.id and uow.count(Subscription, space=there.id):
            uow.delete(Edition, subscription=row.id)  # the group subscribed anew under its new id: that one counts
            uow.delete(Subscription, id=row.id)
        else:
            uow.update(row, space=there.id, address=_moved(row.address, str(new)))
    spaces.moved(uow, space, there, str(old))


def _moved(address: Address, new: str) -> Address:
    _, colon, thread = address.ref.partition(":")
    return replace(address, ref=f"{new}{colon}{thread}", space=new)
