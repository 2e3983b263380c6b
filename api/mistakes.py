"""Mistakes in what was sent: pydantic's findings as sentences that name the place, the value and the mend."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.event import Record
from domain.refusal import Reason, Refused
from domain.regulation import Finding

Model = TypeVar("Model", bound=BaseModel)

_SHOWN = 60
_MENDS = {
    "string_type": "Write text",
    "int_type": "Write a whole number",
    "int_parsing": "Write a whole number",
    "int_from_float": "Write a whole number",
    "bool_type": "Write true or false",
    "bool_parsing": "Write true or false",
    "tuple_type": "Write a list",
    "list_type": "Write a list",
    "dict_type": "Write fields with values",
    "model_type": "Write fields with values",
    "model_attributes_type": "Write fields with values, as JSON",
    "union_tag_not_found": "Say first which of the kinds it is",
    "uuid_parsing": "Write a UUID such as 6f0f2a52-8a55-4d0b-9d6c-6d1f6f5e0c11",
}


class Mistake(Record):
    """One thing wrong with what was sent; `pointer` is its place as a JSON pointer, where it has one."""

    place: str
    problem: str
    mend: str
    pointer: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}. {self.mend}"


class Mistaken(Refused):
    """A refusal of something with several mistakes, each told apart."""

    def __init__(self, thing: str, mistakes: Sequence[Mistake]) -> None:
        if len(mistakes) == 1:
            only = mistakes[0]
            super().__init__(Reason.INVALID, thing, f"{only.place}: {only.problem}", only.mend, place=only.place)
        else:
            mend = "Correct each of them:\n" + "\n".join(f"- {mistake}" for mistake in mistakes)
            super().__init__(Reason.INVALID, thing, f"has {len(mistakes)} mistakes", mend, place=mistakes[0].place)
        self.mistakes = tuple(mistakes)


def of_findings(thing: str, findings: Iterable[Finding]) -> Mistaken:
    """The refusal of a rulebook with findings."""
    return Mistaken(thing, [Mistake(place=one.place, problem=one.problem, mend=one.mend) for one in findings])


def of_validation(thing: str, error: ValidationError, model: type[BaseModel] | None = None) -> Mistaken:
    """The refusal of what did not fit a model; with the model, unknown fields are compared with the known."""
    return Mistaken(thing, [mistake(detail, model) for detail in error.errors(include_url=False)])


def fitting(model: type[Model], given: Model | Mapping[str, Any], thing: str) -> Model:
    """What is given as the model, if it is not that already; refuses what does not fit, with everything wrong in it."""
    if isinstance(given, model):
        return given
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise of_validation(thing, error, model) from error


def mistake(detail: ErrorDetails, model: type[BaseModel] | None = None, *, skip: int = 0) -> Mistake:
    """One finding of pydantic's as a mistake; the first `skip` steps of its place are the caller's own."""
    loc = tuple(detail["loc"])[skip:]
    field = str(loc[-1]) if loc else ""
    problem, mend = _told(detail, field, () if model is None else _fields(model, loc[:-1]))
    place = ".".join(str(step + 1) if isinstance(step, int) else step for step in loc) or "content"
    return Mistake(place=place, problem=problem, mend=mend, pointer="".join(f"/{_escaped(step)}" for step in loc))


def _told(detail: ErrorDetails, field: str, known: Sequence[str]) -> tuple[str, str]:
    given = detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(field, known, n=1)
            mend = f"Known are: {', '.join(known)}" if known else "Leave it out"
            return "unknown field", f"Did you mean {near[0]!r}?" if near else mend
        case "missing":
            return "is missing", f"Add {field!r}"
        case "value_error":
            problem, _, mend = detail["msg"].removeprefix("Value error, ").rpartition(": ")
            return problem or mend, f"{mend[:1].upper()}{mend[1:]}"
        case "enum" | "literal_error":
            return f"{_shown(given)} is not possible", f"Choose {detail['ctx']['expected']}"
        case "union_tag_invalid":
            return f"there is none called {detail['ctx']['tag']!r}", f"Choose {detail['ctx']['expected_tags']}"
        case kind:
            return f"{_shown(given)} does not fit", _MENDS.get(kind, detail["msg"])


def _fields(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """The fields a record at a place may have, as a document spells them."""
    for step in loc:
        if step in model.model_fields:
            model = _model_in(model.model_fields[str(step)].annotation) or model
    return [known.alias or name for name, known in model.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _shown(given: Any) -> str:  # noqa: ANN401 - whatever was sent
    shown = repr(given)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
