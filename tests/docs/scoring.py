"""The examples of the reference of scoring: YAML with indicators and facts, and text with what they come to."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from api.documents import parse_yaml
from domain.explanation import Explanation, render
from domain.regulation import Rulebook, parse
from domain.scoring import Facts, compute, tabulate

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/scoring.md"
_EXAMPLE = re.compile(r"^```yaml\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)

AROUND: dict[str, Any] = {
    "id": "example",
    "title": "Example",
    "authority": "linjiang",
    "calendar": {"zone": "Asia/Shanghai"},
    "combine": "sum",
    "evaluators": [{"kind": "lead_departments", "weight": "1"}],
    "steps": [{"step": "reporting", "opens": {"after": "period_end"}, "due": "P30D"}],
    "verification": {"share": "0.2"},
    "rounding": {"mode": "half_up", "places": 2},
    "missing": "left_out",
}
"""What every example leaves unsaid."""


class Example(NamedTuple):
    """An example as it stands on the page, and what it comes to."""

    source: str
    said: str
    computed: str


def examples() -> Iterator[Example]:
    for source, said in _EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        yield Example(source, said, computed(source))


def computed(source: str) -> str:
    """The explanation of the first indicator for every appraisee; of the whole total where the example shows that."""
    document = parse_yaml(source, "example")
    facts = {appraisee: Facts.model_validate(known) for appraisee, known in _facts(document).items()}
    shows_total = document.pop("show", None) == "total"
    book = parse({**AROUND, **document})
    peers = tabulate(book, facts)
    told = ((who, compute(book, who, known, peers).explanation) for who, known in facts.items())
    return "".join(f"{_named(who, one if shows_total else _first(one, book))}\n" for who, one in told)


def _facts(document: dict[str, Any]) -> Mapping[str, Any]:
    """The facts by appraisee; `values` are short for those of the first indicator."""
    facts: dict[str, Any] = document.pop("facts", {})
    for who, value in document.pop("values", {}).items():
        facts.setdefault(who, {}).setdefault("values", {})[document["indicators"][0]["id"]] = {"value": value}
    return facts


def _first(total: Explanation, book: Rulebook) -> Explanation:
    name = book.indicators[0].name
    return next(one for one in total.children[0].children if one.label.endswith(name))


def _named(who: str, explanation: Explanation) -> str:
    return render(explanation.model_copy(update={"label": who}))
