"""Why a score is what it is: a tree from the total down to values, evidence, rules and events."""

from pydantic import Field

from domain.event import Record
from domain.exact import Exact


class Explanation(Record):
    """One step of a computation; everything in it is text or an exact number, so that it survives JSON unchanged."""

    label: str
    rule: str
    score: Exact | None
    weight: Exact | None = None
    inputs: dict[str, str] = Field(default_factory=dict)
    rounding: str | None = None
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    children: tuple["Explanation", ...] = ()
