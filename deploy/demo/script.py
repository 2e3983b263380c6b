"""What goes otherwise than it should in the demo's year: who is late, who lies, who must do it again.

Everybody not named here does their part at once. The year is the same each time, except for what the server draws.
"""

from collections.abc import Mapping
from enum import StrEnum


class Nudge(StrEnum):
    """The event in the own appraisal that moves somebody to act at last."""

    REMINDED = "StepReminded"
    FELL_DUE = "StepFellDue"
    ESCALATED = "StepEscalated"


LATE: Mapping[tuple[str, str], Nudge] = {
    ("qingxi", "set-goals"): Nudge.REMINDED,
    ("culture", "set-goals"): Nudge.FELL_DUE,
    ("water", "report"): Nudge.FELL_DUE,
    ("wanhe", "report"): Nudge.ESCALATED,
}
"""Heads who wait to be told: by unit and duty, what it takes."""

SILENT = "industry"
"""Its head never answers the performance office's invitation to a talk, so the step lapses."""

VAGUE = "housing"
"""Its goals are too vague and are returned once."""

LIAR = "transport"
CLAIMS: Mapping[str, str] = {"key-tasks": "98.6", "hotline": "97.1", "permit-days": "4.1"}
"""The values its head makes up: three of four. Two of four are drawn, so whatever is drawn, one of the two is false."""

DOUBTED = "health"
"""Its result the committee returns once."""

DISSATISFIED = "transport"
"""Its head comments on the feedback instead of taking note."""

ABSTAIN: Mapping[str, int] = {"hucheng": 1, "lutai": 2}
"""How many of a unit's staff cast no ballot; the second leaves too few to keep the others anonymous."""

TO_LAPSE: Mapping[str, int] = {"counseling": 1, "scoring": len(ABSTAIN)}
"""In how many appraisals a step is to last until it lapses: until then a ballot that is not cast may still come."""
