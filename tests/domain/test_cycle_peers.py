"""Peers: tabulated once by the clock when all have been scored, and what every result rests on."""

from domain.appraisal import events as e
from domain.appraisal.facts import facts
from domain.appraisal.result import ComputeResult
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle.events import PeersTabulated
from domain.cycle.launch import CheckLaunch
from domain.cycle.passage import RecordStepPassed
from domain.cycle.peers import TabulatePeers
from domain.exact import number
from domain.refusal import Reason
from domain.regulation import parse
from domain.schedule import StepName
from domain.scoring import compute, tabulate
from tests import comparing, sample
from tests.comparing import case, panel, recorded
from tests.domain.compared import UNITS, all_scored, approved, at_recording, stream, tabulated
from tests.domain.history import CYCLE, OFFICE, lapsed, launched, published, tick

SCORED = all_scored()
TABULATED = tabulated()
RULEBOOK = parse(sample.sample_rulebook(**comparing.CHANGES))


def test_peers_are_tabulated_from_all_appraisals_as_in_memory() -> None:
    known = {unit: facts(SCORED.state(stream(unit)), 2026) for unit in UNITS}

    outcome = SCORED.when(CYCLE, TabulatePeers(), actor=SYSTEM_CLOCK)

    outcome.then(PeersTabulated(table=tabulate(RULEBOOK, known)))
    (event,) = outcome.events
    assert isinstance(event, PeersTabulated)
    growth = next(column for column in event.table.values if column.indicator == "growth")
    assert growth.values == {"finance": number("8"), "health": number("6"), "transport": number("8")}
    assert event.table.voided == {"experts": ("e-1",)}  # 9 to finance and to health


def test_peers_are_tabulated_once_by_the_clock_and_only_when_all_have_been_scored() -> None:
    TABULATED.when(CYCLE, TabulatePeers(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle annual-2026", "has tabulated its peers already", "Nothing needs to be done"
    )
    SCORED.when(CYCLE, TabulatePeers(), actor=OFFICE).refused(
        Reason.FORBIDDEN,
        "cycle annual-2026",
        "is moved on by system:clock, not by office-1",
        "Wait for it; the performance office may extend, pause or resume the cycle",
    )
    at_recording().when(CYCLE, TabulatePeers(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "cycle annual-2026",
        "is still being scored, so what its rulebook compares is not complete",
        "Tabulate the peers when scoring has ended in every appraisal",
    )


def test_a_cycle_that_compares_nobody_tabulates_nothing() -> None:
    given = launched()
    assert given.state(CYCLE).compares is False
    given.when(CYCLE, TabulatePeers(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle annual-2026", "compares no peers", "Nothing needs to be done"
    )


def test_the_launch_check_says_that_peers_are_compared() -> None:
    given = published(**comparing.CHANGES).when(CYCLE, sample.launch(), actor=OFFICE).accepted
    assert given.when(CYCLE, CheckLaunch(), actor=SYSTEM_CLOCK).accepted.state(CYCLE).compares is True


def test_a_comparison_without_a_step_to_score_in_is_not_launched() -> None:
    steps = [step for step in comparing.CHANGES["steps"] if step["step"] != "scoring"]
    steps[1] = {**steps[1], "opens": {"after": "reporting"}}
    published(**{**comparing.CHANGES, "steps": steps}).when(CYCLE, sample.launch(), actor=OFFICE).refused(
        Reason.INVALID,
        "cycle annual-2026",
        "compares peers, and has no step scoring after which they could be",
        "Add the step to the rulebook",
    )


def test_no_result_is_computed_before_the_peers_are_known() -> None:
    given = tick(SCORED, StepName.RESULT, stream("finance"))
    given.when(stream("finance"), ComputeResult(), actor=OFFICE).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:compute",
        "compares peers, and what they are compared by has not been tabulated",
        "Wait until scoring has ended in every appraisal; see 'kaohe cycle status annual-2026'",
    )


def test_results_are_those_of_the_same_facts_in_memory() -> None:
    known = {unit: facts(SCORED.state(stream(unit)), 2026) for unit in UNITS}
    table = tabulate(RULEBOOK, known)
    for unit in UNITS:
        (computed, *_) = TABULATED.when(stream(unit), ComputeResult(), actor=OFFICE).events
        assert isinstance(computed, e.ResultComputed)
        assert computed.result == compute(RULEBOOK, unit, known[unit], table)


def test_totals_are_those_worked_out_by_hand() -> None:
    """Finance: growth ranks 1, tied (100); water 81/90 (90); exports 60/50, at most 100; jobs above 9.5 (100);
    bridge as its lead (100); both 68/100 (68); petitions 100 less 10 (90); service 0.6 of 80 and 0.4 of 80, the only
    expert left (80): 0.2*100 + 0.1*(90+100+100+100+68+90) + 0.2*80 = 90.8; congress 85; 0.8*90.8 + 0.2*85 = 89.64;
    a national award 2 and second place 0.5: 92.14.
    """
    given = approved(TABULATED, *UNITS)
    totals = {unit: given.state(stream(unit)).total for unit in UNITS}
    assert totals["finance"] == number("92.14")
    assert {unit: given.state(stream(unit)).grade for unit in UNITS} == {
        "finance": "excellent",
        "health": "good",  # it would be excellent but for the veto
        "transport": "excellent",
    }


def test_nothing_that_a_table_rests_on_changes_after_it() -> None:
    thing, reason = "record of appraisal annual-2026:finance", Reason.CONFLICT
    version = next(
        number
        for number, event in enumerate(TABULATED.streams[stream("finance")], start=1)
        if type(event).__name__ == "RecordClosed"
    )
    mend = "See 'kaohe history annual-2026:finance'"
    for fact in (panel("congress", "1"), case("accident", "late")):
        TABULATED.when(stream("finance"), recorded(fact), actor=OFFICE).refused(
            reason, thing, f"was closed (event {version})", mend
        )


def test_a_step_that_lapsed_closes_the_record_too() -> None:
    given = at_recording()
    for unit in UNITS:
        given = lapsed(given, StepName.SCORING, stream(unit))
    wish = RecordStepPassed(step=StepName.SCORING, count=len(UNITS))
    given = given.when(CYCLE, wish, actor=SYSTEM_LOG).accepted
    given = given.when(CYCLE, TabulatePeers(), actor=SYSTEM_CLOCK).accepted
    given.when(stream("finance"), recorded(case("accident", "late")), actor=OFFICE).refused(
        Reason.CONFLICT,
        "record of appraisal annual-2026:finance",
        "takes nothing while no step is open",
        "Record while reporting, verification or scoring is; see 'kaohe cycle status annual-2026'",
    )


def test_an_explanation_says_nothing_of_single_peers() -> None:
    """Health reported no water; it has the mean of the others, whose values stand nowhere in its explanation."""
    (computed, *_) = TABULATED.when(stream("health"), ComputeResult(), actor=OFFICE).events
    assert isinstance(computed, e.ResultComputed)
    said = computed.result.model_dump_json()
    assert "has the mean score of 2 peers" in said
    assert [name for name in ("finance", "transport") if name in said] == []
