"""Progress of a painting, shown in place of its answer.
Lossy: the latest update wins, no row is written, and updates that cannot be shown are dropped. A partial
picture has not been through the final review, so only the person who asked sees it, after a review of its
own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from botfeed.core.cards.studio import painting as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.messenger import CanStream
from botfeed.core.language.i18n import words
from botfeed.core.language.text import Text
from botfeed.core.model import Account, Painting, PaintState, Placement
from botfeed.core.ports import PainterInfo, Unit
from botfeed.core.safety import review
from botfeed.core.studio import state
from botfeed.core.work.progress_throttle import Latest

SLOW = 8.0  # seconds from which on a painter's beginning is worth a word

Partial = Callable[[bytes], Awaitable[None]]


@asynccontextmanager
async def shown(services: Services, painting: Painting, info: PainterInfo) -> AsyncIterator[Partial | None]:
    """Yield the callback for partial pictures; None if nobody could see them."""
    messenger = services.messengers.get(painting.address.platform)
    if not isinstance(messenger, CanStream) or painting.here:
        yield None
        return
    progress = _Progress(services, messenger, painting, info.seconds * painting.count)
    latest = Latest(services.clock, progress.show)
    if info.seconds >= SLOW:
        latest.offer(b"")
    try:
        yield latest.take
    finally:
        await latest.end()


class _Progress:
    def __init__(self, services: Services, messenger: CanStream, painting: Painting, seconds: float) -> None:
        self._services = services
        self._messenger = messenger
        self._painting = painting
        self._seconds = seconds
        self._blurred = services.rules.check(painting.prompt).sensitive  # what will be, is not shown clear before
        self._began = services.clock.now()

    async def show(self, partial: bytes) -> None:
        """Show a partial picture; with empty bytes only the text."""
        known = await self._services.store.read(self._place)
        if known is None:
            return
        place, text = known
        picture = partial if partial and await self._passes(partial) else None
        if partial and picture is None:
            return
        await self._messenger.progress(place.address, place.ref, text, picture)

    def _place(self, uow: Unit) -> tuple[Placement, Text] | None:
        """Return the placement of the answer if it is private to the person, and its text; None otherwise."""
        painting, place = uow.get(Painting, self._painting.id), uow.one(Placement, request=self._painting.request)
        if painting is None or painting.state is not PaintState.SUBMITTING:
            return None
        self._blurred = self._blurred or state.from_sensitive(self._services, uow, painting)
        if place is None or place.gone or place.account != painting.account:
            return None
        if place.expires and place.expires <= uow.now:
            return None
        account = uow.get(Account, painting.account)
        say = words(account.language if account else "en")
        ctx = RenderContext(uow=uow, services=self._services, words=say, address=place.address, account=account)
        return place, cards.progress(ctx, painting, uow.now - self._began, timedelta(seconds=self._seconds))

    async def _passes(self, partial: bytes) -> bool:
        """Return True if neither prompt nor pixels call for refusal or blur.
        Raises ModelError; the update is then dropped.
        """
        if self._blurred or self._services.reviewer is None:
            return not self._blurred
        verdict = await review.ask_model(self._services, self._painting.prompt, partial)
        return not verdict.category and not verdict.sensitive
