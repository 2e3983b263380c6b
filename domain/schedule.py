"""The steps of an appraisal and their clocks: from the rulebook's durations to the instants of one cycle."""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field, field_validator, model_validator

from domain.calendar import Day, Duration, Instant, WorkingCalendar
from domain.event import Record
from domain.refusal import Reason, Refused

_MOST_REMINDERS = 20


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


class StepRule(Record):
    """One step's clock as the rulebook states it.

    `due` counts from the opening, `reminders` back from the due instant, `escalates` and `ends` on from it. An `early`
    step may open as soon as the step before it has ended. `basis` is the article that says so.
    """

    step: StepName
    opens: Opening
    early: bool = False
    due: Duration
    reminders: tuple[Duration, ...] = ()
    escalates: Duration = Field(default_factory=Duration)
    ends: Duration = Field(default_factory=Duration)
    basis: str | None = None

    @field_validator("reminders")
    @classmethod
    def _few(cls, reminders: tuple[Duration, ...]) -> tuple[Duration, ...]:
        if len(reminders) > _MOST_REMINDERS:
            raise ValueError(f"there are {len(reminders)} reminders: write at most {_MOST_REMINDERS}")
        return reminders


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
    times, wrong = _plan(rules, calendar, period, launched)
    if wrong:
        raise wrong[0][1]
    return times


def contradictions(
    rules: Sequence[StepRule], calendar: WorkingCalendar, period: Period, launched: datetime
) -> tuple[tuple[int, Refused], ...]:
    """All refusals that `plan` has for these rules, each with the index of its rule and, as place, the field."""
    return _plan(rules, calendar, period, launched)[1]


def _plan(
    rules: Sequence[StepRule], calendar: WorkingCalendar, period: Period, launched: datetime
) -> tuple[tuple[StepTimes, ...], tuple[tuple[int, Refused], ...]]:
    known = {
        Anchor.LAUNCH: launched,
        Anchor.PERIOD_START: calendar.start_of(period.start),
        Anchor.PERIOD_END: calendar.start_of(period.end + timedelta(days=1)),
    }
    times: list[StepTimes] = []
    wrong: list[tuple[int, Refused]] = []
    for index, rule in enumerate(rules):
        opens = calendar.add(known.get(rule.opens.after, launched), rule.opens.wait)
        step = _times(rule, calendar, max(opens, times[-1].ends) if times else opens)
        refusals = (*_misplaced(rule, rules[:index], known), *_contradictions(rule, calendar, step))
        wrong += [(index, refused) for refused in refusals]
        known[Anchor(rule.step.value)] = step.ends
        times.append(step)
    return tuple(times), tuple(wrong)


def _times(rule: StepRule, calendar: WorkingCalendar, opens: datetime) -> StepTimes:
    due = calendar.add(opens, rule.due)
    return StepTimes(
        step=rule.step,
        opens=opens,
        early=rule.early,
        reminders=tuple(sorted({calendar.subtract(due, before) for before in rule.reminders})),
        due=due,
        escalates=calendar.add(due, rule.escalates),
        ends=calendar.add(due, rule.ends),
    )


def _refused(rule: StepRule, place: str, problem: str, mend: str) -> Refused:
    return Refused(Reason.INVALID, f"step {rule.step.value}", problem, mend, place=place)


def _misplaced(rule: StepRule, before: Sequence[StepRule], known: Container[Anchor]) -> Iterator[Refused]:
    order = list(StepName)
    if before and order.index(before[-1].step) >= order.index(rule.step):
        problem = "is listed twice" if before[-1].step == rule.step else f"comes after step {before[-1].step.value}"
        yield _refused(rule, "step", problem, f"List each step once, in this order: {', '.join(order)}")
    if rule.opens.after not in known:
        mend = f"Choose {Anchor.LAUNCH}, {Anchor.PERIOD_START}, {Anchor.PERIOD_END} or a step before it"
        yield _refused(rule, "opens.after", f"opens after {rule.opens.after}, which does not come before it", mend)


def _contradictions(rule: StepRule, calendar: WorkingCalendar, step: StepTimes) -> Iterator[Refused]:
    if step.due <= step.opens:
        yield _refused(rule, "due", f"is due {rule.due} after it opens: at once", "Give it time to be done in")
        return
    for before in rule.reminders:
        if not step.opens < calendar.subtract(step.due, before) < step.due:
            problem = f"reminds {before} before it is due, not between then and its opening {rule.due} before"
            yield _refused(rule, "reminders", problem, "Choose a reminder shorter than the time the step has")
    if step.ends < step.escalates:
        problem = f"escalates {rule.escalates} after it is due, but ends {rule.ends} after"
        yield _refused(rule, "ends", problem, "Let it end no sooner than it escalates")
