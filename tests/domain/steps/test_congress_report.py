"""Report to the congress: the cycle opens it itself, and it is due by the date of the law.

Hangzhou ordinance, art. 7: within six months after the year reported on; Jinan ordinance, art. 8: within four.
"""

from datetime import UTC, datetime

import pytest

from domain.case import events as e
from domain.case.doing import WithdrawRequest
from domain.case.opening import OpenStandingCase
from domain.command import SYSTEM_CLOCK
from domain.cycle.cancelling import CancelCycle
from domain.refusal import Reason
from tests.domain.cases import CASE, CONGRESS, GOVERNMENT, acts, opening, running, turn
from tests.domain.history import CYCLE, OFFICE

REPORT = OpenStandingCase(case="c-1", procedure="congress-report", cycle="annual-2026")


@pytest.mark.parametrize(
    ("law", "due"),
    [
        ("hangzhou-2015", datetime(2027, 6, 30, 16, tzinfo=UTC)),
        ("jinan-2018", datetime(2027, 4, 30, 16, tzinfo=UTC)),
    ],
)
def test_the_report_on_2026_is_due_when_the_month_of_the_law_ends_in_china(law: str, due: datetime) -> None:
    given = running(law).when(CASE, REPORT, actor=SYSTEM_CLOCK).accepted

    assert (turn(given).act, turn(given).opened.clock.due) == ("report", due)
    assert turn(given).opened.duty.role.value == "government"


def test_the_government_reports_and_the_congress_hears_it() -> None:
    given = running("jinan-2018").when(CASE, REPORT, actor=SYSTEM_CLOCK).accepted
    given = acts(given, GOVERNMENT, "report").accepted

    assert acts(given, CONGRESS, "hear").events[-1] == e.CaseDecided(outcome=None, granted=False, at=given.now)


def test_people_do_not_open_what_the_cycle_opens() -> None:
    running("jinan-2018").when(CASE, REPORT, actor=OFFICE).refused(
        Reason.FORBIDDEN, "case c-1", "is opened by its cycle", "Nothing needs to be done"
    )


def test_the_cycle_does_not_open_a_procedure_that_is_not_standing() -> None:
    wish = OpenStandingCase(case="c-1", procedure="warning-notice", cycle="annual-2026")
    running("jinan-2018").when(CASE, wish, actor=SYSTEM_CLOCK).refused(
        Reason.INVALID, "case c-1", "is of procedure warning-notice, which is not standing", "Open it by hand"
    )


def test_a_case_that_concerns_an_appraisee_says_whom() -> None:
    wish = opening("warning-notice", appraisee=None, states={"problem": "x"})
    running("jinan-2018").when(CASE, wish, actor=OFFICE).refused(
        Reason.INVALID, "case c-1", "does not say whom it concerns", "Name the appraisee"
    )


def test_whoever_owes_the_report_does_not_take_it_back_unless_its_cycle_is_cancelled() -> None:
    given = running("jinan-2018").when(CASE, REPORT, actor=SYSTEM_CLOCK).accepted
    withdrawal = WithdrawRequest(reason="It would be awkward this year")

    given.when(CASE, withdrawal, actor=GOVERNMENT).refused(
        Reason.FORBIDDEN, "case c-1", "is asked for by the regulation, and nobody's to take back", "Do its acts"
    )
    given = given.when(CYCLE, CancelCycle(reason="The ordinance was repealed"), actor=OFFICE).accepted
    assert given.when(CASE, withdrawal, actor=GOVERNMENT).refusal is None
