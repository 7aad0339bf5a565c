"""Streaming of an answer while it is written. Lossy: the latest text wins and no row is written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from botfeed.core.cards import assistant as cards
from botfeed.core.chat.context import Services
from botfeed.core.chat.messenger import CanDraft, CanStream
from botfeed.core.language.i18n import words
from botfeed.core.model import Account, Address, Placement
from botfeed.core.ports import Unit
from botfeed.core.work.progress_throttle import Latest

Partial = Callable[[str], Awaitable[None]]


@asynccontextmanager
async def shown(services: Services, person: Account, request: str, address: Address) -> AsyncIterator[Partial | None]:
    """Yield the callback for the text so far; None if the platform cannot show it."""
    messenger = services.messengers.get(address.platform)
    if not isinstance(messenger, CanDraft | CanStream):
        yield None
        return

    async def show(answer: str) -> None:
        place = await services.store.read(lambda uow: _place(uow, person, request))
        if place is None or not answer.strip():
            return
        text_so_far = cards.signed(words(person.language), answer)
        if isinstance(messenger, CanDraft):
            await messenger.draft(place.address, place.ref, text_so_far)
        else:
            await messenger.progress(place.address, place.ref, text_so_far, None)

    latest = Latest(services.clock, show)
    try:
        yield latest.take
    finally:
        await latest.end()


def _place(uow: Unit, person: Account, request: str) -> Placement | None:
    """Return the message that the answer will replace; None unless it is private to the person who asked."""
    place = uow.one(Placement, request=request, gone=None)
    if place is None or place.account != person.id or (place.expires and place.expires <= uow.now):
        return None
    return place
