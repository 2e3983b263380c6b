"""How an appraisee scores by comparison with its peers."""

from fractions import Fraction

from domain.refusal import Reason, Refused
from domain.regulation import Missing, ProportionalToBest, Rank, Ties
from domain.scoring.columns import Column
from domain.scoring.measure import Given, Measure, bracketed, shown, stated


def _column(given: Given, value: Fraction) -> Column:
    """The values of the peers, the appraisee's own among them."""
    column = given.peers.values(given.node.id) if given.peers else None
    if column is None:
        raise ValueError(f"indicator {given.node.id} is compared without a peer table")
    if not column.holds(value):
        raise Refused(
            Reason.CONFLICT,
            f"indicator {given.node.id}",
            f"has a value of {shown(value)}, which is not among those compared",
            "Compare the values anew",
        )
    return column


# ---------------------------------------------------------------- rank to points


def rank(rule: Rank, given: Given) -> Measure:
    if given.value is None:
        return Measure(None, "rank: no value", inputs=stated(given))
    place, of, tied = _given_place(rule, given) if rule.given else _place(rule, given)
    inputs = {**stated(given), "rank": shown(place), "of": str(of)} if of else {**stated(given), "rank": shown(place)}
    if tied > 1:
        inputs["equal"] = str(tied)
        if rule.ties is Ties.REFUSE:
            how = f"rank: {tied} appraisees have {shown(given.value)}, and the rule gives points to no tie"
            return Measure(None, how, inputs=inputs, policy=Missing.REFUSE)
    points = _points(rule, place, of)
    counted = (f" of {of}" if of else "") + (" from the worst" if rule.from_worst else "")
    if points is None:
        how = f"rank: {shown(place)}{counted}, for which the rule has no points"
        return Measure(None, how, inputs=inputs, policy=Missing.REFUSE)
    ties = f", ties {rule.ties.value}" if tied > 1 else ""
    return Measure(points, f"rank: {shown(place)}{counted}{ties}", shown(points), inputs)


def _given_place(rule: Rank, given: Given) -> tuple[Fraction, int, int]:
    """The place that somebody else has given."""
    place = Fraction(given.value or 0)
    if place < 1 or (rule.of is not None and place > rule.of):
        raise Refused(
            Reason.INVALID,
            f"indicator {given.node.id}",
            f"has a value of {shown(place)}, which is no rank",
            "Give a rank from 1 on" if rule.of is None else f"Give a rank from 1 to {rule.of}",
        )
    return place, rule.of or 0, 1


def _place(rule: Rank, given: Given) -> tuple[Fraction, int, int]:
    """The place among the peers, out of how many, and how many share it."""
    value = Fraction(given.value or 0)
    column = _column(given, value)
    stands = column.place(value, upwards=given.upwards is not rule.from_worst)
    match rule.ties:
        case Ties.BETTER | Ties.REFUSE:
            return Fraction(stands.better + 1), stands.of, stands.equal
        case Ties.WORSE:
            return Fraction(stands.better + stands.equal), stands.of, stands.equal
        case Ties.MEAN:
            return Fraction(2 * stands.better + stands.equal + 1, 2), stands.of, stands.equal
        case Ties.DENSE:
            different = column.different.place(value, upwards=given.upwards is not rule.from_worst)
            return Fraction(different.better + 1), different.of, stands.equal


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
    if place <= len(rule.points):
        return Fraction(rule.points[place - 1])
    if rule.series is not None:
        first, step, limit = (Fraction(part) for part in (rule.series.first, rule.series.step, rule.series.limit))
        reached = first + step * (place - 1)
        return max(limit, reached) if step < 0 else min(limit, reached)
    return None if rule.rest is None else Fraction(rule.rest)


# ---------------------------------------------------------------- proportional to the best


def proportional_to_best(rule: ProportionalToBest, given: Given) -> Measure:
    if given.value is None:
        return Measure(None, "proportional to the best: no value", inputs=stated(given))
    value = Fraction(given.value)
    best = _column(given, value).best(upwards=given.upwards)
    full = given.full if rule.best is None else Fraction(rule.best)
    inputs = {**stated(given), "best": shown(best)}
    if value == best:
        return Measure(full, f"proportional to the best: {shown(value)} is the best", shown(full), inputs)
    if best <= 0:
        how = f"proportional to the best: no proportion between {shown(value)} and a best of {shown(best)}"
        return Measure(Fraction(0), how, "0", inputs)
    if given.upwards:
        part, whole, terms = value, best, f"{given.term} / {bracketed(best)}"
    else:
        part, whole, terms = best, value, f"{bracketed(best)} / {given.term}"
    points = max(Fraction(0), part / whole * full)
    how = f"proportional to the best: {shown(part)} / {shown(whole)} x {shown(full)}"
    return Measure(points, how, f"max(0, {terms} * {bracketed(full)})", inputs)
