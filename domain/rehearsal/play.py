"""A rehearsal is played: instants come in their order, and each brings a command of the clock or of people."""

import heapq
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from domain import timed
from domain.aggregates import TASKS, TIMED
from domain.appraisal.clock import Moment
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.cycle.containing import Inner
from domain.cycle.launch import LaunchCycle
from domain.cycle.state import Cycle as CycleState
from domain.directory import Directory, Role
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, tailored
from domain.rehearsal.acts import act
from domain.rehearsal.book import Book, Heard
from domain.rehearsal.clockwork import BALLOT, Clockwork
from domain.rehearsal.conductor import Conductor
from domain.rehearsal.enacting import enact
from domain.rehearsal.meetings import DELIBERATE, Meetings, Sitting
from domain.rehearsal.people import People, owner
from domain.rehearsal.plan import Cycle, Plan
from domain.rehearsal.played import Asked, Played
from domain.rehearsal.scribe import Scribe
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, directory_stream, kind
from domain.tasks import OpenDuty, task_id

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
    if plan.appraisals > MOST_APPRAISALS:
        raise Refused(
            Reason.INVALID,
            "rehearsal",
            f"would go through {plan.appraisals:,} appraisals",
            f"Rehearse at most {MOST_APPRAISALS:,}: fewer appraisees, or fewer years",
        )
    return _Play(plan, heard).play()


class _Play:
    """One rehearsal; the queue holds what is ahead, by instant and then in the order in which it was foreseen."""

    def __init__(self, plan: Plan, heard: Heard) -> None:
        self._plan = plan
        self._heard = heard
        self._scribe = Scribe()
        self._book = Book(plan.seed, self._hear)
        self._people = People(plan.seed, plan.behaviour)
        self._conductor = Conductor(self._book)
        self._clockwork = Clockwork(self._book, self._foresee, self._people.speak)
        self._meetings = Meetings(self._book)
        self._queue: list[tuple[datetime, int, Any]] = []
        self._foreseen = 0
        self._moved: dict[str, None] = {}
        self._inner: dict[str, Inner] = {}
        self._waiting: dict[str, dict[str, int]] = {}
        self._tailored: dict[str, Rulebook] = {}

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
                case (str(outer), Inner() as inner):
                    self._launch_inner(outer, inner, at)
                case Sitting():
                    self._hold(what, at)
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

    def _follow(self, at: datetime) -> None:
        """Looks at every stream that has moved, until none moves any more, for what it asks and what comes next."""
        while self._moved:
            stream = next(iter(self._moved))
            del self._moved[stream]
            of, cycle, *_ = stream.split(":")
            if of in {"cycle", "appraisal"} and self._book.state(cycle_stream(cycle)).opened:
                self._conductor.conduct(cycle, at)
            appraisees = self._book.state(stream).appraisees if of == "cycle" else ()
            if appraisees and (inner := self._conductor.inner(cycle)) and self._inner.get(cycle) != inner:
                self._inner[cycle] = inner
                self._foresee(max(at, inner.at), (cycle, inner))
            for one in (stream, *(appraisal_stream(cycle, appraisee) for appraisee in appraisees)):
                self._clockwork.look(one, at)
                if kind(one) in TASKS and of != "meeting":  # which is held as a whole, at its hour
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
            self._begun(cycle.id)

    def _launch_inner(self, outer: str, inner: Inner, at: datetime) -> None:
        if self._conductor.inner(outer) != inner:
            return
        if refused := self._conductor.launch_inner(outer, inner, at):
            self._scribe.hinder(refused)
        else:
            self._begun(inner.cycle)

    def _begun(self, cycle: str) -> None:
        schedule = self._book.state(cycle_stream(cycle)).schedule
        self._scribe.played.schedules[cycle] = tuple(schedule.values())

    def _ask(self, stream: str, at: datetime) -> None:
        """Lays what a stream asks now on people, who choose when they do it."""
        for key, turn in self._waiting.pop(stream, {}).items():
            self._foresee(at + _COMES_BACK, (stream, key, turn))
        open_now = {task_id(stream, asked.duty.key): asked for asked in self._open(stream)}

        def entry(task: str, asked: OpenDuty) -> Asked:
            place = TASKS[kind(stream)].place(self._book.state(stream))
            return Asked(
                cycle=place.cycle or "",
                appraisee=place.appraisee,
                step=place.step or kind(stream),
                key=asked.duty.key,
                owner=owner(asked),
                holders=len(self._people.able(asked, self._directory(), task)),
                opened=at,
                due=asked.due,
            )

        for task in self._scribe.see(stream, open_now, at, entry):
            asked = open_now[task]
            if not self._people.able(asked, self._directory(), task):
                problem = f"is asked of {owner(asked)}, and nobody holds that role"
                refused = Refused(Reason.INVALID, f"task {task}", problem, "Fill such a post, or ask another role")
                self._scribe.refuse(task, refused)
            elif (then := self._people.when(asked, task, at, _behind(asked, self._book.state(stream)))) is not None:
                self._foresee(then, (stream, asked.duty.key, 1))

    def _do(self, stream: str, key: str, turn: int, at: datetime) -> None:
        """Lets somebody do a duty who may; another, where one is refused."""
        asked = self._still(stream, key)
        if asked is None:
            return
        if key == BALLOT:
            self._clockwork.count_ballots(stream, at, lambda _task, _person: True)
            return
        if key == DELIBERATE:
            self._convene(asked, stream, turn, at)
            return
        state = self._book.state(stream)
        known = self._plan.facts.get(getattr(state, "appraisee", None) or "")
        refused: Refused | None = None
        try:
            wish = act(TASKS[kind(stream)], key, state, lambda: self._rulebook(state), known)
            if wish is not None:
                refused = self._let(self._people.able(asked, self._directory(), task_id(stream, key)), stream, wish, at)
        except Refused as why:
            refused = why
        if self._still(stream, key) and turn < _MOST_TURNS:
            self._come_back(stream, key, turn + 1, at, refused)

    def _convene(self, asked: OpenDuty, stream: str, turn: int, at: datetime) -> None:
        """Lets the office convene the joint meeting, unless it is convened."""
        officer = self._people.able(asked, self._directory(), task_id(stream, asked.duty.key))[0]
        refused: Refused | None = None
        try:
            if sitting := self._meetings.convene(stream.split(":")[1], officer, at):
                self._foresee(sitting.hour, sitting)
        except Refused as why:
            refused = why
        if turn < _MOST_TURNS:
            self._come_back(stream, asked.duty.key, turn + 1, at, refused)

    def _hold(self, sitting: Sitting, at: datetime) -> None:
        try:
            self._meetings.hold(sitting, at)
        except Refused as refused:
            self._scribe.hinder(refused)

    def _let(self, able: Sequence[str], stream: str, wish: Command, at: datetime) -> Refused | None:
        """Lets the first of them do it who may; else, why the last of them may not."""
        refused: Refused | None = None
        for person in able:
            try:
                self._book.do(at, person, stream, wish)
            except Refused as why:
                refused = why
            else:
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
        source, state = TASKS[kind(stream)], self._book.state(stream)
        if isinstance(state, Appraisal) and state.current is None:
            return ()
        return source.open_duties(state, {name: self._book.state(name) for name in source.reads(state)})

    def _still(self, stream: str, key: str) -> OpenDuty | None:
        """The duty, if it is still open."""
        return next((one for one in self._open(stream) if one.duty.key == key), None)

    def _directory(self) -> Directory:
        found: Directory = self._book.state(directory_stream(self._plan.rulebook.authority))
        return found

    def _rulebook(self, state: Any) -> Rulebook:  # noqa: ANN401 - any that belongs to an appraisee of a cycle
        name = f"{state.cycle}:{state.appraisee}"
        if name not in self._tailored:
            self._tailored[name] = tailored(self._book.regulation(state.cycle), state.appraisee)
        return self._tailored[name]

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


def _behind(asked: OpenDuty, state: object) -> int:
    """How many duties of the step wait for one, those that wait for them among them."""
    step = state.current if isinstance(state, Appraisal) else None
    after = {duty.after: duty.key for duty in step.undone if duty.after} if step else {}
    key, number = asked.duty.key, 0
    while key in after:
        key, number = after[key], number + 1
    return number
