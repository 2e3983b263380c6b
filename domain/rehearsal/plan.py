"""What is rehearsed: documents, people, cycles, and how promptly people act."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from domain.directory import PublishDirectory
from domain.event import Record
from domain.exact import Exact, simplest, text
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, Scheme
from domain.schedule import Period
from domain.scoring import Facts

DOCUMENT = "rehearsal"
"""The number of the document that every decision of a rehearsal is made by."""


class Behaviour(Record):
    """Which share of their duties people do late, between the due instant and the end, and which they never do.

    `cases` is the share of appraisees who come to have a case of each procedure that is none of course: a review, a
    change of goals, a notice.
    """

    late: Exact = Decimal("0.2")
    silent: Exact = Decimal("0.05")
    cases: Exact = Decimal(0)

    def require_shares(self) -> None:
        """Refuses what are no two shares of one whole."""
        both = Fraction(self.late) + Fraction(self.silent)
        shares = {"late": self.late, "silent": self.silent, "late and silent": simplest(both), "cases": self.cases}
        for name, share in shares.items():
            if not 0 <= share <= 1:
                problem = f"is {text(share)}, which is no share"
                raise Refused(Reason.INVALID, f"share {name}", problem, "Give shares from 0 to 1, at most 1 together")


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle to be launched: when, over which period, and under which scheme, if any."""

    id: str
    launched: datetime
    period: Period
    scheme: Scheme | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A rehearsal; `others` are the rulebooks of cycles that are launched within those of the plan by rule.

    `facts` are what appraisees report and are given, by appraisee, where that is known.
    """

    rulebook: Rulebook
    directory: PublishDirectory
    appraisees: tuple[str, ...]
    cycles: tuple[Cycle, ...]
    behaviour: Behaviour = field(default_factory=Behaviour)
    others: tuple[Rulebook, ...] = ()
    facts: dict[str, Facts] = field(default_factory=dict)
    seed: str = "1"

    @property
    def appraisals(self) -> int:
        return len(self.appraisees) * len(self.cycles)
