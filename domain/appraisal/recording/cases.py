"""Cases: findings, complaints and awards, each under the provision that it counts in."""

from typing import Literal

from domain.appraisal import fact_events as f
from domain.appraisal.events import Evidence
from domain.appraisal.recording.rights import (
    invalid,
    record_of,
    require_evidence,
    require_record_open,
    require_recorder,
)
from domain.appraisal.rights import require_words, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.regulation import Bonus, CountDeduction, leaves_for
from domain.streams import slug


@command
class RecordCase(Command):
    """Records a case under an indicator, adjustment or veto; what counts in several has the same id in each.

    `points` are the case's own, where the rule has none for its kind.
    """

    fact: Literal["case"] = "case"
    provision: str
    case: str
    kind: str | None = None
    count: int = 1
    points: Exact | None = None
    evidence: tuple[Evidence, ...]
    reason: str


@command
class WithdrawCase(Command):
    """Withdraws a recorded case, with the reason."""

    fact: Literal["withdrawal"] = "withdrawal"
    provision: str
    case: str
    reason: str


def record_case(wish: RecordCase, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    _require_recorder(wish.provision, state, context)
    return case_of(wish, state, context)


def case_of(wish: RecordCase, state: Appraisal, context: Context) -> list[Event]:
    """The case as an event, whoever may record it; refuses one that its provision does not count so."""
    rule = _rule_of(wish.provision, state, context)
    slug(wish.case, "case")
    what = f"case {wish.case} of {wish.provision}"
    if (wish.provision, wish.case) in state.recorded.cases:
        raise Refused(Reason.CONFLICT, record_of(state), f"has {what} already", "Withdraw it first, to record it anew")
    _require_points(wish, rule, what, state)
    require_evidence(wish.evidence, what, state)
    require_words(wish.reason, record_of(state), f"is given {what} without a reason", "Say what happened")
    return [
        f.CaseRecorded(
            provision=wish.provision,
            case=wish.case,
            kind=wish.kind,
            count=wish.count,
            points=wish.points,
            evidence=wish.evidence,
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]


def withdraw_case(wish: WithdrawCase, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    _require_recorder(wish.provision, state, context)
    known = state.recorded.cases.get((wish.provision, wish.case))
    what = f"case {wish.case} of {wish.provision}"
    if known is None:
        there = [case for provision, case in state.recorded.cases if provision == wish.provision]
        mend = f"Recorded there: {', '.join(there) or 'none'}"
        raise Refused(Reason.NOT_FOUND, record_of(state), f"has no {what}", mend)
    require_words(wish.reason, record_of(state), f"would lose {what} without a reason", "Say why it does not count")
    return [
        f.CaseWithdrawn(
            provision=wish.provision,
            case=wish.case,
            cites=known.cites[0],
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]


def _require_recorder(provision: str, state: Appraisal, context: Context) -> None:
    """Refuses an actor who does not record there, and a provision that counts no cases."""
    _rule_of(provision, state, context)
    leaves = {leaf.id: leaf for leaf in leaves_for(rulebook_of(state, context), state.appraisee)}
    require_recorder(leaves.get(provision), state, context)


def _rule_of(provision: str, state: Appraisal, context: Context) -> CountDeduction | Bonus | None:
    """The rule that counts cases there, none for a veto; refuses what counts none."""
    rulebook = rulebook_of(state, context)
    leaves = {leaf.id: leaf.rule for leaf in leaves_for(rulebook, state.appraisee) if _counts(leaf.rule)}
    adjustments = {one.id: one.rule for one in rulebook.adjustments if _counts(one.rule)}
    vetoes = dict.fromkeys((veto.id for veto in rulebook.vetoes), None)
    known = {**vetoes, **adjustments, **leaves}
    if provision not in known:
        there = [*leaves, *adjustments, *vetoes]
        mend = f"Cases count in: {', '.join(there) or 'nothing of this rulebook'}"
        raise invalid(state, f"is given a case of {provision}, which counts none here", mend)
    rule = known[provision]
    return rule if isinstance(rule, CountDeduction | Bonus) else None


def _counts(rule: object) -> bool:
    return isinstance(rule, CountDeduction | Bonus)


def _require_points(wish: RecordCase, rule: CountDeduction | Bonus | None, what: str, state: Appraisal) -> None:
    """Refuses a case whose points the rule does not give, or gives twice; a veto's has none."""
    if wish.count < 1:
        raise invalid(state, f"is given {what} {wish.count} times", "Count at least 1")
    kinds = (rule.kinds if rule else None) or {}
    if wish.kind is not None and wish.kind not in kinds:
        mend = f"Kinds are: {', '.join(kinds)}" if kinds else "Leave the kind out"
        raise invalid(state, f"is given {what} of kind {wish.kind!r}", mend)
    settled = rule is None or wish.kind is not None or rule.per_case is not None
    if settled and wish.points is not None:
        why = "the rule says what it is worth" if rule else "a veto has no points"
        raise invalid(state, f"is given {what} with points of its own, and {why}", "Leave the points out")
    if not settled and wish.points is None:
        raise invalid(state, f"is given {what} without points", "State its kind, or its points")
