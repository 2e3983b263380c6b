"""Evaluations of projects and policies are attested with their sources, and count by rule in a cycle."""

from decimal import Decimal
from typing import Any

import pytest

from domain.appraisal.taken_events import TakenIn, TakenSource, ValuesTakenIn
from domain.evaluations import AttestEvaluations, Evaluation, EvaluationsAttested
from domain.refusal import Reason
from domain.schedule import StepName
from domain.streams import record_stream
from tests import sample
from tests.domain.given import Given, Outcome
from tests.domain.history import COMMITTEE, OFFICE
from tests.domain.linked import YEAR, begun, indicator, launched, of, opened, rulebook

RECORD = record_stream(sample.AUTHORITY)
BRIDGE = {
    "id": "bridge-2026",
    "kind": "project",
    "name": "The new bridge",
    "appraisee": "finance",
    "year": 2026,
    "total": "80",
    "source": "Report 12",
}
METRO = {**BRIDGE, "id": "metro-2026", "name": "The metro", "total": "90"}
GRANTS = {**BRIDGE, "id": "grants-2026", "kind": "policy", "name": "Grants for start-ups", "total": "60"}
PROJECTS = {
    "id": "projects",
    "at": "scoring",
    "source": "evaluations",
    "evaluates": "project",
    "takes": "total",
    "into": "projects",
    "combined": "mean",
}


def attest(given: Given, *evaluations: dict[str, Any], actor: str = OFFICE) -> Outcome:
    wish = AttestEvaluations.model_validate({"authority": sample.AUTHORITY, "evaluations": list(evaluations)})
    return given.when(RECORD, wish, actor=actor)


def evaluated() -> Given:
    """A year whose rulebook takes the evaluations of projects in, with three evaluations attested."""
    given = begun(rulebook("years", indicator("projects"), indicator("own"), intakes=[PROJECTS]))
    return attest(given, BRIDGE, METRO, GRANTS).accepted


def test_the_office_attests_evaluations() -> None:
    attest(begun(), BRIDGE).then(
        EvaluationsAttested(authority=sample.AUTHORITY, evaluations=(Evaluation.model_validate(BRIDGE),), by=OFFICE)
    )


def test_only_the_office_does() -> None:
    refusal = attest(begun(), BRIDGE, actor=COMMITTEE).refusal
    assert refusal is not None
    assert refusal.reason is Reason.FORBIDDEN


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"appraisee": "mars"}, "is given evaluation bridge-2026 of mars, and the directory has no such unit"),
        ({"year": 2027}, "is given evaluation bridge-2026 for 2027"),
        ({"total": None}, "is given evaluation bridge-2026 with neither grade nor total"),
        ({"source": " "}, "is given evaluation bridge-2026 without a source"),
        ({"sha256": "abc"}, "is given evaluation bridge-2026 with SHA-256 'abc'"),
    ],
)
def test_an_evaluation_that_nobody_could_stand_by_is_refused(change: dict[str, Any], problem: str) -> None:
    refusal = attest(begun(), {**BRIDGE, **change}).refusal
    assert refusal is not None
    assert refusal.problem == problem


def test_what_is_attested_again_corrects_and_what_is_known_is_refused() -> None:
    given = attest(evaluated(), {**BRIDGE, "total": "70"}).accepted
    assert given.state(RECORD).evaluations["bridge-2026"].total == 70
    attest(given, METRO).refused(Reason.CONFLICT, "record of linan", "already says so", "Nothing needs to be done")


def test_the_projects_of_the_year_count_by_rule_and_cite_the_record() -> None:
    given = opened(launched(evaluated(), YEAR, "years"), YEAR, StepName.SCORING)
    (event,) = (one for one in given.streams[of(YEAR)] if isinstance(one, ValuesTakenIn))
    sources = tuple(TakenSource(stream=RECORD, version=1, value=Decimal(value)) for value in ("80", "90"))
    assert event.taken == (TakenIn(rule="projects", into="projects", value=Decimal(85), sources=sources, lacking=()),)
