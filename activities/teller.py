"""The teller counts a ballot when everybody has voted and whoever voted last did not live to see it counted.

The request that brings the last ballot counts at once. When its process dies between the two, the votes would else lie
in the box until the step's end.
"""

import asyncio

import structlog

from activities.contracts import BALLOTS, command_id
from domain.refusal import Reason, Refused
from domain.streams import appraisal_stream
from store.ballots import BallotBox
from store.clock import Clock
from store.counting import count_ballots
from store.execute import Executor
from store.patience import patiently

_EVERY = 1.0
"""Seconds between two looks at the boxes."""
_log = structlog.get_logger(__name__)


class Teller:
    """Looks at the ballot boxes of one log; `clock` is the server's."""

    def __init__(self, executor: Executor, box: BallotBox, clock: Clock) -> None:
        self._executor = executor
        self._box = box
        self._clock = clock

    async def run(self) -> None:
        """Goes on until cancelled; a database that is away is waited for."""
        while True:
            await patiently("teller", self.look)
            await asyncio.sleep(_EVERY)

    async def look(self) -> None:
        """Counts every box that is full; one whose step does not take it now, being paused, stays as it is."""
        for cycle, appraisee in await self._box.full():
            stream = appraisal_stream(cycle, appraisee)
            instance, now = command_id(stream, BALLOTS), await self._clock()
            try:
                outcome = await count_ballots(self._executor, self._box, stream, instance, now)
            except Refused as refused:
                if refused.reason is not Reason.CONFLICT:
                    raise
                continue
            if outcome:
                _log.info("teller.counted", stream=stream)
