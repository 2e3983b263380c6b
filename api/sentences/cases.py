"""What happens in a case, in English."""

from api.sentences.words import Change, Telling, Told, exact, instant, number
from domain.appraisal import events as a
from domain.case import events as e
from domain.case.content import Content, Corrections, ExpertScore, GoalChanges, Measures
from domain.exact import text


def _opened(happened: e.CaseOpened, _before: object) -> Told:
    whom = f" about {happened.appraisee}" if happened.appraisee else ""
    against = f", against the decision of case {happened.against}" if happened.against else ""
    kind = happened.kind.value.replace("_", " ")
    return Told(f"A case ({kind}, procedure {happened.procedure}) was opened in cycle {happened.cycle}{whom}{against}.")


def _act_opened(happened: e.ActOpened, _before: object) -> Told:
    clock = happened.clock
    due = f", due {instant(clock.due)}" if clock.due else ""
    earliest = f", not before {instant(clock.earliest)}" if clock.earliest else ""
    needs = f", of {happened.needs} people" if happened.needs > 1 else ""
    of = f" of {happened.duty.unit}" if happened.duty.unit else ""
    return Told(f"Act {happened.act} was asked of the {happened.duty.role.value}{of}{needs}{due}{earliest}.")


def _reminded(happened: e.ActReminded, _before: object) -> Told:
    return Told(f"Reminder {happened.ordinal} of act {happened.act} went out; it is due {instant(happened.due)}.")


def _fell_due(happened: e.ActFellDue, _before: object) -> Told:
    return Told(f"Act {happened.act} fell due undone: from here on it is late.")


def _escalated(happened: e.ActEscalated, _before: object) -> Told:
    return Told(f"Act {happened.act}, overdue since {instant(happened.due)}, was escalated to the {happened.to.value}.")


def _lapsed(happened: e.ActLapsed, _before: object) -> Told:
    instead = f"; by rule its outcome is {happened.outcome}" if happened.outcome else ""
    return Told(f"The time for act {happened.act} ended with it undone{instead}.")


def _done(happened: e.ActDone, _before: object) -> Told:
    outcome = f", with the outcome {happened.outcome}" if happened.outcome else ""
    brought = "" if happened.content is None else f", bringing {_brought(happened.content)}"
    return Told(f"Act {happened.act} was done{outcome}{brought}.", indicators=_indicators(happened.content))


def _brought(content: Content) -> str:
    match content:
        case Corrections(corrections=corrections):
            return number(len(corrections), "correction")
        case GoalChanges(changes=changes):
            return ", ".join(f"target {text(one.target)} for {one.indicator}" for one in changes)
        case ExpertScore(points=points):
            return f"{text(points)} points"
        case Measures(measures=measures):
            return ", ".join(f"measure {one.id} by {one.by}" for one in measures)
        case _:
            return f"a referral to {content.organ} by document {content.document}"


def _indicators(content: Content | None) -> frozenset[str]:
    match content:
        case Corrections(corrections=corrections):
            return frozenset(one.indicator for one in corrections)
        case GoalChanges(changes=changes):
            return frozenset(one.indicator for one in changes)
        case Measures(measures=measures):
            return frozenset(one.indicator for one in measures if one.indicator is not None)
        case _:
            return frozenset()


def _returned(happened: e.ActReturned, _before: object) -> Told:
    return Told(f"Act {happened.act} sent the matter back to act {happened.to}.")


def _decided(happened: e.CaseDecided, _before: object) -> Told:
    outcome = f" with the outcome {happened.outcome}" if happened.outcome else ""
    granted = ": what it asks for was granted" if happened.granted else ""
    return Told(f"The case was decided{outcome}{granted}.")


def _withdrawn(_happened: e.RequestWithdrawn, _before: object) -> Told:
    return Told("The case was withdrawn.")


def _closed(happened: e.CaseClosed, _before: object) -> Told:
    return Told(f"The case was closed{', having taken effect' if happened.took_effect else ''}.")


def _noted(happened: a.CaseNoted, _before: object) -> Told:
    kind = happened.kind.value.replace("_", " ")
    return Told(f"Case {happened.case} ({kind}, procedure {happened.procedure}) was opened about the appraisee.")


def _goals_changed(happened: a.GoalsChanged, _before: object) -> Told:
    changes = tuple(
        Change(what="target of its own", before=exact(one.before), after=exact(one.target), indicator=one.indicator)
        for one in happened.changes
    )
    told = f"Goals were changed as case {happened.case} was granted."
    return Told(told, changes, frozenset(one.indicator for one in happened.changes))


TELL: Telling = {
    e.CaseOpened: _opened,
    e.ActOpened: _act_opened,
    e.ActReminded: _reminded,
    e.ActFellDue: _fell_due,
    e.ActEscalated: _escalated,
    e.ActLapsed: _lapsed,
    e.ActDone: _done,
    e.ActReturned: _returned,
    e.CaseDecided: _decided,
    e.RequestWithdrawn: _withdrawn,
    e.CaseClosed: _closed,
    a.CaseNoted: _noted,
    a.GoalsChanged: _goals_changed,
}
