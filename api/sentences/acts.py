"""What people do in an appraisal, in English."""

from api.sentences.words import Change, Telling, Told, exact, instant, listed, number
from domain.appraisal import events as a
from domain.appraisal.state import Appraisal
from domain.exact import text
from domain.schedule import Default


def _goals_set(happened: a.GoalsSet, before: Appraisal) -> Told:
    ids = [goal.indicator for goal in happened.goals]
    changes = tuple(
        Change(
            what="target of its own",
            before=exact(before.goals.get(goal.indicator)),
            after=exact(goal.target),
            indicator=goal.indicator,
        )
        for goal in happened.goals
        if goal.target is not None
    )
    return Told(f"Goals were set for {listed(ids)}.", changes, frozenset(ids))


def _goals_confirmed(_happened: a.GoalsConfirmed, before: Appraisal) -> Told:
    return Told("The goals were confirmed.", indicators=frozenset(before.goals))


def _goals_defaulted(happened: a.GoalsDefaulted, before: Appraisal) -> Told:
    ids = [goal.indicator for goal in happened.goals]
    changes = tuple(
        Change(
            what="target of its own",
            before=exact(before.goals.get(goal.indicator)),
            after=exact(goal.target),
            indicator=goal.indicator,
        )
        for goal in happened.goals
        if goal.target is not None and goal.target != before.goals.get(goal.indicator)
    )
    how = _DEFAULTED[happened.default]
    return Told(f"Nobody confirmed goals in time; by rule, {how} for {listed(ids)}.", changes, frozenset(ids))


_DEFAULTED = {
    Default.GOALS_STAND: "those that were set stand",
    Default.TARGETS_STAND: "the targets of the indicators are the goals",
}


def _goals_returned(_happened: a.GoalsReturned, before: Appraisal) -> Told:
    return Told("The goals were returned, to be set again.", indicators=frozenset(before.goals))


def _talk_opened(happened: a.TalkOpened, _before: object) -> Told:
    return Told(f"Talk {happened.talk} was opened by the side of the {happened.side.value}.")


def _proposed(happened: a.ActionsProposed, _before: object) -> Told:
    return Told(f"{number(len(happened.actions), 'action')} proposed in talk {happened.talk}.")


def _agreed(happened: a.ActionsAgreed, _before: object) -> Told:
    return Told(f"The actions proposed in talk {happened.talk} (event {happened.cites}) were agreed.")


def _talk_closed(happened: a.TalkClosed, _before: object) -> Told:
    return Told(f"Talk {happened.talk} was closed by the side of the {happened.side.value}.")


def _submitted(happened: a.ReportSubmitted, before: Appraisal) -> Told:
    changes = tuple(
        Change(
            what=f"value of {value.indicator}",
            before=_reported(before, value.indicator),
            after=None if value.value is None else f"{text(value.value)} {value.unit}",
            indicator=value.indicator,
        )
        for value in happened.values
    )
    ids = frozenset(value.indicator for value in happened.values)
    cited = sum(len(value.evidence) for value in happened.values)
    return Told(f"{number(len(ids), 'value')} reported, with {number(cited, 'piece')} of evidence.", changes, ids)


def _value_confirmed(happened: a.ValueConfirmed, before: Appraisal) -> Told:
    waits = "" if happened.settles else " It is settled once others have found the same."
    return Told(
        f"The reported value of {happened.indicator}, {_reported(before, happened.indicator)}, was verified and "
        f"confirmed (event {happened.cites}).{waits}",
        indicators=frozenset({happened.indicator}),
    )


def _value_corrected(happened: a.ValueCorrected, _before: object) -> Told:
    about = frozenset({happened.indicator})
    false = " and false data" if happened.found is a.Found.FALSE_DATA else ""
    sentence = f"Verification found the reported value of {happened.indicator} wrong{false} (event {happened.cites})."
    if not happened.settles:
        found = exact(happened.value) or "no value"
        return Told(f"{sentence} One verifier found {found}; it is settled once others have found the same.", (), about)
    change = Change(
        what=f"value of {happened.indicator}",
        before=exact(happened.was),
        after=exact(happened.value),
        indicator=happened.indicator,
    )
    return Told(sentence, (change,), about)


def _judged(happened: a.IndicatorJudged, before: Appraisal) -> Told:
    known = before.judged.get(happened.indicator)
    change = Change(
        what=f"points for {happened.indicator}",
        before=exact(known.score if known else None),
        after=text(happened.points),
        indicator=happened.indicator,
    )
    return Told(
        f"{happened.indicator} was judged: {text(happened.points)} points.", (change,), frozenset({happened.indicator})
    )


def _rated(happened: a.LeaderRated, before: Appraisal) -> Told:
    known = before.rated.get(happened.by)
    change = Change(what="rating", before=exact(known.score if known else None), after=text(happened.score))
    return Told(f"A leader rated the unit with {text(happened.score)}.", (change,))


def _counted(happened: a.BallotsCounted, _before: object) -> Told:
    turnout = f"{happened.cast} of {number(happened.electorate, 'ballot')} cast"
    if not happened.scores:
        return Told(f"The ballot was counted: {turnout}, too few to be shown without showing who cast them.")
    scores = ", ".join(text(score) for score in sorted(happened.scores))
    return Told(f"The ballot was counted: {turnout}, in no order: {scores}. Nobody can be traced behind this batch.")


def _computed(happened: a.ResultComputed, before: Appraisal) -> Told:
    total, grade = exact(happened.result.total), happened.result.grade
    changes = (
        Change(what="total", before=exact(before.total), after=total),
        Change(what="grade", before=before.grade, after=grade),
    )
    known = f"{total}, grade {grade}" if grade else total or "no total, since nothing is known"
    return Told(f"The result was computed by the rulebook: {known}.", changes)


def _returned(_happened: a.ResultReturned, _before: object) -> Told:
    return Told("The committee returned the result, to be computed again.")


def _recommended(happened: a.RecommendationTaken, _before: object) -> Told:
    recommended = f"{happened.after} is recommended" if happened.after else "no grade is recommended"
    return Told(
        f"The joint meeting {happened.meeting} deliberated on the result (event {happened.result}): {recommended}."
    )


def _approved(happened: a.ResultApproved, before: Appraisal) -> Told:
    sentence = f"The committee approved the result (event {happened.cites})"
    if happened.departs is not None:
        return Told(f"{sentence} as computed, departing from what meeting {happened.meeting} recommends.")
    if happened.grade is not None:
        change = Change(what="grade", before=before.grade, after=happened.grade)
        return Told(f"{sentence}, with the grade that meeting {happened.meeting} recommends.", (change,))
    follows = f", as meeting {happened.meeting} recommends" if happened.meeting else ""
    return Told(f"{sentence}{follows}.")


def _issued(happened: a.FeedbackIssued, _before: object) -> Told:
    ids = [one.indicator for one in happened.findings]
    on = f", on {listed(ids)} apart" if ids else ""
    until = {one.name: f" until {instant(one.until)}" if one.until else "" for one in happened.remedies}
    remedies = [f"{name}{limit}" for name, limit in until.items()]
    told = f" It may ask for: {'; '.join(remedies)}." if remedies else ""
    sentence = f"The unit was given its result, what caused it, and what is recommended{on}.{told}"
    return Told(sentence, indicators=frozenset(ids))


def _acknowledged(_happened: a.FeedbackAcknowledged, _before: object) -> Told:
    return Told("The feedback was acknowledged.")


def _commented(_happened: a.FeedbackCommented, _before: object) -> Told:
    return Told("The feedback was acknowledged with a comment.")


def _reported(state: Appraisal, indicator: str) -> str | None:
    known = state.known.get(indicator)
    return exact(known.value) if known else None


TELL: Telling = {
    a.GoalsSet: _goals_set,
    a.GoalsConfirmed: _goals_confirmed,
    a.GoalsDefaulted: _goals_defaulted,
    a.GoalsReturned: _goals_returned,
    a.TalkOpened: _talk_opened,
    a.ActionsProposed: _proposed,
    a.ActionsAgreed: _agreed,
    a.TalkClosed: _talk_closed,
    a.ReportSubmitted: _submitted,
    a.ValueConfirmed: _value_confirmed,
    a.ValueCorrected: _value_corrected,
    a.IndicatorJudged: _judged,
    a.LeaderRated: _rated,
    a.BallotsCounted: _counted,
    a.ResultComputed: _computed,
    a.ResultReturned: _returned,
    a.RecommendationTaken: _recommended,
    a.ResultApproved: _approved,
    a.FeedbackIssued: _issued,
    a.FeedbackAcknowledged: _acknowledged,
    a.FeedbackCommented: _commented,
}
