"""What the workflow of an appraisal may ask for: how a step stands, and that a moment of it be carried out.

These run as local activities. They return instants and flags, never content.
"""

import structlog
from temporalio import activity

from activities.clocks import until
from activities.contracts import (
    ADDED_STEPS,
    ADVANCE_STEP,
    BALLOTS,
    CLOSE_APPRAISAL,
    READ_STEP,
    AppraisalEnd,
    StepAt,
    StepClock,
    StepMoment,
    StreamRef,
    command_id,
)
from activities.giving import give
from activities.release import RELEASE
from domain.appraisal.clock import Action, CloseAppraisal, applies, command_for, holds, lies_behind, next_moment
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK
from domain.cycle.state import Cycle
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import cycle_stream
from store.ballots import BallotBox
from store.clock import Clock
from store.counting import count_ballots
from store.execute import Executor

_log = structlog.get_logger(__name__)


class StepActivities:
    """The step activities over one log; `clock` is the server's."""

    def __init__(self, executor: Executor, ballots: BallotBox, clock: Clock) -> None:
        self._executor = executor
        self._ballots = ballots
        self._clock = clock

    @activity.defn(name=READ_STEP)
    async def read_step(self, at: StepAt) -> StepClock:
        """How the step stands, by the schedule in force."""
        state, cycle = await self._load(at.stream)
        known = state.steps.get(at.step)
        moment = next_moment(state, cycle, at.step)
        return StepClock(
            ended=cycle.is_over_for(state.appraisee)
            or not applies(state, cycle, at.step)
            or (known is not None and known.ended),
            paused=moment is not None and holds(cycle, command_for(moment, at.step)),
            next=moment,
            back=known is None and lies_behind(state, cycle, at.step),
            added=tuple(step for step in ADDED_STEPS if step in cycle.schedule),
            release=RELEASE,
        )

    @activity.defn(name=ADVANCE_STEP)
    async def advance_step(self, reached: StepMoment) -> StepClock:
        """Carries out a moment that has come, and tells how the step stands then.

        A moment that the log does not allow any more (it was overtaken, extended or paused) changes nothing.
        """
        await until(reached.moment.at, self._clock)
        stream, step, moment = reached.stream, reached.step, reached.moment
        again = _again((await self._load(stream))[0])
        instance = command_id(stream, step.value, moment.action.value, moment.ordinal, *again)
        try:
            if step is StepName.SCORING and moment.action is Action.LAPSE and await self._is_next(reached):
                ballots = command_id(stream, BALLOTS)
                await count_ballots(self._executor, self._ballots, stream, ballots, await self._clock())
            await self._executor.execute(instance, SYSTEM_CLOCK, stream, command_for(moment, step))
        except Refused as refused:
            if refused.reason is not Reason.CONFLICT:
                raise
            _log.info("step.overtaken", stream=stream, step=step.value, moment=moment.action.value)
        return await self.read_step(StepAt(stream=stream, step=step))

    @activity.defn(name=CLOSE_APPRAISAL)
    async def close_appraisal(self, which: StreamRef) -> AppraisalEnd:
        """Ends the appraisal after its last step, and tells whether it has ended.

        It has not when steps lie ahead: the log was taken back to an earlier moment while the workflow was not.
        """
        again = _again((await self._executor.load(which.stream)).state)
        await give(self._executor, command_id(which.stream, "close", *again), which.stream, CloseAppraisal())
        state: Appraisal = (await self._executor.load(which.stream)).state
        return AppraisalEnd(closed=state.closed)

    async def _is_next(self, reached: StepMoment) -> bool:
        """Whether the moment stands, by the schedule in force; a ballot box is not closed for one that was put off."""
        state, cycle = await self._load(reached.stream)
        return not cycle.stands_still and next_moment(state, cycle, reached.step) == reached.moment

    async def _load(self, stream: str) -> tuple[Appraisal, Cycle]:
        state: Appraisal = (await self._executor.load(stream)).state
        cycle: Cycle = (await self._executor.load(cycle_stream(state.cycle))).state
        return state, cycle


def _again(state: Appraisal) -> tuple[int, ...]:
    """What tells the commands of an appraisal that was reopened from those before."""
    return (state.reopened,) if state.reopened else ()
