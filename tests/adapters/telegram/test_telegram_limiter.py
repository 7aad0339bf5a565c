"""The pace, on a clock that is stepped by hand."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.telegram.limiter import Limiter

START = datetime(2026, 1, 1, tzinfo=UTC)


class QueueClock:
    """Sleepers wake in the order of their time, one at a time."""

    def __init__(self):
        self.time, self.sleepers, self.slept = 0.0, [], []

    def now(self):
        return START + timedelta(seconds=self.time)

    async def sleep(self, seconds):
        self.slept.append(seconds)
        woken = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.time + seconds, len(self.slept), woken))
        await woken

    async def run(self):
        """Let time pass until nobody sleeps."""
        for _ in range(10):
            await asyncio.sleep(0)
        while self.sleepers:
            first = min(self.sleepers)
            self.sleepers.remove(first)
            self.time = max(self.time, first[0] + 1e-6)
            first[2].set_result(None)
            for _ in range(10):
                await asyncio.sleep(0)


@pytest.fixture
def clock():
    return QueueClock()


@pytest.fixture
def limiter(clock):
    return Limiter(clock)


async def sent(clock, limiter, *turns):
    """When each of these was let through, in the order they went."""
    times = []

    async def one(name, chat, patient):
        await limiter.turn(chat, patient=patient)
        times.append((name, round(clock.time, 2)))

    async with asyncio.timeout(10):
        tasks = [asyncio.create_task(one(*turn)) for turn in turns]
        await clock.run()
        await asyncio.gather(*tasks)
    return times


async def test_a_chat_takes_three_at_once_and_then_one_a_second(clock, limiter):
    times = await sent(clock, limiter, *((n, "7", False) for n in range(6)))
    assert [round(when) for _, when in times] == [0, 0, 0, 1, 2, 3]


async def test_a_group_never_gets_more_than_twenty_in_a_minute(clock, limiter):
    times = [when for _, when in await sent(clock, limiter, *((n, "-7", False) for n in range(60)))]
    assert max(sum(1 for t in times if start <= t < start + 60) for start in times) <= 20


async def test_all_chats_together_get_thirty_a_second(clock, limiter):
    times = [when for _, when in await sent(clock, limiter, *((n, str(n), False) for n in range(90)))]
    assert max(sum(1 for t in times if start <= t < start + 0.99) for start in times) <= 30
    assert times[-1] < 3.1


async def test_answers_go_before_what_is_patient(clock, limiter):
    digests = [(f"digest{n}", str(100 + n), True) for n in range(20)]
    people = [(f"answer{n}", str(n), False) for n in range(20)]
    order = [name for name, _ in await sent(clock, limiter, *digests, *people)]
    assert set(order[:21]) >= {name for name, _, _ in people}
    assert len(order) == 40


async def test_a_pause_holds_the_whole_bot_exactly_as_long_as_asked(clock, limiter):
    limiter.refused(7.0)
    times = await sent(clock, limiter, ("a", "1", False), ("b", "2", False), ("c", "3", True))
    assert times[0] == ("a", 7.0)
    assert all(7.0 <= when < 7.2 for _, when in times)


async def test_a_pause_also_holds_who_was_in_the_queue_already(clock, limiter):
    await sent(clock, limiter, *((n, "1", False) for n in range(3)))
    waiting = asyncio.create_task(sent(clock, limiter, ("late", "1", False)))
    await asyncio.sleep(0)
    limiter.refused(5.0)
    ((_, when),) = await waiting
    assert 5.0 <= when <= 6.2


async def test_chats_that_rest_are_forgotten(clock, limiter, monkeypatch):
    monkeypatch.setattr("botfeed.adapters.telegram.limiter.REMEMBERED", 10)
    await sent(clock, limiter, *((n, str(n), False) for n in range(40)))
    assert len(limiter._chats) == 10


@pytest.mark.parametrize("since", [0.0333333, 0.0333330001, 0.03])
async def test_a_pause_too_short_for_a_clock_is_none(since):
    """A clock that is moved by microseconds stood still for ever, a tenth of one before its time."""
    clock = SteppedClock(START)
    limiter = Limiter(clock)
    async with asyncio.timeout(2):
        await limiter.turn("1", patient=True)
        clock.advance(timedelta(seconds=since))
        await limiter.turn("2", patient=True)
        limiter.refused(since)
        await limiter.open()
