"""Indicators: the rulebook that a table's rows make, as a document."""

from collections.abc import Iterator, Sequence
from typing import Any

from api.importing.grouping import Appraisee
from api.importing.profile import Profile, RowRule
from api.importing.rows import Entry
from domain.exact import text
from domain.expression import value_of
from domain.regulation import Improvement


def rulebook(appraisees: Sequence[Appraisee], profile: Profile) -> dict[str, Any]:
    """The profile's regulation with a first-level indicator for each appraisee, that applies to it alone."""
    return {
        **profile.rulebook.model_dump(mode="json", by_alias=True, exclude_none=True),
        "authority": profile.authority,
        "indicators": [
            {
                "id": unit.id,
                "name": unit.name,
                "weight": "1",
                "applies_to": [unit.id],
                "children": list(_children(unit, profile)),
            }
            for unit in appraisees
        ],
    }


def _children(unit: Appraisee, profile: Profile) -> Iterator[dict[str, Any]]:
    """The indicators of an appraisee, each weighing the same, or its groups of them."""
    if profile.indicators.rules:
        yield from (_by_rule(unit, one, profile) for one in profile.indicators.rules)
        return
    if profile.indicators.group is None:
        yield from _leaves(unit, None, profile)
        return
    for position, name in enumerate(dict.fromkeys(entry.group for entry in unit.entries), start=1):
        children = list(_leaves(unit, name, profile))
        weight = f"{len(children)}/{len(unit.entries)}"
        yield {"id": f"{unit.id}-group-{position}", "name": name, "weight": weight, "children": children}


def _by_rule(unit: Appraisee, one: RowRule, profile: Profile) -> dict[str, Any]:
    """All rows of an appraisee under one of several rules; what the first has reported, the others take from it."""
    first = profile.indicators.rules[0]
    rule = one.rule.model_dump(mode="json")
    leaves = []
    for entry in unit.entries:
        leaf = {**_leaf(entry, len(unit.entries), profile), "id": under(entry, one), "rule": rule}
        leaf["missing"] = one.missing.value
        if one is not first:
            leaf["value_from"] = value_of(under(entry, first))
        if isinstance(one.rule, Improvement):
            leaf.pop("target", None)
        leaves.append(leaf)
    return {"id": f"{unit.id}-{one.id}", "name": one.name, "weight": text(one.weight), "children": leaves}


def under(entry: Entry, one: RowRule) -> str:
    """The indicator that a row becomes under one of several rules."""
    return f"{entry.indicator}-{one.id}"


def _leaves(unit: Appraisee, group_name: str | None, profile: Profile) -> Iterator[dict[str, Any]]:
    entries = [entry for entry in unit.entries if entry.group == group_name]
    rule = profile.indicators.rule
    for entry in entries:
        yield {
            **_leaf(entry, len(entries), profile),
            "id": entry.indicator,
            "rule": rule.model_dump(mode="json") if rule else None,
        }


def _leaf(entry: Entry, siblings: int, profile: Profile) -> dict[str, Any]:
    """What a row becomes but for its id and rule."""
    leaf = {
        "name": entry.name,
        "weight": f"1/{siblings}",
        "unit": entry.measure,
        "direction": entry.direction.value,
        "lead": profile.indicators.lead,
    }
    return leaf if entry.target is None else {**leaf, "target": text(entry.target)}
