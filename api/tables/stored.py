"""What a spreadsheet stores, written out as it shows it in the formula bar: exact numbers, dates, percentages.

Excel keeps numbers as binary doubles, takes 15 digits of what is typed and shows 15, but stores up to 17: 1.1 stands in
the file as 1.1000000000000001. Of all numbers with at most 15 digits no two share a double (DBL_DIG), so one whose
shortest notation has at most 15 is exactly what was typed. Any other was computed, shows less than it holds, and is
refused.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

from api.tables.workbook import LONGEST_TEXT, Flaw

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")
_TYPED, _STORED = 15, 17
_WIDEST = 300
"""Powers of ten within which doubles keep all their digits."""
_AS_TEXT = "format the cell as text and write it again"

_LEAP_BUG = 60
_LAST_DAY = 2_958_465
_FROM_1900, _FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00(?:\.0+)?Z?)?")

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def number(stored: str) -> str | Flaw:  # noqa: PLR0911 - one return for each way to be sure, or not
    """The number as plain decimal text, without exponent and without zeros at the end."""
    if stored.isascii() and stored.isdecimal() and len(stored) <= _TYPED and stored[0] != "0":
        return stored  # nothing to look into, as most numbers are
    if not _NUMBER.fullmatch(stored):
        return Flaw(f"{stored[:60]!r} is stored as a number and is none", "Write it again")
    given = Decimal(stored)
    if given.is_zero():
        return "0"
    if abs(given.adjusted()) > _WIDEST:
        return Flaw(f"{stored} is outside what a spreadsheet computes with", f"To keep it, {_AS_TEXT}")
    if _digits(given) <= _TYPED:
        return _plain(given)
    double = float(stored)
    shortest = Decimal(repr(double))
    if _digits(shortest) <= _TYPED and given in (Decimal(f"{double:.17g}"), Decimal(f"{double:.16g}")):
        return _plain(shortest)
    return Flaw(
        f"{stored} has more than the {_TYPED} digits a spreadsheet shows, {double:.15g}", f"Round it, or {_AS_TEXT}"
    )


def percentage(stored: str) -> str | Flaw:
    """The number times 100 with a percent sign, as the cell shows it: no column of numbers will take it for either."""
    found = number(stored)
    return found if isinstance(found, Flaw) else f"{_plain(Decimal(found).scaleb(2))}%"


def day(stored: str, *, from_1904: bool) -> str | Flaw:
    """The date in ISO form.

    Refuses days 0 to 60 of the calendar that begins in 1900: Excel counts a 29 February in that year which never was,
    other programs do not, and times without a date stand there too.
    """
    found = number(stored)
    if isinstance(found, Flaw):
        return found
    serial = Decimal(found)
    as_text = "Format the cell as text and write it as year-month-day, such as 2026-03-01"
    if not from_1904 and 0 <= serial <= _LEAP_BUG:
        return Flaw(
            f"day {found} of 1900 is no certain date, because spreadsheets count that year's days wrongly", as_text
        )
    if serial != serial.to_integral_value():
        return Flaw(f"day {found} holds a time of day", as_text)
    last = _LAST_DAY - (_FROM_1904 - _FROM_1900).days * from_1904
    if not 0 <= serial <= last:
        return Flaw(f"{found} is shown as a date and is none", as_text)
    return ((_FROM_1904 if from_1904 else _FROM_1900) + timedelta(days=int(serial))).isoformat()


def iso_day(stored: str) -> str | Flaw:
    """A date that is stored in ISO form."""
    found = _ISO_DAY.fullmatch(stored)
    try:
        if found:
            return date.fromisoformat(found[1]).isoformat()
    except ValueError:
        pass
    return Flaw(f"{stored[:60]!r} is stored as a date and is no single day", "Write it as text, such as 2026-03-01")


def text(stored: str) -> str | Flaw:
    """Text without the escapes in which characters stand that XML cannot hold."""
    found = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), stored) if "_x" in stored else stored
    return _unfit(found) or found


def clean(found: str) -> str | Flaw:
    """The text, unless it holds what no value may."""
    return _unfit(found) or found


def _unfit(found: str) -> Flaw | None:
    if sign := _CONTROL.search(found):
        return Flaw(f"{found[:60]!r} holds the character U+{ord(sign[0]):04X}, which is not text", "Remove it")
    if "\ufffd" in found:
        return Flaw(f"{found[:60]!r} holds U+FFFD, where a character was lost on the way", "Write the lost character")
    if len(found) > LONGEST_TEXT:
        return Flaw(f"a text of {len(found):,} characters is too long", f"Write at most {LONGEST_TEXT:,}")
    return None


def _digits(given: Decimal) -> int:
    """How many digits count: without zeros in front or at the end."""
    return len("".join(map(str, given.as_tuple().digits)).strip("0"))


def _plain(given: Decimal) -> str:
    shown = f"{given:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
