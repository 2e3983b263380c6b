"""Papers of a unit: its liaison drafts, its deputy reviews or returns, its head signs; the office receives a report.

Each test says what has happened, who does what then, and what becomes of it. Goals and reports go the same way.
"""

from typing import Any

import pytest

from domain.appraisal import events as e
from domain.appraisal import report_events as r
from domain.appraisal.drafting import events as d
from domain.appraisal.drafting.drafting import DraftGoals, DraftReport, HandInPaper
from domain.appraisal.drafting.events import Paper
from domain.appraisal.drafting.signing import PassPaper, ReturnPaper, SignPaper
from domain.appraisal.receiving import ReceiveReport, ReturnReport
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.directory import Role
from domain.refusal import Reason
from domain.regulation import problems
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    HEAD,
    OFFICE,
    at_step,
    launched,
    moved,
    private,
    reported,
    tick,
)
from tests.domain.history import (
    GOALS as SET_GOALS,
)
from tests.domain.papers import (
    DEPUTY,
    GOALS,
    LIAISON,
    PEOPLE,
    REPORT,
    RULES,
    goals_open,
    passed,
    report_open,
    signed,
    staffed,
)

PAPERS: dict[Paper, tuple[Given, DraftGoals | DraftReport, str, str, str]] = {
    Paper.GOALS: (goals_open(), GOALS, "draft-goals", "review-goals", "set-goals"),
    Paper.REPORT: (report_open(), REPORT, "draft-report", "review-report", "report"),
}
DRAFT = "draft of the goals of appraisal annual-2026:finance"


def task(key: str) -> str:
    return f"task annual-2026:finance:{key}"


def open_tasks(given: Given) -> list[tuple[str, Role]]:
    """What stands in the inbox, and of whom it is asked."""
    state: Appraisal = given.state(APPRAISAL)
    return [(duty.key, duty.role) for duty in state.current.open_duties] if state.current else []


# ---------------------------------------------------------------- within the unit


@pytest.mark.parametrize("of", Paper)
def test_a_liaison_drafts_a_deputy_reviews_and_the_head_signs(of: Paper) -> None:
    given, draft, drafting, reviewing, signing = PAPERS[of]
    assert open_tasks(given) == [(drafting, Role.LIAISON)]
    given = given.when(APPRAISAL, draft, actor=LIAISON).then(
        d.DraftSaved(of=of, number=1, content=private(LIAISON, draft.model_dump_json()), by=LIAISON)
    )
    given = given.when(APPRAISAL, HandInPaper(of=of), actor=LIAISON).then(d.DraftHandedIn(of=of, number=1, by=LIAISON))
    assert open_tasks(given) == [(reviewing, Role.DEPUTY)]
    given = given.when(APPRAISAL, PassPaper(of=of), actor=DEPUTY).then(d.DraftReviewed(of=of, number=1, by=DEPUTY))
    assert open_tasks(given) == [(signing, Role.HEAD)]

    first, second = given.when(APPRAISAL, signed(of, draft), actor=HEAD).events

    assert first == d.DraftSigned(of=of, number=1, by=HEAD)
    assert (type(second), getattr(second, "by", None)) == (
        e.GoalsSet if of is Paper.GOALS else e.ReportSubmitted,
        HEAD,
    )


def test_what_is_signed_is_what_the_draft_says() -> None:
    given = passed(goals_open(), Paper.GOALS, GOALS)

    given.when(APPRAISAL, signed(Paper.GOALS, GOALS), actor=HEAD).then(
        d.DraftSigned(of=Paper.GOALS, number=1, by=HEAD),
        e.GoalsSet(goals=(e.Goal(indicator="budget", target="98", measures=private(HEAD, "Spend in time")),), by=HEAD),
    )


@pytest.mark.parametrize("of", Paper)
@pytest.mark.parametrize("who", [DEPUTY, HEAD])
def test_a_draft_returned_by_deputy_or_head_is_drafted_anew(of: Paper, who: str) -> None:
    given, draft, drafting, _, _ = PAPERS[of]
    given = given.when(APPRAISAL, draft, actor=LIAISON).accepted
    given = given.when(APPRAISAL, HandInPaper(of=of), actor=LIAISON).accepted
    if who == HEAD:
        given = given.when(APPRAISAL, PassPaper(of=of), actor=DEPUTY).accepted

    given = given.when(APPRAISAL, ReturnPaper(of=of, reason="Name the months"), actor=who).then(
        d.DraftReturned(of=of, number=1, reason=private(who, "Name the months"), by=who)
    )

    assert open_tasks(given) == [(drafting, Role.LIAISON)]


def test_a_new_draft_is_handed_in_and_reviewed_anew() -> None:
    given = passed(goals_open(), Paper.GOALS, GOALS)

    given = given.when(APPRAISAL, GOALS, actor=DEPUTY).then(
        d.DraftSaved(of=Paper.GOALS, number=2, content=private(DEPUTY, GOALS.model_dump_json()), by=DEPUTY)
    )

    assert open_tasks(given) == [("draft-goals", Role.LIAISON)]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (PEOPLE[:1], ["draft-goals", "set-goals", "confirm-goals"]),
        (PEOPLE[1:], ["review-goals", "set-goals", "confirm-goals"]),
    ],
    ids=["no deputy", "no liaison"],
)
def test_a_unit_without_a_deputy_or_liaison_does_without_the_act(people: list[Any], expected: list[str]) -> None:
    given = at_step(StepName.GOALS, staffed(launched(**RULES), people))

    assert [duty.key for duty in given.state(APPRAISAL).steps[StepName.GOALS].duties] == expected


@pytest.mark.parametrize(
    ("signing", "expected"),
    [
        ({"reviewed": False}, ["draft-goals", "set-goals", "confirm-goals"]),
        ({"goals": False}, ["set-goals", "confirm-goals"]),
        (None, ["set-goals", "confirm-goals"]),
    ],
)
def test_a_rulebook_asks_for_no_more_than_it_says(signing: dict[str, Any] | None, expected: list[str]) -> None:
    rule: dict[str, Any] = {} if signing is None else {"signing": signing}
    given = at_step(StepName.GOALS, staffed(launched(**rule)))

    assert [duty.key for duty in given.state(APPRAISAL).steps[StepName.GOALS].duties] == expected


def test_a_head_alone_saves_drafts_too_and_signs_the_last_one() -> None:
    given = at_step(StepName.GOALS).when(APPRAISAL, GOALS, actor=HEAD).accepted
    given = given.when(APPRAISAL, GOALS, actor=HEAD).accepted

    first, _ = given.when(APPRAISAL, signed(Paper.GOALS, GOALS, 2), actor=HEAD).events
    assert first == d.DraftSigned(of=Paper.GOALS, number=2, by=HEAD)


PASSED = passed(goals_open(), Paper.GOALS, GOALS)
SAVED = goals_open().when(APPRAISAL, GOALS, actor=LIAISON).accepted
HANDED_IN = SAVED.when(APPRAISAL, HandInPaper(of=Paper.GOALS), actor=LIAISON).accepted


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "thing", "problem", "mend"),
    [
        (
            goals_open(),
            HandInPaper(of=Paper.GOALS),
            LIAISON,
            Reason.CONFLICT,
            DRAFT,
            "does not exist",
            "Save a draft first",
        ),
        (
            goals_open(),
            GOALS,
            "finance-staff-1",
            Reason.FORBIDDEN,
            DRAFT,
            "is written by the liaison, deputy or head of finance, not by finance-staff-1",
            "Let one of them write it",
        ),
        (
            SAVED,
            PassPaper(of=Paper.GOALS),
            DEPUTY,
            Reason.CONFLICT,
            task("review-goals"),
            "comes after annual-2026:finance:draft-goals",
            "Wait until that one is done",
        ),
        (
            SAVED,
            SET_GOALS,
            HEAD,
            Reason.CONFLICT,
            task("set-goals"),
            "comes after annual-2026:finance:review-goals",
            "Wait until that one is done",
        ),
        (
            moved(HANDED_IN, LIAISON, "finance", "deputy"),
            PassPaper(of=Paper.GOALS),
            LIAISON,
            Reason.FORBIDDEN,
            task("review-goals"),
            "would be reviewed by finance-liaison, who wrote draft 1",
            "Let another deputy review it",
        ),
        (
            HANDED_IN,
            ReturnPaper(of=Paper.GOALS, reason=" "),
            DEPUTY,
            Reason.INVALID,
            task("review-goals"),
            "returns the draft without a reason",
            "Say what is to be changed in it",
        ),
        (
            PASSED,
            SignPaper(of=Paper.GOALS),
            HEAD,
            Reason.INVALID,
            DRAFT,
            "is signed without what it says",
            "Sign it on the command line or over HTTP, which open it",
        ),
        (
            PASSED,
            signed(Paper.GOALS, GOALS, 7),
            HEAD,
            Reason.STALE,
            DRAFT,
            "has draft 1 by now; draft 7 would be signed",
            "Read the new draft, and sign it or return it",
        ),
        (
            PASSED,
            signed(Paper.GOALS, GOALS),
            DEPUTY,
            Reason.FORBIDDEN,
            task("set-goals"),
            "is asked of head of finance, not of finance-deputy",
            "See 'kaohe task list --as YOU' for your own tasks",
        ),
        (
            PASSED.when(APPRAISAL, signed(Paper.GOALS, GOALS), actor=HEAD).accepted,
            GOALS,
            LIAISON,
            Reason.CONFLICT,
            DRAFT,
            "comes too late: task annual-2026:finance:set-goals is done",
            "Draft it when it is returned",
        ),
    ],
    ids=[
        *("nothing to hand in", "by staff", "reviewed too early", "signed too early", "reviewed by its author"),
        *("without a reason", "unopened", "another draft", "by another", "after the signature"),
    ],
)
def test_a_paper_takes_its_way(
    given: Given, wish: Command, actor: str, reason: Reason, thing: str, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(reason, thing, problem, mend)


# ---------------------------------------------------------------- at the office

SUBMITTED = (
    passed(report_open(), Paper.REPORT, REPORT).when(APPRAISAL, signed(Paper.REPORT, REPORT), actor=HEAD).accepted
)


def test_the_office_receives_a_report_and_the_step_is_complete() -> None:
    SUBMITTED.when(APPRAISAL, ReceiveReport(), actor=OFFICE).then(
        r.ReportReceived(by=OFFICE), e.StepCompleted(step=StepName.REPORTING)
    )


def test_a_report_returned_for_correction_goes_the_whole_way_again_and_does_not_count_meanwhile() -> None:
    given = SUBMITTED.when(APPRAISAL, ReturnReport(reason="Sum it up"), actor=OFFICE).then(
        r.ReportReturned(reason=private(OFFICE, "Sum it up"), by=OFFICE)
    )

    assert open_tasks(given) == [("draft-report", Role.LIAISON)]
    assert given.state(APPRAISAL).reported == {}


def test_a_rulebook_that_has_no_report_received_ends_the_step_with_it() -> None:
    given = at_step(StepName.REPORTING)

    assert type(given.when(APPRAISAL, reported(), actor=HEAD).events[-1]) is e.StepCompleted


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "problem", "mend"),
    [
        (
            SUBMITTED,
            ReturnReport(reason=""),
            OFFICE,
            Reason.INVALID,
            "returns the report without a reason",
            "Say what is to be corrected in it",
        ),
        (
            moved(SUBMITTED, HEAD, "performance-office", "office"),
            ReceiveReport(),
            HEAD,
            Reason.FORBIDDEN,
            "would be done by finance-head, who set its goals",
            "Let somebody who has no part in the appraisal do it",
        ),
        (
            report_open(),
            ReceiveReport(),
            OFFICE,
            Reason.CONFLICT,
            "comes after annual-2026:finance:report",
            "Wait until that one is done",
        ),
    ],
    ids=["without a reason", "own report", "before it is there"],
)
def test_a_report_is_received_in_order_and_by_others(
    given: Given, wish: Command, actor: str, reason: Reason, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(reason, task("receive-report"), problem, mend)


def test_nothing_is_returned_after_the_step_has_ended() -> None:
    given = SUBMITTED
    while not given.state(APPRAISAL).steps[StepName.REPORTING].ended:
        given = tick(given, StepName.REPORTING)

    given.when(APPRAISAL, ReturnReport(reason="Too late"), actor=OFFICE).refused(
        Reason.CONFLICT,
        task("receive-report"),
        "belongs to step reporting, which has ended",
        "See 'kaohe history annual-2026:finance' for how it ended",
    )


def test_a_rule_of_signing_that_signs_nothing_is_found() -> None:
    found = problems(sample.sample_rulebook(signing={"goals": False, "reports": False}))

    assert [str(finding) for finding in found] == [
        "signing: nothing is signed. Sign goals, reports or both, or leave it out"
    ]
