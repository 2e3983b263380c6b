"""How cycles of a rulebook are linked to others: which are launched within them, and what counts of which."""

from enum import StrEnum

from domain.evaluations import EvaluationKind
from domain.event import Record
from domain.exact import Exact
from domain.regulation.identifiers import Slug
from domain.regulation.procedures import CycleKind
from domain.schedule import StepName


class Every(StrEnum):
    """Stretches of the calendar for which inner cycles are launched."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months one takes."""
        return {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[self]

    @property
    def kind(self) -> CycleKind:
        """The kind of cycle over one: a year's, or one within the year."""
        return CycleKind.ANNUAL if self is Every.YEAR else CycleKind.PEACETIME


class Containment(Record):
    """Cycles under another rulebook that are launched within one of this, each when its calendar period begins.

    They appraise the same, and are called after the outer cycle, with the `id` where there is one, and numbered from 1.
    """

    id: Slug | None = None
    rulebook: Slug
    kind: CycleKind
    every: Every
    basis: Slug | None = None


class Source(StrEnum):
    """Where what counts comes from, seen from the cycle it counts in."""

    INNER = "inner"  # the cycles within it
    OUTER = "outer"  # the one it is within
    BEFORE = "before"  # the one it follows
    BELOW = "below"  # the cycles within it of the authorities below
    ABOVE = "above"  # the one it is within, of the authority above
    EVALUATIONS = "evaluations"  # attested evaluations of projects and policies of its years


class Takes(StrEnum):
    """What is taken of each source: the value of an indicator, as corrected, or an approved total or grade."""

    VALUE = "value"
    TOTAL = "total"
    GRADE = "grade"


class Combined(StrEnum):
    """How what several sources give becomes one; the latest is that of the period that ends last."""

    MEAN = "mean"
    SUM = "sum"
    LATEST = "latest"
    LEAST = "least"
    GREATEST = "greatest"
    WEIGHTED = "weighted"


class Intake(Record):
    """What other cycles give this one, `at` the opening of a step: `into` an indicator, or an attribute for a grade.

    Sources are of the same appraisee, or of the one that an attribute names, `of` it: the unit that a person leads.
    Only cycles under `rulebook` count, where one is named, and only evaluations of what is `evaluates`. `weights` are
    those of the sources in the order of their periods, the last for all that follow. Where fewer sources than `needs`
    have anything to give, nothing is taken in: what is missing then is the rulebook's to say, as with any value.
    Whatever is taken in is not asked for in a report.
    """

    id: Slug
    at: StepName
    source: Source
    rulebook: Slug | None = None
    of: str | None = None
    evaluates: EvaluationKind | None = None
    takes: Takes
    indicator: Slug | None = None
    into: str
    combined: Combined = Combined.LATEST
    weights: tuple[Exact, ...] = ()
    needs: int = 1
    basis: Slug | None = None


class DerivedTarget(Record):
    """A target that the outer cycle's goal gives an indicator of this one: of the same id, or of the `outer` one named.

    It is the whole target, or the share of it that is this cycle's in the order of periods, the last for all that
    follow. It counts where it is stricter than the rulebook's own.
    """

    indicator: Slug
    outer: Slug | None = None
    shares: tuple[Exact, ...] = ()
    basis: Slug | None = None
