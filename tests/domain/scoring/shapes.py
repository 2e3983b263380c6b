"""Random rules of every shape, and random facts of a few appraisees for each."""

from typing import Any

from hypothesis import strategies as st

Fields = dict[str, Any]
Rules = st.SearchStrategy[Fields]

VALUES = st.decimals(-20, 200, places=1).map(str) | st.fractions(-20, 200, max_denominator=6).map(str)
POSITIVE = st.decimals("0.1", 200, places=1).map(str) | st.fractions("1/6", 200, max_denominator=6).map(str)
POINTS = st.decimals(0, 10, places=1).map(str)
SIGNED = st.decimals(-10, 10, places=1).map(str)
OF = st.sampled_from(["value", "percent_of_target"])
BEYOND = st.sampled_from(["clamp", "extend"])
DIRECTIONS = st.sampled_from(["up", "down"])
ANY_DIRECTION = st.sampled_from(["up", "down", "midpoint"])

PANELS: dict[str, Fields] = {
    "plain": {"highest": "10", "minimum": 2},
    "weighted": {"highest": "10", "mean": "weighted"},
    "trimmed": {"highest": "100", "mean": "trimmed", "trim": 1},
    "asked": {"highest": "5", "turnout": "0.5"},
}
"""Panels of every mean, by id."""


def knots(least: int, most: int) -> st.SearchStrategy[list[Fields]]:
    values = st.sets(st.integers(-10, 150), min_size=least, max_size=most)
    return values.flatmap(
        lambda some: st.tuples(*[SIGNED for _ in some]).map(
            lambda points: [
                {"value": str(value), "points": worth} for value, worth in zip(sorted(some), points, strict=True)
            ]
        )
    )


BOUNDS = st.fixed_dictionaries(
    {"points": SIGNED},
    optional={
        "at_least": st.integers(0, 60).map(str),
        "more_than": st.integers(0, 60).map(str),
        "at_most": st.integers(61, 120).map(str),
        "less_than": st.integers(62, 120).map(str),
    },
).filter(lambda band: len(band) > 1)
"""One band of a step table."""


def _rule(fields: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> Rules:
    return st.fixed_dictionaries(fields, optional=optional)


def _between(rule: Fields) -> Fields:
    """A linear rule through its two knots."""
    low, high = rule.pop("knots")
    return {**rule, "low": low, "high": high}


SERIES = st.sampled_from(
    [
        {"first": "10", "step": "-2", "limit": "3"},
        {"first": "1", "step": "0.1", "limit": "1.25"},
        {"first": "2", "step": "-0.5", "limit": "-10"},
    ]
)
LISTED = _rule({"points": st.lists(POINTS, min_size=1, max_size=3), "rest": POINTS})
RANKS = st.one_of(LISTED, _rule({"series": SERIES}))

RULES: dict[str, Rules] = {
    "ratio_to_target": _rule({}, maximum=st.sampled_from(["5", "9.5"]), tolerance=POINTS, spread=POSITIVE),
    "met_or_not": _rule({}, met=st.sampled_from(["6", "10"]), not_met=st.sampled_from(["0", "2.5"]), tolerance=POINTS),
    "deduction": _rule(
        {"step": st.sampled_from(["0.1", "1/3", "2"])},
        threshold=st.sampled_from(["target", "peer_mean", "peer_median", "35.5"]),
        per=st.sampled_from(["1", "2.5", "10"]),
        counting=st.sampled_from(["exact", "started", "completed"]),
        floor=st.sampled_from(["0", "-2", "3"]),
        credit=_rule({"step": st.just("0.2"), "most": st.sampled_from(["0.5", "3"])}, per=st.just("4")),
    ),
    "step_table": _rule(
        {
            "bands": st.lists(BOUNDS, max_size=3).flatmap(
                lambda some: POINTS.map(lambda rest: [*some, {"points": rest}])
            )
        },
        of=OF,
    ),
    "linear": _rule({"knots": knots(2, 2)}, of=OF, beyond=BEYOND).map(_between),
    "piecewise": _rule({"knots": knots(2, 5)}, of=OF, beyond=BEYOND),
    "rank": st.builds(
        lambda ranks, more: {**ranks, **more},
        RANKS,
        _rule(
            {"ties": st.sampled_from(["better", "worse", "mean", "dense", "refuse"])},
            last=st.lists(SIGNED, max_size=2),
            from_worst=st.booleans(),
        ),
    ),
    "proportional_to_best": _rule({}, best=st.sampled_from(["6", "8"])),
    "count_deduction": st.one_of(
        _rule({"per_case": st.sampled_from(["0.5", "3"]), "kinds": st.just({"grave": "4"})}, floor=st.just("-2")),
        _rule(
            {"per_case": st.sampled_from(["0.5", "3"]), "kinds": st.just({"grave": "4"}), "zero_at": st.integers(1, 4)}
        ),
    ),
    "bonus": _rule(
        {"per_case": st.sampled_from(["0.5", "3"]), "kinds": st.just({"grave": "-2"}), "cap": st.just("5")},
        floor=st.just("-3"),
    ),
    "improvement": _rule(
        {"years": st.sampled_from([1, 3, 5])},
        margin=st.sampled_from(["0", "5"]),
        or_equal=st.booleans(),
        full_at=st.sampled_from(["10", "50"]),
        met=st.just("8"),
        not_met=st.sampled_from(["0", "1"]),
    ),
    "judged": _rule({}, maximum=st.sampled_from(["5", "40"])),
    "rated": _rule(
        {
            "panels": st.sampled_from(
                [
                    {"plain": "1"},
                    {"plain": "0.3", "weighted": "0.7"},
                    {"trimmed": "1/3", "asked": "1/3", "plain": "1/3"},
                ]
            )
        }
    ),
}
"""Rules by the name of their shape; a formula is whatever its expression is."""

_DIRECTED = {"ratio_to_target": ANY_DIRECTION, "met_or_not": ANY_DIRECTION, "deduction": ANY_DIRECTION}


@st.composite
def nodes(draw: st.DrawFn, shape: str) -> Fields:
    """A leaf of 10 points of that shape."""
    node: Fields = {"id": "a", "name": "A", "weight": "1", "points": "10"}
    rule = {"shape": shape, **draw(RULES[shape])}
    if shape != "rated":
        node["lead"] = "statistics"
    if shape not in {"judged", "rated"}:
        node |= {"unit": "%", "direction": draw(_DIRECTED.get(shape, DIRECTIONS)), "target": draw(POSITIVE)}
    if shape in {"ratio_to_target", "met_or_not"} and node["direction"] != "midpoint":
        rule = {name: given for name, given in rule.items() if name not in {"tolerance", "spread"}}
    return {**node, "rule": rule}


@st.composite
def facts(draw: st.DrawFn, node: Fields) -> Fields:
    """What may be known of one appraisee for that leaf."""
    rule = node["rule"]
    match rule["shape"]:
        case "judged":
            return {"points": {"a": {"value": str(draw(st.integers(0, int(rule.get("maximum", node["points"])))))}}}
        case "rated":
            return {
                "scores": {
                    "a": {name: draw(panel_scores(PANELS[name])) for name in rule["panels"] if draw(st.booleans())}
                }
            }
        case "count_deduction" | "bonus" if draw(st.booleans()):
            return {"cases": {"a": draw(cases("grave"))}}
        case "count_deduction" | "bonus":
            return {"values": {"a": {"value": str(draw(st.integers(0, 5)))}}}
        case "improvement":
            past = {year: draw(st.none() | VALUES) for year in range(2020, 2027) if draw(st.booleans())}
            return {"values": {"a": {"value": draw(st.none() | VALUES)}}, "past": {"a": past}, "year": 2026}
        case _:
            few = st.integers(0, 4).map(str)  # so that there are ties
            return {"values": {"a": {"value": draw(st.none() | VALUES | few)}}}


def cases(kind: str) -> st.SearchStrategy[list[Fields]]:
    case = st.fixed_dictionaries({"kind": st.sampled_from([None, kind]), "count": st.integers(1, 3)})
    return st.lists(case, max_size=3).map(
        lambda some: [{"id": f"case-{place}", **one} for place, one in enumerate(some)]
    )


def panel_scores(panel: Fields) -> st.SearchStrategy[Fields]:
    score = st.fixed_dictionaries(
        {"value": st.none() | st.integers(0, int(panel["highest"])).map(str), "weight": st.integers(1, 4).map(str)}
    )
    return st.lists(score, max_size=6).flatmap(
        lambda given: st.integers(0, 6).map(lambda more: {"given": given, "invited": len(given) + more})
    )
