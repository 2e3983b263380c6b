"""The comparing cycle of three units, on the way through its steps."""

from typing import Any

from domain.appraisal.recording.record import CloseRecord
from domain.appraisal.result import ApproveResult, ComputeResult
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle.passage import RecordStepPassed
from domain.cycle.peers import TabulatePeers
from domain.schedule import StepName
from domain.streams import appraisal_stream
from tests import comparing, sample
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, CYCLE, OFFICE, launched, tick

UNITS = tuple(comparing.REPORTS)


def stream(unit: str) -> str:
    return appraisal_stream(sample.CYCLE, unit)


def at_recording(**rulebook: Any) -> Given:  # noqa: ANN401 - fields of the rulebook document
    """All have reported, and are being scored; nothing has been recorded."""
    given = launched(UNITS, **comparing.CHANGES | rulebook)
    for unit in UNITS:
        given = tick(given, StepName.REPORTING, stream(unit))
        given = given.when(stream(unit), comparing.REPORTS[unit], actor=f"{unit}-head").accepted
        given = tick(given, StepName.SCORING, stream(unit))
    return given


def recorded(given: Given, *units: str) -> Given:
    """What there is to record of these units has been, and their record is closed."""
    for unit in units:
        for actor, wish in comparing.facts(unit):
            given = given.when(stream(unit), wish, actor=actor).accepted
        given = given.when(stream(unit), CloseRecord(), actor=OFFICE).accepted
    return given


def all_scored(**rulebook: Any) -> Given:  # noqa: ANN401 - as above
    """Scoring has ended in every appraisal, and the cycle knows."""
    given = recorded(at_recording(**rulebook), *UNITS)
    wish = RecordStepPassed(step=StepName.SCORING, count=len(UNITS))
    return given.when(CYCLE, wish, actor=SYSTEM_LOG).accepted


def tabulated(**rulebook: Any) -> Given:  # noqa: ANN401 - as above
    """What the rulebook compares has been tabulated, and results are asked for."""
    given = all_scored(**rulebook).when(CYCLE, TabulatePeers(), actor=SYSTEM_CLOCK).accepted
    for unit in UNITS:
        given = tick(given, StepName.RESULT, stream(unit))
    return given


def approved(given: Given, *units: str) -> Given:
    """The results of these units are computed and approved."""
    for unit in units:
        given = given.when(stream(unit), ComputeResult(), actor=OFFICE).accepted
        given = given.when(stream(unit), ApproveResult(), actor=COMMITTEE).accepted
    return given
