"""What is made of a table by its profile, and that all that is wrong with either is said at once."""

from collections.abc import Callable
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.importing import Profile, Table, draw_up
from api.importing.rows import LeftOut
from api.mistakes import Mistaken
from domain.directory import Role
from domain.regulation import leaves_for, parse
from tests.api import importing
from tests.api.tables import given

DocumentChange = Callable[[dict[str, Any]], None]


def mistakes(content: bytes | None = None, **changes: Any) -> list[str]:  # noqa: ANN401 - JSON
    with pytest.raises(Mistaken) as refused:
        importing.plan(content, **changes)
    return [str(one) for one in refused.value.mistakes]


def test_units_are_slugs_of_full_names_in_the_order_they_appear_each_with_a_head() -> None:
    made = importing.plan()

    assert made.launch.appraisees == ("parks-gardens", "childrens-office", "library")
    assert [unit.id for unit in made.directory.units] == [*made.launch.appraisees, "audit", "hall"]
    heads = [one for one in made.directory.people if Role.HEAD in one.roles]
    assert [(head.id, head.name, head.unit) for head in heads] == [
        ("parks-gardens-head", "Head of Parks & Gardens", "parks-gardens"),
        ("childrens-office-head", "Head of Children's Office", "childrens-office"),
        ("library-head", "Head of Library", "library"),
    ]


def test_rows_that_do_not_count_are_counted_by_what_they_lack() -> None:
    made = importing.plan()

    assert made.left_out == (LeftOut(column="Goal", rows=1), LeftOut(column="Office", rows=1))
    assert (made.rows, made.indicators, made.values) == (7, 5, 4)


def test_indicators_of_a_unit_weigh_the_same_exactly_and_keep_their_numbers_as_written() -> None:
    made = importing.plan()

    rulebook = parse(made.rulebook.document)
    leaves = leaves_for(rulebook, "parks-gardens")
    assert [(leaf.id, str(leaf.weight), str(leaf.target), leaf.direction) for leaf in leaves] == [
        ("t-1", "1/3", "100", "up"),
        ("t-2", "1/3", "5", "down"),
        ("t-4", "1/3", "9", "up"),
    ]
    assert [str(leaf.target) for leaf in leaves_for(rulebook, "library")] == ["0.1"]


def test_values_are_reported_with_the_row_and_digest_they_come_from_and_a_note_where_there_is_none() -> None:
    made = importing.plan()

    values = made.reports[0].report.values
    assert [(one.indicator, one.value, one.note) for one in values] == [
        ("t-1", Decimal("104.50"), None),
        ("t-2", Decimal(7), None),
        ("t-4", None, "The table gives no value."),
    ]
    assert str(values[0].value) == "104.50"
    assert [(proof.reference, proof.sha256) for one in values for proof in one.evidence] == [
        (f"town.csv row {row}", made.sha256) for row in (2, 3, 5)
    ]


def test_groups_weigh_as_much_as_they_have_indicators() -> None:
    content = importing.csv("1,A,x,I,1,1", "2,A,y,II,1,1", "3,A,z,I,1,1", heading="No,Office,What,Part,Goal,Result")
    direction = {"constant": "up"}

    made = importing.plan(content, indicators__direction=direction, indicators__group={"column": "Part"})

    groups = made.rulebook.document["indicators"][0]["children"]
    assert [(one["id"], one["name"], one["weight"]) for one in groups] == [
        ("a-group-1", "I", "2/3"),
        ("a-group-2", "II", "1/3"),
    ]
    assert [[leaf["id"] for leaf in one["children"]] for one in groups] == [["t-1", "t-3"], ["t-2"]]


def test_a_column_of_identifiers_stands_in_for_slugs_of_names() -> None:
    content = importing.csv("1,财政局,支出,more,1,1,fin", heading=f"{importing.HEADING},Code")

    made = importing.plan(content, appraisees__id={"column": "Code", "prefix": "cn-"})

    assert [(unit.id, unit.name) for unit in made.appraisees] == [("cn-fin", "财政局")]


def test_every_wrong_cell_of_the_table_is_named_at_once() -> None:
    content = importing.csv(
        '1,Parks,a,more,"1,200",1.5', "x y,Parks,b,sideways,1,many", "3,Parks,c,less,7,1e3", "4,Parks,,more,1,1"
    )

    assert mistakes(content) == [
        'row 2, Goal: \'1,200\' is not a number. Write plain digits, "19.58" or "1/17", without signs for thousands',
        (
            "row 3, No: identifier 't-x y' is no identifier. Use at most 80 lower-case letters, digits and inner "
            "hyphens, such as 'annual-2026'"
        ),
        "row 3, Better: 'sideways' is no direction the profile knows. Write one of more, less",
        'row 3, Result: \'many\' is not a number. Write plain digits, "19.58" or "1/17", without signs for thousands',
        'row 4, Result: \'1e3\' is not a number. Write plain digits, "19.58" or "1/17", without signs for thousands',
        (
            "row 5, What: '' says there is nothing, in a row that counts. "
            "Fill it in, or let rows count only where 'What' is given (rows.where_given in the profile)"
        ),
    ]


def test_rows_of_the_wrong_length_are_named_with_the_others_in_the_order_of_the_table() -> None:
    content = importing.csv("1,Parks,a,more,x,1", "2,Parks,a, b,more,1,1", "3,Parks,c,more,y,1")

    assert [mistake.partition(":")[0] for mistake in mistakes(content)] == ["row 2, Goal", "row 3", "row 4, Goal"]


def test_a_table_of_another_kind_is_told_by_its_columns_before_its_rows() -> None:
    found = mistakes(importing.csv("1", heading="No,Office"))

    assert len(found) == 4
    assert found[0].startswith("column 'Goal': is not there, and indicators.target of the profile reads it.")


def test_ids_that_name_two_things_are_refused() -> None:
    content = importing.csv("1,Parks Office,a,more,1,1", "1,Parks-Office,b,more,1,1", "3,Audit,c,more,1,1")

    assert mistakes(content) == [
        (
            "row 3, Office: 'Parks-Office' would be unit parks-office, as is 'Parks Office' in row 2. "
            "Write one unit in one way, and give each unit an identifier of its own"
        ),
        "row 3, No: indicator t-1 stands in row 2 already. Give each indicator an identifier of its own",
        (
            "row 4, Office: 'Audit' would be unit audit, as is 'Audit' of the profile's units. "
            "Write one unit in one way, and give each unit an identifier of its own"
        ),
    ]


@pytest.mark.parametrize("name", ["财政局", "Office of " + "very " * 16 + "long names"])
def test_a_name_that_makes_no_identifier_asks_for_a_column_of_identifiers(name: str) -> None:
    found = mistakes(importing.csv(f"1,{name},a,more,1,1"))

    assert len(found) == 1
    assert found[0].endswith("Name a column of short identifiers as appraisees.id in the profile")


def test_a_table_in_which_no_row_counts_is_refused() -> None:
    assert mistakes(importing.csv("1,n/a,a,more,1,1", "2,Parks,a,more,,1")) == [
        (
            "rows: none counts: 1 without Goal, 1 without Office. "
            "Correct rows.where_given or table.not_given in the profile"
        )
    ]


def test_what_the_rulebook_has_against_a_row_is_said_of_the_row() -> None:
    content = importing.changed(3, "3,Children's Office,Places in day care,more,0,1200")

    assert mistakes(content, indicators__rule={"shape": "ratio_to_target"}) == [
        "row 4, Goal: there is no ratio to a target of 0. Choose a target above 0, or a rule of shape met_or_not"
    ]


def test_what_is_wrong_with_the_regulation_is_said_of_the_profile() -> None:
    evaluators = [{"kind": "lead_departments", "weight": "0.9"}]

    assert mistakes(rulebook__evaluators=evaluators) == [
        "rulebook.evaluators in the profile: the weights of the evaluators add up to 0.9. Make them add up to 1"
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cicle": "x"}, "cicle: unknown field. Did you mean 'cycle'?"),
        ({"indicators__lead": None}, "indicators.lead: is missing. Add 'lead'"),
        ({"indicators__unit": {}}, "indicators.unit: names neither a column nor a constant. Name one of the two"),
        (
            {"indicators__direction": {"column": "Better"}},
            (
                "indicators.direction: does not say what the words in 'Better' mean. "
                "Add values that say up or down of each"
            ),
        ),
        (
            {"appraisees__head": {"id": "{agency}-head"}},
            "appraisees.head.id: '{agency}-head' holds {agency}, which nothing is put in for. Use {unit} or {name}",
        ),
        ({"period__start": "2026-13-01"}, "period.start: '2026-13-01' is not a date. Write it as \"2026-12-31\""),
        ({"table__delimiter": ";;"}, "table.delimiter: ';;' does not fit. String should have at most 1 character"),
    ],
)
def test_a_profile_with_a_mistake_is_refused_by_its_place(
    changes: dict[str, Any], expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(yaml.safe_dump(importing.profile(**changes)))

    with pytest.raises(Mistaken) as refused:
        Profile.load(path)

    assert [str(one) for one in refused.value.mistakes] == [expected]


def test_a_cell_of_a_workbook_that_is_no_value_is_a_mistake_where_it_is_read_and_nowhere_else() -> None:
    rows = [line.split(",") for line in (f"{importing.HEADING},Notes", *(f"{row},<f>1</f>" for row in importing.ROWS))]
    rows[1][4] = "<f>A1</f><v>3</v>"
    content = given.package(given.parts("".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)))
    with pytest.raises(Mistaken) as refused:
        draw_up(Table.parse(content, "town.xlsx"), Profile.model_validate(importing.profile()))
    assert [str(one) for one in refused.value.mistakes] == [
        "row 2, Goal: holds the formula =A1, which gave 3. Put values in place of formulas (copy, then paste as values)"
    ]


def _cell(text: str) -> str:
    return f"<c>{text}</c>" if text.startswith("<f>") else f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'
