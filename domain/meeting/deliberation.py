"""Deliberation: motions, one at a time, votes by name, and what the meeting concludes on each item.

What it concludes recommends; no score is ever changed by a meeting.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from domain.command import Command, Context, command
from domain.event import Event, Private
from domain.meeting import events as e
from domain.meeting.rights import (
    cycle_of,
    directory_of,
    looked_up,
    of_item,
    require_before_it,
    require_office,
    require_part_in,
    require_quorum,
    require_sitting,
    rule_of,
    rulebook_of,
)
from domain.meeting.state import Meeting, Motion
from domain.refusal import Reason, Refused
from domain.regulation import MeetingKind, MeetingRule, Rulebook
from domain.scoring import QuotaKept, counted


@command
class MoveMotion(Command):
    """Moves that the meeting recommend a grade for an appraisee, or decide something in words, with reasons."""

    item: str
    grade: str | None = None
    statement: str


@command
class CastVote(Command):
    """Votes on a motion, by name and once."""

    motion: int
    vote: e.Vote


@command
class ConcludeItem(Command):
    """States what the meeting concludes on an item and why, from the motion last carried on it."""

    item: str
    reasons: str


def move_motion(wish: MoveMotion, state: Meeting, context: Context) -> list[Event]:
    require_sitting(state)
    require_before_it(wish.item, state)
    require_part_in(wish.item, state, context)
    name = of_item(state, wish.item)
    if open_ := state.open_motion:
        problem = f"would have a motion while motion {open_.number} on {open_.item} is open"
        raise Refused(Reason.CONFLICT, name, problem, "Let the members vote on that one first")
    require_quorum(len(state.voting(wish.item)), len(state.entitled(wish.item)), rule_of(state, context).quorum, name)
    _require_words(wish.statement, name, "would have a motion without reasons")
    before = state.laid[wish.item].grade if wish.item in state.laid else None
    _require_grade(wish, state, context)
    return [
        e.MotionMoved(
            motion=len(state.motions) + 1,
            item=wish.item,
            before=before,
            after=wish.grade,
            statement=Private(data_subject=context.actor, text=wish.statement),
            quotas=tuple(_quotas(wish, state, context)),
            by=context.actor,
        )
    ]


def _require_grade(wish: MoveMotion, state: Meeting, context: Context) -> None:
    """Refuses a grade that there is not, or that a veto forbids; and any where the meeting only hears."""
    name = of_item(state, wish.item)
    if state.kind is not MeetingKind.JOINT:
        if wish.grade is not None:
            problem = f"would be given grade {wish.grade} by a meeting that hears and recommends none"
            raise Refused(Reason.INVALID, name, problem, "Move it in words alone")
        return
    if state.laid[wish.item].grade is None:
        problem, mend = "has earned no grade, and a meeting gives none of its own", "Conclude it without a motion"
        raise Refused(Reason.CONFLICT, name, problem, mend)
    grades = [band.grade for band in rulebook_of(state, context).grades]
    barred = state.laid[wish.item].barred
    if wish.grade not in grades:
        problem = "would have a motion without a grade" if wish.grade is None else f"would be given grade {wish.grade}"
        raise Refused(Reason.INVALID, name, problem, f"Grades are: {', '.join(grades)}")
    if wish.grade in barred:
        problem = f"would be given grade {wish.grade}, which a veto forbids"
        able = ", ".join(grade for grade in grades if grade not in barred)
        raise Refused(Reason.INVALID, name, problem, f"Grades that remain are: {able}")


def _quotas(wish: MoveMotion, state: Meeting, context: Context) -> Iterator[QuotaKept]:
    """The quotas of the grades before and after, were the motion carried, among the results before the meeting."""
    if wish.item not in state.laid:
        return
    concerned = {state.laid[wish.item].grade, wish.grade}
    approved = cycle_of(state, context).approved_quotas
    for quota in quotas(state, rulebook_of(state, context), approved, {wish.item: wish.grade}):
        if concerned & set(quota.grades):
            yield quota


def quotas(
    state: Meeting, rulebook: Rulebook, approved: Sequence[int], moved: Mapping[str, str | None] | None = None
) -> tuple[QuotaKept, ...]:
    """How the quotas would come out among the results before the meeting, with what it recommends so far.

    `approved` numbers those whose higher cap was approved; `moved` are grades by appraisee that a motion is for.
    """
    recommended = {item: one.after for item, one in state.concluded.items() if one.after is not None}
    after = {**recommended, **(moved or {})}
    grades = {item: (laid.peer_group, after.get(item, laid.grade)) for item, laid in state.laid.items()}
    return counted(rulebook, grades, approved)


# ---------------------------------------------------------------- votes


def cast_vote(wish: CastVote, state: Meeting, context: Context) -> list[Event]:
    require_sitting(state)
    motion = state.motions.get(wish.motion)
    name = f"motion {wish.motion} of meeting {state.id}"
    if motion is None:
        raise Refused(Reason.NOT_FOUND, name, "has not been moved", looked_up(state))
    require_part_in(motion.item, state, context)
    if context.actor in motion.votes:
        raise Refused(Reason.CONFLICT, name, f"{context.actor} has voted on it already", "A vote stands as it was cast")
    if motion.carried is not None:
        raise Refused(Reason.CONFLICT, name, "is decided already", looked_up(state))
    return [e.VoteCast(motion=wish.motion, vote=wish.vote, by=context.actor)]


def decided(motion: Motion, state: Meeting, rule: MeetingRule) -> e.MotionDecided:
    """The motion by the votes cast so far, against all who are entitled."""
    votes, entitled = Counter(motion.votes.values()), len(state.entitled(motion.item))
    return e.MotionDecided(
        motion=motion.number,
        ayes=votes[e.Vote.FOR],
        noes=votes[e.Vote.AGAINST],
        abstained=votes[e.Vote.ABSTAINED],
        entitled=entitled,
        carried=votes[e.Vote.FOR] > Fraction(rule.majority) * entitled,
    )


def all_voted(state: Meeting) -> Motion | None:
    """The open motion, when every member who may decide on it and is present has voted."""
    motion = state.open_motion
    return motion if motion and set(state.voting(motion.item)) <= set(motion.votes) else None


# ---------------------------------------------------------------- conclusions


def conclude_item(wish: ConcludeItem, state: Meeting, context: Context) -> list[Event]:
    """Concludes an item; a motion still open on it is decided by the votes cast, if a quorum has voted."""
    name = of_item(state, wish.item)
    require_office(context, directory_of(state, context), state.authority, name, "write down what is concluded")
    require_sitting(state)
    require_before_it(wish.item, state)
    _require_words(wish.reasons, name, "would be concluded without reasons")
    rule, entitled = rule_of(state, context), len(state.entitled(wish.item))
    events: list[Event] = []
    carried = [motion for motion in state.motions.values() if motion.item == wish.item and motion.carried]
    if motion := state.open_motion:
        if motion.item != wish.item:
            problem = f"would be concluded while motion {motion.number} on {motion.item} is open"
            raise Refused(Reason.CONFLICT, name, problem, "Let the members vote on that one first")
        require_quorum(
            len(motion.votes), entitled, rule.quorum, f"vote on motion {motion.number} of meeting {state.id}"
        )
        outcome = decided(motion, state, rule)
        events.append(outcome)
        carried += [motion] if outcome.carried else []
    else:
        require_quorum(len(state.voting(wish.item)), entitled, rule.quorum, name)
    last = carried[-1] if carried else None
    events.append(
        e.ItemConcluded(
            item=wish.item,
            motion=last.number if last else None,
            before=state.laid[wish.item].grade if wish.item in state.laid else None,
            after=last.after if last else None,
            reasons=Private(data_subject=context.actor, text=wish.reasons),
            by=context.actor,
        )
    )
    return events


def _require_words(given: str, name: str, problem: str) -> None:
    if not given.strip():
        raise Refused(Reason.INVALID, name, problem, "Give the reasons; they become part of the minutes")
