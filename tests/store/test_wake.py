"""What is told of written jobs, in this process and to others."""

import asyncio
import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from botfeed.core.model import Job
from botfeed.core.work import jobs
from botfeed.core.work.jobs import Retry
from botfeed.store.wake import MOST, Listeners
from tests.store.test_jobs import put

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def heard_by(listeners, text):
    heard = []
    with listeners.listening(heard.append):
        listeners.notified(text)
    listeners.notified(text)  # nobody listens any more
    return heard


def test_another_process_hears_which_kinds_are_due_and_when():
    later = NOW + timedelta(minutes=1)
    due = {("paint", NOW), ("paint", later), ("deliver.telegram.patient", later)}
    assert heard_by(Listeners(), Listeners().written(due)) == [due]


def test_a_process_does_not_hear_its_own_notification():
    listeners = Listeners()
    assert heard_by(listeners, listeners.written({("paint", NOW)})) == []


def test_a_notification_that_would_be_too_long_wakes_everybody():
    text = Listeners().written({(f"kind-{n}", NOW) for n in range(MOST)})
    assert len(text) <= MOST
    assert heard_by(Listeners(), text) == [set()]


@pytest.mark.parametrize("text", ["", "other paint", "other paint@soon", "other @1", "other paint@1 drop@"])
def test_a_notification_of_another_form_wakes_everybody(text):
    """An older botfeed sends an empty one, which raised and woke nobody."""
    assert heard_by(Listeners(), text) == [set()]


async def test_each_time_at_which_a_kind_is_due_is_told(any_store):
    """The later of two jobs of a kind was found by the next look only, up to five seconds late."""
    heard = asyncio.Queue()

    def write(uow):
        put(uow, "now", "a", "export")
        put(uow, "soon", "b", "export", run_at=uow.now + timedelta(seconds=1))
        return {("export", uow.now), ("export", uow.now + timedelta(seconds=1))}

    with any_store.listening(heard.put_nowait):
        due = await any_store.run(write)
        async with asyncio.timeout(10):
            while await heard.get() != due:  # on PostgreSQL it is first told that it is connected
                pass


async def test_jobs_undone_to_a_savepoint_wake_nobody(any_store):
    def write(uow):
        put(uow, "kept", "a", "export")
        with contextlib.suppress(LookupError), uow.savepoint():
            put(uow, "undone", "b", "paint")
            raise LookupError
        return {kind for kind, _ in uow.wakes}

    assert await any_store.run(write) == {"export"}


@pytest.fixture
async def row(any_store):
    await any_store.run(lambda uow: put(uow, "some"))
    return await any_store.read(lambda uow: uow.one(Job))


async def test_a_platform_that_is_not_open_here_is_waited_for(services, row):
    jobs.wait_for_platform(services, row, "telegram")  # nobody has it: it is settled as well as can be
    split = replace(services, platforms=frozenset({"telegram"}))
    with pytest.raises(Retry) as retry:
        jobs.wait_for_platform(split, row, "telegram")
    assert not retry.value.counts
    split.messengers["telegram"] = object()
    jobs.wait_for_platform(split, row, "telegram")


async def test_pauses_for_a_closed_platform_grow_and_end_after_a_day(services, row):
    split, pauses = replace(services, platforms=frozenset({"telegram"})), []
    for age in (0, 60, 3600):
        with pytest.raises(Retry) as retry:
            old = replace(row, created=split.clock.now() - timedelta(seconds=age))
            jobs.wait_for_platform(split, old, "telegram")
        pauses.append(retry.value.after)
    assert pauses == [1, 6, 60]
    jobs.wait_for_platform(split, replace(row, created=split.clock.now() - timedelta(days=1)), "telegram")
