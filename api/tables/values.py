"""Values: the text of a cell as what its column holds, and back; whatever is not exactly one value is refused."""

import difflib
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from api.sentences.words import listed
from api.tables.form import Column, Kind, Value
from domain import exact
from domain.refusal import Refused
from domain.streams import slug

_SHOWN = 60
_YES, _NO = "yes", "no"
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
_SIGNS = str.maketrans({"−": "-", "﹣": "-", "–": "-", "，": ",", "。": ".", "．": "."})
_BLANKS = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'’"))
_EXAMPLE = "Write plain digits with a full stop before decimals, such as 1200.5"


class NoValue(Exception):  # noqa: N818 - an answer, not a fault
    """A text that is no value of its column's kind, and what to write instead."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem}. {mend}")
        self.problem = problem
        self.mend = mend


def read(text: str, column: Column) -> Value:
    """Reads what a cell holds; blanks around it count in a text only. Raises `NoValue`."""
    return text if column.kind is Kind.TEXT else _READERS[column.kind](text.strip(), column)


def write(value: Value) -> str:
    """The text that reads as the value again; nothing makes the empty text."""
    match value:
        case None:
            return ""
        case bool():
            return _YES if value else _NO
        case Decimal() | Fraction():
            return exact.text(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _number(text: str, _: Column) -> Decimal | Fraction:
    try:
        return exact.number(text)
    except ValueError as error:
        problem, _sep, mend = str(error).rpartition(": ")
        raise _no_number(text) or NoValue(problem, f"{mend[:1].upper()}{mend[1:]}") from error


def _no_number(text: str) -> NoValue | None:
    """What a person may have meant, where that can be told; a comma may stand for thousands or before decimals."""
    shown = _shown(text)
    half = unicodedata.normalize("NFKC", text.translate(_SIGNS))
    if half.endswith("%"):
        alone = half.removesuffix("%").strip()
        return NoValue(
            f"{shown} is a percentage", f"Write the number alone: {alone}, or a hundredth of it, as is asked"
        )
    if half != text and _is_number(half):
        return NoValue(f"{shown} is written in characters other than plain digits", f"Write {half}")
    if "," in half or half.translate(_BLANKS) != half:
        return NoValue(f"{shown} is written with separators", _EXAMPLE)
    if "e" in half.lower() and _is_number(half.lower().partition("e")[0]):
        return NoValue(f"{shown} is written with an exponent", _EXAMPLE)
    return None


def _is_number(text: str) -> bool:
    try:
        exact.number(text)
    except ValueError:
        return False
    return True


def _whole(text: str, column: Column) -> int:
    found = _number(text, column)
    if isinstance(found, Fraction) or "." in text or "/" in text:
        raise NoValue(f"{_shown(text)} is no whole number", "Write digits only")
    return int(found)


def _slug(text: str, _: Column) -> str:
    try:
        return slug(text, "identifier")
    except Refused as refused:
        raise NoValue(f"{_shown(text)} {refused.problem}", refused.mend) from refused


def _choice(text: str, column: Column) -> str:
    if text in column.choices:
        return text
    near = difflib.get_close_matches(text, column.choices, n=1)
    mend = f"Did you mean {near[0]!r}?" if near else f"Choose from {listed(column.choices)}"
    raise NoValue(f"{_shown(text)} is not possible", mend)


def _date(text: str, _: Column) -> date:
    try:
        if len(text) == len("2026-03-01"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NoValue(f"{_shown(text)} is no date", "Write year-month-day, such as 2026-03-01")


def _truth(text: str, _: Column) -> bool:
    found = _TRUTHS.get(text.lower())
    if found is None:
        raise NoValue(f"{_shown(text)} is neither yes nor no", "Write yes or no")
    return found


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


_READERS: dict[Kind, Callable[[str, Column], Value]] = {
    Kind.SLUG: _slug,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.TRUTH: _truth,
}
