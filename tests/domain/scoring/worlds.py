"""Random regulations of every shape and provision, and random facts of a few appraisees under them."""

from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from domain.regulation import Rulebook, parse
from domain.scoring import Facts, PeerTable, Result, compute, tabulate
from tests.domain.rulebooks import document
from tests.domain.scoring import shapes

Fields = dict[str, Any]

THOROUGH = settings(
    deadline=None,
    max_examples=120,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
"""A whole regulation takes long to be made smaller and says enough as it is, so none is shrunk."""

APPRAISEES = ("east", "west", "north", "south")
POLICIES = ["left_out", "zero", "peer_mean", "peer_median"]
MODES = ["half_up", "half_even", "floor", "up"]


class World(NamedTuple):
    """A rulebook's document and what is known of its appraisees."""

    document: Fields
    facts: dict[str, Fields]

    @property
    def rulebook(self) -> Rulebook:
        return parse(self.document)

    def table(self) -> PeerTable:
        return tabulate(self.rulebook, self._facts())

    def results(self) -> dict[str, Result]:
        rulebook, facts = self.rulebook, self._facts()
        peers = tabulate(rulebook, facts)
        return {appraisee: compute(rulebook, appraisee, known, peers) for appraisee, known in facts.items()}

    def _facts(self) -> dict[str, Facts]:
        return {appraisee: Facts.model_validate(known) for appraisee, known in self.facts.items()}


FORMULAS = [
    "value / 10",
    "if value > target then full else value / max(1, abs(target)) * full",
    "first_known(peer_mean, 3) / 50 + min(value, 4)",
    "round(value / 3, 1)",
    'if zone == "hills" then 4 else -value',
]
GROUP_SHAPES = ("step_table", "linear", "piecewise", "rank", "proportional_to_best", "formula")


def provisions(draw: st.DrawFn, name: str) -> Fields:
    """What a leaf may have besides its rule."""
    fields: Fields = {}
    if draw(st.booleans()):
        fields["missing"] = draw(st.sampled_from(POLICIES))
    if draw(st.integers(0, 3)) == 0:
        fields["exemptions"] = [
            {
                "when": draw(st.sampled_from(['zone == "hills"', "value < 10", "listed"])),
                "effect": draw(st.sampled_from(["left_out", "full_marks", "peer_mean", "peer_median"])),
            }
        ]
    if draw(st.integers(0, 3)) == 0:
        relief = ["left_out", "full_marks", "peer_mean"]
        fields["relief"] = [*relief, "other_target"] if name in {"ratio_to_target", "met_or_not"} else relief
    if draw(st.integers(0, 4)) == 0:
        fields["joint"] = {"lead": "0.6", "cooperating": "0.4", "divided": draw(st.booleans())}
    if draw(st.integers(0, 4)) == 0:
        fields |= {"least": "1", "most": "9"}
    if draw(st.integers(0, 4)) == 0:
        fields["rounding"] = {"mode": draw(st.sampled_from(MODES)), "places": draw(st.integers(0, 2))}
    if draw(st.integers(0, 5)) == 0:
        fields["element"] = "critical"
    return fields


def leaf(draw: st.DrawFn, id_: str) -> Fields:
    name = draw(st.sampled_from([*shapes.RULES, "formula"]))
    node = draw(shapes.nodes(name if name in shapes.RULES else "linear"))
    if name == "formula":
        node["rule"] = {"shape": "formula", "points": draw(st.sampled_from(FORMULAS))}
    if node["rule"].get("ties") == "refuse" and draw(st.integers(0, 9)):
        node["rule"]["ties"] = "mean"
    if "target" in node and draw(st.integers(0, 3)) == 0:
        node["variants"] = [{"when": 'zone == "hills"', "target": draw(shapes.POSITIVE)}]
    node.pop("weight")
    return {**node, "id": id_, "name": id_.upper(), **provisions(draw, name)}


def group(draw: st.DrawFn, id_: str, depth: int) -> Fields:
    how = draw(st.sampled_from(["sum", "weighted_mean"]))
    fields: Fields = {"id": id_, "name": id_.upper(), "combine": how, "points": "10"}
    fields["children"] = siblings(draw, how, depth - 1, f"{id_}-")
    if how == "sum":
        fields["points"] = str(sum(int(child["points"]) for child in fields["children"] if not child.get("extra")))
    if draw(st.integers(0, 2)) == 0:
        name = draw(st.sampled_from(GROUP_SHAPES))
        rule = {"shape": "formula", "points": "value / 3"} if name == "formula" else draw(shapes.nodes(name))["rule"]
        rule.pop("of", None)
        fields |= {"rule": rule, "points": "10"}
    if draw(st.booleans()):
        fields["missing"] = draw(st.sampled_from(["left_out", "zero"]))
    return fields


def siblings(draw: st.DrawFn, how: str, depth: int, prefix: str) -> list[Fields]:
    count = draw(st.integers(1, 3))
    shares = [draw(st.integers(1, 5)) for _ in range(count)]
    nodes: list[Fields] = []
    for position in range(count):
        id_ = f"{prefix}{position}"
        inner = depth > 0 and draw(st.integers(0, 2)) == 0
        node = group(draw, id_, depth) if inner else leaf(draw, id_)
        if how == "weighted_mean":
            node["weight"] = f"{shares[position]}/{sum(shares)}"
        elif position and draw(st.integers(0, 2)) == 0:
            node["extra"] = True
        nodes.append(node)
    return nodes


def evaluators(draw: st.DrawFn) -> list[Fields]:
    kinds: list[Fields] = [
        {"kind": "lead_departments"},
        {"kind": "leaders", "minimum": 2},
        {"kind": "internal_ballot"},
        {"kind": "public", "panel": "citizens"},
    ]
    chosen = kinds[: draw(st.integers(1, 4))]
    shares = [draw(st.integers(1, 5)) for _ in chosen]
    return [{**kind, "weight": f"{share}/{sum(shares)}"} for kind, share in zip(chosen, shares, strict=True)]


PANELS = [
    {"id": "citizens", "name": "Citizens", "kind": "public", "highest": "10", "minimum": 2, "turnout": "0.3"},
    *({"id": id_, "name": id_.title(), "kind": "experts", **panel} for id_, panel in shapes.PANELS.items()),
]


@st.composite
def documents(draw: st.DrawFn) -> Fields:
    how = draw(st.sampled_from(["sum", "weighted_mean"]))
    fields: Fields = {
        "combine": how,
        "attributes": [
            {"name": "zone", "kind": "text", "values": ["hills", "plain"]},
            {"name": "listed", "kind": "truth"},
        ],
        "panels": PANELS,
        "evaluators": evaluators(draw),
        "missing": draw(st.sampled_from(POLICIES)),
        "rounding": {"mode": draw(st.sampled_from(MODES)), "places": draw(st.integers(0, 3))},
        "critical": {"fails_below": "40", "grade": "poor"},
        "vetoes": [
            {"id": "scandal", "name": "Scandal", "cap": "70", "best": "good"},
            {"id": "low", "name": "Low", "when": "total < 30", "cap": "25"},
        ],
        "adjustments": [
            {
                "id": "awards",
                "name": "Awards",
                "rule": {"shape": "bonus", "per_case": "1", "kinds": {"prize": "2"}, "cap": "3"},
                "counts_again": draw(st.booleans()),
            },
            {
                "id": "province",
                "name": "Rank in the province",
                "rule": {
                    "shape": "rank",
                    "given": True,
                    "of": 8,
                    "points": ["2", "1"],
                    "last": ["-1"],
                    "rest": "0",
                    "ties": "better",
                },
            },
        ],
        "ungraded": [{"id": "new", "name": "New", "when": "listed"}],
    }
    if draw(st.booleans()):
        fields["leaf_rounding"] = {"mode": draw(st.sampled_from(MODES)), "places": 2}
    if draw(st.booleans()):
        fields["full_marks"] = "120"
    return document(*siblings(draw, how, 2, "i"), **fields)


# ---------------------------------------------------------------- facts


def leaves(nodes: list[Fields]) -> list[Fields]:
    return [leaf for node in nodes for leaf in (leaves(node["children"]) if "children" in node else [node])]


def fact_of(draw: st.DrawFn, node: Fields, known: Fields) -> None:
    id_, name = node["id"], node["rule"]["shape"]
    if "joint" in node and draw(st.booleans()):
        role = draw(st.sampled_from(["lead", "cooperating"]))
        known["joint"][id_] = {"role": role, "cooperating": draw(st.integers(1, 3))}
    if "relief" in node and draw(st.booleans()):
        effect = draw(st.sampled_from(node["relief"]))
        known["rulings"][id_] = {"upheld": draw(st.booleans()), "effect": effect, "target": "50", "by": "meeting"}
    if draw(st.integers(0, 3)) == 0:
        return
    for what, given in draw(shapes.facts(node)).items():
        if what != "year":
            known[what][id_] = given["a"]
    if name not in {"judged", "rated", "bonus", "count_deduction"} and draw(st.integers(0, 4)) == 0:
        known["targets"][id_] = draw(shapes.POSITIVE)


@st.composite
def facts(draw: st.DrawFn, doc: Fields) -> Fields:
    known: Fields = {
        **{name: {} for name in ("values", "points", "scores", "cases", "past", "targets", "joint", "rulings")},
        "year": 2026,
        "attributes": {
            "zone": draw(st.sampled_from(["hills", "plain"])),
            "listed": draw(st.sampled_from(["true", "false"])),
        },
        "ratings": [{"value": str(draw(st.integers(0, 100)))} for _ in range(draw(st.integers(0, 3)))],
        "ballots": [str(draw(st.integers(0, 100))) for _ in range(draw(st.integers(0, 4)))],
    }
    for node in leaves(doc["indicators"]):
        fact_of(draw, node, known)
    if any(one.get("panel") for one in doc["evaluators"]) and draw(st.booleans()):
        known["overall"] = {"citizens": draw(shapes.panel_scores(PANELS[0]))}
    if draw(st.booleans()):
        known["cases"]["awards"] = draw(shapes.cases("prize"))
    if draw(st.integers(0, 3)) == 0:
        known["cases"]["scandal"] = [{"id": "c9"}]
    if draw(st.booleans()):
        known["values"]["province"] = {"value": str(draw(st.integers(1, 8)))}
    return known


@st.composite
def worlds(draw: st.DrawFn) -> World:
    doc = draw(documents())
    return World(doc, {appraisee: draw(facts(doc)) for appraisee in APPRAISEES[: draw(st.integers(1, 4))]})
