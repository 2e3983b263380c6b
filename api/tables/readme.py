"""The instructions of a workbook: what each sheet and column is for, made of its forms."""

from collections.abc import Iterator, Sequence

from api.sentences.words import listed
from api.tables.form import Column, Form

_RULES = (
    "Fill in the sheets below their headings; leave the headings as they are. Columns may stand in any order.",
    "Write numbers as plain digits, with a full stop before decimals: 1200.5. They are read exactly as written.",
    "Write dates as year-month-day: 2026-03-01.",
    "Formulas, merged cells, and hidden rows, columns or sheets with values in them are refused.",
)

Told = tuple[tuple[str, ...], bool]
"""The cells of a row, and whether they are a heading."""


def instructions(title: str, forms: Sequence[Form]) -> Iterator[Told]:
    """The rows of the sheet of instructions."""
    yield (title,), True
    for rule in _RULES:
        yield (rule,), False
    for form in forms:
        yield (), False
        yield (f"Sheet {form.sheet}",), True
        if form.note:
            yield (form.note,), False
        yield ("Heading", "Filled in", "Holds", "Meaning"), True
        for column in form.columns:
            yield (
                (column.heading, "always" if column.required else "if there is one", _holds(column), column.note),
                False,
            )


def _holds(column: Column) -> str:
    kind = f"one of {listed(column.choices)}" if column.choices else column.kind.value
    return f"{kind}, in one row only" if column.unique else kind
