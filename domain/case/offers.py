"""Help offered early: which procedures the rulebook offers an appraisee on the values known so far.

An offer opens nothing. Whoever does the first act of the procedure takes it up, or does not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.appraisal.facts import facts
from domain.appraisal.state import Appraisal
from domain.expression import Given, parse, value_of
from domain.regulation import Procedure, Rulebook, attributes_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure that is offered, and the condition with the values by which it is."""

    procedure: Procedure
    why: str


def offers(state: Appraisal, rulebook: Rulebook) -> Iterator[Offer]:
    """The procedures whose condition holds, in the rulebook's order, but for those that a case was opened of.

    A condition that cannot be decided yet, since a value is missing, offers nothing.
    """
    names: Mapping[str, Given] = {
        **attributes_of(rulebook, state.appraisee),
        **{value_of(indicator): fact.value for indicator, fact in facts(state).values.items()},
    }
    for procedure in rulebook.procedures:
        if procedure.offered_when is None or procedure.id in state.carried_out:
            continue
        condition = parse(procedure.offered_when)
        known = {name: names.get(name) for name in condition.names}
        if condition.evaluate(known) is True:
            yield Offer(procedure, condition.explain(known))
