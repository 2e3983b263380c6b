"""Who may do what in a case: an act is its role's, by the posts of that day, and nobody decides what he asked for."""

from domain.appraisal.events import Duty
from domain.appraisal.rights import asked_of, entitled
from domain.appraisal.state import Appraisal
from domain.case.effects import EFFECTS
from domain.case.state import Case, Turn
from domain.command import Context
from domain.cycle.regulation import regulation_of
from domain.cycle.rights import directory_during
from domain.cycle.state import Cycle
from domain.directory import Directory
from domain.refusal import Reason, Refused
from domain.regulation import Act, Procedure, Rulebook
from domain.streams import appraisal_stream, case_stream, cycle_stream
from domain.tasks import task_id


def named(state: Case) -> str:
    return f"case {state.id}"


def cycle_of(state: Case, context: Context) -> Cycle:
    found: Cycle = context.states[cycle_stream(state.cycle)]
    return found


def directory_of(state: Case, context: Context) -> Directory:
    return directory_during(cycle_of(state, context), context)


def rulebook_of(state: Case, context: Context) -> Rulebook:
    return regulation_of(cycle_of(state, context), context.states)


def procedure_of(state: Case, context: Context) -> Procedure:
    """The procedure of the version that the case's cycle is pinned to."""
    return next(one for one in rulebook_of(state, context).procedures if one.id == state.procedure)


def appraisal_of(state: Case, context: Context) -> Appraisal | None:
    return None if state.appraisee is None else context.states[appraisal_stream(state.cycle, state.appraisee)]


def duty_of(act: Act, appraisee: str | None, rulebook: Rulebook, thing: str) -> Duty:
    """Whose the act is: of those who hold the role that the rulebook's own role is held by, in the unit concerned."""
    role = next(one.held_by for one in rulebook.roles if one.id == act.by)
    if role is None:
        problem = f"has an act {act.id} by role {act.by}, and the rulebook does not say who holds it"
        raise Refused(Reason.INVALID, thing, problem, "State held_by in the rulebook's role")
    return Duty(key=act.id, role=role, unit=appraisee if role.of_a_unit else None)


def require_unsettled(state: Case) -> None:
    if state.settled:
        how = "was withdrawn" if state.withdrawn else "has been decided"
        raise Refused(Reason.CONFLICT, named(state), how, f"See 'kaohe history case:{state.id}' for how it ended")


def came_to_nothing(state: Case, context: Context) -> str | None:
    """Why nothing can come of the case any more, if so: what it would change in an appraisal ends with that.

    One that changes nothing there, such as a referral or a notice, goes on when the appraisee leaves the cycle.
    """
    cycle = cycle_of(state, context)
    if cycle.cancelled:
        return "its cycle is cancelled"
    if state.kind in EFFECTS and state.appraisee in cycle.left:
        return f"{state.appraisee} has left its cycle"
    return None


def require_turn(state: Case, key: str, context: Context) -> Turn:
    """The turn of the act, when it is open and the actor's to do; else refuses, saying what is in the way."""
    require_unsettled(state)
    if why := came_to_nothing(state, context):
        mend = f"Withdraw it: kaohe case withdraw {state.id}"
        raise Refused(Reason.CONFLICT, named(state), f"comes to nothing, because {why}", mend)
    thing = f"task {task_id(f'case:{state.id}', key)}"
    turn = state.current
    if turn is None or turn.act != key:
        now = "none" if turn is None else task_id(f"case:{state.id}", turn.act)
        raise Refused(Reason.CONFLICT, thing, "is not asked for now", f"Open tasks of this case are: {now}")
    require_entitled(turn.opened.duty, state, context, thing)
    if before := directory_of(state, context).eyes(context.actor) & {done.by for done in turn.done}:
        problem = f"has been done by {context.actor} already"
        if context.actor not in before:
            problem = f"has been done by {min(before)}, one pair of eyes with {context.actor}"
        raise Refused(Reason.CONFLICT, thing, problem, "Let somebody else do it")
    earliest = turn.opened.clock.earliest
    if earliest is not None and context.now < earliest:
        problem = f"may not be done before {earliest.isoformat()}, which gives others their time"
        raise Refused(Reason.CONFLICT, thing, problem, "Wait until then")
    return turn


def require_entitled(duty: Duty, state: Case, context: Context, thing: str) -> None:
    """Refuses whoever the act is not asked of, and whoever has a part in the matter to decide on it."""
    directory = directory_of(state, context)
    if not entitled(duty, context.actor, directory):
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"is asked of {asked_of(duty)}, not of {context.actor}",
            "See 'kaohe task list --as YOU' for your own tasks",
        )
    if not state.turns or _same_side(duty, state.turns[0].opened.duty):
        return
    if part := _part(duty, state, context, directory):
        problem = f"would be done by {context.actor}, who {part}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let somebody who has no part in the matter do it")


def _part(duty: Duty, state: Case, context: Context, directory: Directory) -> str | None:
    """What part the actor has in the matter, if any, or one whose pair of eyes is the same."""
    actor, unit = context.actor, state.appraisee
    eyes = directory.eyes(actor)
    if state.opened_by in eyes:
        return "opened the case" if state.opened_by == actor else "is one pair of eyes with whoever opened the case"
    if earlier := eyes & _deciders(state, context):
        decided = f"decided case {state.against}, which it objects to"
        return decided if actor in earlier else f"is one pair of eyes with {min(earlier)}, who {decided}"
    if duty.unit is not None or unit is None:
        return None
    if any(directory.belongs(one, unit) for one in eyes):
        return (
            "is of the unit concerned" if directory.belongs(actor, unit) else "stood in for one of the unit concerned"
        )
    return f"has declared an interest in {unit}" if directory.interested(actor, unit) else None


def _deciders(state: Case, context: Context) -> frozenset[str]:
    """Who chose outcomes in the case whose decision this one objects to: a second instance is somebody else's."""
    if state.against is None:
        return frozenset()
    earlier: Case = context.states[case_stream(state.against)]
    return frozenset(done.by for turn in earlier.turns for done in turn.done if done.outcome is not None)


def _same_side(duty: Duty, first: Duty) -> bool:
    """Whether an act is of the same side as the one that opened the case."""
    return (duty.role, duty.unit) == (first.role, first.unit)
