"""Procedures carried out in the sample government, as shipped rulebooks have them word for word."""

from typing import Any

from api import shipped
from domain.appraisal.cases import NoteCase
from domain.case.clock import AdvanceCase, next_moment
from domain.case.doing import DoAct
from domain.case.opening import OpenCase
from domain.case.state import Case, Turn
from domain.command import SYSTEM_CLOCK
from domain.directory import PublishDirectory
from domain.schedule import StepName
from domain.streams import case_stream
from tests import sample
from tests.domain.given import Given, Outcome
from tests.domain.history import APPRAISAL, DIRECTORY, OFFICE, UNIT, at_step, done, launched

CASE = case_stream("c-1")
GOVERNMENT, CONGRESS, EXPERTS = "government-1", "congress-1", ("expert-1", "expert-2", "expert-3")
OTHER_OFFICE = "office-2"

_PARTS = ("legal_basis", "roles", "procedures", "panels", "clocks", "remedies")


def procedures_of(name: str) -> dict[str, Any]:
    """What a shipped rulebook says of its procedures, word for word, as fields for the sample rulebook."""
    document = shipped.load(name)
    return {part: document[part] for part in _PARTS if part in document}


def people() -> dict[str, Any]:
    """People of the government, the congress and three experts, as a directory document."""
    return {
        "authority": sample.AUTHORITY,
        "units": [{"id": one, "name": one.title()} for one in ("congress", "academy")],
        "people": [
            {"id": GOVERNMENT, "name": f"Name of {GOVERNMENT}", "unit": "government", "roles": ["government"]},
            {"id": CONGRESS, "name": f"Name of {CONGRESS}", "unit": "congress", "roles": ["congress"]},
            *(
                {"id": expert, "name": f"Name of {expert}", "unit": "academy", "roles": ["expert"]}
                for expert in EXPERTS
            ),
        ],
    }


def peopled(given: Given) -> Given:
    """The directory has these people besides."""
    return given.when(DIRECTORY, PublishDirectory.model_validate(people()), actor=OFFICE).accepted


def running(name: str, **rulebook: Any) -> Given:  # noqa: ANN401 - fields of the rulebook document
    """A cycle under the procedures of a shipped rulebook has been launched."""
    return peopled(launched(**{**procedures_of(name), **rulebook}))


def informed(name: str, **rulebook: Any) -> Given:  # noqa: ANN401 - fields of the rulebook document
    """The same, and the appraisee has just been given its result."""
    given = at_step(StepName.FEEDBACK, running(name, **rulebook))
    return done(given, StepName.FEEDBACK)


def opening(procedure: str, case: str = "c-1", **fields: Any) -> OpenCase:  # noqa: ANN401 - fields of the command
    given = {"case": case, "procedure": procedure, "cycle": sample.CYCLE, "appraisee": UNIT, **fields}
    return OpenCase.model_validate(given)


def opened(given: Given, actor: str, procedure: str, **fields: Any) -> Given:  # noqa: ANN401 - fields of the command
    """The case is open, and noted in its appraisal."""
    wish = opening(procedure, **fields)
    given = given.when(case_stream(wish.case), wish, actor=actor).accepted
    return given.when(APPRAISAL, NoteCase(case=wish.case), actor=SYSTEM_CLOCK).accepted


def acts(given: Given, actor: str, act: str, stream: str = CASE, **fields: Any) -> Outcome:  # noqa: ANN401 - as above
    return given.when(stream, DoAct.model_validate({"act": act, **fields}), actor=actor)


def turn(given: Given, stream: str = CASE) -> Turn:
    """The act that is open now."""
    state: Case = given.state(stream)
    assert state.current is not None
    return state.current


def ticked(given: Given, stream: str = CASE) -> Outcome:
    """The clock does what comes next to the case, at its instant."""
    moment = next_moment(given.state(stream))
    assert moment is not None
    given = given.at(max(given.now, moment.at))
    return given.when(stream, AdvanceCase(moment=moment.name), actor=SYSTEM_CLOCK)
