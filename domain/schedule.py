"""The steps of an appraisal and their clocks: as a rulebook states them, and as the instants of one cycle."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import Field, SerializerFunctionWrapHandler, field_validator, model_serializer, model_validator

from domain.calendar import Day, Duration, Instant
from domain.directory import Role
from domain.event import Record

_MOST_REMINDERS = 20
_MOST_ESCALATIONS = 10


class StepName(StrEnum):
    """The steps, in regulation order."""

    GOALS = "goals"
    COUNSELING = "counseling"
    REPORTING = "reporting"
    VERIFICATION = "verification"
    SCORING = "scoring"
    RESULT = "result"
    NOTICE = "notice"
    FEEDBACK = "feedback"


class Anchor(StrEnum):
    """What a step may open after: launch, either end of the period, or the planned end of an earlier step."""

    LAUNCH = "launch"
    PERIOD_START = "period_start"
    PERIOD_END = "period_end"
    GOALS = "goals"
    COUNSELING = "counseling"
    REPORTING = "reporting"
    VERIFICATION = "verification"
    SCORING = "scoring"
    RESULT = "result"
    NOTICE = "notice"
    FEEDBACK = "feedback"


class Period(Record):
    """The days appraised, first and last included."""

    start: Day
    end: Day

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it starts on {self.start}: exchange the dates")
        return self


class Opening(Record):
    """When a step opens: so long after the anchor."""

    after: Anchor
    wait: Duration = Field(default_factory=Duration)


class Escalation(Record):
    """One rung of the way up: so long after the due instant, those who hold a role are told what is overdue."""

    after: Duration
    to: Role


class AtEnd(StrEnum):
    """What comes of a step whose end finds duties open."""

    CLOSE = "close"  # nothing can be submitted to it any more
    NOTHING = "nothing"  # it stays open for what is late, and the steps behind it wait
    DEFAULT = "default"  # it closes, and what is open becomes what its defaults say


class Default(StrEnum):
    """What may come of an open duty by rule; never a score, which is somebody's judgement or a value's."""

    GOALS_STAND = "goals_stand"  # goals that nobody confirmed stand as they were set
    TARGETS_STAND = "targets_stand"  # goals that nobody set are the targets of the indicators


DEFAULTS: Mapping[StepName, tuple[Default, ...]] = MappingProxyType(
    {StepName.GOALS: (Default.GOALS_STAND, Default.TARGETS_STAND)}
)
"""The defaults that a step may have; one that is not here has none."""


class StepRule(Record):
    """One step's clock as the rulebook states it.

    `due` counts from the opening, `reminders` back from the due instant, `overdue` reminders, `escalations` and `ends`
    on from it. A step without `escalations` is escalated to the leaders, `escalates` after it is due. Reminders go to
    those with a duty, and to the roles of `remind`; roles of a unit are meant of the unit appraised. An `early` step
    may open as soon as the step before it has ended. `basis` is the article that says so.
    """

    step: StepName
    opens: Opening
    early: bool = False
    due: Duration
    reminders: tuple[Duration, ...] = ()
    overdue: tuple[Duration, ...] = ()
    remind: tuple[Role, ...] = ()
    escalates: Duration = Field(default_factory=Duration)
    escalations: tuple[Escalation, ...] = ()
    ends: Duration = Field(default_factory=Duration)
    at_end: AtEnd = AtEnd.CLOSE
    default: tuple[Default, ...] = ()
    basis: str | None = None

    @field_validator("reminders", "overdue")
    @classmethod
    def _few(cls, reminders: tuple[Duration, ...]) -> tuple[Duration, ...]:
        if len(reminders) > _MOST_REMINDERS:
            raise ValueError(f"there are {len(reminders)} reminders: write at most {_MOST_REMINDERS}")
        return reminders

    @field_validator("escalations")
    @classmethod
    def _few_rungs(cls, escalations: tuple[Escalation, ...]) -> tuple[Escalation, ...]:
        if len(escalations) > _MOST_ESCALATIONS:
            raise ValueError(f"there are {len(escalations)} escalations: write at most {_MOST_ESCALATIONS}")
        return escalations


class EscalationTime(Record):
    """When those who hold a role are told what is overdue."""

    at: Instant
    to: Role


class Strike(NamedTuple):
    """What the clock does to a step that is overdue: it tells a role, or reminds when there is none to tell."""

    at: datetime
    to: Role | None


class StepTimes(Record):
    """One step's clock as a cycle fixes it; reminders and escalations ascend, and `escalates` is the first of these.

    Fields that came later are stored only where a rulebook uses them: schedules of before read, and come out, as they
    were.
    """

    step: StepName
    opens: Instant
    early: bool
    reminders: tuple[Instant, ...]
    due: Instant
    escalates: Instant
    ends: Instant
    overdue: tuple[Instant, ...] = ()
    escalations: tuple[EscalationTime, ...] = ()
    remind: tuple[Role, ...] = ()
    at_end: AtEnd = AtEnd.CLOSE
    default: tuple[Default, ...] = ()

    @model_serializer(mode="wrap")
    def _without_what_it_does_not_use(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        unused = {name for name, info in type(self).model_fields.items() if getattr(self, name) == info.default}
        return {name: value for name, value in handler(self).items() if name not in unused}

    @property
    def after_due(self) -> tuple[Strike, ...]:
        """What comes after the due instant and before the end, in order; at one instant, reminders come first."""
        escalations = self.escalations or (EscalationTime(at=self.escalates, to=Role.LEADER),)
        strikes = [Strike(at, None) for at in self.overdue] + [Strike(rung.at, rung.to) for rung in escalations]
        return tuple(sorted(strikes, key=lambda strike: strike.at))
