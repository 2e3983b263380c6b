"""Whether attributes can be asked for by their names, and conditions ask for values that they may have."""

import difflib
from collections.abc import Iterator, Sequence

from domain.expression import parse
from domain.expression.operators import WORDS
from domain.expression.tree import Chain, Kind, Literal, Name, Node, OneOf, parts
from domain.regulation.finding import Finding
from domain.regulation.provisions import Attribute

TAKEN = ("value", "target", "full", "peer_mean", "peer_median", "peer_best", "peer_count", "total")
"""Names that conditions have for something else."""


def name_findings(attributes: Sequence[Attribute]) -> Iterator[Finding]:
    """One finding for each attribute whose name means something else in a condition."""
    for position, attribute in enumerate(attributes, start=1):
        if attribute.name in WORDS or attribute.name in TAKEN:
            problem = f"{attribute.name!r} means something else in a condition"
            yield Finding(place=f"attributes.{position}.name", problem=problem, mend="Choose another name")


def value_findings(place: str, text: str, attributes: Sequence[Attribute]) -> Iterator[Finding]:
    """One finding for each text that a condition compares an attribute with and that the attribute never is."""
    listed = {one.name: one.values for one in attributes if one.values}
    for name, value in _compared(parse(text).tree):
        if name in listed and value not in listed[name]:
            near = difflib.get_close_matches(value, listed[name], n=1)
            mend = f"Did you mean {near[0]!r}?" if near else f"It may be: {', '.join(listed[name])}"
            yield Finding(place=place, problem=f"{name} is never {value!r}", mend=mend)


def _compared(node: Node) -> Iterator[tuple[str, str]]:
    """Names with the texts they are compared with."""
    match node:
        case OneOf(operand=Name(name=name), texts=texts):
            yield from ((name, text) for text in texts)
        case Chain(first=first, rest=((_, second),)):
            for one, other in ((first, second), (second, first)):
                if isinstance(one, Name) and isinstance(other, Literal) and other.kind is Kind.TEXT:
                    yield one.name, str(other.value)
    for part in parts(node):
        yield from _compared(part)
