"""The working calendar of an appraising authority: which days are worked, and when a duration from an instant ends.

Instants are aware and UTC; days and times of day are those of the calendar's zone.
"""

import calendar as months_of_the_year
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, WithJsonSchema, field_validator

from domain.duration import Duration
from domain.event import Record

__all__ = ["Day", "Duration", "Instant", "NthWeekday", "Weekday", "WorkingCalendar"]

_MIDNIGHT = time()
_MOST_DAYS = 5_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def _day(given: object) -> date:
    if isinstance(given, str):
        try:
            given = date.fromisoformat(given)
        except ValueError:
            raise ValueError(f'{given!r} is not a date: write it as "2026-12-31"') from None
    if not isinstance(given, date) or isinstance(given, datetime):
        raise ValueError(f'{given!r} is not a date: write it as a string, "2026-12-31"')  # noqa: TRY004 - pydantic's error
    if not _FIRST_YEAR <= given.year <= _LAST_YEAR:
        raise ValueError(f"{given} is out of reach: choose a date from {_FIRST_YEAR} to {_LAST_YEAR}")
    return given


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A date written as text, from 1900 to 2200, so that no arithmetic on it overflows."""

Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
"""A point in time, aware and UTC."""


class Weekday(StrEnum):
    """The days of the week, in the order of `date.weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_WEEK = tuple(Weekday)


class NthWeekday(Record):
    """A day that a law names by its place in a month, such as the first Monday in February; every month has four."""

    nth: Annotated[int, Field(ge=1, le=4)]
    weekday: Weekday
    month: Annotated[int, Field(ge=1, le=12)]

    def in_year(self, year: int) -> date:
        first = date(year, self.month, 1)
        ahead = (_WEEK.index(self.weekday) - first.weekday()) % len(_WEEK)
        return first + timedelta(days=ahead + len(_WEEK) * (self.nth - 1))


class WorkingCalendar(Record):
    """Zone, weekend, holidays, and the weekend days worked to make up for them (调休).

    Calendar units move in local wall time, with the day clipped to the length of the month; a wall time that the
    clocks skip becomes as much later as they skip, one that they repeat is the first of the two. Hours, minutes and
    seconds are elapsed time.

    *n working days* after an instant end on the n-th working day after its day, at the same local time; the day itself
    does not count. Days not worked take no working time at all: an instant on one is the same as the end of the last
    working day before it, and so is midnight before a working day. From there, n working days end when the n-th working
    day does, which is the midnight after it.
    """

    zone: str
    weekend: tuple[Weekday, ...] = (Weekday.SATURDAY, Weekday.SUNDAY)
    holidays: tuple[Day, ...] = ()
    make_up_days: tuple[Day, ...] = ()

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            return ZoneInfo(zone).key
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{zone!r} is not a time zone: write an IANA name such as 'Asia/Shanghai'") from None

    @field_validator("holidays", "make_up_days")
    @classmethod
    def _listed_within_reason(cls, days: tuple[date, ...]) -> tuple[date, ...]:
        if len(days) > _MOST_DAYS:
            raise ValueError(f"there are {len(days)} days: list at most {_MOST_DAYS:,}")
        return days

    @field_validator("weekend")
    @classmethod
    def _some_day_is_worked(cls, weekend: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
        if set(weekend) == set(Weekday):
            raise ValueError("every day of the week is weekend: leave at least one day to work on")
        return weekend

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _exceptions(self) -> dict[date, bool]:
        return dict.fromkeys(self.make_up_days, True) | dict.fromkeys(self.holidays, False)

    def is_worked(self, day: date) -> bool:
        """Whether the day is a working day; a holiday is not, even when listed as a make-up day too."""
        exception = self._exceptions.get(day)
        return _WEEK[day.weekday()] not in self.weekend if exception is None else exception

    def worked_between(self, first: date, last: date) -> int:
        """How many working days there are from the first day to the last, both included."""
        return max(0, self._worked_until(last.toordinal()) - self._worked_until(first.toordinal() - 1))

    def rests(self) -> Iterator[tuple[date, date]]:
        """The first and the last day of every run of days off that a holiday is in, in their order."""
        last = date.min
        for holiday in sorted(self.holidays):
            if holiday > last:
                first = last = holiday
                while not self.is_worked(first - timedelta(days=1)):
                    first -= timedelta(days=1)
                while not self.is_worked(last + timedelta(days=1)):
                    last += timedelta(days=1)
                yield first, last

    def day_of(self, instant: datetime) -> date:
        """The local day on which an instant falls."""
        return self._local(instant).date()

    def start_of(self, day: date) -> datetime:
        """The instant at which a day begins, which is the end of the day before."""
        return self._instant(datetime.combine(day, _MIDNIGHT))

    def add(self, instant: datetime, duration: Duration) -> datetime:
        """The instant a duration later: first its working or calendar days, then its elapsed time."""
        if duration.working_days:
            return self._move_working_days(instant, duration.working_days)
        moved = self._move_wall_time(instant, duration.months, duration.days)
        return moved + timedelta(microseconds=duration.microseconds)

    def subtract(self, instant: datetime, duration: Duration) -> datetime:
        """The instant a duration earlier: undoes `add` in reverse order.

        It is the exact inverse where no month is clipped, no wall time skipped or repeated and, for working days, the
        instant lies within a working day.
        """
        if duration.working_days:
            return self._move_working_days(instant, -duration.working_days)
        moved = instant - timedelta(microseconds=duration.microseconds)
        return self._move_wall_time(moved, -duration.months, -duration.days)

    def _local(self, instant: datetime) -> datetime:
        if instant.tzinfo is None:
            raise ValueError(f"{instant} has no time zone; instants are aware")
        return instant.astimezone(self._zone).replace(tzinfo=None, fold=0)

    def _instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._zone).astimezone(UTC)

    def _move_wall_time(self, instant: datetime, months: int, days: int) -> datetime:
        local = self._local(instant)
        if not months and not days:
            return instant.astimezone(UTC)
        year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
        last = months_of_the_year.monthrange(year, month + 1)[1]
        moved = local.replace(year=year, month=month + 1, day=min(local.day, last))
        return self._instant(moved + timedelta(days=days))

    def _move_working_days(self, instant: datetime, count: int) -> datetime:
        local = self._local(instant)
        day, at = local.date(), local.time()
        at_end = at == _MIDNIGHT or not self.is_worked(day)
        number = self._worked_until(day.toordinal() - at_end)
        day = self._worked_day(number + count)
        if at_end:
            day, at = day + timedelta(days=1), _MIDNIGHT
        return self._instant(datetime.combine(day, at))

    def _worked_until(self, ordinal: int) -> int:
        """How many working days there are up to a day, from the first day of all on: whole weeks, and exceptions."""
        weeks, rest = divmod(ordinal, len(_WEEK))  # the first day of all was a Monday
        days, differences = self._differences
        return weeks * self._of_week[-1] + self._of_week[rest] + differences[bisect_right(days, ordinal)]

    def _worked_day(self, number: int) -> date:
        """The working day of that number, found by halving: a walk of years day by day takes too long."""
        return date.fromordinal(1 + bisect_left(range(1, date.max.toordinal()), number, key=self._worked_until))

    @cached_property
    def _of_week(self) -> tuple[int, ...]:
        """How many days are worked of the first 0 to 7 days of a week without exceptions."""
        return tuple(accumulate((day not in self.weekend for day in _WEEK), initial=0))

    @cached_property
    def _differences(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The exceptional days, and by how much the first 0, 1, 2... of them change the number of working days."""
        days = sorted(self._exceptions)
        changes = (self._exceptions[day] - (_WEEK[day.weekday()] not in self.weekend) for day in days)
        return tuple(day.toordinal() for day in days), tuple(accumulate(changes, initial=0))
