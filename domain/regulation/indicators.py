"""Whether every node of the indicator system has what it needs, and nothing that it does not use."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.exact import simplest, text
from domain.regulation.finding import Finding
from domain.regulation.indicator import Combine, Indicator
from domain.regulation.marks import mark_findings
from domain.regulation.needs import needs, unused
from domain.regulation.parameters import parameter_findings
from domain.regulation.shapes import COMPARING, SHAPES
from domain.regulation.tree import walk
from domain.regulation.weights import weighs

_NO_RULE = "an indicator without children needs a rule"
_MOST_INDICATORS = 5_000
_MOST_APPRAISEES = 2_000
_MOST_NAMED = 50_000


def indicator_findings(
    indicators: Sequence[Indicator], combine: Combine, *, unfinished: bool = False
) -> tuple[Finding, ...]:
    """What is wrong with single nodes; what is wrong between siblings is found by the weights.

    A tree that is `unfinished` may have nodes with neither children nor a rule, which a scheme is to give.
    """
    found = (*_twice(indicators), *_nodes(indicators, combine, "", None))
    return tuple(one for one in found if not (unfinished and one.problem == _NO_RULE))


def excess_findings(indicators: Sequence[Indicator]) -> tuple[Finding, ...]:
    """Bounds far above any regulation, so that checking one takes no longer than its author would wait."""
    nodes, findings = list(walk(indicators)), list[Finding]()
    if len(nodes) > _MOST_INDICATORS:
        mend = f"List at most {_MOST_INDICATORS:,}, groups included"
        findings.append(Finding(place="indicators", problem=f"there are {len(nodes)}", mend=mend))
    for number, node in nodes:
        if len(node.applies_to or ()) > _MOST_APPRAISEES:
            problem = f"it names {len(node.applies_to or ())} appraisees"
            mend = f"Name at most {_MOST_APPRAISEES:,}, or leave it out to mean all"
            findings.append(Finding(place=f"indicators.{number}.applies_to", problem=problem, mend=mend))
    different = {appraisee for _, node in nodes for appraisee in node.applies_to or ()}
    if not findings and len(different) > _MOST_APPRAISEES:
        problem = f"their applies_to name {len(different)} different appraisees"
        mend = f"Name at most {_MOST_APPRAISEES:,}"
        findings.append(Finding(place="indicators", problem=problem, mend=mend))
    named = sum(len(node.applies_to or ()) for _, node in nodes)
    if named > _MOST_NAMED:
        problem = f"their applies_to name {named} appraisees in all"
        mend = f"Name at most {_MOST_NAMED:,} in all: let groups apply to appraisees, and their children to all"
        findings.append(Finding(place="indicators", problem=problem, mend=mend))
    return tuple(findings)


def _twice(indicators: Sequence[Indicator]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for number, node in walk(indicators):
        if node.id in first:
            yield Finding(
                place=f"indicators.{number}.id",
                problem=f"{node.id!r} is the id of indicator {first[node.id]} too",
                mend="Give each indicator an id of its own",
            )
        first.setdefault(node.id, number)


def _nodes(
    siblings: Sequence[Indicator], combine: Combine, prefix: str, within: frozenset[str] | None
) -> Iterator[Finding]:
    """Checks the nodes of a group that is for the appraisees `within`, or for all."""
    for position, node in enumerate(siblings, start=1):
        number = f"{prefix}{position}"
        place = f"indicators.{number}"
        if not node.name.strip():
            yield Finding(place=f"{place}.name", problem="it is empty", mend="Say what is appraised")
        yield from _weight(node, combine, number)
        yield from _points(node, combine, place)
        yield from _appraisees(node, place, within)
        yield from _group(node, place) if node.children else _leaf(node, place)
        yield from mark_findings(node, place)
        own = within if node.applies_to is None else frozenset(node.applies_to)
        yield from _nodes(node.children, node.combine, f"{number}.", own)


def _weight(node: Indicator, combine: Combine, number: str) -> Iterator[Finding]:
    place = f"indicators.{number}.weight"
    if combine is Combine.SUM or not weighs(node):
        if node.weight is not None:
            why = "its group adds up points" if combine is Combine.SUM else "an additional element is not counted"
            yield Finding(place=place, problem=f"it weighs {text(node.weight)}, and {why}", mend="Leave it out")
        return
    if node.weight is None and not node.variants:
        yield Finding(place=place, problem="it has no weight", mend="Say what share of its group it is")
    stated = [(place, node.weight)] if node.weight is not None else []
    for position, variant in enumerate(node.variants, start=1):
        if variant.weight is not None:
            stated.append((f"indicators.{number}.variants.{position}.weight", variant.weight))
    for where, weight in stated:
        if not 0 < weight <= 1:
            yield Finding(
                place=where,
                problem=f"indicator {number} weighs {text(weight)}",
                mend="Choose a weight above 0, up to 1",
            )


def _points(node: Indicator, combine: Combine, place: str) -> Iterator[Finding]:
    place = f"{place}.points"
    if node.points is not None and (node.points < 0 or (node.points == 0 and not node.extra)):
        yield Finding(place=place, problem=f"full marks are {text(node.points)}", mend="Choose points above 0")
    counted = combine is Combine.SUM and not node.extra and weighs(node)
    if node.points is None and counted and not _adds_up(node):
        yield Finding(place=place, problem="its group adds up points and it has none", mend="State its full marks")
    if node.extra and combine is not Combine.SUM:
        mend = "Let the group combine by sum, or make it an adjustment"
        yield Finding(
            place=f"{place.removesuffix('points')}extra",
            problem="its group is a mean, which has no extra points",
            mend=mend,
        )
    if node.points is None or node.combine is not Combine.SUM or not node.children or node.rule is not None:
        return
    parts = [child for child in node.children if not child.extra and weighs(child)]
    conditional = any(child.applies_when or child.applies_to or child.variants for child in parts)
    total = sum(Fraction(child.full) for child in parts if child.points is not None)
    if not conditional and all(child.points is not None for child in parts) and total != node.points:
        problem = (
            f"full marks are {text(node.points)}, those of its children add up to {text(simplest(Fraction(total)))}"
        )
        yield Finding(place=place, problem=problem, mend="Make them equal")


def _adds_up(node: Indicator) -> bool:
    """Whether a group's full marks are those of its children."""
    return bool(node.children) and node.combine is Combine.SUM and node.rule is None


def _appraisees(node: Indicator, place: str, within: frozenset[str] | None) -> Iterator[Finding]:
    if node.applies_to is None:
        return
    place = f"{place}.applies_to"
    if not node.applies_to:
        yield Finding(place=place, problem="it names nobody", mend="Name an appraisee, or leave it out to mean all")
    twice = sorted(appraisee for appraisee, times in Counter(node.applies_to).items() if times > 1)
    if twice:
        yield Finding(place=place, problem=f"it names {', '.join(twice)} twice", mend="Name each appraisee once")
    outside = [] if within is None else sorted(set(node.applies_to) - within)
    if outside:
        yield Finding(
            place=place,
            problem=f"it names {', '.join(outside)}, to which its group does not apply",
            mend="Name only appraisees of the group, or let the group apply to them",
        )


def _group(node: Indicator, place: str) -> Iterator[Finding]:
    for field in ("unit", "direction", "target", "lead", "value_from", "joint"):
        if getattr(node, field) is not None:
            yield Finding(
                place=f"{place}.{field}",
                problem=f"a group is not scored itself and has no {field}",
                mend="Give it to the children, or remove the children",
            )
    if node.rule is None:
        return
    if not isinstance(node.rule, COMPARING):
        fits = ", ".join(sorted(shape for shape, kind in SHAPES.items() if kind in COMPARING))
        yield Finding(
            place=f"{place}.rule",
            problem=f"rule {node.rule.shape} does not take what a group adds up to",
            mend=f"Choose one of {fits}, or remove the rule",
        )
    yield from parameter_findings(node, f"{place}.rule")


def _leaf(node: Indicator, place: str) -> Iterator[Finding]:
    if node.rule is None:
        mend = f"Give it a rule of shape {', '.join(SHAPES)}, or children"
        yield Finding(place=f"{place}.rule", problem=_NO_RULE, mend=mend)
        return
    shape = node.rule.shape
    for field in needs(node):
        yield Finding(place=f"{place}.{field}", problem=f"rule {shape} needs a {field}", mend=f"Add a {field}")
    for field in unused(node):
        yield Finding(place=f"{place}.{field}", problem=f"rule {shape} uses no {field}", mend="Leave it out")
    yield from parameter_findings(node, f"{place}.rule")
