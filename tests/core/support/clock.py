"""Clock and delivery helpers of the digest tests."""

from datetime import UTC, datetime, timedelta

from botfeed.core import digest

DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 09:00 in Rome


async def write(stage, fn):
    return await stage.services.store.run(fn)


async def advance_to(stage, moment):
    """Set the clock to `moment`, run the digest tick and all jobs that follow; return what the tick returned."""
    stage.services.clock.set(moment)
    looked = await digest.due(stage.services)
    await stage.settle()
    return looked


def delivered(stage, to):
    return [shown.reply for shown in stage.shown if shown.to == to and shown.event == "delivery"]


def labels(reply):
    return [action.label for card in reply.cards for action in card.actions]
