"""Meetings that the regulation wants held by a day: the report to the congress, the hearing before the government."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.cycle.state import Cycle
from domain.regulation import MeetingRule, Rulebook
from domain.schedule import Anchor, StepName

KEY = "convene"
"""What the keys of these duties begin with; the rest is the meeting's id in the rulebook."""


def dated(state: Cycle, rulebook: Rulebook) -> Iterator[tuple[MeetingRule, datetime, bool]]:
    """Each meeting that has to be held by a day, with that instant, and whether one was held and recorded."""
    held = {meeting.rule for meeting in state.meetings.values()}
    for rule in rulebook.meetings:
        at = latest(rule, state, rulebook)
        if at is not None:
            yield rule, at, rule.id in held


def latest(rule: MeetingRule, state: Cycle, rulebook: Rulebook) -> datetime | None:
    """The instant by which the meeting has to be held, by the schedule in force; nothing where there is none."""
    if rule.latest is None or state.period is None:
        return None
    calendar, after = rulebook.calendar, rule.latest.after
    match after:
        case Anchor.PERIOD_START:
            anchor = calendar.start_of(state.period.start)
        case Anchor.PERIOD_END:
            anchor = calendar.start_of(state.period.end + timedelta(days=1))
        case _:
            times = state.schedule.get(StepName(after.value))
            if times is None:
                return None
            anchor = times.ends
    return calendar.add(anchor, rule.latest.wait)
