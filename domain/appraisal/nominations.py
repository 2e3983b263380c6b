"""Nominations: what experts gave to an innovation enters the indicators that their panel rates, as it was given."""

from fractions import Fraction

from domain.appraisal import fact_events as f
from domain.appraisal.cases import granted
from domain.appraisal.rights import rulebook_of
from domain.appraisal.state import Appraisal
from domain.case.content import ExpertScore
from domain.command import Command, Context, command
from domain.event import Event
from domain.exact import simplest
from domain.refusal import Reason, Refused
from domain.regulation import CaseKind, leaves_for
from domain.schedule import StepName
from domain.scoring.rules import Rules


@command
class TakeInNomination(Command):
    """Takes in the mean of what the experts gave to a nomination."""

    case: str


def take_in_nomination(wish: TakeInNomination, state: Appraisal, context: Context) -> list[Event]:
    """Refuses one that comes after scoring has ended, and one that counts in no indicator of the appraisee."""
    case, thing = granted(wish.case, (CaseKind.NOMINATION,), state, context), f"case {wish.case}"
    rules = Rules(rulebook_of(state, context))
    panel = next(one.panel for one in rules.rulebook.procedures if one.id == case.procedure)
    rated = [leaf.id for leaf in leaves_for(rules.rulebook, state.appraisee) if panel in rules.panels_of(leaf)]
    if panel is None or not rated:
        problem = f"is judged by {f'panel {panel}' if panel else 'no panel'}, which rates nothing of {state.appraisee}"
        raise Refused(Reason.CONFLICT, thing, problem, "It stands as it was judged, and counts nowhere")
    step = state.steps.get(StepName.SCORING)
    if step is not None and step.ended:
        raise Refused(Reason.CONFLICT, thing, "was judged after scoring had ended", "It counts nowhere")
    given = [Fraction(one.points) for one in case.contents(ExpertScore)]
    if not given:
        raise Refused(Reason.CONFLICT, thing, "has been judged by nobody", "A score is never presumed")
    mean = simplest(sum(given, Fraction(0)) / len(given))
    return [f.NominationJudged(case=wish.case, panel=panel, indicators=tuple(rated), mean=mean, experts=len(given))]
