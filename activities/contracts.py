"""The contract between log services, doors and workflows: ids, the task queue, messages. No input or output.

Nothing here carries content: messages hold streams, versions, steps, instants and flags, because Temporal keeps them.
"""

from enum import StrEnum
from uuid import UUID, uuid5

from pydantic import Field

from domain.appraisal.clock import Moment
from domain.calendar import Instant
from domain.event import Record
from domain.regulation.procedures import CycleKind
from domain.schedule import StepName
from domain.timed import Moment as ClockedMoment

TASK_QUEUE = "kaohe"
WAKE = "wake"
"""The one signal: the stream has an event its workflow may not know."""

TERM_CYCLE = "TermCycle"
ANNUAL_CYCLE = "AnnualCycle"
PEACETIME_CYCLE = "PeacetimeCycle"
SPECIAL_CYCLE = "SpecialCycle"
APPRAISAL = "Appraisal"
CASE = "Case"
MEETING = "Meeting"

READ_STEP = "read_step"
ADVANCE_STEP = "advance_step"
CLOSE_APPRAISAL = "close_appraisal"
READ_CYCLE = "read_cycle"
ADVANCE_CYCLE = "advance_cycle"
OPEN_APPRAISALS = "open_appraisals"
READ_CLOCK = "read_clock"
ADVANCE_CLOCK = "advance_clock"
NOTE_CASE = "note_case"
CLOSE_CASE = "close_case"
REPORT_MEETING = "report_meeting"

ADDED_STEPS = (StepName.NOTICE,)
"""Steps that came with later releases; a run goes through them once the log has said that its cycle has them."""

BALLOTS = "ballots"
"""The instance of the one command that counts the ballots of an appraisal, whoever gives it."""

_COMMANDS = UUID("6f0f2a52-8a55-5d0b-9d6c-6d1f6f5e0c11")


class Wake(Record):
    """What a workflow is started and woken with: an event of a stream, and which kind of cycle a cycle's is.

    An annual cycle's says nothing of the kind, as when there were no others.
    """

    stream: str
    version: int
    kind: CycleKind = Field(default=CycleKind.ANNUAL, exclude_if=lambda kind: kind is CycleKind.ANNUAL)


class StreamRef(Record):
    """A stream."""

    stream: str


class StepAt(Record):
    """A step of an appraisal."""

    stream: str
    step: StepName


class StepMoment(Record):
    """A moment of a step whose instant has come, by the workflow's time."""

    stream: str
    step: StepName
    moment: Moment


class StepClock(Record):
    """What a workflow needs to know of a step: whether it is over, and what the clock does next to it.

    `release` is the version of the code that answered; a run that began under another one starts afresh at its next
    step, so that old runs meet new code at a boundary only. `back` says that a step before it has yet to end, since the
    appraisal was reopened; answers to earlier releases did not. `added` are steps of the cycle that earlier releases
    did not know; the histories of their runs lack the field, and are replayed without these steps.
    """

    ended: bool
    paused: bool
    next: Moment | None
    back: bool = False
    added: tuple[StepName, ...] = ()
    release: str


class AppraisalEnd(Record):
    """Whether the appraisal is closed."""

    closed: bool


class ClockMoment(Record):
    """A moment of a stream that keeps time, whose instant has come by the workflow's time."""

    stream: str
    moment: ClockedMoment


class Clock(Record):
    """What a workflow needs to know of a stream that keeps time: whether time has done with it, and what comes next."""

    ended: bool
    next: ClockedMoment | None
    release: str


class CaseEnd(Record):
    """Whether the case is closed."""

    closed: bool


class MeetingEnd(Record):
    """Whether the meeting has ended: it lapsed, or what it concluded stands where it belongs."""

    ended: bool


class CycleAction(StrEnum):
    """The commands a cycle's workflow gives."""

    CHECK_LAUNCH = "check-launch"
    JOIN_OUTER = "join-outer"
    RECORD_APPRAISALS_OPENED = "record-appraisals-opened"
    LAUNCH_INNER = "launch-inner"
    FIX_FRAME = "fix-frame"
    CHASE_VALUE = "chase-value"
    DRAW_SAMPLE = "draw-sample"
    TABULATE_PEERS = "tabulate-peers"
    CLOSE = "close"


class CycleAct(Record):
    """What the workflow of a cycle does next to it."""

    stream: str
    action: CycleAction


class CycleProgress(Record):
    """What a cycle's workflow needs to know of it; fields with a default are missing from the histories of old runs."""

    checked: bool
    joins: bool = False
    inner_at: Instant | None = None
    """When the next cycle within this one is to be launched."""
    opened: bool
    joining: bool = False
    verifies: bool
    passed: tuple[StepName, ...]
    sampled: bool
    asks_value: bool = False
    valued: bool = False
    value_at: Instant | None = None
    """When somebody is next told that the value to draw by has not been given."""
    compares: bool = False
    tabulated: bool = False
    appraisals_closed: bool
    paused: bool = False
    closed: bool
    release: str


def cycle_workflow_id(cycle: str) -> str:
    return f"cycle/{cycle}"


def appraisal_workflow_id(cycle: str, appraisee: str) -> str:
    return f"appraisal/{cycle}/{appraisee}"


def case_workflow_id(case: str) -> str:
    return f"case/{case}"


def meeting_workflow_id(meeting: str) -> str:
    return f"meeting/{meeting}"


CYCLE_WORKFLOWS = {
    CycleKind.TERM: TERM_CYCLE,
    CycleKind.ANNUAL: ANNUAL_CYCLE,
    CycleKind.PEACETIME: PEACETIME_CYCLE,
    CycleKind.SPECIAL: SPECIAL_CYCLE,
}


def workflow_of(stream: str, kind: CycleKind = CycleKind.ANNUAL) -> tuple[str, str] | None:
    """The type and id of the workflow that conducts a stream, or nothing for a stream that needs none.

    `kind` is that of a cycle, from the first event of its stream.
    """
    match stream.split(":"):
        case ["cycle", cycle]:
            return CYCLE_WORKFLOWS[kind], cycle_workflow_id(cycle)
        case ["appraisal", cycle, appraisee]:
            return APPRAISAL, appraisal_workflow_id(cycle, appraisee)
        case ["case", case]:
            return CASE, case_workflow_id(case)
        case ["meeting", meeting]:
            return MEETING, meeting_workflow_id(meeting)
        case _:
            return None


def command_id(stream: str, *instance: object) -> UUID:
    """The id of a command given by workflow or log services: from what it does, never from the run that does it."""
    return uuid5(_COMMANDS, "/".join([stream, *map(str, instance)]))
