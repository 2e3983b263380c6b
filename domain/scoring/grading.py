"""From the total to the grade: bands, critical elements, vetoes, and who is given no grade at all.

Quotas come later, since they look at everybody: see `domain.scoring.standing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from domain.exact import text
from domain.explanation import Explanation
from domain.expression import parse
from domain.regulation import GradeBand, Known, Rulebook, Veto
from domain.scoring.facts import Facts
from domain.scoring.measure import Operand, bracketed, evaluated
from domain.scoring.system import System


@dataclass(frozen=True, slots=True)
class Grading:
    """The total as it stands, the grade, the grades that are barred, and why."""

    total: Decimal | Fraction
    grade: str | None
    barred: tuple[str, ...]
    rules: tuple[str, ...]
    inputs: dict[str, str]
    explanations: tuple[Explanation, ...]
    caps: tuple[Decimal | Fraction, ...] = ()

    def works(self, before: str) -> str:
        """The sum of the total with its caps."""
        return f"min({', '.join((*map(bracketed, self.caps), before))})" if self.caps else before


@dataclass
class _Grader:
    own: Rulebook
    total: Decimal | Fraction
    names: Mapping[str, Operand]
    rules: list[str] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    explanations: list[Explanation] = field(default_factory=list)
    barred: set[str] = field(default_factory=set)
    caps: list[Decimal | Fraction] = field(default_factory=list)

    @property
    def grades(self) -> list[str]:
        """From the best down."""
        return [band.grade for band in self.own.grades]

    def band(self) -> GradeBand | None:
        """The band that the total is in; the last takes in whatever is below it too."""
        return next((band for band in self.own.grades if self.total >= band.lowest), (None, *self.own.grades)[-1])

    def holds(self, thing: str, condition: str) -> bool:
        """Whether a condition holds of the attributes and of the total as it was before any cap.

        One that cannot be decided does not, and the grade says so.
        """
        expression = parse(condition)
        outcome = evaluated(thing, expression, self.names)
        if outcome is None:
            lacking = ", ".join(name for name in expression.names if self.names.get(name) is None)
            self.rules.append(f"{thing} is not decided, since nothing is known of {lacking}")
        return outcome is True

    def bar_above(self, best: str) -> None:
        self.barred |= set(self.grades[: self.grades.index(best)])

    def lowered(self, grade: str) -> str:
        """The best grade from this one down that nothing bars; the last where all are barred."""
        rest = [name for name in self.grades[self.grades.index(grade) :] if name not in self.barred]
        return rest[0] if rest else self.grades[-1]


def graded(own: Rulebook, total: Decimal, system: System, facts: Facts, attributes: Known) -> Grading:
    """Grades a rounded total.

    Vetoes cap the total or bar the grades above the best that remains; a failed critical element decides the grade; and
    who is ungraded takes part without one.
    """
    grader = _Grader(own, total, {**attributes, "total": total})
    for veto in own.vetoes:
        _veto(veto, grader, facts)
    grade = None
    if band := grader.band():
        compared = "is at least" if grader.total >= band.lowest else "is even below"
        grader.rules.append(f"{text(grader.total)} {compared} {text(band.lowest)}: grade {band.grade}")
        grade = _critical(band.grade, grader, system)
        lowered = grader.lowered(grade)
        if lowered != grade:
            grader.rules.append(f"barred from {grade}: grade {lowered}")
        grade = lowered
        grader.inputs |= {"grade": grade, "grade from": text(band.lowest)}
    if reason := next((one for one in own.ungraded if grader.holds(f"ungraded {one.id}", one.when)), None):
        grader.rules.append(f"no grade is given: {reason.name}")
        grader.inputs.pop("grade", None)
        grade = None
    barred = tuple(name for name in grader.grades if name in grader.barred)
    return Grading(
        grader.total,
        grade,
        barred,
        tuple(grader.rules),
        grader.inputs,
        tuple(grader.explanations),
        tuple(grader.caps),
    )


def _veto(veto: Veto, grader: _Grader, facts: Facts) -> None:
    cases = facts.cases.get(veto.id, ())
    condition = veto.when is not None and grader.holds(f"veto {veto.id}", veto.when)
    if not cases and not condition:
        return
    why = f"since {veto.when}" if condition else f"for {', '.join(case.id for case in cases)}"
    effects: list[str] = []
    if veto.cap is not None and grader.total > veto.cap:
        grader.total = veto.cap
        grader.caps.append(veto.cap)
        effects.append(f"the total is at most {text(veto.cap)}")
    if veto.best is not None:
        grader.bar_above(veto.best)
        effects.append(f"no grade above {veto.best}")
    rule = f"veto {why}: {' and '.join(effects) or 'nothing to take away'}"
    grader.rules.append(f"{veto.name}: {' and '.join(effects) or 'nothing to take away'}")
    grader.explanations.append(
        Explanation(
            label=veto.name,
            rule=rule,
            score=None,
            scores=False,
            cites=tuple(sorted({cite for case in cases for cite in case.cites})),
            evidence=tuple(dict.fromkeys(proof for case in cases for proof in case.evidence)),
        )
    )


def _critical(grade: str, grader: _Grader, system: System) -> str:
    """A failed critical element gives the grade of the rule; where only that may give it, nobody else has it."""
    rule, grades = grader.own.critical, grader.grades
    if rule is None:
        return grade
    at = grades.index(rule.grade)
    if system.failed:
        worst = grades[max(at, grades.index(grade))]
        grader.rules.append(f"critical element failed: {', '.join(system.failed)}: grade {worst}")
        return worst
    if rule.only and at > 0 and grades.index(grade) >= at:
        grader.rules.append(f"no critical element failed, so the grade is no lower than {grades[at - 1]}")
        return grades[at - 1]
    return grade
