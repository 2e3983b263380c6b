"""Who may do what in a meeting, and what every decision in one looks up."""

from fractions import Fraction
from math import ceil

from domain.command import SYSTEM_CLOCK, Context
from domain.cycle.regulation import regulation_of
from domain.cycle.rights import directory_during
from domain.cycle.state import Cycle
from domain.directory import Directory, Role
from domain.exact import Exact
from domain.interests import Ground
from domain.meeting.state import Meeting
from domain.refusal import Reason, Refused
from domain.regulation import MeetingRule, Rulebook
from domain.streams import cycle_stream


def cycle_of(state: Meeting, context: Context) -> Cycle:
    found: Cycle = context.states[cycle_stream(state.cycle)]
    return found


def directory_of(state: Meeting, context: Context) -> Directory:
    return directory_during(cycle_of(state, context), context)


def rulebook_of(state: Meeting, context: Context) -> Rulebook:
    """What the meeting's cycle runs under."""
    return regulation_of(cycle_of(state, context), context.states)


def rule_of(state: Meeting, context: Context) -> MeetingRule:
    """The provision the meeting is held by."""
    return next(rule for rule in rulebook_of(state, context).meetings if rule.id == state.rule)


def seat_role(rulebook: Rulebook, rule: MeetingRule) -> Role:
    """The role of the directory whose holders are members; the check of the rulebook asks for one."""
    held_by = next(role.held_by for role in rulebook.roles if role.id == rule.members)
    if held_by is None:
        raise LookupError(f"nobody sits in meeting {rule.id} of rulebook {rulebook.id}")
    return held_by


def thing(state: Meeting) -> str:
    """What a refusal is about, as people call it."""
    return f"meeting {state.id}"


def of_item(state: Meeting, item: str) -> str:
    return f"item {item} of meeting {state.id}"


def looked_up(state: Meeting) -> str:
    """How to see where the meeting stands, as the end of a refusal."""
    return f"See 'kaohe meeting show {state.id}'"


# ---------------------------------------------------------------- who


def require_office(context: Context, directory: Directory, authority: str, name: str, doing: str) -> None:
    if not directory.holds(context.actor, Role.OFFICE):
        raise Refused(
            Reason.FORBIDDEN,
            name,
            f"{context.actor} is not of the performance office of {authority}",
            f"Let the performance office {doing}",
        )


def require_clock(context: Context, state: Meeting) -> None:
    if context.actor != SYSTEM_CLOCK:
        raise Refused(
            Reason.FORBIDDEN,
            thing(state),
            f"is moved by the clock, not by {context.actor}",
            "Wait for it",
        )


def require_seat(person: str, state: Meeting, context: Context) -> None:
    """Refuses whoever is no member, or has lost since what made one: the post, or the time to stand in."""
    if person not in state.seats:
        raise Refused(
            Reason.FORBIDDEN,
            thing(state),
            f"{person} is not a member of it",
            f"Members are: {', '.join(state.seats)}",
        )
    role = seat_role(rulebook_of(state, context), rule_of(state, context))
    if not directory_of(state, context).holds(person, role):
        problem, mend = f"{person} does not hold role {role.value} any more", "Let the other members decide"
        raise Refused(Reason.FORBIDDEN, thing(state), problem, mend)


def require_part_in(item: str, state: Meeting, context: Context) -> None:
    """Refuses whoever may not decide on the item: no member, not present, recused, or to be recused by now."""
    require_seat(context.actor, state, context)
    if context.actor not in state.present:
        raise Refused(
            Reason.FORBIDDEN,
            thing(state),
            f"{context.actor} was not present when it was opened",
            "Let the members who are present decide",
        )
    ground = state.recused.get(item, {}).get(context.actor) or _come_up(context.actor, item, state, context)
    if ground is not None:
        raise Refused(
            Reason.FORBIDDEN,
            of_item(state, item),
            f"{context.actor} is recused, {_WHY[ground]}",
            "Let the members who are entitled decide on it",
        )


def _come_up(person: str, item: str, state: Meeting, context: Context) -> Ground | None:
    """What keeps the person from deciding that has come up since the meeting was opened."""
    directory = directory_of(state, context)
    if any(directory.belongs(one, item) for one in directory.eyes(person)):
        return Ground.PART
    return Ground.INTEREST if directory.interested(person, item) else None


_WHY = {
    Ground.PART: "having a part in what is appraised",
    Ground.INTEREST: "having declared an interest",
    Ground.STATED: "for the ground stated",
}


# ---------------------------------------------------------------- when


def require_going_on(cycle: Cycle, name: str) -> None:
    """Refuses what people would do in a meeting of a cycle that comes to nothing."""
    if cycle.cancelled:
        problem, mend = f"is of cycle {cycle.id}, which is cancelled", "Nothing needs to be done"
        raise Refused(Reason.CONFLICT, name, problem, mend)


def require_sitting(state: Meeting) -> None:
    """Refuses what is done in a meeting that has not been opened."""
    if not state.opened:
        raise Refused(
            Reason.CONFLICT,
            thing(state),
            "has not been opened",
            "Wait until the performance office opens it with a quorum present",
        )


def require_before_it(item: str, state: Meeting) -> None:
    """Refuses an item that is not on the agenda, has no result laid, or is concluded."""
    if item not in state.agenda:
        raise Refused(
            Reason.NOT_FOUND,
            of_item(state, item),
            "is not on its agenda",
            f"On the agenda are: {', '.join(state.agenda)}",
        )
    if item not in state.before_it:
        raise Refused(
            Reason.CONFLICT,
            of_item(state, item),
            "has no result that was laid before the meeting when it was opened",
            "Convene another meeting for it",
        )
    if item in state.concluded:
        raise Refused(Reason.CONFLICT, of_item(state, item), "is concluded already", looked_up(state))


def needed(members: int, share: Exact) -> int:
    """How many members are at least that share."""
    return ceil(members * Fraction(share))


def require_quorum(present: int, entitled: int, share: Exact, name: str) -> None:
    """Refuses what fewer than the quorum would decide; where nobody is entitled, nobody decides."""
    least = max(1, needed(entitled, share))
    if present < least:
        raise Refused(
            Reason.CONFLICT,
            name,
            f"has no quorum: {present} of {entitled} who are entitled, and {least} are needed",
            "Wait for more members, or convene another meeting",
        )
