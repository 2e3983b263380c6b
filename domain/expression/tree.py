"""What an expression is made of once it is read: a small tree, whose nodes are all there is in the language."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a value is; the kinds never turn into one another."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth value"
    MISSING = "missing"  # what a name without a value is: it fits everywhere and is declared nowhere


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out; numbers are plain decimals that are not negative."""

    kind: Kind
    value: Decimal | str | bool


@dataclass(frozen=True, slots=True)
class Name:
    """A value that is given; `indicator` is the id in `value("id")` and `score("id")`."""

    name: str
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the list, applied."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """A minus or a `not`."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one level, from left to right: `a - b + c` is a, then - b, then + c; of comparisons only one."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a text is among those listed."""

    operand: "Node"
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """One of two, by a condition."""

    condition: "Node"
    then: "Node"
    otherwise: "Node"


Node = Literal | Name | Call | Prefix | Chain | OneOf | Conditional


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one."""
    match node:
        case Call(arguments=arguments):
            return arguments
        case Prefix(operand=operand) | OneOf(operand=operand):
            return (operand,)
        case Chain(first=first, rest=rest):
            return (first, *(operand for _, operand in rest))
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Literal() | Name():
            return ()
