"""Whether a rulebook's rules hold together: calendar, evaluators, grades and steps."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import pairwise

from domain.calendar import WorkingCalendar
from domain.exact import simplest, text
from domain.planning import contradictions
from domain.regulation.adjusting import adjustment_findings
from domain.regulation.carrying_out import case_findings
from domain.regulation.conditions import condition_findings
from domain.regulation.document import Rulebook
from domain.regulation.elements import element_findings
from domain.regulation.finding import Finding
from domain.regulation.indicators import excess_findings, indicator_findings
from domain.regulation.linking import link_findings
from domain.regulation.notices import notice_findings
from domain.regulation.prohibitions import prohibited
from domain.regulation.provisions import ANONYMOUS_FROM, EvaluatorKind
from domain.regulation.quorums import meeting_findings
from domain.regulation.references import reference_findings
from domain.regulation.submitting import submission_findings
from domain.regulation.verifying import verification_findings
from domain.regulation.weights import weight_findings
from domain.schedule import AtEnd, Period, StepName

_LONGEST_REST = 31
"""Days in a row without work, weekends included: the longest national holidays have some ten."""
_TRIAL_YEAR = 2028
"""A leap year; steps are planned in it from each month's beginning, since months differ in length."""
_LAUNCHES = tuple(datetime(_TRIAL_YEAR, month, 1, 12, tzinfo=UTC) for month in range(1, 13))


def check(rulebook: Rulebook) -> tuple[Finding, ...]:
    """Everything that keeps a well-formed rulebook from being put into force; nothing, when it may be."""
    if too_many := excess_findings(rulebook.indicators):
        return too_many
    unfinished = rulebook.scheme is not None
    return (
        *_calendar(rulebook),
        *_indicators(rulebook),
        *indicator_findings(rulebook.indicators, rulebook.combine, unfinished=unfinished),
        *weight_findings(rulebook.indicators, rulebook.combine, unfinished=unfinished),
        *condition_findings(rulebook),
        *reference_findings(rulebook),
        *case_findings(rulebook),
        *adjustment_findings(rulebook),
        *link_findings(rulebook),
        *element_findings(rulebook),
        *meeting_findings(rulebook),
        *submission_findings(rulebook),
        *_evaluators(rulebook),
        *_grades(rulebook),
        *_steps(rulebook),
        *notice_findings(rulebook, _LAUNCHES),
        *verification_findings(rulebook),
    )


def _indicators(rulebook: Rulebook) -> Iterator[Finding]:
    if not rulebook.indicators and rulebook.scheme is None:
        yield Finding(place="indicators", problem="there are none", mend="List at least one indicator")
    if rulebook.scheme is not None:
        yield from prohibited(rulebook.indicators, rulebook.scheme)


def _calendar(rulebook: Rulebook) -> Iterator[Finding]:
    calendar = rulebook.calendar
    holidays, usual = set(calendar.holidays), WorkingCalendar(zone=calendar.zone, weekend=calendar.weekend)
    for position, day in enumerate(calendar.make_up_days, start=1):
        place = f"calendar.make_up_days.{position}"
        if day in holidays:
            yield Finding(place=place, problem=f"{day} is also a holiday", mend="List it as one of the two")
        elif usual.is_worked(day):
            yield Finding(place=place, problem=f"{day} is worked anyway, being no weekend day", mend="Leave it out")
    for first, last in calendar.rests():
        if (last - first).days >= _LONGEST_REST:
            yield Finding(
                place="calendar.holidays",
                problem=f"from {first} to {last} no day is worked, and deadlines in working days would not come",
                mend=f"Leave a working day at least every {_LONGEST_REST} days; list only days that are holidays",
            )


def _evaluators(rulebook: Rulebook) -> Iterator[Finding]:
    kinds = [(evaluator.kind, evaluator.panel) for evaluator in rulebook.evaluators]
    for position, evaluator in enumerate(rulebook.evaluators, start=1):
        place, kind = f"evaluators.{position}", evaluator.kind.value
        if (evaluator.kind, evaluator.panel) in kinds[: position - 1]:
            yield Finding(place=f"{place}.kind", problem=f"{kind} is listed twice", mend="List each kind once")
        if not 0 < evaluator.weight <= 1:
            yield Finding(
                place=f"{place}.weight",
                problem=f"{kind} weighs {text(evaluator.weight)}",
                mend="Choose a weight above 0, up to 1",
            )
        least = ANONYMOUS_FROM if evaluator.kind is EvaluatorKind.INTERNAL_BALLOT else 1
        if evaluator.minimum < least:
            why = "; fewer would say who voted how" if least > 1 else ""
            yield Finding(
                place=f"{place}.minimum",
                problem=f"{kind} count from {evaluator.minimum} on",
                mend=f"Ask for at least {least}{why}",
            )
    total = sum(Fraction(evaluator.weight) for evaluator in rulebook.evaluators)
    if total != 1:
        yield Finding(
            place="evaluators",
            problem=f"the weights of the evaluators add up to {text(simplest(Fraction(total)))}",
            mend="Make them add up to 1",
        )
    if (EvaluatorKind.LEAD_DEPARTMENTS, None) not in kinds:
        yield Finding(
            place="evaluators",
            problem="no evaluator of kind lead_departments, so the indicators would not count",
            mend="Give lead_departments a weight",
        )


def _grades(rulebook: Rulebook) -> Iterator[Finding]:
    for position, (above, below) in enumerate(pairwise(rulebook.grades), start=2):
        if below.lowest >= above.lowest:
            yield Finding(
                place=f"grades.{position}.from",
                problem=f"{below.grade} begins at {text(below.lowest)}, {above.grade} above it at {text(above.lowest)}",
                mend="List the grades from the best down, each from less than the one before",
            )
    if rulebook.grades and rulebook.grades[0].lowest > rulebook.full_marks and not rulebook.adjustments:
        best, most = rulebook.grades[0], text(rulebook.full_marks)
        problem = f"{best.grade} begins at {text(best.lowest)}, above the best total of {most}"
        yield Finding(place="grades.1.from", problem=problem, mend=f"Let it begin at {most} or less")
    if rulebook.grades and rulebook.grades[-1].lowest > 0:
        last = rulebook.grades[-1]
        yield Finding(
            place=f"grades.{len(rulebook.grades)}.from",
            problem=f"{last.grade}, the last grade, begins at {text(last.lowest)}, so lower totals have none",
            mend='Let the last grade begin at "0"',
        )
    names = [band.grade for band in rulebook.grades]
    for position, name in enumerate(names, start=1):
        if name in names[: position - 1]:
            place = f"grades.{position}.grade"
            yield Finding(place=place, problem=f"{name!r} is listed twice", mend="Name each grade once")


def _steps(rulebook: Rulebook) -> Iterator[Finding]:
    steps = [rule.step for rule in rulebook.steps]
    if not steps:
        yield Finding(place="steps", problem="there are none", mend="List at least one step")
    if StepName.VERIFICATION in steps and StepName.REPORTING not in steps:
        yield Finding(
            place=f"steps.{steps.index(StepName.VERIFICATION) + 1}.step",
            problem="verification has nothing to verify without a step reporting",
            mend="Add the step reporting before it",
        )
    yield from _ballots_that_never_close(rulebook)
    yield from _unique(_trials(rulebook))


def _ballots_that_never_close(rulebook: Rulebook) -> Iterator[Finding]:
    ballot = any(evaluator.kind is EvaluatorKind.INTERNAL_BALLOT for evaluator in rulebook.evaluators)
    for position, rule in enumerate(rulebook.steps, start=1):
        if ballot and rule.step is StepName.SCORING and rule.at_end is AtEnd.NOTHING:
            yield Finding(
                place=f"steps.{position}.at_end",
                problem="scoring stays open until everybody has cast a ballot, which nobody can be made to do",
                mend=f"Choose {AtEnd.CLOSE.value}; the ballots cast by then are counted",
            )


def _trials(rulebook: Rulebook) -> Iterator[Finding]:
    period = Period(start=date(_TRIAL_YEAR, 1, 1), end=date(_TRIAL_YEAR, 12, 31))
    for launched in _LAUNCHES:
        for position, refused in contradictions(rulebook.steps, rulebook.calendar, period, launched):
            yield Finding(
                place=f"steps.{position + 1}.{refused.place}",
                problem=f"{refused.thing} {refused.problem}",
                mend=refused.mend,
            )


def _unique(findings: Iterable[Finding]) -> Iterator[Finding]:
    yield from {str(finding): finding for finding in findings}.values()
