"""Whether every node of the indicator system has what it needs, and nothing that it does not use."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from domain.exact import text
from domain.regulation.document import (
    HUNDRED,
    Direction,
    Indicator,
    Judged,
    MetOrNot,
    RatioToTarget,
)
from domain.regulation.finding import Finding
from domain.regulation.tree import walk

_MOST_INDICATORS = 5_000
_MOST_APPRAISEES = 2_000
_MOST_NAMED = 50_000
_SHAPES = "ratio_to_target, met_or_not or judged"


def indicator_findings(indicators: Sequence[Indicator]) -> tuple[Finding, ...]:
    """What is wrong with single nodes; what is wrong between siblings is found by the weights."""
    if not indicators:
        return (Finding(place="indicators", problem="there are none", mend="List at least one indicator"),)
    return (*_twice(indicators), *_nodes(indicators, "", None))


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


def _nodes(siblings: Sequence[Indicator], prefix: str, within: frozenset[str] | None) -> Iterator[Finding]:
    """Checks the nodes of a group that is for the appraisees `within`, or for all."""
    for position, node in enumerate(siblings, start=1):
        number = f"{prefix}{position}"
        place = f"indicators.{number}"
        if not node.name.strip():
            yield Finding(place=f"{place}.name", problem="it is empty", mend="Say what is appraised")
        if not 0 < node.weight <= 1:
            yield Finding(
                place=f"{place}.weight",
                problem=f"indicator {number} weighs {text(node.weight)}",
                mend="Choose a weight above 0, up to 1",
            )
        yield from _appraisees(node, place, within)
        yield from _group(node, place) if node.children else _leaf(node, place)
        own = within if node.applies_to is None else frozenset(node.applies_to)
        yield from _nodes(node.children, f"{number}.", own)


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
    for field in ("unit", "direction", "target", "lead", "rule"):
        if getattr(node, field) is not None:
            yield Finding(
                place=f"{place}.{field}",
                problem=f"a group is not scored itself and has no {field}",
                mend="Give it to the children, or remove the children",
            )


def _leaf(node: Indicator, place: str) -> Iterator[Finding]:
    if node.rule is None:
        mend = f"Give it a rule of shape {_SHAPES}, or children"
        yield Finding(place=f"{place}.rule", problem="an indicator without children needs a rule", mend=mend)
        return
    shape = node.rule.shape
    needed = ("lead",) if node.judged else ("lead", "unit", "direction", "target")
    for field in needed:
        if getattr(node, field) is None:
            yield Finding(place=f"{place}.{field}", problem=f"rule {shape} needs a {field}", mend=f"Add a {field}")
    yield from _range(node.rule, f"{place}.rule")
    match node.rule:
        case Judged():
            for field in ("direction", "target"):
                if getattr(node, field) is not None:
                    yield Finding(place=f"{place}.{field}", problem=f"rule judged uses no {field}", mend="Leave it out")
        case RatioToTarget() if node.target is not None:
            if node.target < 0 or (node.target == 0 and node.direction is Direction.UP):
                yield Finding(
                    place=f"{place}.target",
                    problem=f"there is no ratio to a target of {text(node.target)}",
                    mend="Choose a target above 0, or a rule of shape met_or_not",
                )


def _range(rule: RatioToTarget | MetOrNot | Judged, place: str) -> Iterator[Finding]:
    match rule:
        case MetOrNot(met=met, not_met=not_met, verdicts=verdicts):
            if not 0 <= not_met <= met <= HUNDRED:
                yield Finding(
                    place=f"{place}.met",
                    problem=f"met scores {text(met)}, not met {text(not_met)}",
                    mend="Choose scores from 0 to 100, the first not below the second",
                )
            if verdicts.met == verdicts.not_met:
                problem = f"met and not met are both called {verdicts.met!r}"
                yield Finding(place=f"{place}.verdicts", problem=problem, mend="Give them different words")
        case RatioToTarget(maximum=maximum) if not 0 < maximum <= HUNDRED:
            yield _maximum(place, maximum, "Choose a maximum above 0, up to 100")
        case Judged(maximum=maximum) if maximum <= 0:
            yield _maximum(place, maximum, "Choose a maximum above 0")


def _maximum(place: str, maximum: Decimal | Fraction, mend: str) -> Finding:
    return Finding(place=f"{place}.maximum", problem=f"the best score would be {text(maximum)}", mend=mend)
