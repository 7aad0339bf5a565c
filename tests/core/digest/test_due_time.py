"""Due times over real time zones and their clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.digest import due_time

ZONES = (
    "UTC",
    "Europe/Rome",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Pacific/Apia",
    "Asia/Kathmandu",
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
anywhen = st.integers(0, 20 * 365 * 1440).map(lambda m: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
changes = st.sampled_from(
    [
        datetime(2026, 3, 29, 1, tzinfo=UTC),  # Rome forward
        datetime(2026, 10, 25, 1, tzinfo=UTC),  # Rome back
        datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York forward
        datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York back
        datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe forward, half an hour
        datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe back
        datetime(2026, 4, 23, 22, tzinfo=UTC),  # Cairo forward at midnight
        datetime(2026, 10, 29, 21, tzinfo=UTC),  # Cairo back to before midnight
        datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia loses a day
    ]
)
near_changes = st.builds(lambda t, m: t + timedelta(minutes=m), changes, st.integers(-4000, 4000))
moments = st.one_of(anywhen, near_changes)
minutes = st.integers(0, 1439)
masks = st.integers(1, 127)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


@given(moments, minutes, zones, masks)
def test_due_times_fall_on_chosen_days_at_the_chosen_minute(after, minute, zone, days):
    due = due_time.next_due(after, minute, zone, days)
    wall = local(due, zone)
    assert due > after
    assert days >> wall.weekday() & 1
    if wall.hour * 60 + wall.minute != minute or wall.second:
        wanted = datetime.combine(wall.date(), datetime.min.time()) + timedelta(minutes=minute)
        before = local(due - timedelta(seconds=1), zone)
        assert before < wanted < wall, "only a skipped minute moves, and to the first one that exists"


@given(moments, minutes, zones, masks)
def test_each_local_date_has_at_most_one_due_time(after, minute, zone, days):
    dates, moment = [], after
    for _ in range(12):
        moment = due_time.next_due(moment, minute, zone, days)
        dates.append(local(moment, zone).date())
    assert dates == sorted(set(dates))


@given(moments, minutes, zones, masks)
def test_no_chosen_date_is_left_out(after, minute, zone, days):
    """Every chosen local date between two due times lacks the minute and all later ones."""
    first = due_time.next_due(after, minute, zone, days)
    second = due_time.next_due(first, minute, zone, days)
    day = local(first, zone).date() + timedelta(days=1)
    while day < local(second, zone).date():
        assert not days >> day.weekday() & 1 or due_time.at(day, minute, zone) is None
        day += timedelta(days=1)


@given(moments, minutes, zones, masks)
def test_last_due_and_next_due_are_adjacent(now, minute, zone, days):
    last = due_time.last_due(now, minute, zone, days)
    assert last <= now < due_time.next_due(now, minute, zone, days) == due_time.next_due(last, minute, zone, days)


def test_a_skipped_hour_is_due_at_the_next_existing_minute():
    rome = ZoneInfo("Europe/Rome")
    assert due_time.at(date(2026, 3, 29), 150, rome) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert local(due_time.at(date(2026, 3, 29), 150, rome), rome) == datetime.fromisoformat("2026-03-29T03:00")


def test_a_skipped_midnight_is_due_at_the_next_existing_minute():
    cairo = ZoneInfo("Africa/Cairo")
    assert local(due_time.at(date(2026, 4, 24), 0, cairo), cairo) == datetime.fromisoformat("2026-04-24T01:00")


def test_a_repeated_hour_is_due_once():
    rome = ZoneInfo("Europe/Rome")
    due = due_time.next_due(datetime(2026, 10, 24, 12, tzinfo=UTC), 150, rome)
    assert due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local(due_time.next_due(due, 150, rome), rome) == datetime.fromisoformat("2026-10-26T02:30")


def test_a_date_the_zone_skipped_has_no_due_time():
    apia = ZoneInfo("Pacific/Apia")
    assert due_time.at(date(2011, 12, 30), 540, apia) is None
    due = due_time.next_due(datetime(2011, 12, 29, 20, tzinfo=UTC), 540, apia)
    assert local(due, apia) == datetime.fromisoformat("2011-12-31T09:00")


def test_an_empty_weekday_mask_raises():
    with pytest.raises(ValueError, match="mask 0"):
        due_time.next_due(datetime(2026, 1, 1, tzinfo=UTC), 540, ZoneInfo("UTC"), 0)


@given(st.text(), st.integers(0, 1000))
def test_the_spread_stays_in_its_window(name, seconds):
    window = timedelta(seconds=seconds)
    assert timedelta(0) <= due_time.spread(name, window) < max(window, timedelta(seconds=1))
    assert due_time.spread(name, window) == due_time.spread(name, window)
