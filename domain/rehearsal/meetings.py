"""Joint meetings in a rehearsal: convened with the notice of the rulebook, attended by all, and of one mind.

A meeting recommends the grades as they were earned; what it costs is its time.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.appraisal.recommendation import TakeRecommendation
from domain.command import SYSTEM_CLOCK, Command
from domain.cycle.recommendations import RecordRecommendations
from domain.cycle.state import Cycle
from domain.meeting.closing import CloseMeeting, FinishMeeting
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.events import Paper, Vote
from domain.meeting.sitting import OpenMeeting
from domain.meeting.state import Meeting
from domain.regulation import MeetingKind
from domain.rehearsal.acts import WORDS
from domain.rehearsal.book import Book
from domain.streams import appraisal_stream, cycle_stream, meeting_stream

DELIBERATE = "deliberate"
"""The duty of an appraisal that a meeting discharges."""
_MINUTES = Paper(number=WORDS, sha256="0" * 64)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting that is convened for an hour, by an officer who holds it."""

    meeting: str
    hour: datetime
    officer: str


class Meetings:
    """Convenes and holds the joint meetings of cycles."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._last: dict[str, str] = {}

    def convene(self, cycle: str, officer: str, at: datetime) -> Sitting | None:
        """Convenes a meeting on all results of the cycle at the earliest hour; nothing while one is ahead."""
        number = 1
        if last := self._last.get(cycle):
            known: Meeting = self._book.state(meeting_stream(last))
            if not (known.closed or known.lapsed):
                return None
            number = int(last.rpartition("-")[2]) + 1
        rulebook = self._book.regulation(cycle)
        rule = next(rule for rule in rulebook.meetings if rule.kind is MeetingKind.JOINT)
        hour, meeting = rulebook.calendar.add(at, rule.notice), f"{cycle[:60]}-{rule.id[:12]}-{number}"
        wish = ConveneMeeting(meeting=meeting, cycle=cycle, rule=rule.id, at=hour, announced=WORDS)
        self._book.do(at, officer, meeting_stream(meeting), wish)
        self._last[cycle] = meeting
        return Sitting(meeting, hour, officer)

    def hold(self, sitting: Sitting, at: datetime) -> None:
        """Holds the meeting from its opening to its report; what has lapsed since is left as it is."""
        stream = meeting_stream(sitting.meeting)
        state: Meeting = self._book.state(stream)
        if state.lapsed:
            return
        self._book.do(at, sitting.officer, stream, OpenMeeting(present=tuple(state.seats)))
        state = self._book.state(stream)
        for item in state.before_it:
            self._deliberate(item, stream, sitting, at)
        self._book.do(at, sitting.officer, stream, CloseMeeting(minutes=_MINUTES))
        self._report(stream, at)

    def _deliberate(self, item: str, stream: str, sitting: Sitting, at: datetime) -> None:
        state: Meeting = self._book.state(stream)
        voting, grade = state.voting(item), state.laid[item].grade
        if voting and grade is not None:
            self._book.do(at, voting[0], stream, MoveMotion(item=item, grade=grade, statement=WORDS))
            for member in voting:
                vote: Command = CastVote(motion=len(state.motions) + 1, vote=Vote.FOR)
                self._book.do(at, member, stream, vote)
        if voting:
            self._book.do(at, sitting.officer, stream, ConcludeItem(item=item, reasons=WORDS))

    def _report(self, stream: str, at: datetime) -> None:
        state: Meeting = self._book.state(stream)
        of: Cycle = self._book.state(cycle_stream(state.cycle))
        self._book.do(at, SYSTEM_CLOCK, cycle_stream(of.id), RecordRecommendations(meeting=state.id))
        for item in state.concluded:
            own = appraisal_stream(of.id, item)
            self._book.do(at, SYSTEM_CLOCK, own, TakeRecommendation(meeting=state.id))
        self._book.do(at, SYSTEM_CLOCK, stream, FinishMeeting())
