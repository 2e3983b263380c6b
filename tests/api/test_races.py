"""Two people act at the same moment, each through a process of their own: one event, and the other is told why not."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import uuid4

import pytest

from domain.aggregates import AGGREGATES
from domain.appraisal.goal_setting.audit import AuditGoals
from domain.appraisal.goals import ReturnGoals
from domain.appraisal.panel.giving import RecuseFromPanel, ReplaceEvaluator
from domain.command import Command
from domain.refusal import Refused
from domain.streams import appraisal_stream
from store.execute import Executor, Outcome
from store.keys import DataKeys
from store.log import Log
from tests.api.conftest import World
from tests.api.goal_setting import to_audit
from tests.api.panels import publish, ready, to_scoring
from tests.domain.panels import EXPERTS, LATE, gives
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

STREAM = appraisal_stream(CYCLE, "finance")
Race = Callable[..., Awaitable[tuple[list[str], list[str]]]]


@pytest.fixture
def race(world: World, log: Log, keys: DataKeys) -> Race:
    """Lets two processes, which share the log alone, decide two acts on the same version at the same instant.

    Answers the types of the events that came of it, and what whoever was refused was told.
    """
    barrier = asyncio.Barrier(2)

    def process() -> Executor:
        waited: list[bool] = []

        async def clock() -> datetime:
            if not waited:  # both have read, and neither has decided
                waited.append(True)
                await barrier.wait()
            return world.now

        return Executor(log, keys, AGGREGATES, clock=clock)

    async def run(*acts: tuple[str, Command]) -> tuple[list[str], list[str]]:
        before = await log.version(STREAM)
        answers = await asyncio.gather(
            *(process().execute(uuid4(), actor, STREAM, wish) for actor, wish in acts), return_exceptions=True
        )
        assert {type(answer) for answer in answers} <= {Outcome, Refused}
        happened = [stored.type for stored in await log.read_stream(STREAM, after=before)]
        return happened, _told(answers)

    return run


def _told(answers: Sequence[object]) -> list[str]:
    return [answer.problem for answer in answers if isinstance(answer, Refused)]


async def test_of_two_who_audit_at_once_one_does_and_the_other_is_told_that_it_is_done(
    world: World, race: Race
) -> None:
    await to_audit(world)

    assert await race((OFFICE, AuditGoals()), ("office-2", AuditGoals())) == (["GoalsAudited"], ["is done already"])


async def test_of_two_who_decide_otherwise_at_once_the_first_wins_and_the_other_is_told_why(
    world: World, race: Race
) -> None:
    await to_audit(world)

    returning = ReturnGoals(reason="Too few", duty="audit-goals")

    happened, told = await race((OFFICE, AuditGoals()), ("office-2", returning))

    assert (happened, told) in (
        (["GoalsAudited"], ["is done already"]),
        (["GoalsReturned"], ["comes after annual-2026:finance:set-goals"]),
    )


async def test_an_evaluator_who_clicks_twice_scores_once(world: World, race: Race) -> None:
    await ready(world)
    await to_scoring(world)
    wish = ("expert-1", gives("expert-1", "8", "7"))

    assert await race(wish, wish) == (["PanelScoreGiven"], ["is done already"])


async def test_two_evaluators_who_score_at_once_both_count(world: World, race: Race) -> None:
    await ready(world)
    await to_scoring(world)

    given = (("expert-1", gives("expert-1", "8", "7")), ("expert-2", gives("expert-2", "9", "8")))
    assert await race(*given) == (["PanelScoreGiven", "PanelScoreGiven"], [])


async def test_a_score_and_the_replacement_of_who_gives_it_do_not_both_happen(world: World, race: Race) -> None:
    await ready(world)
    await to_scoring(world)
    await publish(world, *EXPERTS, LATE)
    replacing = ReplaceEvaluator(panel="experts", person="expert-1", successor=LATE, reason="Too slow")

    happened, told = await race(("expert-1", gives("expert-1", "8", "7")), (OFFICE, replacing))

    assert (happened, told) in (
        (["PanelScoreGiven"], ["has the scores of expert-1"]),
        (["EvaluatorReplaced"], ["is done already"]),
    )


async def test_two_recusals_at_once_leave_the_panel_short_once(world: World, race: Race) -> None:
    await ready(world)
    await to_scoring(world)
    first, second = (
        (person, RecuseFromPanel(seat=f"experts.{person}", statement="I advised the unit")) for person in EXPERTS[:2]
    )

    assert await race(first, second) == (["EvaluatorRecused", "EvaluatorRecused", "PanelShort"], [])
