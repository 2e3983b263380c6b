"""A unit whose liaison drafts, whose deputy reviews and whose head signs, under a rulebook that asks for it."""

from typing import Any

from domain.appraisal.drafting.drafting import DraftGoals, DraftReport, HandInPaper
from domain.appraisal.drafting.events import Paper
from domain.appraisal.drafting.signing import PassPaper, ReturnPaper, SignPaper
from domain.appraisal.goals import GoalEntry
from domain.appraisal.receiving import ReceiveReport, ReturnReport
from domain.command import Command
from domain.directory import PublishDirectory
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, DIRECTORY, HEAD, OFFICE, at_step, do, launched, reported, tick

LIAISON, DEPUTY = "finance-liaison", "finance-deputy"
PEOPLE = [
    {"id": LIAISON, "name": f"Name of {LIAISON}", "unit": "finance", "roles": ["liaison"]},
    {"id": DEPUTY, "name": f"Name of {DEPUTY}", "unit": "finance", "roles": ["deputy"]},
]
RULES: dict[str, Any] = {"signing": {}, "reporting": {}}

GOALS = DraftGoals(goals=(GoalEntry(indicator="budget", target="98", measures="Spend in time"),))
REPORT = DraftReport(values=reported().values)


def staffed(given: Given, people: list[dict[str, Any]] | None = None) -> Given:
    """The unit has a liaison and a deputy, unless others are named."""
    wish = PublishDirectory.model_validate({"authority": sample.AUTHORITY, "people": people or PEOPLE})
    return given.when(DIRECTORY, wish, actor=OFFICE).accepted


def signed(of: Paper, draft: DraftGoals | DraftReport, number: int = 1) -> SignPaper:
    """The signature of the head, with what the draft says."""
    return SignPaper(of=of, number=number, content=draft.model_dump_json())


def goals_open(**rulebook: Any) -> Given:  # noqa: ANN401 - fields of the rulebook document
    """The step goals has just opened."""
    return at_step(StepName.GOALS, staffed(launched(**{**RULES, **rulebook})))


def passed(given: Given, of: Paper, draft: Command) -> Given:
    """The liaison has drafted and handed in, and the deputy has reviewed."""
    for actor, wish in ((LIAISON, draft), (LIAISON, HandInPaper(of=of)), (DEPUTY, PassPaper(of=of))):
        given = given.when(APPRAISAL, wish, actor=actor).accepted
    return given


def report_open() -> Given:
    """The step reporting has just opened; goals were drafted, reviewed and signed."""
    given = passed(goals_open(), Paper.GOALS, GOALS)
    given = given.when(APPRAISAL, signed(Paper.GOALS, GOALS), actor=HEAD).accepted
    given = tick(do(given, "confirm-goals"), StepName.COUNSELING)
    return tick(do(do(given, "talk"), "talk-by-office"), StepName.REPORTING)


WRITTEN = frozenset(
    {GOALS.model_dump_json(), REPORT.model_dump_json(), "Name the months", "Sum it up", *(p["name"] for p in PEOPLE)}
)
"""What people write in `whole` besides what they do in the sample's own history."""


def whole() -> Given:
    """Everything that can happen to a paper has happened."""
    given = report_open()
    for actor, wish in (
        (LIAISON, REPORT),
        (LIAISON, HandInPaper(of=Paper.REPORT)),
        (DEPUTY, ReturnPaper(of=Paper.REPORT, reason="Name the months")),
        (LIAISON, REPORT),
        (LIAISON, HandInPaper(of=Paper.REPORT)),
        (DEPUTY, PassPaper(of=Paper.REPORT)),
        (HEAD, signed(Paper.REPORT, REPORT, 2)),
        (OFFICE, ReturnReport(reason="Sum it up")),
        (LIAISON, REPORT),
        (LIAISON, HandInPaper(of=Paper.REPORT)),
        (DEPUTY, PassPaper(of=Paper.REPORT)),
        (HEAD, signed(Paper.REPORT, REPORT, 3)),
        (OFFICE, ReceiveReport()),
    ):
        given = given.when(APPRAISAL, wish, actor=actor).accepted
    return given
