"""Recording: who may record what, when, and never the unit about itself."""

from typing import Any

import pytest

from domain.appraisal import events as e
from domain.appraisal import fact_events as f
from domain.appraisal.facts import facts
from domain.appraisal.recording.cases import RecordCase
from domain.appraisal.recording.record import CloseRecord
from domain.appraisal.reporting import SubmitReport
from domain.appraisal.state import Appraisal
from domain.appraisal.verification import CorrectValue
from domain.cycle.steering import PauseCycle
from domain.directory import Role
from domain.exact import number
from domain.refusal import Reason
from domain.regulation import Effect
from domain.schedule import StepName
from domain.scoring import Case, Fact, Facts, JointPart, JointRole, Ruling, Score, Scores
from tests import comparing, sample
from tests.comparing import CLAIM, HEARING, PAST, PROOF, RULING, case, panel, recorded
from tests.domain.compared import at_recording, stream
from tests.domain.compared import recorded as all_recorded
from tests.domain.history import (
    COMMITTEE,
    CYCLE,
    HEAD,
    OFFICE,
    VERIFIER,
    draw_if_due,
    launched,
    moved,
    private,
    published,
    tick,
)

GIVEN = at_recording()
APPRAISAL = stream("finance")
RECORD = "record of appraisal annual-2026:finance"
EVIDENCE = (e.Evidence(reference="minutes 12"),)
SERVICE = panel("experts", "9", None, indicator="service")
CITIZENS = panel("citizens", "80", "70", "90", indicator="service", names=False, invited=5)
HEARD = GIVEN.when(APPRAISAL, recorded(CLAIM), actor=HEAD).accepted.when(
    APPRAISAL, recorded(HEARING), actor="statistics-head"
).accepted  # fmt: skip


def refuses(fact: dict[str, Any], actor: str, reason: Reason, problem: str, mend: str, given: Any = GIVEN) -> None:  # noqa: ANN401 - JSON, and a history
    given.when(APPRAISAL, recorded(fact), actor=actor).refused(reason, RECORD, problem, mend)


# ---------------------------------------------------------------- the open record


def test_scoring_asks_the_office_to_close_the_record_and_nobody_to_judge_what_panels_rate() -> None:
    state: Appraisal = GIVEN.state(APPRAISAL)
    assert state.steps[StepName.SCORING].duties == (e.Duty(key="close-record", role=Role.OFFICE),)
    assert set(state.reported) == {"growth", "water", "exports", "jobs", "bridge", "petitions"}


def test_a_closed_record_takes_nothing_more() -> None:
    given = GIVEN.when(APPRAISAL, CloseRecord(), actor=OFFICE).then(
        f.RecordClosed(by=OFFICE), e.StepCompleted(step=StepName.SCORING)
    )
    mend = "See 'kaohe history annual-2026:finance'"
    refuses(SERVICE, OFFICE, Reason.CONFLICT, "was closed (event 6)", mend, given)


def test_a_record_is_not_closed_over_a_claim_without_a_ruling() -> None:
    HEARD.when(APPRAISAL, CloseRecord(), actor=OFFICE).refused(
        Reason.CONFLICT,
        RECORD,
        "has a claim of an external cause on exports without a ruling",
        "Let the committee rule on it first",
    )


def test_nothing_is_recorded_during_a_pause() -> None:
    paused = GIVEN.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    problem = "waits, because cycle annual-2026 is paused"
    refuses(SERVICE, OFFICE, Reason.CONFLICT, problem, "Try again when it goes on", paused)


def test_of_several_facts_all_are_recorded_or_none() -> None:
    wish = recorded(SERVICE, case("awards", "prize", "local"))
    GIVEN.when(APPRAISAL, wish, actor=OFFICE).refused(
        Reason.INVALID, RECORD, "is given case prize of awards of kind 'local'", "Kinds are: national"
    )
    GIVEN.when(APPRAISAL, recorded(), actor=OFFICE).refused(
        Reason.INVALID, RECORD, "is given no facts", "Record at least one"
    )


@pytest.mark.parametrize("actor", [HEAD, "finance-staff-1"])
def test_nobody_of_the_unit_records_about_it_whatever_else_they_are(actor: str) -> None:
    given = moved(GIVEN, OFFICE, "finance", "office")
    problem = f"would be done by {OFFICE}, who is of the unit appraised"
    mend = "Let somebody who has no part in the appraisal do it"
    for fact in (SERVICE, case("accident", "fire"), {"fact": "joint_part", "indicator": "bridge", "role": "lead"}):
        refuses(fact, OFFICE, Reason.FORBIDDEN, problem, mend, given)
        asked = "is to be written in by the performance office here, not by " + actor
        refuses(fact, actor, Reason.FORBIDDEN, asked, "Let them record it")


# ---------------------------------------------------------------- panels


def test_scores_of_a_panel_are_recorded_and_replaced_and_the_last_counts() -> None:
    given = GIVEN.when(APPRAISAL, recorded(SERVICE), actor=OFFICE).then(
        f.PanelScoresRecorded(
            indicator="service",
            panel="experts",
            scores=(Score(value=9, by="e-1"), Score(value=None, by="e-2")),
            invited=None,
            evidence=(),
            replaces=None,
            by=OFFICE,
        )
    )
    outcome = given.when(APPRAISAL, recorded(panel("experts", "8", indicator="service")), actor=OFFICE)
    assert [event.replaces for event in outcome.events if isinstance(event, f.PanelScoresRecorded)] == [6]
    assert facts(outcome.accepted.state(APPRAISAL)).scores == {
        "service": {"experts": Scores(given=(Score(value=8, by="e-1"),), cites=(7,))}
    }


def test_the_order_of_anonymous_scores_says_nothing() -> None:
    (event,) = GIVEN.when(APPRAISAL, recorded(CITIZENS), actor=OFFICE).events
    assert isinstance(event, f.PanelScoresRecorded)
    assert [score.value for score in event.scores] == [70, 80, 90]


@pytest.mark.parametrize(
    ("fact", "problem", "mend"),
    [
        (
            panel("congress", "9", indicator="service"),
            "is given scores of panel congress, which the rulebook does not ask about indicator service",
            "Panels it asks are: citizens, experts",
        ),
        (
            panel("experts", "9"),
            "is given scores of panel experts, which the rulebook does not ask about the appraisee as a whole",
            "Panels it asks are: congress",
        ),
        (
            panel("citizens", "9", indicator="service"),
            "is given scores of panel citizens, which is anonymous, with names",
            "Leave the evaluators out",
        ),
        (
            panel("experts", "9", indicator="service", names=False),
            "is given a score of panel experts by nobody",
            "Name the evaluator by an id",
        ),
        (
            {**SERVICE, "scores": [{"value": "9", "by": "e-1", "weight": "2"}]},
            "is given scores of panel experts with weights, and the panel's mean has none",
            "Leave the weights out",
        ),
        (
            panel("experts", "9", indicator="elsewhere"),
            "names indicator elsewhere, on which finance is not appraised",
            "Its indicators are growth, water, exports, jobs, bridge, both, petitions, service",
        ),
    ],
)
def test_scores_that_no_panel_gave_are_refused(fact: dict[str, Any], problem: str, mend: str) -> None:
    refuses(fact, OFFICE, Reason.INVALID, problem, mend)


@pytest.mark.parametrize(
    ("fact", "thing", "problem", "mend"),
    [
        (
            panel("experts", "11", indicator="service"),
            "score of panel experts",
            "is 11",
            "Give a number from 0 to 10, or nothing for don't know",
        ),
        (
            {**SERVICE, "scores": [{"value": "9", "by": "e-1"}, {"value": "8", "by": "e-1"}]},
            "panel experts",
            "has two scores of e-1",
            "Let each evaluator score once",
        ),
        (
            {**CITIZENS, "invited": 2},
            "panel citizens",
            "has 3 scores of 2 who were invited",
            "State how many were invited, those who scored among them",
        ),
    ],
)
def test_scores_that_could_not_be_counted_are_refused(
    fact: dict[str, Any], thing: str, problem: str, mend: str
) -> None:
    GIVEN.when(APPRAISAL, recorded(fact), actor=OFFICE).refused(Reason.INVALID, thing, problem, mend)


def test_nobody_of_the_unit_is_an_evaluator_of_it() -> None:
    fact = {**SERVICE, "scores": [{"value": "10", "by": "finance-staff-1"}]}
    problem = "is given a score of panel experts by finance-staff-1, who is of the unit appraised"
    refuses(fact, OFFICE, Reason.FORBIDDEN, problem, "Nobody scores the own unit: leave it out")


# ---------------------------------------------------------------- cases


def test_a_case_is_recorded_withdrawn_and_does_not_count_then() -> None:
    fact = case("petitions", "p-1", "grave", count=2)
    given = GIVEN.when(APPRAISAL, recorded(fact), actor="supervision-head").then(
        f.CaseRecorded(
            provision="petitions",
            case="p-1",
            kind="grave",
            count=2,
            points=None,
            evidence=EVIDENCE,
            reason=private("supervision-head", "Found"),
            by="supervision-head",
        )
    )
    counted = Case(id="p-1", kind="grave", count=2, cites=(6,), evidence=("minutes 12",))
    assert facts(given.state(APPRAISAL)).cases == {"petitions": (counted,)}
    refuses(
        fact,
        OFFICE,
        Reason.CONFLICT,
        "has case p-1 of petitions already",
        "Withdraw it first, to record it anew",
        given,
    )
    gone = {"fact": "withdrawal", "provision": "petitions", "case": "p-1", "reason": "Unfounded"}
    withdrawn = given.when(APPRAISAL, recorded(gone), actor=OFFICE).then(
        f.CaseWithdrawn(provision="petitions", case="p-1", cites=6, reason=private(OFFICE, "Unfounded"), by=OFFICE)
    )
    assert facts(withdrawn.state(APPRAISAL)).cases == {}
    refuses(gone, OFFICE, Reason.NOT_FOUND, "has no case p-1 of petitions", "Recorded there: none", withdrawn)


@pytest.mark.parametrize(
    ("fact", "problem", "mend"),
    [
        (
            case("growth", "x"),
            "is given a case of growth, which counts none here",
            "Cases count in: petitions, awards, accident",
        ),
        (case("petitions", "x"), "is given case x of petitions without points", "State its kind, or its points"),
        (
            case("petitions", "x", "plain", points="4"),
            "is given case x of petitions with points of its own, and the rule says what it is worth",
            "Leave the points out",
        ),
        (
            case("accident", "x", points="4"),
            "is given case x of accident with points of its own, and a veto has no points",
            "Leave the points out",
        ),
        (case("accident", "x", "bad"), "is given case x of accident of kind 'bad'", "Leave the kind out"),
        (case("petitions", "x", "plain", count=0), "is given case x of petitions 0 times", "Count at least 1"),
        (
            case("petitions", "x", "plain") | {"evidence": []},
            "is given case x of petitions without evidence",
            "Say where it can be seen",
        ),
        (
            case("petitions", "x", "plain") | {"reason": " "},
            "is given case x of petitions without a reason",
            "Say what happened",
        ),
    ],
)
def test_a_case_that_counts_nowhere_or_twice_is_refused(fact: dict[str, Any], problem: str, mend: str) -> None:
    refuses(fact, OFFICE, Reason.INVALID, problem, mend)


def test_a_lead_department_records_cases_of_its_own_indicators_alone() -> None:
    problem = "is to be written in by the head of supervision or the performance office here, not by statistics-head"
    refuses(case("petitions", "x", "plain"), "statistics-head", Reason.FORBIDDEN, problem, "Let them record it")
    problem = "is to be written in by the performance office here, not by supervision-head"
    refuses(case("accident", "x"), "supervision-head", Reason.FORBIDDEN, problem, "Let them record it")


def test_one_fact_is_a_command_of_its_own_too() -> None:
    wish = RecordCase.model_validate(case("accident", "x"))
    assert GIVEN.when(APPRAISAL, wish, actor=OFFICE).events == (
        GIVEN.when(APPRAISAL, recorded(case("accident", "x")), actor=OFFICE).events
    )


# ---------------------------------------------------------------- values


def test_the_lead_department_supplies_values_of_the_past() -> None:
    GIVEN.when(APPRAISAL, recorded(PAST), actor="statistics-head").then(
        f.PastValuesRecorded(
            indicator="jobs",
            values=(f.PastValue(year=2024, value=9), f.PastValue(year=2025, value=10)),
            evidence=EVIDENCE,
            replaces=None,
            by="statistics-head",
        )
    )


@pytest.mark.parametrize("actor", [OFFICE, HEAD, "supervision-head"])
def test_nobody_else_supplies_values_of_the_past(actor: str) -> None:
    problem = f"is to be written in by the head of statistics here, not by {actor}"
    refuses(PAST, actor, Reason.FORBIDDEN, problem, "Let them record it")


@pytest.mark.parametrize(
    ("changes", "problem", "mend"),
    [
        (
            {"values": [{"year": 2026, "value": "9"}]},
            "is given past values of jobs of 2026",
            "Record each year once, of 2024 to 2025",
        ),
        ({"unit": "jobs"}, "is given past values of jobs in 'jobs'", "Give them in '%', the rulebook's unit"),
        (
            {"indicator": "growth"},
            "is given past values of growth, whose rule compares none",
            "Record those of an improvement alone",
        ),
        ({"evidence": []}, "is given past values of jobs without evidence", "Say where it can be seen"),
    ],
)
def test_past_values_that_nothing_compares_are_refused(changes: dict[str, Any], problem: str, mend: str) -> None:
    refuses({**PAST, **changes}, "statistics-head", Reason.INVALID, problem, mend)


def test_values_of_adjustments_and_joint_roles_are_recorded_where_there_are_any() -> None:
    value = {"fact": "adjustment_value", "adjustment": "placed", "value": "2", "evidence": PROOF}
    role = {"fact": "joint_part", "indicator": "bridge", "role": "cooperating", "cooperating": 2}
    given = GIVEN.when(APPRAISAL, recorded(value, role), actor=OFFICE).then(
        f.AdjustmentValueRecorded(adjustment="placed", value=2, evidence=EVIDENCE, replaces=None, by=OFFICE),
        f.JointPartAssigned(
            indicator="bridge", role=JointRole.COOPERATING, cooperating=2, evidence=(), replaces=None, by=OFFICE
        ),
    )
    known = facts(given.state(APPRAISAL), 2026)
    assert known.values["placed"] == Fact(value=2, cites=(6,), evidence=("minutes 12",))
    assert known.joint == {"bridge": JointPart(role=JointRole.COOPERATING, cooperating=2, cites=(7,))}
    problem, mend = "is given a value of awards, which takes none", "Adjustments that take a value are: placed"
    refuses({**value, "adjustment": "awards"}, OFFICE, Reason.INVALID, problem, mend)
    problem = "is given a role in growth, which is no joint task"
    refuses({**role, "indicator": "growth"}, OFFICE, Reason.INVALID, problem, "Leave it out")


# ---------------------------------------------------------------- external causes


def test_a_cause_is_claimed_heard_and_ruled_on_by_three() -> None:
    given = HEARD.when(APPRAISAL, recorded(RULING), actor=COMMITTEE).then(
        f.ExternalCauseRuled(
            indicator="exports",
            cites=7,
            upheld=True,
            effect=Effect.LEFT_OUT,
            target=None,
            reason=private(COMMITTEE, "Nobody could"),
            evidence=(),
            by=COMMITTEE,
        )
    )
    assert given.streams[APPRAISAL][5:7] == (
        f.ExternalCauseClaimed(
            indicator="exports", cause=private(HEAD, "The port was shut"), evidence=EVIDENCE, by=HEAD
        ),
        f.ExternalCauseHeard(
            indicator="exports", cites=6, finding=private("statistics-head", "It was"), by="statistics-head"
        ),
    )
    ruling = Ruling(upheld=True, effect=Effect.LEFT_OUT, by=COMMITTEE, cites=(6, 7, 8))
    assert facts(given.state(APPRAISAL)).rulings == {"exports": ruling}
    problem = "has a ruling on exports (event 8)"
    refuses(RULING, COMMITTEE, Reason.CONFLICT, problem, "A ruling stands", given)
    refuses(CLAIM, HEAD, Reason.CONFLICT, "has a claim on exports (event 6)", "Add what is new to the hearing", given)


@pytest.mark.parametrize("actor", [OFFICE, "statistics-head", "health-head", "finance-staff-1"])
def test_only_the_head_claims(actor: str) -> None:
    problem = f"takes a claim from the head of finance, not from {actor}"
    refuses(CLAIM, actor, Reason.FORBIDDEN, problem, "Let the head claim it")


def test_a_claim_is_heard_before_it_is_ruled_on_and_made_before_it_is_heard() -> None:
    problem = "has no claim on exports"
    refuses(HEARING, OFFICE, Reason.CONFLICT, problem, "The head of the unit appraised makes it")
    claimed = GIVEN.when(APPRAISAL, recorded(CLAIM), actor=HEAD).accepted
    problem = "has a claim on exports that nobody has heard"
    mend = "Let the lead department or the performance office hear it"
    refuses(RULING, COMMITTEE, Reason.CONFLICT, problem, mend, claimed)
    problem = "has heard the claim on exports (event 7)"
    refuses(HEARING, OFFICE, Reason.CONFLICT, problem, "Let the committee rule on it", HEARD)


@pytest.mark.parametrize(
    ("person", "unit", "roles", "part"),
    [
        (HEAD, "committee", ("committee",), "made the claim"),
        ("statistics-head", "committee", ("committee",), "heard the claim"),
        ("office-2", "performance-office", ("office", "committee"), "is of the performance office"),
    ],
)
def test_who_claimed_heard_or_is_of_the_office_does_not_rule(
    person: str, unit: str, roles: tuple[str, ...], part: str
) -> None:
    given = moved(HEARD, person, unit, *roles)
    outcome = given.when(APPRAISAL, recorded(RULING), actor=person)
    assert outcome.refusal is not None
    assert outcome.refusal.reason is Reason.FORBIDDEN
    said = "reported its values" if person == HEAD else part
    assert outcome.refusal.problem.endswith(f"by {person}, who {said}")


@pytest.mark.parametrize("actor", [OFFICE, HEAD, "statistics-head", "mayor"])
def test_nobody_but_the_committee_rules(actor: str) -> None:
    problem = f"takes rulings from the committee, not from {actor}"
    refuses(RULING, actor, Reason.FORBIDDEN, problem, "Let a member of the committee rule", HEARD)


@pytest.mark.parametrize(
    ("changes", "problem", "mend"),
    [
        (
            {"effect": None},
            "is given a ruling on exports with no effect",
            "The rulebook allows: left_out, other_target",
        ),
        (
            {"effect": "full_marks"},
            "is given a ruling on exports with effect full_marks",
            "The rulebook allows: left_out, other_target",
        ),
        (
            {"effect": "other_target"},
            "is given a ruling on exports to other_target with no target",
            "Name a target for another one",
        ),
        (
            {"target": "40"},
            "is given a ruling on exports to left_out with a target",
            "Name a target for another one",
        ),
        ({"upheld": False}, "is given a dismissal of the claim on exports with an effect", "Leave it out"),
        ({"reason": ""}, "is given a ruling on exports without a reason", "Say why"),
    ],
)
def test_a_ruling_does_what_the_rulebook_allows(changes: dict[str, Any], problem: str, mend: str) -> None:
    refuses({**RULING, **changes}, COMMITTEE, Reason.INVALID, problem, mend, HEARD)


def test_there_is_no_claim_where_the_rulebook_has_no_relief() -> None:
    problem = "takes no claim on growth, for which the rulebook has no relief"
    refuses({**CLAIM, "indicator": "growth"}, HEAD, Reason.INVALID, problem, "Indicators that have it are: exports")


# ---------------------------------------------------------------- all of it


def test_what_was_recorded_becomes_the_facts_of_scoring() -> None:
    given = all_recorded(GIVEN, "finance")
    known = facts(given.state(APPRAISAL), 2026)
    assert known == Facts(
        year=2026,
        values={
            **{
                name: Fact(value=number(value), cites=(3,))
                for name, value in {
                    "growth": "8",
                    "water": "81",
                    "exports": "60",
                    "jobs": "12",
                    "bridge": "100",
                }.items()
            },
            "petitions": Fact(value=None, cites=(3,)),
            "placed": Fact(value=2, cites=(10,), evidence=("minutes 12",)),
        },
        past={"jobs": {2024: number("9"), 2025: number("10")}},
        past_cites={"jobs": (12,)},
        cases={
            "awards": (Case(id="prize", kind="national", cites=(9,), evidence=("minutes 12",)),),
            "petitions": (Case(id="p-1", kind="plain", cites=(13,), evidence=("minutes 12",)),),
        },
        scores={
            "service": {
                "citizens": Scores(
                    given=tuple(Score(value=value) for value in (70, 80, 90, None)), invited=6, cites=(6,)
                ),
                "experts": Scores(given=(Score(value=9, by="e-1"), Score(value=8, by="e-2")), cites=(7,)),
            }
        },
        overall={"congress": Scores(given=(Score(value=90, by="e-1"), Score(value=80, by="e-2")), cites=(8,))},
        joint={"bridge": JointPart(role=JointRole.LEAD, cites=(11,))},
    )


def test_a_report_gives_no_number_of_cases_that_have_points_of_their_own() -> None:
    given = tick(launched(("finance",), **comparing.CHANGES), StepName.REPORTING)
    entries = [
        entry.model_copy(update={"value": number("2")}) if entry.indicator == "petitions" else entry
        for entry in comparing.REPORTS["finance"].values
    ]
    given.when(APPRAISAL, SubmitReport(values=tuple(entries)), actor=HEAD).refused(
        Reason.INVALID,
        "task annual-2026:finance:report",
        "holds the value of indicator petitions, whose cases each have points of their own",
        "Leave the value out with a note; the lead department records the cases",
    )


def test_a_cycle_in_which_nobody_else_could_close_the_record_is_not_launched() -> None:
    given = published(**comparing.CHANGES)
    for person in ("office-1", "office-2"):
        given = moved(given, person, "finance", "office")
    given.when(CYCLE, sample.launch(), actor=OFFICE).refused(
        Reason.INVALID,
        "appraisee finance",
        "has nobody of another unit to close the record of its facts as a member of the performance office",
        "Fill such a post in another unit",
    )


def test_a_verifier_gives_none_either() -> None:
    steps = [step for step in sample.sample_steps() if step["step"] in {"reporting", "verification", "scoring"}]
    steps[0] = {**steps[0], "opens": {"after": "launch"}}
    given = launched(("finance",), **{**comparing.CHANGES, "steps": steps, "verification": {"share": "1"}})
    given = tick(given, StepName.REPORTING).when(APPRAISAL, comparing.REPORTS["finance"], actor=HEAD).accepted
    given = tick(draw_if_due(given, StepName.VERIFICATION), StepName.VERIFICATION)
    wish = CorrectValue(indicator="petitions", value="2", unit="cases", reason="Counted")
    given.when(APPRAISAL, wish, actor=VERIFIER).refused(
        Reason.INVALID,
        "task annual-2026:finance:verify.petitions",
        "gives a number of cases that each have points of their own",
        "Leave it without a value; the lead department records the cases",
    )
