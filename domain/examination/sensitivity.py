"""How much the ranking hangs on each weight: what changes when one is a tenth more or less."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.event import Record
from domain.exact import Exact, simplest
from domain.examination.appraised import Appraised, Total
from domain.examination.ranking import disagreements, ranks
from domain.examination.reweighing import Reweighed, others, reweighed
from domain.examination.shares import counts
from domain.regulation import Rulebook, walk
from domain.regulation.resting import rests_on

_STEP = Fraction(1, 10)


class Shift(Record):
    """What becomes of the ranking in all peer groups: who has another rank, by how many places, and pairs turned over.

    `pairs` is Kendall's distance; a tie made or broken counts as one.
    """

    appraisees: int
    places: int
    pairs: int


class Swap(Record):
    """The change of a weight, as a share of it, at which the first two of a peer group are level before rounding."""

    change: Exact
    first: str
    second: str


class Sensitivity(Record):
    """What the ranking makes of one weight: a tenth more, a tenth less, and the smallest change known to level two.

    The siblings make up for the change in proportion. In groups that sum, points are weights: scores keep their share
    of full marks. A weight goes up half of the way to all that its group has, and no further. `swap` is there where the
    first two of a group come level by this weight alone and in proportion to it, as they do unless rounding or a rule
    is in between.
    """

    place: str
    what: str
    more: Shift
    less: Shift
    swap: Swap | None


class Sensitivities(Record):
    """The sensitivity to every weight; `untried` are places of those that comparisons with peers rest on.

    There, what a rule compares would be another for everybody.
    """

    weights: tuple[Sensitivity, ...]
    untried: tuple[str, ...]


_Weigh = Callable[[Appraised, Fraction], Total | None]
"""The total of an appraisee with a weight multiplied."""


def sensitivities(rulebook: Rulebook, appraised: Mapping[str, Appraised]) -> Sensitivities:
    """Tries every weight of the indicator system and of the evaluators, by everybody's facts."""
    base = {appraisee: one.total() for appraisee, one in appraised.items()}
    trial = _Trial(appraised, base)
    weights = [trial.sensitivity(place, what, weigh) for place, what, weigh in _evaluators(rulebook)]
    rests = rests_on(rulebook.indicators)
    untried: list[str] = []
    for number, node in walk(rulebook.indicators):
        if not counts(node):
            continue
        field = "points" if node.weight is None and not node.variants else "weight"
        place = f"indicators.{number}.{field}"
        try:
            weights.append(trial.sensitivity(place, node.id, _indicator(node.id, rests)))
        except _EntangledError:
            untried.append(place)
    return Sensitivities(weights=tuple(weights), untried=tuple(untried))


class _EntangledError(Exception):
    """Comparisons with peers, or siblings that refer to each other, rest on the weight."""


def _evaluators(rulebook: Rulebook) -> Iterator[tuple[str, str, _Weigh]]:
    sizes = [Fraction(evaluator.weight) for evaluator in rulebook.evaluators]
    for place, evaluator in enumerate(rulebook.evaluators):

        def weigh(one: Appraised, factor: Fraction, place: int = place) -> Total | None:
            weights = others(sizes, place, factor)
            return one.total() if weights is None else one.total_with(weights)

        yield f"evaluators.{place + 1}.weight", evaluator.panel or evaluator.kind.value, weigh


def _indicator(id_: str, rests: Mapping[str, set[str]]) -> _Weigh:
    tried: dict[tuple[int, Fraction], Reweighed | None] = {}
    """By the regulation of an appraisee, which those who are alike share."""

    def weigh(one: Appraised, factor: Fraction) -> Total | None:
        key = (id(one.own), factor)
        if key not in tried:
            tried[key] = reweighed(one.own.indicators, one.own.combine, id_, factor, rests)
        changed = tried[key]
        if changed is None:
            return one.total()
        if changed.touched & (one.rules.compares_values | one.rules.compares_shares | changed.scaled.keys()):
            raise _EntangledError
        return one.total_by(changed)

    return weigh


@dataclass(frozen=True)
class _Trial:
    """Everybody, with the totals by the rulebook as it is."""

    appraised: Mapping[str, Appraised]
    base: Mapping[str, Total | None]

    def sensitivity(self, place: str, what: str, weigh: _Weigh) -> Sensitivity:
        more = {id_: weigh(one, 1 + _STEP) for id_, one in self.appraised.items()}
        less = {id_: weigh(one, 1 - _STEP) for id_, one in self.appraised.items()}
        return Sensitivity(
            place=place, what=what, more=self._shift(more), less=self._shift(less), swap=self._swap(more, weigh)
        )

    def _shift(self, totals: Mapping[str, Total | None]) -> Shift:
        appraisees = places = pairs = 0
        for before, after in zip(self._grouped(self.base).values(), self._grouped(totals).values(), strict=True):
            was, now = ({id_: total.ranked for id_, total in those.items()} for those in (before, after))
            if was == now:
                continue
            first, then = ranks(was), ranks(now)
            moved = [abs(then[id_] - first[id_]) for id_ in first if then[id_] != first[id_]]
            appraisees += len(moved)
            places = max(places, *moved, 0)
            pairs += disagreements(was, now)
        return Shift(appraisees=appraisees, places=places, pairs=pairs)

    def _grouped(self, totals: Mapping[str, Total | None]) -> dict[str, dict[str, Total]]:
        found: dict[str, dict[str, Total]] = {}
        for id_, total in totals.items():
            if total is not None:
                found.setdefault(self.appraised[id_].group, {})[id_] = total
        return found

    def _swap(self, more: Mapping[str, Total | None], weigh: _Weigh) -> Swap | None:
        """Looked for where both totals go in proportion to the weight, and kept only where they then are level."""
        found = [
            Swap(change=simplest(change), first=first, second=second)
            for group in self._grouped(self.base).values()
            for first, second in self._leading(group)
            if (change := self._level(first, second, more, weigh)) is not None
        ]
        return min(found, key=lambda swap: (abs(Fraction(swap.change)), swap.first), default=None)

    def _leading(self, group: Mapping[str, Total]) -> Iterator[tuple[str, str]]:
        ordered = sorted(group, key=lambda id_: (-group[id_].exact, id_))
        if len(ordered) > 1:
            yield ordered[0], ordered[1]

    def _level(self, first: str, second: str, more: Mapping[str, Total | None], weigh: _Weigh) -> Fraction | None:
        apart = _apart(self.base[first], self.base[second])
        then = _apart(more[first], more[second])
        if apart is None or then is None or apart in {0, then}:
            return None
        change = _STEP * apart / (apart - then)
        if change <= -1:
            return None
        level = _apart(weigh(self.appraised[first], 1 + change), weigh(self.appraised[second], 1 + change))
        return change if level == 0 else None


def _apart(one: Total | None, other: Total | None) -> Fraction | None:
    return None if one is None or other is None else one.exact - other.exact
