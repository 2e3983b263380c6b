"""What a shape is given, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from domain.exact import simplest, text
from domain.explanation import Explanation
from domain.expression import Expression, ExpressionError, Value
from domain.expression.functions import bounded
from domain.refusal import Reason, Refused
from domain.regulation import Direction, Indicator, Missing, Panel
from domain.scoring.columns import Peers
from domain.scoring.facts import Case, Fact, Scores

Number = Decimal | Fraction
Operand = Number | str | bool | None


@dataclass(frozen=True, slots=True)
class Given:
    """What is known for one indicator of one appraisee; `value` may be what a group adds up to.

    `full` are the full marks points are counted in. `elsewhere` names cases that count for another provision, with that
    provision. `asked` gives what an expression asks for by name.
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
    elsewhere: tuple[tuple[str, str], ...] = ()
    scores: Mapping[str, Scores] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)
    weights: Mapping[str, Number] = field(default_factory=dict)
    policy: Missing = Missing.LEFT_OUT
    peers: Peers | None = None
    asked: Callable[[Expression], Mapping[str, Operand]] = lambda _expression: {}

    @property
    def upwards(self) -> bool:
        """Whether more is better; what a group adds up to always is."""
        return self.node.direction is not Direction.DOWN

    @property
    def term(self) -> str:
        """The value as a term of `Measure.works`: c1, where it is what a group's parts come to."""
        if self.node.children:
            return "c1"
        return "" if self.value is None else bracketed(self.value)


@dataclass(frozen=True, slots=True)
class Measure:
    """Points in full marks, nothing when there was nothing to measure; the rule in words; what went into it.

    `works` is the sum as an expression that evaluates to the points, and is there when they are. `policy` is what is to
    become of missing points, where that is not the indicator's own.
    """

    points: Fraction | None
    rule: str
    works: str | None = None
    inputs: dict[str, str] = field(default_factory=dict)
    verdict: str | None = None
    children: tuple[Explanation, ...] = ()
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    policy: Missing | None = None


def shown(value: Number) -> str:
    """An exact number in its most readable form."""
    return text(simplest(value)) if isinstance(value, Fraction) else text(value)


def bracketed(value: Number) -> str:
    """An exact number as a term of a sum: a fraction or a negative one in brackets."""
    said = shown(value)
    return f"({said})" if "/" in said or said.startswith("-") else said


@lru_cache(maxsize=1024)
def plainly(value: Number) -> str:
    """A number in its most readable form, in whichever it was stated."""
    return shown(Fraction(value))


@lru_cache(maxsize=1024)
def factor(value: Number) -> str:
    """`plainly`, as a term of a sum."""
    return bracketed(Fraction(value))


def stored(score: Fraction, thing: str) -> Number:
    """A score as an explanation keeps it; refuses one with more digits than can be read again."""
    try:
        return simplest(bounded(score))
    except ExpressionError as error:
        mend = "Round the values that go in"
        raise Refused(Reason.INVALID, thing, "comes to a number of more than 24,000 digits", mend) from error


def evaluated(thing: str, expression: Expression, names: Mapping[str, Operand]) -> Value:
    """The value of an expression; what it is refused with says whose expression it is."""
    try:
        return expression.evaluate(names)
    except Refused as refused:
        raise Refused(refused.reason, f"{thing}, {refused.thing}", refused.problem, refused.mend) from refused


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
