"""An indicator system held against others in force: one thing measured in two ways, and one thing asked twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

from domain.exact import text
from domain.examination.advice import Advice, Matter
from domain.examination.leaves import Leaf, leaves, together
from domain.examination.likeness import alike, grams, plain
from domain.examination.overlaps import ALIKE, MOST_ALIKE
from domain.examination.saying import listed
from domain.regulation import Indicator, Rulebook

_SHOWN = 60


def comparison(rulebook: Rulebook, others: Iterable[Rulebook]) -> tuple[Advice, ...]:
    """What differs or comes twice, rulebook by rulebook in the order of their ids; versions of itself are passed over.

    Indicators are the same when they have the same id or names that are alike. Data is the same when it is of the same
    source; it is asked twice where an appraisee may have both indicators.
    """
    own = leaves(rulebook)
    those = sorted((other for other in others if other.id != rulebook.id), key=lambda other: other.id)
    return tuple(chain.from_iterable(_compared(rulebook, own, other) for other in those))


def _compared(rulebook: Rulebook, own: Sequence[Leaf], other: Rulebook) -> Iterator[Advice]:
    theirs = leaves(other)
    for mine, its in _same(own, theirs):
        for field in ("definition", "unit", "target"):
            yield from _difference(field, mine, its, other)
    yield from _asked_twice(rulebook, own, other, theirs)


def _same(own: Sequence[Leaf], theirs: Sequence[Leaf]) -> Iterator[tuple[Leaf, Leaf]]:
    """Pairs of the same indicator, by id and then by name."""
    by_id = {leaf.node.id: leaf for leaf in theirs}
    for leaf in own:
        if leaf.node.id in by_id:
            yield leaf, by_id[leaf.node.id]
    names = [grams(leaf.node.name) for leaf in (*own, *theirs)]
    for one, another, _ in sorted(alike(names, ALIKE, MOST_ALIKE)):
        if one < len(own) <= another and own[one].node.id != theirs[another - len(own)].node.id:
            yield own[one], theirs[another - len(own)]


def _difference(field: str, mine: Leaf, its: Leaf, other: Rulebook) -> Iterator[Advice]:
    if _differ(field, mine.node, its.node):
        here, there = _said(mine.node, field), _said(its.node, field)
        yield Advice(
            matter=Matter.COMPARISON,
            place=f"indicators.{mine.number}.{field}",
            problem=f"the {field} of {mine.node.id} is {_short(here)} here, and {_short(there)} for {its.node.id} in "
            f"rulebook {other.id}",
            mend=f"Use one {field} for both, or name what sets them apart",
        )


def _differ(field: str, one: Indicator, other: Indicator) -> bool:
    """Whether both say it and not the same; targets in different units are not compared."""
    here, there = _comparable(field, one), _comparable(field, other)
    if here is None or there is None or here == there:
        return False
    return field != "target" or not _differ("unit", one, other)


def _comparable(field: str, node: Indicator) -> str | Fraction | None:
    match field:
        case "target":
            return None if node.target is None else Fraction(node.target)
        case "unit":
            return None if node.unit is None else node.unit.strip().casefold()
        case _:
            return None if node.definition is None else plain(node.definition)


def _said(node: Indicator, field: str) -> str:
    if node.target is not None and field == "target":
        return " ".join(filter(None, (text(node.target), node.unit)))
    return str(getattr(node, field))


def _short(said: str) -> str:
    return repr(said if len(said) <= _SHOWN else f"{said[:_SHOWN]}...")


def _asked_twice(rulebook: Rulebook, own: Sequence[Leaf], other: Rulebook, theirs: Sequence[Leaf]) -> Iterator[Advice]:
    asked: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in theirs:
        if source := _source(leaf.node):
            asked[source].append(leaf)
    for leaf in own:
        source = _source(leaf.node)
        twice = [one.node.id for one in asked.get(source, ()) if source and _both(rulebook, leaf, other, one)]
        if twice:
            yield Advice(
                matter=Matter.COMPARISON,
                place=f"indicators.{leaf.number}.source",
                problem=f"{leaf.node.id} asks for data of {_short(leaf.node.source or '')}, and so does rulebook "
                f"{other.id} of the same appraisees, for {listed(twice)}",
                mend="Ask once, and let both take it from there",
            )


def _source(node: Indicator) -> str:
    return "" if node.judged or node.value_from is not None else plain(node.source or "")


def _both(rulebook: Rulebook, mine: Leaf, other: Rulebook, its: Leaf) -> bool:
    """Whether somebody may be asked by both: those named, or all whom the rulebook or its authority appraises."""
    one, another = _within(rulebook, mine), _within(other, its)
    if one.appraisees is None or another.appraisees is None:
        return rulebook.authority == other.authority
    return together(one, another)


def _within(rulebook: Rulebook, leaf: Leaf) -> Leaf:
    listed_ids = frozenset(one.id for one in rulebook.appraisees)
    return leaf._replace(appraisees=listed_ids) if leaf.appraisees is None and listed_ids else leaf
