"""Values that others than the appraisee supply: those of its past, those of adjustments, and roles in joint tasks."""

from collections import Counter
from typing import Literal

from domain.appraisal import fact_events as f
from domain.appraisal.events import Evidence
from domain.appraisal.recording.rights import (
    invalid,
    require_evidence,
    require_lead,
    require_leaf,
    require_record_open,
    require_recorder,
)
from domain.appraisal.rights import cycle_of, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event
from domain.exact import Exact
from domain.regulation import Bonus, CountDeduction, Improvement
from domain.scoring import JointRole


@command
class RecordPastValues(Command):
    """Records the appraisee's own values of earlier years, in the indicator's unit; null where there was none."""

    fact: Literal["past_values"] = "past_values"
    indicator: str
    values: tuple[f.PastValue, ...]
    unit: str
    evidence: tuple[Evidence, ...]


@command
class RecordAdjustmentValue(Command):
    """Records the value that an adjustment of the total is worked out from."""

    fact: Literal["adjustment_value"] = "adjustment_value"
    adjustment: str
    value: Exact
    evidence: tuple[Evidence, ...]


@command
class AssignJointPart(Command):
    """States the appraisee's role in a joint task, and how many units co-operate in it."""

    fact: Literal["joint_part"] = "joint_part"
    indicator: str
    role: JointRole
    cooperating: int = 1
    evidence: tuple[Evidence, ...] = ()


def record_past_values(wish: RecordPastValues, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    leaf = require_leaf(wish.indicator, state, context)
    require_lead(leaf, state, context)
    what, year = f"past values of {leaf.id}", cycle_of(state, context).year
    if not isinstance(leaf.rule, Improvement) or year is None:
        raise invalid(state, f"is given {what}, whose rule compares none", "Record those of an improvement alone")
    if wish.unit != leaf.unit:
        raise invalid(state, f"is given {what} in {wish.unit!r}", f"Give them in {leaf.unit!r}, the rulebook's unit")
    compared = range(year - leaf.rule.years, year)
    years = Counter(one.year for one in wish.values)
    if not years or any(times > 1 or one not in compared for one, times in years.items()):
        given = ", ".join(map(str, sorted(years.elements()))) or "no year"
        mend = f"Record each year once, of {compared.start} to {compared.stop - 1}"
        raise invalid(state, f"is given {what} of {given}", mend)
    require_evidence(wish.evidence, what, state)
    known = state.recorded.past.get(leaf.id)
    return [
        f.PastValuesRecorded(
            indicator=leaf.id,
            values=wish.values,
            evidence=wish.evidence,
            replaces=known.cites if known else None,
            by=context.actor,
        )
    ]


def record_adjustment_value(wish: RecordAdjustmentValue, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    require_recorder(None, state, context)
    rules = {one.id: one.rule for one in rulebook_of(state, context).adjustments}
    able = [id_ for id_, rule in rules.items() if not isinstance(rule, CountDeduction | Bonus) or rule.per_case]
    if wish.adjustment not in able:
        problem = f"is given a value of {wish.adjustment}, which takes none"
        raise invalid(state, problem, f"Adjustments that take a value are: {', '.join(able) or 'none'}")
    require_evidence(wish.evidence, f"the value of {wish.adjustment}", state)
    known = state.recorded.adjustments.get(wish.adjustment)
    return [
        f.AdjustmentValueRecorded(
            adjustment=wish.adjustment,
            value=wish.value,
            evidence=wish.evidence,
            replaces=known.cites[0] if known else None,
            by=context.actor,
        )
    ]


def assign_joint_part(wish: AssignJointPart, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    require_recorder(None, state, context)
    leaf = require_leaf(wish.indicator, state, context)
    if leaf.joint is None:
        raise invalid(state, f"is given a role in {leaf.id}, which is no joint task", "Leave it out")
    if wish.cooperating < 1:
        raise invalid(state, f"is given {wish.cooperating} co-operating units in {leaf.id}", "Count at least 1")
    require_evidence(wish.evidence, f"the role in {leaf.id}", state, some=False)
    known = state.recorded.joint.get(leaf.id)
    assigned = f.JointPartAssigned(
        indicator=leaf.id,
        role=wish.role,
        cooperating=wish.cooperating,
        evidence=wish.evidence,
        replaces=known.cites[0] if known else None,
        by=context.actor,
    )
    if not leaf.joint.confirmed or wish.role is not JointRole.COOPERATING:
        return [assigned]
    return [assigned, f.JointConfirmationAsked(indicator=leaf.id, cites=state.version + 1)]
