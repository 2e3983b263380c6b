"""Number formats: whether a cell shows the number it holds, or a date, a percentage or something else."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from api.tables.markup import Event


class Shown(StrEnum):
    """What a cell with a number in it shows."""

    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    TIME = "time"  # of day, or how long
    PADDED = "padded"  # with zeros in front, as codes have
    SCALED = "scaled"  # in thousands


_BUILT_IN = (
    {9: Shown.PERCENTAGE, 10: Shown.PERCENTAGE}
    | dict.fromkeys((14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58), Shown.DATE)
    | dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), Shown.TIME)
)
"""Formats that have a number and no code (ECMA-376 part 1, 18.8.30), those of East Asian dates among them."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_NO_DATE = re.compile(r"general|e[+-][0#?]*", re.IGNORECASE)
_HALF_DAY = re.compile("am/pm|a/p", re.IGNORECASE)
_DATE, _TIME, _MONTH = (re.compile(letters, re.IGNORECASE) for letters in ("[dyaebg]", "[hs]", "m"))
_PADDED = re.compile(r"0[^0#?.]*0")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")


def shown(code: str) -> Shown:
    """What a format code makes of a number; where its sections differ, the first that is no plain number counts."""
    return next(
        (kind for section in _plain(code).split(";") if (kind := _section(section)) != Shown.NUMBER), Shown.NUMBER
    )


def styles(found: Iterable[Event]) -> tuple[Shown, ...]:
    """What each cell format of a workbook shows, by its index, from the events of its styles."""
    codes: dict[str, str] = {}
    kinds: list[Shown] = []
    within = ""
    for depth, name, attributes, _ in found:
        if attributes is None:
            continue
        if depth == 2:  # noqa: PLR2004 - below the root
            within = name
        elif name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and within == "cellXfs" and depth == 3:  # noqa: PLR2004 - one level further
            kinds.append(_numbered(attributes.get("numFmtId", "0"), codes))
    return tuple(kinds)


def _numbered(given: str, codes: Mapping[str, str]) -> Shown:
    if given in codes:
        return shown(codes[given])
    return _BUILT_IN.get(int(given), Shown.NUMBER) if given.isdecimal() else Shown.NUMBER


def _plain(code: str) -> str:
    """The code without what it shows literally."""
    return _HALF_DAY.sub("h", _NO_DATE.sub("", _LITERAL.sub("", code)))


def _section(section: str) -> Shown:  # noqa: PLR0911 - one return for each kind
    if "%" in section:
        return Shown.PERCENTAGE
    if _DATE.search(section):
        return Shown.DATE
    if _TIME.search(section):
        return Shown.TIME
    if _MONTH.search(section):  # minutes stand beside hours or seconds
        return Shown.DATE
    if _PADDED.search(section.partition(".")[0]):
        return Shown.PADDED
    if _SCALED.search(section):
        return Shown.SCALED
    return Shown.NUMBER
