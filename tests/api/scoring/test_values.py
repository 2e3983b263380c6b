"""A table of values becomes facts, or everything that is wrong with it is said at once."""

from decimal import Decimal
from typing import Any

import pytest

from api.mistakes import Mistake
from api.scoring.values import ValuesReader, facts_of
from domain.regulation import Rulebook
from domain.scoring import Facts
from tests.api.scoring.sheets import sheet
from tests.domain.rulebooks import judged, leaf, rulebook

BOOK = rulebook(
    leaf("growth", "0.2", rule={"shape": "improvement", "years": 1}, target=None),
    leaf("permit-days", "0.2", unit="days", direction="down", target="5"),
    leaf("bridge", "0.2", joint={"lead": "0.6", "cooperating": "0.4"}),
    judged("order", "0.2"),
    {"id": "service", "name": "Service", "weight": "0.1", "rule": {"shape": "rated", "panels": {"public": "1"}}},
    leaf("audit", "0.1", rule={"shape": "count_deduction", "kinds": {"minor": "1", "major": "5"}}, target=None),
    panels=[{"id": "public", "name": "The public", "kind": "public"}],
    attributes=[{"name": "zone", "kind": "text", "values": ["urban", "rural"]}],
    vetoes=[{"id": "accident", "name": "A major accident", "best": "good"}],
    evaluators=[
        {"kind": "lead_departments", "weight": "0.9"},
        {"kind": "public", "weight": "0.1", "panel": "public"},
    ],
)


def read(*rows: str, book: Rulebook = BOOK, year: int | None = 2026) -> tuple[dict[str, Facts], list[str]]:
    reader = ValuesReader(book)
    raws = reader.read(sheet(*rows))
    mistakes: list[Mistake] = list(reader.mistakes)
    facts = facts_of(book, raws, year, mistakes)
    return facts, [str(mistake) for mistake in mistakes]


def facts(heading: str, cell: str) -> dict[str, Any]:
    """What one cell under one heading becomes."""
    found, mistakes = read(f"appraisee|{heading}", f"finance|{cell}", year=None)
    assert mistakes == []
    return found["finance"].model_dump(mode="json", exclude_defaults=True)


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("growth", "5.50", {"values": {"growth": {"value": "5.50"}}}),
        ("permit-days [days]", "4", {"values": {"permit-days": {"value": "4", "unit": "days"}}}),
        ("past:growth@2025", "1/3", {"past": {"growth": {"2025": "1/3"}}}),
        ("target:permit-days", "4", {"targets": {"permit-days": "4"}}),
        ("order", "88", {"points": {"order": {"value": "88"}}}),
        ("role:bridge", "cooperating of 3", {"joint": {"bridge": {"role": "cooperating", "cooperating": 3}}}),
        ("attribute:zone", "urban", {"attributes": {"zone": "urban"}}),
        (
            "scores:service/public",
            "80; ?;95",
            {"scores": {"service": {"public": {"given": [{"value": "80"}, {"value": None}, {"value": "95"}]}}}},
        ),
        ("overall:public", "70", {"overall": {"public": {"given": [{"value": "70"}]}}}),
        (
            "cases:audit",
            "a:minor; b : major*2",
            {"cases": {"audit": [{"id": "a", "kind": "minor"}, {"id": "b", "kind": "major", "count": 2}]}},
        ),
        ("cases:accident", "mine-3", {"cases": {"accident": [{"id": "mine-3"}]}}),
        ("ratings", "90;85", {"ratings": [{"value": "90"}, {"value": "85"}]}),
        ("ballots", "90", {"ballots": ["90"]}),
        ("name", "财政局", {}),
        ("growth", "", {}),
    ],
)
def test_a_cell_is_read_by_its_heading(heading: str, cell: str, expected: dict[str, Any]) -> None:
    assert facts(heading, cell) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("grwth", "cell B1: 'grwth' is no name of an indicator. Did you mean growth?"),
        ("past:growth", "cell B1: 'past:growth' says no year. Write it as past:growth@2025"),
        ("psat:growth@2025", "cell B1: 'psat:growth@2025' begins with 'psat'. Did you mean past?"),
        ("scores:service", "cell B1: 'scores:service' names no panel. There are: public"),
        ("scores:service/publik", "cell B1: 'scores:service/publik' names publik. Did you mean public?"),
        ("attribute:zones", "cell B1: 'zones' is no name of a column of kind attribute. Did you mean zone?"),
        ("growth@2025", "cell B1: 'growth@2025' names a year, and its column has none. Write 'growth' alone"),
        ("growth/public", "cell B1: 'growth/public' names a panel, and its column has none. Write 'growth' alone"),
        ("@", "cell B1: '@' is no heading. Write the id of an indicator, or a kind of column before it"),
    ],
)
def test_a_heading_that_means_nothing_is_refused(heading: str, expected: str) -> None:
    assert read(f"appraisee|{heading}", "finance|1")[1][0] == expected


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        (
            "growth",
            "5,5",
            'cell B2: \'5,5\' is not a number. Write plain digits, "19.58" or "1/17", without signs for thousands',
        ),
        (
            "growth",
            "1e3",
            'cell B2: \'1e3\' is not a number. Write plain digits, "19.58" or "1/17", without signs for thousands',
        ),
        (
            "growth",
            "NaN",
            'cell B2: \'NaN\' is not a number. Write plain digits, "19.58" or "1/17", without signs for thousands',
        ),
        ("growth", "1/0", "cell B2: '1/0' divides by zero. Write a denominator above 0"),
        ("role:bridge", "leader", "cell B2: 'leader' is no role. Write lead, cooperating or cooperating of 3"),
        ("cases:audit", ":minor", "cell B2: ':minor' is no case. Write its id, as a, a:kind or a:kind*2"),
        (
            "permit-days [weeks]",
            "1",
            "cell A2: value of indicator permit-days is in 'weeks'. Give it in 'days', the rulebook's unit",
        ),
        ("attribute:zone", "mars", "cell A2: appraisee finance has attribute zone 'mars'. Give one of: urban, rural"),
        ("ballots", "101", "cell A2: ballot is 101. Give a number from 0 to 100"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_value_and_mend(heading: str, cell: str, expected: str) -> None:
    assert read(f"appraisee|{heading}", f"finance|{cell}")[1] == [expected]


def test_all_mistakes_are_said_at_once() -> None:
    assert read("appraisee|growth|growht|order", "finance|x|1|", "Land|1||2", "finance|1||", "|3||")[1] == [
        "cell C1: 'growht' is no name of an indicator. Did you mean growth?",
        "cell C2: it stands in a column without a heading. Name the column",
        'cell B2: \'x\' is not a number. Write plain digits, "19.58" or "1/17", without signs for thousands',
        (
            "cell A3: appraisee 'Land' is no identifier. Use at most 80 lower-case letters, digits and inner hyphens,"
            " such as 'annual-2026'"
        ),
        "cell A4: finance stands in row 2 too. Give each appraisee one row",
        "cell A5: the row does not say who it is about. Name its appraisee",
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), "table: it is empty. Begin with a row of headings"),
        (("growth", "5"), "row 1: no column says who a row is about. Name the column of appraisees 'appraisee'"),
        (
            ("appraisee|growth|growth", "a|1|2"),
            "cell C1: 'growth' says the same as cell B1. Keep one of the two columns",
        ),
        (
            ("appraisee|permit-days|permit-days [days]", "a|1|2"),
            "cell C1: 'permit-days [days]' says the same as cell B1. Keep one of the two columns",
        ),
    ],
)
def test_a_table_that_is_none_is_refused(rows: tuple[str, ...], expected: str) -> None:
    assert read(*rows)[1][0] == expected


def test_the_year_appraised_is_that_of_all_rows() -> None:
    found, _ = read("appraisee|growth|past:growth@2025", "finance|5|4", "land|3|2")
    assert {known.year for known in found.values()} == {2026}
    assert found["land"].past == {"growth": {2025: Decimal(2)}}


@pytest.mark.parametrize("id_", ["name", "ratings", "ballots"])
def test_an_indicator_called_as_a_column_of_another_kind_is_never_mistaken_for_it(id_: str) -> None:
    _, mistakes = read(f"appraisee|{id_}", "finance|5", book=rulebook(leaf(id_)))
    expected = f"cell B1: {id_!r} may be the column of that name or the indicator. Give the indicator another id"
    assert mistakes[0] == expected
