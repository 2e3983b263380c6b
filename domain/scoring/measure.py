"""What a shape is given, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from domain.exact import simplest, text
from domain.explanation import Explanation
from domain.expression import Expression
from domain.regulation import Direction, Indicator, Missing, Panel
from domain.scoring.columns import Peers
from domain.scoring.facts import Case, Fact, Scores

Number = Decimal | Fraction
Operand = Number | str | bool | None


@dataclass(frozen=True, slots=True)
class Given:
    """What is known for one indicator of one appraisee; `value` may be what a group adds up to.

    `full` are the full marks points are counted in. `asked` gives what an expression
    asks for by name.
    """

    node: Indicator
    full: Fraction
    value: Number | None
    target: Number | None = None
    target_from: str = "rulebook"
    year: int | None = None
    past: Mapping[int, Number | None] = field(default_factory=dict)
    points: Fact | None = None
    cases: tuple[Case, ...] = ()
    scores: Mapping[str, Scores] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)
    weights: Mapping[str, Number] = field(default_factory=dict)
    peers: Peers | None = None
    asked: Callable[[Expression], Mapping[str, Operand]] = lambda _expression: {}

    @property
    def upwards(self) -> bool:
        """Whether more is better; what a group adds up to always is."""
        return self.node.direction is not Direction.DOWN


@dataclass(frozen=True, slots=True)
class Measure:
    """Points in full marks, nothing when there was nothing to measure; the rule in words; what went into it.

    `works` is the sum as an expression that evaluates to the points. `awaits` says that there is no result until what
    is missing is there; `policy` is what is to become of missing points, where that is not the indicator's own.
    """

    points: Fraction | None
    rule: str
    works: str | None = None
    inputs: dict[str, str] = field(default_factory=dict)
    verdict: str | None = None
    children: tuple[Explanation, ...] = ()
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    awaits: bool = False
    policy: Missing | None = None


def shown(value: Number) -> str:
    """An exact number in its most readable form."""
    return text(simplest(value)) if isinstance(value, Fraction) else text(value)


def bracketed(value: Number) -> str:
    """An exact number as a term of a sum: a fraction or a negative one in brackets."""
    said = shown(value)
    return f"({said})" if "/" in said or said.startswith("-") else said


def stated(given: Given) -> dict[str, str]:
    """The value, target and unit that go into a rule about a target."""
    inputs: dict[str, str] = {}
    if given.value is not None:
        inputs["value"] = shown(given.value)
    if given.target is not None:
        inputs["target"] = shown(given.target)
        inputs["target from"] = given.target_from
    inputs["unit"] = given.node.unit or ""
    return inputs
