"""Who may grant a change of goals: the approver of their class, where the rulebook has classes of goals."""

from domain.case.content import GoalChanges
from domain.case.state import Case
from domain.refusal import Reason, Refused
from domain.regulation import Act, Rulebook, leaves_for


def require_approver(act: Act, state: Case, rulebook: Rulebook) -> None:
    """Refuses an act that would grant a change of goals which is another role's to approve."""
    setting = rulebook.goal_setting
    if setting is None or state.appraisee is None:
        return
    approvers = {one.id: one.changed_by or one.fixed_by for one in setting.classes}
    leaves = {leaf.id: leaf for leaf in leaves_for(rulebook, state.appraisee)}
    asked = [change.indicator for content in state.contents(GoalChanges) for change in content.changes]
    for indicator in asked:
        approver = approvers.get(leaves[indicator].goal_class or "", setting.fixed_by)
        if approver != act.by:
            problem = f"would grant another goal for {indicator}, which {approver} approves, not {act.by}"
            mend = "Send it back, so that it is asked of whoever approves goals of this class"
            raise Refused(Reason.FORBIDDEN, f"act {act.id}", problem, mend)
