"""A rulebook whose experts and congress score in person, and the history of scoring under it."""

from typing import Any

from domain.appraisal.panel.giving import LeavePanelShort, RecuseFromPanel, ReplaceEvaluator, ScoreEntry, ScoreOnPanel
from domain.directory import PublishDirectory
from domain.interests import DeclareInterest, EndInterest
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, DIRECTORY, OFFICE, at_step, launched

EXPERTS = ("expert-1", "expert-2", "expert-3")
DEPUTIES = ("congress-1",)
LATE = "expert-4"


def _indicators() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sample.sample_rulebook()["indicators"]
    found[1]["children"][1] = {
        "id": "conduct",
        "name": "Conduct of staff",
        "weight": "1/3",
        "rule": {"shape": "rated", "panels": {"experts": "1"}},
    }
    return found


PANELS: list[dict[str, Any]] = [
    {"id": "experts", "name": "Experts", "kind": "experts", "minimum": 2, "highest": "10", "held_by": "expert"},
    {"id": "congress", "name": "Congress", "kind": "peoples_congress", "held_by": "congress"},
]
RULES: dict[str, Any] = {
    "indicators": _indicators(),
    "panels": PANELS,
    "evaluators": [
        {"kind": "lead_departments", "weight": "0.8"},
        {"kind": "experts", "weight": "0.1", "panel": "experts"},
        {"kind": "peoples_congress", "weight": "0.1", "panel": "congress"},
    ],
    "steps": [step for step in sample.sample_steps() if step["step"] in {"scoring", "result", "feedback"}],
}
RULES["steps"][0]["opens"] = {"after": "launch"}


def seat(given: Given, unit: str, role: str, *people: str) -> Given:
    """These people have a post with the role."""
    entries = [{"id": one, "name": f"Name of {one}", "unit": unit, "roles": [role]} for one in people]
    wish = PublishDirectory.model_validate({"authority": sample.AUTHORITY, "people": entries})
    return given.when(DIRECTORY, wish, actor=OFFICE).accepted


def declared(given: Given, person: str) -> Given:
    """The person has declared an interest in the unit appraised."""
    wish = DeclareInterest(authority=sample.AUTHORITY, person=person, unit="finance", ground="A sister works there")
    return given.when(DIRECTORY, wish, actor=person).accepted


def ready(**rulebook: Any) -> Given:  # noqa: ANN401 - fields of the rulebook document
    """The cycle is launched; three experts and a deputy of the congress are there to score."""
    given = seat(launched(**{**RULES, **rulebook}), "government", "expert", *EXPERTS)
    return seat(given, "government", "congress", *DEPUTIES)


def scoring(given: Given | None = None) -> Given:
    """Scoring has just opened."""
    return at_step(StepName.SCORING, given or ready())


def gives(person: str, conduct: str | None, whole: str | None) -> ScoreOnPanel:
    """What an expert gives for conduct and for the unit as a whole."""
    scores = (ScoreEntry(indicator="conduct", value=conduct), ScoreEntry(value=whole))
    return ScoreOnPanel(seat=f"experts.{person}", scores=scores)


def of_congress(value: str) -> ScoreOnPanel:
    return ScoreOnPanel(seat="congress.congress-1", scores=(ScoreEntry(value=value),), reason="Kept its word")


def recuses(person: str) -> RecuseFromPanel:
    return RecuseFromPanel(seat=f"experts.{person}", statement="I advised the unit")


WRITTEN = frozenset(
    {
        *(f"Name of {person}" for person in (*EXPERTS, *DEPUTIES, LATE)),
        "A sister works there",
        "She moved away",
        "Kept its word",
        "I advised the unit",
        "Too few are left",
        "Nobody else knows the field",
    }
)
"""What people write in `whole` besides what they do in the sample's own history."""


def whole() -> Given:
    """Everything that can happen in a panel has happened."""
    given = scoring(declared(ready(), "expert-1"))
    given = given.when(APPRAISAL, of_congress("90"), actor="congress-1").accepted
    given = given.when(APPRAISAL, recuses("expert-2"), actor="expert-2").accepted
    given = seat(given, "government", "expert", LATE)
    replaced = ReplaceEvaluator(panel="experts", successor=LATE, reason="Too few are left")
    given = given.when(APPRAISAL, replaced, actor=OFFICE).accepted
    given = given.when(APPRAISAL, recuses(LATE), actor=LATE).accepted
    short = LeavePanelShort(panel="experts", reason="Nobody else knows the field")
    given = given.when(APPRAISAL, short, actor=OFFICE).accepted
    over = EndInterest(authority=sample.AUTHORITY, person="expert-1", unit="finance", reason="She moved away")
    return given.when(DIRECTORY, over, actor=OFFICE).accepted
