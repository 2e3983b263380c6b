"""The course of a case: which act is next, when it is due, and when the case is decided."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.calendar import WorkingCalendar
from domain.case import events as e
from domain.case.rights import duty_of, named, procedure_of, rulebook_of
from domain.case.state import Case
from domain.command import Context
from domain.event import Event
from domain.regulation import END, Act, Clock, Procedure, Rulebook
from domain.schedule import EscalationTime


def act_of(procedure: Procedure, key: str) -> Act:
    return next(act for act in procedure.acts if act.id == key)


def clock_of(act: Act, rulebook: Rulebook) -> Clock | None:
    return next((clock for clock in rulebook.clocks if clock.id == act.clock), None)


def opened_act(act: Act, turn: int, since: datetime, state: Case, rulebook: Rulebook) -> e.ActOpened:
    """The act as it opens, its clock counted from an instant."""
    clock = clock_of(act, rulebook)
    return e.ActOpened(
        turn=turn,
        act=act.id,
        title=act.does,
        duty=duty_of(act, state.appraisee, rulebook, named(state)),
        needs=act.needs,
        clock=e.ActClock() if clock is None else fixed(clock, rulebook.calendar, since),
    )


def fixed(clock: Clock, calendar: WorkingCalendar, since: datetime) -> e.ActClock:
    """The instants of a clock that counts from one; of an `on` it is the end of the next such day."""
    due = due_instant(clock, calendar, since)
    if clock.at_least:
        return e.ActClock(earliest=due)
    return e.ActClock(
        due=due,
        reminders=tuple(sorted({at for one in clock.reminders if (at := calendar.subtract(due, one)) > since})),
        overdue=tuple(sorted({calendar.add(due, after) for after in clock.overdue})),
        escalations=tuple(
            sorted(
                (EscalationTime(at=calendar.add(due, one.after), to=one.to) for one in clock.escalations),
                key=lambda one: one.at,
            )
        ),
        ends=None if clock.ends is None else calendar.add(due, clock.ends),
        at_end=clock.at_end,
        default=clock.default,
    )


def due_instant(clock: Clock, calendar: WorkingCalendar, since: datetime) -> datetime:
    """When a clock that counts from an instant comes to its end."""
    if clock.within is not None:
        return calendar.add(since, clock.within)
    assert clock.on is not None  # noqa: S101 - the rulebook's check asks for one of the two
    day: date = calendar.day_of(since)
    named_day = clock.on.in_year(day.year)
    if named_day <= day:
        named_day = clock.on.in_year(day.year + 1)
    return calendar.start_of(named_day + timedelta(days=1))


def following(act: Act, outcome: str | None, state: Case, context: Context) -> list[Event]:
    """What follows from an act that is done: the next act opens, or the case is decided."""
    procedure, rulebook = procedure_of(state, context), rulebook_of(state, context)
    to = _next(procedure.acts, act, outcome)
    if to is not None:
        due = state.turns[-1].opened.clock.due
        since = due if to.extends and due is not None else context.now
        return [opened_act(to, len(state.turns) + 1, since, state, rulebook)]
    chosen = state.chosen if outcome is None else (act.id, outcome)
    granted = chosen is not None and chosen[1] in act_of(procedure, chosen[0]).grants
    return [e.CaseDecided(outcome=None if chosen is None else chosen[1], granted=granted, at=context.now)]


def _next(acts: Sequence[Act], act: Act, outcome: str | None) -> Act | None:
    """The act that comes after one, or nothing at the end."""
    if outcome is not None:
        to = act.outcomes[outcome]
        return None if to == END else next(one for one in acts if one.id == to)
    position = [one.id for one in acts].index(act.id) + 1
    return acts[position] if position < len(acts) else None
