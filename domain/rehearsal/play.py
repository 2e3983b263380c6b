"""A rehearsal is played: instants come in their order, and each brings a command of the clock or of people."""

import heapq
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from domain import timed
from domain.aggregates import TASKS, TIMED
from domain.appraisal.clock import Moment
from domain.appraisal.events import FeedbackIssued
from domain.appraisal.state import Appraisal
from domain.cycle.containing import Inner
from domain.cycle.events import CycleClosed
from domain.cycle.launch import LaunchCycle
from domain.cycle.state import Cycle as CycleState
from domain.directory import Directory, Role
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.rehearsal.acts import Deed
from domain.rehearsal.book import Book, Heard
from domain.rehearsal.cases import Cases, Wanted
from domain.rehearsal.clockwork import BALLOT, Clockwork
from domain.rehearsal.conductor import Conductor
from domain.rehearsal.deeds import Deeds
from domain.rehearsal.enacting import enact
from domain.rehearsal.meetings import Meetings
from domain.rehearsal.people import People, behind, owner
from domain.rehearsal.plan import Cycle, Plan
from domain.rehearsal.played import Asked, Played
from domain.rehearsal.results import Ranking, Results
from domain.rehearsal.scribe import Scribe
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, kind
from domain.tasks import OpenDuty, Stands, split, task_id

MOST_APPRAISALS = 5_000
_MOST_TURNS = 60
"""How often people come back to a duty that is not to be done yet."""
_COMES_BACK = timedelta(days=1)


def _unheard(_at: datetime, _stream: str, _happened: Event) -> None:
    """Nobody listens."""


def rehearse(plan: Plan, heard: Heard = _unheard) -> Played:
    """Plays the cycles of a plan to their end; refuses shares that are none, and more appraisals than are bearable.

    `heard` is told of every event as it happens, with its instant and its stream. What a decider refuses along the way
    is kept in `hindered`: the launch of a cycle that cannot be, a duty that nobody can do.
    """
    plan.behaviour.require_shares()
    _require_bearable(plan.appraisals)
    return _Play(plan, heard).play()


def _require_bearable(appraisals: int) -> None:
    """Refuses more appraisals than a rehearsal goes through in some minutes, those of cycles within others too."""
    if appraisals > MOST_APPRAISALS:
        raise Refused(
            Reason.INVALID,
            "rehearsal",
            f"would go through {appraisals:,} appraisals",
            f"Rehearse at most {MOST_APPRAISALS:,}: fewer appraisees, or fewer years",
        )


class _Play:
    """One rehearsal; the queue holds what is ahead, by instant and then in the order in which it was foreseen."""

    def __init__(self, plan: Plan, heard: Heard) -> None:
        self._plan = plan
        self._heard = heard
        self._scribe = Scribe()
        self._book = Book(plan.seed, self._hear)
        self._people = People(plan.seed, plan.behaviour)
        self._cases = Cases(self._book, plan)
        self._meetings = Meetings(self._book)
        self._results = Results(self._book, plan)
        self._deeds = Deeds(self._book, plan, self._cases, self._meetings)
        self._conductor = Conductor(self._book, self._cases)
        self._clockwork = Clockwork(self._book, self._foresee, self._people.speak)
        self._queue: list[tuple[datetime, int, Any]] = []
        self._foreseen = 0
        self._moved: dict[str, None] = {}
        self._inner: dict[str, Inner] = {}
        self._came_up: Counter[str] = Counter()
        self._waiting: dict[str, dict[str, int]] = {}

    def play(self) -> Played:
        enact(self._book, self._plan, min(cycle.launched for cycle in self._plan.cycles))
        for cycle in self._plan.cycles:
            self._foresee(cycle.launched, cycle)
        while self._queue:
            at, _, what = heapq.heappop(self._queue)
            match what:
                case Cycle():
                    self._launch(what, at)
                case (str(stream), StepName() as step, Moment() as moment):
                    self._clockwork.strike(stream, step, moment, at)
                case (str(stream), timed.Moment() as moment):
                    self._clockwork.pass_by(stream, moment, at)
                case Wanted():
                    self._hinder(self._cases.open(what, at))
                case Ranking(cycle=cycle_id):
                    self._hinder(self._results.rank(cycle_id, at))
                case (str(outer), Inner() as inner):
                    self._launch_inner(outer, inner, at)
                case (str(stream), str(key), int(turn)):
                    self._do(stream, key, turn, at)
            self._follow(at)
        return self._close()

    def _foresee(self, at: datetime, what: object) -> None:
        self._foreseen += 1
        heapq.heappush(self._queue, (at, self._foreseen, what))

    def _hear(self, at: datetime, stream: str, happened: Event) -> None:
        self._heard(at, stream, happened)
        self._scribe.hear(at, stream, happened)
        self._conductor.count(stream, happened)
        if kind(stream) in {*TASKS, *TIMED}:
            self._moved[stream] = None
        if isinstance(happened, FeedbackIssued):
            _, cycle, appraisee = stream.split(":")
            for then, wanted in self._cases.wanted_after_feedback(cycle, appraisee, at):
                self._foresee(then, wanted)
        if isinstance(happened, CycleClosed):
            self._foresee(at + _COMES_BACK, Ranking(stream.split(":")[1]))

    def _follow(self, at: datetime) -> None:
        """Looks at every stream that has moved, until none moves any more, for what it asks and what comes next."""
        while self._moved:
            stream = next(iter(self._moved))
            del self._moved[stream]
            of, cycle, *_ = stream.split(":")
            if of == "case":
                self._cases.conduct(stream, at)
            elif of == "meeting":
                self._meetings.conduct(stream, at)
            elif self._book.state(cycle_stream(cycle)).opened:
                self._conductor.conduct(cycle, at)
            appraisees = self._book.state(stream).appraisees if of == "cycle" else ()
            if appraisees and (inner := self._conductor.inner(cycle)) and self._inner.get(cycle) != inner:
                self._inner[cycle] = inner
                self._foresee(max(at, inner.at), (cycle, inner))
            for one in (stream, *(appraisal_stream(cycle, appraisee) for appraisee in appraisees)):
                self._clockwork.look(one, at)
                if kind(one) in TASKS:
                    self._ask(one, at)

    # ------------------------------------------------------------ what is asked and done

    def _launch(self, cycle: Cycle, at: datetime) -> None:
        wish = LaunchCycle(
            cycle=cycle.id,
            title=f"{self._plan.rulebook.title}, {cycle.period.start} to {cycle.period.end}",
            rulebook=self._plan.rulebook.id,
            authority=self._plan.rulebook.authority,
            period=cycle.period,
            appraisees=self._plan.appraisees,
            scheme=cycle.scheme.id if cycle.scheme else None,
            follows=cycle.follows,
        )
        officer = self._directory().holders(Role.OFFICE)[0]
        try:
            self._book.do(at, officer, cycle_stream(cycle.id), wish)
            self._conductor.begin(cycle.id, at)
        except Refused as refused:
            self._scribe.hinder(refused)
        else:
            self._begun(cycle.id, at)

    def _launch_inner(self, outer: str, inner: Inner, at: datetime) -> None:
        if self._conductor.inner(outer) != inner:
            return
        if not self._hinder(self._conductor.launch_inner(outer, inner, at)):
            self._begun(inner.cycle, at)

    def _hinder(self, refused: Refused | None) -> bool:
        if refused:
            self._scribe.hinder(refused)
        return refused is not None

    def _begun(self, cycle: str, at: datetime) -> None:
        schedules = self._scribe.played.schedules
        schedules[cycle] = tuple(self._book.state(cycle_stream(cycle)).schedule.values())
        _require_bearable(len(schedules) * len(self._plan.appraisees))
        for then, wanted in self._cases.wanted_in(cycle, at):
            self._foresee(then, wanted)

    def _ask(self, stream: str, at: datetime) -> None:
        """Lays what a stream asks now on people, who choose when they do it."""
        for key, turn in self._waiting.pop(stream, {}).items():
            self._foresee(at + _COMES_BACK, (stream, key, turn))
        open_now = {task_id(stream, asked.duty.key): asked for asked in self._open(stream)}

        def entry(task: str, asked: OpenDuty) -> Asked:
            state = self._book.state(stream)
            place = TASKS[kind(stream)].place(state)
            of_it = getattr(state, "procedure", None) or getattr(state, "rule", None)
            return Asked(
                cycle=place.cycle or "",
                appraisee=place.appraisee,
                step=place.step or of_it or kind(stream),
                key=asked.duty.key,
                owner=owner(asked),
                holders=len(self._people.able(asked, self._directory(), task)),
                opened=at,
                due=asked.due,
            )

        def stands(task: str) -> Stands:
            found = TASKS[kind(stream)].find(*self._of(stream), split(task)[1])
            return found.stands if found else Stands.OVER

        for task in self._scribe.see(stream, open_now, at, entry, stands):
            asked = open_now[task]
            self._came_up[task] += 1
            if self._came_up[task] > _MOST_TURNS:
                continue
            if not self._people.able(asked, self._directory(), task):
                problem = f"is asked of {owner(asked)}, and nobody holds that role"
                refused = Refused(Reason.INVALID, f"task {task}", problem, "Fill such a post, or ask another role")
                self._scribe.refuse(task, refused)
            elif (then := self._when(stream, asked, task, at)) is not None:
                self._foresee(then, (stream, asked.duty.key, 1))

    def _when(self, stream: str, asked: OpenDuty, task: str, at: datetime) -> datetime | None:
        if kind(stream) == "meeting":
            return self._meetings.when(asked.duty.key, asked.due, at)
        return self._people.when(asked, task, at, behind(asked, self._book.state(stream)))

    def _do(self, stream: str, key: str, turn: int, at: datetime) -> None:
        """Lets somebody do a duty who may; another, where one is refused."""
        asked = self._still(stream, key)
        if asked is None:
            return
        if key == BALLOT:
            self._clockwork.count_ballots(stream, at, lambda _task, _person: True)
            return
        refused: Refused | None = None
        try:
            deed = self._deeds.of(stream, asked, at)
            if deed is not None:
                refused = self._let(self._people.able(asked, self._directory(), task_id(stream, key)), deed, at)
        except Refused as why:
            refused = why
        if self._still(stream, key) and turn < _MOST_TURNS:
            self._come_back(stream, key, turn + 1, at, refused)

    def _let(self, able: Sequence[str], deed: Deed, at: datetime) -> Refused | None:
        """Lets the first of them do it who may, or everybody; else, why the last of them may not."""
        refused: Refused | None = None
        for person in able:
            try:
                self._book.do(at, person, deed.stream, deed.wish)
            except Refused as why:
                refused = why
            else:
                if not deed.everybody:
                    return None
        return refused

    def _come_back(self, stream: str, key: str, turn: int, at: datetime, refused: Refused | None) -> None:
        """What is refused is tried again the next day, and what is another's turn once something has happened."""
        if refused:
            self._scribe.refuse(task_id(stream, key), refused)
            self._foresee(at + _COMES_BACK, (stream, key, turn))
        else:
            self._waiting.setdefault(stream, {})[key] = turn

    # ------------------------------------------------------------ what is known

    def _open(self, stream: str) -> tuple[OpenDuty, ...]:
        state, states = self._of(stream)
        if isinstance(state, Appraisal) and state.current is None:
            return ()
        return TASKS[kind(stream)].open_duties(state, states)

    def _of(self, stream: str) -> tuple[Any, dict[str, Any]]:
        """The state of a stream, and those that what it asks depends on."""
        state = self._book.state(stream)
        return state, {name: self._book.state(name) for name in TASKS[kind(stream)].reads(state)}

    def _still(self, stream: str, key: str) -> OpenDuty | None:
        """The duty, if it is still open."""
        return next((one for one in self._open(stream) if one.duty.key == key), None)

    def _directory(self) -> Directory:
        return self._book.directory(self._plan.rulebook.authority)

    def _close(self) -> Played:
        """Takes stock: what never ended, and who earned which grade."""
        played = self._scribe.close()
        for cycle in played.schedules:
            known: CycleState = self._book.state(cycle_stream(cycle))
            if not known.closed:
                played.stuck.append(cycle)
            appraisals = {one: self._book.state(appraisal_stream(cycle, one)) for one in known.appraisees}
            played.grades[cycle] = {one: state.grade for one, state in appraisals.items()}
        return played
