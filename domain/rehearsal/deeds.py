"""Which command discharges a duty, whatever kind of stream asks it."""

from datetime import datetime
from typing import Any

from domain.aggregates import TASKS
from domain.regulation import Rulebook, tailored
from domain.rehearsal.acts import Deed, act
from domain.rehearsal.book import Book
from domain.rehearsal.cases import Cases
from domain.rehearsal.meetings import Meetings
from domain.rehearsal.plan import Plan
from domain.rehearsal.results import Results
from domain.streams import kind
from domain.tasks import OpenDuty


class Deeds:
    """Finds what is to be done, from what is known of the appraisee and of the stream."""

    def __init__(self, book: Book, plan: Plan, cases: Cases, meetings: Meetings) -> None:
        self._book = book
        self._plan = plan
        self._cases = cases
        self._meetings = meetings
        self._tailored: dict[str, Rulebook] = {}

    def of(self, stream: str, asked: OpenDuty, at: datetime) -> Deed | None:
        """The deed by which a duty is done now; none while it is another's turn. Refuses what is not known here."""
        state, key = self._book.state(stream), asked.duty.key
        match kind(stream), key.partition("."):
            case "meeting", _:
                return self._meetings.act(stream, key)
            case "case", _:
                return Deed(stream, self._cases.act(state, asked, at))
            case "appraisal", ("deliberate", _, _):
                return self._meetings.convene(state.cycle, at)
            case "cycle", ("convene", _, rule):
                return self._meetings.convene(state.id, at, rule)
            case "cycle", ("decide-uses", _, _):
                return Deed(stream, Results.decide(state))
            case _:
                known = self._plan.facts.get(getattr(state, "appraisee", None) or "")
                wish = act(TASKS[kind(stream)], key, state, lambda: self._rulebook(state), known)
                return None if wish is None else Deed(stream, wish)

    def _rulebook(self, state: Any) -> Rulebook:  # noqa: ANN401 - any that belongs to an appraisee of a cycle
        name = f"{state.cycle}:{state.appraisee}"
        if name not in self._tailored:
            self._tailored[name] = tailored(self._book.regulation(state.cycle), state.appraisee)
        return self._tailored[name]
