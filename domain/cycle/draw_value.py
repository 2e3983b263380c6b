"""The value a sample is drawn by: asked for when the frame is fixed, given by somebody who has no part in the cycle.

Those who may give it are reminded; once it is overdue their superiors are told, again and again until it is there.
"""

import re
from collections.abc import Collection

from domain.appraisal.rights import part_in
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_system
from domain.cycle.state import Cycle, Draw
from domain.decision import Decision
from domain.directory import Directory, Role, directory_of
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.streams import appraisal_stream
from domain.timed import Moment

KEY = "give-draw-value"
"""The duty of the cycle that asks for the value."""
_DIGITS = re.compile(r"[0-9]{6,64}")


_REMIND, _ESCALATE = "value.remind", "value.escalate"


def next_moment(state: Cycle) -> Moment | None:
    """What the clock does next while the value is waited for: reminders, then superiors told for as long as it is."""
    asked = state.draw
    if asked is None or asked.value is not None or state.stands_still or state.cancelled:
        return None
    if asked.reminded < len(asked.reminders) and not asked.escalated:
        return Moment(name=f"{_REMIND}.{asked.reminded + 1}", at=asked.reminders[asked.reminded])
    at = asked.due + asked.escalated * (asked.due - asked.at)
    return Moment(name=f"{_ESCALATE}.{asked.escalated + 1}", at=at)


# ---------------------------------------------------------------- commands


@command
class GiveDrawValue(Command):
    """Gives the value to draw by: 6 to 64 digits, best thrown with dice before witnesses."""

    decision = Decision.DRAW

    value: str


@command
class RemindOfDrawValue(Command):
    """Reminds those who may give the value."""

    ordinal: int


@command
class EscalateDrawValue(Command):
    """Tells the superiors that the value has not been given."""

    ordinal: int


def command_for(moment: Moment) -> Command:
    """The command that carries out a moment."""
    name, _, ordinal = moment.name.rpartition(".")
    wish = RemindOfDrawValue if name == _REMIND else EscalateDrawValue
    return wish(ordinal=int(ordinal))


# ---------------------------------------------------------------- decisions


def possible_givers(role: Role, appraisees: Collection[str], directory: Directory) -> tuple[str, ...]:
    """Who of those with the role is neither of a unit appraised nor of the performance office; sorted."""
    posts = (directory.posts[person] for person in directory.holders(role))
    return tuple(post.person for post in posts if post.unit not in appraisees and Role.OFFICE not in post.roles)


def give_value(wish: GiveDrawValue, state: Cycle, context: Context) -> list[Event]:
    thing = f"task cycle:{state.id}:{KEY}"
    if state.draw is None:
        raise Refused(
            Reason.CONFLICT,
            thing,
            "comes after the frame of the sample, which is not fixed",
            "Give the value when reporting has closed in every appraisal and it is asked for",
        )
    if state.draw.value is not None:
        raise Refused(Reason.CONFLICT, thing, "is done already", f"See 'kaohe cycle draw {state.id}'")
    if state.stands_still:
        problem = f"waits, because cycle {state.id} is paused"
        raise Refused(Reason.CONFLICT, thing, problem, "Try again when it goes on")
    _require_giver(thing, state, state.draw, context)
    if not _DIGITS.fullmatch(wish.value):
        mend = "Give 6 to 64 digits 0 to 9, such as the numbers of ten dice"
        raise Refused(Reason.INVALID, thing, f"is given {wish.value!r}", mend)
    return [e.DrawValueGiven(value=wish.value, by=context.actor)]


def _require_giver(thing: str, state: Cycle, asked: Draw, context: Context) -> None:
    """Refuses all but holders of the role who neither run the cycle nor have a part in an appraisal of it."""
    actor = context.actor
    directory = directory_of(state.authority, context)
    if not directory.holds(actor, asked.asked_of):
        problem = f"is asked of the {asked.asked_of.value}, not of {actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "See 'kaohe task list --as YOU' for your own tasks")
    of_office = any(directory.holds(one, Role.OFFICE) for one in directory.eyes(actor))
    part = "is of the performance office, which runs the cycle" if of_office else None
    for appraisee in state.appraisees if part is None else ():
        appraisal: Appraisal = context.states[appraisal_stream(state.id, appraisee)]
        if in_it := part_in(appraisal, actor, directory):
            part = f"has a part in the appraisal of {appraisee}: {in_it}"
            break
        if directory.interested(actor, appraisee):
            part = f"has declared an interest in {appraisee}"
            break
    if part is not None:
        mend = "Let somebody give it who has no part in the cycle"
        raise Refused(Reason.FORBIDDEN, thing, f"would be done by {actor}, who {part}", mend)


def remind(wish: RemindOfDrawValue, state: Cycle, context: Context) -> list[Event]:
    asked = _require_moment(wish, state, context)
    return [e.DrawValueReminded(ordinal=wish.ordinal, due=asked.due)]


def escalate(wish: EscalateDrawValue, state: Cycle, context: Context) -> list[Event]:
    asked = _require_moment(wish, state, context)
    return [e.DrawValueEscalated(ordinal=wish.ordinal, due=asked.due, to=Role.LEADER)]


def _require_moment(wish: Command, state: Cycle, context: Context) -> Draw:
    """The draw, when the moment that the command carries out is the next one and its instant has come."""
    require_system(context, SYSTEM_CLOCK, state)
    thing, moment = f"draw of cycle {state.id}", next_moment(state)
    if state.draw is None or moment is None or command_for(moment) != wish:
        comes = f"but {moment.name} at {moment.at.isoformat()}" if moment else "and nothing else by the clock"
        raise Refused(Reason.CONFLICT, thing, f"has no such moment next, {comes}", "Read the cycle again")
    if context.now < moment.at:
        raise Refused(Reason.CONFLICT, thing, f"does not come to that before {moment.at.isoformat()}", "Wait for it")
    return state.draw
