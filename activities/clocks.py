"""What every workflow over a stream that keeps time may ask for: the next moment, and that one be carried out.

These run as local activities. They return instants and names of moments, never content.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from temporalio import activity

from activities.contracts import ADVANCE_CLOCK, READ_CLOCK, Clock, ClockMoment, StreamRef, command_id
from activities.giving import give
from activities.release import RELEASE
from domain.streams import kind
from domain.timed import Timed
from store.clock import Clock as ServerClock
from store.execute import Executor


class ClockActivities:
    """The clock activities over one log; `timed` says how each kind of stream keeps time, `clock` is the server's."""

    def __init__(self, executor: Executor, timed: Mapping[str, Timed], clock: ServerClock) -> None:
        self._executor = executor
        self._timed = timed
        self._clock = clock

    @activity.defn(name=READ_CLOCK)
    async def read_clock(self, which: StreamRef) -> Clock:
        """What time does next to a stream, by the clocks in force."""
        timed = self._timed[kind(which.stream)]
        state = (await self._executor.load(which.stream)).state
        states = {name: (await self._executor.load(name)).state for name in timed.reads(state)}
        return Clock(ended=timed.ended(state), next=timed.next_moment(state, states), release=RELEASE)

    @activity.defn(name=ADVANCE_CLOCK)
    async def advance_clock(self, reached: ClockMoment) -> Clock:
        """Carries out a moment that has come, and tells what comes next.

        A moment that the log does not allow any more, being overtaken or put off, changes nothing.
        """
        await until(reached.moment.at, self._clock)
        stream, moment = reached.stream, reached.moment
        wish = self._timed[kind(stream)].command_for(moment)
        await give(self._executor, command_id(stream, moment.name), stream, wish)
        return await self.read_clock(StreamRef(stream=stream))


async def until(instant: datetime, clock: ServerClock) -> None:
    """Waits out the little by which Temporal's clock may be ahead of this server's."""
    while (ahead := (instant - await clock()).total_seconds()) > 0:  # noqa: ASYNC110 - only time can pass
        await asyncio.sleep(min(ahead, 1))
