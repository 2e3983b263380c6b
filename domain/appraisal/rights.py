"""Who may do what: every act of a person answers a duty of the open step, and only those it is asked of may do it."""

from collections.abc import Iterable

from domain.appraisal.events import Duty
from domain.appraisal.state import Appraisal, Step
from domain.command import Context
from domain.cycle.regulation import regulation_of
from domain.cycle.rights import directory_during
from domain.cycle.state import Cycle
from domain.directory import Directory, Role
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, tailored
from domain.schedule import StepName
from domain.streams import cycle_stream


def task_id(state: Appraisal, key: str) -> str:
    """The reference of a duty as people see it: `{cycle}:{appraisee}:{duty}`."""
    return f"{state.cycle}:{state.appraisee}:{key}"


def cycle_of(state: Appraisal, context: Context) -> Cycle:
    found: Cycle = context.states[cycle_stream(state.cycle)]
    return found


def directory_of(state: Appraisal, context: Context) -> Directory:
    return directory_during(cycle_of(state, context), context)


def rulebook_of(state: Appraisal, context: Context) -> Rulebook:
    """The versions of rulebook and scheme that its cycle is pinned to, as they are for the appraisee."""
    return tailored(regulation_of(cycle_of(state, context), context.states), state.appraisee)


def entitled(duty: Duty, person: str, directory: Directory) -> bool:
    """Whether the duty is the person's: by name, or by a role held today."""
    if duty.persons:
        return person in duty.persons
    return directory.holds(person, duty.role, duty.unit)


def holding(role: Role, state: Appraisal, context: Context) -> tuple[str, ...]:
    """The ids of those who hold a role today, or stand in for who does; one of a unit, in the unit appraised."""
    return directory_of(state, context).acting(role, state.appraisee if role.of_a_unit else None)


def reminded(duties: Iterable[Duty], besides: Iterable[Role], state: Appraisal, context: Context) -> tuple[str, ...]:
    """The ids of those who may act in the roles of duties that name nobody, and of those besides; sorted."""
    directory = directory_of(state, context)
    told = {person for duty in duties if not duty.persons for person in directory.acting(duty.role, duty.unit)}
    return tuple(sorted(told.union(*(holding(role, state, context) for role in besides))))


def asked_of(duty: Duty) -> str:
    """Whose the duty is, in words."""
    if duty.persons:
        return ", ".join(duty.persons) if len(duty.persons) <= 3 else f"{len(duty.persons)} people named in its step"  # noqa: PLR2004 - more would not be read
    return f"{duty.role.value} of {duty.unit}" if duty.unit else f"the {duty.role.value}"


def require_open_step(state: Appraisal, context: Context, step: StepName, thing: str) -> Step:
    """The step, when it is open and the cycle is not paused; else refuses."""
    if cycle_of(state, context).stands_still:
        raise Refused(
            Reason.CONFLICT, thing, f"waits, because cycle {state.cycle} is paused", "Try again when it goes on"
        )
    found = state.steps.get(step)
    if found is None:
        raise Refused(
            Reason.CONFLICT,
            thing,
            f"belongs to step {step.value}, which has not opened",
            f"See 'kaohe cycle status {state.cycle}' for when it opens",
        )
    if found.ended:
        raise Refused(
            Reason.CONFLICT,
            thing,
            f"belongs to step {step.value}, which has ended",
            f"See 'kaohe history {state.cycle}:{state.appraisee}' for how it ended",
        )
    return found


def require_duty(state: Appraisal, context: Context, step: StepName, key: str) -> Duty:
    """The duty with that key, when it is open and the actor's; else refuses, saying what is in the way."""
    thing = f"task {task_id(state, key)}"
    current = state.steps.get(step)
    duty = next((duty for duty in current.duties if duty.key == key), None) if current else None
    if duty and current and key in current.done:
        raise Refused(
            Reason.CONFLICT,
            thing,
            "is done already",
            f"Nothing needs to be done; see 'kaohe history {state.cycle}:{state.appraisee}'",
        )
    opened = require_open_step(state, context, step, thing)
    if duty is None:
        known = ", ".join(task_id(state, duty.key) for duty in opened.open_duties)
        raise Refused(Reason.NOT_FOUND, thing, "does not exist", f"Open tasks of this appraisal are: {known or 'none'}")
    if not entitled(duty, context.actor, directory_of(state, context)):
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"is asked of {asked_of(duty)}, not of {context.actor}",
            "See 'kaohe task list --as YOU' for your own tasks",
        )
    if duty not in opened.open_duties:
        raise Refused(
            Reason.CONFLICT, thing, f"comes after {task_id(state, str(duty.after))}", "Wait until that one is done"
        )
    return duty


def require_disinterested(state: Appraisal, context: Context, thing: str) -> None:
    """Refuses whoever has a part in the appraisal, or a declared interest in the unit, to look into it or decide on it.

    Whatever post is held by now.
    """
    directory, mend = directory_of(state, context), "Let somebody who has no part in the appraisal do it"
    part = part_in(state, context.actor, directory)
    if part is None and directory.interested(context.actor, state.appraisee):
        part, mend = f"has declared an interest in {state.appraisee}", "Let somebody do it who has none"
    if part is not None:
        raise Refused(Reason.FORBIDDEN, thing, f"would be done by {context.actor}, who {part}", mend)


def part_in(state: Appraisal, person: str, directory: Directory) -> str | None:
    """What part the person has in the appraisal, on the appraised unit's side; nothing for everybody else.

    A part of anybody whom the person stood in for, or who did for the person, is the person's as well.
    """
    for one in sorted(directory.eyes(person), key=lambda other: other != person):
        if part := _own_part(state, one, directory):
            return part if one == person else f"counts as one with {one}, who {part}"
    return None


def _own_part(state: Appraisal, person: str, directory: Directory) -> str | None:
    if directory.belongs(person, state.appraisee):
        return "is of the unit appraised"
    if person == state.goals_set_by:
        return "set its goals"
    if person == state.reported_by:
        return "reported its values"
    claimed = any(person == claim.by for claim in state.recorded.claims.values())
    return "claimed an external cause for it" if claimed else None


def require_words(given: str, thing: str, problem: str, mend: str) -> None:
    if not given.strip():
        raise Refused(Reason.INVALID, thing, problem, mend)


def side_of(asked: Role | None, state: Appraisal, context: Context, thing: str) -> Role:
    """Which side of a talk the actor is on: the appraisee's head, or the performance office; the one asked for, if any.

    Who is on both sides is taken for the head, unless asked for the office.
    """
    directory = directory_of(state, context)
    if asked is not None:
        unit = state.appraisee if asked is Role.HEAD else None
        if asked not in {Role.HEAD, Role.OFFICE} or not directory.holds(context.actor, asked, unit):
            raise Refused(
                Reason.FORBIDDEN,
                thing,
                f"is acted on for the side {asked.value}, which {context.actor} is not on",
                f"Act for the own side, {Role.HEAD.value} of {state.appraisee} or {Role.OFFICE.value}",
            )
        return asked
    if directory.holds(context.actor, Role.HEAD, state.appraisee):
        return Role.HEAD
    if directory.holds(context.actor, Role.OFFICE):
        return Role.OFFICE
    raise Refused(
        Reason.FORBIDDEN,
        thing,
        f"is between the head of {state.appraisee} and the performance office, and {context.actor} is neither",
        "Let one of the two act",
    )
