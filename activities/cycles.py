"""What the workflow of a cycle may ask for: how it stands, its own commands, and that its appraisals be opened."""

import asyncio
from datetime import timedelta

from temporalio import activity

from activities.clocks import until
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
from activities.giving import give
from activities.release import RELEASE
from domain.appraisal.decide import OpenAppraisal
from domain.case.opening import OpenStandingCase
from domain.command import SYSTEM_CLOCK, Command
from domain.cycle.containing import Inner, RecordInnerRefused, attempts, next_inner
from domain.cycle.draw import DrawSample, FixFrame
from domain.cycle.draw_value import command_for, next_moment
from domain.cycle.events import FrameFixed
from domain.cycle.launch import CheckLaunch, LaunchCycle, RecordAppraisalsOpened
from domain.cycle.linking import JoinCycle
from domain.cycle.passage import CloseCycle
from domain.cycle.peers import TabulatePeers
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import appraisal_stream, case_stream, cycle_stream
from store.clock import Clock
from store.execute import Executor

_AT_ONCE = 16
_AHEAD = timedelta(minutes=1)
"""By how much Temporal's clock may be ahead of this server's, at the very most."""

_COMMANDS: dict[CycleAction, type[Command]] = {
    CycleAction.CHECK_LAUNCH: CheckLaunch,
    CycleAction.RECORD_APPRAISALS_OPENED: RecordAppraisalsOpened,
    CycleAction.FIX_FRAME: FixFrame,
    CycleAction.DRAW_SAMPLE: DrawSample,
    CycleAction.TABULATE_PEERS: TabulatePeers,
    CycleAction.CLOSE: CloseCycle,
}


class CycleActivities:
    """The cycle activities over one log; `clock` is the server's."""

    def __init__(self, executor: Executor, clock: Clock) -> None:
        self._executor = executor
        self._clock = clock

    @activity.defn(name=READ_CYCLE)
    async def read_cycle(self, which: StreamRef) -> CycleProgress:
        """How the cycle stands."""
        cycle: Cycle = (await self._executor.load(which.stream)).state
        inner, moment = await self._inner(cycle), next_moment(cycle)
        return CycleProgress(
            checked=cycle.checked,
            joins=await self._joins(cycle),
            inner_at=None if inner is None else inner.at,
            opened=cycle.opened,
            joining=bool(cycle.joining),
            verifies=StepName.VERIFICATION in cycle.schedule,
            passed=tuple(sorted(StepName if cycle.cancelled else cycle.passed)),
            sampled=cycle.sample is not None,
            asks_value=cycle.asks_value,
            valued=cycle.draw is None or cycle.draw.value is not None or cycle.cancelled,
            value_at=None if moment is None else moment.at,
            compares=cycle.compares,
            tabulated=cycle.comparison is not None,
            appraisals_closed=cycle.appraisals_closed,
            paused=cycle.paused_at is not None,
            closed=cycle.closed,
            release=RELEASE,
        )

    @activity.defn(name=ADVANCE_CYCLE)
    async def advance_cycle(self, act: CycleAct) -> CycleProgress:
        """Gives one of the cycle's commands, and tells how it stands then; one given before changes nothing."""
        cycle: Cycle = (await self._executor.load(act.stream)).state
        match act.action:
            case CycleAction.JOIN_OUTER:
                await self._join(cycle.within or "", cycle.id)
            case CycleAction.LAUNCH_INNER:
                await self._launch_inner(cycle)
            case CycleAction.CHASE_VALUE:
                await self._chase_value(cycle)
            case _:
                late = act.action is CycleAction.RECORD_APPRAISALS_OPENED and cycle.joined
                again = (len(cycle.joined),) if late else ()
                await give(
                    self._executor, command_id(act.stream, act.action.value, *again), act.stream, await self._wish(act)
                )
        return await self.read_cycle(StreamRef(stream=act.stream))

    async def _joins(self, cycle: Cycle) -> bool:
        """Whether the cycle it is within does not know of it yet."""
        if cycle.within is None:
            return False
        outer: Cycle = (await self._executor.load(cycle_stream(cycle.within))).state
        return cycle.id not in outer.inner

    async def _join(self, outer: str, inner: str) -> None:
        stream = cycle_stream(outer)
        await give(self._executor, command_id(stream, "join", inner), stream, JoinCycle(cycle=inner))

    async def _inner(self, cycle: Cycle) -> Inner | None:
        """What is to be launched within the cycle next; nothing while it is paused, or once it is over."""
        if cycle.closed or cycle.cancelled or cycle.paused_at is not None:
            return None
        states = {name: (await self._executor.load(name)).state for name in regulation_streams(cycle)}
        return next_inner(cycle, regulation_of(cycle, states))

    async def _launch_inner(self, outer: Cycle) -> None:
        """Launches what is to be launched next, when its time has come; a refusal is recorded."""
        inner = await self._inner(outer)
        if inner is None or inner.at - await self._clock() > _AHEAD:
            return
        await until(inner.at, self._clock)
        stream, attempt = cycle_stream(outer.id), attempts(outer, inner.cycle) + 1
        wish = LaunchCycle(
            cycle=inner.cycle,
            title=inner.title,
            rulebook=inner.rulebook,
            authority=outer.authority,
            period=inner.period,
            appraisees=outer.appraisees,
            within=outer.id,
            follows=inner.before if inner.before in outer.inner else None,
        )
        instance = (stream, "inner", inner.cycle, attempt)
        try:
            if await self._clock() >= inner.over:
                raise _over(inner)
            own = cycle_stream(inner.cycle)
            await self._executor.execute(command_id(*instance, "launch"), SYSTEM_CLOCK, own, wish)
        except Refused as refused:
            known: Cycle = (await self._executor.load(cycle_stream(inner.cycle))).state
            if known.within != outer.id:
                why = {"thing": refused.thing, "problem": refused.problem, "mend": refused.mend}
                refusal = RecordInnerRefused(cycle=inner.cycle, attempt=attempt, **why)
                await give(self._executor, command_id(*instance, "refuse"), stream, refusal)
                return
        await self._join(outer.id, inner.cycle)

    async def _chase_value(self, cycle: Cycle) -> None:
        """Reminds of the value to draw by, or tells the superiors, when the time has come."""
        moment = next_moment(cycle)
        if moment is None or moment.at - await self._clock() > _AHEAD:
            return
        await until(moment.at, self._clock)
        stream = cycle_stream(cycle.id)
        await give(self._executor, command_id(stream, moment.name), stream, command_for(moment))

    async def _wish(self, act: CycleAct) -> Command:
        """The command of an action; that of the draw brings the salt, opened, that was sealed with the frame."""
        cycle: Cycle = (await self._executor.load(act.stream)).state
        if act.action is not CycleAction.DRAW_SAMPLE or cycle.draw is None:
            return _COMMANDS[act.action]()
        return DrawSample(salt=await self._executor.opened(act.stream, FrameFixed, "/salt"))

    @activity.defn(name=OPEN_APPRAISALS)
    async def open_appraisals(self, which: StreamRef) -> None:
        """Opens the appraisal of each appraisee, and the standing procedures; what is open stays as it is."""
        cycle: Cycle = (await self._executor.load(which.stream)).state
        await self._open_standing(cycle)
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

    async def _open_standing(self, cycle: Cycle) -> None:
        """Opens the cases of the procedures that the cycle opens itself, such as the report to the congress."""
        loaded = {stream: (await self._executor.load(stream)).state for stream in regulation_streams(cycle)}
        for procedure in regulation_of(cycle, loaded).procedures:
            if procedure.standing is not None:
                wish = OpenStandingCase(case=f"{cycle.id}-{procedure.id}", procedure=procedure.id, cycle=cycle.id)
                own = case_stream(wish.case)
                await self._executor.execute(command_id(own, "open"), SYSTEM_CLOCK, own, wish)


def _over(inner: Inner) -> Refused:
    thing, end = f"cycle {inner.cycle}", inner.period.end
    return Refused(Reason.INVALID, thing, f"was to appraise up to {end}, which has passed", "Go on without it")
