"""Deriving: an appraisal begins with what the outer cycle's goals ask of it, and with measures not finished before.

A year's target is the term's, or the share of it that is the year's by rule, where that is stricter than its own
rulebook's. Improvement and rectification that the cycle before left unfinished ask for a goal for their indicator.
"""

from collections.abc import Iterator
from fractions import Fraction

from domain.appraisal.derived_events import CarriedMeasure, DerivedGoal, GoalsDerived
from domain.appraisal.facts import facts
from domain.appraisal.links.sources import States, above
from domain.appraisal.rights import cycle_of, rulebook_of
from domain.appraisal.state import Appraisal
from domain.case.state import Case
from domain.command import Context
from domain.cycle.containing import places
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.exact import Exact, simplest
from domain.regulation import CaseKind, DerivedTarget, Direction, Indicator, leaves_for
from domain.schedule import StepName
from domain.scoring.targets import target_for
from domain.streams import appraisal_stream, case_stream, cycle_stream

_CARRIED = (CaseKind.IMPROVEMENT, CaseKind.RECTIFICATION)


def begins(step: StepName, cycle: Cycle) -> bool:
    """Whether goals are derived as the step opens: that of goals, or the first where there is none."""
    first = next(iter(cycle.schedule), None)
    return step is (StepName.GOALS if StepName.GOALS in cycle.schedule else first)


def streams(state: Appraisal, cycle: Cycle, states: States) -> Iterator[str]:
    """The streams that goals are derived from, as far as those read so far name them."""
    if cycle.within is not None and regulation_of(cycle, states).derives:
        yield cycle_stream(cycle.within)
        outer: Cycle | None = states.get(cycle_stream(cycle.within))
        if outer is not None:
            yield from regulation_streams(outer)
            yield from (appraisal_stream(outer.id, one) for one in _planned(state, outer, states))
    if cycle.after is not None:
        before = appraisal_stream(cycle.after, state.appraisee)
        yield from (cycle_stream(cycle.after), before)
        yield from (case_stream(case) for case in _cases(states.get(before)))


def derive(state: Appraisal, context: Context) -> list[GoalsDerived]:
    """The event of what the appraisal begins with; none when there is nothing."""
    goals, carried = tuple(_goals(state, context)), tuple(_carried(state, context))
    return [GoalsDerived(goals=goals, carried=carried)] if goals or carried else []


def _goals(state: Appraisal, context: Context) -> Iterator[DerivedGoal]:
    cycle, rulebook = cycle_of(state, context), rulebook_of(state, context)
    if cycle.within is None or not rulebook.derives:
        return
    outer: Cycle = context.states[cycle_stream(cycle.within)]
    planned_for = next(iter(_planned(state, outer, context.states)), None)
    if planned_for is None:
        return
    stream = appraisal_stream(outer.id, planned_for)
    given: Appraisal = context.states[stream]
    if not given.opened or outer.is_over_for(planned_for):
        return
    plan = {leaf.id: leaf for leaf in leaves_for(regulation_of(outer, context.states), planned_for)}
    own = {leaf.id: leaf for leaf in leaves_for(rulebook, state.appraisee)}
    known = facts(given)
    for rule in rulebook.derives:
        leaf, planned = own.get(rule.indicator), plan.get(rule.outer or rule.indicator)
        target = target_for(planned, known)[0] if leaf is not None and planned is not None else None
        if leaf is None or target is None:
            continue
        share = simplest(Fraction(target) * _share(rule, cycle, outer, context.states))
        if stricter(share, leaf.target, leaf):
            yield DerivedGoal(indicator=leaf.id, target=share, stream=stream, version=given.version)


def _planned(state: Appraisal, outer: Cycle, states: States) -> tuple[str, ...]:
    """Whose goals are the plan: the appraisee's own, or across a level those of the unit above that it answers to."""
    same = outer.authority == state.authority
    return (state.appraisee,) if same else above(state.appraisee, state.authority, states)


def _share(rule: DerivedTarget, cycle: Cycle, outer: Cycle, states: States) -> Fraction:
    """The share of the cycle, by the place of its period among those of its rulebook within the outer one."""
    if not rule.shares or cycle.period is None:
        return Fraction(1)
    order = places(outer, regulation_of(outer, states), cycle.rulebook)
    place = order.index(cycle.period) if cycle.period in order else 0
    return Fraction(rule.shares[min(place, len(rule.shares) - 1)])


def stricter(target: Exact, than: Exact | None, leaf: Indicator) -> bool:
    """Whether a target asks for more than another; any does where there is none."""
    if than is None:
        return True
    return target < than if leaf.direction is Direction.DOWN else target > than


def _carried(state: Appraisal, context: Context) -> Iterator[CarriedMeasure]:
    after = cycle_of(state, context).after
    if after is None or context.states[cycle_stream(after)].cancelled:
        return
    for name in _cases(context.states[appraisal_stream(after, state.appraisee)]):
        stream = case_stream(name)
        case: Case = context.states[stream]
        for one in case.unfinished:
            yield CarriedMeasure(
                measure=one.id, indicator=one.indicator, by=one.by, stream=stream, version=case.version
            )


def _cases(before: Appraisal | None) -> tuple[str, ...]:
    return () if before is None else tuple(name for name, kind in before.cases.items() if kind in _CARRIED)
