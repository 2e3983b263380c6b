"""Documents for tests: a rule in YAML, and around it what every rulebook has; reading one refuses every finding."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from api import documents
from domain.exact import Exact
from domain.regulation import Rulebook, Scheme, in_force, parse, parse_scheme
from domain.scoring import EarlierResult, Fact, Facts, Result, Standings, compute, follows, stand, tabulate

BARE: dict[str, Any] = {
    "id": "rules",
    "title": "Rules",
    "authority": "linjiang",
    "calendar": {"zone": "Asia/Shanghai"},
    "indicators": [
        {"id": "work", "name": "Work", "weight": "1", "lead": "office", "rule": {"shape": "judged"}},
    ],
    "evaluators": [{"kind": "lead_departments", "weight": "1"}],
    "steps": [{"step": "reporting", "opens": {"after": "period_end"}, "due": "P30D"}],
    "verification": {"share": "0.2"},
    "rounding": {"mode": "half_up", "places": 2},
    "missing": "refuse",
}
"""A rulebook by which one lead department judges the work as a whole."""


def said(text: str) -> dict[str, Any]:
    return documents.parse(text.encode(), "the rule")


def indicators(text: str) -> list[dict[str, Any]]:
    """Indicators as a list in YAML says them."""
    listed: list[dict[str, Any]] = said(f"indicators:\n{text}")["indicators"]
    return listed


def document(text: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    """A whole document: what the text says stands before what every rulebook has, and `fields` before both.

    One that leaves something to schemes leaves all indicators to them that it does not have itself.
    """
    given = {**said(text), **fields}
    return {**BARE, **({"indicators": []} if "scheme" in given else {}), **given}


def rulebook(text: str, **fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    return parse(document(text, **fields))


def scheme(text: str, standing: Rulebook) -> Scheme:
    head = {"id": "scheme", "title": "Scheme", "authority": standing.authority, "rulebook": standing.id}
    return parse_scheme({**head, **said(text)}, standing)


def regulation(text: str, plan: str) -> Rulebook:
    """What a rulebook and a scheme under it make together."""
    standing = rulebook(text)
    return in_force(standing, scheme(plan, standing))


# ---------------------------------------------------------------- facts and what comes of them


def values(**given: str | None) -> dict[str, Fact]:
    """Values or points by indicator, an underscore standing for a hyphen."""
    return {
        name.replace("_", "-"): Fact(value=None if value is None else Decimal(value)) for name, value in given.items()
    }


def judged(points: str, **known: Any) -> Facts:  # noqa: ANN401 - fields of facts
    """What the lead department of the bare rulebook gives for the work."""
    return Facts(points=values(work=points), **known)


def results(rules: Rulebook, facts: Mapping[str, Facts]) -> dict[str, Result]:
    """Everybody's result, each compared with the others."""
    peers = tabulate(rules, facts)
    return {appraisee: compute(rules, appraisee, known, peers) for appraisee, known in facts.items()}


def total(rules: Rulebook, facts: Facts, appraisee: str = "unit") -> Exact | None:
    return compute(rules, appraisee, facts).total


def grade(rules: Rulebook, facts: Facts, appraisee: str = "unit") -> str | None:
    return compute(rules, appraisee, facts).grade


def standings(rules: Rulebook, totals: Sequence[str], approved: Sequence[int] = ()) -> Standings:
    """Where those stand whose work is judged so, in this order, by names a, b, c."""
    facts = {chr(ord("a") + place): judged(points) for place, points in enumerate(totals)}
    return stand(rules, results(rules, facts), approved)


def grades(found: Standings) -> list[str | None]:
    """The grades by name."""
    return [one.grade for one in sorted(found.standings, key=lambda one: one.appraisee)]


def followed(rules: Rulebook, *years: str | None) -> list[str]:
    """The ids of what follows from the grades of consecutive years, the last of which is 2026."""
    first = 2027 - len(years)
    history = [EarlierResult(year=first + place, grade=grade) for place, grade in enumerate(years)]
    return [one.consequence for one in follows(rules, history)]
