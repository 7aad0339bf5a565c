"""The painting job: review, call the painter, store the files, deliver.
No transaction stays open meanwhile.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from botfeed.core.chat.context import Services
from botfeed.core.errors import ModelError, PaintFailed, PaintRefused, PaintUnknown, PaintUnusable, Trouble
from botfeed.core.model import Painting, PaintState, Picture
from botfeed.core.ports import Order, Painted, Painter, StoredPicture, UnfitPicture, Unit, Verdict
from botfeed.core.safety import blobs, review
from botfeed.core.studio import allowance, painting_messages, progress, state
from botfeed.core.studio.steps import UNPAINTED, step
from botfeed.core.work import model_troubles, pools
from botfeed.core.work.jobs import Dead, Retry, job, minutes
from botfeed.core.work.model_troubles import FOLLOWS, PAINTER

log = structlog.get_logger()

PAINT_MOST = timedelta(seconds=200)  # for one call of the painter: stays below the job's lease
REVIEW_PAUSE = 5.0  # seconds until the reviewer is asked again, at first
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
        try:
            order = await _order(services, row)
        except FileNotFoundError:
            await _end(services, row, FOLLOWS[Trouble.SOURCE].why)
            return
        row = await services.store.run(lambda uow: state.submit(services, uow, painting))
        row = row and await _make(services, row, order)
    if row:
        await _hand_over(services, row)


@job(pool=pools.ORDINARY)
async def deadline(services: Services, painting: int) -> None:
    """End a painting that has no pictures at its deadline, ten minutes after the request."""

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
    verdict = await _reviewed(services, painting)
    if verdict is not None and verdict.category:
        await _end(services, painting, "refused", verdict.category)
    return verdict is not None and not verdict.category


async def _reviewed(services: Services, painting: Painting, picture: bytes | None = None) -> Verdict | None:
    """Return the verdict on the prompt, and on a picture; None after ending a painting that nobody can review.
    Raises Retry while the reviewer is down.
    """
    try:
        return await review.ask_model(services, painting.prompt, picture)
    except ModelError as error:
        follow = FOLLOWS[error.trouble]
        if not follow.again:
            await _end(services, painting, follow.why)
            return None
        raise _retry(services, painting, max(REVIEW_PAUSE, error.again_after), error) from error


def _retry(services: Services, painting: Painting, after: float, error: Exception) -> Retry:
    """Return the Retry for a failure that cost nothing: slower and slower."""
    waited = services.clock.now() - painting.created
    return Retry(model_troubles.pause(after, waited), repr(error), counts=False)


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
    try:
        painted = await _call(services, painting, order)
    except PaintRefused as error:
        await _end(services, painting, "refused", error.category, calls=painting.submits - (not error.paid))
    except PaintFailed as error:
        await _failed(services, painting, error)
    except PaintUnusable as error:
        await _doubted(services, painting, error, error.trouble, again=error.again)
    except Exception as error:  # also a painter's own bug: the call may have been paid for
        await _doubted(services, painting, error)
    else:
        taken = await services.store.run(lambda uow: step(uow, painting, state=PaintState.SUBMITTED))
        return taken and await _keep(services, taken, painted)
    return None


async def _call(services: Services, painting: Painting, order: Order) -> list[Painted]:
    """Return the painter's pictures, at most as many as were asked for. Raises PaintError, TimeoutError, or anything
    that a painter raises.
    """
    painter, left = _painter(services, painting), painting.deadline - services.clock.now()
    async with (
        progress.shown(services, painting, painter.info) as partial,
        asyncio.timeout(min(PAINT_MOST, left).total_seconds()),
    ):
        painted = await painter.paint(order, partial)
    if not all(isinstance(one, Painted) and isinstance(one.data, bytes) for one in painted):
        raise PaintUnusable("the painter sent something else than pictures")
    if not painted:
        raise PaintUnusable("the painter sent no picture")
    return painted[: painting.count]


async def _keep(services: Services, painting: Painting, painted: list[Painted]) -> Painting | None:
    """Store the files and insert the pictures, skipping invalid ones.
    Returns None if none is valid, no disk space is left, or the painting has ended.
    """
    made: list[tuple[Painted, StoredPicture]] = []
    unfit = ValueError("no picture")
    for one in painted:
        try:
            made.append((one, await _keep_one(services, one)))
        except ValueError as error:
            unfit = error
            log.warning("a picture cannot be used", ref=_ref(services, painting), why=str(error))
        except OSError:
            log.exception("no room to keep a picture", ref=_ref(services, painting))
            await services.store.run(lambda uow: blobs.drop_all(uow, (kept.blob for _, kept in made)))
            await _end(services, painting, "full")
            return None
    if not made:
        again = not isinstance(unfit, UnfitPicture)
        await _doubted(services, painting, unfit, Trouble.UNUSABLE, again=again)
        return None
    written = await services.store.run(lambda uow: state.generated(uow, painting, made, len(painted)))
    if written is None:
        await services.store.run(lambda uow: blobs.drop_all(uow, (kept.blob for _, kept in made)))
    return written


async def _keep_one(services: Services, painted: Painted) -> StoredPicture:
    """Store one picture, waiting for room a few times. Raises ValueError for what is no picture, OSError."""
    for pause in KEEP_PAUSES:
        try:
            return await services.media.keep(painted.data, ai=painted.ai, model=painted.model)
        except OSError:
            await services.clock.sleep(pause)
    return await services.media.keep(painted.data, ai=painted.ai, model=painted.model)


async def _failed(services: Services, painting: Painting, error: PaintFailed) -> None:
    """Handle a painter error that cost nothing: retry when the painter allows it, until the deadline.
    The person is notified once.
    """
    await model_troubles.report(services, PAINTER, error.trouble, str(error))
    follow = FOLLOWS[error.trouble]
    again = _retry(services, painting, error.again_after or 0.0, error)
    late = services.clock.now() + timedelta(seconds=again.after) >= painting.deadline
    if error.again_after is None or not follow.again or late:
        await _end(services, painting, follow.why, calls=painting.submits - 1)
        return

    def back(uow: Unit) -> bool:
        if step(uow, painting, state=PaintState.ACCEPTED, submits=painting.submits - 1) is None:
            return False
        allowance.uncall(uow, painting)
        painting_messages.trying.post(uow, state.replaced(painting, "trying"), painting=painting.id)
        return True

    if await services.store.run(back):
        raise again


async def _doubted(
    services: Services,
    painting: Painting,
    error: Exception,
    trouble: Trouble = Trouble.UNKNOWN,
    *,
    again: bool = True,
) -> None:
    """Handle a call that may have been paid for and brought no picture. Submits once more where that may help, at
    the operator's cost, then gives up.
    """
    known = isinstance(error, PaintUnknown | PaintUnusable | TimeoutError | ValueError)
    why = f"{type(error).__name__}: {error}" if known else type(error).__name__
    log.warning(
        "no picture for a call that may have been paid for",
        ref=_ref(services, painting),
        why=why,
        submits=painting.submits,
        exc_info=None if known else error,
    )
    if not again or painting.submits >= state.SUBMITS_MOST:
        await model_troubles.report(services, PAINTER, trouble, why)
        await _end(services, painting, FOLLOWS[trouble].why)
    elif await services.store.run(lambda uow: step(uow, painting, state=PaintState.ACCEPTED)):
        raise Retry(DOUBT_PAUSE, repr(error), counts=False)


async def _end(services: Services, painting: Painting, why: str, category: str = "", calls: int | None = None) -> None:
    """End without a picture and notify, unless another process moved the painting.
    `calls`: the number of calls that may have cost money, if the last cost none.
    """
    submits = painting.submits if calls is None else calls

    def end(uow: Unit) -> None:
        if step(uow, painting, refusal=category, submits=submits):
            if submits < painting.submits:
                allowance.uncall(uow, painting)
            state.refund(uow, painting, why, category=category)

    await services.store.run(end)


async def _hand_over(services: Services, painting: Painting) -> None:
    """Review the pictures, then put those that passed into the library and queue the message."""
    pictures = await services.store.read(lambda uow: uow.all(Picture, painting=painting.id, checking=True))
    if not pictures:
        return
    verdicts: dict[int, Verdict] = {}
    for picture in pictures:
        verdict = await _judge(services, painting, picture)
        if verdict is None:
            return
        verdicts[picture.id] = verdict
    if all(verdict.category for verdict in verdicts.values()):
        category = next(iter(verdicts.values())).category
        await _end(services, painting, "unfit", category)
    else:
        await services.store.run(lambda uow: state.deliver(services, uow, painting, verdicts))


async def _judge(services: Services, painting: Painting, picture: Picture) -> Verdict | None:
    if services.reviewer is None:
        return Verdict()
    return await _reviewed(services, painting, await services.media.load(picture.blob, "display"))


def _ref(services: Services, painting: Painting) -> str:
    return services.sealer.ref(painting.id)[-4:].upper()
