"""How an appraisee scores by comparison with its peers."""

from fractions import Fraction

from domain.regulation import ProportionalToBest, Rank, Ties
from domain.scoring.measure import Given, Measure, bracketed, shown, stated


def rank(rule: Rank, given: Given) -> Measure:
    if given.value is None:
        return Measure(None, "rank: no value", inputs=stated(given))
    place, of, tied = _place(rule, given)
    inputs = {**stated(given), "rank": shown(place), "of": str(of)}
    if tied > 1:
        inputs["equal"] = str(tied)
        if rule.ties is Ties.REFUSE:
            how = f"rank: {tied} appraisees have {shown(given.value)}, and the rule gives points to no tie"
            return Measure(None, how, inputs=inputs, awaits=True)
    points = _points(rule, place, of)
    counted = " from the worst" if rule.from_worst else ""
    if points is None:
        how = f"rank: {shown(place)} of {of}{counted}, for which the rule has no points"
        return Measure(None, how, inputs=inputs, awaits=True)
    ties = f", ties {rule.ties.value}" if tied > 1 else ""
    return Measure(points, f"rank: {shown(place)} of {of}{counted}{ties}", shown(points), inputs)


def _place(rule: Rank, given: Given) -> tuple[Fraction, int, int]:
    """The place, out of how many, and how many share it."""
    assert given.value is not None  # noqa: S101 - asked by the caller
    if rule.given:
        return Fraction(given.value), rule.of or 0, 1
    column = given.peers.values(given.node.id) if given.peers else None
    if column is None:
        raise ValueError(f"indicator {given.node.id} is ranked without a peer table")
    upwards = given.upwards is not rule.from_worst
    stands = column.place(Fraction(given.value), upwards=upwards)
    match rule.ties:
        case Ties.BETTER | Ties.REFUSE:
            place = Fraction(stands.better + 1)
        case Ties.WORSE:
            place = Fraction(stands.better + stands.equal)
        case Ties.MEAN:
            place = Fraction(2 * stands.better + stands.equal + 1, 2)
        case Ties.DENSE:
            values = set(column.values)
            own = Fraction(given.value)
            place = Fraction(1 + sum(1 for other in values if (other > own if upwards else other < own)))
    return place, stands.of, stands.equal


def _points(rule: Rank, place: Fraction, of: int) -> Fraction | None:
    """The points of a place; between two whole places in proportion."""
    below = place.numerator // place.denominator
    low = _points_at(rule, below, of)
    if place == below:
        return low
    high = _points_at(rule, below + 1, of)
    return None if low is None or high is None else low + (high - low) * (place - below)


def _points_at(rule: Rank, place: int, of: int) -> Fraction | None:
    from_last = of - place
    if of and 0 <= from_last < len(rule.last):
        return Fraction(rule.last[from_last])
    if 1 <= place <= len(rule.points):
        return Fraction(rule.points[place - 1])
    if rule.series is not None and place >= 1:
        first, step, limit = (Fraction(part) for part in (rule.series.first, rule.series.step, rule.series.limit))
        reached = first + step * (place - 1)
        return max(limit, reached) if step < 0 else min(limit, reached)
    return None if rule.rest is None else Fraction(rule.rest)


def proportional_to_best(rule: ProportionalToBest, given: Given) -> Measure:
    if given.value is None:
        return Measure(None, "proportional to the best: no value", inputs=stated(given))
    column = given.peers.values(given.node.id) if given.peers else None
    best = column.best(upwards=given.upwards) if column else None
    if best is None:
        raise ValueError(f"indicator {given.node.id} is compared without a peer table")
    full = given.full if rule.best is None else Fraction(rule.best)
    value = Fraction(given.value)
    inputs = {**stated(given), "best": shown(best)}
    part, whole = (value, best) if given.upwards else (best, value)
    if value == best:
        return Measure(full, f"proportional to the best: {shown(value)} is the best", shown(full), inputs)
    if whole <= 0 or best <= 0:
        how = f"proportional to the best: no proportion between {shown(value)} and a best of {shown(best)}"
        return Measure(Fraction(0), how, "0", inputs)
    points = max(Fraction(0), part / whole * full)
    how = f"proportional to the best: {shown(part)} / {shown(whole)} x {shown(full)}"
    works = f"max(0, {bracketed(part)} / {bracketed(whole)} * {bracketed(full)})"
    return Measure(points, how, works, inputs)
