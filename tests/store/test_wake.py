"""What is told of written jobs, in this process and to others."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from botfeed.core.work import jobs
from botfeed.core.work.jobs import Retry
from botfeed.store.wake import MOST, Listeners, merged
from tests.store.test_jobs import put

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def heard_by(listeners, text):
    heard = []
    with listeners.listening(heard.append):
        listeners.notified(text)
    listeners.notified(text)  # nobody listens any more
    return heard


def test_another_process_hears_which_kinds_are_due_and_when():
    due = {"paint": NOW, "deliver.telegram.patient": NOW + timedelta(minutes=1)}
    assert heard_by(Listeners(), Listeners().written(due)) == [due]


def test_a_process_does_not_hear_its_own_notification():
    listeners = Listeners()
    assert heard_by(listeners, listeners.written({"paint": NOW})) == []


def test_a_notification_that_would_be_too_long_wakes_everybody():
    text = Listeners().written({f"kind-{n}": NOW for n in range(MOST)})
    assert len(text) <= MOST
    assert heard_by(Listeners(), text) == [{}]


@pytest.mark.parametrize("text", ["", "other paint", "other paint@soon", "other @1"])
def test_a_notification_of_another_form_wakes_everybody(text):
    """An older botfeed sends an empty one, which raised and woke nobody."""
    assert heard_by(Listeners(), text) == [{}]


def test_of_several_writes_the_earliest_counts():
    assert merged([{"a": NOW + timedelta(1), "b": NOW}, {"a": NOW}, {}]) == {"a": NOW, "b": NOW}


async def test_jobs_undone_to_a_savepoint_wake_nobody(any_store):
    def write(uow):
        put(uow, "kept", "a", "export")
        with contextlib.suppress(LookupError), uow.savepoint():
            put(uow, "undone", "b", "paint")
            raise LookupError
        return dict(uow.wakes)

    assert list(await any_store.run(write)) == ["export"]


def test_what_another_process_has_open_is_left_to_it(services):
    jobs.leave_to_others(services, "telegram")  # nobody has it: it is settled as well as can be
    split = replace(services, elsewhere=frozenset({"telegram"}))
    with pytest.raises(Retry) as retry:
        jobs.leave_to_others(split, "telegram")
    assert not retry.value.counts
    split.messengers["telegram"] = object()
    jobs.leave_to_others(split, "telegram")
