"""What the columns of a table of values mean, by their headings.

appraisee              who the row is about; every other column may be left empty
permit-days            the value of an indicator, or the points of one that is judged
permit-days [days]     the same, with the unit it is stated in
past:permit-days@2025  its value in an earlier year
target:permit-days     the confirmed target
role:bridge            the role in a joint task: lead, cooperating, or cooperating of 3
cases:audit            ids of cases, as a:minor; b:major*2 where they have kinds and counts
scores:order/leaders   scores of a panel for an indicator, as 8; 9.5; ?, a question mark being don't know
overall:leaders        scores of a panel for the appraisee as a whole
ratings, ballots       what leaders and staff gave
attribute:zone         an attribute
name                   a name, which is shown and counts for nothing
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.regulation import Indicator, Rulebook, walk

_HEADING = re.compile(
    r"(?:(?P<kind>[a-z]+):)?\s*(?P<about>[^\[\]@/]+?)\s*(?:\[(?P<unit>[^\]]*)\]|@(?P<year>[0-9]{4})|/(?P<panel>.+))?"
)


class Kind(StrEnum):
    """What a column holds."""

    APPRAISEE = "appraisee"
    NAME = "name"
    RATINGS = "ratings"
    BALLOTS = "ballots"
    VALUE = "value"
    PAST = "past"
    TARGET = "target"
    ROLE = "role"
    CASES = "cases"
    SCORES = "scores"
    OVERALL = "overall"
    ATTRIBUTE = "attribute"


_ALONE = (Kind.APPRAISEE, Kind.NAME, Kind.RATINGS, Kind.BALLOTS)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column is about: an indicator, a panel, an attribute or a provision that cases count for."""

    kind: Kind
    about: str = ""
    unit: str | None = None
    year: int | None = None
    panel: str | None = None


class Headings:
    """Reads headings by what a rulebook has."""

    def __init__(self, rulebook: Rulebook) -> None:
        nodes: Mapping[str, Indicator] = {node.id: node for _, node in walk(rulebook.indicators) if not node.children}
        panels = [panel.id for panel in rulebook.panels]
        adjustments = [one.id for one in rulebook.adjustments]
        vetoes = [one.id for one in rulebook.vetoes]
        self._known: Mapping[Kind, list[str]] = {
            Kind.VALUE: [*nodes, *adjustments],
            Kind.PAST: list(nodes),
            Kind.TARGET: list(nodes),
            Kind.ROLE: [id_ for id_, node in nodes.items() if node.joint],
            Kind.CASES: [*nodes, *adjustments, *vetoes],
            Kind.SCORES: [id_ for id_, node in nodes.items() if node.judged],
            Kind.OVERALL: [one.panel for one in rulebook.evaluators if one.panel is not None],
            Kind.ATTRIBUTE: [attribute.name for attribute in rulebook.attributes],
        }
        self._panels = panels

    def read(self, text: str) -> Heading | tuple[str, str]:
        """The meaning of a heading, or the problem with it and what to write instead."""
        found = _HEADING.fullmatch(text.strip())
        if found is None:
            return f"{text!r} is no heading", "Write the id of an indicator, or a kind of column before it"
        kind, about = found["kind"], found["about"]
        if kind is None and about.lower() in _ALONE:
            if about in self._known[Kind.VALUE]:
                return f"{about!r} may be the column of that name or the indicator", "Give the indicator another id"
            return Heading(Kind(about.lower()))
        if kind is not None and kind not in {*self._known} - {Kind.VALUE}:
            kinds = sorted(known for known in self._known if known is not Kind.VALUE)
            return f"{text!r} begins with {kind!r}", _nearest(kind, kinds)
        meant = Kind.VALUE if kind is None else Kind(kind)
        if about not in self._known[meant]:
            everything = [*_ALONE, *self._known[meant]] if meant is Kind.VALUE else self._known[meant]
            what = "an indicator" if meant is Kind.VALUE else f"a column of kind {meant.value}"
            return f"{about!r} is no name of {what}", _nearest(about, everything)
        return self._whole(text, meant, found)

    def _whole(self, text: str, kind: Kind, found: re.Match[str]) -> Heading | tuple[str, str]:
        """A heading with what stands behind its name, as its kind asks for."""
        wanted = {Kind.PAST: "year", Kind.SCORES: "panel"}.get(kind)
        for part in ("unit", "year", "panel"):
            if found[part] is not None and part != wanted and not (part == "unit" and kind is Kind.VALUE):
                return f"{text!r} names a {part}, and its column has none", f"Write {found['about']!r} alone"
        if wanted == "year" and found["year"] is None:
            return f"{text!r} says no year", f"Write it as past:{found['about']}@2025"
        if wanted == "panel" and found["panel"] not in self._panels:
            said = found["panel"] or "no panel"
            return f"{text!r} names {said}", _nearest(said, self._panels)
        year = int(found["year"]) if found["year"] else None
        return Heading(kind, found["about"], found["unit"], year, found["panel"])


def _nearest(given: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(given, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known) or 'none'}"
