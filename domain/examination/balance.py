"""Whether an indicator system holds its sides in balance, and whether the public has the say that it should."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.event import Record
from domain.exact import Exact, simplest
from domain.examination.advice import Advice, Matter
from domain.examination.audiences import Audience
from domain.examination.saying import everybody, percent
from domain.examination.shares import shares
from domain.regulation import PUBLIC_KINDS, Balance, EvaluatorKind, Indicator
from domain.scoring.rules import Rules

SIDES = (
    (Balance.QUALITY, Balance.QUANTITY),
    (Balance.SOCIETY, Balance.ECONOMY),
    (Balance.LONG_TERM, Balance.SHORT_TERM),
    (Balance.OUTPUT, Balance.INPUT),
    (Balance.SCALE, Balance.SPEED),
)
"""What is to be balanced, two by two."""


class Sides(Record):
    """What the leaves of either side weigh in the indicator system, and those that state neither; together 1.

    A leaf that states both counts half for each.
    """

    sides: tuple[Balance, Balance]
    first: Exact
    second: Exact
    undeclared: Exact


class BalanceTable(Record):
    """The balance of the indicator system as it is for some appraisees, and what the public weighs in their total.

    The public are evaluators of a public kind, for the appraisee as a whole or in panels that rate single indicators.
    """

    who: tuple[str, ...]
    sides: tuple[Sides, ...]
    public: Exact


def balance(audiences: Sequence[Audience]) -> tuple[BalanceTable, ...]:
    """One table for all audiences whose balance is the same."""
    same: dict[tuple[tuple[Sides, ...], Exact], list[str]] = defaultdict(list)
    for audience in audiences:
        weights = shares(audience.rulebook)
        if sum(weights.values()):
            same[_sides(audience, weights), simplest(_public(audience, weights))].append(audience.who)
    return tuple(BalanceTable(who=tuple(who), sides=sides, public=public) for (sides, public), who in same.items())


def balance_advice(tables: Sequence[BalanceTable], floor: Exact | None) -> Iterator[Advice]:
    """Sides without weight while the other has some, pairs that nobody declares, and a public below its floor."""
    undeclared = [
        f"{one.value} or {other.value}"
        for position, (one, other) in enumerate(SIDES)
        if tables and all(table.sides[position].undeclared == 1 for table in tables)
    ]
    if undeclared:
        yield Advice(
            matter=Matter.BALANCE,
            place="indicators",
            problem=f"none says whether it is for {', '.join(undeclared)}",
            mend="State in balance which sides each indicator is for",
        )
    for table in tables:
        who = everybody(table.who)
        for one in table.sides:
            yield from _lopsided(one, who)
        if floor is not None and table.public < floor:
            yield Advice(
                matter=Matter.BALANCE,
                place="scheme.public_share",
                problem=f"the public's evaluation weighs {percent(table.public)} of the total of {who}, "
                f"and the floor is {percent(floor)}",
                mend="Give the public's evaluators or panels more weight",
            )


def _lopsided(sides: Sides, who: str) -> Iterator[Advice]:
    weights = {sides.sides[0]: sides.first, sides.sides[1]: sides.second}
    heavy, light = sorted(weights, key=lambda side: weights[side] == 0)
    if weights[heavy] and not weights[light]:
        yield Advice(
            matter=Matter.BALANCE,
            place="indicators",
            problem=f"{heavy.value} weighs {percent(weights[heavy])} and {light.value} nothing, for {who}",
            mend=f"Let an indicator measure {light.value}, or state which does",
        )


def _sides(audience: Audience, weights: dict[str, Fraction]) -> tuple[Sides, ...]:
    total = sum(weights.values())
    found = []
    for pair in SIDES:
        sums = dict.fromkeys(pair, Fraction(0))
        for leaf in audience.leaves:
            declared = [side for side in pair if side in leaf.balance]
            for side in declared:
                sums[side] += weights[leaf.id] / total / len(declared)
        first, second = (sums[side] for side in pair)
        rest = 1 - first - second
        found.append(Sides(sides=pair, first=simplest(first), second=simplest(second), undeclared=simplest(rest)))
    return tuple(found)


def _public(audience: Audience, weights: dict[str, Fraction]) -> Fraction:
    own = audience.rulebook
    whole = Fraction(sum(Fraction(evaluator.weight) for evaluator in own.evaluators))
    rules = Rules(own)
    found = Fraction(0)
    for evaluator in own.evaluators:
        if evaluator.kind is EvaluatorKind.LEAD_DEPARTMENTS:
            rated = sum(weights[leaf.id] * _public_panels(rules, leaf) for leaf in audience.leaves)
            found += Fraction(evaluator.weight) * rated / sum(weights.values())
        elif evaluator.kind in PUBLIC_KINDS:
            found += Fraction(evaluator.weight)
    return found / whole if whole else found


def _public_panels(rules: Rules, leaf: Indicator) -> Fraction:
    panels = rules.panels_of(leaf)
    return sum(
        (Fraction(weight) for id_, weight in panels.items() if rules.panels[id_].kind in PUBLIC_KINDS), Fraction()
    )
