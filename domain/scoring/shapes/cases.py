"""How cases score: each takes points off, or adds some."""

from collections.abc import Mapping
from fractions import Fraction

from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.regulation import Bonus, CountDeduction
from domain.scoring.facts import Case
from domain.scoring.measure import Given, Measure, bracketed, shown


def count_deduction(rule: CountDeduction, given: Given) -> Measure:
    if given.value is None and not given.cases:
        return Measure(None, "deduction by cases: no number of cases is stated", inputs={"unit": given.node.unit or ""})
    count, off, terms = _counted(rule.per_case, rule.kinds, given)
    inputs = _inputs(count, given)
    floor = Fraction(rule.floor)
    if rule.zero_at is not None and count >= rule.zero_at:
        how = f"deduction by cases: {shown(count)}, and {rule.zero_at} or more leave nothing"
        return Measure(Fraction(0), how, "0", inputs, cites=_cites(given), evidence=_evidence(given))
    points = max(floor, given.full - off)
    how = f"deduction by cases: {shown(given.full)} less {terms or 'nothing'}, at least {shown(floor)}"
    works = f"max({bracketed(floor)}, {bracketed(given.full)} - ({terms or '0'}))"
    return Measure(points, how, works, inputs, cites=_cites(given), evidence=_evidence(given))


def bonus(rule: Bonus, given: Given) -> Measure:
    count, added, terms = _counted(rule.per_case, rule.kinds, given)
    cap, floor = Fraction(rule.cap), Fraction(rule.floor)
    inputs = _inputs(count, given)
    if not terms:
        return Measure(Fraction(0), "bonus: no case is recorded", "0", inputs)
    points = max(floor, min(cap, added))
    how = f"bonus: {terms}, from {shown(floor)} to {shown(cap)}"
    works = f"max({bracketed(floor)}, min({bracketed(cap)}, {terms}))"
    return Measure(points, how, works, inputs, cites=_cites(given), evidence=_evidence(given))


def _counted(per_case: Exact | None, kinds: Mapping[str, Exact] | None, given: Given) -> tuple[Fraction, Fraction, str]:
    """How many cases there are, their points in all, and the sum that says so."""
    parts = [(Fraction(case.count), _worth(case, per_case, kinds, given)) for case in given.cases]
    if given.value is not None:
        if per_case is None and given.value != 0:
            raise _without_points("its number of cases", given, "State the cases one by one, each with its kind")
        parts.append((Fraction(given.value), Fraction(per_case or 0)))
    terms = " + ".join(f"{bracketed(count)} * {bracketed(worth)}" for count, worth in parts)
    return Fraction(sum(n for n, _ in parts)), Fraction(sum(n * worth for n, worth in parts)), terms


def _worth(case: Case, per_case: Exact | None, kinds: Mapping[str, Exact] | None, given: Given) -> Fraction:
    if case.kind is not None:
        if not kinds or case.kind not in kinds:
            known = ", ".join(kinds or ()) or "none"
            raise _without_points(f"case {case.id} of kind {case.kind!r}", given, f"Kinds are: {known}")
        return Fraction(kinds[case.kind])
    if per_case is not None:
        return Fraction(per_case)
    if case.points is not None:
        return Fraction(case.points)
    raise _without_points(f"case {case.id}", given, "State its kind, or its points")


def _without_points(what: str, given: Given, mend: str) -> Refused:
    return Refused(Reason.INVALID, f"indicator {given.node.id}", f"has no points for {what}", mend)


def _inputs(count: Fraction, given: Given) -> dict[str, str]:
    inputs = {"cases": shown(count)}
    if given.cases:
        inputs["case ids"] = ", ".join(case.id for case in given.cases)
    return inputs


def _cites(given: Given) -> tuple[int, ...]:
    return tuple(sorted({cite for case in given.cases for cite in case.cites}))


def _evidence(given: Given) -> tuple[str, ...]:
    return tuple(dict.fromkeys(proof for case in given.cases for proof in case.evidence))
