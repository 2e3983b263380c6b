"""What holds of every vote, whoever is present, recused, and votes how."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.meeting import events as e
from domain.meeting.deliberation import CastVote
from domain.meeting.sitting import OpenMeeting, RecuseMember
from domain.refusal import Reason
from tests.domain.given import Given
from tests.domain.history import OFFICE
from tests.domain.meetings import CONCLUDE, CONVENED, MEETING, MEMBERS, MOVE, at_its_hour

OTHERS = frozenset(MEMBERS) - {"treasury-1"}
"""Who is not recused by rule."""

_SITTING = at_its_hour(CONVENED)


def tried(history: Given, actor: str, wish: OpenMeeting | RecuseMember | CastVote) -> Given:
    """The history with what was tried, if it was not refused."""
    outcome = history.when(MEETING, wish, actor=actor)
    return history if outcome.refusal else outcome.accepted


@settings(max_examples=150)
@given(
    present=st.sets(st.sampled_from(MEMBERS), min_size=3),
    recused=st.sets(st.sampled_from(MEMBERS), max_size=2),
    votes=st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from((e.Vote.FOR, *e.Vote)), min_size=2),
)
def test_a_motion_is_carried_by_more_than_half_of_those_entitled_and_by_nobody_else(
    present: set[str], recused: set[str], votes: Mapping[str, e.Vote]
) -> None:
    entitled = OTHERS - recused
    voting = entitled & present
    history = tried(_SITTING, OFFICE, OpenMeeting(present=tuple(sorted(present))))
    for member in sorted(recused):
        history = tried(history, member, RecuseMember(item="finance", ground="Kin"))
    if not voting:
        return
    moved = history.when(MEETING, MOVE, actor=min(voting))
    if len(voting) < ceil(Fraction(len(entitled), 2)):
        assert moved.refusal is not None
        assert moved.refusal.reason is Reason.CONFLICT
        return
    history = moved.accepted
    for _twice in range(2):
        for member, vote in votes.items():
            history = tried(history, member, CastVote(motion=1, vote=vote))
    concluded = history.when(MEETING, CONCLUDE, actor=OFFICE)

    cast = {member: vote for member, vote in votes.items() if member in voting}
    events = (*history.streams[MEETING], *concluded.events)
    assert {one.by: one.vote for one in events if isinstance(one, e.VoteCast)} == cast
    decided = [one for one in events if isinstance(one, e.MotionDecided)]
    if len(cast) < ceil(Fraction(len(entitled), 2)):
        assert decided == []
        assert concluded.refusal is not None
        return
    ayes, noes, abstained = (list(cast.values()).count(vote) for vote in e.Vote)
    carried = ayes > Fraction(len(entitled), 2)
    assert decided == [
        e.MotionDecided(motion=1, ayes=ayes, noes=noes, abstained=abstained, entitled=len(entitled), carried=carried)
    ]
    (recommended,) = [one.after for one in events if isinstance(one, e.ItemConcluded)]
    assert recommended == (MOVE.grade if carried else None)
