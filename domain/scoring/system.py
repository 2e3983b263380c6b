"""The indicator system as one appraisee is scored by it, from the leaves up."""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from domain.exact import rounded, simplest
from domain.explanation import Explanation
from domain.expression import Expression, parse
from domain.refusal import Reason, Refused
from domain.regulation import Adjustment, Combine, Direction, Effect, Element, Indicator, Known, Missing, Rulebook, walk
from domain.scoring.columns import Column, Peers
from domain.scoring.combining import Part, Whole, summed, weighted_mean
from domain.scoring.facts import Case, Fact, Facts, JointPart, JointRole, Ruling
from domain.scoring.measure import Given, Measure, Number, Operand, bracketed, shown
from domain.scoring.rules import PEER_NAMES, Rules, require_peers
from domain.scoring.shapes import SCORERS

_NOTHING = Fact(value=None)
_BEST = 100
REFERENCE = re.compile(r'(?P<of>value|score)\("(?P<id>[^"]+)"\)')
"""How the names of an expression refer to other indicators."""


class System:
    """One appraisee's indicators, each scored once; verdicts and counts are gathered on the way.

    `own` is the rulebook tailored to the appraisee. `peers` may still be filled while nodes below are being scored.
    """

    def __init__(self, rules: Rules, own: Rulebook, facts: Facts, attributes: Known, peers: Peers | None) -> None:
        self._rules = rules
        self._own = own
        self._facts = facts
        self._attributes = attributes
        self._peers = peers
        self._parts: dict[str, Part] = {}
        self._derived: dict[str, Number | None] = {}
        self.nodes = {node.id: node for _, node in walk(own.indicators)}
        self.verdicts: dict[str, str] = {}
        self.leaves = 0
        self.scored = 0
        self.failed: list[str] = []
        self._owners = self._first_counted()

    # ---------------------------------------------------------------- the tree

    def score(self) -> Whole:
        """The whole system: in per cent for a weighted mean, in points for a sum."""
        return self._combined(self._own.indicators, self._own.combine, None)

    def part(self, node: Indicator) -> Part:
        """The final score of a node."""
        if node.id not in self._parts:
            self._parts[node.id] = self._group(node) if node.children else self._leaf(node)
        return self._parts[node.id]

    def _combined(self, siblings: Sequence[Indicator], how: Combine, declared: Fraction | None) -> Whole:
        counting = [node for node in siblings if node.element is not Element.ADDITIONAL]
        parts = [self.part(node) for node in counting]
        if how is Combine.SUM:
            whole = summed(parts, self._own.missing, declared)
        else:
            weights = [node.share for node in counting]
            whole = weighted_mean(list(zip(parts, weights, strict=True)), self._own.missing)
        beside = tuple(
            _uncounted(self.part(node).explanation) for node in siblings if node.element is Element.ADDITIONAL
        )
        return Whole(whole.score, whole.rule, (*whole.children, *beside), whole.full, whole.awaits, whole.works)

    def combined(self, node: Indicator) -> Whole:
        """What a group's children come to, before a rule of its own, which alone knows the group's full marks then."""
        declared = None if node.points is None or node.rule is not None else Fraction(node.points)
        return self._combined(node.children, node.combine, declared if node.combine is Combine.SUM else None)

    def _group(self, node: Indicator) -> Part:
        whole = self.combined(node)
        full = whole.full if node.points is None else Fraction(node.points)
        score, rule, works, inputs = whole.score, whole.rule, whole.works, dict[str, str]()
        if node.rule is not None:
            measure = self._measure(node, full, None if score is None else simplest(score))
            score, works, inputs = measure.points, measure.works, measure.inputs
            rule = f"{measure.rule}; of the children: {whole.rule}"
        elif score is not None and whole.full != full:
            score, works = score / whole.full * full, f"({works}) / {bracketed(whole.full)} * {bracketed(full)}"
            rule += f", in {shown(full)} points"
        outcome = Measure(score, rule, works, inputs, awaits=whole.awaits)
        return self._finished(node, full, outcome, _NOTHING, whole.children)

    # ---------------------------------------------------------------- leaves

    def _leaf(self, node: Indicator) -> Part:
        full = Fraction(node.full)
        measure = self.own_measure(node)
        if measure.points is None and not measure.awaits:
            measure = self._substituted(node, full, measure)
        self.leaves += 1
        self.scored += measure.points is not None
        if measure.verdict is not None:
            self.verdicts[node.id] = measure.verdict
        return self._finished(node, full, measure, self._fact(node), measure.children)

    def own_measure(self, node: Indicator) -> Measure:
        """What a leaf scores by its rule, its exemptions and rulings, before a peer's score stands in for it."""
        full = Fraction(node.full)
        value = self.value(node)
        measure = self._exempted(node, full) or self._measure(node, full, value)
        return self._joined(node, measure)

    def value(self, node: Indicator) -> Number | None:
        """The value of a leaf: the one stated, or the one derived from others, worked out once."""
        if node.value_from is None:
            return self._fact(node).value
        if node.id not in self._derived:
            self._derived[node.id] = self._derive(node, node.value_from)
        return self._derived[node.id]

    def _derive(self, node: Indicator, value_from: str) -> Number | None:
        expression = parse(value_from)
        derived = expression.evaluate(self._asked(node, None, expression))
        if isinstance(derived, bool | str):
            raise Refused(
                Reason.INVALID,
                f"indicator {node.id}",
                f"has no number in {value_from}",
                "Write an expression for one",
            )
        return None if derived is None else simplest(Fraction(derived))

    def _fact(self, node: Indicator) -> Fact:
        return self._facts.values.get(node.id, _NOTHING)

    def _measure(self, node: Indicator, full: Fraction, value: Number | None) -> Measure:
        if node.rule is None:
            raise ValueError(f"indicator {node.id} has no rule; the rulebook has not been checked")
        if node.id in self._rules.compares_values and (self._peers is None or self._peers.values(node.id) is None):
            raise require_peers(node)
        return SCORERS[type(node.rule)](node.rule, self._given(node, full, value))

    def _given(self, node: Indicator, full: Fraction, value: Number | None) -> Given:
        facts, ruling = self._facts, self._facts.rulings.get(node.id)
        target, source = node.target, "rulebook"
        if node.id in facts.targets:
            target, source = facts.targets[node.id], "confirmed goals"
        if ruling is not None and ruling.upheld and ruling.effect is Effect.OTHER_TARGET:
            target, source = ruling.target, "ruling on an external cause"
        return Given(
            node=node,
            full=full,
            value=value,
            target=target,
            target_from=source,
            year=facts.year,
            past=facts.past.get(node.id, {}),
            points=facts.points.get(node.id),
            cases=self._cases(node.id, again=node.counts_again),
            scores=facts.scores.get(node.id, {}),
            panels=self._rules.panels,
            weights=self._rules.panels_of(node),
            peers=self._peers,
            asked=lambda expression: self._asked(node, value, expression),
        )

    def _asked(self, node: Indicator, value: Number | None, expression: Expression) -> dict[str, Operand]:
        """What an expression asks for by name: this indicator, its peers, attributes, and other indicators by id."""
        return {name: self._known(node, value, name) for name in expression.names}

    def _known(self, node: Indicator, value: Number | None, name: str) -> Operand:
        if name in PEER_NAMES:
            return self._of_peers(node, name)
        target = self._facts.targets.get(node.id, node.target)
        own: Mapping[str, Operand] = {**self._attributes, "value": value, "target": target, "full": node.full}
        return own[name] if name in own else self._elsewhere(name)

    def _elsewhere(self, name: str) -> Operand:
        """The value or score of another indicator; nothing where the appraisee has none."""
        referred = REFERENCE.fullmatch(name)
        other = self.nodes.get(referred["id"]) if referred else None
        if referred is None or other is None:
            return None
        return self.part(other).score if referred["of"] == "score" else self.value(other)

    def _of_peers(self, node: Indicator, name: str) -> Number | None:
        column = self._peers.values(node.id) if self._peers else None
        if column is None:
            raise require_peers(node)
        match name:
            case "peer_mean":
                return column.mean
            case "peer_median":
                return column.median
            case "peer_best":
                return column.best(upwards=node.direction is not Direction.DOWN)
            case _:
                return Decimal(len(column.values))

    # ---------------------------------------------------------------- instead of the rule

    def _exempted(self, node: Indicator, full: Fraction) -> Measure | None:
        """A ruling on an external cause, or else the first exemption whose condition holds."""
        ruling = self._facts.rulings.get(node.id)
        if ruling is not None and ruling.upheld:
            _require_relief(node, ruling)
            if ruling.effect is not None and ruling.effect is not Effect.OTHER_TARGET:
                why = f"external cause upheld by {ruling.by or 'a ruling'}"
                found = self._effect(full, ruling.effect, why)
                return dataclasses.replace(found, cites=ruling.cites, evidence=ruling.evidence)
        if not node.exemptions:
            return None
        for exemption in node.exemptions:
            condition = parse(exemption.when)
            if condition.evaluate(self._asked(node, self.value(node), condition)) is True:
                return self._effect(full, exemption.effect, f"exempt, since {exemption.when}")
        return None

    def _effect(self, full: Fraction, effect: Effect, why: str) -> Measure:
        match effect:
            case Effect.FULL_MARKS:
                return Measure(full, f"{why}: full marks", shown(full))
            case Effect.PEER_MEAN | Effect.PEER_MEDIAN:
                return Measure(None, why, policy=Missing(effect.value))
            case _:
                return Measure(None, f"{why}: left out", policy=Missing.LEFT_OUT)

    def _substituted(self, node: Indicator, full: Fraction, measure: Measure) -> Measure:
        """What stands in for a missing score, by the policy."""
        policy = measure.policy or self._rules.policy(node)
        if policy is Missing.REFUSE:
            return dataclasses.replace(measure, rule=f"{measure.rule}; no result without it", awaits=True)
        if policy not in {Missing.PEER_MEAN, Missing.PEER_MEDIAN}:
            return measure
        column = self._peers.shares(node.id) if self._peers else None
        if column is None:
            raise require_peers(node)
        share = _middle(column, policy)
        said = "mean" if policy is Missing.PEER_MEAN else "median"
        if share is None:
            return dataclasses.replace(measure, rule=f"{measure.rule}; no peer has a score either")
        rule = f"{measure.rule}; has the {said} score of {len(column.values)} peers"
        works = f"{bracketed(share)} * {bracketed(full)}"
        inputs = {**measure.inputs, "share of the peers": shown(share)}
        return dataclasses.replace(measure, points=share * full, rule=rule, works=works, inputs=inputs)

    def _joined(self, node: Indicator, measure: Measure) -> Measure:
        """The appraisee's part of a joint task's points."""
        if node.joint is None or measure.points is None:
            return measure
        part = self._facts.joint.get(node.id)
        if part is None:
            return dataclasses.replace(
                measure, points=None, works=None, rule="joint task: the appraisee's role in it is not stated"
            )
        share = _share(node, part)
        return dataclasses.replace(
            measure,
            points=measure.points * share,
            rule=f"{measure.rule}; joint task, {part.role.value}: {shown(share)} of it",
            works=f"({measure.works}) * {bracketed(share)}",
            inputs={**measure.inputs, "role": part.role.value, "share": shown(share)},
        )

    # ---------------------------------------------------------------- after the rule

    def _finished(
        self, node: Indicator, full: Fraction, measure: Measure, fact: Fact, children: tuple[Explanation, ...]
    ) -> Part:
        score, rule, works = measure.points, measure.rule, measure.works
        rounding = node.rounding or (None if node.children else self._own.leaf_rounding)
        if score is not None:
            score, rule, works = _bounded(node, score, rule, works)
            if rounding is not None:
                score = Fraction(rounded(score, rounding))
                works = f'round({works}, {rounding.places}, "{rounding.mode.value}")'
        if node.element is Element.CRITICAL and score is not None and self._fails(score, full):
            self.failed.append(node.id)
        explanation = Explanation(
            label=f"{self._rules.numbers[node.id]} {node.name}",
            rule=rule,
            score=None if score is None else simplest(score),
            out_of=None if full == _BEST else simplest(full),
            works=works,
            inputs=measure.inputs,
            rounding=str(rounding) if rounding is not None and score is not None else None,
            cites=tuple(dict.fromkeys((*fact.cites, *measure.cites, *self._point_cites(node)))),
            evidence=tuple(dict.fromkeys((*fact.evidence, *measure.evidence))),
            children=children,
        )
        policy = measure.policy or (node.missing if node.children else self._rules.policy(node))
        return Part(score, explanation, full, node.extra, measure.awaits, policy)

    def _point_cites(self, node: Indicator) -> tuple[int, ...]:
        given = self._facts.points.get(node.id)
        return given.cites if given else ()

    def _fails(self, score: Fraction, full: Fraction) -> bool:
        critical = self._own.critical
        return critical is not None and score * 100 < Fraction(critical.fails_below) * full

    # ---------------------------------------------------------------- cases

    def adjustment(self, adjustment: Adjustment) -> Measure:
        """What an adjustment's rule makes of the value and cases recorded for it."""
        stand_in = Indicator(id=adjustment.id, name=adjustment.name, rule=adjustment.rule, points=Decimal(0))
        value = self._facts.values.get(adjustment.id, _NOTHING).value
        given = self._given(stand_in, Fraction(0), value)
        cases = self._cases(adjustment.id, again=adjustment.counts_again)
        return SCORERS[type(adjustment.rule)](adjustment.rule, dataclasses.replace(given, cases=cases))

    def _cases(self, provision: str, *, again: bool) -> tuple[Case, ...]:
        recorded = self._facts.cases.get(provision, ())
        return tuple(case for case in recorded if again or self._owners.get(case.id, provision) == provision)

    def _first_counted(self) -> dict[str, str]:
        """Where each case counts: indicators first, in the rulebook's order, then adjustments."""
        owners: dict[str, str] = {}
        again = {node.id for node in self.nodes.values() if node.counts_again}
        again |= {one.id for one in self._own.adjustments if one.counts_again}
        for place in (*self.nodes, *(one.id for one in self._own.adjustments)):
            for case in self._facts.cases.get(place, ()) if place not in again else ():
                owners.setdefault(case.id, place)
        return owners


def _uncounted(explanation: Explanation) -> Explanation:
    return explanation.model_copy(update={"rule": f"{explanation.rule}; an additional element, not counted"})


def _middle(column: Column, policy: Missing) -> Fraction | None:
    return column.mean if policy is Missing.PEER_MEAN else column.median


def _share(node: Indicator, part: JointPart) -> Fraction:
    assert node.joint is not None  # noqa: S101 - asked by the caller
    if part.role is JointRole.LEAD:
        return Fraction(node.joint.lead)
    share = Fraction(node.joint.cooperating)
    return share / part.cooperating if node.joint.divided else share


def _bounded(node: Indicator, score: Fraction, rule: str, works: str | None) -> tuple[Fraction, str, str | None]:
    if node.least is not None and score < node.least:
        return Fraction(node.least), f"{rule}; at least {shown(node.least)}", f"max({bracketed(node.least)}, {works})"
    if node.most is not None and score > node.most:
        return Fraction(node.most), f"{rule}; at most {shown(node.most)}", f"min({bracketed(node.most)}, {works})"
    return score, rule, works


def _require_relief(node: Indicator, ruling: Ruling) -> None:
    if ruling.effect is None or ruling.effect not in node.relief:
        allowed = ", ".join(effect.value for effect in node.relief) or "none"
        said = "no effect" if ruling.effect is None else f"effect {ruling.effect.value!r}"
        raise Refused(
            Reason.INVALID, f"ruling on indicator {node.id}", f"has {said}", f"The rulebook allows: {allowed}"
        )
    if ruling.effect is Effect.OTHER_TARGET and ruling.target is None:
        raise Refused(
            Reason.INVALID, f"ruling on indicator {node.id}", "sets another target and names none", "State the target"
        )
