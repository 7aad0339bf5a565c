"""A delivery that another worker started in between is not started a second time."""

from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language.text import of
from botfeed.core.model import Delivery, SendState
from botfeed.core.work.messages import To, message
from botfeed.testing import listing


@message()
def overtaken(ctx: RenderContext, said: bool) -> Reply | None:
    row = ctx.uow.one(Delivery, key="overtaken:1")
    if row.epoch == 0:  # the other worker commits while our words are made
        ctx.uow.compare_and_set(Delivery, {"id": row.id}, state=SendState.SENDING, epoch=1, attempts=1, sending=ctx.now)
    return Reply(cards=(Card(of("hello")),)) if said else None


async def settled(stage, said):
    listing.add(stage.services, overtaken)
    to = To(stage.home("ada"), key="overtaken:1")
    await stage.services.store.run(lambda uow: overtaken.post(uow, to, said=said))
    await stage.settle()
    return await stage.services.store.read(lambda uow: uow.one(Delivery, key="overtaken:1"))


async def test_a_delivery_started_by_another_worker_is_not_sent(stage):
    row = await settled(stage, said=True)
    assert stage.shown == []
    assert (row.state, row.epoch, row.attempts) == (SendState.SENDING, 1, 1)


async def test_a_delivery_started_by_another_worker_is_not_cancelled(stage):
    row = await settled(stage, said=False)
    assert (row.state, row.epoch) == (SendState.SENDING, 1)
