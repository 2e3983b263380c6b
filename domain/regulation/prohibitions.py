"""Whether an indicator system keeps to what may not be assessed (考核禁项)."""

from collections.abc import Iterator, Sequence

from domain.regulation.document import SchemeRules
from domain.regulation.finding import Finding
from domain.regulation.indicator import Indicator
from domain.regulation.tree import walk


def prohibited(indicators: Sequence[Indicator], rules: SchemeRules) -> Iterator[Finding]:
    """One finding for each scored indicator whose source is prohibited, or is not stated where all must be `sourced`.

    Sources are the same whatever their large and small letters and the spaces around them.
    """
    by_source = {_plain(source): one.name for one in rules.prohibitions for source in one.sources}
    for number, node in walk(indicators):
        place, source = f"indicators.{number}.source", _plain(node.source or "")
        if source in by_source:
            problem = f"{node.source} is prohibited: {by_source[source]}"
            yield Finding(place=place, problem=problem, mend="Choose another source, or remove the indicator")
        if rules.sourced and not node.children and not source:
            problem = "it is not stated, so that nobody could verify the value"
            yield Finding(place=place, problem=problem, mend="State where the value is from, or remove the indicator")


def _plain(source: str) -> str:
    return source.strip().casefold()
