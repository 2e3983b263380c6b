"""A replaced evaluator: another leader rates instead of one who cannot."""

import pytest

from domain.appraisal import events as e
from domain.appraisal.replacing import ReplaceRater
from domain.appraisal.scoring import RateAppraisee
from domain.appraisal.state import Appraisal
from domain.refusal import Reason
from domain.schedule import StepName
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, HEAD, OFFICE, at_step, do, moved, private

SCORING = moved(at_step(StepName.SCORING), "li", "committee", "leader")
REPLACE = ReplaceRater(leader="mayor", successor="li", reason="On leave")
TASK = "task annual-2026:finance:rate.mayor"


def raters(given: Given) -> list[str]:
    state: Appraisal = given.state(APPRAISAL)
    return [duty.key for duty in state.steps[StepName.SCORING].open_duties if duty.key.startswith("rate.")]


def test_another_leader_rates_instead() -> None:
    given = SCORING.when(APPRAISAL, REPLACE, actor=OFFICE).then(
        e.RaterReplaced(leader="mayor", successor="li", reason=private(OFFICE, "On leave"), by=OFFICE)
    )
    assert raters(given) == ["rate.li", "rate.vice-mayor"]
    assert given.when(APPRAISAL, RateAppraisee(score="90"), actor="mayor").refusal is not None
    assert raters(given.when(APPRAISAL, RateAppraisee(score="90"), actor="li").accepted) == ["rate.vice-mayor"]


@pytest.mark.parametrize(
    ("given", "wish", "actor", "refused"),
    [
        (
            SCORING,
            REPLACE,
            HEAD,
            (
                Reason.FORBIDDEN,
                TASK,
                "finance-head is not of the performance office of linan",
                "Let the performance office replace an evaluator",
            ),
        ),
        (
            SCORING,
            REPLACE.model_copy(update={"leader": "sun"}),
            OFFICE,
            (
                Reason.NOT_FOUND,
                "task annual-2026:finance:rate.sun",
                "does not exist",
                "Those asked to rate are: mayor, vice-mayor",
            ),
        ),
        (
            do(SCORING, "rate.mayor"),
            REPLACE,
            OFFICE,
            (Reason.CONFLICT, TASK, "is done already", "A rating that was given stands"),
        ),
        (
            SCORING,
            REPLACE.model_copy(update={"successor": "vice-mayor"}),
            OFFICE,
            (
                Reason.FORBIDDEN,
                TASK,
                "would be done by vice-mayor, who is asked to rate it as well",
                "Name another leader",
            ),
        ),
        (
            SCORING,
            REPLACE.model_copy(update={"successor": HEAD}),
            OFFICE,
            (Reason.FORBIDDEN, TASK, "would be done by finance-head, who is no leader", "Name another leader"),
        ),
        (
            moved(SCORING, "li", "finance", "leader"),
            REPLACE,
            OFFICE,
            (
                Reason.FORBIDDEN,
                TASK,
                "would be done by li, who is of the unit appraised",
                "Name another leader",
            ),
        ),
    ],
    ids=["by another", "of nobody", "after the rating", "by one asked", "by no leader", "by one of the unit"],
)
def test_nobody_is_replaced_so(
    given: Given, wish: ReplaceRater, actor: str, refused: tuple[Reason, str, str, str]
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(*refused)
