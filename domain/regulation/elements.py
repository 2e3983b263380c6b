"""Whether everybody has the critical elements that the regulation asks for, and no others where it says so."""

from collections.abc import Iterator, Sequence

from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.indicator import Element, Indicator
from domain.regulation.tree import walk


def element_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """One finding for each element that may not be there, and for each appraisee who has too few critical ones."""
    if rulebook.critical is None or not rulebook.indicators:
        return
    if not rulebook.critical.others:
        yield from _others(rulebook)
    if rulebook.scheme is None:
        yield from _too_few(rulebook, rulebook.critical.least)


def _others(rulebook: Rulebook) -> Iterator[Finding]:
    for number, node in walk(rulebook.indicators):
        if node.element is Element.NON_CRITICAL:
            place, problem = f"indicators.{number}.element", f"{node.id} is not critical, and only such elements may be"
            yield Finding(place=place, problem=problem, mend="Make it critical or additional, or remove it")


def _too_few(rulebook: Rulebook, least: int) -> Iterator[Finding]:
    """Looks at every appraisee named, and at any other where an indicator is for all."""
    named = sorted({appraisee for _, node in walk(rulebook.indicators) for appraisee in node.applies_to or ()})
    anybody = [""] if any(node.applies_to is None for node in rulebook.indicators) else []
    for appraisee in (*named, *anybody):
        found = _critical(rulebook.indicators, appraisee)
        if found < least:
            problem = f"{appraisee or 'everybody'} has {found} critical element{'' if found == 1 else 's'}"
            yield Finding(place="indicators", problem=problem, mend=f"Make at least {least} critical")


def _critical(siblings: Sequence[Indicator], appraisee: str) -> int:
    own = [node for node in siblings if node.applies(appraisee)]
    return sum((node.element is Element.CRITICAL) + _critical(node.children, appraisee) for node in own)
