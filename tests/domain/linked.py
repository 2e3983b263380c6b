"""A year with months and another cycle linked to it, brought as far as a test wants it through commands alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.appraisal.clock import OpenStep, command_for, next_moment
from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.reporting import SubmitReport, ValueEntry
from domain.command import SYSTEM_CLOCK
from domain.cycle.linking import JoinCycle
from domain.cycle.state import Cycle
from domain.schedule import Period, StepName
from domain.streams import appraisal_stream, cycle_stream
from tests import sample
from tests.domain.given import Given
from tests.domain.history import HEAD, OFFICE, TIMED, UNIT, enacted, published

YEAR = "annual-2026"
OF_YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
REPORTING = [step for step in TIMED if step["step"] in {"reporting", "scoring"}]
REPORTING = [{**REPORTING[0], "opens": {"after": "launch"}}, {**REPORTING[1], "opens": {"after": "reporting"}}]


def indicator(id: str, **fields: Any) -> dict[str, Any]:  # noqa: A002, ANN401 - an id, as the document calls it
    """A leaf reported in per cent with target 100."""
    return {
        "id": id,
        "name": id.title(),
        "weight": "1",
        "unit": "%",
        "direction": "up",
        "target": "100",
        "lead": "statistics",
        "rule": {"shape": "ratio_to_target"},
        **fields,
    }


def rulebook(id: str, *leaves: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: A002, ANN401 - as above
    """A rulebook of reporting and scoring alone, over these leaves of equal weight."""
    equal = [{**leaf, "weight": f"1/{len(leaves)}"} for leaf in leaves]
    only = [{"kind": "lead_departments", "weight": "1"}]
    return sample.sample_rulebook(**{"id": id, "indicators": equal, "steps": REPORTING, "evaluators": only, **fields})


def begun(*documents: dict[str, Any]) -> Given:
    """These rulebooks are in force."""
    given = published()
    for document in documents:
        given = enacted(given, document)
    return given


def launched(given: Given, cycle: str, rulebook: str, period: Period = OF_YEAR, **fields: Any) -> Given:  # noqa: ANN401 - fields of the command
    """The cycle is launched over finance, its outer one knows of it, and its appraisal is open."""
    wish = sample.launch(cycle=cycle, title=cycle, rulebook=rulebook, period=period, appraisees=(UNIT,), **fields)
    given = given.when(cycle_stream(cycle), wish, actor=OFFICE).accepted
    if "within" in fields:
        outer = cycle_stream(fields["within"])
        given = given.when(outer, JoinCycle(cycle=cycle), actor=SYSTEM_CLOCK).accepted
    opening = OpenAppraisal(cycle=cycle, appraisee=UNIT)
    return given.when(appraisal_stream(cycle, UNIT), opening, actor=SYSTEM_CLOCK).accepted


def of(cycle: str) -> str:
    return appraisal_stream(cycle, UNIT)


def opened(given: Given, cycle: str, step: StepName, stream: str | None = None) -> Given:
    """The clock has brought the step of one cycle's appraisal, that of finance by default, to its opening."""
    state: Cycle = given.state(cycle_stream(cycle))
    stream = stream or of(cycle)
    for name in state.schedule:
        while moment := next_moment(given.state(stream), state, name):
            given = given.at(max(given.now, moment.at))
            wish = command_for(moment, name)
            given = given.when(stream, wish, actor=SYSTEM_CLOCK).accepted
            if wish == OpenStep(step=step):
                return given
    raise AssertionError(f"{step} of {cycle} does not open")


def report(values: Mapping[str, str | None]) -> SubmitReport:
    return SubmitReport(
        values=tuple(
            ValueEntry(indicator=name, value=value, unit="%", note=None if value else "Not measured")
            for name, value in values.items()
        )
    )


def reported(given: Given, cycle: str, **values: str | None) -> Given:
    """The head of finance has reported these values in the cycle."""
    given = opened(given, cycle, StepName.REPORTING)
    return given.when(of(cycle), report(values), actor=HEAD).accepted
