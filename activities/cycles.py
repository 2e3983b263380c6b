"""What the workflow of a cycle may ask for: how it stands, its own commands, and that its appraisals be opened."""

import asyncio

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
from domain.cycle.launch import CheckLaunch, RecordAppraisalsOpened
from domain.cycle.passage import CloseCycle, DrawSample
from domain.cycle.peers import TabulatePeers
from domain.cycle.state import Cycle
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import appraisal_stream
from store.execute import Executor

_AT_ONCE = 16

_COMMANDS: dict[CycleAction, type[Command]] = {
    CycleAction.CHECK_LAUNCH: CheckLaunch,
    CycleAction.RECORD_APPRAISALS_OPENED: RecordAppraisalsOpened,
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
            opened=cycle.opened,
            verifies=StepName.VERIFICATION in cycle.schedule,
            passed=tuple(sorted(cycle.passed)),
            sampled=cycle.sample is not None,
            compares=cycle.compares,
            tabulated=cycle.comparison is not None,
            appraisals_closed=cycle.appraisals_closed,
            closed=cycle.closed,
            release=RELEASE,
        )

    @activity.defn(name=ADVANCE_CYCLE)
    async def advance_cycle(self, act: CycleAct) -> CycleProgress:
        """Gives one of the cycle's commands, and tells how it stands then; one given before changes nothing."""
        try:
            await self._executor.execute(
                command_id(act.stream, act.action.value), SYSTEM_CLOCK, act.stream, _COMMANDS[act.action]()
            )
        except Refused as refused:
            if refused.reason is not Reason.CONFLICT:
                raise
        return await self.read_cycle(StreamRef(stream=act.stream))

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
