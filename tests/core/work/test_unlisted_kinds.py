"""Kinds that this process does not list: a newer version wrote their rows, or an extension is gone."""

from datetime import timedelta

from structlog.testing import capture_logs

from botfeed.adapters.web.routes import health
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language.text import of
from botfeed.core.model import Delivery, Job
from botfeed.core.work import delivery, pools, worker
from botfeed.core.work.jobs import When, job
from botfeed.core.work.messages import To, message
from botfeed.testing import listing

done = []


@message()
def newer(ctx: RenderContext) -> Reply:
    return Reply(cards=(Card(of("from a newer version")),))


@job(kind="newer", pool=pools.ORDINARY)
async def newer_job(services: Services) -> None:
    done.append("newer")


async def post(stage, n):
    await stage.services.store.run(lambda uow: newer.post(uow, To(stage.home("ada"), key=f"newer:{n}")))


async def settled(stage):
    """Work off what is due, and return the log of it."""
    with capture_logs() as logs:
        await stage.settle()
    return [line["event"] for line in logs if line.get("kind") == "newer"]


async def test_a_delivery_of_an_unknown_kind_waits_for_a_process_that_lists_it(stage):
    await post(stage, 1)
    for _ in range(20):  # more often than a job may fail
        await settled(stage)
        stage.services.clock.advance(timedelta(seconds=delivery.UNKNOWN))
    listing.add(stage.services, newer)
    await settled(stage)
    assert stage.text("ada") == "from a newer version"


async def test_a_delivery_of_an_unknown_kind_ends_dead_and_counted(stage):
    await post(stage, 1)
    await settled(stage)
    stage.services.clock.advance(delivery.UNLISTED)
    await settled(stage)
    (row,) = await stage.services.store.read(lambda uow: uow.all(Delivery))
    assert (row.state, row.why, row.attempts) == ("dead", "Unlisted", 0)
    assert await stage.services.store.read(lambda uow: uow.count(Job, kind__in=("deliver.console",))) == 0
    assert (await stage.services.store.read(health.count))["deliveries_dead"] == 1
    assert stage.shown == []


async def test_a_clock_that_was_set_back_lets_no_delivery_of_an_unknown_kind_wait(stage):
    await post(stage, 1)
    await stage.services.store.run(lambda uow: uow.compare_and_set(Delivery, {}, created=uow.now + timedelta(days=50)))
    await settled(stage)
    (row,) = await stage.services.store.read(lambda uow: uow.all(Delivery))
    assert (row.state, row.why) == ("dead", "Unlisted")


async def test_deliveries_of_an_unknown_kind_are_logged_once(stage):
    await post(stage, 1)
    await post(stage, 2)
    first = await settled(stage)
    stage.services.clock.advance(timedelta(seconds=delivery.UNKNOWN))
    assert len([line for line in first if line.startswith("deliveries of an unknown kind")]) == 1
    assert await settled(stage) == []


async def test_a_job_of_an_unknown_kind_waits_for_a_process_that_lists_it(stage):
    done.clear()
    await stage.services.store.run(lambda uow: newer_job.enqueue(uow, When("ada")))
    board = worker._Board(stage.services, messengers_only=False)
    with capture_logs() as logs:
        for _ in range(3):
            await board.look()
            assert board.wake_due() == []
    assert [line["kind"] for line in logs] == ["newer"]
    assert (await stage.services.store.read(health.count))["jobs_waiting"] == 1
    listing.add(stage.services, newer_job)
    await stage.settle()
    assert done == ["newer"]
