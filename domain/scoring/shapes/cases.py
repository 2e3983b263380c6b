"""How cases score: each takes points off, or adds some."""

from collections.abc import Mapping
from fractions import Fraction

from domain.exact import Exact, total, weighted_total
from domain.refusal import Reason, Refused
from domain.regulation import Bonus, CountDeduction
from domain.scoring.facts import Case
from domain.scoring.measure import Given, Measure, bracketed, shown


def count_deduction(rule: CountDeduction, given: Given) -> Measure:
    if given.value is None and not given.cases and not given.elsewhere:
        return Measure(None, "deduction by cases: no number of cases is stated", inputs={"unit": given.node.unit or ""})
    count, off, terms = _counted(rule, given)
    inputs, floor = _inputs(count, given), Fraction(rule.floor)
    if rule.zero_at is not None and count >= rule.zero_at:
        points, works = Fraction(0), "0"
        how = f"deduction by cases: {shown(count)}, and {rule.zero_at} or more leave nothing"
    else:
        points = max(floor, given.full - off)
        how = f"deduction by cases: {shown(given.full)} less {_in_words(terms)}, at least {shown(floor)}"
        works = f"max({bracketed(floor)}, {bracketed(given.full)} - ({terms or '0'}))"
    return Measure(points, how + _said_elsewhere(given), works, inputs, cites=_cites(given), evidence=_evidence(given))


def bonus(rule: Bonus, given: Given) -> Measure:
    count, added, terms = _counted(rule, given)
    inputs, cap, floor = _inputs(count, given), Fraction(rule.cap), Fraction(rule.floor)
    if not terms:
        return Measure(Fraction(0), "bonus: no case is recorded" + _said_elsewhere(given), "0", inputs)
    points = max(floor, min(cap, added))
    how = f"bonus: {_in_words(terms)}, from {shown(floor)} to {shown(cap)}"
    works = f"max({bracketed(floor)}, min({bracketed(cap)}, {terms}))"
    return Measure(points, how + _said_elsewhere(given), works, inputs, cites=_cites(given), evidence=_evidence(given))


def _in_words(terms: str) -> str:
    return terms.replace(" + ", " and ").replace(" * ", " x ") or "nothing"


def _counted(rule: CountDeduction | Bonus, given: Given) -> tuple[Fraction, Fraction, str]:
    """How many cases there are, their points in all, and the sum that says so."""
    parts = [(Fraction(case.count), _worth(case, rule, given)) for case in given.cases]
    if given.value is not None:
        if given.cases or given.elsewhere:
            raise _refused(given, "has a number of cases, and cases one by one", "State one of the two")
        if given.value < 0:
            raise _refused(given, f"has {shown(given.value)} cases", "State a number from 0 on")
        if rule.per_case is None and given.value != 0:
            mend = "State the cases one by one, each with its kind"
            raise _refused(given, "has no points for its number of cases", mend)
        parts = [(Fraction(given.value), Fraction(rule.per_case or 0))]
    terms = " + ".join(f"{bracketed(count)} * {bracketed(worth)}" for count, worth in parts)
    return total(count for count, _ in parts), weighted_total(parts), terms


def _worth(case: Case, rule: CountDeduction | Bonus, given: Given) -> Fraction:
    """The points that the rule states, for the kind of case or for any; else those of the case itself."""
    kinds: Mapping[str, Exact] = rule.kinds or {}
    stated = kinds.get(case.kind) if case.kind is not None else rule.per_case
    worth = case.points if stated is None else stated
    if worth is None:
        if case.kind is None:
            raise _refused(given, f"has no points for case {case.id}", "State its kind, or its points")
        mend = f"Kinds are: {', '.join(kinds) or 'none'}"
        raise _refused(given, f"has no points for case {case.id} of kind {case.kind!r}", mend)
    if worth < 0 and isinstance(rule, CountDeduction):
        raise _refused(given, f"has {shown(worth)} points for case {case.id}", "State the points it takes off, above 0")
    return Fraction(worth)


def _refused(given: Given, problem: str, mend: str) -> Refused:
    return Refused(Reason.INVALID, f"indicator {given.node.id}", problem, mend)


def _inputs(count: Fraction, given: Given) -> dict[str, str]:
    inputs = {"cases": shown(count)}
    if given.cases:
        inputs["case ids"] = ", ".join(case.id for case in given.cases)
    return inputs


def _said_elsewhere(given: Given) -> str:
    return "".join(f"; case {case} counts for {place} already" for case, place in given.elsewhere)


def _cites(given: Given) -> tuple[int, ...]:
    return tuple(sorted({cite for case in given.cases for cite in case.cites}))


def _evidence(given: Given) -> tuple[str, ...]:
    return tuple(dict.fromkeys(proof for case in given.cases for proof in case.evidence))
