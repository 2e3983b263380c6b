"""Whether the expressions of a rulebook mean something, and weights add up whatever the attributes of an appraisee."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product

from domain.expression import ExpressionError, Kind, check, order, parse, score_of, value_of
from domain.refusal import Refused
from domain.regulation.alike import Tailoring
from domain.regulation.attributes import name_findings, value_findings
from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.indicator import Indicator
from domain.regulation.provisions import AttributeKind
from domain.regulation.resting import rests_on
from domain.regulation.shapes import Formula
from domain.regulation.tailoring import Known, attributes_of, tailored
from domain.regulation.tree import walk
from domain.regulation.weights import weight_findings

_DEEPEST = 30
_MOST_COMBINATIONS = 200
_KINDS = {AttributeKind.TEXT: Kind.TEXT, AttributeKind.NUMBER: Kind.NUMBER, AttributeKind.TRUTH: Kind.TRUTH}
_NUMBERS = ("value", "target", "full", "peer_mean", "peer_median", "peer_best", "peer_count")


def condition_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """What is wrong with formulas and conditions, and with weights under conditions."""
    yield from name_findings(rulebook.attributes)
    wrong = [
        finding
        for place, text, names, gives in _expressions(rulebook)
        for finding in (*_wrong(place, text, names, gives), *value_findings(place, text, rulebook.attributes))
    ]
    yield from wrong
    yield from _circles(rulebook)
    if not wrong:
        yield from _conditional_weights(rulebook)


def _expressions(rulebook: Rulebook) -> Iterator[tuple[str, str, Mapping[str, Kind], Kind]]:
    """Every expression with its place, the kinds of the names it may use, and what it must give."""
    attributes = {one.name: _KINDS[one.kind] for one in rulebook.attributes}
    nodes = list(walk(rulebook.indicators))
    others = {value_of(node.id): Kind.NUMBER for _, node in nodes if not node.children and not node.judged}
    others |= {score_of(node.id): Kind.NUMBER for _, node in nodes}
    own = {**attributes, **dict.fromkeys(_NUMBERS, Kind.NUMBER), **others}
    for number, node in nodes:
        yield from _of_node(node, f"indicators.{number}", attributes, own)
    for place, text, names in _of_provisions(rulebook, attributes):
        yield place, text, names, Kind.TRUTH
    for position, procedure in enumerate(rulebook.procedures, start=1):
        if procedure.offered_when is not None and rulebook.scheme is None:  # else its indicators are the scheme's
            yield f"procedures.{position}.offered_when", procedure.offered_when, {**attributes, **others}, Kind.TRUTH
    for position, adjustment in enumerate(rulebook.adjustments, start=1):
        if isinstance(adjustment.rule, Formula):
            names = {**attributes, "value": Kind.NUMBER, **others}
            yield f"adjustments.{position}.rule.points", adjustment.rule.points, names, Kind.NUMBER


def _of_provisions(rulebook: Rulebook, attributes: Mapping[str, Kind]) -> Iterator[tuple[str, str, Mapping[str, Kind]]]:
    """The conditions of provisions other than indicators, each with its place and the names it may use."""
    graded = {**attributes, "total": Kind.NUMBER}
    boards = [role.board.majority_when if role.board else None for role in rulebook.roles]
    given: list[tuple[str, list[str | None], Mapping[str, Kind]]] = [
        ("peer_groups.{}.when", [group.when for group in rulebook.peer_groups], attributes),
        ("roles.{}.board.majority_when", boards, attributes),
        ("vetoes.{}.when", [veto.when for veto in rulebook.vetoes], graded),
        ("ungraded.{}.when", [one.when for one in rulebook.ungraded], graded),
        ("competences.{}.when", [one.when for one in rulebook.competences], attributes),
    ]
    for place, conditions, names in given:
        for position, condition in enumerate(conditions, start=1):
            if condition is not None:
                yield place.format(position), condition, names


def _of_node(
    node: Indicator, place: str, attributes: Mapping[str, Kind], own: Mapping[str, Kind]
) -> Iterator[tuple[str, str, Mapping[str, Kind], Kind]]:
    if node.applies_when is not None:
        yield f"{place}.applies_when", node.applies_when, attributes, Kind.TRUTH
    for position, variant in enumerate(node.variants, start=1):
        yield f"{place}.variants.{position}.when", variant.when, attributes, Kind.TRUTH
    for position, exemption in enumerate(node.exemptions, start=1):
        yield f"{place}.exemptions.{position}.when", exemption.when, own, Kind.TRUTH
    if isinstance(node.rule, Formula):
        yield f"{place}.rule.points", node.rule.points, own, Kind.NUMBER
    if node.value_from is not None:
        yield f"{place}.value_from", node.value_from, own, Kind.NUMBER


def _wrong(place: str, text: str, names: Mapping[str, Kind], gives: Kind) -> Iterator[Finding]:
    try:
        check(parse(text), names, gives)
    except ExpressionError as error:
        yield Finding(place=place, problem=error.problem, mend=error.mend[:1].upper() + error.mend[1:])


def _circles(rulebook: Rulebook) -> Iterator[Finding]:
    """Indicators that rest on each other in a circle, or too far down, by what they are derived from or add up to."""
    uses = rests_on(rulebook.indicators)
    try:
        ordered = order(uses)
    except ExpressionError as error:
        yield Finding(place="indicators", problem=error.problem, mend=error.mend[:1].upper() + error.mend[1:])
        return
    below: dict[str, int] = {}
    for id_ in ordered:
        below[id_] = 1 + max((below.get(other, 0) for other in uses[id_]), default=0)
        if below[id_] == _DEEPEST + 1:
            problem = f"{id_} rests on indicators that rest on others, more than {_DEEPEST} in a row"
            yield Finding(place="indicators", problem=problem, mend="Derive it more directly")
            return


def _conditional_weights(rulebook: Rulebook) -> Iterator[Finding]:
    """Weights that do not add up for some combination of attributes, for the first of those that has them so."""
    nodes = [node for _, node in walk(rulebook.indicators)]
    if not any(node.applies_when is not None or node.variants for node in nodes):
        return
    seen: set[str] = set()
    for said, known in _different(rulebook):
        try:
            own = tailored(rulebook, said, known)
        except Refused as refused:
            problem = f"for {said}, {refused.thing}: {refused.problem}"
            yield Finding(place="indicators", problem=problem, mend=refused.mend)
            return
        for finding in weight_findings(own.indicators, own.combine, unfinished=own.scheme is not None):
            if finding.place not in seen:
                seen.add(finding.place)
                problem = finding.problem.replace("for every appraisee", f"for {said}")
                yield Finding(place=finding.place, problem=problem, mend=finding.mend)


def _different(rulebook: Rulebook) -> Iterable[tuple[str, Known]]:
    """The first of all combinations that are alike, since the others weigh as it does."""
    tailoring = Tailoring(rulebook)
    first: dict[tuple[object, ...], tuple[str, Known]] = {}
    for said, known in _combinations(rulebook):
        first.setdefault(tailoring.likeness(said, known), (said, known))
    return first.values()


def _combinations(rulebook: Rulebook) -> Iterator[tuple[str, Known]]:
    """The attributes of every appraisee listed, or else all combinations of what attributes may be."""
    if rulebook.appraisees:
        for one in rulebook.appraisees[:_MOST_COMBINATIONS]:
            try:
                yield one.id, attributes_of(rulebook, one.id)
            except Refused:
                continue
        return
    listed = {one.name: one.values for one in rulebook.attributes if one.kind is AttributeKind.TEXT and one.values}
    truths = {one.name: (True, False) for one in rulebook.attributes if one.kind is AttributeKind.TRUTH}
    finite: dict[str, tuple[str | bool, ...]] = {**listed, **truths}
    unknown = {one.name: None for one in rulebook.attributes if one.name not in finite}
    for values in islice(product(*finite.values()), _MOST_COMBINATIONS):
        known: Known = dict(zip(finite, values, strict=True))
        said = ", ".join(f"{name} {str(value).lower()}" for name, value in known.items()) or "everybody"
        yield said, {**unknown, **known}
