"""The indicator system as one appraisee is scored by it, from the leaves up."""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from domain.exact import Rounding, simplest
from domain.explanation import Explanation
from domain.expression import Expression, parse
from domain.refusal import Reason, Refused
from domain.regulation import Adjustment, Combine, Element, Indicator, Known, Missing, Rulebook, walk
from domain.scoring.asking import of_peers, referred
from domain.scoring.casebook import Casebook
from domain.scoring.columns import Peers
from domain.scoring.combining import Part, Whole, summed, weighted_mean
from domain.scoring.facts import Fact, Facts
from domain.scoring.instead import exempted, ruled, shared, stood_in
from domain.scoring.measure import Given, Measure, Number, Operand, bracketed, evaluated, shown, stored
from domain.scoring.rules import PEER_NAMES, Rules, require_peers
from domain.scoring.settling import settled, sources
from domain.scoring.shapes import SCORERS
from domain.scoring.targets import target_for

_NOTHING = Fact(value=None)
_BEST = 100


class System:
    """One appraisee's indicators, each scored once; verdicts and failed critical elements are gathered on the way.

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
        self._beside = {one.id for _, node in walk(own.indicators) if _is_beside(node) for _, one in walk((node,))}
        self._cases = Casebook(own, self.nodes, facts, rules.numbers, self._applies_rule)
        self.verdicts: dict[str, str] = {}
        self.failed: list[str] = []

    # ---------------------------------------------------------------- the tree

    def score(self) -> Whole:
        """The whole system: in per cent for a weighted mean, in points for a sum."""
        return self._combined(self._own.indicators, self._own.combine, None)

    def part(self, node: Indicator) -> Part:
        """The final score of a node."""
        if node.id not in self._parts:
            self._parts[node.id] = self._group(node) if node.children else self._leaf(node)
        return self._parts[node.id]

    @property
    def parts(self) -> Mapping[str, Part]:
        """The parts scored so far, by id."""
        return self._parts

    def take(self, parts: Mapping[str, Part]) -> None:
        """Takes parts over from where they were scored before, so that they are not scored again."""
        self._parts.update(parts)

    def combined(self, node: Indicator) -> Whole:
        """What a group's children come to, before a rule of its own, which alone knows the group's full marks then."""
        declared = None if node.points is None or node.rule is not None else Fraction(node.points)
        return self._combined(node.children, node.combine, declared if node.combine is Combine.SUM else None)

    def _combined(self, siblings: Sequence[Indicator], how: Combine, declared: Fraction | None) -> Whole:
        counting = [node for node in siblings if node.element is not Element.ADDITIONAL]
        parts = [self.part(node) for node in counting]
        if how is Combine.SUM:
            whole = summed(parts, self._own.missing, declared)
        else:
            weights = [node.share for node in counting]
            whole = weighted_mean(list(zip(parts, weights, strict=True)), self._own.missing)
        if len(counting) == len(siblings):
            return whole
        beside = tuple(_uncounted(self.part(node).explanation) for node in siblings if _is_beside(node))
        return dataclasses.replace(whole, children=(*whole.children, *beside))

    def _group(self, node: Indicator) -> Part:
        whole = self.combined(node)
        full = whole.full if node.points is None else Fraction(node.points)
        if node.rule is not None:
            together = _together(whole, f"indicator {node.id}")
            measure = self._measure(node, full, together.score)
            measure = dataclasses.replace(measure, children=(together,), policy=measure.policy or whole.policy)
        else:
            score, rule, works = whole.score, whole.rule, whole.works
            if score is not None and whole.full != full:
                score, works = score / whole.full * full, f"({works}) / {bracketed(whole.full)} * {bracketed(full)}"
                rule += f", in {shown(full)} points"
            measure = Measure(score, rule, works, children=whole.children, policy=whole.policy)
        if measure.points is None and measure.policy is not Missing.REFUSE:
            measure = dataclasses.replace(measure, policy=node.missing or measure.policy)
        return self._finished(node, full, measure, whole.leaves, whole.scored)

    def _leaf(self, node: Indicator) -> Part:
        full = Fraction(node.full)
        measure = self._own_measure(node, full)
        if measure.points is None:
            measure = self._without_points(node, full, measure)
        return self._finished(node, full, measure, 1, int(measure.points is not None))

    # ---------------------------------------------------------------- one indicator

    def value(self, node: Indicator) -> Number | None:
        """The value of a leaf: the one stated, or the one derived from others, worked out once."""
        if node.value_from is None:
            return self._fact(node).value
        if node.id not in self._derived:
            self._derived[node.id] = self._derive(node, node.value_from)
        return self._derived[node.id]

    def own_score(self, node: Indicator) -> Fraction | None:
        """What a leaf scores by itself, before a peer's score stands in for it."""
        full = Fraction(node.full)
        return settled(node, full, self._own_measure(node, full), self._rounding(node)).points

    def _derive(self, node: Indicator, value_from: str) -> Number | None:
        expression = parse(value_from)
        derived = evaluated(f"indicator {node.id}", expression, self._asked(node, None, expression))
        if isinstance(derived, bool | str):
            raise Refused(
                Reason.INVALID, f"indicator {node.id}", f"has no number in {value_from}", "Write an expression for one"
            )
        return None if derived is None else simplest(derived)

    def _fact(self, node: Indicator) -> Fact:
        return self._facts.values.get(node.id, _NOTHING)

    def _own_measure(self, node: Indicator, full: Fraction) -> Measure:
        """By the rule of the indicator, its exemptions and rulings, and its share of a joint task."""
        measure = self._instead(node, full) or self._measure(node, full, self.value(node))
        return shared(node, self._facts.joint.get(node.id), measure)

    def _instead(self, node: Indicator, full: Fraction) -> Measure | None:
        """What a ruling, or else an exemption, puts in the place of the rule; nothing where the rule applies."""
        ruling = self._facts.rulings.get(node.id)
        measure = None if ruling is None else ruled(node, ruling, full)
        if measure is None and node.exemptions:
            measure = exempted(node, full, lambda expression: self._holds(node, expression))
        return measure

    def _applies_rule(self, node: Indicator) -> bool:
        """Whether the indicator counts, and by its own rule."""
        return node.id not in self._beside and self._instead(node, Fraction(node.full)) is None

    def _holds(self, node: Indicator, condition: Expression) -> bool:
        names = self._asked(node, self.value(node), condition)
        return evaluated(f"indicator {node.id}", condition, names) is True

    def _without_points(self, node: Indicator, full: Fraction, measure: Measure) -> Measure:
        """What becomes of a leaf that has none, by the policy: only peers can give it some."""
        policy = measure.policy or self._rules.policy(node)
        if policy is Missing.REFUSE:
            return dataclasses.replace(measure, rule=f"{measure.rule}; no result without it", policy=policy)
        if policy not in {Missing.PEER_MEAN, Missing.PEER_MEDIAN}:
            return dataclasses.replace(measure, policy=policy)
        column = self._peers.shares(node.id) if self._peers else None
        if column is None:
            raise require_peers(node)
        return stood_in(measure, full, policy, column)

    def _measure(self, node: Indicator, full: Fraction, value: Number | None) -> Measure:
        if node.rule is None:
            raise ValueError(f"indicator {node.id} has no rule; the rulebook has not been checked")
        if node.id in self._rules.compares_values and (self._peers is None or self._peers.values(node.id) is None):
            raise require_peers(node)
        return SCORERS[type(node.rule)](node.rule, self._given(node, full, value))

    def _given(self, node: Indicator, full: Fraction, value: Number | None) -> Given:
        facts = self._facts
        target, source = target_for(node, self._facts)
        return Given(
            node=node,
            full=full,
            value=value,
            target=target,
            target_from=source,
            year=facts.year,
            past=facts.past.get(node.id, {}),
            points=facts.points.get(node.id),
            cases=self._cases.counting(node.id, again=node.counts_again),
            elsewhere=self._cases.elsewhere(node.id, again=node.counts_again),
            scores=facts.scores.get(node.id, {}),
            panels=self._rules.panels,
            weights=self._rules.panels_of(node),
            policy=self._rules.policy(node),
            peers=self._peers,
            asked=lambda expression: self._asked(node, value, expression),
        )

    # ---------------------------------------------------------------- what expressions ask for

    def _asked(self, node: Indicator, value: Number | None, expression: Expression) -> Mapping[str, Operand]:
        """What an expression asks for by name: this indicator, its peers, attributes, and other indicators by id."""
        return {name: self._known(node, value, name) for name in expression.names}

    def _known(self, node: Indicator, value: Number | None, name: str) -> Operand:
        if name in PEER_NAMES:
            return of_peers(node, name, self._peers)
        match name:
            case "value":
                return value
            case "target":
                return target_for(node, self._facts)[0]
            case "full":
                return node.full
            case _:
                return self._attributes[name] if name in self._attributes else self._elsewhere(name)

    def _elsewhere(self, name: str) -> Operand:
        """The value or score of another indicator; nothing where the appraisee has none."""
        found = referred(name)
        other = self.nodes.get(found[1]) if found else None
        if found is None or other is None:
            return None
        return self.part(other).score if found[0] == "score" else self.value(other)

    # ---------------------------------------------------------------- after the rule

    def _rounding(self, node: Indicator) -> Rounding | None:
        return node.rounding or (None if node.children else self._own.leaf_rounding)

    def _finished(self, node: Indicator, full: Fraction, measure: Measure, leaves: int, scored: int) -> Part:
        rounding = self._rounding(node)
        score, rule, works = settled(node, full, measure, rounding)
        if measure.verdict is not None:
            self.verdicts[node.id] = measure.verdict
        if node.element is Element.CRITICAL and score is not None and self._fails(score, full):
            self.failed.append(node.id)
        thing = f"indicator {node.id}"
        cites, evidence, ruling = sources(node.id, measure, self._facts)
        explanation = Explanation(
            label=f"{self._rules.numbers[node.id]} {node.name}",
            rule=rule,
            score=None if score is None else stored(score, thing),
            out_of=None if full == _BEST else stored(full, thing),
            works=works,
            inputs={**measure.inputs, "ruling": ruling} if ruling else measure.inputs,
            rounding=None if rounding is None or score is None else str(rounding),
            cites=cites,
            evidence=evidence,
            children=measure.children,
        )
        return Part(score, explanation, full, node.extra, measure.policy, leaves, scored)

    def _fails(self, score: Fraction, full: Fraction) -> bool:
        critical = self._own.critical
        return critical is not None and score * 100 < Fraction(critical.fails_below) * full

    # ---------------------------------------------------------------- adjustments

    def adjustment(self, adjustment: Adjustment) -> Measure:
        """What an adjustment's rule makes of the value and cases recorded for it; it has no full marks to keep to."""
        stand_in = Indicator(
            id=adjustment.id,
            name=adjustment.name,
            rule=adjustment.rule,
            points=Decimal(0),
            counts_again=adjustment.counts_again,
        )
        value = self._facts.values.get(adjustment.id, _NOTHING).value
        measure = SCORERS[type(adjustment.rule)](adjustment.rule, self._given(stand_in, Fraction(0), value))
        cites, evidence, _ = sources(adjustment.id, measure, self._facts)
        return dataclasses.replace(measure, cites=cites, evidence=evidence)


def _together(whole: Whole, thing: str) -> Explanation:
    """What the parts of a group come to, which its rule then takes as a value."""
    return Explanation(
        label="Its parts together",
        rule=whole.rule,
        score=None if whole.score is None else stored(whole.score, thing),
        out_of=None if whole.full == _BEST else stored(whole.full, thing),
        works=whole.works,
        children=whole.children,
    )


def _is_beside(node: Indicator) -> bool:
    return node.element is Element.ADDITIONAL


def _uncounted(explanation: Explanation) -> Explanation:
    return explanation.model_copy(update={"rule": f"{explanation.rule}; an additional element, not counted"})
