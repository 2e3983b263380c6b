"""Recomputing: every result, peer table and ranking of a cycle, from what the log said when it was made.

Each is decided again on the states of the very versions that its event says it was decided on, so that the rulebook is
that of the day. It must come out byte for byte as it is stored.
"""

import json
from collections.abc import Iterator
from typing import Any

from api.operations.known import require_cycle
from api.operations.store import Store
from domain.aggregates import AGGREGATES
from domain.appraisal.events import ResultComputed
from domain.appraisal.result import result_of
from domain.appraisal.revision.computing import revised_result
from domain.appraisal.revision.events import ResultRevised
from domain.command import Context
from domain.cycle.events import PeersTabulated, ResultsRanked
from domain.cycle.peers import peer_table
from domain.cycle.ranking import follows_of, standings_of
from domain.event import Event, Record
from domain.refusal import Refused
from domain.streams import appraisal_stream, cycle_stream, kind
from store.codec import decode, decode_meta, encode_body
from store.log import StoredEvent

_DIGITS = ("total", "grade", "verdicts")
"""What a result has said in every schema version."""


class Difference(Record):
    """Where an event says something else than what comes out now; `place` is a JSON pointer into its body."""

    stream: str
    version: int
    type: str
    place: str
    stored: str
    recomputed: str


class Recomputed(Record):
    """How many results, peer tables and rankings of a cycle were computed again, and what came out otherwise."""

    cycle: str
    results: int
    tables: int
    rankings: int
    differences: tuple[Difference, ...]


class Recomputing:
    """Computes again what a cycle has computed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folded: dict[tuple[str, int], Any] = {}

    async def of(self, cycle: str) -> Recomputed:
        """Recomputes a whole cycle from the log alone."""
        state = await require_cycle(self._store, cycle)
        self._folded.clear()
        counts = dict.fromkeys((ResultComputed, ResultRevised, PeersTabulated, ResultsRanked), 0)
        differences: list[Difference] = []
        streams = (appraisal_stream(cycle, appraisee) for appraisee in state.appraisees)
        for stream in (cycle_stream(cycle), *streams):
            for stored in await self._store.log.read_stream(stream):
                happened = decode(stored)
                if type(happened) in counts:
                    counts[type(happened)] += 1
                    differences += await self._differences(stored, happened)
        return Recomputed(
            cycle=cycle,
            results=counts[ResultComputed] + counts[ResultRevised],
            tables=counts[PeersTabulated],
            rankings=counts[ResultsRanked],
            differences=tuple(differences),
        )

    async def _differences(self, stored: StoredEvent, happened: Event) -> list[Difference]:
        meta = decode_meta(stored)
        before = await self._at(stored.stream, stored.version - 1)
        states = {name: await self._at(name, version) for name, version in meta.read.items() if name != stored.stream}
        context = Context(stored.occurred_at, meta.actor, states=states)
        was = json.loads(stored.body)
        try:
            now = json.loads(encode_body(_again(happened, before, context)))
        except Refused as refused:
            return [_difference(stored, "", was, f"refused: {refused}")]
        if stored.schema_version != type(happened).schema_version:
            was, now = ({name: body["result"][name] for name in _DIGITS} for body in (was, now))
        elif encode_body(happened) != stored.body:
            return [_difference(stored, "", was, encode_body(happened))]
        return [_difference(stored, place, one, other) for place, one, other in _different(was, now)]

    async def _at(self, stream: str, version: int) -> Any:  # noqa: ANN401 - each kind of stream has its own state
        """The state of a stream at a version."""
        if (stream, version) not in self._folded:
            aggregate = AGGREGATES[kind(stream)]
            state = aggregate.initial()
            for stored in await self._store.log.read_stream(stream, limit=version) if version else ():
                state = aggregate.evolve(state, decode(stored))
            self._folded[stream, version] = state
        return self._folded[stream, version]


def _again(happened: Event, before: Any, context: Context) -> Event:  # noqa: ANN401 - the state of its stream
    """The event as it comes out of the same facts today."""
    match happened:
        case ResultComputed():
            return happened.model_copy(update={"result": result_of(before, context)})
        case ResultRevised(corrections=corrections):
            return happened.model_copy(update={"result": revised_result(corrections, before, context)})
        case PeersTabulated():
            return PeersTabulated(table=peer_table(before, context))
        case ResultsRanked(earlier=earlier):
            standings = standings_of(before, context)
            came_about = follows_of(earlier, before, standings, context)
            return happened.model_copy(update={"standings": standings, "follows": came_about})
        case _:
            raise TypeError(f"{type(happened).__name__} is not computed")


def _different(was: Any, now: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 - JSON
    """The smallest parts in which two bodies differ, with their places."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name in sorted(was.keys() | now.keys()):
            yield from _different(was.get(name), now.get(name), f"{place}/{name}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for position, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _different(one, other, f"{place}/{position}")
    elif was != now:
        yield place, was, now


def _difference(stored: StoredEvent, place: str, was: Any, now: Any) -> Difference:  # noqa: ANN401 - JSON
    texts = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in (was, now))
    one, other = texts
    return Difference(
        stream=stored.stream, version=stored.version, type=stored.type, place=place, stored=one, recomputed=other
    )
