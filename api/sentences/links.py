"""What appraisals have from one another, in English."""

from api.sentences.words import Change, Telling, Told, exact, listed
from domain.appraisal.derived_events import GoalsDerived
from domain.appraisal.state import Appraisal
from domain.appraisal.taken_events import TakenIn, ValuesTakenIn
from domain.evaluations import EvaluationsAttested
from domain.placement import AuthorityPlaced


def _taken_in(happened: ValuesTakenIn, before: Appraisal) -> Told:
    changes = tuple(
        Change(
            what=f"value of {one.into}" if one.grade is None else f"attribute {one.into}",
            before=_known(before, one),
            after=one.grade or exact(one.value),
            indicator=one.into,
        )
        for one in happened.taken
        if one.value is not None or one.grade is not None
    )
    sentences = " ".join(map(_said, happened.taken))
    return Told(
        f"As step {happened.step.value} opened: {sentences}", changes, frozenset(o.into for o in happened.taken)
    )


def _said(one: TakenIn) -> str:
    given = listed(f"{source.stream} (event {source.version})" for source in one.sources)
    lacking = f"; {listed(one.lacking)} had nothing to give" if one.lacking else ""
    if one.value is None and one.grade is None:
        return f"Nothing was taken into {one.into} by {one.rule}{lacking or ', there being no source'}."
    return f"{one.into} was taken in by {one.rule} from {given}{lacking}."


def _known(before: Appraisal, one: TakenIn) -> str | None:
    known = before.taken.get(one.rule)
    return (known.entry.grade or exact(known.entry.value)) if known else None


def _derived(happened: GoalsDerived, before: Appraisal) -> Told:
    changes = tuple(
        Change(
            what="target that the outer cycle gives",
            before=exact(before.derived[goal.indicator].target) if goal.indicator in before.derived else None,
            after=exact(goal.target),
            indicator=goal.indicator,
        )
        for goal in happened.goals
    )
    said = []
    if happened.goals:
        given = listed(f"{goal.indicator} from {goal.stream} (event {goal.version})" for goal in happened.goals)
        said.append(f"The outer cycle's goals gave targets for {given}.")
    if happened.carried:
        said.append(f"Not finished before: {listed(f'{one.measure} of {one.stream}' for one in happened.carried)}.")
    return Told(" ".join(said), changes, frozenset(goal.indicator for goal in happened.goals))


def _placed(happened: AuthorityPlaced, _before: object) -> Told:
    as_unit = f", as its unit {happened.as_unit}" if happened.as_unit else ""
    units = listed(f"{own} under {above}" for own, above in happened.units.items())
    which = f"; its units are placed: {units}" if happened.units else ""
    return Told(f"{happened.authority} was placed under {happened.above}{as_unit}{which}.")


def _evaluated(happened: EvaluationsAttested, _before: object) -> Told:
    given = listed(f"{one.kind.value} {one.id} of {one.appraisee} in {one.year}" for one in happened.evaluations)
    return Told(f"Evaluations were attested: {given}.")


TELL: Telling = {
    AuthorityPlaced: _placed,
    EvaluationsAttested: _evaluated,
    GoalsDerived: _derived,
    ValuesTakenIn: _taken_in,
}
