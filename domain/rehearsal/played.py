"""What came of a rehearsal: each duty with what became of it, who was told what, and what could not be done."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.schedule import StepTimes


@dataclass(slots=True)
class Asked:
    """A duty that came up: of whom, since when and until when, and when it was done, if it was.

    `owner` is the person or the office it is asked of, `holders` how many people share it. `lapsed` says that its step
    ended without it.
    """

    cycle: str
    appraisee: str | None
    step: str
    key: str
    owner: str
    holders: int
    opened: datetime
    due: datetime | None
    done: datetime | None = None
    overdue: bool = False
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder or an escalation that went out; `to` is empty for reminders of those with a duty."""

    at: datetime
    cycle: str
    step: str
    kind: str
    to: str
    people: int


@dataclass(frozen=True, slots=True)
class Hindered:
    """Something that could not be done, and why; `thing` names the duty or the cycle."""

    thing: str
    problem: str
    mend: str


@dataclass(slots=True)
class Played:
    """Everything a report is made of."""

    asked: list[Asked] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    hindered: list[Hindered] = field(default_factory=list)
    schedules: dict[str, tuple[StepTimes, ...]] = field(default_factory=dict)
    stuck: list[str] = field(default_factory=list)
    grades: dict[str, dict[str, str | None]] = field(default_factory=dict)
    events: int = 0
    ended: datetime | None = None
