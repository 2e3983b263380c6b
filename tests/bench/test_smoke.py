"""Every measure still runs, on next to nothing; how fast is for `make bench` to say."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from rich.console import Console

from tests.bench.__main__ import MEASURES, Name
from tests.bench.measure import TINY, Bench, Compared, Counted, Delayed, Finding, Rates
from tests.bench.place import machine, on
from tests.bench.report import document, missed, table
from tests.postgres import Server
from tests.temporal import TemporalServer, serve_temporal


@pytest.fixture
def bench(server: Server) -> Iterator[Bench]:
    """A bench on the tests' own server, which is not durable; Temporal starts for the launch only."""
    with ExitStack() as stack:

        @cache
        def temporal() -> TemporalServer:
            return stack.enter_context(serve_temporal())

        yield on(server, temporal, TINY, lambda _: None)


@pytest.mark.parametrize(
    ("name", "findings"),
    [("append", 3), ("library", 4), ("replay", 2), ("steps", 2), ("launch", 1), ("visible", 2)],
)
def test_a_measure_runs_and_finds_something(bench: Bench, name: Name, findings: int) -> None:
    found = MEASURES[name](bench)

    assert findings == len(found)
    for finding in found:
        match finding:
            case Compared():
                assert finding.ratio > 0
                assert TINY.pairs == len(finding.rates.ours) == len(finding.rates.bare)
            case Delayed():
                assert TINY.writes == len(finding.delays)


def test_every_measure_is_smoked() -> None:
    assert list(MEASURES) == ["append", "library", "replay", "steps", "launch", "visible"]


def compared(*ratios: float, bar: float | None) -> Compared:
    return Compared("append", "events/s", Rates(ratios, (1.0,) * len(ratios)), "INSERT", bar)


SLOW, FAST, UNBARRED = compared(0.1, 0.4, 0.9, bar=0.5), compared(0.1, 0.5, 0.9, bar=0.5), compared(0.1, bar=None)
LATE = Delayed("write to visible", (0.01,) * 94 + (0.2,) * 6, 0.1)
IN_TIME = Delayed("write to visible", (0.01,) * 96 + (0.2,) * 4, 0.1)
EXACT = Counted("reminder", "at most 3 transitions", "tests/workflows/test_cost.py")


def test_what_misses_its_bar_by_its_median_or_95th_percentile_is_missed_and_nothing_else() -> None:
    assert missed([SLOW, FAST, UNBARRED, LATE, IN_TIME, EXACT]) == [SLOW, LATE]


def test_findings_are_shown_in_a_table_and_as_json() -> None:
    findings: list[Finding] = [SLOW, UNBARRED, LATE, EXACT]
    console = Console(width=150)
    with console.capture() as shown:
        console.print(table(findings))

    assert shown.get().count("MISSED") == 2
    assert [document(finding)["measure"] for finding in findings] == [finding.name for finding in findings]
    assert json.loads(json.dumps([document(finding) for finding in findings]))[0]["ratio"] == 0.4


def test_the_machine_is_described() -> None:
    assert machine().cores >= 1
    assert machine().fsync > 0
