"""What follows a result, in English."""

from api.sentences.words import Telling, Told, instant, listed, number
from domain.appraisal import feedback_events as f
from domain.appraisal import notice_events as n
from domain.cycle.state import Cycle
from domain.cycle.uses import events as u
from domain.regulation import Announcement


def _notice_published(happened: n.NoticePublished, _before: object) -> Told:
    until = instant(happened.until)
    return Told(f"The result was put on public notice, {happened.where}, until {until}.")


def _objected(happened: n.ObjectionRaised, _before: object) -> Told:
    return Told(f"Objection {happened.objection} to the result on notice was raised.")


def _objection_answered(happened: n.ObjectionAnswered, _before: object) -> Told:
    outcome = "upheld" if happened.upheld else "dismissed"
    return Told(f"Objection {happened.objection} (event {happened.cites}) was answered: it was {outcome}.")


def _notice_closed(happened: n.NoticeClosed, _before: object) -> Told:
    return Told(f"The public notice was closed, after {number(happened.objections, 'objection')}.")


def _announced(happened: n.ResultAnnounced, _before: object) -> Told:
    public = happened.announcement is Announcement.PUBLICATION
    way = "published" if public else "made known in a circular"
    grade = f", grade {happened.grade}," if happened.grade else ""
    return Told(f"The result{grade} was {way}, {happened.where}.")


def _left_unanswered(happened: f.FeedbackLeftUnanswered, _before: object) -> Told:
    return Told(f"The end came and nobody had answered the feedback (event {happened.issued}).")


def _silence(_happened: f.SilenceRecorded, _before: object) -> Told:
    return Told("The office recorded how the feedback was served, and why it stayed unanswered.")


def _proposed(happened: u.UsesProposed, _before: object) -> Told:
    new = listed(f"{one.name} for {one.appraisee}" for one in happened.proposals)
    gone = f" Withdrawn: {listed(happened.withdrawn)}." if happened.withdrawn else ""
    return Told(f"Uses of results were proposed by rule from ranking {happened.ranking}: {new}.{gone}")


def _use_decided(happened: u.UseDecided, before: Cycle) -> Told:
    one = before.uses.by_id[happened.use].proposal
    until = f" until {happened.until}" if happened.until else ""
    made = happened.referral
    referred = f" {made.person} was referred to {made.organ} by {made.document}." if made else ""
    return Told(f"{one.name} for {one.appraisee} ({one.id}) was {happened.choice.value}{until}.{referred}")


def _referral_answered(happened: u.ReferralAnswered, _before: object) -> Told:
    return Told(f"What came of the referral {happened.use} was recorded.")


TELL: Telling = {
    n.NoticePublished: _notice_published,
    n.ObjectionRaised: _objected,
    n.ObjectionAnswered: _objection_answered,
    n.NoticeClosed: _notice_closed,
    n.ResultAnnounced: _announced,
    f.FeedbackLeftUnanswered: _left_unanswered,
    f.SilenceRecorded: _silence,
    u.UsesProposed: _proposed,
    u.UseDecided: _use_decided,
    u.ReferralAnswered: _referral_answered,
}
