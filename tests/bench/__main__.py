"""`python -m tests.bench`: runs the measures, prints the table, and exits 1 when a bar was missed."""

import json
import sys
from collections.abc import Mapping
from typing import Annotated, Literal

import cyclopts
from cyclopts import Parameter
from rich.console import Console

from deploy import logging
from tests.bench import (
    appends,
    broadcast,
    checking,
    crowd,
    launching,
    library,
    rehearsing,
    replays,
    scoring,
    showing,
    steps,
    terms,
)
from tests.bench.measure import FULL, QUICK, Finding, Measure
from tests.bench.place import machine, opened
from tests.bench.report import document, missed, table

Name = Literal[
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

MEASURES: Mapping[Name, Measure] = {
    "append": appends.measure,
    "library": library.measure,
    "replay": replays.measure,
    "steps": steps.measure,
    "launch": launching.measure,
    "visible": showing.measure,
    "score": scoring.measure,
    "check": checking.measure,
    "crowd": crowd.measure,
    "broadcast": broadcast.measure,
    "term": terms.measure,
    "rehearse": rehearsing.measure,
}


_WIDTH = 170
"""Columns of the table; a narrower terminal scrolls rather than breaks it."""


def bench(
    *,
    only: Annotated[tuple[Name, ...], Parameter(help="Run these measures only.")] = (),
    quick: Annotated[bool, Parameter(help="A smoke run: fewer, smaller pairs; its figures are rough.")] = False,
    as_json: Annotated[bool, Parameter(name="--json", help="Print JSON.")] = False,
) -> int:
    """Measures Kaohe against the bare thing, as ratios within one run; exits 1 when a bar is missed."""
    logging.configure(level="error")
    progress, out = Console(stderr=True, highlight=False), Console(highlight=False, width=_WIDTH)
    here = machine()
    findings: list[Finding] = []
    with opened(QUICK if quick else FULL, lambda what: progress.print(what, style="dim")) as place:
        for name, measure in MEASURES.items():
            if name in (only or MEASURES):
                findings += measure(place)
    if as_json:
        told = {"machine": here.facts(), "quick": quick, "findings": [document(finding) for finding in findings]}
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        out.print(table(findings), f"On {here}.", sep="\n", soft_wrap=True)
    return 1 if missed(findings) else 0


if __name__ == "__main__":
    app = cyclopts.App(name="python -m tests.bench", help_flags=["--help"], version_flags=[])
    app.default(bench)
    sys.exit(app())
