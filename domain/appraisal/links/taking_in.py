"""Taking in: what other appraisals have become gives this one values, by rule and with every source cited.

What counts is taken in as a step opens, and once more as later ones open where a source has changed: a value that was
corrected counts as corrected. Of a fact that two appraisals need, whoever reports first reports for both; where both
have reported, each keeps its own. Nothing is ever presumed: too few sources give nothing, and the rulebook's policy for
missing data holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from domain.appraisal.links.sources import appraisees_of, cycles_of, due, evaluations_of, same_period, serves_facts
from domain.appraisal.rights import cycle_of
from domain.appraisal.state import Appraisal
from domain.appraisal.taken_events import FACT, TakenIn, TakenSource, ValuesTakenIn
from domain.command import Context
from domain.cycle.containing import places
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.exact import Exact, simplest
from domain.regulation import Combined, Indicator, Intake, Rulebook, Source, Takes, leaves_for
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, record_stream


def take_in(step: StepName, state: Appraisal, context: Context) -> list[ValuesTakenIn]:
    """The event of what a step takes in as it opens; none when nothing has changed."""
    rulebook = regulation_of(cycle_of(state, context), context.states)
    taken = [*_by_rules(step, state, rulebook, context), *_facts(step, state, rulebook, context)]
    changed = tuple(one for one in taken if state.taken.get(one.rule) is None or state.taken[one.rule].entry != one)
    return [ValuesTakenIn(step=step, taken=changed)] if changed else []


def _by_rules(step: StepName, state: Appraisal, rulebook: Rulebook, context: Context) -> Iterator[TakenIn]:
    own = {leaf.id for leaf in leaves_for(rulebook, state.appraisee)}
    for intake in rulebook.intakes:
        if due(intake, step) and (intake.takes is Takes.GRADE or intake.into in own):
            yield _by_rule(intake, state, rulebook, context)


def _by_rule(intake: Intake, state: Appraisal, rulebook: Rulebook, context: Context) -> TakenIn:
    if intake.source is Source.EVALUATIONS:
        return _entry(intake, list(enumerate(_evaluated(intake, state, rulebook, context))), ())
    cycle, states = cycle_of(state, context), context.states
    cycles = cycles_of(intake, cycle, states)
    asked = [(name, one) for name in cycles for one in appraisees_of(intake, name, state, rulebook, states)]
    given = [(_place(intake, name, cycle, rulebook), _given(intake, name, one, context)) for name, one in asked]
    lacking = (appraisal_stream(*whose) for whose, (_, one) in zip(asked, given, strict=True) if one is None)
    return _entry(intake, given, tuple(lacking))


def _place(intake: Intake, name: str, cycle: Cycle, rulebook: Rulebook) -> int:
    """The place of a cycle's period in the order of those within this one, for the weight that belongs to it."""
    if intake.combined is not Combined.WEIGHTED or name not in cycle.inner:
        return 0
    return places(cycle, rulebook, intake.rulebook).index(cycle.inner[name].period)


def _evaluated(intake: Intake, state: Appraisal, rulebook: Rulebook, context: Context) -> list[TakenSource]:
    """What evaluations give: those without what is taken, a total or a grade, give nothing."""
    stream = record_stream(state.authority)
    version = context.states[stream].version
    graded = intake.takes is Takes.GRADE
    return [
        TakenSource(
            stream=stream, version=version, value=None if graded else one.total, grade=one.grade if graded else None
        )
        for one in evaluations_of(intake, state, rulebook, context.states)
        if (one.grade if graded else one.total) is not None
    ]


def _entry(intake: Intake, given: Sequence[tuple[int, TakenSource | None]], lacking: tuple[str, ...]) -> TakenIn:
    """What follows from what was given, each with the place that its weight belongs to."""
    sources = [one for _, one in given if one is not None]
    enough = len(sources) >= intake.needs
    return TakenIn(
        rule=intake.id,
        into=intake.into,
        value=_combined(intake, given) if enough and intake.takes is not Takes.GRADE else None,
        grade=sources[-1].grade if enough and intake.takes is Takes.GRADE else None,
        sources=tuple(sources),
        lacking=lacking,
    )


def _given(intake: Intake, cycle: str, appraisee: str, context: Context) -> TakenSource | None:
    """What one appraisal gives; nothing before the value is reported or the result approved, nor once it is over."""
    stream = appraisal_stream(cycle, appraisee)
    other: Appraisal = context.states[stream]
    if context.states[cycle_stream(cycle)].is_over_for(appraisee):
        return None
    if intake.takes is Takes.VALUE:
        value = _value_of(other, intake.indicator or "")
        return None if value is None else TakenSource(stream=stream, version=other.version, value=value)
    if not other.approved:
        return None
    if intake.takes is Takes.TOTAL:
        return None if other.total is None else TakenSource(stream=stream, version=other.version, value=other.total)
    return _grade(cycle, appraisee, other, context)


def _grade(cycle: str, appraisee: str, other: Appraisal, context: Context) -> TakenSource | None:
    """The grade as the ranking left it, or as it was approved where there was none."""
    ranked: Cycle = context.states[cycle_stream(cycle)]
    standings = ranked.standings.standings if ranked.standings else ()
    standing = next((one for one in standings if one.appraisee == appraisee), None)
    if standing is not None and standing.grade is not None:
        return TakenSource(stream=cycle_stream(cycle), version=ranked.version, grade=standing.grade)
    if other.grade is None:
        return None
    return TakenSource(stream=appraisal_stream(cycle, appraisee), version=other.version, grade=other.grade)


def _value_of(other: Appraisal, indicator: str) -> Exact | None:
    """The value that counts: reported and as corrected, or itself taken in."""
    if indicator in other.reported:
        return other.reported[indicator].value
    taken = next((one for one in other.taken.values() if one.entry.into == indicator), None)
    return taken.entry.value if taken else None


def _combined(intake: Intake, given: Sequence[tuple[int, TakenSource | None]]) -> Exact | None:
    known = [(place, Fraction(one.value)) for place, one in given if one is not None and one.value is not None]
    if not known:
        return None
    if intake.combined is Combined.WEIGHTED:
        return simplest(_weighted(intake, known))
    return simplest(_COMBINED[intake.combined]([value for _, value in known]))


_COMBINED: Mapping[Combined, Callable[[Sequence[Fraction]], Fraction]] = {
    Combined.SUM: lambda values: sum(values, Fraction()),
    Combined.MEAN: lambda values: sum(values, Fraction()) / len(values),
    Combined.LATEST: lambda values: values[-1],
    Combined.LEAST: min,
    Combined.GREATEST: max,
}


def _weighted(intake: Intake, known: Sequence[tuple[int, Fraction]]) -> Fraction:
    """The mean by the weights of those that have a value; a weight belongs to a place in the order of periods."""
    weights = [Fraction(intake.weights[min(place, len(intake.weights) - 1)]) for place, _ in known]
    weighted = (weight * value for weight, (_, value) in zip(weights, known, strict=True))
    return sum(weighted, Fraction()) / sum(weights)


# ---------------------------------------------------------------- facts


def _facts(step: StepName, state: Appraisal, rulebook: Rulebook, context: Context) -> Iterator[TakenIn]:
    if not serves_facts(step):
        return
    leaves = [leaf for leaf in leaves_for(rulebook, state.appraisee) if leaf.fact and leaf.id not in state.reported]
    linked = same_period(cycle_of(state, context), context.states) if leaves else ()
    for leaf in leaves:
        sources = [found for cycle in linked if (found := _reported(leaf, cycle, state, context))]
        if sources:
            yield TakenIn(
                rule=f"{FACT}{leaf.fact}", into=leaf.id, value=sources[0].value, sources=(sources[0],), lacking=()
            )


def _reported(leaf: Indicator, cycle: Cycle, state: Appraisal, context: Context) -> TakenSource | None:
    """The value that was reported elsewhere for the same fact; one without a value is none."""
    stream = appraisal_stream(cycle.id, state.appraisee)
    other: Appraisal = context.states[stream]
    if not other.opened or not all(name in context.states for name in regulation_streams(cycle)):
        return None
    there = leaves_for(regulation_of(cycle, context.states), state.appraisee)
    same = next((one.id for one in there if one.fact == leaf.fact), None)
    value = other.reported[same].value if same is not None and same in other.reported else None
    return None if value is None else TakenSource(stream=stream, version=other.version, value=value)
