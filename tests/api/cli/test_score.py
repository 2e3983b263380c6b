"""`kaohe score` over a table of values, which needs no store."""

import json
from pathlib import Path

import pytest

from api.documents import load
from api.scoring.details import EARLIER
from api.tables.form import Column, Form
from api.tables.writing import write
from domain.exact import text
from domain.explanation import Explanation
from domain.scoring.reevaluating import reevaluate
from tests.api.conftest import Ran, run_command
from tests.domain.rulebooks import INDICATORS_ONLY, document, leaf

pytestmark = pytest.mark.anyio

BOOK = document(
    leaf("growth", "0.5"),
    leaf("permits", "0.5", rule={"shape": "rank", "ties": "better", "points": ["100", "50"], "rest": "0"}, target=None),
    evaluators=INDICATORS_ONLY,
    quotas=[{"grades": ["excellent"], "most": "0.5", "with_approval": "1"}],
    consequences=[{"id": "twice", "name": "Twice", "grades": ["good"], "years": 2, "then": ["a commendation"]}],
)
VALUES = "appraisee,name,growth,permits\na,甲,100,9\nb,乙,80,7\nc,丙,,5\n"


class Desk:
    """A folder with a rulebook and values to score."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.rulebook = self.write("rulebook.json", json.dumps(BOOK))
        self.values = self.write("values.csv", VALUES)

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return path

    async def score(self, *arguments: str | Path) -> Ran:
        return await run_command(
            self._capsys, "score", "--rulebook", self.rulebook, "--values", self.values, *arguments
        )


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


async def test_totals_ranks_grades_and_quotas_are_printed(desk: Desk) -> None:
    ran = await desk.score()
    assert ran == Ran(
        0,
        "appraisee\tname\tpeers\trank\ttotal\tgrade\twhy\n"
        "a\t甲\tall\t1 of 3\t100.00\texcellent\t\n"
        "b\t乙\tall\t2 of 3\t65.00\tpoor\t\n"
        "c\t丙\tall\t3 of 3\t0.00\tpoor\tmissing: 1 Growth\n"
        "Quota of excellent among all: 1 of 3, at most 1\n",
        "",
    )


async def test_an_explanation_is_printed_for_whom_it_is_asked(desk: Desk) -> None:
    ran = await desk.score("--explain", "c")
    assert "Total of c: 0.00" in ran.out
    assert "left out, being missing: 1 Growth" in ran.out
    assert "Total of a" not in ran.out


async def test_json_has_exact_numbers_and_the_hash_of_the_rulebook(desk: Desk) -> None:
    ran = await desk.score("--json", "--explain", "a")
    found = json.loads(ran.out)
    assert found["rulebook_hash"].startswith("sha256:")
    assert [(one["appraisee"], one["total"], one["grade"]) for one in found["scored"]] == [
        ("a", "100.00", "excellent"),
        ("b", "65.00", "poor"),
        ("c", "0.00", "poor"),
    ]
    assert found["explanations"]["a"]["label"] == "Total of a"


async def test_every_explanation_goes_to_a_file_and_can_be_computed_again(desk: Desk) -> None:
    out = desk.folder / "why.jsonl"
    await desk.score("--explanations", out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    explained = {line["appraisee"]: Explanation.model_validate(line["explanation"]) for line in lines}
    assert {name: reevaluate(one) for name, one in explained.items()} == {"a": 100, "b": 65, "c": 0}
    assert {name: text(one.score) for name, one in explained.items() if one.score is not None} == {
        "a": "100.00",
        "b": "65.00",
        "c": "0.00",
    }
    again = await desk.score("--explanations", out)
    assert (again.code, again.err) == (
        2,
        f"Refused: file {out}.\nProblem: is there already.\nMend: Name another file.\n",
    )


async def test_what_follows_over_the_years_is_said(desk: Desk) -> None:
    desk.write("scheme.json", "{}")
    book = {
        **BOOK,
        "consequences": [{"id": "ever", "name": "Poor", "grades": ["poor"], "years": 1, "then": ["advice"]}],
    }
    desk.write("rulebook.json", json.dumps(book))
    ran = await desk.score("--year", "2026")
    assert "b\t乙\tall\t2 of 3\t65.00\tpoor\tPoor: advice\n" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--approve", "2"], "Refused: quota 2.\nProblem: has no higher cap to approve.\nMend: Approve one of: 1.\n"),
        (["--explain", "z"], "Refused: appraisee z.\nProblem: is not in values.csv.\nMend: Name one of its rows.\n"),
        (
            ["2026:a"],
            (
                "Refused: score.\nProblem: is asked of a recorded result and of a table at once.\n"
                "Mend: Give CYCLE:APPRAISEE, or --rulebook FILE and --values FILE.\n"
            ),
        ),
    ],
)
async def test_what_makes_no_sense_is_refused(desk: Desk, arguments: list[str], said: str) -> None:
    ran = await desk.score(*arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


async def test_nothing_to_score_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    ran = await run_command(capsys, "score")
    assert (ran.code, ran.err.splitlines()[1]) == (2, "Problem: is asked of nothing.")
    ran = await run_command(capsys, "score", "--rulebook", desk.rulebook)
    assert (ran.code, ran.err.splitlines()[1]) == (2, "Problem: has no values to score.")


async def test_every_mistake_of_the_table_is_said_at_once(desk: Desk) -> None:
    desk.write("values.csv", "appraisee,growth,permits\na,much,9\nb,80,7%\n")
    ran = await desk.score()
    assert ran.code == 2
    assert ran.err.count("\n- ") == 2
    assert "cell B2" in ran.err
    assert "cell C3" in ran.err


async def test_a_rulebook_with_findings_is_refused(desk: Desk) -> None:
    desk.write("rulebook.json", json.dumps({**BOOK, "missing": "guess"}))
    ran = await desk.score()
    assert (ran.code, ran.err.splitlines()[0]) == (2, "Refused: rulebook rulebook.json.")
    assert load(desk.rulebook)["missing"] == "guess"


async def test_a_refusal_names_the_appraisee_and_leaves_no_file_of_explanations(desk: Desk) -> None:
    by_formula = document(
        leaf("growth", rule={"shape": "formula", "points": "100 / value"}, target=None), evaluators=INDICATORS_ONLY
    )
    desk.write("rulebook.json", json.dumps(by_formula))
    desk.write("values.csv", "appraisee,growth\na,5\nb,0\n")
    out = desk.folder / "why.jsonl"
    ran = await desk.score("--explanations", out)
    assert (ran.code, ran.err) == (
        2,
        (
            "Refused: appraisee b, indicator growth, expression 100 / value.\n"
            "Problem: it divides by value, which is 0.\n"
            "Mend: Say what holds then, with if ... then ... else ...\n"
        ),
    )
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            [],
            (
                "Refused: appraisee a.\nProblem: has results of earlier years, and the year appraised is not known.\n"
                "Mend: Say it with --year.\n"
            ),
        ),
        (
            ["--year", "2025"],
            (
                "Refused: table values.xlsx.\n"
                "Problem: earlier results of a: 2025 is not before 2025, the year appraised.\n"
                "Mend: Correct the one or the other.\n"
            ),
        ),
    ],
)
async def test_earlier_results_need_the_year_that_they_are_before(desk: Desk, arguments: list[str], said: str) -> None:
    values = desk.folder / "values.xlsx"
    rows = {"Values": [{"appraisee": "a"}], "Earlier": [{"appraisee": "a", "year": "2025", "grade": "good"}]}
    with values.open("xb") as out:
        write(out, "Values", [Form("Values", (Column("appraisee"),)), EARLIER], rows)
    desk.values = values
    ran = await desk.score(*arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", said)
