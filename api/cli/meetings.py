"""`kaohe meeting`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from api.cli.answering import operating, refusing
from api.cli.options import PLAIN, Json, Write
from api.cli.output import as_json, instant, line, table
from domain.refusal import Reason, Refused

if TYPE_CHECKING:
    from api.operations.meetings import MeetingShown
    from domain.command import Command


async def convene(  # noqa: PLR0913 - what a meeting is convened with
    meeting: str,
    rule: str,
    *,
    cycle: str,
    at: str,
    item: tuple[str, ...] = (),
    paper: tuple[str, ...] = (),
    member: tuple[str, ...] = (),
    announced: str | None = None,
    write: Write = PLAIN,
) -> None:
    """Convene a meeting: give its members notice of hour, agenda and documents.

    Args:
        meeting: The id of the new meeting.
        rule: The meeting of the cycle's rulebook that it is held by.
        cycle: The id of the cycle.
        at: The hour, such as 2027-02-01T09:00:00+08:00.
        item: An item of the agenda; a joint meeting without any deliberates on every appraisee.
        paper: A document, NUMBER=FILE or NUMBER=SHA256; as often as needed.
        member: A member, PERSON or PERSON=CLASS where the board asks for a majority; all holders when left out.
        announced: The number of the document by which the members were announced.
    """
    with refusing():
        fields: dict[str, Any] = {
            "meeting": meeting,
            "cycle": cycle,
            "rule": rule,
            "at": at,
            "agenda": item,
            "papers": [_paper(one) for one in paper],
            "seats": [_seat(one) for one in member],
            "announced": announced,
        }
    command = write.command or uuid4()
    async with operating(command, write.document) as operations:
        done = await operations.meetings.convene(fields, write.actor, command)
        as_json(done) if write.json else line(f"Meeting {meeting}: {done.says}, at version {done.version}.")


def _paper(given: str) -> dict[str, str]:
    """A document with its digest, which is taken of the file where one is named."""
    from hashlib import file_digest  # noqa: PLC0415 - not needed by `--help`

    number, equals, said = given.rpartition("=")
    if not equals:
        mend = "Write NUMBER=FILE, or NUMBER=SHA256 for a file that is elsewhere"
        raise Refused(Reason.INVALID, f"document {given!r}", "has no number, or no file", mend)
    path = Path(said)
    if not path.is_file():
        return {"number": number, "sha256": said}
    with path.open("rb") as file:
        return {"number": number, "sha256": file_digest(file, "sha256").hexdigest()}


def _seat(given: str) -> dict[str, str | None]:
    person, equals, of = given.partition("=")
    return {"person": person, "of": of if equals else None}


async def open_(meeting: str, *, present: tuple[str, ...], write: Write = PLAIN) -> None:
    """Open a meeting with a quorum present.

    Args:
        meeting: The id of the meeting.
        present: A member who is present; as often as needed.
    """
    from domain.meeting.sitting import OpenMeeting  # noqa: PLC0415 - not needed by `--help`

    await _act(meeting, "opening", OpenMeeting, {"present": present}, write)


async def recuse(meeting: str, item: str, *, ground: str, write: Write = PLAIN) -> None:
    """Take no part in an item, as a member, for a ground.

    Args:
        meeting: The id of the meeting.
        item: The item of its agenda.
        ground: Why; it becomes part of the minutes.
    """
    from domain.meeting.sitting import RecuseMember  # noqa: PLC0415 - not needed by `--help`

    await _act(meeting, "recusal", RecuseMember, {"item": item, "ground": ground}, write)


async def move(meeting: str, item: str, *, grade: str | None = None, reasons: str, write: Write = PLAIN) -> None:
    """Move, as a member, that a grade be recommended, or something else in words.

    Args:
        meeting: The id of the meeting.
        item: The item of its agenda.
        grade: The grade to recommend, in a joint meeting.
        reasons: What is moved and why.
    """
    from domain.meeting.deliberation import MoveMotion  # noqa: PLC0415 - not needed by `--help`

    await _act(meeting, "motion", MoveMotion, {"item": item, "grade": grade, "statement": reasons}, write)


async def vote(meeting: str, motion: int, vote: str, *, write: Write = PLAIN) -> None:
    """Vote on a motion, as a member, once.

    Args:
        meeting: The id of the meeting.
        motion: The number of the motion.
        vote: One of for, against, abstained.
    """
    from domain.meeting.deliberation import CastVote  # noqa: PLC0415 - not needed by `--help`

    await _act(meeting, "vote", CastVote, {"motion": motion, "vote": vote}, write)


async def conclude(meeting: str, item: str, *, reasons: str, write: Write = PLAIN) -> None:
    """Write down what the meeting concludes on an item, by the motion last carried on it.

    Args:
        meeting: The id of the meeting.
        item: The item of its agenda.
        reasons: Why; it becomes part of the minutes.
    """
    from domain.meeting.deliberation import ConcludeItem  # noqa: PLC0415 - not needed by `--help`

    await _act(meeting, "conclusion", ConcludeItem, {"item": item, "reasons": reasons}, write)


async def close(meeting: str, *, minutes: str, write: Write = PLAIN) -> None:
    """Close a meeting whose items are concluded, with its minutes.

    Args:
        meeting: The id of the meeting.
        minutes: The minutes, NUMBER=FILE or NUMBER=SHA256.
    """
    from domain.meeting.closing import CloseMeeting  # noqa: PLC0415 - not needed by `--help`

    with refusing():
        fields = {"minutes": _paper(minutes)}
    await _act(meeting, "closing", CloseMeeting, fields, write)


async def _act(meeting: str, what: str, wish: "type[Command]", fields: Mapping[str, Any], write: Write) -> None:
    command = write.command or uuid4()
    async with operating(command, write.document) as operations:
        done = await operations.meetings.act(meeting, wish, fields, write.actor, command, write.expect)
        said = f"Meeting {meeting}: {what} {done.says}, at version {done.version}."
        as_json(done) if write.json else line(said)


# ---------------------------------------------------------------- reading


async def listed(*, cycle: str | None = None, json: Json = False) -> None:
    """List meetings, the latest first.

    Args:
        cycle: Of this cycle only.
    """
    async with operating() as operations:
        found = await operations.meetings.listed(cycle)
    if json:
        as_json(found)
        return
    rows = [
        (one.meeting, one.cycle, one.rule, one.at, one.stands, f"{one.concluded} of {one.items}", one.minutes)
        for one in found
    ]
    heads = ("meeting", "cycle", "held by", "at", "stands", "concluded", "minutes")
    table(heads, rows, empty="No meeting was convened.")


async def show(meeting: str, *, json: Json = False) -> None:
    """Show a meeting: its members, agenda, motions and votes, and how the quotas would come out.

    Args:
        meeting: The id of the meeting.
    """
    async with operating() as operations:
        found = await operations.meetings.show(meeting)
    as_json(found) if json else _show(found)


def _show(found: "MeetingShown") -> None:
    from api.sentences.meetings import quota  # noqa: PLC0415 - not needed by `--help`
    from domain.explanation import readable  # noqa: PLC0415 - not needed by `--help`

    at = instant(found.at) if found.at else ""
    line(f"Meeting {found.meeting} by provision {found.rule} of cycle {found.cycle}, convened for {at}: {found.stands}")
    members = [f"{person} ({of})" if of else person for person, of in found.members.items()]
    line(f"Members: {', '.join(members)}; present: {', '.join(found.present) or 'not known yet'}")
    for paper in found.papers:
        line(f"Document {paper.number}: {paper.sha256}")
    rows = [
        (
            one.item,
            "" if one.total is None else readable(one.total),
            one.before,
            one.after or ("none" if one.concluded and found.kind == "joint" else ""),
            f"{one.voting} of {one.entitled}",
            ", ".join(one.recused),
        )
        for one in found.agenda
    ]
    table(("item", "total", "before", "recommended", "voting", "recused"), rows, empty="Nothing is on its agenda.")
    for motion in found.motions:
        outcome = "open" if motion.carried is None else "carried" if motion.carried else "not carried"
        votes = ", ".join(f"{person} {vote.value}" for person, vote in motion.votes.items())
        line(f"Motion {motion.motion} on {motion.item}, {motion.after or 'in words'}: {outcome}; {votes or 'no votes'}")
    for kept in found.quotas:
        line(f"Quota among {kept.among}: {quota(kept)}")
    if found.minutes:
        line(f"Minutes {found.minutes.number}: {found.minutes.sha256}")
