"""`kaohe weights`, which needs no store."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.documents import load
from tests.api.conftest import Ran, run_command

pytestmark = pytest.mark.anyio

COMPARISONS: dict[str, Any] = {
    "items": ["quality", "cost", "time"],
    "comparisons": {"quality": {"cost": "3", "time": "5"}, "cost": {"time": "2"}},
}
VALUES = "unit,quality,cost,time\nfinance,90,3,1\ntransport,80,2,1\neducation,75,5,4\n"
DIRECTIONS = {"directions": {"quality": "up", "cost": "down", "time": "up"}}
SCHEME = """id: annual  # this year's
start: 2026-01-01
indicators:
  - id: service
    children:
      - {id: time, weight: 0.30}
      - {id: cost, weight: 0.30}
      - {id: quality, weight: 0.40}
"""


class Desk:
    """A folder to write documents into and run commands about them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def write(self, name: str, content: object) -> Path:
        path = self._folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    async def weights(self, *arguments: str | Path) -> Ran:
        return await run_command(self._capsys, "weights", *arguments)

    async def entropy(self, values: str = VALUES, directions: object = DIRECTIONS, *more: str) -> Ran:
        paths = self.write("values.csv", values), self.write("directions.json", directions)
        return await self.weights("entropy", paths[0], "--directions", paths[1], *more)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


async def test_comparisons_become_a_proposal(desk: Desk) -> None:
    path = desk.write("c.json", COMPARISONS)
    told = await desk.weights("ahp", path)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Weights of 3 indicators by AHP, principal eigenvector\n    quality: 0.6483, from ")

    found = json.loads((await desk.weights("ahp", path, "--method", "geometric_mean", "--json")).out)
    assert (found["method"], found["warnings"]) == ("AHP, geometric mean of rows", [])
    assert found["weights"] == {"quality": "0.6483", "cost": "0.2297", "time": "0.1220"}


async def test_values_become_a_proposal(desk: Desk) -> None:
    found = json.loads((await desk.entropy(VALUES, DIRECTIONS | {"places": 2}, "--json")).out)
    assert found["weights"] == {"quality": "0.26", "cost": "0.21", "time": "0.53"}
    assert found["basis"]["table"]["columns"][1] == {"id": "cost", "direction": "down", "values": ["3", "2", "5"]}


@pytest.mark.parametrize("name", ["scheme.yaml", "scheme.json"])
async def test_an_adopted_proposal_comes_out_as_the_document_went_in(desk: Desk, name: str) -> None:
    scheme = desk.write(name, SCHEME)
    if name.endswith(".json"):
        scheme = desk.write(name, load(scheme.rename(scheme.with_suffix(".yaml"))))
    proposal = desk.write("p.json", (await desk.weights("ahp", desk.write("c.json", COMPARISONS), "--json")).out)

    ran = await desk.weights("adopt", proposal, scheme)

    assert (ran.code, ran.err, ran.out.startswith("{")) == (0, "", name.endswith(".json"))
    weights = {"time": "0.1220", "cost": "0.2297", "quality": "0.6483"}
    children = [{"id": id_, "weight": weight} for id_, weight in weights.items()]
    expected = {"id": "annual", "start": "2026-01-01", "indicators": [{"id": "service", "children": children}]}
    assert load(desk.write(f"new-{name}", ran.out)) == expected


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"items": ["quality"]}, "items: 1 item, and from 2 to 15 can be compared"),
        ({"comparisons": {"quality": {"cost": "3", "time": "0"}}}, "0 is not on Saaty's scale"),
        ({"comparisons": {"quality": {"cost": "NaN"}}}, "'NaN' is not a number"),
        ({"comparisons": None, "matrix": [["1", "3"], ["1/3", "1"]]}, "it is not 3 rows of 3 numbers"),
        ({"itmes": ["a"]}, "Did you mean 'items'?"),
        ({"items": ["Quality", "cost"]}, "is no identifier"),
        ({"places": 1}, "does not fit"),
        ({"limit": "2"}, "is no limit of a consistency ratio"),
    ],
)
async def test_bad_comparisons_end_with_exit_code_2(desk: Desk, change: dict[str, Any], said: str) -> None:
    ran = await desk.weights("ahp", desk.write("c.json", COMPARISONS | change))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err.replace("\nProblem: ", ": ").replace("Refused: ", "")


@pytest.mark.parametrize(
    ("values", "directions", "said"),
    [
        (VALUES.replace("80", ""), DIRECTIONS, "row 3, quality: is empty"),
        (VALUES.replace("80", "inf"), DIRECTIONS, "row 3, quality: 'inf' is not a number"),
        (VALUES.replace("80", "1/3"), DIRECTIONS, "row 3, quality: 1/3 is no plain number"),
        (VALUES.replace("transport", ""), DIRECTIONS, "row 3, unit: names no appraisee"),
        (VALUES.replace("transport", "finance"), DIRECTIONS, "appraisees: finance stands twice"),
        (VALUES.replace("80,", ""), DIRECTIONS, "row 3: has 3 cells, the heading 4"),
        (VALUES.replace("cost", "time"), DIRECTIONS, "column 'time': stands 2 times in row 1"),
        (VALUES.replace("cost", "costs"), DIRECTIONS, "column 'costs': has no direction. Did you mean 'cost'?"),
        (
            VALUES,
            {"directions": {**DIRECTIONS["directions"], "reach": "up"}},
            "directions.reach: there is no such column",
        ),
        (VALUES, {"directions": {"quality": "left"}}, "directions.quality: 'left' is not possible"),
        (VALUES, {**DIRECTIONS, "normalization": "share"}, "normalization: unknown field"),
        ("", DIRECTIONS, "is empty"),
        ("unit\nfinance\n", {"directions": {}}, "appraisees: there are 1"),
        ("unit,quality\n", {"directions": {"quality": "up"}}, "appraisees: there are 0"),
    ],
)
async def test_bad_values_end_with_exit_code_2(desk: Desk, values: str, directions: object, said: str) -> None:
    ran = await desk.entropy(values, directions)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err.replace("Problem: ", "").replace(".\nMend:", ".")


async def test_all_bad_cells_are_told_at_once(desk: Desk) -> None:
    ran = await desk.entropy(VALUES.replace("80", "1/3").replace("5,4", ","))
    assert [line for line in ran.err.splitlines() if line.startswith("- ")] == [
        "- row 3, quality: 1/3 is no plain number. Write at most 40 digits",
        "- row 4, cost: is empty. Give the value, or leave the appraisee or the indicator out",
        "- row 4, time: is empty. Give the value, or leave the appraisee or the indicator out",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"weights": {"quality": "0.7", "cost": "0.2", "time": "0.1"}},
            "is not what its own comparisons or values give",
        ),
        ({"weights": {"quality": "NaN"}}, "'NaN' is not a number"),
        ({"basis": {"kind": "delphi"}}, "there is none called 'delphi'"),
    ],
)
async def test_what_is_no_proposal_is_not_adopted(desk: Desk, change: dict[str, Any], said: str) -> None:
    proposal = json.loads((await desk.weights("ahp", desk.write("c.json", COMPARISONS), "--json")).out)
    ran = await desk.weights("adopt", desk.write("p.json", proposal | change), desk.write("scheme.yaml", SCHEME))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
