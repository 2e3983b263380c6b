"""Whose appraisals give an appraisal what: by the links of its cycle and the rules of its rulebook."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.appraisal.state import Appraisal
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.directory import Directory
from domain.evaluations import Evaluation
from domain.record import Attested
from domain.regulation import Intake, Rulebook, Source, attributes_of, leaves_for
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, directory_stream, record_stream

States = Mapping[str, Any]

LAST = StepName.SCORING
"""The last step at whose opening anything is taken in: peers are compared, and results computed, by what is there."""
_ORDER = tuple(StepName)


def due(intake: Intake, step: StepName) -> bool:
    """Whether a rule gives something as the step opens: at its own step, and at those behind it what has changed."""
    return _ORDER.index(intake.at) <= _ORDER.index(step) <= _ORDER.index(LAST)


def serves_facts(step: StepName) -> bool:
    """Whether facts that were reported elsewhere count as the step opens: from reporting on."""
    return _ORDER.index(StepName.REPORTING) <= _ORDER.index(step) <= _ORDER.index(LAST)


def cycles_of(intake: Intake, cycle: Cycle, states: States) -> tuple[str, ...]:
    """The cycles that a rule takes from, in the order in which their periods end; none that was cancelled."""
    named = _named(intake, cycle, states)
    return tuple(name for name in named if (one := states.get(cycle_stream(name))) is None or not one.cancelled)


def _named(intake: Intake, cycle: Cycle, states: States) -> tuple[str, ...]:
    if intake.source in {Source.INNER, Source.BELOW}:
        own = intake.source is Source.INNER
        inner = (one for one in cycle.inner.values() if (one.authority == cycle.authority) is own)
        known = [one for one in inner if intake.rulebook in {None, one.rulebook}]
        return tuple(one.cycle for one in sorted(known, key=lambda one: (one.period.end, one.cycle)))
    if intake.source is Source.EVALUATIONS:
        return ()
    name = cycle.after if intake.source is Source.BEFORE else cycle.within
    other: Cycle | None = None if name is None else states.get(cycle_stream(name))
    if name is None or other is None or intake.rulebook not in {None, other.rulebook}:
        return ()
    of_another = other.authority != cycle.authority
    return (name,) if of_another is (intake.source is Source.ABOVE) else ()


def appraisees_of(intake: Intake, cycle: str, state: Appraisal, rulebook: Rulebook, states: States) -> tuple[str, ...]:
    """Whose results a rule takes of a cycle: the appraisee's own, or those of whom an attribute names.

    Across a level, they are those of the unit above that it answers to, or of the units below that it is over.
    """
    whose = _whose(intake, state, rulebook)
    if whose is None:
        return ()
    if intake.source is Source.ABOVE:
        return above(whose, state.authority, states)
    return _below(whose, states.get(cycle_stream(cycle)), states) if intake.source is Source.BELOW else (whose,)


def _whose(intake: Intake, state: Appraisal, rulebook: Rulebook) -> str | None:
    """The appraisee, or the one that the attribute names."""
    if intake.of is None:
        return state.appraisee
    named = attributes_of(rulebook, state.appraisee)[intake.of]
    return None if named is None else str(named)


def evaluations_of(intake: Intake, state: Appraisal, rulebook: Rulebook, states: States) -> tuple[Evaluation, ...]:
    """The attested evaluations that a rule takes: those of the years appraised, in their order."""
    cycle: Cycle = states[cycle_stream(state.cycle)]
    attested: Attested = states[record_stream(state.authority)]
    whose = _whose(intake, state, rulebook)
    return tuple(
        one
        for one in sorted(attested.evaluations.values(), key=lambda one: (one.year, one.id))
        if one.appraisee == whose
        and intake.evaluates in {None, one.kind}
        and cycle.period is not None
        and cycle.period.start.year <= one.year <= cycle.period.end.year
    )


def above(appraisee: str, authority: str, states: States) -> tuple[str, ...]:
    """The unit of the authority above that one answers to, if there is one."""
    directory: Directory | None = states.get(directory_stream(authority))
    unit = directory.placement.above(appraisee) if directory is not None and directory.placement else None
    return () if unit is None else (unit,)


def _below(appraisee: str, cycle: Cycle | None, states: States) -> tuple[str, ...]:
    directory: Directory | None = None if cycle is None else states.get(directory_stream(cycle.authority))
    if cycle is None or directory is None or directory.placement is None:
        return ()
    return directory.placement.below(appraisee, cycle.appraisees)


def same_period(cycle: Cycle, states: States) -> tuple[Cycle, ...]:
    """The cycles linked with one, directly or by others, that appraise the same period and were not cancelled.

    In the order of their ids.
    """
    found: dict[str, Cycle] = {}
    waiting = [cycle]
    while waiting:
        near = _near(waiting.pop(), cycle, states)
        new = {name: states[cycle_stream(name)] for name in near if cycle_stream(name) in states and name not in found}
        new.pop(cycle.id, None)
        found |= new
        waiting += new.values()
    return tuple(found[name] for name in sorted(found) if not found[name].cancelled)


def _near(one: Cycle, cycle: Cycle, states: States) -> Iterator[str]:
    """The cycles of the same period that one is within, that are within it, and that are within the same other."""
    yield from _inner_of(one, cycle)
    outer: Cycle | None = states.get(cycle_stream(one.within)) if one.within else None
    if outer is not None and outer.authority == cycle.authority:
        yield from () if outer.period != cycle.period else (outer.id,)
        yield from _inner_of(outer, cycle)


def _inner_of(one: Cycle, cycle: Cycle) -> Iterator[str]:
    alike = (inner for inner in one.inner.values() if inner.authority == cycle.authority)
    return (inner.cycle for inner in alike if inner.period == cycle.period)


# ---------------------------------------------------------------- streams


def streams(state: Appraisal, step: StepName, states: States) -> Iterator[str]:
    """The streams that a step's opening looks at besides its own regulation, as far as those read so far name them."""
    cycle: Cycle | None = states.get(cycle_stream(state.cycle))
    if cycle is None or not all(name in states for name in regulation_streams(cycle)):
        return
    rulebook = regulation_of(cycle, states)
    for intake in rulebook.intakes:
        if due(intake, step):
            yield from _of_intake(intake, state, cycle, rulebook, states)
    if serves_facts(step) and any(leaf.fact for leaf in leaves_for(rulebook, state.appraisee)):
        yield from _of_facts(state, cycle, states)


def _of_intake(intake: Intake, state: Appraisal, cycle: Cycle, rulebook: Rulebook, states: States) -> Iterator[str]:
    if intake.source is Source.EVALUATIONS:
        yield record_stream(state.authority)
    if intake.source in {Source.OUTER, Source.ABOVE, Source.BEFORE}:
        name = cycle.after if intake.source is Source.BEFORE else cycle.within
        yield from () if name is None else (cycle_stream(name),)
    for name in cycles_of(intake, cycle, states):
        yield cycle_stream(name)
        yield from (directory_stream(cycle.inner[name].authority),) if intake.source is Source.BELOW else ()
        whose = appraisees_of(intake, name, state, rulebook, states)
        yield from (appraisal_stream(name, one) for one in whose)


def _of_facts(state: Appraisal, cycle: Cycle, states: States) -> Iterator[str]:
    linked = same_period(cycle, states)
    for one in (cycle, *linked):
        yield from () if one.within is None else (cycle_stream(one.within),)
        yield from map(cycle_stream, _near(one, cycle, states))
    for one in linked:
        yield from regulation_streams(one)
        yield appraisal_stream(one.id, state.appraisee)
