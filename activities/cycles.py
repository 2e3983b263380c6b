"""What the workflow of a cycle may ask for: how it stands, its own commands, and that its appraisals be opened."""

import asyncio
from uuid import UUID

from temporalio import activity

from activities.contracts import (
    ADVANCE_CYCLE,
    OPEN_APPRAISALS,
    READ_CYCLE,
    CycleAct,
    CycleAction,
    CycleProgress,
    StreamRef,
    command_id,
)
from activities.release import RELEASE
from domain.appraisal.decide import OpenAppraisal
from domain.command import SYSTEM_CLOCK, Command
from domain.cycle.draw import DrawSample, FixFrame
from domain.cycle.events import FrameFixed
from domain.cycle.launch import CheckLaunch, RecordAppraisalsOpened
from domain.cycle.linking import JoinCycle
from domain.cycle.passage import CloseCycle
from domain.cycle.peers import TabulatePeers
from domain.cycle.state import Cycle
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from store.execute import Executor

_AT_ONCE = 16

_COMMANDS: dict[CycleAction, type[Command]] = {
    CycleAction.CHECK_LAUNCH: CheckLaunch,
    CycleAction.RECORD_APPRAISALS_OPENED: RecordAppraisalsOpened,
    CycleAction.FIX_FRAME: FixFrame,
    CycleAction.DRAW_SAMPLE: DrawSample,
    CycleAction.TABULATE_PEERS: TabulatePeers,
    CycleAction.CLOSE: CloseCycle,
}


class CycleActivities:
    """The cycle activities over one log."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    @activity.defn(name=READ_CYCLE)
    async def read_cycle(self, which: StreamRef) -> CycleProgress:
        """How the cycle stands."""
        cycle: Cycle = (await self._executor.load(which.stream)).state
        return CycleProgress(
            checked=cycle.checked,
            joins=await self._joins(cycle),
            opened=cycle.opened,
            verifies=StepName.VERIFICATION in cycle.schedule,
            passed=tuple(sorted(cycle.passed)),
            sampled=cycle.sample is not None,
            asks_value=cycle.asks_value,
            framed=cycle.draw is not None,
            compares=cycle.compares,
            tabulated=cycle.comparison is not None,
            appraisals_closed=cycle.appraisals_closed,
            closed=cycle.closed,
            release=RELEASE,
        )

    @activity.defn(name=ADVANCE_CYCLE)
    async def advance_cycle(self, act: CycleAct) -> CycleProgress:
        """Gives one of the cycle's commands, and tells how it stands then; one given before changes nothing."""
        if act.action is CycleAction.JOIN_OUTER:
            cycle: Cycle = (await self._executor.load(act.stream)).state
            await self._join(cycle.within or "", cycle.id)
        else:
            await self._give(command_id(act.stream, act.action.value), act.stream, await self._wish(act))
        return await self.read_cycle(StreamRef(stream=act.stream))

    async def _joins(self, cycle: Cycle) -> bool:
        """Whether the cycle it is within does not know of it yet."""
        if cycle.within is None:
            return False
        outer: Cycle = (await self._executor.load(cycle_stream(cycle.within))).state
        return cycle.id not in outer.inner

    async def _join(self, outer: str, inner: str) -> None:
        stream = cycle_stream(outer)
        await self._give(command_id(stream, "join", inner), stream, JoinCycle(cycle=inner))

    async def _give(self, instance: UUID, stream: str, wish: Command) -> None:
        """Gives a command; one that has been overtaken changes nothing."""
        try:
            await self._executor.execute(instance, SYSTEM_CLOCK, stream, wish)
        except Refused as refused:
            if refused.reason is not Reason.CONFLICT:
                raise

    async def _wish(self, act: CycleAct) -> Command:
        """The command of an action; that of the draw brings the salt, opened, that was sealed with the frame."""
        cycle: Cycle = (await self._executor.load(act.stream)).state
        if act.action is not CycleAction.DRAW_SAMPLE or cycle.draw is None:
            return _COMMANDS[act.action]()
        return DrawSample(salt=await self._executor.opened(act.stream, FrameFixed, "/salt"))

    @activity.defn(name=OPEN_APPRAISALS)
    async def open_appraisals(self, which: StreamRef) -> None:
        """Appends `AppraisalOpened` to the stream of each appraisee; those that have it stay as they are."""
        cycle: Cycle = (await self._executor.load(which.stream)).state
        todo = iter(cycle.appraisees)

        async def work() -> None:
            for appraisee in todo:
                own = appraisal_stream(cycle.id, appraisee)
                wish = OpenAppraisal(cycle=cycle.id, appraisee=appraisee)
                await self._executor.execute(command_id(own, "open"), SYSTEM_CLOCK, own, wish)
                activity.heartbeat()

        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(work())
