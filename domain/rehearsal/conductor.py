"""What a cycle does by itself when its appraisals have come so far: the way of its workflow, and of the gates.

The workflow waits for facts of the log and then gives one of these commands (workflows/cycle.py); the log services
count and give the others (activities/gates.py). Here the facts are at hand, so there is nothing to wait for.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from domain.appraisal import events as e
from domain.appraisal.decide import OpenAppraisal
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG, Command
from domain.cycle.containing import Inner, RecordInnerRefused, attempts, next_inner
from domain.cycle.draw import DrawSample, FixFrame
from domain.cycle.events import FrameFixed
from domain.cycle.launch import CheckLaunch, LaunchCycle, RecordAppraisalsOpened
from domain.cycle.linking import JoinCycle
from domain.cycle.passage import CloseCycle, RecordAppraisalsClosed, RecordStepPassed
from domain.cycle.peers import TabulatePeers
from domain.cycle.state import Cycle
from domain.event import Event, Private
from domain.refusal import Refused
from domain.rehearsal.book import Book
from domain.rehearsal.cases import Cases
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream


class Conductor:
    """Gives the commands of cycles; it counts what the appraisals tell of themselves."""

    def __init__(self, book: Book, cases: Cases) -> None:
        self._book = book
        self._cases = cases
        self._ended: dict[tuple[str, StepName], int] = defaultdict(int)
        self._closed: dict[str, int] = defaultdict(int)
        self._salts: dict[str, str] = {}

    def count(self, stream: str, happened: Event) -> None:
        """Takes notice of a step or an appraisal that has ended, and of the salt that a draw will be opened with."""
        cycle = stream.split(":")[1]
        match happened:
            case e.StepCompleted(step=step) | e.StepLapsed(step=step):
                self._ended[cycle, step] += 1
            case e.AppraisalClosed():
                self._closed[cycle] += 1
            case FrameFixed(salt=Private(text=salt)):
                self._salts[cycle] = salt
            case _:
                pass

    def begin(self, cycle: str, at: datetime) -> None:
        """Checks the launch, tells the cycle it is within, and opens every appraisal."""
        stream = cycle_stream(cycle)
        self._book.do(at, SYSTEM_CLOCK, stream, CheckLaunch())
        launched: Cycle = self._book.state(stream)
        if launched.within is not None:
            self._book.do(at, SYSTEM_CLOCK, cycle_stream(launched.within), JoinCycle(cycle=cycle))
        for appraisee in launched.appraisees:
            wish = OpenAppraisal(cycle=cycle, appraisee=appraisee)
            self._book.do(at, SYSTEM_CLOCK, appraisal_stream(cycle, appraisee), wish)
        self._cases.open_standing(cycle, at)
        self._book.do(at, SYSTEM_CLOCK, stream, RecordAppraisalsOpened())

    def inner(self, cycle: str) -> Inner | None:
        """The cycle to launch within this one next, by rule."""
        state: Cycle = self._book.state(cycle_stream(cycle))
        if state.closed or state.cancelled or state.paused_at is not None:
            return None
        return next_inner(state, self._book.regulation(cycle))

    def launch_inner(self, outer: str, inner: Inner, at: datetime) -> Refused | None:
        """Launches a cycle within another; a refusal is recorded there, and told."""
        stream: str = cycle_stream(outer)
        known: Cycle = self._book.state(stream)
        wish = LaunchCycle(
            cycle=inner.cycle,
            title=inner.title,
            rulebook=inner.rulebook,
            authority=known.authority,
            period=inner.period,
            appraisees=known.appraisees,
            within=outer,
            follows=inner.before if inner.before in known.inner else None,
        )
        try:
            self._book.do(at, SYSTEM_CLOCK, cycle_stream(inner.cycle), wish)
        except Refused as refused:
            why = {"thing": refused.thing, "problem": refused.problem, "mend": refused.mend}
            attempt = attempts(known, inner.cycle) + 1
            self._book.do(at, SYSTEM_CLOCK, stream, RecordInnerRefused(cycle=inner.cycle, attempt=attempt, **why))
            return refused
        self.begin(inner.cycle, at)
        return None

    def conduct(self, cycle: str, at: datetime) -> bool:
        """Does what the cycle is ready for; says whether there was anything."""
        moved = False
        while step := next(self._ready(self._book.state(cycle_stream(cycle))), None):
            self._book.do(at, step[0], cycle_stream(cycle), step[1])
            moved = True
        return moved

    def _ready(self, cycle: Cycle) -> Iterator[tuple[str, Command]]:
        of = len(cycle.appraisees)
        for step in cycle.schedule:
            if step not in cycle.passed and self._ended[cycle.id, step] == of:
                yield SYSTEM_LOG, RecordStepPassed(step=step, count=of)
        if StepName.VERIFICATION in cycle.schedule and cycle.sample is None and StepName.REPORTING in cycle.passed:
            yield from self._draw(cycle)
        if cycle.compares and cycle.comparison is None and StepName.SCORING in cycle.passed:
            yield SYSTEM_CLOCK, TabulatePeers()
        if not cycle.appraisals_closed and self._closed[cycle.id] == of:
            yield SYSTEM_LOG, RecordAppraisalsClosed(count=of)
        if cycle.appraisals_closed and not cycle.closed and self.inner(cycle.id) is None:
            yield SYSTEM_CLOCK, CloseCycle()

    def _draw(self, cycle: Cycle) -> Iterator[tuple[str, Command]]:
        """The frame first where somebody gives a value to draw by, and the draw once there is one."""
        if cycle.asks_value and cycle.draw is None:
            yield SYSTEM_CLOCK, FixFrame()
        elif cycle.draw is None:
            yield SYSTEM_CLOCK, DrawSample()
        elif cycle.draw.value is not None:
            yield SYSTEM_CLOCK, DrawSample(salt=self._salts[cycle.id])
