"""Revising: what was granted is carried out by the rule, made no worse unless the law says so, and approved again."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.appraisal.cases import granted
from domain.appraisal.events import Duty
from domain.appraisal.folding.resulting import in_force
from domain.appraisal.result import require_not_of_office
from domain.appraisal.revision import events as v
from domain.appraisal.revision.computing import corrections_of, revised_result
from domain.appraisal.revision.state import Revision
from domain.appraisal.rights import directory_of, entitled, require_disinterested, require_words, rulebook_of, task_id
from domain.appraisal.state import Appraisal
from domain.case.content import Correction, Corrections
from domain.case.state import Case
from domain.command import Command, Context, command
from domain.decision import Decision
from domain.directory import Role
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.regulation import CaseKind, Rulebook
from domain.scoring import Result

APPROVE = "approve-revision"
"""The duty of the committee, which may come when every step has ended."""


@command
class ReviseResult(Command):
    """Revises the result as a review or an appeal that was granted says."""

    case: str


@command
class ApproveRevision(Command):
    """Approves the revised result, which then counts in place of the earlier one."""

    decision = Decision.APPROVE


@command
class ReturnRevision(Command):
    """Does not approve the revised result, with the reason; the earlier one stands."""

    decision = Decision.RETURN

    reason: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a revision comes from, who decided on it, and whether it may make the result worse."""

    case: str | None = None
    objection: int | None = None
    decided: tuple[str, ...] = ()
    approved_by: str | None = None
    may_worsen: bool = False


def revise_result(wish: ReviseResult, state: Appraisal, context: Context) -> list[Event]:
    """Refuses, as a conflict, what cannot be carried out: the case then closes without effect, and says so."""
    case = granted(wish.case, (CaseKind.REVIEW, CaseKind.APPEAL), state, context)
    wanted = [one for content in case.contents(Corrections) for one in content.corrections]
    ground = Ground(
        case=wish.case,
        decided=_decided(case),
        approved_by=_approver(case, state, context),
        may_worsen=_may_worsen(case, rulebook_of(state, context)),
    )
    return revision(ground, wanted, state, context, f"case {wish.case}")


def revision(
    ground: Ground, wanted: Sequence[Correction], state: Appraisal, context: Context, thing: str
) -> list[Event]:
    """What becomes of the result when facts are corrected: another one, or the same as it was.

    A revision that waits for the committee is taken up into the next one, and what comes of that compared with it.
    """
    if not wanted or not state.approved:
        problem = "corrects nothing" if state.approved else "would revise a result that nobody has approved"
        raise Refused(Reason.CONFLICT, thing, problem, "The result stands as it is")
    corrections = corrections_of(wanted, state, context, thing)
    try:
        result = revised_result(corrections, state, context)
    except Refused as refused:
        mend = "Correct it in another case"
        raise Refused(Reason.CONFLICT, thing, f"cannot be carried out ({refused})", mend) from None
    before = in_force(state)
    worse = _is_worse(result, before, rulebook_of(state, context))
    same = (result.total, before.grade_of(result)) == (before.total, before.grade)
    if same or (worse and not ground.may_worsen):
        return [
            v.ResultKept(
                case=ground.case,
                objection=ground.objection,
                corrections=corrections,
                total=result.total,
                grade=result.grade,
                worse=worse,
            )
        ]
    return [
        v.ResultRevised(
            case=ground.case,
            objection=ground.objection,
            corrections=corrections,
            result=result,
            decided=tuple(sorted({*ground.decided, *(state.revision.revised.decided if state.revision else ())})),
            approved_by=ground.approved_by,
        )
    ]


def _decided(case: Case) -> tuple[str, ...]:
    """Who brought the corrections."""
    return tuple(
        sorted({done.by for turn in case.turns for done in turn.done if isinstance(done.content, Corrections)})
    )


def _approver(case: Case, state: Appraisal, context: Context) -> str | None:
    """Who of the committee approved the change in the last act of the case itself, where its procedure asks for that.

    Whoever could not approve the result has not approved it there either; then the committee is asked again.
    """
    last = case.turns[-1]
    if last.opened.duty.role is not Role.COMMITTEE or not last.done:
        return None
    by = last.done[-1].by
    able = Context(now=context.now, actor=by, states=context.states)
    try:
        require_other(state, able, _decided(case), "the change")
    except Refused:
        return None
    return by


def _may_worsen(case: Case, rulebook: Rulebook) -> bool:
    carried_out = {one.remedy for one in rulebook.procedures if one.id == case.procedure}
    return any(remedy.may_worsen for remedy in rulebook.remedies if remedy.id in carried_out)


def _is_worse(result: Result, state: Appraisal, rulebook: Rulebook) -> bool:
    """Whether the total is lower, or the grade; nothing at all is worse than something."""
    if result.total is None or state.total is None:
        return result.total is None and state.total is not None
    order, grade = [band.grade for band in rulebook.grades], state.grade_of(result)
    lower = grade in order and state.grade in order and order.index(grade) > order.index(state.grade)
    return result.total < state.total or lower


# ---------------------------------------------------------------- the committee


def approve_revision(_wish: ApproveRevision, state: Appraisal, context: Context) -> list[Event]:
    pending = _require_pending(state, context)
    return [v.RevisionApproved(cites=pending.computed_at, by=context.actor)]


def return_revision(wish: ReturnRevision, state: Appraisal, context: Context) -> list[Event]:
    pending = _require_pending(state, context)
    thing = f"task {task_id(state, APPROVE)}"
    require_words(wish.reason, thing, "returns the result without a reason", "Say why the earlier one is to stand")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [v.RevisionReturned(cites=pending.computed_at, reason=reason, by=context.actor)]


def duty() -> Duty:
    """What a revision asks of the committee."""
    return Duty(key=APPROVE, role=Role.COMMITTEE)


def _require_pending(state: Appraisal, context: Context) -> Revision:
    thing = f"task {task_id(state, APPROVE)}"
    pending = state.revision
    if pending is None:
        raise Refused(Reason.NOT_FOUND, thing, "has no revised result to approve", "Nothing needs to be done")
    if not entitled(duty(), context.actor, directory_of(state, context)):
        mend = "See 'kaohe task list --as YOU' for your own tasks"
        raise Refused(Reason.FORBIDDEN, thing, f"is asked of the committee, not of {context.actor}", mend)
    require_other(state, context, pending.revised.decided, thing)
    return pending


def require_other(state: Appraisal, context: Context, decided: tuple[str, ...], thing: str) -> None:
    """Whoever decided what is corrected, has a part in the appraisal or is of the office does not approve."""
    require_disinterested(state, context, thing)
    require_not_of_office(state, context, thing)
    if set(decided) & directory_of(state, context).eyes(context.actor):
        problem = f"would be approved by {context.actor}, who decided what is corrected"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let another member of the committee approve")
