"""Points added to the total or taken off it: bonuses, penalty points, ranks in a larger comparison."""

from dataclasses import dataclass
from fractions import Fraction

from domain.explanation import Explanation
from domain.regulation import Rulebook
from domain.scoring.measure import shown, stored
from domain.scoring.system import System


@dataclass(frozen=True, slots=True)
class Adjusted:
    """All adjustments of one total: their sum, each in words, and why."""

    points: Fraction
    rules: tuple[str, ...]
    explanations: tuple[Explanation, ...]


def adjusted(own: Rulebook, system: System) -> Adjusted:
    """Applies each adjustment's rule to the values and cases recorded for it; one without any adds nothing."""
    total, rules, explanations = Fraction(0), list[str](), list[Explanation]()
    for adjustment in own.adjustments:
        measure = system.adjustment(adjustment)
        points = Fraction(0) if measure.points is None else measure.points
        total += points
        rules += [f"{adjustment.name}: {shown(points)}"] if points else []
        explanations.append(
            Explanation(
                label=adjustment.name,
                rule=measure.rule if measure.points is not None else f"{measure.rule}: nothing to add",
                score=stored(points, f"adjustment {adjustment.id}"),
                works=measure.works or "0",
                inputs=measure.inputs | ({"by": adjustment.by} if adjustment.by else {}),
                cites=measure.cites,
                evidence=measure.evidence,
            )
        )
    return Adjusted(total, tuple(rules), tuple(explanations))
