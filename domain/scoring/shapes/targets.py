"""How a value scores that is held against a target."""

from fractions import Fraction

from domain.regulation import Counting, Deduction, Direction, MetOrNot, RatioToTarget, Threshold
from domain.scoring.measure import Given, Measure, Number, bracketed, shown, stated


def _direction(given: Given) -> Direction:
    if given.node.direction is None:
        raise ValueError(f"indicator {given.node.id} has no direction; the rulebook has not been checked")
    return given.node.direction


def _lacking(name: str, given: Given) -> Measure:
    """What is missing where a value cannot be held against a target: the value, or else the appraisee's target."""
    return Measure(None, f"{name}: no {'value' if given.value is None else 'target'}", inputs=stated(given))


def _is_met(value: Number, target: Number, direction: Direction, tolerance: Number) -> bool:
    match direction:
        case Direction.UP:
            return value >= target
        case Direction.DOWN:
            return value <= target
        case Direction.MIDPOINT:
            return abs(Fraction(value) - Fraction(target)) <= tolerance


# ---------------------------------------------------------------- ratio to target


def ratio_to_target(rule: RatioToTarget, given: Given) -> Measure:
    direction = _direction(given)
    name, target = f"ratio to target, {direction.value}", given.target
    if given.value is None or target is None:
        return _lacking(name, given)
    maximum = given.full if rule.maximum is None else Fraction(rule.maximum)
    if direction is Direction.MIDPOINT:
        return _to_midpoint(rule, given, Fraction(target), maximum)
    value, goal = Fraction(given.value), Fraction(target)
    part, whole = (value, goal) if direction is Direction.UP else (goal, value)
    if goal <= 0 or whole <= 0:
        met = _is_met(value, goal, direction, Fraction(0))
        how = f"no ratio between {shown(value)} and a target of {shown(goal)}, which is {'met' if met else 'not met'}"
        points = maximum if met else Fraction(0)
        return Measure(points, f"{name}: {how}", shown(points), stated(given))
    quotient = f"{shown(part)} / {shown(whole)} x {shown(given.full)}"
    how = f"{quotient}, at most {shown(maximum)}" + (", at least 0" if part < 0 else "")
    works = f"max(0, min({bracketed(maximum)}, {bracketed(part)} / {bracketed(whole)} * {bracketed(given.full)}))"
    points = max(Fraction(0), min(maximum, part / whole * given.full))
    return Measure(points, f"{name}: {how}", works, stated(given))


def _to_midpoint(rule: RatioToTarget, given: Given, target: Fraction, maximum: Fraction) -> Measure:
    """Full marks around the target, fewer in proportion with the distance from it."""
    assert given.value is not None  # noqa: S101 - asked by the caller
    tolerance = Fraction(rule.tolerance)
    spread = abs(target) if rule.spread is None else Fraction(rule.spread)
    distance = abs(Fraction(given.value) - target)
    inputs = {**stated(given), "distance": shown(distance), "tolerance": shown(tolerance), "spread": shown(spread)}
    name = "ratio to target, midpoint"
    if distance <= tolerance:
        how = f"{shown(distance)} from {shown(target)}, within {shown(tolerance)}"
        return Measure(maximum, f"{name}: {how}", shown(maximum), inputs)
    over = distance - tolerance
    if over >= spread:
        how = f"{shown(distance)} from {shown(target)}, beyond {shown(tolerance)} by {shown(spread)} or more"
        return Measure(Fraction(0), f"{name}: {how}", "0", inputs)
    points = min(maximum, (1 - over / spread) * given.full)
    works = f"min({bracketed(maximum)}, (1 - {bracketed(over)} / {bracketed(spread)}) * {bracketed(given.full)})"
    how = f"{shown(over)} beyond the tolerance of {shown(tolerance)}, nothing from {shown(spread)} on"
    return Measure(points, f"{name}: {how}", works, inputs)


# ---------------------------------------------------------------- met or not


_COMPARED = {
    (Direction.UP, True): "reaches",
    (Direction.UP, False): "is below",
    (Direction.DOWN, True): "does not exceed",
    (Direction.DOWN, False): "exceeds",
    (Direction.MIDPOINT, True): "is near enough to",
    (Direction.MIDPOINT, False): "is too far from",
}


def met_or_not(rule: MetOrNot, given: Given) -> Measure:
    direction = _direction(given)
    name, target = f"met or not, {direction.value}", given.target
    if given.value is None or target is None:
        return _lacking(name, given)
    met = _is_met(given.value, target, direction, rule.tolerance)
    verdict = rule.verdicts.met if met else rule.verdicts.not_met
    points = Fraction(rule.not_met)
    if met:
        points = given.full if rule.met is None else Fraction(rule.met)
    how = f"{shown(given.value)} {_COMPARED[direction, met]} {shown(target)}: {verdict}"
    return Measure(points, f"{name}: {how}", shown(points), stated(given), verdict)


# ---------------------------------------------------------------- so much off for each unit


def deduction(rule: Deduction, given: Given) -> Measure:
    if given.value is None:
        return Measure(None, "deduction: no value", inputs=stated(given))
    threshold, said = _threshold(rule, given)
    if threshold is None:
        return Measure(None, f"deduction: there is no {said} to hold it against", inputs=stated(given))
    inputs = {**stated(given), "threshold": shown(threshold), "threshold from": said}
    missed = _missed(Fraction(given.value), threshold, given.node.direction)
    if missed > 0:
        units = _units(missed / Fraction(rule.per), rule.counting)
        floor = Fraction(rule.floor)
        points = max(floor, given.full - units * Fraction(rule.step))
        how = f"{shown(given.full)} less {shown(rule.step)} for each {_per(rule.per, given)} of {shown(missed)} missed"
        works = f"max({bracketed(floor)}, {bracketed(given.full)} - {bracketed(units)} * {bracketed(rule.step)})"
        return Measure(points, f"deduction: {how}, at least {shown(floor)}", works, {**inputs, "units": shown(units)})
    if rule.credit is None or missed == 0:
        return Measure(given.full, f"deduction: none, {said} is kept", shown(given.full), inputs)
    credit = rule.credit
    units = _units(-missed / Fraction(credit.per), rule.counting)
    points = given.full + min(Fraction(credit.most), units * Fraction(credit.step))
    how = f"{shown(given.full)} and {shown(credit.step)} for each {_per(credit.per, given)} better, up to"
    works = f"{bracketed(given.full)} + min({bracketed(credit.most)}, {bracketed(units)} * {bracketed(credit.step)})"
    return Measure(points, f"credit: {how} {shown(credit.most)}", works, {**inputs, "units": shown(units)})


def _threshold(rule: Deduction, given: Given) -> tuple[Fraction | None, str]:
    column = given.peers.values(given.node.id) if given.peers else None
    match rule.threshold:
        case Threshold.TARGET:
            return (None if given.target is None else Fraction(given.target)), f"target from {given.target_from}"
        case Threshold.PEER_MEAN:
            return (column.mean if column else None), "mean of the peers"
        case Threshold.PEER_MEDIAN:
            return (column.median if column else None), "median of the peers"
        case stated_number:
            return Fraction(stated_number), "the rule"


def _missed(value: Fraction, threshold: Fraction, direction: Direction | None) -> Fraction:
    """By how much the value is worse than the threshold; negative where it is better."""
    match direction:
        case Direction.DOWN:
            return value - threshold
        case Direction.MIDPOINT:
            return abs(value - threshold)
        case _:
            return threshold - value


def _units(units: Fraction, counting: Counting) -> Fraction:
    match counting:
        case Counting.EXACT:
            return units
        case Counting.STARTED:
            return Fraction(-(-units.numerator // units.denominator))
        case Counting.COMPLETED:
            return Fraction(units.numerator // units.denominator)


def _per(per: Number, given: Given) -> str:
    return f"{shown(per)} {given.node.unit or 'unit'}"
