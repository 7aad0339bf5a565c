"""Words that did not fit below a picture: a message of their own beneath it, which follows it."""

from __future__ import annotations

from botfeed.core.chat.context import House
from botfeed.core.model import Fact
from botfeed.core.ports import Unit

FACT = "telegram:rest:"


class Rests:
    """Which message below a picture holds the rest of its words."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def below(self, ref: str) -> str:
        """Give the ref of the message with the rest, empty where there is none."""
        known = await self._house.store.read(lambda uow: uow.one(Fact, name=FACT + ref))
        return known.value if known else ""

    async def remember(self, ref: str, rest: str) -> None:
        """Note where the rest is now; empty: there is none any more."""

        def write(uow: Unit) -> None:
            uow.remove(Fact, name=FACT + ref)
            if rest:
                uow.add(Fact(uow.new_id(), FACT + ref, rest))

        await self._house.store.run(write)
