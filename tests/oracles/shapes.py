"""Every scoring shape a second time, in the plainest way: from what the documents say of it, and from nothing else.

A rule is what a document writes, with numbers as text. `peers` are the values of all who are compared, one's own among
them. Nothing stands for a part that is missing, and `AWAITED` for one without which there is no result.
"""

import math
from fractions import Fraction as F  # noqa: N817 - a formula reads best in short
from itertools import pairwise
from statistics import median
from typing import Any

AWAITED = "awaited"

Fields = dict[str, Any]
Value = F | None


def ratio_to_target(value: F, target: F, direction: str, full: F, rule: Fields) -> F:
    most = F(rule.get("maximum", full))
    if direction == "midpoint":
        beyond = abs(value - target) - F(rule.get("tolerance", 0))
        spread = F(rule["spread"]) if "spread" in rule else abs(target)
        if beyond <= 0:
            return most
        return min(most, full * (1 - beyond / spread)) if beyond < spread else F(0)
    if target <= 0 or (direction == "down" and value <= 0):
        met = value >= target if direction == "up" else value <= target
        return most if met else F(0)
    ratio = value / target if direction == "up" else target / value
    return sorted([F(0), ratio * full, most])[1]


def met_or_not(value: F, target: F, direction: str, full: F, rule: Fields) -> F:
    near = F(rule.get("tolerance", 0))
    met = {"up": value >= target, "down": value <= target, "midpoint": target - near <= value <= target + near}
    return F(rule.get("met", full)) if met[direction] else F(rule.get("not_met", 0))


def deduction(value: F, target: Value, direction: str, full: F, rule: Fields, peers: list[F]) -> Value:
    said = rule.get("threshold", "target")
    threshold = {"target": target, "peer_mean": mean(peers), "peer_median": middle(peers)}.get(said, said)
    if threshold is None:
        return None
    short = {"up": F(threshold) - value, "down": value - F(threshold), "midpoint": abs(value - F(threshold))}[direction]
    if short > 0:
        lost = _units(short, rule.get("per", "1"), rule) * F(rule["step"])
        return max(full - lost, F(rule.get("floor", 0)))
    if short == 0 or "credit" not in rule:
        return full
    credit = rule["credit"]
    won = _units(-short, credit.get("per", "1"), rule) * F(credit["step"])
    return full + min(F(credit["most"]), won)


def _units(amount: F, per: str, rule: Fields) -> F:
    exact = amount / F(per)
    rounded = {"exact": exact, "started": F(math.ceil(exact)), "completed": F(math.floor(exact))}
    return rounded[rule.get("counting", "exact")]


def step_table(value: F, target: Value, rule: Fields) -> F | str | None:
    asked = _asked(value, target, rule)
    if asked is None:
        return None
    for band in rule["bands"]:
        bounds = [
            "at_least" not in band or asked >= F(band["at_least"]),
            "more_than" not in band or asked > F(band["more_than"]),
            "at_most" not in band or asked <= F(band["at_most"]),
            "less_than" not in band or asked < F(band["less_than"]),
        ]
        if all(bounds):
            return F(band["points"])
    return AWAITED


def along(value: F, target: Value, rule: Fields) -> Value:
    """Linear and piecewise: the points at a value, on the line through the two knots around it."""
    asked = _asked(value, target, rule)
    if asked is None:
        return None
    knots = rule["knots"] if "knots" in rule else [rule["low"], rule["high"]]
    line = [(F(knot["value"]), F(knot["points"])) for knot in knots]
    if rule.get("beyond", "clamp") == "clamp":
        asked = min(max(asked, line[0][0]), line[-1][0])
    pieces = list(pairwise(line))
    (x0, y0), (x1, y1) = next((piece for piece in pieces if asked <= piece[1][0]), pieces[-1])
    return (y0 * (x1 - asked) + y1 * (asked - x0)) / (x1 - x0)


def _asked(value: F, target: Value, rule: Fields) -> Value:
    if rule.get("of", "value") == "value":
        return value
    return None if target is None or target <= 0 else 100 * value / target


def rank(value: F, direction: str, rule: Fields, peers: list[F]) -> F | str:
    if rule.get("given"):
        return _points_of_rank(value, rule, rule.get("of"))
    up = (direction == "up") != rule.get("from_worst", False)
    in_order = sorted(peers, reverse=up)
    places = [place for place, other in enumerate(in_order, start=1) if other == value]
    match rule["ties"]:
        case "refuse" if len(places) > 1:
            return AWAITED
        case "better" | "refuse":
            return _points_of_rank(F(places[0]), rule, len(peers))
        case "worse":
            return _points_of_rank(F(places[-1]), rule, len(peers))
        case "mean":
            return _points_of_rank(F(sum(places), len(places)), rule, len(peers))
        case _:
            different = sorted(set(peers), reverse=up)
            return _points_of_rank(F(different.index(value) + 1), rule, len(different))


def _points_of_rank(place: F, rule: Fields, of: int | None) -> F:
    low, high = math.floor(place), math.ceil(place)
    if low != high:
        part = place - low
        return _points_of_rank(F(low), rule, of) * (1 - part) + _points_of_rank(F(high), rule, of) * part
    last = rule.get("last", [])
    if of is not None and of - low < len(last):
        return F(last[of - low])
    if low <= len(rule.get("points", [])):
        return F(rule["points"][low - 1])
    if "series" in rule:
        first, step, limit = (F(rule["series"][part]) for part in ("first", "step", "limit"))
        reached = first
        for _ in range(low - 1):
            reached += step
        return max(reached, limit) if step < 0 else min(reached, limit)
    return F(rule["rest"])


def proportional_to_best(value: F, direction: str, full: F, rule: Fields, peers: list[F]) -> F:
    most = F(rule.get("best", full))
    best = max(peers) if direction == "up" else min(peers)
    if value == best:
        return most
    if best <= 0:
        return F(0)
    return max(F(0), most * (value / best if direction == "up" else best / value))


def count_deduction(value: Value, cases: list[Fields] | None, full: F, rule: Fields) -> Value:
    if value is None and not cases:
        return None
    count = value if value is not None else sum(F(case.get("count", 1)) for case in cases or [])
    if "zero_at" in rule and count >= rule["zero_at"]:
        return F(0)
    return max(full - _worth(value, cases, rule), F(rule.get("floor", 0)))


def bonus(value: Value, cases: list[Fields] | None, rule: Fields) -> F:
    return min(max(_worth(value, cases, rule), F(rule.get("floor", 0))), F(rule["cap"]))


def _worth(value: Value, cases: list[Fields] | None, rule: Fields) -> F:
    if value is not None:
        return value * F(rule["per_case"])
    worth = F(0)
    for case in cases or []:
        kind = case.get("kind")
        for _ in range(case.get("count", 1)):
            worth += F(rule["per_case"] if kind is None else rule["kinds"][kind])
    return worth


def improvement(value: F, direction: str, full: F, rule: Fields, year: int, past: dict[int, str | None]) -> Value:
    before = [past.get(year - back) for back in range(1, rule["years"] + 1)]
    usual = mean([F(one) for one in before if one is not None])
    if usual is None:
        return None
    gain = value - usual if direction == "up" else usual - value
    if "full_at" in rule and usual != 0:
        per_cent = 100 * gain / abs(usual)
        return F(rule.get("met", full)) * min(F(1), max(F(0), per_cent / F(rule["full_at"])))
    needed = abs(usual) * F(rule.get("margin", 0)) / 100
    improving = gain >= needed if rule.get("or_equal") else gain > needed
    return F(rule.get("met", full)) if improving else F(rule.get("not_met", 0))


def panel(about: Fields, scores: Fields | None) -> Value:
    """A panel's mean as a share of its highest score; nothing where too few have scored."""
    if scores is None:
        return None
    known = [(F(one["value"]), F(one.get("weight", 1))) for one in scores["given"] if one["value"] is not None]
    trim = about.get("trim", 0)
    if len(known) < max(about.get("minimum", 1), 2 * trim + 1):
        return None
    if "turnout" in about and (not scores.get("invited") or len(known) < F(about["turnout"]) * scores["invited"]):
        return None
    if about.get("mean") == "weighted":
        found = sum((value * weight for value, weight in known), F(0)) / sum(weight for _, weight in known)
        return found / F(about["highest"])
    values = [value for value, _ in known]
    for _ in range(trim):
        values.remove(max(values))
        values.remove(min(values))
    return sum(values, F(0)) / len(values) / F(about["highest"])


def rated(panels: dict[str, Fields], rule: Fields, scores: Fields, full: F, policy: str) -> F | str | None:
    shares = [(F(weight), panel(panels[name], scores.get(name))) for name, weight in rule["panels"].items()]
    if policy == "refuse" and any(share is None for _, share in shares):
        return AWAITED
    if all(share is None for _, share in shares):
        return None
    counted = [(weight, share) for weight, share in shares if share is not None or policy == "zero"]
    return full * sum((w * (share or 0) for w, share in counted), F(0)) / sum(w for w, _ in counted)


def mean(values: list[F]) -> Value:
    return sum(values, F(0)) / len(values) if values else None


def middle(values: list[F]) -> Value:
    return F(median(values)) if values else None
