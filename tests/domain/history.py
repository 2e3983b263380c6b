"""The sample government's history, brought as far as a test wants it through commands alone."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.appraisal import events as e
from domain.appraisal.clock import command_for, next_moment
from domain.appraisal.counseling import AgreeActions, CloseTalk, OpenTalk, ProposeActions
from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.feedback import AcknowledgeFeedback, FindingEntry, IssueFeedback, RecordSilence
from domain.appraisal.goals import ConfirmGoals, GoalEntry, SetGoals
from domain.appraisal.notice import AnnounceResult, AnswerObjection, CloseNotice, PublishNotice
from domain.appraisal.recording.record import CloseRecord
from domain.appraisal.reporting import SubmitReport, ValueEntry
from domain.appraisal.result import ApproveResult, ComputeResult
from domain.appraisal.scoring import CountBallots, JudgeIndicator, RateAppraisee
from domain.appraisal.state import Appraisal
from domain.appraisal.verification import ConfirmValue
from domain.command import SYSTEM_BALLOT_BOX, SYSTEM_CLOCK, SYSTEM_LOG, SYSTEM_OPERATOR, Command
from domain.cycle.draw import DrawSample, FixFrame
from domain.cycle.draw_value import GiveDrawValue
from domain.cycle.launch import CheckLaunch, RecordAppraisalsOpened
from domain.cycle.passage import RecordStepPassed
from domain.cycle.state import Cycle
from domain.directory import Directory, PublishDirectory, Role
from domain.event import Private
from domain.interests import DeclareInterest
from domain.schedule import StepName, StepTimes
from domain.scheme import SCHEME as SCHEMES
from domain.streams import appraisal_stream, cycle_stream, directory_stream, rulebook_stream, scheme_stream
from domain.substitutions import ArrangeSubstitution
from tests import sample
from tests.domain.given import Given

LAUNCHED = datetime(2026, 3, 2, 1, tzinfo=UTC)
DIRECTORY = directory_stream(sample.AUTHORITY)
RULEBOOK = rulebook_stream(sample.RULEBOOK)
SCHEME = scheme_stream(sample.SCHEME)
CYCLE = cycle_stream(sample.CYCLE)
UNIT = "finance"
APPRAISAL = appraisal_stream(sample.CYCLE, UNIT)
HEAD, OFFICE, COMMITTEE, VERIFIER = "finance-head", "office-1", "committee-1", "supervision-1"
SUPERVISION = "supervision-2"

TIMED = sample.sample_steps(reminders=["PT30S", "PT10S"])
"""Steps of 60 seconds, reminded 30 and 10 before, escalated 5 after and ended 10 after; early ones too."""


def private(author: str, text: str) -> Private:
    return Private(data_subject=author, text=text)


def published(**rulebook: Any) -> Given:  # noqa: ANN401 - fields of the rulebook document
    """The directory is published and the rulebook enacted, with these fields changed."""
    given = Given(LAUNCHED).when(DIRECTORY, sample.publish_directory(), actor=SYSTEM_OPERATOR).accepted
    return enacted(given, sample.sample_rulebook(**{"steps": TIMED, **rulebook}))


def enacted(given: Given, document: dict[str, Any]) -> Given:
    """The rulebook of that document is drafted, checked, approved and published."""
    for actor, wish in sample.enact(document):
        given = given.when(rulebook_stream(document["id"]), wish, actor=actor).accepted
    return given


def with_scheme(given: Given | None = None, **scheme: Any) -> Given:  # noqa: ANN401 - fields of the scheme document
    """A scheme is enacted as well, under a rulebook that leaves something to it."""
    given = given or published(scheme={})
    for actor, wish in sample.enact(sample.sample_scheme(**scheme), SCHEMES):
        given = given.when(SCHEME, wish, actor=actor).accepted
    return given


def launched(appraisees: tuple[str, ...] = (UNIT,), **rulebook: Any) -> Given:  # noqa: ANN401 - as above
    """The cycle is launched over these units and checked, and their appraisals are open."""
    return launch(published(**rulebook), appraisees)


def launch(given: Given, appraisees: tuple[str, ...] = (UNIT,)) -> Given:
    """The cycle is launched on what has been published so far."""
    given = given.when(CYCLE, sample.launch(appraisees=appraisees), actor=OFFICE).accepted
    given = given.when(CYCLE, CheckLaunch(), actor=SYSTEM_CLOCK).accepted
    for unit in appraisees:
        wish = OpenAppraisal(cycle=sample.CYCLE, appraisee=unit)
        given = given.when(appraisal_stream(sample.CYCLE, unit), wish, actor=SYSTEM_CLOCK).accepted
    return given.when(CYCLE, RecordAppraisalsOpened(), actor=SYSTEM_CLOCK).accepted


def times(given: Given, step: StepName) -> StepTimes:
    cycle: Cycle = given.state(CYCLE)
    return cycle.schedule[step]


def schedule(given: Given) -> tuple[StepTimes, ...]:
    cycle: Cycle = given.state(CYCLE)
    return tuple(cycle.schedule.values())


def tick(given: Given, step: StepName, stream: str = APPRAISAL) -> Given:
    """The clock does what comes next to the step, at its instant or at once if that has passed."""
    moment = next_moment(given.state(stream), given.state(CYCLE), step)
    assert moment is not None, f"nothing comes next to {step}"
    given = given.at(max(given.now, moment.at))
    return given.when(stream, command_for(moment, step), actor=SYSTEM_CLOCK).accepted


def lapsed(given: Given, step: StepName, stream: str = APPRAISAL) -> Given:
    """The step ends with nobody doing anything more in it."""
    while not ended(given, step, stream):
        given = tick(given, step, stream)
    return given


def ended(given: Given, step: StepName, stream: str = APPRAISAL) -> bool:
    state: Appraisal = given.state(stream)
    return step in state.steps and state.steps[step].ended


def reported(budget: str | None = "100", delays: str | None = "10", hotline: str | None = "81") -> SubmitReport:
    values = {"budget": (budget, "%"), "delays": (delays, "days"), "hotline": (hotline, "%")}
    return SubmitReport(
        values=tuple(
            ValueEntry(indicator=indicator, value=value, unit=unit, note=None if value else "Not measured")
            for indicator, (value, unit) in values.items()
        )
    )


GOALS = SetGoals(goals=(GoalEntry(indicator="budget", target="98", measures="Spend in time"),))
TALK = OpenTalk(topic="How the year goes")
ACTIONS = ProposeActions(actions=("Meet monthly",))
FEEDBACK = IssueFeedback(
    causes="Steady work",
    recommendations="Go on",
    findings=tuple(
        FindingEntry(indicator=indicator, cause=f"Why {indicator}", recommendation=f"Mend {indicator}")
        for indicator in ("budget", "delays", "hotline")
    ),
)

USUAL: Mapping[str, Callable[[str], tuple[tuple[str, Command], ...]]] = {
    "set-goals": lambda _: ((HEAD, GOALS),),
    "confirm-goals": lambda _: ((OFFICE, ConfirmGoals()),),
    "talk": lambda _: (
        (HEAD, TALK),
        (HEAD, ACTIONS),
        (OFFICE, AgreeActions()),
        (HEAD, CloseTalk()),
    ),
    "talk-by-office": lambda _: ((OFFICE, CloseTalk()),),
    "report": lambda _: ((HEAD, reported()),),
    "verify": lambda indicator: ((VERIFIER, ConfirmValue(indicator=indicator)),),
    "judge": lambda indicator: (("supervision-head", JudgeIndicator(indicator=indicator, points="87.5")),),
    "rate": lambda leader: ((leader, RateAppraisee(score="90")),),
    "ballot": lambda _: ((SYSTEM_BALLOT_BOX, CountBallots()),),
    "close-record": lambda _: ((OFFICE, CloseRecord()),),
    "compute": lambda _: ((OFFICE, ComputeResult()),),
    "approve": lambda _: ((COMMITTEE, ApproveResult()),),
    "publish-notice": lambda _: ((OFFICE, PublishNotice()),),
    "answer-objection": lambda number: (
        (OFFICE, AnswerObjection(objection=int(number), upheld=False, answer="The ledger says otherwise")),
    ),
    "close-notice": lambda _: ((OFFICE, CloseNotice()),),
    "announce-result": lambda _: ((OFFICE, AnnounceResult()),),
    "issue-feedback": lambda _: ((OFFICE, FEEDBACK),),
    "answer-feedback": lambda _: ((HEAD, AcknowledgeFeedback()),),
    "record-silence": lambda _: ((OFFICE, RecordSilence(served="By courier", why="The head is away")),),
}
"""Who does a duty in the usual way, and by which commands; the heads of finance alone are among them."""


def do(given: Given, key: str) -> Given:
    """The duty is done in the usual way."""
    kind, _, about = key.partition(".")
    given = given.box("80", "90", "70")
    if kind == "close-notice":
        given = given.at(max(given.now, given.state(APPRAISAL).notice.until))
    for actor, wish in USUAL[kind](about):
        given = given.when(APPRAISAL, wish, actor=actor).accepted
    return given


def at_step(step: StepName, given: Given | None = None) -> Given:
    """The step has just opened; everything in the steps before was done in the usual way."""
    given = given or launched()
    for name in given.state(CYCLE).schedule:
        given = draw_if_due(given, name)
        given = tick(given, name)
        if name is step:
            return given
        given = done(given, name)
    raise AssertionError(f"there is no step {step}")


def done(given: Given, step: StepName) -> Given:
    """Every duty of the open step is done in the usual way."""
    while not ended(given, step):
        state: Appraisal = given.state(APPRAISAL)
        given = do(given, state.steps[step].open_duties[0].key)
    return given


def draw_if_due(given: Given, step: StepName) -> Given:
    cycle: Cycle = given.state(CYCLE)
    if step is not StepName.VERIFICATION or cycle.sample is not None:
        return given
    wish = RecordStepPassed(step=StepName.REPORTING, count=len(cycle.appraisees))
    given = given.when(CYCLE, wish, actor=SYSTEM_LOG).accepted
    return drawn(given)


def drawn(given: Given) -> Given:
    """The sample is drawn: by a value that supervision gives, where the rulebook asks for one."""
    if not given.state(CYCLE).asks_value:
        return given.when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK).accepted
    given = given.when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).accepted
    given = given.when(CYCLE, GiveDrawValue(value="314159"), actor=SUPERVISION).accepted
    return given.when(CYCLE, DrawSample(salt=given.seed), actor=SYSTEM_CLOCK).accepted


def moved(given: Given, person: str, unit: str, *roles: str) -> Given:
    """The person takes up another post, given by somebody else of the office, or by the operator if there is nobody."""
    entry = {"id": person, "name": person, "unit": unit, "roles": list(roles)}
    wish = PublishDirectory.model_validate({"authority": sample.AUTHORITY, "people": [entry]})
    return given.when(DIRECTORY, wish, actor=publisher(given, person)).accepted


def stood_in(given: Given, person: str, substitute: str, length: timedelta = timedelta(days=7)) -> Given:
    """From now on, and for that long, somebody stands in for the person."""
    fields = {"authority": sample.AUTHORITY, "person": person, "substitute": substitute, "reason": "On leave"}
    wish = ArrangeSubstitution.model_validate({**fields, "begins": given.now, "ends": given.now + length})
    return given.when(DIRECTORY, wish, actor=publisher(given, person)).accepted


def interested(given: Given, person: str, unit: str = UNIT) -> Given:
    """The person has declared an interest in the unit."""
    wish = DeclareInterest(authority=sample.AUTHORITY, person=person, unit=unit, ground="Kin")
    return given.when(DIRECTORY, wish, actor=person).accepted


def publisher(given: Given, person: str) -> str:
    """Who may give the person another post."""
    office = directory(given).holders(Role.OFFICE)
    return next((member for member in office if member != person), SYSTEM_OPERATOR)


def after(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)


def duty(given: Given, step: StepName, key: str) -> e.Duty:
    state: Appraisal = given.state(APPRAISAL)
    return next(duty for duty in state.steps[step].duties if duty.key == key)


def directory(given: Given) -> Directory:
    found: Directory = given.state(DIRECTORY)
    return found
