"""What becomes of results in a rehearsal: they are ranked once the cycle is closed, and uses proposed are decided."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.command import Command
from domain.cycle.ranking import RankResults
from domain.cycle.state import Cycle
from domain.cycle.uses.deciding import DecideUses
from domain.cycle.uses.events import Choice, Source
from domain.directory import Role
from domain.refusal import Refused
from domain.rehearsal.acts import WORDS
from domain.rehearsal.book import Book
from domain.rehearsal.plan import Plan
from domain.streams import appraisal_stream, cycle_stream


class Ranking(NamedTuple):
    """The results of a cycle are to be ranked."""

    cycle: str


class Results:
    """Lets the office rank results, and the committee decide on their uses."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self._book = book
        self._before = {cycle.id: cycle.follows for cycle in plan.cycles}

    def rank(self, cycle: str, at: datetime) -> Refused | None:
        """Ranks what was approved, with the rankings of the years before; why not, where that is refused."""
        state: Cycle = self._book.state(cycle_stream(cycle))
        if not any(self._book.state(appraisal_stream(cycle, one)).approved for one in state.appraisees):
            return None
        officer = self._book.directory(state.authority).holders(Role.OFFICE)[0]
        try:
            self._book.do(at, officer, cycle_stream(cycle), RankResults(earlier=tuple(self._ranked_before(cycle))))
        except Refused as refused:
            return refused
        return None

    def _ranked_before(self, cycle: str) -> Iterator[str]:
        """The cycles of earlier years that were ranked, the latest first."""
        year: int | None = self._book.state(cycle_stream(cycle)).year
        before = self._before.get(cycle)
        while before is not None:
            known: Cycle = self._book.state(cycle_stream(before))
            if known.rankings and known.year is not None and year is not None and known.year < year:
                yield before
                year = known.year
            before = self._before.get(before)

    @staticmethod
    def decide(state: Cycle) -> Command:
        """Adopts what is proposed; a liability is declined, since a referral takes a person who answers for an act."""
        open_ones = state.uses.undecided
        liable = open_ones[0].source is Source.LIABILITY
        alike = tuple(one.id for one in open_ones if (one.source is Source.LIABILITY) is liable)
        return DecideUses(uses=alike, choice=Choice.DECLINED if liable else Choice.ADOPTED, reason=WORDS)
