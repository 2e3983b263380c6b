"""The steps of an appraisal and their clocks: from the rulebook's durations to the instants of one cycle."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from pydantic import Field, model_validator

from domain.calendar import Day, Duration, Instant, WorkingCalendar
from domain.event import Record
from domain.refusal import Reason, Refused


class StepName(StrEnum):
    """The steps, in regulation order."""

    GOALS = "goals"
    COUNSELING = "counseling"
    REPORTING = "reporting"
    VERIFICATION = "verification"
    SCORING = "scoring"
    RESULT = "result"
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


class StepRule(Record):
    """One step's clock as the rulebook states it.

    `due` counts from the opening, `reminders` back from the due instant, `escalates` and `ends` on from it. An `early`
    step may open as soon as the step before it has ended.
    """

    step: StepName
    opens: Opening
    early: bool = False
    due: Duration
    reminders: tuple[Duration, ...] = ()
    escalates: Duration = Field(default_factory=Duration)
    ends: Duration = Field(default_factory=Duration)


class StepTimes(Record):
    """One step's clock as a cycle fixes it; `reminders` ascend."""

    step: StepName
    opens: Instant
    early: bool
    reminders: tuple[Instant, ...]
    due: Instant
    escalates: Instant
    ends: Instant


def plan(
    rules: Sequence[StepRule], calendar: WorkingCalendar, period: Period, launched: datetime
) -> tuple[StepTimes, ...]:
    """Computes the instants of every step; refuses rules whose instants contradict each other.

    The period runs from the beginning of its first day to the end of its last, in the calendar's zone. Steps do not
    overlap: one whose anchor comes before the planned end of the step before it opens at that end, with its full time.
    """
    _require_order(rules)
    known = {
        Anchor.LAUNCH: launched,
        Anchor.PERIOD_START: calendar.start_of(period.start),
        Anchor.PERIOD_END: calendar.start_of(period.end + timedelta(days=1)),
    }
    times: list[StepTimes] = []
    for rule in rules:
        if rule.opens.after not in known:
            raise Refused(
                Reason.INVALID,
                f"step {rule.step.value}",
                f"opens after {rule.opens.after.value}, which does not come before it",
                f"Choose one of {', '.join(anchor.value for anchor in known)}",
                place="opens.after",
            )
        opens = calendar.add(known[rule.opens.after], rule.opens.wait)
        if times:
            opens = max(opens, times[-1].ends)
        step = _times(rule, calendar, opens)
        known[Anchor(rule.step.value)] = step.ends
        times.append(step)
    return tuple(times)


def _require_order(rules: Sequence[StepRule]) -> None:
    order = list(StepName)
    for before, after in pairwise(rule.step for rule in rules):
        if order.index(before) >= order.index(after):
            problem = "is listed twice" if before == after else f"comes after step {before.value}"
            mend = f"List each step once, in this order: {', '.join(order)}"
            raise Refused(Reason.INVALID, f"step {after.value}", problem, mend, place="step")


def _times(rule: StepRule, calendar: WorkingCalendar, opens: datetime) -> StepTimes:
    name = f"step {rule.step.value}"
    due = calendar.add(opens, rule.due)
    if due <= opens:
        raise Refused(
            Reason.INVALID,
            name,
            f"is due {rule.due} after it opens: at once",
            "Give it time to be done in",
            place="due",
        )
    reminders = tuple(sorted({calendar.subtract(due, before) for before in rule.reminders}))
    for before in rule.reminders:
        if not opens < calendar.subtract(due, before) < due:
            raise Refused(
                Reason.INVALID,
                name,
                f"reminds {before} before it is due, which is not between its opening ({rule.due} before) and then",
                "Choose a reminder shorter than the time the step has",
                place="reminders",
            )
    escalates, ends = calendar.add(due, rule.escalates), calendar.add(due, rule.ends)
    if ends < escalates:
        raise Refused(
            Reason.INVALID,
            name,
            f"escalates {rule.escalates} after it is due, but ends {rule.ends} after",
            "Let it escalate before it ends",
            place="ends",
        )
    return StepTimes(
        step=rule.step,
        opens=opens,
        early=rule.early,
        reminders=reminders,
        due=due,
        escalates=escalates,
        ends=ends,
    )
