"""What a rulebook asks of the setting of goals, of whom, and at which stage it has come."""

from domain.appraisal.events import Duty
from domain.appraisal.goal_setting.setting import AUDIT, COMMENTS, NEGOTIATE, PROPOSE, PUBLISH, fix_key
from domain.appraisal.rights import require_disinterested, require_duty, task_id
from domain.appraisal.state import Appraisal
from domain.command import Context
from domain.directory import Role
from domain.refusal import Reason, Refused
from domain.regulation import GoalSetting, Rulebook, leaves_for
from domain.schedule import StepName


def setting_of(rulebook: Rulebook) -> GoalSetting:
    """How the rulebook wants goals set; refuses where it leaves that to the two acts of old."""
    if rulebook.goal_setting is None:
        problem = "does not say how goals are audited, negotiated or fixed"
        raise Refused(Reason.CONFLICT, f"rulebook {rulebook.id}", problem, "Set the goals, and confirm or return them")
    return rulebook.goal_setting


def chain(rulebook: Rulebook, appraisee: str) -> tuple[Duty, ...]:
    """The duties after the proposal, each after the one before, as far as the rulebook wants them."""
    rule, held_by = setting_of(rulebook), {role.id: role.held_by for role in rulebook.roles}
    asked: list[tuple[str, Role, str | None]] = [(AUDIT, Role.OFFICE, None)]
    asked += [(COMMENTS, Role.OFFICE, None)] if rule.comments is not None else []
    if rule.negotiated:
        asked += [(NEGOTIATE[Role.HEAD], Role.HEAD, appraisee), (NEGOTIATE[Role.OFFICE], Role.OFFICE, None)]
    fixers = {None: rule.fixed_by} | {one.id: one.fixed_by for one in rule.classes}
    classes = {leaf.goal_class for leaf in leaves_for(rulebook, appraisee)}
    asked += [(fix_key(one), held_by[role] or Role.OFFICE, None) for one, role in fixers.items() if one in classes]
    asked += [(PUBLISH, Role.OFFICE, None)] if rule.published else []
    keys = (PROPOSE, *(key for key, _, _ in asked))
    return tuple(
        Duty(key=key, role=role, unit=unit, after=before)
        for (key, role, unit), before in zip(asked, keys, strict=False)
    )


def require_stage(state: Appraisal, context: Context, key: str) -> None:
    """Refuses whoever the duty is not asked of, whoever has a part or an interest, and all before its turn."""
    require_duty(state, context, StepName.GOALS, key)
    require_disinterested(state, context, f"task {task_id(state, key)}")
