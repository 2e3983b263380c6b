"""Given what has happened, when a command comes, then it becomes these events or is refused so.

`Given` holds the events of every stream. What a decision may look at is folded from them: its own stream, and the
streams it has named in `reads`. A decision that looks further fails with a `KeyError`, as it would in production.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import Any

from domain.aggregates import AGGREGATES
from domain.command import BallotBatch, Command, Context
from domain.decision import Capacity
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.streams import kind


def folded(stream: str, events: Sequence[Event]) -> Any:  # noqa: ANN401 - each kind of stream has its own state
    """The state of a stream after these events."""
    aggregate = AGGREGATES[kind(stream)]
    return reduce(aggregate.evolve, events, aggregate.initial())


@dataclass(frozen=True)
class Outcome:
    """What became of a command, and in what capacity it was given."""

    given: "Given"
    stream: str
    events: tuple[Event, ...] = ()
    refusal: Refused | None = None
    capacity: Capacity | None = None

    def then(self, *expected: Event) -> "Given":
        """The command became exactly these events; the history with them, to go on from."""
        if self.refusal:
            raise AssertionError(f"refused, as {self.refusal.reason.value}: {self.refusal}") from self.refusal
        assert list(expected) == list(self.events)
        return self.given.happened(self.stream, *self.events)

    @property
    def accepted(self) -> "Given":
        """The history with whatever events the command became."""
        return self.then(*self.events)

    def refused(self, reason: Reason, thing: str, problem: str, mend: str) -> None:
        """The command was refused with exactly these words."""
        assert self.refusal is not None, f"became {self.events}"
        found = (self.refusal.reason, self.refusal.thing, self.refusal.problem, self.refusal.mend)
        assert (reason, thing, problem, mend) == found
        assert f"{thing}: {problem}. {mend}" == str(self.refusal)


@dataclass(frozen=True)
class Given:
    """The history so far, and the instant and seed of what comes next."""

    now: datetime
    streams: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    seed: str = "5eed"
    ballots: BallotBatch | None = None
    _folded: dict[str, tuple[tuple[Event, ...], Any]] = field(default_factory=dict, compare=False, repr=False)
    """States and the events they are folded from, read forward as production does."""

    def happened(self, stream: str, *events: Event) -> "Given":
        streams = {**self.streams, stream: (*self.streams.get(stream, ()), *events)}
        return replace(self, streams=streams, _folded=dict(self._folded))

    def at(self, now: datetime) -> "Given":
        return replace(self, now=now)

    def box(self, *scores: str, cast: int | None = None) -> "Given":
        """The ballots lie in the box in this order."""
        return replace(self, ballots=BallotBatch(scores, len(scores) if cast is None else cast))

    def state(self, stream: str) -> Any:  # noqa: ANN401 - each kind of stream has its own state
        events, aggregate = self.streams.get(stream, ()), AGGREGATES[kind(stream)]
        known, state = self._folded.get(stream, ((), aggregate.initial()))
        if events[: len(known)] != known:
            known, state = (), aggregate.initial()
        state = reduce(aggregate.evolve, events[len(known) :], state)
        self._folded[stream] = events, state
        return state

    def reads(self, stream: str, wish: Command) -> dict[str, Any]:
        """The states of the streams the decision names, asked for until it names nothing new."""
        aggregate, state = AGGREGATES[kind(stream)], self.state(stream)
        states: dict[str, Any] = {}
        while wanted := [name for name in aggregate.reads(stream, wish, state, states) if name not in states]:
            states |= {name: self.state(name) for name in wanted}
        return states

    def when(self, stream: str, wish: Command, *, actor: str, document: str | None = None) -> Outcome:
        aggregate, state = AGGREGATES[kind(stream)], self.state(stream)
        capacity: Capacity | None = None
        try:
            context = Context(self.now, actor, self.seed, self.reads(stream, wish), self.ballots, document)
            events = aggregate.decide(wish, state, context)
            if aggregate.capacity and events:
                capacity = aggregate.capacity(wish, state, context)
        except Refused as refused:
            return Outcome(self, stream, refusal=refused)
        return Outcome(self, stream, tuple(events), capacity=capacity)
