"""What meetings of the cycle have concluded, recorded when they close; also after the close of the cycle."""

from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_system
from domain.cycle.state import Cycle
from domain.event import Event
from domain.meeting.state import Meeting
from domain.refusal import Reason, Refused
from domain.regulation import MeetingKind
from domain.streams import meeting_stream


@command
class RecordRecommendations(Command):
    """Records what a closed meeting of the cycle has concluded."""

    meeting: str


def record_recommendations(wish: RecordRecommendations, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(wish.meeting not in state.meetings, state, f"has recorded meeting {wish.meeting} already")
    meeting: Meeting = context.states[meeting_stream(wish.meeting)]
    if meeting.cycle != state.id or meeting.minutes is None:
        problem = f"would record meeting {wish.meeting}, which is no closed meeting of it"
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", problem, "Wait until it is closed")
    return [
        e.RecommendationsRecorded(
            meeting=wish.meeting,
            rule=meeting.rule,
            kind=meeting.kind,
            minutes=meeting.minutes.number,
            recommendations=tuple(_recommendations(meeting)),
        )
    ]


def _recommendations(meeting: Meeting) -> list[e.Recommendation]:
    if meeting.kind is not MeetingKind.JOINT:
        return []
    return [
        e.Recommendation(
            appraisee=item, result=meeting.laid[item].result, before=concluded.before, after=concluded.after
        )
        for item, concluded in meeting.concluded.items()
    ]
