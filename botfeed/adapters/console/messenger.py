"""Send and edit messages on every platform that a script names; each message shown is printed.
Messages cannot be deleted: a terminal keeps what was printed, and a placeholder is printed instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from botfeed.adapters.console.screen import Screen, Shown
from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.errors import MessageGone
from botfeed.core.model import Address, KeyValue
from botfeed.core.ports import Store, Unit

RUNS = "console.runs"  # how many conversations used this database


def home(platform: str, who: str) -> Address:
    """Return the address of a person's private chat."""
    return Address(platform, who)


def shared_room(platform: str, name: str, *, adult: bool = False) -> Address:
    """Return the address of a shared room, written `#name` in a script."""
    return Address(platform, f"#{name}", name, name, private=False, age_restricted=adult)


async def names(store: Store) -> Iterator[str]:
    """Yield ids for messages and requests: the same in each run of a script on a new database, else new ones."""
    run = await store.run(_next_run)
    return (f"{run}.{n}" for n in itertools.count(1))


def _next_run(uow: Unit) -> int:
    while True:
        known = uow.one(KeyValue, name=RUNS)
        if known is None:
            if uow.insert(KeyValue(uow.new_id(), RUNS, "1")):
                return 1
        elif uow.compare_and_set(KeyValue, {"id": known.id, "value": known.value}, value=str(int(known.value) + 1)):
            return int(known.value) + 1


class ConsoleMessenger:
    def __init__(self, platform: str, screen: Screen, refs: Iterator[str]) -> None:
        self.platform = platform
        self._screen = screen
        self._refs = refs
        self._sent: dict[str, Receipt] = {}

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        if key not in self._sent:
            ref = next(self._refs)
            private = reply.private or address.private
            await self._screen.show(Shown(address.ref, private, "delivery", reply, address, ref))
            self._sent[key] = Receipt(ref)
        return self._sent[key]

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        there = self._screen.message(ref)
        if there is None:
            raise MessageGone("it was shown in an earlier conversation")
        await self._screen.show(Shown(there.to, there.private, "edit", reply, address, ref))
        return Receipt(ref)
