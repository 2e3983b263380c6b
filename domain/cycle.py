"""The cycle's stream: one run of a rulebook, from launch to close, and all that steers it on the way."""

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from domain.calendar import Duration
from domain.command import Aggregate, Command, Context, command
from domain.directory import Directory, Role
from domain.event import Confidential, Event, Private, Record, Wakes, event
from domain.refusal import Reason, Refused
from domain.regulation import Indicator, Rulebook, leaves_for
from domain.rulebook import Rulebooks
from domain.sampling import draw
from domain.schedule import Period, StepName, StepTimes, plan
from domain.streams import appraisal_stream, cycle_stream, directory_stream, rulebook_stream, slug

# ---------------------------------------------------------------- events


@event()
class CycleLaunched(Event):
    """A cycle began; rulebook version, appraisees and every instant of its steps are fixed by this event."""

    wakes = Wakes.OWN_STREAM

    cycle: str
    title: str
    authority: str
    rulebook: str
    rulebook_hash: str
    period: Period
    appraisees: tuple[str, ...]
    schedule: tuple[StepTimes, ...]
    by: str


@event()
class LaunchChecked(Event):
    """What the launched cycle asks of whom was counted before any appraisal was opened."""

    appraisees: int
    indicators: int
    evaluators: int


@event()
class AppraisalsOpened(Event):
    """Every appraisee of the cycle has an appraisal of its own."""

    count: int


@event()
class StepPassedByAll(Event):
    """The step has ended in every appraisal of the cycle."""

    wakes = Wakes.OWN_STREAM

    step: StepName
    count: int


class DrawnItem(Record):
    """One reported value to verify."""

    appraisee: str
    indicator: str


@event()
class SampleDrawn(Event):
    """The values to verify were drawn from all reported ones, by a published rule from the recorded seed.

    `frame_sha256` is the SHA-256 over the lines `appraisee|indicator` of the sorted frame, joined by line feeds, so
    that anyone with the reports can draw again.
    """

    wakes = Wakes.CYCLE_AND_APPRAISALS

    seed: str
    share: str
    frame: int
    frame_sha256: str
    drawn: tuple[DrawnItem, ...]


@event()
class CycleExtended(Event):
    """A step and all behind it got later instants; running appraisals read them when they wake."""

    step: StepName
    by_duration: Duration
    schedule: tuple[StepTimes, ...]
    reason: Confidential
    by: str


@event()
class CyclePaused(Event):
    """Clocks stand still and nothing can be submitted until the cycle is resumed."""

    at: datetime
    reason: Confidential
    by: str


@event()
class CycleResumed(Event):
    """The cycle goes on; steps that had not ended have their instants moved by the length of the pause."""

    wakes = Wakes.CYCLE_AND_APPRAISALS

    schedule: tuple[StepTimes, ...]
    by: str


@event()
class CycleClosed(Event):
    """Every appraisal of the cycle is closed."""

    ends_stream = True

    appraisals: int


# ---------------------------------------------------------------- state


@dataclass(frozen=True, slots=True)
class Cycle:
    """Where a cycle stands; `schedule` is in force, extensions and pauses included."""

    id: str = ""
    title: str = ""
    authority: str = ""
    rulebook: str = ""
    rulebook_hash: str = ""
    appraisees: tuple[str, ...] = ()
    schedule: Mapping[StepName, StepTimes] = field(default_factory=lambda: MappingProxyType({}))
    checked: bool = False
    opened: bool = False
    passed: frozenset[StepName] = frozenset()
    sample: Mapping[str, tuple[str, ...]] | None = None
    paused_at: datetime | None = None
    closed: bool = False

    @property
    def launched(self) -> bool:
        """Whether the stream has its first event."""
        return bool(self.id)


def initial() -> Cycle:
    return Cycle()


def evolve(state: Cycle, happened: Event) -> Cycle:  # noqa: PLR0911 - one line an event reads best
    match happened:
        case CycleLaunched():
            return Cycle(
                id=happened.cycle,
                title=happened.title,
                authority=happened.authority,
                rulebook=happened.rulebook,
                rulebook_hash=happened.rulebook_hash,
                appraisees=happened.appraisees,
                schedule=_by_step(happened.schedule),
            )
        case LaunchChecked():
            return replace(state, checked=True)
        case AppraisalsOpened():
            return replace(state, opened=True)
        case StepPassedByAll(step=step):
            return replace(state, passed=state.passed | {step})
        case SampleDrawn(drawn=drawn):
            return replace(state, sample=_by_appraisee(drawn))
        case CyclePaused(at=at):
            return replace(state, paused_at=at)
        case CycleExtended(schedule=schedule):
            return replace(state, schedule=_by_step(schedule))
        case CycleResumed(schedule=schedule):
            return replace(state, paused_at=None, schedule=_by_step(schedule))
        case CycleClosed():
            return replace(state, closed=True)
        case _:
            return state


def _by_step(schedule: Sequence[StepTimes]) -> Mapping[StepName, StepTimes]:
    return MappingProxyType({times.step: times for times in schedule})


def _by_appraisee(drawn: Sequence[DrawnItem]) -> Mapping[str, tuple[str, ...]]:
    groups = itertools.groupby(sorted(drawn, key=lambda item: (item.appraisee, item.indicator)), lambda i: i.appraisee)
    return MappingProxyType({appraisee: tuple(item.indicator for item in items) for appraisee, items in groups})


# ---------------------------------------------------------------- decisions


@command
class LaunchCycle(Command):
    """Launches a cycle of the rulebook version in force, over the appraisees named."""

    cycle: str
    title: str
    rulebook: str
    authority: str
    period: Period
    appraisees: tuple[str, ...]


@command
class CheckLaunch(Command):
    """Counts what the launched cycle asks of whom."""


@command
class RecordAppraisalsOpened(Command):
    """States that every appraisee has an appraisal."""


@command
class RecordStepPassed(Command):
    """States that a step has ended in every appraisal; the caller has counted."""

    step: StepName
    count: int


@command
class DrawSample(Command):
    """Draws the values to verify; the frame is read from the appraisals, the seed made by the server."""


@command
class ExtendCycle(Command):
    """Moves the due instant of a step, and everything after it, by a duration."""

    step: StepName
    by: Duration
    reason: str


@command
class PauseCycle(Command):
    """Stops clocks and submissions."""

    reason: str


@command
class ResumeCycle(Command):
    """Lets clocks and submissions go on."""


@command
class CloseCycle(Command):
    """Ends a cycle whose appraisals are all closed; the caller has counted."""

    appraisals: int


def decide(wish: Command, state: Cycle, context: Context) -> list[Event]:
    if isinstance(wish, LaunchCycle):
        return _launch(wish, state, context)
    if not state.launched:
        raise Refused(Reason.NOT_FOUND, "cycle", "has not been launched", "See 'kaohe cycle status' for those that are")
    if state.closed:
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", "is closed", "Launch a new cycle; a closed one stays as it is")
    return _DECISIONS[type(wish)](wish, state, context)


def _launch(wish: LaunchCycle, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {slug(wish.cycle, 'cycle')}"
    if state.launched:
        raise Refused(Reason.CONFLICT, name, "has been launched already", "Choose another id for a new cycle")
    _require_office(context, wish.authority, name)
    published: Rulebooks = context.states[rulebook_stream(wish.rulebook)]
    if published.in_force is None:
        raise Refused(
            Reason.NOT_FOUND,
            f"rulebook {wish.rulebook}",
            "has no version in force",
            "Publish it with 'kaohe rulebook publish FILE'",
        )
    rulebook = published.version(published.in_force)
    if rulebook.authority != wish.authority:
        raise Refused(
            Reason.INVALID,
            name,
            f"is launched for authority {wish.authority}, its rulebook is of {rulebook.authority}",
            "Launch it for the authority of its rulebook",
        )
    directory: Directory = context.states[directory_stream(wish.authority)]
    _check_appraisees(wish, name, rulebook, directory)
    schedule = plan(rulebook.steps, rulebook.calendar, wish.period, context.now)
    for times in schedule:
        if times.ends <= context.now:
            raise Refused(
                Reason.INVALID,
                name,
                f"would end its step {times.step.value} on {times.ends.isoformat()}, which has passed",
                "Choose a later period, or give the step more time in the rulebook",
            )
    return [
        CycleLaunched(
            cycle=wish.cycle,
            title=wish.title,
            authority=wish.authority,
            rulebook=wish.rulebook,
            rulebook_hash=published.in_force,
            period=wish.period,
            appraisees=wish.appraisees,
            schedule=schedule,
            by=context.actor,
        )
    ]


def _check_appraisees(wish: LaunchCycle, name: str, rulebook: Rulebook, directory: Directory) -> None:
    if not wish.appraisees:
        raise Refused(Reason.INVALID, name, "has no appraisees", "Name at least one unit to appraise")
    twice = sorted({unit for unit in wish.appraisees if wish.appraisees.count(unit) > 1})
    if twice:
        raise Refused(Reason.INVALID, name, f"names {', '.join(twice)} twice", "Name each appraisee once")
    unknown = [unit for unit in wish.appraisees if unit not in directory.units]
    if unknown:
        raise Refused(
            Reason.NOT_FOUND,
            name,
            f"names {', '.join(unknown)}, which the directory of {wish.authority} does not have",
            "Add the units to the directory, or correct their names",
        )
    for unit in wish.appraisees:
        leaves = leaves_for(rulebook, unit)
        if not leaves:
            raise Refused(
                Reason.INVALID,
                f"appraisee {unit}",
                f"has no indicator in rulebook {rulebook.id}",
                "Let an indicator apply to it, or leave it out of the cycle",
            )
        for leaf in leaves:
            _check_leaf(leaf, unit, directory)
        if not directory.holders(Role.HEAD, unit):
            raise Refused(
                Reason.INVALID,
                f"appraisee {unit}",
                "has no head in the directory, so nobody could act for it",
                "Fill the post of its head",
            )


def _check_leaf(leaf: Indicator, unit: str, directory: Directory) -> None:
    if leaf.lead not in directory.units:
        raise Refused(
            Reason.NOT_FOUND,
            f"indicator {leaf.id}",
            f"is led by {leaf.lead}, which the directory does not have",
            "Add the lead department to the directory, or correct it in the rulebook",
        )
    if leaf.judged and leaf.lead == unit:
        raise Refused(
            Reason.INVALID,
            f"indicator {leaf.id}",
            f"would be judged by {unit}, which is appraised on it",
            "Nobody judges himself: name another lead department, or let the indicator apply to others only",
        )


def _check_launch(_wish: CheckLaunch, state: Cycle, context: Context) -> list[Event]:
    _require_new(not state.checked, state, "has passed its launch check already")
    rulebook = rulebook_of(state, context)
    directory: Directory = context.states[directory_stream(state.authority)]
    indicators = {leaf.id for unit in state.appraisees for leaf in leaves_for(rulebook, unit)}
    leads = {leaf.lead for unit in state.appraisees for leaf in leaves_for(rulebook, unit)}
    evaluators = len(leads) + len(directory.holders(Role.LEADER))
    return [LaunchChecked(appraisees=len(state.appraisees), indicators=len(indicators), evaluators=evaluators)]


def _record_opened(_wish: RecordAppraisalsOpened, state: Cycle, _context: Context) -> list[Event]:
    _require_new(not state.opened, state, "has opened its appraisals already")
    return [AppraisalsOpened(count=len(state.appraisees))]


def _record_passed(wish: RecordStepPassed, state: Cycle, _context: Context) -> list[Event]:
    _require_new(wish.step not in state.passed, state, f"has passed step {wish.step.value} already")
    if wish.count != len(state.appraisees):
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            f"has passed step {wish.step.value} in {wish.count} of {len(state.appraisees)} appraisals",
            "Wait until all have passed it",
        )
    return [StepPassedByAll(step=wish.step, count=wish.count)]


def _draw(_wish: DrawSample, state: Cycle, context: Context) -> list[Event]:
    _require_new(state.sample is None, state, "has drawn its sample already")
    if StepName.REPORTING not in state.passed:
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            "is still being reported on, so the frame of its sample is not fixed",
            "Draw when reporting has closed in every appraisal",
        )
    frame = sorted(
        (appraisee, indicator)
        for appraisee in state.appraisees
        for indicator in context.states[appraisal_stream(state.id, appraisee)].reported
    )
    share = rulebook_of(state, context).verification.share
    drawn = draw(context.seed, frame, share)
    return [
        SampleDrawn(
            seed=context.seed,
            share=str(share),
            frame=len(frame),
            frame_sha256=hashlib.sha256("\n".join(map("|".join, frame)).encode()).hexdigest(),
            drawn=tuple(DrawnItem(appraisee=appraisee, indicator=indicator) for appraisee, indicator in drawn),
        )
    ]


def _extend(wish: ExtendCycle, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {state.id}"
    _require_office(context, state.authority, name)
    _require_reason(wish.reason, name)
    if wish.step not in state.schedule:
        raise Refused(
            Reason.NOT_FOUND,
            name,
            f"has no step {wish.step.value}",
            f"Choose one of {', '.join(step.value for step in state.schedule)}",
        )
    if wish.step in state.passed or state.schedule[wish.step].ends <= context.now:
        raise Refused(
            Reason.CONFLICT,
            f"step {wish.step.value} of {name}",
            "has ended, and what has ended is not extended",
            "Extend a step that is still ahead or open",
        )
    calendar = rulebook_of(state, context).calendar
    steps = list(state.schedule)
    later = set(steps[steps.index(wish.step) :])

    def moved(times: StepTimes) -> StepTimes:
        if times.step not in later:
            return times
        own = times.step == wish.step
        return times.model_copy(
            update={
                "opens": times.opens if own else calendar.add(times.opens, wish.by),
                "reminders": tuple(at if at <= context.now else calendar.add(at, wish.by) for at in times.reminders),
                "due": calendar.add(times.due, wish.by),
                "escalates": calendar.add(times.escalates, wish.by),
                "ends": calendar.add(times.ends, wish.by),
            }
        )

    return [
        CycleExtended(
            step=wish.step,
            by_duration=wish.by,
            schedule=tuple(moved(times) for times in state.schedule.values()),
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]


def _pause(wish: PauseCycle, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {state.id}"
    _require_office(context, state.authority, name)
    _require_reason(wish.reason, name)
    _require_new(state.paused_at is None, state, "is paused already")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [CyclePaused(at=context.now, reason=reason, by=context.actor)]


def _resume(_wish: ResumeCycle, state: Cycle, context: Context) -> list[Event]:
    _require_office(context, state.authority, f"cycle {state.id}")
    if state.paused_at is None:
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", "is not paused", "Nothing needs to be done")
    pause, since = context.now - state.paused_at, state.paused_at
    schedule = tuple(_moved_by_pause(times, since, pause) for times in state.schedule.values())
    return [CycleResumed(schedule=schedule, by=context.actor)]


def _moved_by_pause(times: StepTimes, since: datetime, pause: timedelta) -> StepTimes:
    def moved(at: datetime) -> datetime:
        return at + pause if at > since else at

    return times.model_copy(
        update={
            "opens": moved(times.opens),
            "reminders": tuple(moved(at) for at in times.reminders),
            "due": moved(times.due),
            "escalates": moved(times.escalates),
            "ends": moved(times.ends),
        }
    )


def _close(wish: CloseCycle, state: Cycle, _context: Context) -> list[Event]:
    if wish.appraisals != len(state.appraisees):
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            f"has {wish.appraisals} of {len(state.appraisees)} appraisals closed",
            "Wait until all are closed",
        )
    return [CycleClosed(appraisals=wish.appraisals)]


_DECISIONS: Mapping[type[Command], Any] = {
    CheckLaunch: _check_launch,
    RecordAppraisalsOpened: _record_opened,
    RecordStepPassed: _record_passed,
    DrawSample: _draw,
    ExtendCycle: _extend,
    PauseCycle: _pause,
    ResumeCycle: _resume,
    CloseCycle: _close,
}


def rulebook_of(state: Cycle, context: Context) -> Rulebook:
    """The rulebook version the cycle is pinned to."""
    published: Rulebooks = context.states[rulebook_stream(state.rulebook)]
    return published.version(state.rulebook_hash)


def _require_office(context: Context, authority: str, name: str) -> None:
    directory: Directory = context.states[directory_stream(authority)]
    if not directory.holds(context.actor, Role.OFFICE):
        raise Refused(
            Reason.FORBIDDEN,
            name,
            f"{context.actor} is not of the performance office of {authority}",
            "Let the performance office steer the cycle",
        )


def _require_reason(reason: str, name: str) -> None:
    if not reason.strip():
        raise Refused(Reason.INVALID, name, "is steered without a reason", "Give the reason; it becomes part of the record")


def _require_new(new: bool, state: Cycle, problem: str) -> None:  # noqa: FBT001 - reads as the condition it is
    if not new:
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", problem, "Nothing needs to be done")


def reads(_stream: str, wish: Command, state: Cycle, _states: Mapping[str, Any]) -> tuple[str, ...]:
    match wish:
        case LaunchCycle():
            return (directory_stream(wish.authority), rulebook_stream(wish.rulebook))
        case DrawSample():
            appraisals = (appraisal_stream(state.id, appraisee) for appraisee in state.appraisees)
            return (rulebook_stream(state.rulebook), *appraisals)
        case CheckLaunch() | ExtendCycle() | PauseCycle() | ResumeCycle() if state.launched:
            return (directory_stream(state.authority), rulebook_stream(state.rulebook))
        case _:
            return ()


def target(wish: LaunchCycle) -> str:
    """The stream of the cycle to launch."""
    return cycle_stream(wish.cycle)


AGGREGATE = Aggregate(initial, evolve, decide, reads)
