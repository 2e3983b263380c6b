"""What follows a result, in English."""

from api.sentences.words import Telling, Told, instant, number
from domain.appraisal import feedback_events as f
from domain.appraisal import notice_events as n
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


TELL: Telling = {
    n.NoticePublished: _notice_published,
    n.ObjectionRaised: _objected,
    n.ObjectionAnswered: _objection_answered,
    n.NoticeClosed: _notice_closed,
    n.ResultAnnounced: _announced,
    f.FeedbackLeftUnanswered: _left_unanswered,
    f.SilenceRecorded: _silence,
}
