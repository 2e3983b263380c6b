"""Containing: the cycles that a rulebook wants within one of its own, launched as their calendar periods begin.

Each is launched under the version of its rulebook that is in force that day, whatever was when the outer cycle began.
One that is refused is an event of the outer cycle, which tries again after a day, two, four and so on for as long as
the period lasts: whoever mends what was in the way need do no more. One whose period is over is given up, by an event.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from domain.calendar import WorkingCalendar
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_system, rulebook_of
from domain.cycle.state import Cycle
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook
from domain.regulation.links import Containment, Every
from domain.schedule import Period
from domain.streams import cycle_stream

if TYPE_CHECKING:
    from domain.cycle.launch import LaunchCycle

_DAY = timedelta(days=1)


class Inner(NamedTuple):
    """A cycle that is to be launched within another, from an instant on; `before` is the one of the period before."""

    cycle: str
    title: str
    rulebook: str
    period: Period
    at: datetime
    over: datetime
    before: str | None


@command
class RecordInnerRefused(Command):
    """States that an inner cycle could not be launched, and why."""

    cycle: str
    attempt: int
    thing: str
    problem: str
    mend: str


def periods(every: Every, within: Period) -> Iterator[Period]:
    """The months, quarters or years of the calendar within a period; the first and the last may be cut short by it."""
    months = within.start.year * 12 + (within.start.month - 1) // every.months * every.months
    for first in count(months, every.months):
        start, following = _first_day(first), _first_day(first + every.months)
        if start > within.end:
            return
        yield Period(start=max(start, within.start), end=min(following - _DAY, within.end))


def _first_day(months: int) -> date:
    year, month = divmod(months, 12)
    return date(year, month + 1, 1)


def planned(cycle: Cycle, rulebook: Rulebook) -> tuple[Inner, ...]:
    """All cycles that the rulebook wants within one, in the order in which they begin."""
    if cycle.period is None:
        return ()
    inner = [one for each in rulebook.contains for one in _of(each, cycle, cycle.period, rulebook.calendar)]
    return tuple(sorted(inner, key=lambda one: (one.period.start, -(one.period.end - one.period.start), one.cycle)))


def _of(containment: Containment, cycle: Cycle, within: Period, calendar: WorkingCalendar) -> Iterator[Inner]:
    called = f"{cycle.id}-{containment.id}" if containment.id else cycle.id
    before: str | None = None
    for number, period in enumerate(periods(containment.every, within), start=1):
        yield Inner(
            cycle=f"{called}-{number}",
            title=f"{cycle.title}, {_named(containment.every, period)}",
            rulebook=containment.rulebook,
            period=period,
            at=calendar.start_of(period.start),
            over=calendar.start_of(period.end + _DAY),
            before=before,
        )
        before = f"{called}-{number}"


def _named(every: Every, period: Period) -> str:
    match every:
        case Every.MONTH:
            return f"{period.start:%Y-%m}"
        case Every.QUARTER:
            return f"{period.start.year}, quarter {(period.start.month + 2) // 3}"
        case Every.YEAR:
            return str(period.start.year)


def next_inner(cycle: Cycle, rulebook: Rulebook) -> Inner | None:
    """The cycle to launch next within one, from its instant on; nothing when none is left."""
    waiting = (one for one in planned(cycle, rulebook) if one.cycle not in cycle.inner)
    left = [found for one in waiting if (found := _put_off(one, cycle)) is not None]
    return min(left, key=lambda one: one.at, default=None)


def places(cycle: Cycle, rulebook: Rulebook, under: str | None) -> tuple[Period, ...]:
    """The periods of the cycles within one, of those under a rulebook if one is named, in the order in which they end.

    Each is there once, however often a cycle was launched for it, and also when none could be.
    """
    launched = {one.period for one in cycle.inner.values() if under in {None, one.rulebook}}
    refused = {
        one.period for one in planned(cycle, rulebook) if one.cycle in cycle.refused and under in {None, one.rulebook}
    }
    return tuple(sorted(launched | refused, key=lambda period: (period.end, period.start)))


def _put_off(one: Inner, cycle: Cycle) -> Inner | None:
    refused = cycle.refused.get(one.cycle)
    if refused is None:
        return one
    return None if refused.again is None else one._replace(at=refused.again)


def attempts(cycle: Cycle, inner: str) -> int:
    """How many times the launch of an inner cycle was refused."""
    return cycle.refused[inner].attempt if inner in cycle.refused else 0


def record_refused(wish: RecordInnerRefused, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(wish.cycle not in state.inner, state, f"has {wish.cycle} within it")
    require_new(wish.attempt > attempts(state, wish.cycle), state, f"knows that {wish.cycle} was refused")
    one = next((one for one in planned(state, rulebook_of(state, context)) if one.cycle == wish.cycle), None)
    if one is None:
        mend = "Nothing needs to be done"
        raise Refused(Reason.INVALID, f"cycle {state.id}", f"is to have no {wish.cycle} within it", mend)
    again = context.now + 2 ** (wish.attempt - 1) * _DAY
    return [
        e.InnerLaunchRefused(
            cycle=wish.cycle,
            attempt=wish.attempt,
            thing=wish.thing,
            problem=wish.problem,
            mend=wish.mend,
            again=again if again < one.over else None,
        )
    ]


def launched_by_rule(wish: "LaunchCycle", context: Context) -> bool:
    """Whether the clock launches a cycle that the rulebook of the outer one wants, when its time has come."""
    if context.actor != SYSTEM_CLOCK or wish.within is None:
        return False
    outer: Cycle = context.states[cycle_stream(wish.within)]
    if not outer.launched or outer.authority != wish.authority:
        return False
    wanted = {one.cycle: one for one in planned(outer, rulebook_of(outer, context))}.get(wish.cycle)
    if wanted is None or context.now < wanted.at:
        return False
    return (wanted.rulebook, wanted.period, outer.appraisees) == (wish.rulebook, wish.period, wish.appraisees)
