"""From facts to a result: one exact total, its grade, and an explanation that can be followed down to every event."""

from pydantic import Field

from domain.event import Record
from domain.exact import Exact
from domain.explanation import Explanation
from domain.regulation import Rulebook


class Fact(Record):
    """A value, points or a rating; no value when there is none to report. `cites` are versions of its stream."""

    value: Exact | None
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()


class Facts(Record):
    """What is known about an appraisee; `targets` are confirmed goals and stand in for the rulebook's.

    `values` and `points` are by indicator, ratings and ballots from 0 to 100.
    """

    values: dict[str, Fact] = Field(default_factory=dict)
    targets: dict[str, Exact] = Field(default_factory=dict)
    points: dict[str, Fact] = Field(default_factory=dict)
    ratings: tuple[Fact, ...] = ()
    ballots: tuple[Exact, ...] = ()
    ballots_cites: tuple[int, ...] = ()


class Result(Record):
    """The outcome; no total and grade when nothing is known. `verdicts` are labels by indicator."""

    total: Exact | None
    grade: str | None
    verdicts: dict[str, str]
    explanation: Explanation


def compute(rulebook: Rulebook, appraisee: str, facts: Facts) -> Result:
    """Computes the result by the rulebook; refuses facts about unknown indicators or outside their range."""
    raise NotImplementedError
