"""What an appraisal takes in from others. These names and fields are the storage format."""

from domain.event import Event, Record, event
from domain.exact import Exact
from domain.schedule import StepName

FACT = "fact:"
"""What the rule of a fact that was reported elsewhere begins with; its name follows."""


class TakenSource(Record):
    """A stream that was taken in, as it stood at a version, and what it gave."""

    stream: str
    version: int
    value: Exact | None = None
    grade: str | None = None


class TakenIn(Record):
    """What a rule, or a fact that was reported elsewhere, gave; nothing where too little was there.

    `into` is an indicator, or an attribute for a grade. `lacking` are the streams that had nothing to give.
    """

    rule: str
    into: str
    value: Exact | None = None
    grade: str | None = None
    sources: tuple[TakenSource, ...]
    lacking: tuple[str, ...]


@event()
class ValuesTakenIn(Event):
    """What other cycles gave was taken in as a step opened or a report came in; it replaces what they gave before."""

    step: StepName
    taken: tuple[TakenIn, ...]
