"""Every measure still runs, on next to nothing; how fast is for `make bench` to say."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from rich.console import Console

from api.scoring.computing import compute_all
from tests.bench import bare, regulation
from tests.bench.__main__ import MEASURES, Name
from tests.bench.measure import TINY, Bench, Compared, Counted, Delayed, Finding, Flat, Rates, Took
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
    [
        ("append", 3),
        ("library", 4),
        ("replay", 2),
        ("steps", 2),
        ("launch", 1),
        ("visible", 2),
        ("score", 3),
        ("check", 2),
        ("crowd", 2),
        ("broadcast", 1),
        ("term", 1),
        ("rehearse", 1),
    ],
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
                assert len(finding.delays) == (2 * TINY.pairs if name == "check" else TINY.writes)
            case Took():
                assert finding.seconds > 0
            case Flat():
                assert finding.before > 0
                assert finding.after > 0


def test_every_measure_is_smoked() -> None:
    assert list(MEASURES) == [
        "append",
        "library",
        "replay",
        "steps",
        "launch",
        "visible",
        "score",
        "check",
        "crowd",
        "broadcast",
        "term",
        "rehearse",
    ]


@pytest.mark.parametrize("kind", regulation.Kind)
def test_the_bare_sums_come_to_the_totals_of_scoring(kind: regulation.Kind) -> None:
    facts = regulation.facts(kind, 12)
    scored = [f"{one.appraisee} {one.result.total}\n" for one in compute_all(regulation.rulebook(kind), facts, 1)]

    assert scored == list(bare.totals({appraisee: bare.plain(known) for appraisee, known in facts.items()}))


def compared(*ratios: float, bar: float | None) -> Compared:
    return Compared("append", "events/s", Rates(ratios, (1.0,) * len(ratios)), "INSERT", bar)


SLOW, FAST, UNBARRED = compared(0.1, 0.4, 0.9, bar=0.5), compared(0.1, 0.5, 0.9, bar=0.5), compared(0.1, bar=None)
LONG, SHORT = Took("score", 61.5, 60.0, "900 MB"), Took("score", 3.5, None)
LATE = Delayed("write to visible", (0.01,) * 94 + (0.2,) * 6, 0.1)
IN_TIME = Delayed("write to visible", (0.01,) * 96 + (0.2,) * 4, 0.1)
GROWN, LEVEL = Flat("memory", 300.0, 420.0, 1.1), Flat("memory", 300.0, 310.0, 1.1)
EXACT = Counted("reminder", "at most 3 transitions", "tests/workflows/test_cost.py")


def test_what_misses_its_bar_by_its_median_or_95th_percentile_is_missed_and_nothing_else() -> None:
    assert missed([SLOW, FAST, UNBARRED, LATE, IN_TIME, LONG, SHORT, GROWN, LEVEL, EXACT]) == [SLOW, LATE, LONG, GROWN]


def test_findings_are_shown_in_a_table_and_as_json() -> None:
    findings: list[Finding] = [SLOW, UNBARRED, LATE, LONG, SHORT, GROWN, LEVEL, EXACT]
    console = Console(width=150)
    with console.capture() as shown:
        console.print(table(findings))

    assert shown.get().count("MISSED") == 4
    assert [document(finding)["measure"] for finding in findings] == [finding.name for finding in findings]
    assert json.loads(json.dumps([document(finding) for finding in findings]))[0]["ratio"] == 0.4


def test_the_machine_is_described() -> None:
    assert machine().cores >= 1
    assert machine().fsync > 0
