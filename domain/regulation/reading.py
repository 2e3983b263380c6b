"""From a document, as YAML or JSON gave it, to a rulebook that may be put into force."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.event import Record
from domain.refusal import Reason, Refused
from domain.regulation.check import check
from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.scheme import Scheme, conformity, in_force
from domain.regulation.shapes import SHAPES

_DEEPEST = 30
_TOO_DEEP = "it is nested too deeply"
_SHOWN = 60


Document = TypeVar("Document", bound=Record)


def parse(document: Mapping[str, Any]) -> Rulebook:
    """Reads and checks a rulebook; refuses it with every problem found, each with place, value and mend."""
    rulebook, findings = read(document, Rulebook)
    return _without(findings, "rulebook", document, rulebook, check(rulebook) if rulebook else ())


def problems(document: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Everything wrong with a rulebook; nothing, when `parse` would accept it."""
    rulebook, findings = read(document, Rulebook)
    return (*findings, *(check(rulebook) if rulebook else ()))


def parse_scheme(document: Mapping[str, Any], rulebook: Rulebook) -> Scheme:
    """Reads a scheme and checks it with its rulebook; refuses it with every problem found."""
    scheme, findings = read(document, Scheme)
    return _without(findings, "scheme", document, scheme, _of_scheme(rulebook, scheme) if scheme else ())


def scheme_problems(document: Mapping[str, Any], rulebook: Rulebook) -> tuple[Finding, ...]:
    """Everything wrong with a scheme under its rulebook; nothing, when `parse_scheme` would accept it."""
    scheme, findings = read(document, Scheme)
    return (*findings, *(_of_scheme(rulebook, scheme) if scheme else ()))


def _of_scheme(rulebook: Rulebook, scheme: Scheme) -> tuple[Finding, ...]:
    """Where it departs from the rulebook, and only where it does not, what both together lack."""
    return conformity(rulebook, scheme) or check(in_force(rulebook, scheme))


def _without(
    findings: tuple[Finding, ...], what: str, given: Mapping[str, Any], read: Document | None, more: tuple[Finding, ...]
) -> Document:
    found = (*findings, *more)
    if read is not None and not found:
        return read
    name = given.get("id") if isinstance(given, Mapping) else None
    raise Refused(
        Reason.INVALID,
        f"{what} {name}" if isinstance(name, str) else what,
        "has a problem" if len(found) == 1 else f"has {len(found)} problems",
        "Mend:\n" + "\n".join(f"- {finding}" for finding in found),
        place=found[0].place,
    )


def read(document: Mapping[str, Any], kind: type[Document]) -> tuple[Document | None, tuple[Finding, ...]]:
    """Reads a document without checking it; nothing where it does not fit the shape, with what does not."""
    flaws = {finding.place: finding for finding in _flaws(document, ())}
    if any(finding.problem == _TOO_DEEP for finding in flaws.values()):
        return None, tuple(flaws.values())
    try:
        return kind.model_validate(document), tuple(flaws.values())
    except ValidationError as error:
        shapes = (_finding(detail, kind) for detail in error.errors(include_url=False))
        return None, (*flaws.values(), *(finding for finding in shapes if finding.place not in flaws))


# ---------------------------------------------------------------- what no field may hold


def _flaws(value: object, loc: tuple[str | int, ...]) -> Iterator[Finding]:
    """Floats, and text that cannot be stored, anywhere in the document."""
    match value:
        case Mapping():
            if len(loc) > _DEEPEST:
                yield Finding(place=_place(loc), problem=_TOO_DEEP, mend="Use fewer levels")
                return
            for key, item in value.items():
                yield from _flaws(item, (*loc, str(key)))
        case list() | tuple():
            for position, item in enumerate(value):
                yield from _flaws(item, (*loc, position))
        case float():
            yield Finding(
                place=_place(loc),
                problem=f"{value} is a binary float, which is not exact",
                mend=f'Write it as a string, "{value}"',
            )
        case str() if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            yield Finding(
                place=_place(loc),
                problem=f"{_shown(value)} holds a character that is not text (U+0000 or half a surrogate pair)",
                mend="Remove it",
            )


# ---------------------------------------------------------------- what does not fit the shape


def _finding(error: ErrorDetails, kind: type[Record]) -> Finding:  # noqa: PLR0911 - one return for each kind of error reads best
    loc, given = error["loc"], error["input"]
    place, field = _place(loc) or _whole(kind), str(loc[-1]) if loc else ""
    match error["type"]:
        case "extra_forbidden":
            known = _fields(loc[:-1], kind)
            near = difflib.get_close_matches(field, known, n=1)
            mend = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}"
            return Finding(place=_place(loc[:-1]) or _whole(kind), problem=f"unknown field {field!r}", mend=mend)
        case "missing":
            return Finding(place=_place(loc[:-1]) or _whole(kind), problem=f"field {field!r} is missing", mend="Add it")
        case "value_error":
            problem, _, mend = error["msg"].removeprefix("Value error, ").rpartition(": ")
            return Finding(place=place, problem=problem, mend=mend[:1].upper() + mend[1:])
        case "enum" | "literal_error":
            expected = error["ctx"]["expected"]
            return Finding(place=place, problem=f"{_shown(given)} is not possible", mend=f"Choose {expected}")
        case "union_tag_invalid":
            problem = f"there is no rule of shape {error['ctx']['tag']!r}"
            return Finding(place=f"{place}.shape", problem=problem, mend=f"Choose {error['ctx']['expected_tags']}")
        case "union_tag_not_found":
            mend = f"Choose {', '.join(map(repr, SHAPES))}"
            return Finding(place=place, problem="the rule does not say its 'shape'", mend=mend)
        case other:
            return Finding(place=place, problem=f"{_shown(given)} does not fit", mend=_MENDS.get(other, error["msg"]))


_MENDS = {
    "string_type": "Write text, in quotes",
    "int_type": "Write a whole number",
    "int_parsing": "Write a whole number",
    "int_from_float": "Write a whole number",
    "bool_parsing": "Write true or false",
    "bool_type": "Write true or false",
    "tuple_type": "Write a list",
    "model_type": "Write fields with values",
    "model_attributes_type": "Write fields with values",
    "dict_type": "Write fields with values",
}


def _shown(given: object) -> str:
    shown = repr(given)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."


def _place(loc: tuple[str | int, ...]) -> str:
    """Positions from 1, indicators by number: children and tags of rules and provisions are no steps of the way."""
    parts = [
        str(part + 1) if isinstance(part, int) else part
        for position, part in enumerate(loc)
        if part != "children"
        and not (part in SHAPES and position and loc[position - 1] == "rule")
        and not str(part).startswith("<")
    ]
    return ".".join(parts)


def _whole(kind: type[Record]) -> str:
    """What a document as a whole is called."""
    return kind.__name__.lower()


def _fields(loc: tuple[str | int, ...], kind: type[Record]) -> list[str]:
    """The fields that the record at a place may have, as a document spells them."""
    record = kind
    for part in loc:
        if part in SHAPES:
            record = SHAPES[str(part)]
        elif part in record.model_fields:
            record = _record_in(record.model_fields[str(part)].annotation) or record
    return [field.alias or name for name, field in record.model_fields.items()]


def _record_in(annotation: object) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for argument in get_args(annotation) if (found := _record_in(argument))), None)
