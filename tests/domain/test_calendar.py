"""The working calendar: working days, make-up days, wall time over changes of the clocks, leap years."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendar import Duration, NthWeekday, Weekday, WorkingCalendar

BERLIN = WorkingCalendar(zone="Europe/Berlin")
SHANGHAI = WorkingCalendar(
    zone="Asia/Shanghai",
    # Spring Festival 2026: 15 to 23 February off, worked on Saturday 14 and Saturday 28.
    holidays=tuple(date(2026, 2, day) for day in range(15, 24)),
    make_up_days=(date(2026, 2, 14), date(2026, 2, 28)),
)
CALENDARS = st.sampled_from([BERLIN, SHANGHAI, WorkingCalendar(zone="UTC", weekend=())])
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants them naive
CLOCKS_HAVE_CHANGED = 4
COUNTS = st.integers(1, 300)


def local(calendar: WorkingCalendar, *at: int) -> datetime:
    year, month, day, hour, minute, second, microsecond = (*at, 0, 0, 0, 0)[:7]
    zone = ZoneInfo(calendar.zone)
    return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=zone).astimezone(UTC)


def working_days(count: int) -> Duration:
    return Duration(working_days=count)


# ---------------------------------------------------------------- working days


def test_working_days_pass_over_the_weekend_at_the_same_local_time() -> None:
    friday = local(BERLIN, 2026, 9, 18, 15, 30)
    assert BERLIN.add(friday, Duration.parse("1 working day")) == local(BERLIN, 2026, 9, 21, 15, 30)
    assert BERLIN.add(friday, Duration.parse("10 working days")) == local(BERLIN, 2026, 10, 2, 15, 30)


def test_holidays_are_not_counted_and_make_up_days_are() -> None:
    friday = local(SHANGHAI, 2026, 2, 13, 9)
    assert SHANGHAI.add(friday, working_days(1)) == local(SHANGHAI, 2026, 2, 14, 9)  # a Saturday, worked
    assert SHANGHAI.add(friday, working_days(2)) == local(SHANGHAI, 2026, 2, 24, 9)  # after nine days off
    assert SHANGHAI.add(friday, working_days(6)) == local(SHANGHAI, 2026, 2, 28, 9)  # a Saturday, worked
    assert SHANGHAI.subtract(local(SHANGHAI, 2026, 2, 24, 9), working_days(2)) == friday


def test_from_a_day_off_working_days_end_with_the_last_of_them() -> None:
    saturday = local(BERLIN, 2026, 9, 19, 11)
    assert BERLIN.add(saturday, working_days(1)) == local(BERLIN, 2026, 9, 22)  # Monday, 24:00
    assert BERLIN.add(saturday, working_days(5)) == local(BERLIN, 2026, 9, 26)  # Friday, 24:00


def test_midnight_is_the_end_of_the_day_before() -> None:
    assert BERLIN.add(local(BERLIN, 2026, 9, 15), working_days(1)) == local(BERLIN, 2026, 9, 16)
    monday = local(BERLIN, 2026, 9, 21)
    assert BERLIN.add(monday, working_days(5)) == local(BERLIN, 2026, 9, 26)  # the whole week, till Friday 24:00
    assert BERLIN.subtract(local(BERLIN, 2026, 9, 26), working_days(1)) == local(BERLIN, 2026, 9, 25)


def test_working_days_keep_the_local_time_over_a_change_of_the_clocks() -> None:
    friday = local(BERLIN, 2026, 10, 23, 12)
    monday = BERLIN.add(friday, working_days(1))
    assert monday == local(BERLIN, 2026, 10, 26, 12)
    assert monday - friday == timedelta(days=3, hours=1)


@given(CALENDARS, INSTANTS, COUNTS)
def test_working_days_added_and_subtracted_lead_back_within_a_working_day(
    calendar: WorkingCalendar, instant: datetime, count: int
) -> None:
    at = instant.astimezone(ZoneInfo(calendar.zone))
    assume(calendar.is_worked(at.date()) and at.hour >= CLOCKS_HAVE_CHANGED)
    assert calendar.subtract(calendar.add(instant, working_days(count)), working_days(count)) == instant
    assert calendar.add(calendar.subtract(instant, working_days(count)), working_days(count)) == instant


@given(CALENDARS, INSTANTS, COUNTS, COUNTS)
def test_working_days_add_up(calendar: WorkingCalendar, instant: datetime, first: int, second: int) -> None:
    at = instant.astimezone(ZoneInfo(calendar.zone))
    assume(at.hour == 0 or at.hour >= CLOCKS_HAVE_CHANGED)
    in_two = calendar.add(calendar.add(instant, working_days(first)), working_days(second))
    assert in_two == calendar.add(instant, working_days(first + second))


@given(CALENDARS, INSTANTS, st.timedeltas(timedelta(hours=3), timedelta(days=20)), COUNTS)
def test_what_begins_later_ends_no_sooner(
    calendar: WorkingCalendar, instant: datetime, later: timedelta, count: int
) -> None:
    assert calendar.add(instant, working_days(count)) <= calendar.add(instant + later, working_days(count))


@given(CALENDARS, INSTANTS, COUNTS)
def test_as_many_working_days_lie_between_as_were_added(
    calendar: WorkingCalendar, instant: datetime, count: int
) -> None:
    end = calendar.add(instant, working_days(count))
    last = calendar.day_of(end - timedelta(microseconds=1)) if _at_midnight(calendar, end) else calendar.day_of(end)
    first = calendar.day_of(instant - timedelta(microseconds=1)) if _at_midnight(calendar, instant) else None
    first = first or calendar.day_of(instant)
    days = [first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1)]
    assert sum(map(calendar.is_worked, days)) == count


def _at_midnight(calendar: WorkingCalendar, instant: datetime) -> bool:
    return calendar.start_of(calendar.day_of(instant)) == instant


# ---------------------------------------------------------------- calendar and clock units


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ((2026, 1, 31, 10), "P1M", (2026, 2, 28, 10)),
        ((2028, 1, 31, 10), "P1M", (2028, 2, 29, 10)),
        ((2028, 2, 29, 10), "P1Y", (2029, 2, 28, 10)),
        ((2028, 2, 29, 10), "P4Y", (2032, 2, 29, 10)),
        ((2026, 11, 30, 10), "P1Y3M", (2028, 2, 29, 10)),
        ((2026, 12, 31, 10), "P1D", (2027, 1, 1, 10)),
        ((2026, 3, 28, 12), "P1D", (2026, 3, 29, 12)),  # 23 hours later
        ((2026, 3, 28, 12), "PT24H", (2026, 3, 29, 13)),
        ((2026, 10, 24, 12), "P1D", (2026, 10, 25, 12)),  # 25 hours later
        ((2026, 10, 24, 12), "PT24H", (2026, 10, 25, 11)),
        ((2026, 3, 28, 2, 30), "P1D", (2026, 3, 29, 3, 30)),  # the clocks skip 02:30
        ((2026, 10, 24, 2, 30), "P1D", (2026, 10, 25, 2, 30)),  # the first of two
        ((2026, 1, 31, 10), "P1M1DT1H", (2026, 3, 1, 11)),
        ((2026, 1, 1, 10), "PT0.5S", (2026, 1, 1, 10, 0, 0, 500_000)),
        ((2026, 1, 1, 10), "P2W", (2026, 1, 15, 10)),
        ((2026, 1, 1, 10), "PT0S", (2026, 1, 1, 10)),
    ],
)
def test_a_duration_ends_where_the_calendar_says(start: tuple[int, ...], duration: str, end: tuple[int, ...]) -> None:
    assert BERLIN.add(local(BERLIN, *start), Duration.parse(duration)) == local(BERLIN, *end)


@given(CALENDARS, INSTANTS, st.integers(0, 2000), st.integers(0, 10**12))
def test_days_and_time_added_and_subtracted_lead_back(
    calendar: WorkingCalendar, instant: datetime, days: int, microseconds: int
) -> None:
    between = [instant, calendar.add(instant, Duration(days=days))]
    assume(all(at.astimezone(ZoneInfo(calendar.zone)).hour >= CLOCKS_HAVE_CHANGED for at in between))
    duration = Duration(days=days, microseconds=microseconds)
    assert calendar.subtract(calendar.add(instant, duration), duration) == instant


@given(CALENDARS, INSTANTS, st.integers(0, 1200), st.integers(0, 40), st.integers(0, 10**12))
def test_what_is_added_never_leads_back_in_time(
    calendar: WorkingCalendar, instant: datetime, months: int, days: int, microseconds: int
) -> None:
    duration = Duration(months=months, days=days, microseconds=microseconds)
    assert calendar.add(instant, duration) >= instant
    assert calendar.subtract(instant, duration) <= instant


@given(CALENDARS, INSTANTS, st.sampled_from(["10 working days", "P1M", "PT20S", "P3DT4H"]))
def test_the_zone_in_which_an_instant_is_written_does_not_matter(
    calendar: WorkingCalendar, instant: datetime, duration: str
) -> None:
    elsewhere = instant.astimezone(timezone(timedelta(hours=-7)))
    end = calendar.add(elsewhere, Duration.parse(duration))
    assert (end, end.tzinfo) == (calendar.add(instant, Duration.parse(duration)), UTC)


def test_a_day_runs_from_local_midnight() -> None:
    assert SHANGHAI.start_of(date(2026, 1, 1)) == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert SHANGHAI.day_of(datetime(2025, 12, 31, 16, tzinfo=UTC)) == date(2026, 1, 1)


@given(st.integers(1900, 2200), st.integers(1, 12), st.sampled_from(list(Weekday)), st.integers(1, 4))
def test_the_nth_weekday_of_a_month_has_that_many_of_its_kind_up_to_it(
    year: int, month: int, weekday: Weekday, nth: int
) -> None:
    found = NthWeekday(nth=nth, weekday=weekday, month=month).in_year(year)
    assert (found.year, found.month, list(Weekday)[found.weekday()]) == (year, month, weekday)
    assert (found.day - 1) // 7 + 1 == nth


def test_days_off_around_holidays_are_found_as_whole_runs() -> None:
    holidays = (date(2026, 10, 2), date(2026, 10, 1), date(2026, 10, 5), date(2026, 12, 25))
    calendar = WorkingCalendar(zone="Asia/Shanghai", holidays=holidays, make_up_days=(date(2026, 12, 26),))
    assert list(calendar.rests()) == [
        (date(2026, 10, 1), date(2026, 10, 5)),  # Thursday and Friday, the weekend, Monday
        (date(2026, 12, 25), date(2026, 12, 25)),
    ]


def test_an_instant_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="instants are aware"):
        BERLIN.add(datetime(2026, 1, 1), Duration(days=1))  # noqa: DTZ001 - the mistake


# ---------------------------------------------------------------- documents


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"zone": "Asia/Shangai"}, "'Asia/Shangai' is not a time zone: write an IANA name"),
        ({"zone": "Asia"}, "is not a time zone"),
        ({"zone": "/etc/passwd"}, "is not a time zone"),
        ({"zone": ""}, "is not a time zone"),
        ({"zone": "UTC", "weekend": list(Weekday)}, "every day of the week is weekend: leave at least one day"),
        ({"zone": "UTC", "holidays": ["2026-02-30"]}, "'2026-02-30' is not a date: write it as"),
        ({"zone": "UTC", "holidays": [20260101]}, "20260101 is not a date: write it as a string"),
        ({"zone": "UTC", "holidays": ["9999-12-31"]}, "out of reach: choose a date from 1900 to 2200"),
    ],
)
def test_an_impossible_calendar_is_refused(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        WorkingCalendar.model_validate(document)


def test_a_calendar_survives_json() -> None:
    assert WorkingCalendar.model_validate_json(SHANGHAI.model_dump_json()) == SHANGHAI
