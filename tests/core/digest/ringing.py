"""The clock of a digest's tests: it jumps, and all that is due happens."""

from datetime import UTC, datetime, timedelta

from botfeed.core import digest

DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 09:00 in Rome


async def write(stage, fn):
    return await stage.services.store.run(fn)


async def ring(stage, moment):
    """The clock jumps, then the ticks run and all that follows."""
    stage.services.clock.set(moment)
    looked = await digest.due(stage.services)
    await stage.settle()
    return looked


def delivered(stage, to):
    return [shown.reply for shown in stage.shown if shown.to == to and shown.event == "delivery"]


def labels(reply):
    return [action.label for card in reply.cards for action in card.actions]
