"""What goes otherwise than it should in the demo's term: who is late, who lies, who falls behind, who objects.

Everybody not named here does their part at once. The term is the same each time, except for what is drawn.
"""

from collections.abc import Mapping
from enum import StrEnum

FIRST, SECOND = 2024, 2025
"""The years of the term."""


PLAN: Mapping[str, str] = {"key-tasks": "96"}
"""What the plan of the term asks of everybody, more than the rulebook does; each year takes it from there."""


class Nudge(StrEnum):
    """The event in the own appraisal that moves somebody to act at last."""

    REMINDED = "StepReminded"
    FELL_DUE = "StepFellDue"
    ESCALATED = "StepEscalated"


LATE: Mapping[tuple[int, str, str], Nudge] = {
    (FIRST, "education", "set-goals"): Nudge.REMINDED,
    (FIRST, "culture", "set-goals"): Nudge.FELL_DUE,
    (FIRST, "culture", "report"): Nudge.FELL_DUE,
    (SECOND, "lutai", "report"): Nudge.ESCALATED,
}
"""Heads who wait to be told: by year, unit and duty, what it takes."""

SILENT = "industry"
"""Its head never answers the performance office's invitation to a talk in the first year, so the step lapses."""

VAGUE = "housing"
"""Its goals of the first year are too vague and are returned once."""

LIAR = "transport"
CLAIMS: Mapping[str, str] = {"permit-days": "4.1", "lost-cases": "1"}
"""The values its head makes up in the first year: both that it reports. One of the two is drawn, and so is false."""

LIABILITY = "false-report"
"""What its head is liable for, by the rulebook."""

DOUBTED = "hucheng-health"
"""Its result the committee of the district returns once."""

DISSATISFIED = "transport"
"""Its head comments on the feedback instead of taking note."""

ABSTAIN: Mapping[tuple[int, str], int] = {(FIRST, "hucheng"): 1, (FIRST, "lutai"): 2}
"""How many of a unit's staff cast no ballot; the second leaves too few to keep the others anonymous."""

TO_LAPSE: Mapping[tuple[int, str], int] = {(FIRST, "counseling"): 1, (FIRST, "scoring"): len(ABSTAIN)}
"""In how many appraisals a step is to last until it lapses: until then a ballot that is not cast may still come."""

ABSENT = "p-1205"
"""A member of the joint meeting who does not come."""

LIFTED = "lutai"
"""A motion to give it a better grade than it has earned is lost in the first year."""

WARNED = "transport"
"""It gets a problem notice when the first quarter's value of an indicator is far below its target."""

HELPED = "lutai"
"""Falling behind as well, it is offered help, and agrees on what is to be done."""

WRONGED = "housing"
WRONGED_ON, RIGHT_POINTS = "openness", "96"
"""It asks for a review of the first year's result and wins it: a judgement had been taken from the wrong file."""

REFUSED = "hucheng-housing"
"""It asks the district for a review, and the result is upheld."""

IMPROVING = "transport"
"""It draws up an improvement plan after the first year, and what is not done by then is a goal of the second."""
