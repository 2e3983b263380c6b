"""Durations as regulations write them: so many working days, or calendar and clock units in ISO 8601."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_WORKING_DAYS = re.compile(r"([0-9]{1,5}) working days?")
_ISO = re.compile(
    r"P(?=[0-9T])(?:(?P<years>[0-9]{1,3})Y)?(?:(?P<months>[0-9]{1,4})M)?(?:(?P<weeks>[0-9]{1,4})W)?"
    r"(?:(?P<days>[0-9]{1,5})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,6})H)?(?:(?P<minutes>[0-9]{1,8})M)?"
    r"(?:(?P<seconds>[0-9]{1,10})(?:\.(?P<fraction>[0-9]{1,6}))?S)?)?"
)
_SECOND = 1_000_000
_MOST_MONTHS = 100 * 12
_MOST_DAYS = 36_525
_MOST_WORKING_DAYS = 2_600


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, at most 100 years or 2,600 working days; only a calendar knows when it ends.

    Either working days, or months and days of the calendar followed by elapsed microseconds. Text forms are
    "10 working days" and ISO 8601 such as "P30D", "P1Y2M3DT4H", "PT20S", "PT0.5S"; text is normalised (12 months to
    a year, 60 seconds to a minute; days and months stay apart, since neither contains a fixed number of the other).
    """

    working_days: int = 0
    months: int = 0
    days: int = 0
    microseconds: int = 0

    def __post_init__(self) -> None:
        if min(self.working_days, self.months, self.days, self.microseconds) < 0:
            raise ValueError("a duration is not negative: write it without a minus")
        if self.months > _MOST_MONTHS or self.days > _MOST_DAYS or self.microseconds > _MOST_DAYS * 86_400 * _SECOND:
            raise ValueError("a duration is at most 100 years: write a shorter one")
        if self.working_days > _MOST_WORKING_DAYS:
            raise ValueError(f"a duration has at most {_MOST_WORKING_DAYS:,} working days: write a shorter one")
        if self.working_days and (self.months or self.days or self.microseconds):
            raise ValueError("working days do not mix with other units: write one or the other")

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Reads "10 working days" or ISO 8601; raises `ValueError` for anything else, negatives included."""
        if working := _WORKING_DAYS.fullmatch(text):
            return cls(working_days=int(working[1]))
        iso = _ISO.fullmatch(text)
        if not iso:
            raise ValueError(
                f'{text!r} is not a duration: write "10 working days" or ISO 8601 such as "P30D" or "PT20S"'
            )
        unit = {name: int(digits or 0) for name, digits in iso.groupdict().items() if name != "fraction"}
        seconds = unit["hours"] * 3600 + unit["minutes"] * 60 + unit["seconds"]
        return cls(
            months=unit["years"] * 12 + unit["months"],
            days=unit["weeks"] * 7 + unit["days"],
            microseconds=seconds * _SECOND + int((iso["fraction"] or "").ljust(6, "0")),
        )

    def __str__(self) -> str:
        if self.working_days:
            return f"{self.working_days} working day{'' if self.working_days == 1 else 's'}"
        years, months = divmod(self.months, 12)
        date = "".join(f"{count}{unit}" for count, unit in ((years, "Y"), (months, "M"), (self.days, "D")) if count)
        seconds, fraction = divmod(self.microseconds, _SECOND)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        time = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count)
        if fraction:
            time += f"{seconds}.{fraction:06d}".rstrip("0") + "S"
        elif seconds or not (date or time):
            time += f"{seconds}S"
        return f"P{date}T{time}" if time else f"P{date}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            json_schema_input_schema=core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def _validate(cls, given: object) -> "Duration":
        if isinstance(given, cls):
            return given
        if isinstance(given, str):
            return cls.parse(given)
        raise ValueError(f'{given!r} is not a duration: write a string, "10 working days" or "P30D"')


def elapsed(time: timedelta) -> Duration:
    """The duration that so much time is, in whole microseconds of no calendar."""
    return Duration(microseconds=time // timedelta(microseconds=1))
