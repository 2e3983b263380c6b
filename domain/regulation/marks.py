"""Whether an indicator's full marks, bounds, exemptions, relief and shares of a joint task make sense."""

from collections.abc import Iterator

from domain.exact import text
from domain.regulation.finding import Finding
from domain.regulation.indicator import Effect, Indicator, Missing
from domain.regulation.shapes import (
    Deduction,
    Formula,
    Improvement,
    Judged,
    Linear,
    MetOrNot,
    Of,
    Piecewise,
    ProportionalToBest,
    Rated,
    RatioToTarget,
    StepTable,
    Threshold,
)

_OF_PEERS = {Missing.PEER_MEAN, Missing.PEER_MEDIAN, Effect.PEER_MEAN, Effect.PEER_MEDIAN}
_ONLY_LEAVES = ("exemptions", "relief")


def mark_findings(node: Indicator, place: str) -> Iterator[Finding]:
    """What is wrong with a node besides the parameters of its rule."""
    if node.least is not None and node.most is not None and node.least > node.most:
        problem = f"it is at least {text(node.least)} and at most {text(node.most)}"
        yield Finding(place=f"{place}.least", problem=problem, mend="Exchange the two")
    for position, variant in enumerate(node.variants, start=1):
        if variant.points is not None and variant.points <= 0:
            where, problem = f"{place}.variants.{position}.points", f"full marks are {text(variant.points)}"
            yield Finding(place=where, problem=problem, mend="Choose points above 0")
    yield from _of_group(node, place) if node.children else _of_leaf(node, place)


def _of_group(node: Indicator, place: str) -> Iterator[Finding]:
    for field in _ONLY_LEAVES:
        if getattr(node, field):
            problem = f"a group is not scored itself and has no {field}"
            yield Finding(place=f"{place}.{field}", problem=problem, mend="Give it to the children")
    if node.missing in _OF_PEERS:
        problem = "a group has no score of its peers to take"
        mend = "Choose left_out, zero or refuse, or give it to the children"
        yield Finding(place=f"{place}.missing", problem=problem, mend=mend)
    if node.rule is None and not node.extra and all(child.extra for child in node.children):
        problem = "all its children are extra, so it has no full marks"
        yield Finding(place=place, problem=problem, mend="Make it extra itself, or one of the children not")


def _of_leaf(node: Indicator, place: str) -> Iterator[Finding]:
    yield from _nothing_to_share(node, place)
    yield from _joint(node, place)
    for position, exemption in enumerate(node.exemptions, start=1):
        if exemption.effect is Effect.OTHER_TARGET:
            where, mend = f"{place}.exemptions.{position}.effect", "Use a variant, or leave it to a ruling"
            yield Finding(place=where, problem="an exemption names no other target", mend=mend)
    if Effect.OTHER_TARGET in node.relief and not _looks_at_target(node):
        problem = "another target changes nothing, since the rule looks at none"
        yield Finding(place=f"{place}.relief", problem=problem, mend="Leave it out")


def _nothing_to_share(node: Indicator, place: str) -> Iterator[Finding]:
    """What gives a share of full marks, where these are 0."""
    if node.full != 0:
        return
    match node.rule:
        case Judged() | Rated() | RatioToTarget():
            whole = True
        case MetOrNot(met=most) | Improvement(met=most) | ProportionalToBest(best=most):
            whole = most is None
        case _:
            whole = isinstance(node.rule, Formula) and node.least is None and node.most is None
    effects = {node.missing, *node.relief, *(exemption.effect for exemption in node.exemptions)}
    if whole or effects & _OF_PEERS:
        problem = "full marks are 0, and it can get a share of them only"
        yield Finding(place=f"{place}.points", problem=problem, mend="State the points it can get")


def _joint(node: Indicator, place: str) -> Iterator[Finding]:
    if node.joint is None:
        return
    for field, share in (("lead", node.joint.lead), ("cooperating", node.joint.cooperating)):
        if not 0 <= share <= 1 or (field == "lead" and share == 0):
            mend = "Choose a share from 0 to 1" + (", above 0" if field == "lead" else "")
            yield Finding(place=f"{place}.joint.{field}", problem=f"{text(share)} is no share of the task", mend=mend)
    if node.joint.divided and node.joint.lead + node.joint.cooperating > 1:  # type: ignore[operator]  # both are exact
        total = text(node.joint.lead + node.joint.cooperating)  # type: ignore[operator]  # the same
        problem = f"lead and co-operating units have {total} of the task together"
        yield Finding(place=f"{place}.joint", problem=problem, mend="Divide no more than the whole")


def _looks_at_target(node: Indicator) -> bool:
    match node.rule:
        case RatioToTarget() | MetOrNot() | Deduction(threshold=Threshold.TARGET):
            return True
        case StepTable(of=of) | Linear(of=of) | Piecewise(of=of):
            return of is Of.PERCENT_OF_TARGET
        case Formula(points=points):
            return "target" in points
        case _:
            return False
