"""The job table, on each engine: order, lanes, leases and concurrent claims."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from botfeed.core.model import Job
from botfeed.core.work.jobs import When, forward_job
from tests.store.wake_listener import woken

LEASE = timedelta(minutes=1)


@forward_job()
def paint(name: str | int) -> None: ...


def put(uow, name, lane="a", kind="paint", **more):
    return replace(paint, kind=kind).enqueue(uow, When(lane, **more), name=name)


def claim(limit=10, kinds=("paint",)):
    return lambda uow: [job.args["name"] for job in uow.jobs.claim(dict.fromkeys(kinds, LEASE), limit)]


async def test_jobs_of_a_lane_are_claimed_one_at_a_time_in_order(any_store):
    await any_store.run(lambda uow: [put(uow, n) for n in ("first", "second")])
    assert await any_store.run(claim()) == ["first"]
    assert await any_store.run(claim()) == []


async def test_many_jobs_of_one_lane_do_not_delay_the_first_of_another(any_store):
    await any_store.run(lambda uow: [put(uow, f"ada{n}", "ada") for n in range(5)])
    await any_store.run(lambda uow: put(uow, "ben0", "ben"))
    order = []
    for _ in range(6):
        job = (await any_store.run(lambda uow: uow.jobs.claim({"paint": LEASE}, 1)))[0]
        order.append(job.args["name"])
        await any_store.run(lambda uow, job=job: uow.delete(Job, id=job.id))
    assert order == ["ada0", "ben0", "ada1", "ada2", "ada3", "ada4"]


async def test_priority_precedes_age(any_store):
    await any_store.run(lambda uow: put(uow, "digest", "a", priority=90))
    await any_store.run(lambda uow: put(uow, "answer", "b", priority=10))
    assert await any_store.run(claim()) == ["answer", "digest"]


async def test_a_key_is_queued_once(any_store):
    assert await any_store.run(lambda uow: put(uow, "once", key="k")) is True
    assert await any_store.run(lambda uow: put(uow, "twice", key="k")) is False


async def test_jobs_that_are_not_due_wait(any_store, clock):
    later = clock.now() + timedelta(minutes=5)
    await any_store.run(lambda uow: put(uow, "later", run_at=later))
    assert await any_store.run(claim()) == []
    assert await any_store.read(lambda uow: uow.jobs.due(later)) == [("paint", later)]
    assert await any_store.read(lambda uow: uow.jobs.due(later - timedelta(seconds=1))) == []
    clock.set(later)
    assert await any_store.run(claim()) == ["later"]


async def test_due_returns_the_first_time_up_to_now_and_the_first_after_it(any_store, clock):
    now = clock.now()
    times = [now + timedelta(seconds=n) for n in (-2, -1, 3, 4)]
    await any_store.run(lambda uow: [put(uow, n, str(n), run_at=at) for n, at in enumerate(times)])
    assert await any_store.read(lambda uow: uow.jobs.due(now + LEASE)) == [("paint", times[0]), ("paint", times[2])]


async def test_an_expired_lease_is_claimed_again_with_a_new_epoch(any_store, clock):
    await any_store.run(lambda uow: put(uow, "lost"))
    first = (await any_store.run(lambda uow: uow.jobs.claim({"paint": LEASE}, 1)))[0]
    assert await any_store.run(claim()) == []
    assert await any_store.read(lambda uow: uow.jobs.due(clock.now() + LEASE)) == [("paint", clock.now() + LEASE)]
    clock.advance(LEASE)
    again = (await any_store.run(lambda uow: uow.jobs.claim({"paint": LEASE}, 1)))[0]
    assert (again.id, again.epoch) == (first.id, first.epoch + 1)


async def test_jobs_of_other_kinds_are_not_claimed(any_store):
    await any_store.run(lambda uow: put(uow, "send", kind="deliver.telegram"))
    assert await any_store.run(claim()) == []


async def test_ahead_counts_the_jobs_before_one(any_store):
    await any_store.run(lambda uow: [put(uow, f"ada{n}", "ada") for n in range(3)])
    await any_store.run(lambda uow: put(uow, "ben0", "ben"))

    def ahead(uow):
        return {j.args["name"]: uow.jobs.ahead(j) for j in uow.all(Job)}

    assert await any_store.read(ahead) == {"ada0": 0, "ben0": 1, "ada1": 2, "ada2": 3}


async def test_concurrent_claims_never_hold_a_job_twice(any_store):
    await any_store.run(lambda uow: [put(uow, n, f"lane{n % 7}") for n in range(40)])
    taken, lanes = [], set()

    async def hand():
        while claimed := await any_store.run(lambda uow: uow.jobs.claim({"paint": LEASE}, 2)):
            for job in claimed:
                assert job.lane not in lanes
                lanes.add(job.lane)
                taken.append(job.args["name"])
            for job in claimed:
                lanes.discard(job.lane)
                await any_store.run(lambda uow, job=job: uow.delete(Job, id=job.id, epoch=job.epoch))

    for _ in range(10):
        await asyncio.gather(*(hand() for _ in range(6)))
    assert sorted(taken) == list(range(40))


async def test_a_new_job_wakes_listeners_with_its_kind_and_time(any_store, clock):
    waiting = asyncio.create_task(woken(any_store, 5))
    await asyncio.sleep(0)
    later = clock.now() + timedelta(minutes=1)
    await any_store.run(lambda uow: [put(uow, "now"), put(uow, "other", "b", "export", run_at=later)])
    assert await waiting == {"paint": clock.now(), "export": later}


async def test_an_already_queued_key_wakes_nobody(any_store):
    await any_store.run(lambda uow: put(uow, "once", key="k"))
    waiting = asyncio.create_task(woken(any_store, 0.2))
    await asyncio.sleep(0)
    await any_store.run(lambda uow: put(uow, "twice", key="k"))
    assert await waiting is None


async def test_waiting_returns_the_due_kinds_of_a_lane(any_store, clock):
    await any_store.run(lambda uow: [put(uow, n, kind=kind) for n, kind in enumerate(("paint", "unsay", "unsay"))])
    await any_store.run(lambda uow: put(uow, 3, kind="export", run_at=clock.now() + LEASE))
    await any_store.run(lambda uow: put(uow, 4, "b", "digest"))
    assert sorted(await any_store.read(lambda uow: uow.jobs.waiting("a"))) == ["paint", "unsay"]


async def test_a_lane_of_two_kinds_is_claimed_once(any_store):
    """Pools claim by kind; sends and takedowns of a chat share its lane."""
    lanes = [f"chat:{n}" for n in range(8)]

    async def hand(kind):
        return await any_store.run(lambda uow: uow.jobs.claim({kind: LEASE}, 8))

    for _ in range(25):
        await any_store.run(lambda uow: [put(uow, lane, lane, kind) for lane in lanes for kind in ("deliver", "unsay")])
        claimed = await asyncio.gather(*(hand(kind) for kind in ("deliver", "unsay") * 3))
        held = [job.lane for jobs_ in claimed for job in jobs_]
        assert sorted(held) == lanes
        await any_store.run(lambda uow: uow.delete(Job))


async def test_a_claim_without_kinds_gets_nothing(any_store):
    """Before the first platform is open, the delivery pool has no kinds."""
    assert await any_store.run(lambda uow: uow.jobs.claim({}, 5)) == []


async def test_each_kind_is_leased_as_long_as_it_says(any_store, clock):
    """A long lease on a short job delays the notice of its worker's death; a short one on a long job ends it early."""
    lengths = {"quick": timedelta(seconds=30), "paint": timedelta(minutes=4), "swift": timedelta(seconds=30)}
    await any_store.run(lambda uow: [put(uow, kind, kind, kind) for kind in lengths])
    claimed = await any_store.run(lambda uow: uow.jobs.claim(lengths, 10))
    assert {job.kind: job.lease - clock.now() for job in claimed} == lengths
    clock.advance(timedelta(seconds=31))
    again = await any_store.run(lambda uow: uow.jobs.claim(lengths, 10))
    assert sorted(job.kind for job in again) == ["quick", "swift"]
