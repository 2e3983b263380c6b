"""Meetings in a rehearsal: convened as soon as something is to be before them, and following what was computed."""

from datetime import datetime, timedelta

from domain.appraisal.recommendation import TakeRecommendation
from domain.command import SYSTEM_CLOCK, Command
from domain.cycle.recommendations import RecordRecommendations
from domain.meeting.closing import CloseMeeting, FinishMeeting
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.events import Paper, Vote
from domain.meeting.sitting import OpenMeeting
from domain.meeting.state import Meeting
from domain.refusal import Refused
from domain.regulation import MeetingKind, MeetingRule
from domain.rehearsal.acts import WORDS, Deed
from domain.rehearsal.book import Book
from domain.rehearsal.plan import DOCUMENT
from domain.streams import appraisal_stream, cycle_stream, meeting_stream

_MINUTES = Paper(number="rehearsal", sha256="0" * 64)
_TURN = timedelta(hours=1)


class Meetings:
    """Convenes meetings, says what is said in them, and does what their workflow does (workflows/meeting.py)."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._convened: dict[str, list[str]] = {}

    # ------------------------------------------------------------ convening

    def convene(self, cycle: str, at: datetime, rule_id: str | None = None) -> Deed | None:
        """Convenes the meeting of that rule, or the joint one on all results; none while one is ahead."""
        regulation = self._book.regulation(cycle)
        rule = next(
            one
            for one in regulation.meetings
            if one.id == rule_id or (rule_id is None and one.kind is MeetingKind.JOINT)
        )
        if any(self._is_ahead(meeting, rule) for meeting in self._convened.get(cycle, ())):
            return None
        number = len(self._convened.setdefault(cycle, [])) + 1
        name = f"{cycle[:50]}-{rule.id[:20]}-{number}"
        agenda = () if rule.kind is MeetingKind.JOINT else ("report",)
        when = regulation.calendar.add(at, rule.notice)
        wish = ConveneMeeting(meeting=name, cycle=cycle, rule=rule.id, at=when, agenda=agenda, announced=DOCUMENT)
        self._convened[cycle].append(name)
        return Deed(meeting_stream(name), wish)

    def _is_ahead(self, meeting: str, rule: MeetingRule) -> bool:
        known: Meeting = self._book.state(meeting_stream(meeting))
        return known.convened and known.rule == rule.id and not known.closed and not known.lapsed

    # ------------------------------------------------------------ sitting

    def act(self, stream: str, key: str) -> Deed | None:
        """What is done next in the meeting; nobody does more than attend, where that is all that is asked."""
        state: Meeting = self._book.state(stream)
        kind, _, about = key.partition(".")
        wish: Command | None = None
        match kind:
            case "open":
                wish = OpenMeeting(present=tuple(state.seats))
            case "deliberate":
                wish = _motion(about, state)
            case "vote":
                wish = CastVote(motion=int(about), vote=Vote.FOR)
            case "conclude":
                wish = ConcludeItem(item=about, reasons=WORDS)
            case "close":
                wish = CloseMeeting(minutes=_MINUTES)
        return None if wish is None else Deed(stream, wish, everybody=kind == "vote")

    @staticmethod
    def when(key: str, due: datetime | None, at: datetime) -> datetime | None:
        """When a duty of a meeting is done: it is opened at its hour, and goes on from there; attending is no act."""
        if key == "attend":
            return None
        if key == "open" and due:
            return max(at, due)
        return at + _TURN if key.startswith(("conclude", "close")) else at

    def conduct(self, stream: str, at: datetime) -> None:
        """Records what a closed meeting concluded, in its cycle and in each appraisal."""
        state: Meeting = self._book.state(stream)
        if not state.closed or state.reported:
            return
        self._book.do(at, SYSTEM_CLOCK, cycle_stream(state.cycle), RecordRecommendations(meeting=state.id))
        for appraisee in state.concluded if state.kind is MeetingKind.JOINT else ():
            try:
                wish = TakeRecommendation(meeting=state.id)
                self._book.do(at, SYSTEM_CLOCK, appraisal_stream(state.cycle, appraisee), wish)
            except Refused:
                continue  # it has another result by now
        self._book.do(at, SYSTEM_CLOCK, stream, FinishMeeting())


def _motion(item: str, state: Meeting) -> Command | None:
    """The motion to follow what was computed; none where there has been one."""
    if any(motion.item == item for motion in state.motions.values()):
        return None
    grade = state.laid[item].grade if item in state.laid else None
    return MoveMotion(item=item, grade=grade, statement=WORDS)
