"""What is recorded about an appraisee besides its report, in English."""

from api.sentences.words import Change, Telling, Told, exact, instant, listed, number
from domain.appraisal import fact_events as f
from domain.appraisal.state import Appraisal
from domain.exact import text


def _panel(happened: f.PanelScoresRecorded, _before: object) -> Told:
    about = happened.indicator or "the unit as a whole"
    known = sum(score.value is not None for score in happened.scores)
    asked = "" if happened.invited is None else f" of {happened.invited} invited"
    unknown = len(happened.scores) - known
    sentence = f"Panel {happened.panel} scored {about}: {number(known, 'score')}{asked}"
    sentence += f", {unknown} without an answer" if unknown else ""
    return Told(f"{sentence}{_instead(happened.replaces)}.", indicators=_about(happened.indicator))


def _case(happened: f.CaseRecorded, _before: object) -> Told:
    said = "".join((
        f" of kind {happened.kind}" if happened.kind else "",
        f", {happened.count} times" if happened.count > 1 else "",
        f", worth {text(happened.points)}" if happened.points is not None else "",
    ))  # fmt: skip
    sentence = f"Case {happened.case}{said} was recorded under {happened.provision}."
    return Told(sentence, indicators=_about(happened.provision))


def _withdrawn(happened: f.CaseWithdrawn, _before: object) -> Told:
    sentence = (
        f"Case {happened.case} of {happened.provision} (event {happened.cites}) was withdrawn, and counts no more."
    )
    return Told(sentence, indicators=_about(happened.provision))


def _past(happened: f.PastValuesRecorded, before: Appraisal) -> Told:
    known = before.recorded.past.get(happened.indicator)
    changes = tuple(
        Change(
            what=f"value of {happened.indicator} in {one.year}",
            before=exact(known.by_year.get(one.year)) if known else None,
            after=exact(one.value),
            indicator=happened.indicator,
        )
        for one in happened.values
    )
    sentence = f"Values of {happened.indicator} in earlier years were supplied{_instead(happened.replaces)}."
    return Told(sentence, changes, _about(happened.indicator))


def _adjustment(happened: f.AdjustmentValueRecorded, before: Appraisal) -> Told:
    known = before.recorded.adjustments.get(happened.adjustment)
    change = Change(
        what=f"value for {happened.adjustment}",
        before=exact(known.value) if known else None,
        after=text(happened.value),
        indicator=happened.adjustment,
    )
    sentence = f"The value for adjustment {happened.adjustment} was recorded{_instead(happened.replaces)}."
    return Told(sentence, (change,), _about(happened.adjustment))


def _joint(happened: f.JointPartAssigned, _before: object) -> Told:
    others = f", one of {happened.cooperating}" if happened.role.value == "cooperating" else ""
    sentence = f"The unit's role in joint task {happened.indicator} is {happened.role.value}{others}"
    return Told(f"{sentence}{_instead(happened.replaces)}.", indicators=_about(happened.indicator))


def _nominated(happened: f.NominationJudged, _before: object) -> Told:
    gave = f"{number(happened.experts, 'expert')} gave {exact(happened.mean)} in the mean"
    sentence = f"Of the nomination in case {happened.case}, {gave}; it counts for panel {happened.panel}."
    return Told(sentence, indicators=frozenset(happened.indicators))


def _part_asked(happened: f.JointConfirmationAsked, _before: object) -> Told:
    sentence = f"The unit was asked to confirm its part in joint task {happened.indicator} (event {happened.cites})."
    return Told(sentence, indicators=_about(happened.indicator))


def _part_confirmed(happened: f.JointPartConfirmed, _before: object) -> Told:
    sentence = f"The unit confirmed its part in joint task {happened.indicator} (event {happened.cites})."
    return Told(sentence, indicators=_about(happened.indicator))


def _part_disputed(happened: f.JointPartDisputed, _before: object) -> Told:
    sentence = (
        f"The unit disputed its part in joint task {happened.indicator} (event {happened.cites}): it does not count."
    )
    return Told(sentence, indicators=_about(happened.indicator))


def _claimed(happened: f.ExternalCauseClaimed, _before: object) -> Told:
    sentence = f"The unit claimed that an external cause kept it from the target of {happened.indicator}."
    return Told(sentence, indicators=_about(happened.indicator))


def _heard(happened: f.ExternalCauseHeard, _before: object) -> Told:
    sentence = f"The claim of an external cause on {happened.indicator} (event {happened.cites}) was heard."
    return Told(sentence, indicators=_about(happened.indicator))


def _ruled(happened: f.ExternalCauseRuled, _before: object) -> Told:
    outcome = "upheld" if happened.upheld else "dismissed"
    effect = f", to the effect {happened.effect.value}" if happened.effect else ""
    target = f" {text(happened.target)}" if happened.target is not None else ""
    sentence = f"The committee {outcome} the claim of an external cause on {happened.indicator}{effect}{target}"
    return Told(f"{sentence}, as it was heard (event {happened.cites}).", indicators=_about(happened.indicator))


def _closed(_happened: f.RecordClosed, before: Appraisal) -> Told:
    cases = listed(f"{case} of {provision}" for provision, case in before.recorded.cases)
    return Told(f"The record was closed. Its cases are: {cases}.")


def _about(provision: str | None) -> frozenset[str]:
    return frozenset({provision} if provision else ())


def _instead(replaces: int | None) -> str:
    return "" if replaces is None else f", instead of what event {replaces} says"


def _cross_check(happened: f.CrossCheckRecorded, _before: object) -> Told:
    said = "no value" if happened.value is None else text(happened.value)
    sentence = f"{happened.indicator} was checked against {happened.source}, which says {said}"
    return Told(f"{sentence}{_instead(happened.replaces)}.", indicators=_about(happened.indicator))


def _visit(happened: f.SiteVisitRecorded, _before: object) -> Told:
    came = [f"{name} {count}" for name, count in happened.outsiders if count]
    along = f", with outsiders ({listed(came)})," if came else " without outsiders"
    sentence = f"A visit on {happened.on}{along} looked at {listed(happened.indicators)}."
    return Told(sentence, indicators=frozenset(happened.indicators))


def _charged(happened: f.FalseReportCharged, _before: object) -> Told:
    sentence = (
        f"The unit was charged with false data on {happened.indicator} (event {happened.cites}), under liability "
        f"{happened.liability}; it may answer until {instant(happened.answer_by)}."
    )
    return Told(sentence, indicators=_about(happened.indicator))


def _charge_answered(happened: f.FalseReportAnswered, _before: object) -> Told:
    sentence = f"The unit answered the charge of false data on {happened.indicator} (event {happened.cites})."
    return Told(sentence, indicators=_about(happened.indicator))


def _charge_ruled(happened: f.FalseReportRuled, _before: object) -> Told:
    ruled = "upheld" if happened.upheld else "dismissed"
    sentence = f"The committee {ruled} the charge of false data on {happened.indicator} (event {happened.cites})."
    return Told(sentence, indicators=_about(happened.indicator))


TELL: Telling = {
    f.PanelScoresRecorded: _panel,
    f.CaseRecorded: _case,
    f.CaseWithdrawn: _withdrawn,
    f.PastValuesRecorded: _past,
    f.AdjustmentValueRecorded: _adjustment,
    f.JointPartAssigned: _joint,
    f.NominationJudged: _nominated,
    f.JointConfirmationAsked: _part_asked,
    f.JointPartConfirmed: _part_confirmed,
    f.JointPartDisputed: _part_disputed,
    f.ExternalCauseClaimed: _claimed,
    f.ExternalCauseHeard: _heard,
    f.ExternalCauseRuled: _ruled,
    f.CrossCheckRecorded: _cross_check,
    f.SiteVisitRecorded: _visit,
    f.FalseReportCharged: _charged,
    f.FalseReportAnswered: _charge_answered,
    f.FalseReportRuled: _charge_ruled,
    f.RecordClosed: _closed,
}
