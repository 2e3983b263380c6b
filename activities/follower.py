"""The follower joins the log to Temporal: it alone starts and wakes workflows.

It is a cursor over the log. A wake that Temporal refuses is parked and tried again later, without holding the cursor;
a Temporal or a log that is away is waited for. Its bookmark in Temporal tells it when Temporal's storage was lost or
rolled back: then it recovers by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial, reduce

import structlog
from temporalio.service import RPCError

from activities.bookmark import read_bookmark, write_bookmark
from activities.contracts import Wake
from activities.recover import recover
from activities.unfinished import unfinished
from activities.wakes import Refusal, TemporalAway, Waker, woken_by
from domain.cycle.state import evolve, initial
from domain.event import Wakes, event_types
from store.codec import decode, decode_meta
from store.faults import LogUnavailable, translated
from store.log import START, Log, StoredEvent
from store.patience import patiently

CHECK_EVERY = 1.0
"""Seconds between looks at the bookmark and at parked wakes."""
_PATIENCE = 0.5
_LONGEST_PARKING = 300.0

_log = structlog.get_logger(__name__)


class Follower:
    """Reads the log after its cursor and wakes the workflows its events concern; `run` goes on until cancelled."""

    def __init__(self, log: Log, waker: Waker) -> None:
        self._log = log
        self._waker = waker
        self._cursor = START
        self._saved = START
        self._doubtful = False

    async def run(self) -> None:
        self._cursor = self._saved = await patiently("follower", self._load)
        while not await self._reached(self._check_bookmark):  # noqa: ASYNC110 - it comes back without telling us
            await asyncio.sleep(_PATIENCE)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._keep())

    # ------------------------------------------------------------ following

    async def _follow(self) -> None:
        async for batch in self._log.tail(self._cursor):
            await self._wake(await patiently("follower", partial(self._concerned, batch)))
            self._cursor = batch[-1].position

    async def _concerned(self, batch: Sequence[StoredEvent]) -> list[Wake]:
        """The streams to wake for a batch, each once and at its head; finished ones get nothing."""
        streams: dict[str, None] = {}
        for stored in batch:
            wakes = event_types()[stored.type].wakes
            if wakes is Wakes.NOBODY:
                continue
            broadcast = wakes in {Wakes.APPRAISALS, Wakes.CYCLE_AND_APPRAISALS}
            appraisees = await self._appraisees(stored.stream) if broadcast else _named(stored)
            streams |= dict.fromkeys(woken_by(stored, decode_meta(stored).actor, appraisees))
        return await unfinished(self._log.pool, list(streams)) if streams else []

    async def _appraisees(self, stream: str) -> Sequence[str]:
        cycle = reduce(evolve, map(decode, await self._log.read_stream(stream)), initial())
        return cycle.appraisees

    async def _wake(self, wakes: list[Wake]) -> None:
        while wakes:
            try:
                refused = await self._waker.wake_all(wakes)
            except TemporalAway as error:
                self._doubtful = True
                _log.warning("follower.temporal_away", error=str(error), waiting=len(wakes))
                await asyncio.sleep(_PATIENCE)
                continue
            await patiently("follower", partial(self._park_all, refused))
            return

    # ------------------------------------------------------------ keeping its place

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            await self._reached(self._check_bookmark, self._retry_parked)

    async def _reached(self, *acts: Callable[[], Awaitable[None]]) -> bool:
        """Whether Temporal and the log took all acts; if not, they are to be done again later."""
        try:
            for act in acts:
                await act()
        except (TemporalAway, RPCError) as error:
            self._doubtful = True
            _log.warning("follower.temporal_away", error=str(error))
            return False
        except LogUnavailable as error:
            _log.warning("follower.log_away", error=str(error))
            return False
        return True

    async def _check_bookmark(self) -> None:
        """Recovers when Temporal remembers less than was followed; then moves the bookmark, and the cursor after it.

        In that order a crash in between leaves the cursor behind the bookmark, which costs a few wakes said twice;
        the other way round an ordinary restart would look like a Temporal that lost its memory. A Temporal that was
        away may have come back without the wakes since the last bookmark, so these are said again.
        """
        followed = self._cursor
        remembered = await read_bookmark(self._waker.client)
        if self._saved > START and (remembered is None or remembered < self._saved):
            woken, refused = await recover(self._waker, self._log.pool)
            await self._park_all(refused)
            _log.warning("follower.recovered", remembered=remembered, followed=self._saved, streams=woken)
        elif self._doubtful and followed > self._saved:
            await self._follow_again(followed)
        self._doubtful = False
        if remembered is None or remembered < followed:
            await write_bookmark(self._waker.client, followed)
        if followed > self._saved:
            with translated():
                await self._log.pool.execute(_SAVE, followed)
            self._saved = followed

    async def _follow_again(self, to: int) -> None:
        position = self._saved
        while position < to and (batch := await self._log.read_after(position)):
            await self._park_all(await self._waker.wake_all(await self._concerned(batch)))
            position = batch[-1].position

    async def _load(self) -> int:
        with translated():
            position = await self._log.pool.fetchval("SELECT position FROM follower.cursor")
        return START if position is None else int(position)

    # ------------------------------------------------------------ parked wakes

    async def _park_all(self, refusals: Sequence[Refusal]) -> None:
        for one, why in refusals:
            _log.error("follower.parked", stream=one.stream, version=one.version, error=str(why))
            error = f"{why.status.name}: {why}"
            with translated():
                await self._log.pool.execute(_PARK, one.stream, one.version, error, _LONGEST_PARKING)

    async def _retry_parked(self) -> None:
        with translated():
            rows = await self._log.pool.fetch(_PARKED)
        parked = {row["stream"]: row["version"] for row in rows}
        wakes = await unfinished(self._log.pool, list(parked)) if parked else []
        refused = await self._waker.wake_all(wakes)
        await self._park_all(refused)
        for stream in parked.keys() - {one.stream for one, _ in refused}:
            with translated():
                await self._log.pool.execute(_UNPARK, stream, parked[stream])


def _named(stored: StoredEvent) -> Sequence[str]:
    """The appraisees an event names, where it wakes those."""
    names = event_types()[stored.type].wakes is Wakes.NAMED_APPRAISALS
    return decode(stored).named() if names else ()


_SAVE = """
INSERT INTO follower.cursor (position) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET position = greatest(cursor.position, excluded.position)
"""
_PARK = """
INSERT INTO follower.parked (stream, version, error, attempts, retry_at)
VALUES ($1, $2, $3, 1, clock_timestamp() + interval '1 second')
ON CONFLICT (stream) DO UPDATE SET
  version = greatest(parked.version, excluded.version), error = excluded.error, attempts = parked.attempts + 1,
  retry_at = clock_timestamp() + least(2 ^ least(parked.attempts, 20), $4) * interval '1 second'
"""
_PARKED = "SELECT stream, version FROM follower.parked WHERE retry_at <= clock_timestamp() ORDER BY retry_at LIMIT 100"
_UNPARK = "DELETE FROM follower.parked WHERE stream = $1 AND version <= $2"
