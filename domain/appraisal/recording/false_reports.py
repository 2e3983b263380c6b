"""False data: what verification found counts against the unit, at once or when it was heard and the committee ruled."""

from collections.abc import Sequence
from typing import Literal

from domain.appraisal import fact_events as f
from domain.appraisal.events import Duty, Evidence
from domain.appraisal.folding.fold import fold
from domain.appraisal.recorded import Charge
from domain.appraisal.recording.cases import RecordCase, case_of
from domain.appraisal.recording.rights import invalid, record_of, require_judge, require_record_open
from domain.appraisal.rights import directory_of, require_words, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.decision import Decision
from domain.directory import Role
from domain.event import Event, Private
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.regulation import Liability
from domain.tasks import OpenDuty

ANSWER, RULE = "answer-false-report", "rule-on-false-report"
"""The duties that a charge brings about; the indicator follows."""
_LONGEST_ID = 80


@command
class AnswerFalseReport(Command):
    """Answers the charge that a reported value is false data."""

    fact: Literal["false_report_answer"] = "false_report_answer"
    indicator: str
    answer: str


@command
class RuleOnFalseReport(Command):
    """Upholds the charge, so that its cases count, or dismisses it."""

    decision = Decision.FALSE_REPORT

    fact: Literal["false_report_ruling"] = "false_report_ruling"
    indicator: str
    upheld: bool
    reason: str


def consequences(  # noqa: PLR0913 - what a finding of false data says
    state: Appraisal, context: Context, *, indicator: str, liability: str, kind: str | None, points: Exact | None,
    reason: str,
) -> list[Event]:  # fmt: skip
    """What comes of false data that the last event of the state corrected: a charge, or the cases at once."""
    rule = rulebook_of(state, context).verification.false_data
    able = rule.liabilities if rule else ()
    if rule is None or liability not in able:
        problem = f"names liability {liability}, which the rulebook does not attach to false data"
        raise invalid(state, problem, f"It attaches: {', '.join(able) or 'none'}")
    cases = _cases(state, context, indicator, liability, kind=kind, points=points, reason=reason)
    if rule.hearing is None:
        return cases
    answer_by = rulebook_of(state, context).calendar.add(context.now, rule.hearing)
    return [
        f.FalseReportCharged(
            indicator=indicator,
            cites=state.version,
            liability=liability,
            kind=kind,
            points=points,
            answer_by=answer_by,
            by=context.actor,
        )
    ]


def answer(wish: AnswerFalseReport, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    thing = record_of(state)
    if not directory_of(state, context).holds(context.actor, Role.HEAD, state.appraisee):
        problem = f"takes the answer from the head of {state.appraisee}, not from {context.actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the head answer")
    charge = _open_charge(wish.indicator, state)
    if charge.answered_at is not None:
        problem = f"has an answer to the charge on {wish.indicator} (event {charge.answered_at})"
        raise Refused(Reason.CONFLICT, thing, problem, "Let the committee rule on it")
    require_words(
        wish.answer, thing, f"is given an answer on {wish.indicator} without words", "Say what there is to say"
    )
    said = Private(data_subject=context.actor, text=wish.answer)
    return [f.FalseReportAnswered(indicator=wish.indicator, cites=charge.charged_at, answer=said, by=context.actor)]


def rule(wish: RuleOnFalseReport, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    thing = record_of(state)
    charge = _open_charge(wish.indicator, state)
    require_judge({charge.by: "brought the charge"}, state, context)
    if charge.answered_at is None and context.now < charge.answer_by:
        problem = f"has a charge on {wish.indicator} that the unit may answer until {charge.answer_by.isoformat()}"
        raise Refused(Reason.CONFLICT, thing, problem, "Hear it first")
    require_words(wish.reason, thing, f"is given a ruling on {wish.indicator} without a reason", "Say why")
    ruled = f.FalseReportRuled(
        indicator=wish.indicator,
        cites=charge.answered_at or charge.charged_at,
        upheld=wish.upheld,
        reason=Private(data_subject=context.actor, text=wish.reason),
        by=context.actor,
    )
    if not wish.upheld:
        return [ruled]
    cases = _cases(
        fold(state, [ruled]),
        context,
        wish.indicator,
        charge.liability,
        kind=charge.kind,
        points=charge.points,
        reason=wish.reason,
    )
    return [ruled, *cases]


def open_duties(state: Appraisal) -> tuple[OpenDuty, ...]:
    """What charges of false data ask: of the unit's head an answer, and a ruling of the committee."""
    asked: list[OpenDuty] = []
    for indicator, charge in state.recorded.open_charges.items():
        if charge.answered_at is None:
            duty = Duty(key=f"{ANSWER}.{indicator}", role=Role.HEAD, unit=state.appraisee)
            asked.append(OpenDuty(duty, f"Answer the charge of false data: {indicator}", due=charge.answer_by))
        duty = Duty(key=f"{RULE}.{indicator}", role=Role.COMMITTEE)
        asked.append(OpenDuty(duty, f"Rule on a charge of false data: {indicator}"))
    return tuple(asked) if state.recorded.closed_at is None and not state.closed else ()


def _cases(  # noqa: PLR0913 - what a case of false data says
    state: Appraisal, context: Context, indicator: str, liability: str, *, kind: str | None, points: Exact | None,
    reason: str,
) -> list[Event]:  # fmt: skip
    """The same case under each provision of the liability, citing the last event of the state."""
    events: list[Event] = []
    proof = Evidence(reference=f"event {state.version} of appraisal {state.cycle}:{state.appraisee}")
    for provision in provisions(_liability(liability, state, context)):
        vetoed = provision in {veto.id for veto in rulebook_of(state, context).vetoes}
        wish = RecordCase(
            provision=provision,
            case=f"false-{indicator}"[:_LONGEST_ID].rstrip("-"),
            kind=None if vetoed else kind,
            points=None if vetoed else points,
            evidence=(proof,),
            reason=reason,
        )
        events += case_of(wish, state, context)
    return events


def provisions(liability: Liability) -> Sequence[str]:
    """The adjustment and the veto that a liability leads to."""
    return [one for one in (liability.adjustment, liability.veto) if one is not None]


def _liability(liability: str, state: Appraisal, context: Context) -> Liability:
    return next(one for one in rulebook_of(state, context).liabilities if one.id == liability)


def _open_charge(indicator: str, state: Appraisal) -> Charge:
    charge = state.recorded.charges.get(indicator)
    if charge is None:
        there = ", ".join(state.recorded.charges) or "none"
        problem = f"has no charge of false data on {indicator}"
        raise Refused(Reason.CONFLICT, record_of(state), problem, f"There are charges on: {there}")
    if charge.upheld is not None:
        problem = f"has a ruling on {indicator}"
        raise Refused(Reason.CONFLICT, record_of(state), problem, "A ruling stands")
    return charge
