"""The job that paints: ask review, call the painter, keep the bytes, hand over; no transaction is open meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from botfeed.core.chat.context import House
from botfeed.core.errors import ModelError, PaintFailed, PaintRefused, PaintUnknown
from botfeed.core.model import Job, Painting, PaintState, Picture
from botfeed.core.ports import Kept, Order, Painted, Painter, Unit, Verdict
from botfeed.core.safety import blobs
from botfeed.core.studio import allowance, progress, state
from botfeed.core.work import job as jobs
from botfeed.core.work.job import Again

log = structlog.get_logger()

PAINT_MOST = timedelta(seconds=200)  # for one call of the painter: stays below the job's lease
REVIEW_PAUSE = 5.0  # seconds until the reviewer is asked again
DOUBT_PAUSE = 2.0  # seconds until an unknown outcome is submitted again
KEEP_PAUSES = (2.0, 5.0, 10.0)  # seconds between attempts to store bytes on a full disk


@jobs.job("paint", lease=timedelta(minutes=4))
async def paint(house: House, job: Job) -> None:
    id = int(job.args["painting"])
    painting = await house.store.read(lambda uow: uow.get(Painting, id))
    if painting is None or painting.state not in state.UNPAINTED:
        return
    if painting.state is PaintState.ACCEPTED and not await _prompt_passes(house, painting):
        return
    if painting.state is not PaintState.GENERATED:
        order = await _order(house, painting)
        painting = await house.store.run(lambda uow: state.submit(house, uow, id))
        painting = painting and await _make(house, painting, order)
    if painting:
        await _hand_over(house, painting)


@jobs.job("deadline")
async def deadline(house: House, job: Job) -> None:
    """Ten minutes are over: whatever the state, it is refunded."""

    def end(uow: Unit) -> None:
        if painting := uow.get(Painting, int(job.args["painting"])):
            state.refund(uow, painting, "late")

    await house.store.run(end)


async def _prompt_passes(house: House, painting: Painting) -> bool:
    """Ask the reviewer before the painter. While it does not answer, the painting waits for its deadline."""
    if house.reviewer is None:
        return True
    try:
        verdict = await house.reviewer.review(painting.prompt)
    except ModelError as error:
        raise Again(REVIEW_PAUSE, str(error), counts=False) from error
    if verdict.category:
        await _end(house, painting, "refused", verdict.category)
    return not verdict.category


async def _order(house: House, painting: Painting) -> Order:
    return Order(
        prompt=painting.prompt,
        style=painting.style,
        shape=painting.shape,
        count=painting.count,
        seed=painting.seed,
        source=await _source(house, painting),
        person=house.pseudonym(painting.account),
    )


async def _source(house: House, painting: Painting) -> bytes | None:
    """The picture to start from, where this painter can and the picture is still there."""
    if painting.parent is None or not _painter(house, painting).info.edits:
        return None
    parent = await house.store.read(lambda uow: uow.get(Picture, painting.parent))
    return await house.media.load(parent.blob, "original") if parent and parent.blob else None


def _painter(house: House, painting: Painting) -> Painter:
    return next((p for p in house.painters if p.info.name == painting.painter), house.painters[0])


async def _make(house: House, painting: Painting, order: Order) -> Painting | None:
    """Call the painter once and keep what it made. None: it is settled otherwise, or comes again."""
    left = painting.deadline - house.clock.now()
    painter = _painter(house, painting)
    try:
        async with (
            progress.shown(house, painting, painter.info) as partial,
            asyncio.timeout(min(PAINT_MOST, left).total_seconds()),
        ):
            painted = await painter.paint(order, partial)
    except PaintRefused as error:
        await _end(house, painting, "refused", error.category, calls=painting.submits - 1)
        return None
    except PaintFailed as error:
        return await _failed(house, painting, error)
    except (PaintUnknown, TimeoutError) as error:
        return await _doubted(house, painting, error)
    taken = await house.store.run(lambda uow: state.step(uow, painting, state=PaintState.SUBMITTED))
    return taken and await _keep(house, taken, painted[: painting.count])


async def _keep(house: House, painting: Painting, painted: list[Painted]) -> Painting | None:
    """Store the bytes and write the pictures; what is no picture is left out."""
    try:
        made = [(one, kept) for one in painted if (kept := await _keep_one(house, one))]
    except OSError:
        log.exception("no room to keep a picture", ref=_ref(house, painting))
        await _end(house, painting, "full")
        return None
    if not made:
        return await _doubted(house, painting, ValueError("the painter sent no picture"))
    written = await house.store.run(lambda uow: state.generated(uow, painting, made))
    if written is None:
        await house.store.run(lambda uow: blobs.drop_all(uow, (kept.blob for _, kept in made)))
    return written


async def _keep_one(house: House, painted: Painted) -> Kept | None:
    for pause in (*KEEP_PAUSES, None):
        try:
            return await house.media.keep(painted.data, ai=painted.ai, model=painted.model)
        except ValueError:
            return None
        except OSError:
            if pause is None:
                raise
            await house.clock.sleep(pause)
    return None


async def _failed(house: House, painting: Painting, error: PaintFailed) -> Painting | None:
    """Nothing was painted: try again when the painter says so, and say so once, until the deadline."""
    after = error.again_after
    log.warning("the painter failed", ref=_ref(house, painting), why=str(error), again_after=after)
    if after is None or house.clock.now() + timedelta(seconds=after) >= painting.deadline:
        await _end(house, painting, "failed", calls=painting.submits - 1)
        return None

    def back(uow: Unit) -> bool:
        if state.step(uow, painting, state=PaintState.ACCEPTED, submits=painting.submits - 1) is None:
            return False
        allowance.uncall(uow, painting)
        state.say(uow, painting, "trying")
        return True

    if await house.store.run(back):
        raise Again(after, str(error), counts=False)
    return None


async def _doubted(house: House, painting: Painting, error: Exception) -> Painting | None:
    """Nobody knows what the painter did, or it sent rubbish: once more at the operator's cost, then no more."""
    log.warning("unknown outcome at the painter", ref=_ref(house, painting), why=repr(error), submits=painting.submits)
    if painting.submits >= state.SUBMITS_MOST:
        await _end(house, painting, "unknown")
        return None
    if await house.store.run(lambda uow: state.step(uow, painting, state=PaintState.ACCEPTED)):
        raise Again(DOUBT_PAUSE, repr(error), counts=False)
    return None


async def _end(house: House, painting: Painting, why: str, category: str = "", calls: int | None = None) -> None:
    """Refund and tell, unless somebody else moved the painting meanwhile. `calls`: how many may have cost money."""
    submits = painting.submits if calls is None else calls

    def end(uow: Unit) -> None:
        if state.step(uow, painting, refusal=category, submits=submits):
            if calls is not None:
                allowance.uncall(uow, painting)
            state.refund(uow, painting, why, category=category)

    await house.store.run(end)


async def _hand_over(house: House, painting: Painting) -> None:
    """Review the pixels, then put what passed into the library and post the message."""
    pictures = await house.store.read(lambda uow: uow.all(Picture, painting=painting.id, checking=True))
    if not pictures:
        return
    verdicts = {picture.id: await _judge(house, painting, picture) for picture in pictures}
    if all(verdict.category for verdict in verdicts.values()):
        category = next(iter(verdicts.values())).category
        await _end(house, painting, "unfit", category)
    else:
        await house.store.run(lambda uow: state.deliver(house, uow, painting, verdicts))


async def _judge(house: House, painting: Painting, picture: Picture) -> Verdict:
    if house.reviewer is None:
        return Verdict()
    data = await house.media.load(picture.blob, "original")
    try:
        return await house.reviewer.review(painting.prompt, data)
    except ModelError as error:
        raise Again(REVIEW_PAUSE, str(error), counts=False) from error


def _ref(house: House, painting: Painting) -> str:
    return house.sealer.ref(painting.id)[-4:].upper()
