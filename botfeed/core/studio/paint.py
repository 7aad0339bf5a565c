"""The painting job: review, call the painter, store the files, deliver.
No transaction stays open meanwhile.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from botfeed.core.chat.context import Services
from botfeed.core.errors import ModelError, PaintFailed, PaintRefused, PaintUnknown
from botfeed.core.model import Painting, PaintState, Picture
from botfeed.core.ports import Order, Painted, Painter, StoredPicture, Unit, Verdict
from botfeed.core.safety import blobs
from botfeed.core.studio import allowance, painting_messages, progress, state
from botfeed.core.studio.steps import UNPAINTED, step
from botfeed.core.work import pools
from botfeed.core.work.jobs import Dead, Retry, job, minutes

log = structlog.get_logger()

PAINT_MOST = timedelta(seconds=200)  # for one call of the painter: stays below the job's lease
REVIEW_PAUSE = 5.0  # seconds until the reviewer is asked again
DOUBT_PAUSE = 2.0  # seconds until an unknown outcome is submitted again
KEEP_PAUSES = (2.0, 5.0, 10.0)  # seconds between attempts to store bytes on a full disk


@job(pool=pools.PAINT, lease=minutes(4))
async def paint(services: Services, painting: int) -> None:
    """Advance a painting from any state before `delivering` as far as possible."""
    row = await services.store.read(lambda uow: uow.get(Painting, painting))
    if row is None or row.state not in UNPAINTED:
        return
    if row.state is PaintState.ACCEPTED and not await _prompt_passes(services, row):
        return
    if row.state is not PaintState.GENERATED:
        order = await _order(services, row)
        row = await services.store.run(lambda uow: state.submit(services, uow, painting))
        row = row and await _make(services, row, order)
    if row:
        await _hand_over(services, row)


@job(pool=pools.ORDINARY)
async def deadline(services: Services, painting: int) -> None:
    """Refund a painting that is not delivered at its deadline, ten minutes after the request."""

    def end(uow: Unit) -> None:
        if row := uow.get(Painting, painting):
            state.refund(uow, row, "late")

    await services.store.run(end)


@paint.when_dead
@deadline.when_dead
def _given_up(dead: Dead, painting: int) -> None:
    """Refund and notify, whatever raised."""
    if row := dead.uow.get(Painting, painting):
        state.refund(dead.uow, row, "failed")


async def _prompt_passes(services: Services, painting: Painting) -> bool:
    """Review the prompt before painting. Returns False after ending the painting.
    While the reviewer fails, raises Retry.
    """
    if services.reviewer is None:
        return True
    try:
        verdict = await services.reviewer.review(painting.prompt)
    except ModelError as error:
        raise Retry(REVIEW_PAUSE, str(error), counts=False) from error
    if verdict.category:
        await _end(services, painting, "refused", verdict.category)
    return not verdict.category


async def _order(services: Services, painting: Painting) -> Order:
    return Order(
        prompt=painting.prompt,
        style=painting.style,
        shape=painting.shape,
        count=painting.count,
        seed=painting.seed,
        source=await _source(services, painting),
        person=services.pseudonym(painting.account),
    )


async def _source(services: Services, painting: Painting) -> bytes | None:
    """Return the bytes of the source picture; None if the painter cannot edit or the picture is gone."""
    if painting.parent is None or not _painter(services, painting).info.edits:
        return None
    parent = await services.store.read(lambda uow: uow.get(Picture, painting.parent))
    return await services.media.load(parent.blob, "original") if parent and parent.blob else None


def _painter(services: Services, painting: Painting) -> Painter:
    return next((p for p in services.painters if p.info.name == painting.painter), services.painters[0])


async def _make(services: Services, painting: Painting, order: Order) -> Painting | None:
    """Call the painter once and store the result.
    Returns None if the painting ended or will be retried otherwise.
    """
    left = painting.deadline - services.clock.now()
    painter = _painter(services, painting)
    try:
        async with (
            progress.shown(services, painting, painter.info) as partial,
            asyncio.timeout(min(PAINT_MOST, left).total_seconds()),
        ):
            painted = await painter.paint(order, partial)
    except PaintRefused as error:
        await _end(services, painting, "refused", error.category, calls=painting.submits - 1)
        return None
    except PaintFailed as error:
        return await _failed(services, painting, error)
    except (PaintUnknown, TimeoutError) as error:
        return await _doubted(services, painting, error)
    taken = await services.store.run(lambda uow: step(uow, painting, state=PaintState.SUBMITTED))
    return taken and await _keep(services, taken, painted[: painting.count])


async def _keep(services: Services, painting: Painting, painted: list[Painted]) -> Painting | None:
    """Store the files and insert the pictures, skipping invalid ones.
    Returns None if none is valid, no disk space is left, or the painting has ended.
    """
    try:
        made = [(one, kept) for one in painted if (kept := await _keep_one(services, one))]
    except OSError:
        log.exception("no room to keep a picture", ref=_ref(services, painting))
        await _end(services, painting, "full")
        return None
    if not made:
        return await _doubted(services, painting, ValueError("the painter sent no picture"))
    written = await services.store.run(lambda uow: state.generated(uow, painting, made))
    if written is None:
        await services.store.run(lambda uow: blobs.drop_all(uow, (kept.blob for _, kept in made)))
    return written


async def _keep_one(services: Services, painted: Painted) -> StoredPicture | None:
    for pause in (*KEEP_PAUSES, None):
        try:
            return await services.media.keep(painted.data, ai=painted.ai, model=painted.model)
        except ValueError:
            return None
        except OSError:
            if pause is None:
                raise
            await services.clock.sleep(pause)
    return None


async def _failed(services: Services, painting: Painting, error: PaintFailed) -> Painting | None:
    """Handle a painter error: retry when the painter allows it, until the deadline.
    The person is notified once.
    """
    after = error.again_after
    log.warning("the painter failed", ref=_ref(services, painting), why=str(error), again_after=after)
    if after is None or services.clock.now() + timedelta(seconds=after) >= painting.deadline:
        await _end(services, painting, "failed", calls=painting.submits - 1)
        return None

    def back(uow: Unit) -> bool:
        if step(uow, painting, state=PaintState.ACCEPTED, submits=painting.submits - 1) is None:
            return False
        allowance.uncall(uow, painting)
        painting_messages.trying.post(uow, state.replaced(painting, "trying"), painting=painting.id)
        return True

    if await services.store.run(back):
        raise Retry(after, str(error), counts=False)
    return None


async def _doubted(services: Services, painting: Painting, error: Exception) -> Painting | None:
    """Handle an unknown outcome or an invalid result.
    Submits once more at the operator's cost, then gives up.
    """
    log.warning(
        "unknown outcome at the painter", ref=_ref(services, painting), why=repr(error), submits=painting.submits
    )
    if painting.submits >= state.SUBMITS_MOST:
        await _end(services, painting, "unknown")
        return None
    if await services.store.run(lambda uow: step(uow, painting, state=PaintState.ACCEPTED)):
        raise Retry(DOUBT_PAUSE, repr(error), counts=False)
    return None


async def _end(services: Services, painting: Painting, why: str, category: str = "", calls: int | None = None) -> None:
    """Refund and notify, unless another process moved the painting.
    `calls`: the number of calls that may have cost money.
    """
    submits = painting.submits if calls is None else calls

    def end(uow: Unit) -> None:
        if step(uow, painting, refusal=category, submits=submits):
            if calls is not None:
                allowance.uncall(uow, painting)
            state.refund(uow, painting, why, category=category)

    await services.store.run(end)


async def _hand_over(services: Services, painting: Painting) -> None:
    """Review the pictures, then put those that passed into the library and queue the message."""
    pictures = await services.store.read(lambda uow: uow.all(Picture, painting=painting.id, checking=True))
    if not pictures:
        return
    verdicts = {picture.id: await _judge(services, painting, picture) for picture in pictures}
    if all(verdict.category for verdict in verdicts.values()):
        category = next(iter(verdicts.values())).category
        await _end(services, painting, "unfit", category)
    else:
        await services.store.run(lambda uow: state.deliver(services, uow, painting, verdicts))


async def _judge(services: Services, painting: Painting, picture: Picture) -> Verdict:
    if services.reviewer is None:
        return Verdict()
    data = await services.media.load(picture.blob, "original")
    try:
        return await services.reviewer.review(painting.prompt, data)
    except ModelError as error:
        raise Retry(REVIEW_PAUSE, str(error), counts=False) from error


def _ref(services: Services, painting: Painting) -> str:
    return services.sealer.ref(painting.id)[-4:].upper()
