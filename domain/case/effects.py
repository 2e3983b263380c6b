"""What a case that is granted changes in the appraisal it concerns: one command for each kind that changes anything."""

from collections.abc import Callable, Mapping

from domain.appraisal.cases import ChangeGoals
from domain.appraisal.nominations import TakeInNomination
from domain.appraisal.revision.deciding import ReviseResult
from domain.command import Command
from domain.regulation import CaseKind

EFFECTS: Mapping[CaseKind, Callable[[str], Command]] = {
    CaseKind.GOAL_CHANGE: lambda case: ChangeGoals(case=case),
    CaseKind.NOMINATION: lambda case: TakeInNomination(case=case),
    CaseKind.REVIEW: lambda case: ReviseResult(case=case),
    CaseKind.APPEAL: lambda case: ReviseResult(case=case),
}
"""From the id of the case to the command that its workflow sends to the appraisal."""
