"""What is known about an appraisee, in the form scoring takes."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from domain.event import Record
from domain.exact import Exact
from domain.regulation import Effect


class Fact(Record):
    """A value, points or a rating; no value when there is none to report. `cites` are versions of its stream.

    `unit` is the one it was stated in, where it was; another than the indicator's is refused.
    """

    value: Exact | None
    unit: str | None = None
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()


class Case(Record):
    """Something that happened and counts: a finding, a complaint, an award. Its id is the same wherever it counts.

    `points` are its own where the rule states none for its kind.
    """

    id: str
    kind: str | None = None
    count: int = 1
    points: Exact | None = None
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()


class Score(Record):
    """One evaluator's score; nothing for "don't know". `by` is an id, and empty for the anonymous."""

    value: Exact | None
    by: str | None = None
    weight: Exact = Decimal(1)


class Scores(Record):
    """What a panel's evaluators gave; `invited` says how many were asked, where that is known."""

    given: tuple[Score, ...]
    invited: int | None = None
    cites: tuple[int, ...] = ()


class Ruling(Record):
    """What was ruled on a claim that something outside the appraisee's power kept it from its target (容错)."""

    upheld: bool
    effect: Effect | None = None
    target: Exact | None = None
    by: str = ""
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()


class JointRole(StrEnum):
    """An appraisee's role in a joint task."""

    LEAD = "lead"
    COOPERATING = "cooperating"


class JointPart(Record):
    """The appraisee's role in a joint task, and how many units co-operate in it."""

    role: JointRole
    cooperating: int = 1
    cites: tuple[int, ...] = ()


class Facts(Record):
    """What is known about an appraisee; `targets` are confirmed goals and stand in for the rulebook's.

    `values`, `past` (by year), `points`, `rulings` and `joint` are by indicator; `cases` by indicator, adjustment or
    veto; `scores` by indicator and panel, `overall` by panel for the appraisee as a whole. Ratings and ballots go from
    0 to 100. `attributes` stand before those of the documents; `year` is the one appraised.
    """

    year: int | None = None
    attributes: dict[str, str] = Field(default_factory=dict)
    values: dict[str, Fact] = Field(default_factory=dict)
    past: dict[str, dict[int, Exact | None]] = Field(default_factory=dict)
    past_cites: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    targets: dict[str, Exact] = Field(default_factory=dict)
    points: dict[str, Fact] = Field(default_factory=dict)
    cases: dict[str, tuple[Case, ...]] = Field(default_factory=dict)
    scores: dict[str, dict[str, Scores]] = Field(default_factory=dict)
    overall: dict[str, Scores] = Field(default_factory=dict)
    rulings: dict[str, Ruling] = Field(default_factory=dict)
    joint: dict[str, JointPart] = Field(default_factory=dict)
    ratings: tuple[Fact, ...] = ()
    ballots: tuple[Exact, ...] = ()
    ballots_cites: tuple[int, ...] = ()
