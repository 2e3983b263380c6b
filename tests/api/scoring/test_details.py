"""The further sheets of a workbook of values add to the facts of its rows."""

from decimal import Decimal

from api.mistakes import Mistake
from api.scoring.details import Earlier, read_details
from api.scoring.values import Raw, ValuesReader, facts_of
from api.tables import Sheet, Workbook
from domain.regulation import Effect
from domain.scoring import EarlierResult, Facts
from tests.api.scoring.sheets import sheet
from tests.domain.rulebooks import INDICATORS_ONLY, leaf, rulebook

BOOK = rulebook(
    leaf("growth", "0.5", rule={"shape": "improvement", "years": 3}, target=None, relief=["full_marks"]),
    leaf("audit", "0.25", rule={"shape": "count_deduction", "kinds": {"minor": "1"}}, target=None),
    {"id": "service", "name": "Service", "weight": "0.25", "rule": {"shape": "rated", "panels": {"leaders": "1"}}},
    panels=[{"id": "leaders", "name": "Leaders", "kind": "leaders", "mean": "weighted"}],
    evaluators=INDICATORS_ONLY,
    external_causes={"ruled_by": "the committee", "heard_by": "the office"},
)


def read(*sheets: Sheet) -> tuple[dict[str, Facts], Earlier, list[str]]:
    reader = ValuesReader(BOOK)
    raws: dict[str, Raw] = reader.read(sheet("appraisee|growth", "finance|5", "land|4", name="Values"))
    mistakes: list[Mistake] = list(reader.mistakes)
    earlier = read_details(Workbook("values.xlsx", "", sheets), sheets, raws, mistakes)
    facts = facts_of(BOOK, raws, 2026, mistakes)
    return facts, earlier, [str(mistake) for mistake in mistakes]


def test_each_sheet_adds_its_rows_to_the_facts() -> None:
    facts, earlier, mistakes = read(
        sheet("appraisee|indicator|year|value", "finance|growth|2025|4", "finance|growth|2024|", name="Past"),
        sheet("appraisee|provision|case|kind|count|points|evidence", "finance|audit|a-1|minor|2||file 7", name="Cases"),
        sheet(
            "appraisee|indicator|panel|evaluator|score|weight|invited",
            "finance|service|leaders|mayor|90|2|3",
            "finance|service|leaders|deputy|80||",
            "finance|service|leaders|other|||",
            name="Scores",
        ),
        sheet(
            "appraisee|indicator|upheld|effect|target|by|evidence",
            "land|growth|yes|full_marks||committee|",
            name="Rulings",
        ),
        sheet("appraisee|year|grade|total|attested by|source", "land|2025|good|80|office|file 9", name="Earlier"),
    )
    assert mistakes == []
    assert facts["finance"].past == {"growth": {2025: Decimal(4), 2024: None}}
    (case,) = facts["finance"].cases["audit"]
    assert (case.id, case.kind, case.count, case.evidence) == ("a-1", "minor", 2, ("file 7",))
    scores = facts["finance"].scores["service"]["leaders"]
    assert [(one.by, one.value, one.weight) for one in scores.given] == [
        ("mayor", Decimal(90), Decimal(2)),
        ("deputy", Decimal(80), Decimal(1)),
        ("other", None, Decimal(1)),
    ]
    assert scores.invited == 3
    assert facts["land"].rulings["growth"].effect is Effect.FULL_MARKS
    assert earlier == {
        "land": (EarlierResult(year=2025, grade="good", total=Decimal(80), attested_by="office", source="file 9"),)
    }


def test_all_mistakes_of_all_sheets_are_said_at_once() -> None:
    _, _, mistakes = read(
        sheet("appraisee|indicator|year|value", "finance|growth|2O25|4", name="Past"),
        sheet("appraisee|provision|case|kind", "finance|audit||minor", name="Cases"),
    )
    assert [mistake.partition(": ")[0] for mistake in mistakes] == ['sheet "Past", cell C2', 'sheet "Cases", cell C2']


def test_a_row_about_nobody_in_the_table_and_a_value_given_twice_are_mistakes() -> None:
    _, _, mistakes = read(
        sheet(
            "appraisee|indicator|year|value",
            "trade|growth|2025|4",
            "land|growth|2025|4",
            "land|growth|2025|5",
            name="Past",
        ),
        sheet(
            "appraisee|indicator|panel|evaluator|score",
            "land|service|leaders|mayor|4",
            "land|service|leaders|mayor|5",
            name="Scores",
        ),
    )
    assert mistakes == [
        'sheet "Past", cell A2: trade has no row among the values. Add the row, or correct the appraisee',
        'sheet "Past", cell C4: growth has a value for 2025 already. Give each year one value',
        'sheet "Scores", cell D3: mayor has scored there already. Keep one of the two rows',
    ]


def test_two_results_of_an_earlier_year_are_a_mistake() -> None:
    _, _, mistakes = read(sheet("appraisee|year|grade", "land|2025|good", "land|2025|poor", name="Earlier"))
    assert mistakes == ['sheet "Earlier", cell B3: land has a result for 2025 already. Give each year one result']
