"""Launch: what a cycle needs before it begins, and what the system then records of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.appraisal.goals import ConfirmGoals
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG, SYSTEM_OPERATOR
from domain.cycle import events as e
from domain.cycle.draw import DrawSample
from domain.cycle.launch import CheckLaunch, RecordAppraisalsOpened
from domain.cycle.passage import CloseCycle, RecordAppraisalsClosed, RecordStepPassed
from domain.cycle.state import Cycle
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.directory import PublishDirectory
from domain.duration import Duration
from domain.planning import plan
from domain.refusal import Reason
from domain.regulation import CycleKind, content_hash, parse
from domain.schedule import Period, StepName
from domain.streams import directory_stream
from tests import sample
from tests.domain.given import Given
from tests.domain.history import CYCLE, LAUNCHED, OFFICE, TIMED, launched, moved, published

PUBLISHED = published()
RULES = parse(sample.sample_rulebook(steps=TIMED))
PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))


def refused(given: Given, reason: Reason, thing: str, problem: str, mend: str, **changes: Any) -> None:  # noqa: ANN401 - a refusal in its parts; fields of the command
    given.when(CYCLE, sample.launch(**changes), actor=OFFICE).refused(reason, thing, problem, mend)


def test_a_launch_fixes_rulebook_appraisees_and_every_instant() -> None:
    PUBLISHED.when(CYCLE, sample.launch(), actor=OFFICE).then(
        e.CycleLaunched(
            cycle="annual-2026",
            title="Annual appraisal 2026",
            authority="linan",
            rulebook="annual",
            rulebook_hash=content_hash(RULES),
            scheme=None,
            scheme_hash=None,
            period=PERIOD,
            appraisees=("finance", "health", "transport"),
            schedule=plan(RULES.steps, RULES.calendar, PERIOD, LAUNCHED),
            kind=CycleKind.ANNUAL,
            within=None,
            follows=None,
            matter=None,
            by="office-1",
        )
    )


def test_a_launched_cycle_is_not_launched_again() -> None:
    refused(
        launched(),
        Reason.CONFLICT,
        "cycle annual-2026",
        "has been launched already",
        "Choose another id for a new cycle",
    )


def test_only_the_office_launches() -> None:
    PUBLISHED.when(CYCLE, sample.launch(), actor="committee-1").refused(
        Reason.FORBIDDEN,
        "cycle annual-2026",
        "committee-1 is not of the performance office of linan",
        "Let the performance office steer the cycle",
    )


def test_an_id_that_is_no_identifier_is_refused() -> None:
    mend = "Use at most 80 lower-case letters, digits and inner hyphens, such as 'annual-2026'"
    refused(PUBLISHED, Reason.INVALID, "cycle 'Annual 2026'", "is no identifier", mend, cycle="Annual 2026")


@pytest.mark.parametrize("kind", ["case", "cycle", "meeting"])
def test_an_id_that_begins_the_ids_of_other_tasks_is_refused(kind: str) -> None:
    problem = "would be taken for a kind of task, whose ids begin so"
    mend = "Give it another id, such as 'annual-2026'"
    command = sample.launch(cycle=kind)
    PUBLISHED.when(f"cycle:{kind}", command, actor=OFFICE).refused(Reason.INVALID, f"cycle {kind}", problem, mend)


def test_a_rulebook_that_was_not_published_is_refused() -> None:
    refused(
        PUBLISHED,
        Reason.NOT_FOUND,
        "rulebook term",
        "has no version in force",
        "Enact it first; see 'kaohe rulebook show term' for how far it has come",
        rulebook="term",
    )


def test_a_rulebook_of_another_authority_is_refused() -> None:
    theirs = PublishDirectory.model_validate({**sample.sample_directory(), "authority": "other"})
    given = PUBLISHED.when(directory_stream("other"), theirs, actor=SYSTEM_OPERATOR).accepted
    refused(
        given,
        Reason.INVALID,
        "cycle annual-2026",
        "is launched for authority other, its rulebook is of linan",
        "Launch it for the authority of its rulebook",
        authority="other",
    )


@pytest.mark.parametrize(
    ("appraisees", "reason", "problem", "mend"),
    [
        ((), Reason.INVALID, "has no appraisees", "Name at least one unit to appraise"),
        (("finance", "finance"), Reason.INVALID, "names finance twice", "Name each appraisee once"),
        (
            ("finance", "culture", "sport"),
            Reason.NOT_FOUND,
            "names culture, sport, which the directory of linan does not have",
            "Add the units to the directory, or correct their names",
        ),
    ],
    ids=["none", "twice", "unknown"],
)
def test_appraisees_that_cannot_be_are_refused(
    appraisees: tuple[str, ...], reason: Reason, problem: str, mend: str
) -> None:
    refused(PUBLISHED, reason, "cycle annual-2026", problem, mend, appraisees=appraisees)


def test_an_appraisee_that_leaves_out_an_attribute_which_selects_its_rules_is_refused() -> None:
    first, *rest = sample.sample_rulebook()["indicators"]
    conditional = {**first, "variants": [{"when": "coastal", "weight": first["weight"]}]}
    refused(
        published(indicators=[conditional, *rest], attributes=[{"name": "coastal", "kind": "truth"}]),
        Reason.INVALID,
        "appraisee finance",
        f"does not state coastal, which a condition of indicator {first['id']} asks for: coastal",
        "State it",
    )


def test_an_appraisee_without_an_indicator_is_refused() -> None:
    indicators = [{**node, "applies_to": ["health"]} for node in sample.sample_rulebook()["indicators"]]
    refused(
        published(indicators=indicators),
        Reason.INVALID,
        "appraisee finance",
        "has no indicator in rulebook annual",
        "Let an indicator apply to it, or leave it out of the cycle",
    )


def test_an_appraisee_without_a_head_is_refused() -> None:
    refused(
        moved(PUBLISHED, "health-head", "health", "staff"),
        Reason.INVALID,
        "appraisee health",
        "has no head in the directory, so nobody could act for it",
        "Fill the post of its head",
    )


def test_a_lead_department_that_is_not_there_is_refused() -> None:
    indicators = sample.sample_rulebook()["indicators"]
    indicators[0]["children"][0]["lead"] = "treasury"
    refused(
        published(indicators=indicators),
        Reason.NOT_FOUND,
        "indicator budget",
        "is led by treasury, which the directory does not have",
        "Add the lead department to the directory, or correct it in the rulebook",
    )


def test_a_unit_that_would_judge_itself_is_refused() -> None:
    indicators = sample.sample_rulebook()["indicators"]
    indicators[1]["children"][1]["lead"] = "health"
    refused(
        published(indicators=indicators),
        Reason.INVALID,
        "indicator conduct",
        "would be judged by health, which is appraised on it",
        "Nobody judges himself: name another lead department, or let the indicator apply to others only",
    )


@pytest.mark.parametrize(
    ("people", "role"),
    [(("committee-1",), "committee"), (("supervision-1",), "verifier"), (("mayor", "vice-mayor"), "leader")],
)
def test_a_cycle_with_a_step_that_nobody_could_do_is_refused(people: tuple[str, ...], role: str) -> None:
    given = PUBLISHED
    for person in people:
        given = moved(given, person, "statistics", "staff")
    refused(
        given,
        Reason.INVALID,
        "cycle annual-2026",
        f"needs somebody with the role {role}, and the directory has nobody",
        "Fill such a post, or leave out of the rulebook what needs it",
    )


@pytest.mark.parametrize(
    ("people", "role", "duty"),
    [
        (("supervision-1",), "verifier", "verify what it reports"),
        (("mayor", "vice-mayor"), "leader", "rate it as a leader"),
        (
            ("committee-1",),
            "committee",
            "approve its result as a member of the committee who is not of the performance office",
        ),
    ],
)
def test_an_appraisee_with_nobody_but_its_own_people_for_a_duty_is_refused(
    people: tuple[str, ...], role: str, duty: str
) -> None:
    given = PUBLISHED
    for person in people:
        given = moved(given, person, "health", role)
    refused(
        given,
        Reason.INVALID,
        "appraisee health",
        f"has nobody of another unit to {duty}",
        "Fill such a post in another unit",
    )


def test_a_committee_of_the_office_alone_approves_nothing() -> None:
    refused(
        moved(PUBLISHED, "committee-1", "committee", "committee", "office"),
        Reason.INVALID,
        "appraisee finance",
        "has nobody of another unit to approve its result as a member of the committee who is not of the performance "
        "office",
        "Fill such a post in another unit",
    )


def test_an_appraisee_whose_head_is_all_the_office_is_refused() -> None:
    given = moved(PUBLISHED, "finance-head", "finance", "head", "office")
    given = moved(moved(given, OFFICE, "performance-office"), "office-2", "performance-office")
    given.when(CYCLE, sample.launch(), actor="finance-head").refused(
        Reason.INVALID,
        "appraisee finance",
        "has nobody but its own head to compute its result",
        "Add another member to the performance office",
    )


def test_a_judging_department_without_a_head_is_refused() -> None:
    refused(
        moved(PUBLISHED, "supervision-head", "supervision", "staff"),
        Reason.INVALID,
        "indicator conduct",
        "is to be judged by supervision, which has no head in the directory",
        "Fill the post of its head, or name another lead department",
    )


def from_the_period(**goals: str) -> Given:
    """One step, which opens at the beginning of the period, 2026-01-01 in Shanghai."""
    return published(steps=[{"step": "goals", "opens": {"after": "period_start"}, **goals}])


def test_a_period_that_began_before_launch_is_fine_while_every_step_ends_ahead() -> None:
    given = from_the_period(due="P30D", ends="P40D").when(CYCLE, sample.launch(), actor=OFFICE).accepted

    state: Cycle = given.state(CYCLE)
    goals = state.schedule[StepName.GOALS]
    assert goals.opens < goals.due < LAUNCHED < goals.ends


def test_a_step_whose_end_has_passed_is_refused() -> None:
    refused(
        from_the_period(due="P30D", ends="P10D"),
        Reason.INVALID,
        "cycle annual-2026",
        "would end its step goals on 2026-02-09T16:00:00+00:00, which has passed",
        "Choose a later period, or give the step more time in the rulebook",
    )


@pytest.mark.parametrize(("seconds", "accepted"), [(-1, True), (0, False)])
def test_a_step_that_ends_at_the_instant_of_launch_has_passed(*, seconds: int, accepted: bool) -> None:
    clock = {"due": "P30D", "ends": "P40D"}
    rules = parse(sample.sample_rulebook(steps=[{"step": "goals", "opens": {"after": "period_start"}, **clock}]))
    [goals] = plan(rules.steps, rules.calendar, PERIOD, LAUNCHED)
    given = from_the_period(**clock).at(goals.ends + timedelta(seconds=seconds))
    outcome = given.when(CYCLE, sample.launch(), actor=OFFICE)
    assert (outcome.refusal is None) is accepted


# ---------------------------------------------------------------- after launch


def test_the_launch_check_counts_what_is_asked_of_whom() -> None:
    given = PUBLISHED.when(CYCLE, sample.launch(), actor=OFFICE).accepted
    given = given.when(CYCLE, CheckLaunch(), actor=SYSTEM_CLOCK).then(
        e.LaunchChecked(appraisees=3, indicators=4, evaluators=3)
    )

    given.when(CYCLE, CheckLaunch(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle annual-2026", "has passed its launch check already", "Nothing needs to be done"
    )


def test_opened_appraisals_are_recorded_once() -> None:
    given = PUBLISHED.when(CYCLE, sample.launch(), actor=OFFICE).accepted
    given = given.when(CYCLE, RecordAppraisalsOpened(), actor=SYSTEM_CLOCK).then(e.AppraisalsOpened(count=3))

    given.when(CYCLE, RecordAppraisalsOpened(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle annual-2026", "has opened its appraisals already", "Nothing needs to be done"
    )


SYSTEM_COMMANDS = [
    (CheckLaunch(), SYSTEM_CLOCK),
    (RecordAppraisalsOpened(), SYSTEM_CLOCK),
    (RecordStepPassed(step=StepName.GOALS, count=1), SYSTEM_LOG),
    (DrawSample(), SYSTEM_CLOCK),
    (RecordAppraisalsClosed(count=1), SYSTEM_LOG),
    (CloseCycle(), SYSTEM_CLOCK),
]


@pytest.mark.parametrize(("wish", "owner"), SYSTEM_COMMANDS, ids=lambda it: type(it).__name__)
@pytest.mark.parametrize("actor", [OFFICE, "system:operator", "system:ballot-box"])
def test_nobody_moves_a_cycle_on_but_the_system(wish: CheckLaunch, owner: str, actor: str) -> None:
    launched().when(CYCLE, wish, actor=actor).refused(
        Reason.FORBIDDEN,
        "cycle annual-2026",
        f"is moved on by {owner}, not by {actor}",
        "Wait for it; the performance office may extend, pause or resume the cycle",
    )


@pytest.mark.parametrize(
    "wish",
    [
        *(wish for wish, _ in SYSTEM_COMMANDS),
        ExtendCycle(step=StepName.GOALS, by=Duration(days=1), reason="Flood"),
        PauseCycle(reason="Flood"),
        ResumeCycle(),
    ],
    ids=lambda it: type(it).__name__,
)
def test_nothing_happens_to_a_cycle_that_was_not_launched(wish: CheckLaunch) -> None:
    PUBLISHED.when(CYCLE, wish, actor=OFFICE).refused(
        Reason.NOT_FOUND, "cycle", "has not been launched", "See 'kaohe cycle status' for those that are"
    )


def test_a_command_for_another_kind_of_stream_is_refused() -> None:
    launched().when(CYCLE, ConfirmGoals(), actor=OFFICE).refused(
        Reason.INVALID, "command ConfirmGoals", "is none that a cycle knows", "Send it to the stream it is for"
    )
