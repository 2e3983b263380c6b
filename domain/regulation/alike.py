"""Whom a rulebook treats alike: appraisees for whom the same conditions hold have the same regulation of their own."""

from domain.expression import parse
from domain.refusal import Refused
from domain.regulation.document import Rulebook
from domain.regulation.tailoring import Known, tailored
from domain.regulation.tree import walk

_KEPT = 200
"""Regulations kept for those who come next; where more are needed, hardly any two appraisees are alike."""


class Tailoring:
    """A rulebook tailored to many appraisees, once for all who are alike."""

    def __init__(self, rulebook: Rulebook) -> None:
        nodes = [node for _, node in walk(rulebook.indicators)]
        conditions = (text for node in nodes for text in (node.applies_when, *(one.when for one in node.variants)))
        self._rulebook = rulebook
        self._conditions = tuple(dict.fromkeys(text for text in conditions if text is not None))
        self._named = {appraisee for node in nodes for appraisee in (*(node.applies_to or ()), *node.targets)}
        self._kept: dict[tuple[object, ...], Rulebook] = {}

    def likeness(self, appraisee: str, known: Known) -> tuple[object, ...]:
        """Equal for those who are alike; who is named in the indicator system is like nobody else."""
        return (appraisee if appraisee in self._named else None, *(_outcome(text, known) for text in self._conditions))

    def own(self, appraisee: str, known: Known) -> Rulebook:
        """The rulebook as `tailored` makes it; the same object for those who are alike."""
        likeness = self.likeness(appraisee, known)
        if likeness not in self._kept:
            if len(self._kept) == _KEPT:
                self._kept.clear()
            self._kept[likeness] = tailored(self._rulebook, appraisee, known)
        return self._kept[likeness]


def _outcome(condition: str, known: Known) -> bool | str:
    """Whether a condition holds, or why it is refused, as it is again where it counts."""
    try:
        return parse(condition).evaluate(known) is True
    except Refused as refused:
        return refused.problem
