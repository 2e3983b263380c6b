"""Who may record, when, and about what: never the unit appraised about itself."""

from collections.abc import Mapping, Sequence

from domain.appraisal.events import Evidence
from domain.appraisal.reporting import require_proof
from domain.appraisal.rights import cycle_of, directory_of, require_disinterested, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Context
from domain.directory import Role
from domain.refusal import Reason, Refused
from domain.regulation import Indicator, leaves_for
from domain.schedule import StepName

_STEPS = (StepName.REPORTING, StepName.VERIFICATION, StepName.SCORING)


def record_of(state: Appraisal) -> str:
    """The record as refusals call it."""
    return f"record of appraisal {state.cycle}:{state.appraisee}"


def invalid(state: Appraisal, problem: str, mend: str) -> Refused:
    return Refused(Reason.INVALID, record_of(state), problem, mend)


def require_record_open(state: Appraisal, context: Context) -> None:
    """Refuses whatever comes before reporting, between the steps, during a pause, or when the record is closed."""
    thing = record_of(state)
    if cycle_of(state, context).stands_still:
        problem = f"waits, because cycle {state.cycle} is paused"
        raise Refused(Reason.CONFLICT, thing, problem, "Try again when it goes on")
    if state.recorded.closed_at is not None:
        problem = f"was closed (event {state.recorded.closed_at})"
        raise Refused(Reason.CONFLICT, thing, problem, f"See 'kaohe history {state.cycle}:{state.appraisee}'")
    current = state.current
    if current is None or current.name not in _STEPS:
        now = f"step {current.name.value} is open" if current else "no step is open"
        steps = f"{_STEPS[0].value}, {_STEPS[1].value} or {_STEPS[2].value}"
        mend = f"Record while {steps} is; see 'kaohe cycle status {state.cycle}'"
        raise Refused(Reason.CONFLICT, thing, f"takes nothing while {now}", mend)


def require_leaf(indicator: str, state: Appraisal, context: Context) -> Indicator:
    """The indicator, when the appraisee is scored on it."""
    leaves = {leaf.id: leaf for leaf in leaves_for(rulebook_of(state, context), state.appraisee)}
    if indicator not in leaves:
        problem = f"names indicator {indicator}, on which {state.appraisee} is not appraised"
        raise invalid(state, problem, f"Its indicators are {', '.join(leaves)}")
    return leaves[indicator]


def require_recorder(leaf: Indicator | None, state: Appraisal, context: Context) -> None:
    """Refuses all but the performance office and, for an indicator, the head of its lead department."""
    directory, lead = directory_of(state, context), leaf.lead if leaf else None
    leads = lead is not None and directory.holds(context.actor, Role.HEAD, lead)
    if not leads and not directory.holds(context.actor, Role.OFFICE):
        asked = f"the head of {lead} or the performance office" if lead else "the performance office"
        raise _asked_of(asked, state, context)
    require_disinterested(state, context, record_of(state))


def require_lead(leaf: Indicator, state: Appraisal, context: Context) -> None:
    """Refuses all but the head of the indicator's lead department."""
    if leaf.lead is None or not directory_of(state, context).holds(context.actor, Role.HEAD, leaf.lead):
        raise _asked_of(f"the head of {leaf.lead}", state, context)
    require_disinterested(state, context, record_of(state))


def require_judge(parts: Mapping[str | None, str], state: Appraisal, context: Context) -> None:
    """Refuses all to rule but members of the committee who are not of the performance office and had none of the parts.

    `parts` says by whom what was done in the matter before.
    """
    directory, thing = directory_of(state, context), record_of(state)
    if not directory.holds(context.actor, Role.COMMITTEE):
        problem = f"takes rulings from the committee, not from {context.actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let a member of the committee rule")
    require_disinterested(state, context, thing)
    eyes = directory.eyes(context.actor)
    part = next((what for whose, what in parts.items() if whose in eyes), None)
    if part is None and any(directory.holds(one, Role.OFFICE) for one in eyes):
        part = "is of the performance office"
    if part:
        problem = f"would be ruled on by {context.actor}, who {part}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let another member of the committee rule")


def _asked_of(whom: str, state: Appraisal, context: Context) -> Refused:
    problem = f"is to be written in by {whom} here, not by {context.actor}"
    return Refused(Reason.FORBIDDEN, record_of(state), problem, "Let them record it")


def require_evidence(evidence: Sequence[Evidence], what: str, state: Appraisal, *, some: bool = True) -> None:
    """Refuses evidence that cannot be found again and, where `some` is asked for, none at all."""
    for proof in evidence:
        require_proof(proof, what, record_of(state))
    if some and not evidence:
        raise invalid(state, f"is given {what} without evidence", "Say where it can be seen")
