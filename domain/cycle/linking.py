"""Links: what a cycle is within and what it follows, and how the outer cycle learns of those within it.

A cycle counts in one of its own length or a longer one: months and years in a term, a month in a year, and a year in
another year, since those of persons go with those of their units and a county's with its province's.
"""

from typing import TYPE_CHECKING

from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_system, rulebook_of
from domain.cycle.state import Cycle
from domain.directory import directory_of
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.regulation import CycleKind, Rulebook, Source, Takes
from domain.schedule import Period
from domain.streams import cycle_stream

if TYPE_CHECKING:
    from domain.cycle.launch import LaunchCycle

_FROM_SHORT_TO_LONG = (CycleKind.SPECIAL, CycleKind.PEACETIME, CycleKind.ANNUAL, CycleKind.TERM)


@command
class JoinCycle(Command):
    """States that a cycle was launched within this one."""

    cycle: str


def join_cycle(wish: JoinCycle, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(wish.cycle not in state.inner, state, f"knows {wish.cycle} already")
    inner: Cycle = context.states[cycle_stream(wish.cycle)]
    if inner.within != state.id or inner.period is None:
        raise Refused(
            Reason.INVALID,
            f"cycle {state.id}",
            f"is to know of {wish.cycle}, which was not launched within it",
            f"Launch it with '--within {state.id}'",
        )
    return [
        e.CycleJoined(
            cycle=inner.id,
            kind=inner.kind,
            authority=inner.authority,
            rulebook=inner.rulebook,
            period=inner.period,
        )
    ]


# ---------------------------------------------------------------- launch


def require_links(wish: "LaunchCycle", name: str, rulebook: Rulebook, context: Context) -> None:
    """Refuses a launch whose links do not hold: the outer cycle, the one it follows, and a special cycle's matter."""
    kind = rulebook.kind
    if wish.within is not None:
        _require_outer(wish, name, kind, context)
        _require_one_crossing(wish, name, rulebook, context)
    if wish.follows is not None:
        _require_earlier(wish, name, kind, context.states[cycle_stream(wish.follows)])
    _require_matter(wish, name, kind)


def _require_outer(wish: "LaunchCycle", name: str, kind: CycleKind, context: Context) -> None:
    outer: Cycle = context.states[cycle_stream(wish.within or "")]
    thing = f"cycle {wish.within}"
    if not outer.launched or outer.period is None:
        problem = f"has not been launched, and {wish.cycle} is to be within it"
        raise Refused(Reason.NOT_FOUND, thing, problem, "Launch the outer cycle first")
    if outer.closed or outer.cancelled:
        problem = f"is {'closed' if outer.closed else 'cancelled'}, and {wish.cycle} is to be within it"
        raise Refused(Reason.CONFLICT, thing, problem, "Launch it by itself, or within a cycle that is open")
    placement = directory_of(wish.authority, context).placement
    if outer.authority not in {wish.authority, placement.authority if placement else None}:
        problem = f"would be within {outer.id} of {outer.authority}, and is of {wish.authority}"
        mend = "Launch it within a cycle of its own authority, or of the one that it is placed under"
        raise Refused(Reason.INVALID, name, problem, mend)
    if _FROM_SHORT_TO_LONG.index(kind) > _FROM_SHORT_TO_LONG.index(outer.kind):
        problem = f"is of kind {kind.value}, and would be within {outer.id}, of the shorter kind {outer.kind.value}"
        raise Refused(Reason.INVALID, name, problem, "Launch the longer one first, and the shorter within it")
    if not (outer.period.start <= wish.period.start and wish.period.end <= outer.period.end):
        problem = f"appraises {_days(wish.period)}, not all of it within the {_days(outer.period)} of {outer.id}"
        raise Refused(Reason.INVALID, name, problem, "Choose a period inside that of the outer cycle")


def _require_one_crossing(wish: "LaunchCycle", name: str, rulebook: Rulebook, context: Context) -> None:
    """A result crosses a level once: what a cycle gives the one above does not come back to it, grown by itself."""
    outer: Cycle = context.states[cycle_stream(wish.within or "")]
    taken = {one.takes for one in rulebook.intakes if one.source is Source.ABOVE and one.takes is not Takes.VALUE}
    if not taken or outer.authority == wish.authority:
        return
    for one in rulebook_of(outer, context).intakes:
        alike = one.rulebook in {None, wish.rulebook}
        if one.source is Source.BELOW and one.takes is not Takes.VALUE and alike:
            problem = f"takes results of {outer.id} in, which takes its results in by {one.id}"
            mend = "Let a result cross a level once: up, or down"
            raise Refused(Reason.INVALID, name, problem, mend)


def _require_earlier(wish: "LaunchCycle", name: str, kind: CycleKind, earlier: Cycle) -> None:
    """One that is followed need not have closed: a year may open before the last one has."""
    if not earlier.launched or earlier.period is None:
        problem = f"has not been launched, and {wish.cycle} is to follow it"
        raise Refused(Reason.NOT_FOUND, f"cycle {wish.follows}", problem, "Name the cycle of the period before")
    if (earlier.authority, earlier.kind) != (wish.authority, kind):
        problem = f"is to follow {earlier.id}, of kind {earlier.kind.value} and authority {earlier.authority}"
        mend = f"Name a cycle of kind {kind.value} and authority {wish.authority}"
        raise Refused(Reason.INVALID, name, problem, mend)
    if earlier.period.end >= wish.period.start:
        problem = f"begins on {wish.period.start}, and is to follow {earlier.id}, which ends on {earlier.period.end}"
        raise Refused(Reason.INVALID, name, problem, "Let its period begin after that of the cycle it follows")


def _require_matter(wish: "LaunchCycle", name: str, kind: CycleKind) -> None:
    special = kind is CycleKind.SPECIAL
    if special and not (wish.matter or "").strip():
        problem = "is special and has no matter, so nobody could say what it is about"
        raise Refused(Reason.INVALID, name, problem, "Name its matter, such as 'Flood control'")
    if not special and wish.matter is not None:
        problem = f"is of kind {kind.value}, and has the matter {wish.matter!r}"
        raise Refused(Reason.INVALID, name, problem, "Leave it out; only special cycles are about one matter")


def _days(period: Period) -> str:
    return f"{period.start} to {period.end}"
