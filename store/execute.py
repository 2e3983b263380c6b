"""The one way for every command, from people and workflows alike: look up, load, decide, append, answer."""

import asyncio
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from domain.command import Aggregate, BallotBatch, Command, Context
from domain.cycle.state import Cycle
from domain.decision import Capacity, document_number
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.streams import kind
from store.canonical import canonical, check
from store.clock import Clock, system_clock
from store.codec import Codec, Meta, decode, decode_meta
from store.keys import DataKeys
from store.log import START, Appended, Conflict, Log, Replayed, StoredEvent

_ATTEMPTS = 20
_NOBODYS = UUID(int=0)
"""The id of a command that is only considered."""
_CACHED_STREAMS = 2000
_READ_ROUNDS = 10


class Pinned(NamedTuple):
    """The content hashes of what a decision is made under; nothing for what is under none."""

    rulebook: str | None = None
    scheme: str | None = None


PinnedOf = Callable[[Any, Mapping[str, Any]], Pinned]
"""What a decision is made under, from the stream's own state and those it read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command: its events, and where the stream stands after them.

    `position` is that of the last event, so a view that has reached it shows them all. A command that changed nothing
    has no events; its version and position are those it found.
    """

    stream: str
    version: int
    position: int
    event_ids: tuple[UUID, ...]
    replayed: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """A stream's folded state, at a version whose last event stands at `position`."""

    version: int
    position: int
    state: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """A command on its way, with what is worked out once for all attempts."""

    command_id: UUID
    actor: str
    stream: str
    command: Command
    expected_version: int | None
    now: datetime | None
    ballots: BallotBatch | None
    document: str | None
    name: str
    aggregate: Aggregate
    fingerprint: str


def event_id(command_id: UUID, ordinal: int) -> UUID:
    """The id of a command's event: the same for every try of the same command."""
    return uuid5(command_id, str(ordinal))


def pinned(state: object, states: Mapping[str, Any]) -> Pinned:
    """The `rulebook_hash` of the stream's own state, else of the first read one that is pinned to a rulebook.

    The scheme is that of the first of these states which knows whether there is one. A cycle that is being launched is
    under none yet, whatever those that it is linked to are under.
    """
    if isinstance(state, Cycle) and not state.launched:
        return Pinned()
    bound = [one for one in (state, *states.values()) if getattr(one, "rulebook_hash", None)]
    knowing = (one.scheme_hash for one in bound if hasattr(one, "scheme_hash"))
    return Pinned(bound[0].rulebook_hash, next(knowing, None)) if bound else Pinned()


def fresh_seed() -> str:
    return secrets.token_hex(16)


class Executor:
    """Carries out commands on the streams of one log.

    `aggregates` maps the part of a stream's name before the first colon to what lives there. Folded states are kept and
    read forward, so a command costs the events since the last one, not the stream.
    """

    def __init__(  # noqa: PLR0913 - what is injected, each by its name
        self,
        log: Log,
        keys: DataKeys,
        aggregates: Mapping[str, Aggregate],
        *,
        clock: Clock = system_clock,
        seed: Callable[[], str] = fresh_seed,
        pinned_of: PinnedOf = pinned,
    ) -> None:
        self._log = log
        self._codec = Codec(keys)
        self._fingerprint_key = keys.fingerprint_key
        self._aggregates = aggregates
        self._clock = clock
        self._seed = seed
        self._pinned_of = pinned_of
        self._states: OrderedDict[str, Loaded] = OrderedDict()

    async def execute(  # noqa: PLR0913 - what makes a command, each by its name
        self,
        command_id: UUID,
        actor: str,
        stream: str,
        command: Command,
        *,
        expected_version: int | None = None,
        now: datetime | None = None,
        ballots: BallotBatch | None = None,
        document: str | None = None,
    ) -> Outcome:
        """Carries out a command once, however often it is sent, and answers each time with what became of it.

        With `expected_version` the command is refused as stale when the stream has moved on; without, it is decided
        again on the new state. `document` is the number of the document it is decided by. Raises `Refused`, and
        `LogUnavailable` after which the same command may be sent again.
        """
        wish = self._wish(command_id, actor, stream, command, expected_version, now, ballots, document)
        if known := await self._known(wish):
            return known
        try:
            for _ in range(_ATTEMPTS):
                if outcome := await self._attempt(wish):
                    return outcome
        except Refused:
            # The first try of this very command may have landed meanwhile, and be the reason of the refusal.
            if known := await self._known(wish):
                return known
            raise
        raise Refused(
            Reason.STALE,
            stream,
            f"changed {_ATTEMPTS} times while {wish.name} was being decided",
            "Send the command again",
        )

    async def consider(self, actor: str, stream: str, command: Command, *, document: str | None = None) -> list[Event]:
        """What the command would become if it were carried out now; raises `Refused`, and writes nothing."""
        wish = self._wish(_NOBODYS, actor, stream, command, None, None, None, document)
        _, _, _, events = await self._decide(wish)
        return events

    async def load(self, stream: str) -> Loaded:
        """The current state of a stream; the initial one at version 0 when it does not exist."""
        aggregate = self._aggregate(stream)
        loaded = self._states.get(stream) or Loaded(0, START, aggregate.initial())
        events = await self._log.read_stream(stream, after=loaded.version)
        if events:
            state = loaded.state
            for stored in events:
                state = aggregate.evolve(state, decode(stored))
            loaded = Loaded(events[-1].version, events[-1].position, state)
        kept = self._states.get(stream)
        if kept is None or kept.version <= loaded.version:
            self._states[stream] = loaded
            self._states.move_to_end(stream)
            if len(self._states) > _CACHED_STREAMS:
                self._states.popitem(last=False)
        return loaded

    async def opened(self, stream: str, type_: type[Event], pointer: str) -> str | None:
        """The text sealed at a JSON pointer of the stream's last event of that type; None when its key was erased."""
        events = await self._log.read_stream(stream)
        last = next(stored for stored in reversed(events) if stored.type == type_.__name__)
        return await self._codec.open_sealed(last, pointer)

    def _wish(  # noqa: PLR0913, PLR0917 - the arguments of `execute`, in its order
        self,
        command_id: UUID,
        actor: str,
        stream: str,
        command: Command,
        expected_version: int | None,
        now: datetime | None,
        ballots: BallotBatch | None,
        document: str | None,
    ) -> _Wish:
        name, plain = type(command).__name__, command.model_dump(mode="json")
        check(name, {"actor": actor, **plain}, floats=True)
        by = {} if document is None else {"document": document_number(document)}
        content = canonical({"actor": actor, "stream": stream, "command": name, "content": plain, **by})
        return _Wish(
            command_id=command_id,
            actor=actor,
            stream=stream,
            command=command,
            expected_version=expected_version,
            now=now,
            ballots=ballots,
            document=by.get("document"),
            name=name,
            aggregate=self._aggregate(stream),
            fingerprint=hmac.new(self._fingerprint_key, content.encode(), "sha256").hexdigest(),
        )

    async def _attempt(self, wish: _Wish) -> Outcome | None:
        """Decides on the state of now and appends; None when somebody else appended in between."""
        stream = wish.stream
        loaded, read, context, events = await self._decide(wish)
        states, at = context.states, context.now
        if not events:
            return Outcome(stream, loaded.version, loaded.position, (), replayed=False)
        under = self._pinned_of(loaded.state, states)
        told = wish.aggregate.capacity
        capacity = told(wish.command, loaded.state, context) if told else Capacity()
        ids = tuple(event_id(wish.command_id, ordinal) for ordinal in range(len(events)))
        meta = Meta(
            actor=wish.actor,
            command=wish.command_id,
            type=wish.name,
            fingerprint=wish.fingerprint,
            read=read,
            rulebook=under.rulebook,
            scheme=under.scheme,
            role=capacity.role,
            acting_for=capacity.acting_for,
            mandate=capacity.mandate,
            document=wish.document,
        )
        encoded = await self._codec.encode(stream, events, ids, meta)
        match await self._log.append(stream, loaded.version, at, encoded):
            case Appended(first_position, last_version):
                return Outcome(stream, last_version, first_position + len(ids) - 1, ids, replayed=False)
            case Conflict(at_version):
                _require(stream, wish.expected_version, at_version)
                return None
            case Replayed():
                return await self._known(wish)

    async def _decide(self, wish: _Wish) -> tuple[Loaded, dict[str, int], Context, list[Event]]:
        """The state of now, the versions read, and what the command becomes on them."""
        loaded = await self.load(wish.stream)
        _require(wish.stream, wish.expected_version, loaded.version)
        states, read = await self._read(wish, loaded)
        at = wish.now or await self._clock()
        context = Context(at, wish.actor, self._seed(), states, wish.ballots, wish.document)
        return loaded, read, context, wish.aggregate.decide(wish.command, loaded.state, context)

    def _aggregate(self, stream: str) -> Aggregate:
        try:
            return self._aggregates[kind(stream)]
        except KeyError:
            known = ", ".join(sorted(self._aggregates))
            raise Refused(
                Reason.INVALID, f"stream {stream!r}", "is of no known kind", f"Its name begins with one of: {known}"
            ) from None

    async def _read(self, wish: _Wish, loaded: Loaded) -> tuple[dict[str, Any], dict[str, int]]:
        """The states of the streams a decision reads, asked for until nothing new is named, and all versions read."""
        states: dict[str, Any] = {}
        versions = {wish.stream: loaded.version}
        for _ in range(_READ_ROUNDS):
            named = wish.aggregate.reads(wish.stream, wish.command, loaded.state, states)
            wanted = [name for name in dict.fromkeys(named) if name not in states]
            if not wanted:
                return states, versions
            for name, other in zip(wanted, await asyncio.gather(*map(self.load, wanted)), strict=True):
                states[name] = other.state
                versions[name] = other.version
        raise RuntimeError(f"{wish.stream}: {wish.name} names further streams to read without end")

    async def _known(self, wish: _Wish) -> Outcome | None:
        """The stored outcome of a command, from its own events: they stand next to each other in one stream."""
        first = await self._log.find(event_id(wish.command_id, 0))
        if first is None:
            return None
        if not hmac.compare_digest(decode_meta(first).fingerprint, wish.fingerprint):
            raise Refused(
                Reason.REUSED,
                f"command {wish.command_id}",
                "has been carried out before, with other content or by somebody else",
                "Give a new command a new id",
            )
        own = [first]
        while following := await self._log.read_stream(wish.stream, after=own[-1].version, limit=100):
            count = len(own)
            own += _same_command(wish.command_id, count, following)
            if len(own) < count + len(following):
                break
        return Outcome(wish.stream, own[-1].version, own[-1].position, tuple(e.event_id for e in own), replayed=True)


def _same_command(command_id: UUID, ordinal: int, following: list[StoredEvent]) -> list[StoredEvent]:
    """The leading events that belong to the command, whose next one has that ordinal."""
    own: list[StoredEvent] = []
    for stored in following:
        if stored.event_id != event_id(command_id, ordinal + len(own)):
            break
        own.append(stored)
    return own


def _require(stream: str, expected: int | None, version: int) -> None:
    if expected is not None and expected != version:
        raise Refused(
            Reason.STALE,
            stream,
            f"is at version {version}; the command was decided on version {expected}",
            "Look at it again and decide anew",
        )
