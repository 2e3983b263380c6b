"""What happens in meetings, in English."""

from api.sentences.words import Change, Telling, Told, instant, listed, number
from domain.interests import Ground
from domain.meeting import events as m
from domain.meeting.state import Meeting
from domain.scoring import QuotaKept


def _convened(happened: m.MeetingConvened, _before: object) -> Told:
    announced = f", announced by {happened.announced}" if happened.announced else ""
    papers = f" with {listed(paper.number for paper in happened.papers)}" if happened.papers else ""
    return Told(
        f"A meeting by provision {happened.rule} of cycle {happened.cycle} was convened for {instant(happened.at)}"
        f"{papers}: on its agenda {listed(happened.agenda)}; its members "
        f"{listed(seat.person for seat in happened.seats)}{announced}."
    )


def _reminded(happened: m.MembersReminded, _before: object) -> Told:
    return Told(f"The members were reminded of the hour, reminder {happened.ordinal}.")


def _lapsed(_happened: m.MeetingLapsed, _before: object) -> Told:
    return Told("The meeting fell through: it was not opened in time.")


def _opened(happened: m.MeetingOpened, before: Meeting) -> Told:
    laid = f", with {number(len(happened.laid), 'result')} before it" if happened.laid else ""
    return Told(
        f"The meeting was opened{laid}: {len(happened.present)} of {number(len(before.seats), 'member')} "
        f"were present, {listed(happened.present)}."
    )


_GROUNDS = {
    Ground.PART: "having a part in what is appraised",
    Ground.INTEREST: "having declared an interest",
    Ground.STATED: "for a ground that was stated",
}


def _recused(happened: m.MemberRecused, _before: object) -> Told:
    return Told(f"On {happened.item}, {happened.person} was recused, {_GROUNDS[happened.ground]}.")


def _moved(happened: m.MotionMoved, _before: object) -> Told:
    sentence = f"Motion {happened.motion} was moved on {happened.item}"
    if happened.after is None:
        return Told(f"{sentence}.")
    shown = f" Were it carried: {'; '.join(map(quota, happened.quotas))}." if happened.quotas else ""
    return Told(f"{sentence}: to recommend {happened.after}.{shown}", _grades(happened))


def quota(kept: QuotaKept) -> str:
    """How a quota comes out, in a few words."""
    bounds = [f"at most {kept.most}"] if kept.most is not None else []
    bounds += [f"at least {kept.least}"] if kept.least is not None else []
    said = f"{kept.have} of {kept.graded} have {' or '.join(kept.grades)}, {' and '.join(bounds)}"
    return said if kept.kept else f"{said}: not kept"


def _grades(happened: m.MotionMoved | m.ItemConcluded) -> tuple[Change, ...]:
    if happened.after is None or happened.after == happened.before:
        return ()
    return (Change(what=f"grade of {happened.item}", before=happened.before, after=happened.after),)


_VOTES = {m.Vote.FOR: "for", m.Vote.AGAINST: "against", m.Vote.ABSTAINED: "abstaining on"}


def _voted(happened: m.VoteCast, _before: object) -> Told:
    return Told(f"A vote was cast {_VOTES[happened.vote]} motion {happened.motion}.")


def _decided(happened: m.MotionDecided, _before: object) -> Told:
    outcome = "carried" if happened.carried else "not carried"
    return Told(
        f"Motion {happened.motion} was {outcome}: {happened.ayes} for, {happened.noes} against, "
        f"{happened.abstained} abstained, of {happened.entitled} who were entitled."
    )


def _concluded(happened: m.ItemConcluded, before: Meeting) -> Told:
    by = f" by motion {happened.motion}" if happened.motion else ""
    if happened.item not in before.laid:
        return Told(f"Item {happened.item} was concluded{by}.")
    outcome = f"{happened.after} is recommended" if happened.after else "no grade is recommended"
    return Told(f"Item {happened.item} was concluded{by}: {outcome}.", _grades(happened))


def _closed(happened: m.MeetingClosed, _before: object) -> Told:
    return Told(f"The meeting was closed; its minutes are {happened.minutes.number} ({happened.minutes.sha256}).")


def _reported(_happened: m.MeetingReported, _before: object) -> Told:
    return Told("What the meeting concluded was recorded in its cycle.")


TELL: Telling = {
    m.MeetingConvened: _convened,
    m.MembersReminded: _reminded,
    m.MeetingLapsed: _lapsed,
    m.MeetingOpened: _opened,
    m.MemberRecused: _recused,
    m.MotionMoved: _moved,
    m.VoteCast: _voted,
    m.MotionDecided: _decided,
    m.ItemConcluded: _concluded,
    m.MeetingClosed: _closed,
    m.MeetingReported: _reported,
}
