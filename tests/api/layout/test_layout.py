"""Documents of any model are laid out in sheets and gathered again, and mistakes are told by their cells."""

import io
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ConfigDict, Field

from api.documents import Placed, placed
from api.layout import layout
from api.layout.gathering import gather
from api.layout.laying import Written, lay_out
from api.mistakes import Mistaken
from api.tables import read, write
from domain.event import Record
from domain.exact import Exact
from domain.regulation import Finding
from domain.regulation.identifiers import Slug


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Point(Record):
    x: Exact
    y: Exact = Field(alias="why")


class Line(Record):
    shape: Literal["line"]
    start: Point
    of: Colour = Colour.RED
    points: tuple[Exact, ...] = ()


class Dots(Record):
    shape: Literal["dots"]
    of: int | None = None
    points: str | None = None
    dots: tuple[Point, ...] = ()


class Style(Record):
    bold: bool = False
    colour: Colour | None = None


class Part(Record):
    id: Slug
    weight: Exact | None = None
    parts: tuple["Part", ...] = ()
    drawn: Annotated[Line | Dots, Field(discriminator="shape")] | None = None
    style: Style | None = None
    names: tuple[str, ...] | None = None
    costs: dict[str, Exact] = Field(default_factory=dict)
    notes: tuple[Point, ...] = ()


class Plan(Record):
    model_config = ConfigDict(serialize_by_alias=True)

    id: Slug
    title: str = ""
    day: date | None = None
    style: Style
    remarks: tuple[str | Point, ...] = ()
    parts: tuple[Part, ...] = ()
    limits: dict[Slug, dict[Slug, Exact]] = Field(default_factory=dict)


PLAN = layout(Plan)


def written(lines: Written) -> bytes:
    stream = io.BytesIO()
    write(stream, "Plan", PLAN.forms, lines)
    return stream.getvalue()


def gathered(lines: Written) -> Placed:
    return gather(read(written(lines), "w.xlsx"), PLAN)


def plain(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


# ---------------------------------------------------------------- the law

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff"), min_size=1)
said = texts.filter(str.strip)
numbers = st.sampled_from(["0", "0.30", "-5", "1/17", "100000000000000000000.5"])
points = st.fixed_dictionaries({"x": numbers, "why": numbers})
styles = st.fixed_dictionaries({}, optional={"bold": st.booleans(), "colour": st.sampled_from(["red", "green"])})
drawn = st.one_of(
    st.fixed_dictionaries(
        {"shape": st.just("line"), "start": points},
        optional={"of": st.sampled_from(["red", "green"]), "points": st.lists(numbers)},
    ),
    st.fixed_dictionaries(
        {"shape": st.just("dots")},
        optional={"of": st.integers(-9, 9), "points": said, "dots": st.lists(points, max_size=2)},
    ),
)
lines_of_text = st.sampled_from(["a", "a: b", "[", "{x", " a", "a\n", "two\nlines", "", "=1+1"]) | texts


def parts(within: st.SearchStrategy[list[dict[str, Any]]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    optional = {
        "weight": numbers,
        "drawn": drawn,
        "style": styles,
        "names": st.lists(lines_of_text, max_size=3),
        "costs": st.dictionaries(lines_of_text, numbers, max_size=3),
        "notes": st.lists(points, max_size=2),
        "parts": within,
    }
    return st.lists(st.fixed_dictionaries({}, optional=optional), max_size=3)


slugs = st.sampled_from(["a", "b-2", "c"])
plans = st.fixed_dictionaries(
    {"id": slugs, "style": styles, "parts": st.recursive(st.just([]), parts, max_leaves=4)},
    optional={
        "title": said,
        "day": st.dates().map(date.isoformat),
        "remarks": st.lists(said | points, max_size=3),
        "limits": st.dictionaries(slugs, st.dictionaries(slugs, numbers, min_size=1, max_size=2), max_size=2),
    },
)


def _named(nodes: list[dict[str, Any]], prefix: str = "p") -> list[dict[str, Any]]:
    """The parts, each with an id of its own."""
    return [
        node | {"id": f"{prefix}-{n}"} | ({"parts": _named(node["parts"], f"{prefix}-{n}")} if "parts" in node else {})
        for n, node in enumerate(nodes)
    ]


@given(plans)
@example({"id": "a", "style": {}, "parts": [{"style": {}, "names": [], "parts": [{"names": ["[x]"]}, {}]}]})
@example({"id": "a", "style": {}, "parts": [{"costs": {"a: b": "1", "{": "2"}}], "limits": {"a": {"b": "1/3"}}})
def test_a_document_is_the_same_after_it_was_a_workbook(document: dict[str, Any]) -> None:
    plan = Plan.model_validate(document | {"parts": _named(document["parts"])})
    back = gathered(lay_out(plain(plan), PLAN))
    assert Plan.model_validate(back) == plan


# ---------------------------------------------------------------- sheets


def test_sheets_and_columns_are_those_of_the_model() -> None:
    drawing = ["shape", "start.x", "start.why", "of", "points"]
    assert [(form.sheet, [column.heading for column in form.columns]) for form in PLAN.forms] == [
        ("Plan", ["id", "title", "day", "style", "style.bold", "style.colour"]),
        ("Remarks", ["plain text", "x", "why"]),
        (
            "Parts",
            [
                *("parent", "id", "weight", *(f"drawn.{name}" for name in drawing)),
                *("style", "style.bold", "style.colour", "names", "costs"),
            ],
        ),
        ("Parts drawn dots", ["belongs to", "x", "why"]),
        ("Parts notes", ["belongs to", "x", "why"]),
        ("Limits", ["of", "for", "value"]),
    ]


def test_a_column_says_which_kind_of_record_it_is_for() -> None:
    notes = {column.heading: column.note for column in PLAN.forms[2].columns}
    assert (notes["drawn.start.x"], notes["drawn.points"], notes["drawn.of"]) == (
        "For line: Number.",
        "For line: One on each line. For dots: Text.",
        "For line: One of red, green. For dots: Whole number.",
    )


# ---------------------------------------------------------------- mistakes

DOTTED: dict[str, Any] = {"shape": "dots", "dots": [{"x": "1", "why": "2"}]}
GOOD: dict[str, Any] = {
    "id": "plan",
    "style": {"bold": True},
    "remarks": ["Well said", {"x": "1", "why": "2"}],
    "parts": [
        {
            "id": "a",
            "weight": "0.30",
            "parts": [{"id": "a-1", "drawn": {"shape": "dots", "dots": [{"x": "1", "why": "2"}]}}],
        },
        {"id": "b", "drawn": {"shape": "line", "start": {"x": "0", "why": "1"}}},
    ],
    "limits": {"a": {"b": "1"}},
}


def change(sheet: str, row: int, **values: Any) -> Callable[[Written], None]:  # noqa: ANN401 - what cells hold
    """Writes values into the row, counted as a spreadsheet does; a double underscore stands for a dot."""
    named = {heading.replace("__", ".").replace("_", " "): value for heading, value in values.items()}
    return lambda lines: lines[sheet][row - 2].update(named)


def mistakes(*changes: Callable[[Written], None]) -> list[str]:
    lines = lay_out(plain(Plan.model_validate(GOOD)), PLAN)
    for one in changes:
        one(lines)
    with pytest.raises(Mistaken) as refused:
        gathered(lines)
    return [str(one) for one in refused.value.mistakes]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            change("Parts", 3, parent="x"),
            "sheet \"Parts\", cell A3: 'x' is no id in the sheet 'Parts'. Name the id of a row there",
        ),
        (
            change("Parts drawn dots", 2, belongs_to="a-2"),
            "sheet \"Parts drawn dots\", cell A2: 'a-2' is no id in the sheet 'Parts'. Did you mean 'a-1'?",
        ),
        (
            change("Parts", 4, parent="b"),
            (
                "sheet \"Parts\", cell A4: 'b' makes a circle, or a tree of more than 40 levels. "
                "Name a row that is not within this one"
            ),
        ),
        (
            change("Parts", 3, drawn__start__x="1"),
            "sheet \"Parts\", cell E3: is nothing that drawn.shape 'dots' has. Leave it empty",
        ),
        (
            change("Parts", 2, drawn__start__x="1"),
            "sheet \"Parts\", cell E2: is filled in, and 'drawn.shape' is empty. Fill in 'drawn.shape'",
        ),
        (
            change("Parts", 4, drawn__points="1\n2,5"),
            (
                "sheet \"Parts\", cell H4: '2,5' is written with separators. "
                "Write plain digits with a full stop before decimals, such as 1200.5"
            ),
        ),
        (
            change("Parts", 4, drawn__of="blue"),
            "sheet \"Parts\", cell G4: 'blue' is not possible. Choose from red, green",
        ),
        (
            change("Parts", 3, drawn__of="green"),
            (
                "sheet \"Parts\", cell G3: 'green' is not a number. "
                'Write plain digits, "19.58" or "1/17", without signs for thousands'
            ),
        ),
        (
            change("Parts", 2, costs="a: 1\na: 2"),
            "sheet \"Parts\", cell M2: 'a' stands there twice. Keep one of the two",
        ),
        (
            change("Parts", 2, costs="one"),
            'sheet "Parts", cell M2: \'one\' is no name with a value. Write "name: value" on each line',
        ),
        (
            change("Parts", 2, names='["a", 1]'),
            'sheet "Parts", cell L2: \'["a", 1]\' is no list of texts. Write one on each line',
        ),
        (
            change("Parts", 2, names='["a"'),
            ("sheet \"Parts\", cell L2: '[\"a\"' is no JSON: Expecting ',' delimiter. Write one on each line"),
        ),
        (
            change("Parts", 4, id="a"),
            "sheet \"Parts\", cell B4: 'a' stands in cell B2 already. Give each row a 'id' of its own",
        ),
        (
            change("Remarks", 3, plain_text="too"),
            'sheet "Remarks", cell A3: is a plain text beside a record. Keep one of the two',
        ),
        (
            lambda lines: lines["Limits"].append(lines["Limits"][0]),
            "sheet \"Limits\", cell B3: 'a' has a value for 'b' already. Keep one of the two",
        ),
    ],
)
def test_what_cannot_be_gathered_is_told_by_its_cell(changed: Callable[[Written], None], expected: str) -> None:
    assert mistakes(changed) == [expected]


def test_mistakes_of_cells_and_of_what_they_make_together_are_told_at_once() -> None:
    assert [one.partition(":")[0] for one in mistakes(change("Plan", 2, id="X Y"), change("Parts", 3, parent="x"))] == [
        'sheet "Plan", cell B2',
        'sheet "Parts", cell A3',
    ]


def test_a_tree_that_is_too_deep_is_refused_rather_than_followed() -> None:
    def deepen(lines: Written) -> None:
        lines["Parts"] += [{"id": f"d-{n}", "parent": f"d-{n - 1}" if n else "a"} for n in range(5_000)]

    assert mistakes(deepen)[0].startswith("sheet \"Parts\", cell A45: 'd-39' makes a circle, or a tree of more than 40")


def test_findings_are_told_by_the_cells_of_what_they_are_about() -> None:
    document = gathered(lay_out(plain(Plan.model_validate(GOOD)), PLAN))
    places = (
        *(
            "parts.1.1.drawn.dots.1.why",
            "parts.2.drawn.start.x",
            "parts.2",
            "parts.2.missing",
            "limits.a.b",
            "limits.a",
        ),
        *("remarks.2.Point.x", "style.bold", "plan"),
    )
    findings = [Finding(place=place, problem="p", mend="m") for place in places]
    assert [one.place for one in placed(document, findings)] == [
        'sheet "Parts drawn dots", cell C2 (parts.1.1.drawn.dots.1.why)',
        'sheet "Parts", cell E4 (parts.2.drawn.start.x)',
        'sheet "Parts", row 4 (parts.2)',
        'sheet "Parts", row 4 (parts.2.missing)',
        'sheet "Limits", cell C2 (limits.a.b)',
        'sheet "Limits", cell A2 (limits.a)',
        'sheet "Remarks", row 3 (remarks.2.Point.x)',
        'sheet "Plan", cell B6 (style.bold)',
        'sheet "Plan" (plan)',
    ]
    assert placed(dict(document), findings) == tuple(findings)
