"""Rate limiter, on a stepped clock."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.telegram.api.limiter import Limiter
from botfeed.core.errors import TryAgain

START = datetime(2026, 1, 1, tzinfo=UTC)


class QueueClock:
    """Clock whose sleepers wake in the order of their time, one at a time."""

    def __init__(self):
        self.time, self.sleepers, self.slept = 0.0, [], []

    def now(self):
        return START + timedelta(seconds=self.time)

    def monotonic(self):
        return self.time

    async def sleep(self, seconds):
        self.slept.append(seconds)
        woken = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.time + seconds, len(self.slept), woken))
        await woken

    async def run(self):
        """Advance the time until nobody sleeps."""
        for _ in range(10):
            await asyncio.sleep(0)
        while self.sleepers:
            first = min(self.sleepers)
            self.sleepers.remove(first)
            if first[2].done():  # it was not waited for any more
                continue
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


async def sent(clock, limiter, *turns, refuse=None, seconds=10):
    """Return when each turn was given, in order; `refuse`: pauses in seconds by which some calls are answered."""
    times = []

    async def one(name, chat, patient):
        flight = await limiter.turn(chat, patient=patient)
        times.append((name, round(clock.time, 2)))
        if pause := (refuse or {}).get(name):
            limiter.refused(chat, pause)
        limiter.finished(chat, flight)

    async with asyncio.timeout(seconds):
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


@pytest.mark.parametrize("late", [0.05, 0.4, 0.9])
async def test_no_second_gets_more_than_thirty_under_any_latency(clock, limiter, late):
    arrived = []

    async def one(n):
        flight = await limiter.turn(str(n))
        if n // 30 % 2 == 0:  # a slow stretch, then a quick one: what left apart arrives in a heap
            await clock.sleep(late)
        arrived.append(clock.time)
        limiter.finished(str(n), flight)

    tasks = [asyncio.create_task(one(n)) for n in range(150)]
    await clock.run()
    await asyncio.gather(*tasks)
    assert max(sum(start <= t < start + 1 for t in arrived) for start in arrived) <= 30
    assert max(arrived) < 150 / 30 * (1 + late) + 1


async def test_an_answer_settles_only_its_own_turn(clock, limiter):
    first, _ = await limiter.turn("1"), await limiter.turn("1")
    clock.time = 0.2
    limiter.finished("1")  # a call that was no message
    clock.time = 0.5
    limiter.finished("1", first)
    clock.time = 1.8  # Telegram may have counted the other one just now
    now = clock.monotonic()
    assert limiter._in_flight.free(now, 1) - now == pytest.approx(0.2)


async def test_a_late_message_counts_from_its_arrival(clock, limiter):
    arrived = []

    async def one(late):
        flight = await limiter.turn("7")
        await clock.sleep(late)
        arrived.append(clock.time)
        limiter.finished("7", flight)

    for late in (0.8, 0.0, 0.0, 0.0, 0.0):
        task = asyncio.create_task(one(late))
        await clock.run()
        await task
    due = 0.0  # as Telegram counts: three at once, then one a second
    for when in arrived:
        assert due - 2 <= when
        due = max(due, when) + 1


async def test_answers_precede_patient_messages(clock, limiter):
    digests = [(f"digest{n}", str(100 + n), True) for n in range(20)]
    people = [(f"answer{n}", str(n), False) for n in range(20)]
    order = [name for name, _ in await sent(clock, limiter, *digests, *people)]
    assert set(order[:22]) >= {name for name, _, _ in people}
    assert len(order) == 40


async def test_a_pause_about_no_chat_holds_the_whole_bot(clock, limiter):
    limiter.refused("", 7.0)
    times = await sent(clock, limiter, ("a", "1", False), ("b", "2", False), ("c", "3", True))
    assert times[0] == ("a", 7.0)
    assert all(7.0 <= when < 7.2 for _, when in times)


async def test_a_pause_of_one_chat_holds_only_that_chat(clock, limiter):
    limiter.refused("1", 7.0)
    times = dict(await sent(clock, limiter, ("held", "1", False), ("probe", "2", False), ("other", "3", False)))
    assert (times["probe"], times["held"]) == (0.0, 7.0)
    assert times["other"] < 0.2


async def test_a_refused_probe_holds_the_whole_bot(clock, limiter):
    limiter.refused("1", 7.0)
    times = await sent(clock, limiter, *((n, str(n), False) for n in range(2, 6)), refuse={2: 6.5})
    assert times[0] == (2, 0.0)
    assert all(6.5 <= when < 7.0 for _, when in times[1:])


async def test_other_messages_wait_for_the_probe(clock, limiter):
    limiter.refused("1", 7.0)
    flight = await limiter.turn("2")
    waiting = asyncio.create_task(limiter.turn("3"))
    await asyncio.sleep(0)
    assert not waiting.done()
    assert not limiter.spare("4")
    limiter.finished("2", flight)
    await clock.run()
    assert waiting.done()


async def test_a_pause_also_holds_queued_messages(clock, limiter):
    await sent(clock, limiter, *((n, "1", False) for n in range(3)))
    waiting = asyncio.create_task(sent(clock, limiter, ("late", "1", False)))
    await asyncio.sleep(0)
    limiter.refused("1", 5.0)
    ((_, when),) = await waiting
    assert 5.0 <= when <= 6.2


async def test_a_busy_chat_delays_no_other_chat(clock, limiter):
    turns = [(f"busy{n}", "1", False) for n in range(30)] + [("quiet", "2", False)]
    assert dict(await sent(clock, limiter, *turns))["quiet"] < 0.3


async def test_patient_messages_do_not_starve(clock, limiter):
    people = [(n, str(n), False) for n in range(2000)]  # more than a minute of answers
    turns = [*people[:50], ("digest", "-1", True), *people[50:]]
    when = dict(await sent(clock, limiter, *turns, seconds=40))["digest"]
    assert 45 <= when < 47


async def test_progress_takes_spare_turns_and_never_waits(clock, limiter):
    assert limiter.spare("1")
    assert not limiter.spare("1")  # the rest of its burst is for what must be said
    assert limiter.spare("2")
    assert not limiter.spare("4")  # two at once over all
    waiting = [asyncio.create_task(limiter.turn("5")) for _ in range(9)]
    await asyncio.sleep(0)
    assert not limiter.spare("6")
    await clock.run()
    await asyncio.gather(*waiting)


async def test_idle_chats_are_dropped(clock, monkeypatch):
    monkeypatch.setattr("botfeed.adapters.telegram.api.limiter.REMEMBERED", 10)
    limiter = Limiter(clock)
    await sent(clock, limiter, *((n, str(n), False) for n in range(40)))
    assert len(limiter._chats) == 10


@pytest.mark.parametrize("since", [0.0333333, 0.0333330001, 0.03])
async def test_a_pause_below_the_clocks_resolution_ends(since):
    """A clock moved by microseconds once never advanced, a tenth of one before its time."""
    clock = SteppedClock(START)
    limiter = Limiter(clock)
    async with asyncio.timeout(2):
        await limiter.turn("1", patient=True)
        clock.advance(timedelta(seconds=since))
        await limiter.turn("2", patient=True)
        limiter.refused("", since)
        await limiter.open()


async def test_a_probing_album_does_not_wait_for_itself(clock, limiter):
    limiter.refused("1", 30.0)
    await limiter.turn("2")
    album = asyncio.create_task(limiter.turn("2"))  # the turn of its second file: nothing was sent yet
    await clock.run()
    assert album.done()
    assert clock.time < 1


async def test_a_probe_that_never_calls_expires(clock, limiter):
    limiter.refused("1", 60.0)
    await limiter.turn("2")  # and is never heard of again
    ((_, when),) = await sent(clock, limiter, ("next", "3", False))
    assert when == 20.0


async def test_a_long_pause_raises_try_again(clock, limiter):
    limiter.refused("1", 120.0)
    with pytest.raises(TryAgain) as told:
        await limiter.turn("1", patient=True)
    assert told.value.after == 120.0
    limiter.refused("", 300.0)
    for wait in (limiter.turn("2"), limiter.open()):
        with pytest.raises(TryAgain):
            await wait
