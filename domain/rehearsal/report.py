"""What a rehearsal shows: load by week and office, clashing deadlines, steps nobody can finish, who is told what."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction

from domain.calendar import Day, WorkingCalendar
from domain.event import Record
from domain.exact import Exact
from domain.rehearsal.played import Asked, Hindered, Played

_WINDOW = 3
"""Days within which deadlines clash, the first included."""
_UNHEARD = "Fill such a post, or escalate to another role"


class Load(Record):
    """What a week brings to a person or an office: duties that come up, that are due, and that are not done then."""

    week: str
    owner: str
    opened: int = 0
    due: int = 0
    overdue: int = 0


class Clash(Record):
    """More duties due within a few days than those who share them can do in as many working days."""

    owner: str
    first: Day
    last: Day
    duties: int
    capacity: int
    steps: tuple[str, ...]


class Unfinishable(Record):
    """A step in which somebody has more to do than there is time, or that falls due on a day off."""

    cycle: str
    step: str
    owner: str
    problem: str
    mend: str


class Firing(Record):
    """How often reminders or escalations of a step went out, to whom, and when for the first time."""

    cycle: str
    step: str
    kind: str
    to: str
    times: int
    people: int
    first: Day


class StepOutcome(Record):
    """How the duties of a step came out: done by the due instant, done late, or never."""

    cycle: str
    step: str
    asked: int
    in_time: int
    late: int
    never: int


class Obstacle(Record):
    """Something that no synthetic actor could do, and why; `times` says how often the same came up."""

    thing: str
    problem: str
    mend: str
    times: int


class Report(Record):
    """Everything that a rehearsal shows."""

    cycles: tuple[str, ...]
    events: int
    ended: Day | None
    load: tuple[Load, ...]
    clashes: tuple[Clash, ...]
    unfinishable: tuple[Unfinishable, ...]
    firings: tuple[Firing, ...]
    outcomes: tuple[StepOutcome, ...]
    obstacles: tuple[Obstacle, ...]
    stuck: tuple[str, ...]
    years_without_holidays: tuple[int, ...]


def report(played: Played, calendar: WorkingCalendar, pace: Exact) -> Report:
    """Sums a rehearsal up; `pace` is how many duties one person can do in a working day."""
    return Report(
        cycles=tuple(played.schedules),
        events=played.events,
        ended=calendar.day_of(played.ended) if played.ended else None,
        load=tuple(_load(played.asked, calendar)),
        clashes=tuple(_clashes(played.asked, calendar, pace)),
        unfinishable=(*_too_much(played, calendar, pace), *_days_off(played, calendar)),
        firings=tuple(_firings(played, calendar)),
        outcomes=tuple(_outcomes(played.asked)),
        obstacles=tuple(_obstacles(played)),
        stuck=tuple(played.stuck),
        years_without_holidays=tuple(_unknown_years(played, calendar)),
    )


def _load(asked: Iterable[Asked], calendar: WorkingCalendar) -> Iterator[Load]:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in asked:
        counts[_week(one.opened, calendar), one.owner]["opened"] += 1
        if one.due:
            counts[_week(one.due, calendar), one.owner]["due"] += 1
            counts[_week(one.due, calendar), one.owner]["overdue"] += one.overdue
    for (week, owner), found in sorted(counts.items()):
        yield Load(week=week, owner=owner, **found)


def _week(at: datetime, calendar: WorkingCalendar) -> str:
    year, week, _ = calendar.day_of(at).isocalendar()
    return f"{year}-W{week:02}"


def _clashes(asked: Iterable[Asked], calendar: WorkingCalendar, pace: Exact) -> Iterator[Clash]:
    """The days up to a deadline in which an owner has too much due; of windows that overlap, the first."""
    due: dict[str, dict[date, list[Asked]]] = defaultdict(lambda: defaultdict(list))
    for one in asked:
        if one.due and one.holders:
            due[one.owner][calendar.day_of(one.due)].append(one)
    for owner, days in sorted(due.items()):
        reached = date.min
        for last in sorted(days):
            first = last - timedelta(days=_WINDOW - 1)
            within = [one for day, ones in days.items() if first <= day <= last for one in ones]
            capacity = _capacity(within, max(1, calendar.worked_between(first, last)), pace)
            if first <= reached or len(within) <= capacity:
                continue
            reached = last
            steps = tuple(sorted({f"{one.cycle} {one.step}" for one in within}))
            yield Clash(owner=owner, first=first, last=last, duties=len(within), capacity=capacity, steps=steps)


def _capacity(asked: Iterable[Asked], days: int, pace: Exact) -> int:
    return math.floor(max(one.holders for one in asked) * days * Fraction(pace))


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _too_much(played: Played, calendar: WorkingCalendar, pace: Exact) -> Iterator[Unfinishable]:
    """Steps in which an owner has more duties than those who share them can do from opening to due instant.

    A duty that comes up late, because another was done late, has the whole time of its step all the same.
    """
    planned = {
        (cycle, times.step.value): times.opens for cycle, schedule in played.schedules.items() for times in schedule
    }
    shares: dict[tuple[str, str, str], list[Asked]] = defaultdict(list)
    for one in played.asked:
        if one.due:
            shares[one.cycle, one.step, one.owner].append(one)
    for (cycle, step, owner), ones in sorted(shares.items()):
        holders = max(one.holders for one in ones)
        duties = _counted(len(ones), "duty", "duties")
        if not holders:
            problem = f"{duties} asked of it, and nobody holds the role"
            yield Unfinishable(cycle=cycle, step=step, owner=owner, problem=problem, mend="Fill such a post")
            continue
        last = max(one.due for one in ones if one.due)
        came_up = min(one.opened for one in ones)
        first = min(came_up, planned.get((cycle, step), came_up))
        days = calendar.worked_between(calendar.day_of(first), calendar.day_of(last))
        needed = math.ceil(len(ones) / (holders * Fraction(pace)))
        if needed > days:
            people, time = _counted(holders, "person", "people"), _counted(needed, "working day", "working days")
            problem = f"{duties} of {people} take {time}, and there are {days}"
            mend = "Give the step more time, or more people to do it"
            yield Unfinishable(cycle=cycle, step=step, owner=owner, problem=problem, mend=mend)


def _days_off(played: Played, calendar: WorkingCalendar) -> Iterator[Unfinishable]:
    """Steps due on a day that nobody works; the instant itself belongs to the day that ends with it."""
    for cycle, schedule in played.schedules.items():
        for times in schedule:
            day = calendar.day_of(times.due - timedelta(microseconds=1))
            if not calendar.is_worked(day):
                problem = f"it is due on {day}, which is a day off"
                mend = "Count its time in working days, or give it some more"
                yield Unfinishable(cycle=cycle, step=times.step.value, owner="everybody", problem=problem, mend=mend)


def _firings(played: Played, calendar: WorkingCalendar) -> Iterator[Firing]:
    found: dict[tuple[str, str, str, str], list[tuple[datetime, int]]] = defaultdict(list)
    for one in played.told:
        found[one.cycle, one.step, one.kind, one.to].append((one.at, one.people))
    for (cycle, step, kind, to), times in found.items():
        yield Firing(
            cycle=cycle,
            step=step,
            kind=kind,
            to=to,
            times=len(times),
            people=max(people for _, people in times),
            first=calendar.day_of(min(at for at, _ in times)),
        )


def _outcomes(asked: Iterable[Asked]) -> Iterator[StepOutcome]:
    steps: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in asked:
        how = "never" if one.done is None else "late" if one.due and one.done > one.due else "in_time"
        steps[one.cycle, one.step].update(("asked", how))
    for (cycle, step), counts in steps.items():
        yield StepOutcome(cycle=cycle, step=step, **{key: counts[key] for key in ("asked", "in_time", "late", "never")})


def _obstacles(played: Played) -> Iterator[Obstacle]:
    """The first of each kind, whatever task it is about, with how often it came up; so with superiors not there."""
    unheard = [
        Hindered(f"step {one.step}", f"is escalated to the {one.to}, and nobody holds that role", _UNHEARD)
        for one in played.told
        if one.to and not one.people
    ]
    alike: dict[tuple[str, str], list[Hindered]] = defaultdict(list)
    for one in (*played.hindered, *unheard):
        alike[_what(one.thing), one.mend].append(one)
    for found in alike.values():
        first = found[0]
        yield Obstacle(thing=first.thing, problem=first.problem, mend=first.mend, times=len(found))


def _what(thing: str) -> str:
    """What a thing is without whose it is: the duty of a task, else the kind of thing."""
    noun, _, name = thing.partition(" ")
    return name.rpartition(":")[2].partition(".")[0] if noun == "task" else noun


def _unknown_years(played: Played, calendar: WorkingCalendar) -> Iterator[int]:
    """Years in which a step has time to run and of which the calendar lists no holiday."""
    listed = {day.year for day in calendar.holidays}
    instants = [at for schedule in played.schedules.values() for times in schedule for at in (times.opens, times.ends)]
    years = {calendar.day_of(at).year for at in instants}
    yield from (year for year in range(min(years), max(years) + 1) if year not in listed) if years else ()
