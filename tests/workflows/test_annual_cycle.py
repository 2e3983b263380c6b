"""An annual cycle from launch to close, on real PostgreSQL and real Temporal."""

from decimal import Decimal

import pytest

from domain.appraisal.state import Appraisal
from domain.streams import appraisal_stream, cycle_stream
from tests.players import Players
from tests.runtime import Running
from tests.sample import CYCLE, UNITS, sample_steps

pytestmark = pytest.mark.anyio


async def test_a_cycle_in_which_everybody_acts_runs_from_launch_to_close(runtime: Running) -> None:
    await runtime.set_up()

    await Players(runtime, CYCLE).play_to_the_end()

    cycle = await runtime.types(cycle_stream(CYCLE))
    passed = [name for name in cycle if name == "StepPassedByAll"]
    assert [name for name in cycle if name not in passed] == [
        "CycleLaunched",
        "LaunchChecked",
        "AppraisalsOpened",
        "SampleDrawn",
        "AppraisalsClosed",
        "CycleClosed",
    ]
    assert len(passed) == 7
    for unit in UNITS:
        state = await runtime.state(appraisal_stream(CYCLE, unit))
        assert isinstance(state, Appraisal)
        assert (state.total, state.grade, state.approved) == (Decimal("93.50"), "excellent", True)
        assert await runtime.types(appraisal_stream(CYCLE, unit)) == [
            "AppraisalOpened",
            *("StepOpened", "GoalsSet", "GoalsConfirmed", "StepCompleted"),
            *("StepOpened", "TalkOpened", "ActionsProposed", "ActionsAgreed", "TalkClosed", "TalkClosed"),
            "StepCompleted",
            *("StepOpened", "ReportSubmitted", "StepCompleted"),
            *("StepOpened", "ValueConfirmed", "ValueConfirmed", "StepCompleted"),
            *("StepOpened", "IndicatorJudged", "LeaderRated", "LeaderRated", "BallotsCounted", "StepCompleted"),
            *("StepOpened", "ResultComputed", "ResultApproved", "StepCompleted"),
            *("StepOpened", "FeedbackIssued", "FeedbackAcknowledged", "StepCompleted"),
            "AppraisalClosed",
        ]


async def test_a_cycle_in_which_nobody_acts_reminds_escalates_lapses_and_closes(runtime: Running) -> None:
    steps = sample_steps("PT1S", reminders=["PT0.4S", "PT0.2S"], escalates="PT0.1S", ends="PT0.2S")
    await runtime.set_up(steps=steps)

    await runtime.until_event(cycle_stream(CYCLE), "CycleClosed")

    lapsing = ["StepOpened", "StepReminded", "StepReminded", "StepFellDue", "StepEscalated", "StepLapsed"]
    scoring = [*lapsing[:-1], "BallotsCounted", "StepLapsed"]
    for unit in UNITS:
        assert await runtime.types(appraisal_stream(CYCLE, unit)) == [
            "AppraisalOpened",
            *(lapsing * 3),  # goals, counseling, reporting; nothing was reported, so nothing is drawn
            *scoring,
            *lapsing,  # result
            *("StepOpened", "StepCompleted"),  # feedback on no result asks nothing of anybody
            "AppraisalClosed",
        ]


async def test_a_step_that_insists_reminds_and_escalates_in_turn_and_ends_by_its_rule(runtime: Running) -> None:
    up = [{"after": "PT0.2S", "to": "leader"}, {"after": "PT0.4S", "to": "committee"}]
    goals, counseling, *others = sample_steps("PT1S", reminders=["PT0.2S"], escalates="PT0.1S", ends="PT0.2S")
    goals |= {"escalates": "PT0S", "overdue": ["PT0.1S", "PT0.3S"], "escalations": up, "ends": "PT0.5S"}
    goals |= {"at_end": "default", "default": ["targets_stand"]}
    counseling |= {"at_end": "nothing"}
    await runtime.set_up(steps=[goals, counseling, *others])
    stream = appraisal_stream(CYCLE, UNITS[0])

    await Players(runtime, CYCLE, skip=frozenset({"set-goals"})).play_to_the_end()

    happened = await runtime.types(stream)
    assert happened[:11] == [
        *("AppraisalOpened", "StepOpened", "StepReminded", "StepFellDue"),
        *("StepReminded", "StepEscalated", "StepReminded", "StepEscalated"),
        *("GoalsDefaulted", "StepLapsed", "StepOpened"),
    ]
    assert happened[-1] == "AppraisalClosed"
    state = await runtime.state(stream)
    assert isinstance(state, Appraisal)
    assert state.goals_confirmed
    assert state.approved
