"""What becomes of goals on their way into force, in English."""

from api.sentences.words import Change, Telling, Told, exact, instant, listed, number
from domain.appraisal.goal_setting import events as g
from domain.appraisal.state import Appraisal

_SAID_BY = {
    g.Voice.PUBLIC: "the public",
    g.Voice.SERVICE_OBJECTS: "those served",
    g.Voice.UNIT: "somebody of the authority",
}


def _audited(happened: g.GoalsAudited, before: Appraisal) -> Told:
    until = f" They may be commented on until {instant(happened.comments_until)}." if happened.comments_until else ""
    return Told(f"The goals were audited and may go on.{until}", indicators=frozenset(before.goals))


def _commented(happened: g.GoalsCommented, _before: object) -> Told:
    return Told(f"A comment on the goals by {_SAID_BY[happened.voice]} was written down.")


def _closed(happened: g.GoalCommentsClosed, _before: object) -> Told:
    answered = ", with a response" if happened.response else ""
    return Told(f"The comments on the goals were closed, {number(happened.comments, 'comment')}{answered}.")


def _disputed(happened: g.GoalDisputed, before: Appraisal) -> Told:
    change = Change(
        what=f"target proposed for {happened.indicator}",
        before=exact(before.goals.get(happened.indicator)),
        after=exact(happened.target),
        indicator=happened.indicator,
    )
    sentence = f"The goal of {happened.indicator} was disputed by the side of the {happened.side.value}."
    return Told(sentence, (change,) if happened.target is not None else (), frozenset({happened.indicator}))


def _settled(happened: g.DisputeSettled, before: Appraisal) -> Told:
    target = before.setting.disputes[happened.indicator].target
    change = Change(
        what="target of its own",
        before=exact(before.goals.get(happened.indicator)),
        after=exact(target),
        indicator=happened.indicator,
    )
    sentence = f"The dispute on {happened.indicator} (event {happened.cites}) was settled: what was proposed was taken."
    return Told(sentence, (change,) if target is not None else (), frozenset({happened.indicator}))


def _dropped(happened: g.DisputeDropped, _before: object) -> Told:
    sentence = f"The dispute on {happened.indicator} (event {happened.cites}) was dropped: the goal stands."
    return Told(sentence, indicators=frozenset({happened.indicator}))


def _agreed(happened: g.GoalsAgreed, before: Appraisal) -> Told:
    return Told(f"The side of the {happened.side.value} agreed to the goals.", indicators=frozenset(before.goals))


def _fixed(happened: g.GoalsFixed, _before: object) -> Told:
    of = f" of class {happened.goal_class}" if happened.goal_class else ""
    for_ = f", for {listed(happened.indicators)}" if happened.indicators else "; none was set, and the rulebook's stand"
    return Told(f"The goals{of} were fixed{for_}.", indicators=frozenset(happened.indicators))


def _published(happened: g.GoalsPublished, before: Appraisal) -> Told:
    return Told(f"The goals were published: {happened.publication}.", indicators=before.setting.fixed)


TELL: Telling = {
    g.GoalsAudited: _audited,
    g.GoalsCommented: _commented,
    g.GoalCommentsClosed: _closed,
    g.GoalDisputed: _disputed,
    g.DisputeSettled: _settled,
    g.DisputeDropped: _dropped,
    g.GoalsAgreed: _agreed,
    g.GoalsFixed: _fixed,
    g.GoalsPublished: _published,
}
