"""What follows a result, in English."""

from api.sentences.words import Change, Telling, Told, exact, instant, listed, number
from domain.appraisal import feedback_events as f
from domain.appraisal import notice_events as n
from domain.appraisal.revision import events as v
from domain.appraisal.state import Appraisal
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


def _revised(happened: v.ResultRevised, before: Appraisal) -> Told:
    changes = (
        *(_corrected(one) for one in happened.corrections),
        Change(what="total", before=exact(before.total), after=exact(happened.result.total)),
        Change(what="grade", before=before.grade, after=happened.result.grade),
    )
    state = "approved in the case itself" if happened.approved_by else "to be approved by the committee"
    sentence = f"The result was computed again on {_source(happened)}: {state}."
    return Told(sentence, changes, frozenset(one.indicator for one in happened.corrections))


def _kept(happened: v.ResultKept, _before: object) -> Told:
    would = " or ".join(filter(None, (exact(happened.total), happened.grade))) or "nothing"
    why = "would be worse, which it may not become" if happened.worse else "is the same"
    sentence = f"The result stands after {_source(happened)}: computed again, {would}, it {why}."
    return Told(sentence, indicators=frozenset(one.indicator for one in happened.corrections))


def _source(happened: v.ResultRevised | v.ResultKept) -> str:
    return f"objection {happened.objection}" if happened.case is None else f"case {happened.case}"


def _corrected(one: v.Corrected) -> Change:
    what = f"{'points for' if one.judged else 'value of'} {one.indicator}"
    return Change(what=what, before=exact(one.was), after=exact(one.becomes), indicator=one.indicator)


def _revision_approved(happened: v.RevisionApproved, _before: object) -> Told:
    return Told(f"The committee approved the revised result (event {happened.cites}), which counts from here on.")


def _revision_returned(happened: v.RevisionReturned, _before: object) -> Told:
    return Told(f"The committee did not approve the revised result (event {happened.cites}): the earlier one stands.")


TELL: Telling = {
    n.NoticePublished: _notice_published,
    n.ObjectionRaised: _objected,
    n.ObjectionAnswered: _objection_answered,
    n.NoticeClosed: _notice_closed,
    n.ResultAnnounced: _announced,
    f.FeedbackLeftUnanswered: _left_unanswered,
    f.SilenceRecorded: _silence,
    v.ResultRevised: _revised,
    v.ResultKept: _kept,
    v.RevisionApproved: _revision_approved,
    v.RevisionReturned: _revision_returned,
    u.UsesProposed: _proposed,
    u.UseDecided: _use_decided,
    u.ReferralAnswered: _referral_answered,
}
