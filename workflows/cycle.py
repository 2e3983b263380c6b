"""Cycles of every kind, from launch to close."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from temporalio import workflow
from temporalio.common import RetryPolicy

from activities.contracts import (
    ADVANCE_CYCLE,
    ANNUAL_CYCLE,
    OPEN_APPRAISALS,
    PEACETIME_CYCLE,
    READ_CYCLE,
    SPECIAL_CYCLE,
    TERM_CYCLE,
    WAKE,
    CycleAct,
    CycleAction,
    CycleProgress,
    StreamRef,
    Wake,
)
from domain.schedule import StepName
from workflows.asking import ask


class Next(NamedTuple):
    """What time brings next to a cycle, and when, if ever."""

    at: datetime | None
    action: CycleAction


class Cycle:
    """Checks the launch, tells the cycle it is within, opens the appraisals, and closes when all are done.

    In between it launches the cycles that its rulebook wants within it, has what may be drawn fixed when all have
    reported, waits for a value, draws the sample, and tabulates the peers when all have been scored. The steps
    themselves, with their clocks, are each appraisal's own.
    """

    @workflow.init
    def __init__(self, wake: Wake) -> None:
        self._stream = wake.stream
        self._wakes = 0
        self._progress: CycleProgress

    @workflow.signal(name=WAKE)
    def wake(self, _wake: Wake) -> None:
        """The log holds something new about this cycle."""
        self._wakes += 1

    async def _go_through(self, wake: Wake) -> None:
        await self._read()
        self._began_under = self._progress.release
        if not self._progress.checked:
            await self._act(CycleAction.CHECK_LAUNCH)
        # What only cycles of today have, old histories say nothing of, and so replay without it. `patched()` would do
        # that too, but runs that leave its mark do not recover when an older copy of Temporal's storage is restored
        # (test_recover.py).
        if self._progress.joins:
            await self._act(CycleAction.JOIN_OUTER)
        if not self._progress.opened:
            await self._open_appraisals()
            await self._act(CycleAction.RECORD_APPRAISALS_OPENED)
        if self._progress.verifies and not self._progress.sampled:
            await self._until(lambda now: StepName.REPORTING in now.passed, wake)
            if self._progress.asks_value:
                await self._act(CycleAction.FIX_FRAME)
                await self._until(lambda now: now.valued, wake)
            await self._act(CycleAction.DRAW_SAMPLE)
        if self._progress.compares and not self._progress.tabulated:
            await self._until(lambda now: StepName.SCORING in now.passed, wake)
            await self._act(CycleAction.TABULATE_PEERS)
        await self._until(lambda now: now.appraisals_closed and now.inner_at is None and not now.paused, wake)
        await self._act(CycleAction.CLOSE)

    async def _until(self, reached: Callable[[CycleProgress], bool], wake: Wake) -> None:
        """Waits for the log to say so. While it waits it holds nothing, so it may begin anew after a release."""
        seen = self._wakes
        await self._read()
        while not reached(self._progress):
            if self._progress.joining:
                await self._open_appraisals()
                await self._act(CycleAction.RECORD_APPRAISALS_OPENED)
                continue
            if self._progress.release != self._began_under or workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(wake)
            if await self._woken(seen):
                seen = self._wakes
                await self._read()
            else:
                await self._act(self._next().action)

    async def _woken(self, seen: int) -> bool:
        """Waits to be woken; False when it is time for what comes next before."""
        at, action = self._next()
        left = None if at is None else at - workflow.now()
        if left is not None and left <= timedelta():
            return False
        try:
            await workflow.wait_condition(lambda: self._wakes != seen, timeout=left, timeout_summary=action.value)
        except TimeoutError:
            return False
        return True

    def _next(self) -> Next:
        """What time brings next while the cycle waits: a cycle within it, or word that a value is missing."""
        inner = Next(self._progress.inner_at, CycleAction.LAUNCH_INNER)
        value = Next(self._progress.value_at, CycleAction.CHASE_VALUE)
        return value if value.at and (inner.at is None or value.at < inner.at) else inner

    async def _read(self) -> None:
        self._progress = await ask(READ_CYCLE, StreamRef(stream=self._stream), CycleProgress)

    async def _act(self, action: CycleAction) -> None:
        self._progress = await ask(ADVANCE_CYCLE, CycleAct(stream=self._stream, action=action), CycleProgress)

    async def _open_appraisals(self) -> None:
        await workflow.execute_activity(
            OPEN_APPRAISALS,
            StreamRef(stream=self._stream),
            start_to_close_timeout=timedelta(hours=2),
            heartbeat_timeout=timedelta(seconds=30),
            retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)),
        )


@workflow.defn(name=TERM_CYCLE)
class TermCycle(Cycle):
    """A term (任期): years, each a cycle of its own within it, count in it by rule."""

    @workflow.run
    async def run(self, wake: Wake) -> None:
        await self._go_through(wake)


@workflow.defn(name=ANNUAL_CYCLE)
class AnnualCycle(Cycle):
    """A year (年度), which may open before the last one has closed."""

    @workflow.run
    async def run(self, wake: Wake) -> None:
        await self._go_through(wake)


@workflow.defn(name=PEACETIME_CYCLE)
class PeacetimeCycle(Cycle):
    """A month, a quarter or another time within the year (平时), whose results count in the year's."""

    @workflow.run
    async def run(self, wake: Wake) -> None:
        await self._go_through(wake)


@workflow.defn(name=SPECIAL_CYCLE)
class SpecialCycle(Cycle):
    """One matter (专项), such as flood control, for as long as it takes."""

    @workflow.run
    async def run(self, wake: Wake) -> None:
        await self._go_through(wake)
