"""What time does in a rehearsal: the moments that production's clock functions name, carried out at their instants."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

from domain import timed
from domain.aggregates import TIMED
from domain.appraisal.clock import Action, CloseAppraisal, Moment, applies, command_for, next_moment
from domain.appraisal.scoring import CountBallots
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_BALLOT_BOX, SYSTEM_CLOCK, BallotBatch
from domain.cycle.state import Cycle
from domain.rehearsal.book import Book
from domain.schedule import StepName
from domain.streams import cycle_stream, kind
from domain.tasks import task_id

BALLOT = "ballot"
_SCORE = "80"
_MOST_STRIKES = 60
"""After how many moments a clock that goes on for ever, while nobody does what it is about, is left alone."""

Foresee = Callable[[datetime, object], None]
Votes = Callable[[str, str], bool]


class Clockwork:
    """Foresees the next moment of every stream that keeps time, and does it when it has come."""

    def __init__(self, book: Book, foresee: Foresee, votes: Votes) -> None:
        self._book = book
        self._foresee = foresee
        self._votes = votes
        self._next: dict[str, object] = {}
        self._struck: dict[str, int] = defaultdict(int)

    def look(self, stream: str, at: datetime) -> None:
        """Foresees what time does next to the stream, now or later; nothing while it waits for people."""
        if kind(stream) == "appraisal":
            self._look_at_appraisal(stream, at)
        elif kind(stream) in TIMED:
            self._look_at_other(stream, at)

    def _look_at_appraisal(self, stream: str, at: datetime) -> None:
        state: Appraisal = self._book.state(stream)
        if not state.opened or state.closed:
            return
        cycle: Cycle = self._book.state(cycle_stream(state.cycle))
        found = next(_moments(state, cycle), None)
        if found:
            self._expect(stream, found[1].at, found, at)
        elif all(_is_over(state, cycle, step) for step in cycle.schedule):
            self._book.do(at, SYSTEM_CLOCK, stream, CloseAppraisal())

    def _look_at_other(self, stream: str, at: datetime) -> None:
        moment = self._next_of_other(stream)
        if moment and self._struck[stream] < _MOST_STRIKES:
            self._expect(stream, moment.at, (moment,), at)

    def _next_of_other(self, stream: str) -> timed.Moment | None:
        source, state = TIMED[kind(stream)], self._book.state(stream)
        if source.ended(state):
            return None
        return source.next_moment(state, {name: self._book.state(name) for name in source.reads(state)})

    def _expect(self, stream: str, then: datetime, moment: tuple[object, ...], now: datetime) -> None:
        if self._next.get(stream) != moment:
            self._next[stream] = moment
            self._foresee(max(now, then), (stream, *moment))

    def strike(self, stream: str, step: StepName, moment: Moment, at: datetime) -> None:
        """Does what the clock does to an appraisal, if that is still its next moment."""
        state: Appraisal = self._book.state(stream)
        if next_moment(state, self._book.state(cycle_stream(state.cycle)), step) != moment:
            return
        if moment.action is Action.LAPSE and step is StepName.SCORING:
            self.count_ballots(stream, at, self._votes)
            state = self._book.state(stream)
        if moment.action is Action.OPEN or not state.steps[step].ended:
            self._book.do(at, SYSTEM_CLOCK, stream, command_for(moment, step))

    def pass_by(self, stream: str, moment: timed.Moment, at: datetime) -> None:
        """Does what time does to any other stream, if that is still its next moment."""
        if self._next_of_other(stream) == moment:
            self._struck[stream] += 1
            self._book.do(at, SYSTEM_CLOCK, stream, TIMED[kind(stream)].command_for(moment))

    def count_ballots(self, stream: str, at: datetime, votes: Votes) -> None:
        """Empties the ballot box of an appraisal, into which those have voted of whom it is said."""
        step = self._book.state(stream).steps[StepName.SCORING]
        duty = next((duty for duty in step.undone if duty.key == BALLOT), None)
        if duty is not None:
            cast = sum(votes(task_id(stream, BALLOT), person) for person in duty.persons)
            self._book.do(at, SYSTEM_BALLOT_BOX, stream, CountBallots(), BallotBatch((_SCORE,) * cast, cast))


def _moments(state: Appraisal, cycle: Cycle) -> Iterator[tuple[StepName, Moment]]:
    for step in cycle.schedule:
        if moment := next_moment(state, cycle, step):
            yield step, moment


def _is_over(state: Appraisal, cycle: Cycle, step: StepName) -> bool:
    return not applies(state, cycle, step) or (step in state.steps and state.steps[step].ended)
