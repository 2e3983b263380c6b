import json
from pathlib import Path
from typing import Any

import pytest

from tests import sample
from tests.api.conftest import Kaohe, World, run_command, run_connected

pytestmark = pytest.mark.anyio

ASSIGNED: dict[str, Any] = {
    "goals": [{"id": "service-first", "name": "Service first"}],
    "assignments": [
        {"goal": "service-first", "holder": "health", "logic": "share", "share": "1/2"},
        {"goal": "service-first", "holder": "front-desk", "logic": "own", "kind": "team", "under": "health"},
    ],
}
SCHEME = {"id": "annual-2026", "title": "2026", "authority": "linan", "rulebook": "annual"}


@pytest.fixture
def kaohe(capsys: pytest.CaptureFixture[str]) -> Kaohe:
    """The command line without a store."""
    return lambda *arguments: run_command(capsys, *arguments)


def _written(folder: Path, **changes: Any) -> Path:  # noqa: ANN401 - fields of a document
    path = folder / "rulebook.json"
    path.write_text(json.dumps(sample.sample_rulebook(**changes)))
    return path


async def test_advice_is_printed_by_matter_and_forbids_nothing(kaohe: Kaohe, tmp_path: Path) -> None:
    ran = await kaohe("rulebook", "check", _written(tmp_path))
    head, _, rest = ran.out.partition("\n")
    assert (ran.code, ran.err, head.partition(".")[0]) == (0, "", "Rulebook annual is in order")
    assert rest.splitlines() == [
        "",
        "6 pieces of advice, which do not forbid publication",
        "",
        "Indicators that leave something unsaid",
        (
            "- indicators.1.1, indicators.1.2, indicators.2.1: it states no boundary and no source. "
            "State boundary and source."
        ),
        "- indicators.2.2: it states no boundary. State boundary.",
        "",
        "Goals and indicators",
        "- goals: there are none, so nothing says what the indicators are for. List the goals they serve.",
        "",
        "Balance",
        (
            "- indicators: none says whether it is for quality or quantity, society or economy, "
            "long_term or short_term, output or input, scale or speed. "
            "State in balance which sides each indicator is for."
        ),
        "",
        "Balance of the indicator system, by weight",
        "side\tweighs\tother side\tweighs\tundeclared",
        "quality\t0 %\tquantity\t0 %\t100 %",
        "society\t0 %\teconomy\t0 %\t100 %",
        "long_term\t0 %\tshort_term\t0 %\t100 %",
        "output\t0 %\tinput\t0 %\t100 %",
        "scale\t0 %\tspeed\t0 %\t100 %",
        "The public's evaluation weighs 0 % of the total.",
        "",
        "Asked of one unit in a year: 3 values of 3 indicators, in 1 request; 15 fields to type.",
    ]


async def test_json_has_findings_and_the_whole_report(kaohe: Kaohe, tmp_path: Path) -> None:
    found = json.loads((await kaohe("rulebook", "check", _written(tmp_path), "--json")).out)
    assert list(found) == ["rulebook", "scheme", "valid", "hash", "findings", "report"]
    assert (found["valid"], found["findings"], found["report"]["forbids"]) == (True, [], [])
    assert found["report"]["burden"][0]["fields"] == 15


async def test_what_forbids_goes_to_standard_error_and_ends_with_exit_code_2(kaohe: Kaohe, tmp_path: Path) -> None:
    ran = await kaohe("rulebook", "check", _written(tmp_path, verification={"share": "2"}))
    assert (ran.code, ran.err) == (
        2,
        (
            "Rulebook annual has 1 problem:\n- verification.share: 2 is no share of the reported values. "
            'Choose a share above 0, up to 1, such as "0.2".\n'
        ),
    )
    assert ran.out.splitlines()[1] == "5 pieces of advice, which do not forbid publication"


async def test_a_scheme_is_checked_with_its_rulebook(kaohe: Kaohe, tmp_path: Path) -> None:
    rulebook, scheme = _written(tmp_path, scheme={}), tmp_path / "scheme.json"
    scheme.write_text(json.dumps(SCHEME))
    ran = await kaohe("rulebook", "check", rulebook, "--scheme", scheme)
    assert (ran.code, ran.out.startswith("Scheme annual-2026 is in order. Its content is sha256:")) == (0, True)
    scheme.write_text(json.dumps({**SCHEME, "authority": "elsewhere"}))
    ran = await kaohe("rulebook", "check", rulebook, "--scheme", scheme)
    assert (ran.code, ran.err.splitlines()[0]) == (2, "Scheme annual-2026 has 1 problem:")


async def test_goals_are_shown_as_a_tree_with_what_they_lack(kaohe: Kaohe, tmp_path: Path) -> None:
    path = _written(tmp_path, **ASSIGNED)
    ran = await kaohe("rulebook", "goals", path)
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            "Service first (service-first), strategy",
            "    department health has a share, 50 % of the goal",
            "        team front-desk owns it, 50 % of the goal",
            "",
            "Who answers for goals",
            "- assignments.1: the shares of service-first add up to 0.5. Make them add up to 1.",
        ],
    )
    found = json.loads((await kaohe("rulebook", "goals", path, "--json")).out)
    assert (found["rulebook"], found["goals"][0]["held"][0]["of_goal"], len(found["advice"])) == ("annual", "0.5", 1)


async def test_a_rulebook_without_goals_says_so(kaohe: Kaohe, tmp_path: Path) -> None:
    ran = await kaohe("rulebook", "goals", _written(tmp_path))
    assert (ran.code, ran.out) == (0, "Rulebook annual has no goals.\n")


async def test_a_rulebook_is_compared_with_those_in_force(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    await world.publish()
    ran = await run_connected(world, capsys, "rulebook", "check", _written(tmp_path, id="other"), "--with-in-force")
    assert (ran.code, "Compared with rulebooks in force" in ran.out) == (0, False)
    changed = json.loads(json.dumps(sample.sample_rulebook(id="other")).replace('"target": "95"', '"target": "90"'))
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(changed))
    ran = await run_connected(world, capsys, "rulebook", "check", path, "--with-in-force")
    assert (ran.code, ran.out.count("\nCompared with rulebooks in force\n")) == (0, 1)
    assert (
        "- indicators.1.1.target: the target of budget is '90 %' here, and '95 %' for budget in rulebook annual. "
        "Use one target for both, or name what sets them apart.\n"
    ) in ran.out


async def test_values_of_an_earlier_year_show_reach_and_sensitivity(kaohe: Kaohe, tmp_path: Path) -> None:
    values = tmp_path / "values.csv"
    values.write_text("appraisee,budget [%],delays,hotline\nfinance,95,12,90\nhealth,76,12,45\n")
    ran = await kaohe("rulebook", "check", _written(tmp_path), "--values", values, "--json")
    report = json.loads(ran.out)["report"]
    assert [(one["indicator"], one["best"], one["worst"]) for one in report["reach"]] == [
        ("budget", "1", "0.8"),
        ("delays", "1", "1"),
        ("hotline", "1", "0.5"),
    ]
    assert [one["place"] for one in report["sensitivity"]["weights"]][:4] == [
        "evaluators.1.weight",
        "evaluators.2.weight",
        "evaluators.3.weight",
        "indicators.1.weight",
    ]


async def test_values_that_do_not_fit_are_refused(kaohe: Kaohe, tmp_path: Path) -> None:
    values = tmp_path / "values.csv"
    values.write_text("appraisee,growth\nfinance,95\n")
    ran = await kaohe("rulebook", "check", _written(tmp_path), "--values", values)
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (2, "", "Refused: table values.csv.")
