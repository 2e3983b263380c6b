"""From the clocks of a rulebook to the instants of one cycle, and what in them contradicts itself."""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime, timedelta

from domain.calendar import Duration, WorkingCalendar
from domain.refusal import Reason, Refused
from domain.schedule import DEFAULTS, Anchor, AtEnd, EscalationTime, Period, StepName, StepRule, StepTimes


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


def put_off(
    schedule: Sequence[StepTimes], rules: Sequence[StepRule], calendar: WorkingCalendar, step: StepName, opens: datetime
) -> tuple[StepTimes, ...]:
    """The schedule with the step opening then, if that is later than planned, with its full time, and those behind it.

    Whatever gives a step more time already, such as an extension, stays.
    """
    rule_of = {rule.step: rule for rule in rules}
    times: list[StepTimes] = []
    earliest: datetime | None = None
    for planned in schedule:
        earliest = opens if planned.step is step else earliest
        moved = planned
        if earliest is not None:
            if planned.opens < earliest:
                moved = times_of(rule_of[planned.step], calendar, earliest)
            if moved.ends <= planned.ends:  # it has as much time already, and begins no sooner than the one before ends
                behind = planned.step is not step and planned.opens < earliest
                moved = planned.model_copy(update={"opens": earliest}) if behind else planned
            earliest = moved.ends
        times.append(moved)
    return tuple(times)


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
        step = times_of(rule, calendar, max(opens, times[-1].ends) if times else opens)
        refusals = (*_misplaced(rule, rules[:index], known), *_contradictions(rule, calendar, step))
        wrong += [(index, refused) for refused in refusals]
        known[Anchor(rule.step.value)] = step.ends
        times.append(step)
    return tuple(times), tuple(wrong)


def times_of(rule: StepRule, calendar: WorkingCalendar, opens: datetime) -> StepTimes:
    """The instants of a step that opens then."""
    due = calendar.add(opens, rule.due)
    escalations = _escalations(rule, calendar, due)
    return StepTimes(
        step=rule.step,
        opens=opens,
        early=rule.early,
        reminders=tuple(sorted({calendar.subtract(due, before) for before in rule.reminders})),
        due=due,
        escalates=escalations[0].at if escalations else calendar.add(due, rule.escalates),
        ends=calendar.add(due, rule.ends),
        overdue=tuple(sorted({calendar.add(due, after) for after in rule.overdue})),
        escalations=escalations,
        remind=rule.remind,
        at_end=rule.at_end,
        default=rule.default,
    )


def _escalations(rule: StepRule, calendar: WorkingCalendar, due: datetime) -> tuple[EscalationTime, ...]:
    rungs = [EscalationTime(at=calendar.add(due, rung.after), to=rung.to) for rung in rule.escalations]
    return tuple(sorted(rungs, key=lambda rung: rung.at))


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
    for after in rule.overdue:
        if calendar.add(step.due, after) <= step.due:
            yield _refused(rule, "overdue", f"reminds {after} after it is due: at once", "Remind some time after")
    yield from _way_up(rule)
    yield from _end(rule)
    yield from _before_the_end(rule, calendar, step)


def _before_the_end(rule: StepRule, calendar: WorkingCalendar, step: StepTimes) -> Iterator[Refused]:
    told = [rung.after for rung in rule.escalations] or [rule.escalates]
    for does, afters in (("escalates", told), ("reminds", rule.overdue)):
        for after in afters:
            if step.ends < calendar.add(step.due, after):
                problem = f"{does} {after} after it is due, but ends {rule.ends} after"
                yield _refused(rule, "ends", problem, f"Let it end no sooner than it {does}")


def _way_up(rule: StepRule) -> Iterator[Refused]:
    if rule.escalations and rule.escalates != Duration():
        problem = f"escalates {rule.escalates} after it is due, and by a list of escalations as well"
        yield _refused(rule, "escalates", problem, "Put it into the list, with the role that is told")
    for position, rung in enumerate(rule.escalations):
        if rung in rule.escalations[:position]:
            problem = f"escalates to the {rung.to.value} twice, {rung.after} after it is due"
            yield _refused(rule, "escalations", problem, "Tell a role once at a time")


def _end(rule: StepRule) -> Iterator[Refused]:
    known = DEFAULTS.get(rule.step, ())
    if rule.at_end is not AtEnd.DEFAULT:
        if rule.default:
            problem = f"has a default, but its end is: {rule.at_end.value}"
            yield _refused(rule, "default", problem, f"Write at_end: {AtEnd.DEFAULT.value}, or leave the default out")
        return
    if not known:
        problem = "would end by a default, and no score, value or decision is ever presumed"
        yield _refused(rule, "at_end", problem, f"Choose {AtEnd.CLOSE.value} or {AtEnd.NOTHING.value}")
    elif not rule.default:
        yield _refused(rule, "default", "ends by a default that is not said", f"Choose of {', '.join(known)}")
    for one in rule.default:
        if known and one not in known:
            yield _refused(rule, "default", f"cannot end by {one.value}", f"Choose of {', '.join(known)}")
