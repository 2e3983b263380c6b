"""Convening: the performance office gives the members notice of hour, agenda and documents."""

import re
from collections import Counter
from collections.abc import Sequence

from domain.calendar import Instant
from domain.command import Command, Context, command
from domain.cycle.regulation import regulation_of
from domain.cycle.state import Cycle
from domain.directory import Directory, Role, directory_of
from domain.event import Event
from domain.expression import parse
from domain.meeting import events as e
from domain.meeting.rights import require_going_on, require_office, seat_role
from domain.meeting.state import Meeting
from domain.refusal import Reason, Refused
from domain.regulation import Board, MeetingKind, MeetingRule, Rulebook, attributes_of
from domain.streams import cycle_stream, slug

_SHA256 = re.compile(r"[0-9a-f]{64}")


@command
class ConveneMeeting(Command):
    """Convenes a meeting of the cycle's rulebook.

    Without an agenda a joint meeting deliberates on every appraisee; any other needs one. Without seats all who hold
    the role are its members.
    """

    meeting: str
    cycle: str
    rule: str
    at: Instant
    agenda: tuple[str, ...] = ()
    papers: tuple[e.Paper, ...] = ()
    seats: tuple[e.Seat, ...] = ()
    announced: str | None = None


def convene(wish: ConveneMeeting, state: Meeting, context: Context) -> list[Event]:
    name = f"meeting {slug(wish.meeting, 'meeting')}"
    if state.convened:
        raise Refused(Reason.CONFLICT, name, "has been convened already", "Choose another id for another meeting")
    cycle: Cycle = context.states[cycle_stream(wish.cycle)]
    if not cycle.launched:
        raise Refused(
            Reason.NOT_FOUND,
            f"cycle {wish.cycle}",
            "has not been launched",
            "See 'kaohe cycle status' for those there are",
        )
    require_going_on(cycle, name)
    directory = directory_of(cycle.authority, context)
    require_office(context, directory, cycle.authority, name, "convene it")
    rulebook = regulation_of(cycle, context.states)
    rule = _rule(wish, name, rulebook)
    role = next(role for role in rulebook.roles if role.id == rule.members)
    agenda = _agenda(wish, name, rule, cycle)
    seats = _seats(wish, name, seat_role(rulebook, rule), directory)
    if role.board is not None:
        require_board(role.board, seats, agenda, name, rulebook, directory)
        _require_announced(wish, role.board, name)
    for paper in wish.papers:
        require_paper(paper, name)
    _require_notice(wish, name, rule, rulebook, context)
    calendar = rulebook.calendar
    reminders = {calendar.subtract(wish.at, before) for before in rule.reminders}
    return [
        e.MeetingConvened(
            meeting=wish.meeting,
            authority=cycle.authority,
            cycle=wish.cycle,
            rule=rule.id,
            kind=rule.kind,
            at=wish.at,
            reminders=tuple(sorted(at for at in reminders if context.now < at < wish.at)),
            lapses=calendar.add(wish.at, rule.waits),
            agenda=agenda,
            papers=wish.papers,
            seats=seats,
            announced=wish.announced,
            by=context.actor,
        )
    ]


def _rule(wish: ConveneMeeting, name: str, rulebook: Rulebook) -> MeetingRule:
    for rule in rulebook.meetings:
        if rule.id == wish.rule:
            return rule
    known = ", ".join(rule.id for rule in rulebook.meetings)
    problem = f"is to be held by provision {wish.rule}, which rulebook {rulebook.id} does not have"
    raise Refused(Reason.NOT_FOUND, name, problem, f"Meetings it knows are: {known or 'none'}")


def _agenda(wish: ConveneMeeting, name: str, rule: MeetingRule, cycle: Cycle) -> tuple[str, ...]:
    joint = rule.kind is MeetingKind.JOINT
    there = tuple(one for one in cycle.appraisees if not cycle.is_over_for(one))
    agenda = wish.agenda or (there if joint else ())
    if not agenda:
        raise Refused(Reason.INVALID, name, "has nothing on its agenda", "Name what it is to hear, such as 'report'")
    twice = sorted(item for item, times in Counter(agenda).items() if times > 1)
    if twice:
        raise Refused(Reason.INVALID, name, f"has {', '.join(twice)} on its agenda twice", "Name each item once")
    for item in agenda:
        slug(item, "item")
    strange = [item for item in agenda if joint and item not in there]
    if strange:
        problem = f"would deliberate on {', '.join(strange)}, not appraised in cycle {cycle.id}"
        raise Refused(Reason.NOT_FOUND, name, problem, f"Appraised are: {', '.join(there)}")
    return agenda


def _seats(wish: ConveneMeeting, name: str, role: Role, directory: Directory) -> tuple[e.Seat, ...]:
    """The members: those named, who hold the role or stand in for somebody who does, or all holders."""
    seats = wish.seats or tuple(e.Seat(person=person) for person in directory.holders(role))
    twice = sorted(person for person, times in Counter(seat.person for seat in seats).items() if times > 1)
    if twice:
        raise Refused(Reason.INVALID, name, f"has {', '.join(twice)} as a member twice", "Name each member once")
    strange = [seat.person for seat in seats if not directory.holds(seat.person, role)]
    if strange:
        problem = f"would have {', '.join(strange)} as members, who do not hold role {role.value}"
        raise Refused(Reason.FORBIDDEN, name, problem, f"Who does: {', '.join(directory.acting(role)) or 'nobody'}")
    for seat in seats:
        whose = directory.right(seat.person, role)
        if whose is not None and whose.acting_for in {one.person for one in seats}:
            problem = f"would have {seat.person} stand in for {whose.acting_for}, who is a member himself"
            raise Refused(Reason.CONFLICT, name, problem, "Name one of the two")
    if not seats:
        problem = f"has no members, since nobody holds role {role.value}"
        raise Refused(Reason.CONFLICT, name, problem, "Fill the posts in the directory")
    return seats


def _require_notice(wish: ConveneMeeting, name: str, rule: MeetingRule, rulebook: Rulebook, context: Context) -> None:
    earliest = rulebook.calendar.add(context.now, rule.notice)
    if wish.at < earliest:
        raise Refused(
            Reason.INVALID,
            name,
            f"would be held on {wish.at.isoformat()}, with less notice than {rule.notice}",
            f"Choose an hour from {earliest.isoformat()} on",
        )


def require_paper(paper: e.Paper, name: str) -> None:
    """Refuses a document without a number, or whose digest is none."""
    if not paper.number.strip():
        raise Refused(Reason.INVALID, name, "has a document without a number", "Give the number of each document")
    if not _SHA256.fullmatch(paper.sha256):
        raise Refused(
            Reason.INVALID,
            name,
            f"has document {paper.number} with SHA-256 {paper.sha256!r}",
            "Give the digest as 64 digits and letters a to f",
        )


# ---------------------------------------------------------------- boards


def require_board(  # noqa: PLR0913, PLR0917 - what a board is judged by
    board: Board, seats: Sequence[e.Seat], agenda: Sequence[str], name: str, rulebook: Rulebook, directory: Directory
) -> None:
    """Refuses a board of too few, or one that lacks the majority asked for on some item once its own are recused."""
    if len(seats) < board.least:
        problem = f"has {len(seats)} members, and the board has {board.least} at least"
        raise Refused(Reason.CONFLICT, name, problem, "Fill more posts, or name more members")
    if board.majority_of is None:
        return
    for item in agenda:
        if not _asks_majority(board, item, rulebook):
            continue
        deciding = [seat for seat in seats if not directory.belongs(seat.person, item)]
        have = sum(seat.of == board.majority_of for seat in deciding)
        if 2 * have <= len(deciding):
            problem = f"has {have} {board.majority_of} of {len(deciding)} members on {item}, no majority"
            mend = f"State of each seat whether it is of {board.majority_of!r}, and seat more of them"
            raise Refused(Reason.CONFLICT, name, problem, mend)


def _asks_majority(board: Board, item: str, rulebook: Rulebook) -> bool:
    if board.majority_when is None:
        return True
    return parse(board.majority_when).evaluate(attributes_of(rulebook, item)) is True


def _require_announced(wish: ConveneMeeting, board: Board, name: str) -> None:
    if board.announced and not (wish.announced or "").strip():
        problem = "has members who have not been announced"
        mend = "Announce them before they serve, and give the number of the announcement"
        raise Refused(Reason.CONFLICT, name, problem, mend)
