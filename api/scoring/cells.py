"""What the cells of a table of values hold: numbers, lists of scores, cases, roles."""

import re
from typing import Any

from domain.exact import number

_CASE = re.compile(r"(?P<id>[^:*;]+?)\s*(?::\s*(?P<kind>[^:*;]+?)\s*)?(?:\*\s*(?P<count>[0-9]{1,6})\s*)?")
_ROLE = re.compile(r"(?P<role>lead|cooperating)(?: of (?P<units>[0-9]{1,4}))?")
DONT_KNOW = "?"


def exact(text: str) -> str:
    """The text of a number; raises `ValueError` with what to write instead."""
    number(text)
    return text


def listed(text: str) -> list[str]:
    """The parts of a cell that are separated by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def scores(text: str) -> dict[str, Any]:
    """A panel's scores, a question mark being "don't know"."""
    return {"given": [{"value": None if part == DONT_KNOW else exact(part)} for part in listed(text)]}


def cases(text: str) -> list[dict[str, Any]]:
    """Cases as id, id:kind, id*count or id:kind*count."""
    found: list[dict[str, Any]] = []
    for part in listed(text):
        case = _CASE.fullmatch(part)
        if case is None:
            raise ValueError(f"{part!r} is no case: write its id, as a, a:kind or a:kind*2")
        found.append({"id": case["id"], "kind": case["kind"], "count": int(case["count"] or 1)})
    return found


def role(text: str) -> dict[str, Any]:
    """A role in a joint task, with how many units co-operate."""
    found = _ROLE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no role: write lead, cooperating or cooperating of 3")
    return {"role": found["role"], "cooperating": int(found["units"] or 1)}
