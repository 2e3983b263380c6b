"""How an appraisee scores against its own past."""

from fractions import Fraction

from domain.regulation import Improvement
from domain.scoring.measure import Given, Measure, bracketed, shown, stated


def improvement(rule: Improvement, given: Given) -> Measure:
    name = f"improvement on {rule.years} year{'' if rule.years == 1 else 's'}"
    inputs = stated(given)
    if given.value is None:
        return Measure(None, f"{name}: no value", inputs=inputs)
    if given.year is None:
        return Measure(None, f"{name}: the year appraised is not stated", inputs=inputs)
    before = {year: given.past.get(year) for year in range(given.year - rule.years, given.year)}
    known = {year: Fraction(value) for year, value in before.items() if value is not None}
    inputs["years"] = ", ".join(f"{year}: {shown(value)}" for year, value in known.items())
    if not known:
        return Measure(None, f"{name}: no value in any year from {min(before)} to {max(before)}", inputs=inputs)
    base = Fraction(sum(known.values()), len(known))
    gain = Fraction(given.value) - base if given.upwards else base - Fraction(given.value)
    inputs |= {"mean of years": shown(base), "gain": shown(gain)}
    full = given.full if rule.met is None else Fraction(rule.met)
    least = abs(base) * Fraction(rule.margin) / 100
    improving = gain > least or (rule.or_equal and gain == least)
    verdict = rule.verdicts.met if improving else rule.verdicts.not_met
    how = f"{name}: {shown(given.value)} against a mean of {shown(base)}: {verdict}"
    if rule.full_at is None or base == 0:
        points = full if improving else Fraction(rule.not_met)
        return Measure(points, how, shown(points), inputs, verdict)
    points = full * max(Fraction(0), min(Fraction(1), gain / abs(base) * 100 / Fraction(rule.full_at)))
    works = (
        f"{bracketed(full)} * max(0, min(1, {bracketed(gain)} / {bracketed(abs(base))} * 100"
        f" / {bracketed(rule.full_at)}))"
    )
    return Measure(points, f"{how}, full marks from {shown(rule.full_at)} per cent on", works, inputs, verdict)
