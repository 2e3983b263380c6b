"""The log of a rehearsal: streams in memory, to which the deciders of production are asked for events."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.aggregates import AGGREGATES
from domain.command import BallotBatch, Command, Context
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.directory import Directory
from domain.event import Event
from domain.regulation import Rulebook
from domain.rehearsal.plan import DOCUMENT
from domain.streams import cycle_stream, directory_stream, kind

Heard = Callable[[datetime, str, Event], None]


@dataclass(slots=True)
class Book:
    """Where every stream stands. `heard` is told of each event as it happens, and nothing else keeps events."""

    seed: str
    heard: Heard
    count: int = 0
    _states: dict[str, Any] = field(default_factory=dict)

    def state(self, stream: str) -> Any:  # noqa: ANN401 - each kind of stream has its own state
        """Where a stream stands; as before its first event, when it has none."""
        if stream not in self._states:
            self._states[stream] = AGGREGATES[kind(stream)].initial()
        return self._states[stream]

    def directory(self, authority: str) -> Directory:
        """Who is who."""
        found: Directory = self.state(directory_stream(authority))
        return found

    def regulation(self, cycle: str) -> Rulebook:
        """The rulebook and scheme that a launched cycle runs under, made into one."""
        state: Cycle = self.state(cycle_stream(cycle))
        return regulation_of(state, {one: self.state(one) for one in regulation_streams(state)})

    def do(
        self, at: datetime, actor: str, stream: str, wish: Command, ballots: BallotBatch | None = None
    ) -> Sequence[Event]:
        """Decides a command as production does, and takes its events in; raises `Refused` as production does."""
        aggregate, state = AGGREGATES[kind(stream)], self.state(stream)
        states: dict[str, Any] = {}
        while wanted := [one for one in aggregate.reads(stream, wish, state, states) if one not in states]:
            states |= {one: self.state(one) for one in wanted}
        seed = f"{self.seed}:{self.count}"
        events = aggregate.decide(wish, state, Context(at, actor, seed, states, ballots, DOCUMENT))
        for happened in events:
            state = aggregate.evolve(state, happened)
        self._states[stream] = state
        self.count += len(events)
        for happened in events:
            self.heard(at, stream, happened)
        return events
