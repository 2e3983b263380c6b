"""The log against a model of it: a list and a dictionary that say what it promises."""

import asyncio
import secrets
from collections import defaultdict
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from store.log import START, Appended, Conflict, EncodedEvent, Log, Replayed
from tests.conftest import Database
from tests.store.events import NOON, encoded

STREAMS = st.sampled_from(["a", "b", "c"])


class Model:
    """What the log promises, in memory."""

    def __init__(self) -> None:
        self.order: list[tuple[str, int, UUID]] = []
        self.streams: dict[str, list[UUID]] = defaultdict(list)

    def append(self, stream: str, expected: int, ids: list[UUID]) -> Appended | Replayed | Conflict:
        known = self.streams[stream]
        if ids[0] in known:
            first = next(at for at, (_, _, event_id) in enumerate(self.order) if event_id == ids[0])
            return Replayed(first, max(known.index(event_id) + 1 for event_id in ids if event_id in known))
        if len(known) != expected:
            return Conflict(len(known))
        first = len(self.order)
        for event_id in ids:
            known.append(event_id)
            self.order.append((stream, len(known), event_id))
        return Appended(first, len(known))


class LogMachine(RuleBasedStateMachine):
    """Appends, retries, stale and concurrent appends, and crashes of the connection, in any order."""

    url: str
    runner: asyncio.Runner
    sent = Bundle("sent")

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.prefix = secrets.token_hex(8)  # each run has streams of its own in the one database
        self.log = self.runner.run(Log.open(self.url, size=4))
        self.base = self.runner.run(self.log.head()) + 1

    def teardown(self) -> None:
        if hasattr(self, "log"):
            self.runner.run(self.log.close())

    def name(self, stream: str) -> str:
        return f"{self.prefix}:{stream}"

    def append(self, stream: str, expected: int, events: list[EncodedEvent]) -> Any:  # noqa: ANN401 - shifted answers
        answer = self.runner.run(self.log.append(self.name(stream), expected, NOON, events))
        return self.shifted(answer)

    def shifted(self, answer: Appended | Replayed | Conflict) -> Appended | Replayed | Conflict:
        if isinstance(answer, Conflict):
            return answer
        return answer._replace(first_position=answer.first_position - self.base)

    @rule(target=sent, stream=STREAMS, count=st.integers(1, 4))
    def append_at_the_head(self, stream: str, count: int) -> tuple[str, int, list[EncodedEvent]]:
        expected, events = len(self.model.streams[stream]), [encoded() for _ in range(count)]
        wanted = self.model.append(stream, expected, [e.event_id for e in events])
        assert self.append(stream, expected, events) == wanted
        assert isinstance(wanted, Appended)
        return stream, expected, events

    @rule(stream=STREAMS, expected=st.integers(0, 12))
    def append_anywhere(self, stream: str, expected: int) -> None:
        events = [encoded()]
        wanted = self.model.append(stream, expected, [e.event_id for e in events])
        assert self.append(stream, expected, events) == wanted

    @rule(earlier=sent, expected=st.integers(0, 12), extra=st.booleans())
    def retry(self, earlier: tuple[str, int, list[EncodedEvent]], expected: int, extra: bool) -> None:  # noqa: FBT001 - drawn
        stream, _, events = earlier
        again = [*events, encoded()] if extra else events
        wanted = self.model.append(stream, expected, [e.event_id for e in again])
        assert isinstance(wanted, Replayed)
        assert self.append(stream, expected, again) == wanted

    @rule(stream=STREAMS, writers=st.integers(2, 4))
    def race(self, stream: str, writers: int) -> None:
        expected = len(self.model.streams[stream])
        attempts = [[encoded()] for _ in range(writers)]

        async def all_at_once() -> list[Appended | Replayed | Conflict]:
            return list(
                await asyncio.gather(
                    *(self.log.append(self.name(stream), expected, NOON, events) for events in attempts)
                )
            )

        answers = self.runner.run(all_at_once())
        winners = [index for index, answer in enumerate(answers) if isinstance(answer, Appended)]
        assert len(winners) == 1
        order = winners + [index for index in range(writers) if index not in winners]
        for index in order:
            wanted = self.model.append(stream, expected, [e.event_id for e in attempts[index]])
            assert self.shifted(answers[index]) == wanted

    @rule()
    def reconnect(self) -> None:
        self.log.pool.terminate()
        self.log = self.runner.run(Log.open(self.url, size=4))

    @invariant()
    def the_log_says_what_the_model_says(self) -> None:
        if not hasattr(self, "log"):
            return
        events = self.runner.run(self.log.read_after(self.base - 1, 100_000))
        assert [(e.stream, e.version, e.event_id) for e in events] == [
            (self.name(stream), version, event_id) for stream, version, event_id in self.model.order
        ]
        assert [e.position for e in events] == [self.base + at for at in range(len(events))]
        for stream, ids in self.model.streams.items():
            assert [e.event_id for e in self.runner.run(self.log.read_stream(self.name(stream)))] == ids


def run_machine(url: str, planted: str | None = None) -> None:
    with asyncio.Runner() as runner:
        machine = type("Machine", (LogMachine,), {"url": url, "runner": runner})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=25 if planted is None else 300,
                derandomize=planted is not None,  # a harness that finds a bug finds it every time
                stateful_step_count=20,
                deadline=None,
                database=None,
                phases=tuple(Phase) if planted is None else (Phase.generate,),  # found is enough
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_the_log_does_what_its_model_does(database: Database) -> None:
    run_machine(database.writer_url)


PLANTED = {
    "a sequence instead of the last position": (
        "SELECT e.position + 1, e.recorded_at INTO next, at FROM event e ORDER BY e.position DESC LIMIT 1;",
        "SELECT e.position + 2, e.recorded_at INTO next, at FROM event e ORDER BY e.position DESC LIMIT 1;",
    ),
    "the expected version unchecked": ("IF head <> p_expected THEN", "IF false THEN"),
    "a replay not noticed": ("IF FOUND THEN ", "IF false THEN "),
    "a replay that trusts what is asked for now": (
        "SELECT max(e.version) INTO last_version FROM event e WHERE e.event_id = ANY (p_ids) AND e.stream = p_stream;",
        "last_version := last_version + n - 1;",
    ),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_the_machine_finds_a_planted_bug(database: Database, bug: str) -> None:
    right, wrong = PLANTED[bug]
    source = _append_source()
    assert source.count(right) == 1
    asyncio.run(
        database.server.execute("SET ROLE kaohe_owner; " + source.replace(right, wrong), database=database.name)
    )

    with pytest.raises(BaseException) as caught:  # noqa: PT011 - whatever the machine stumbles over
        run_machine(database.writer_url, planted=bug)
    assert not isinstance(caught.value, KeyboardInterrupt)


def _append_source() -> str:
    from store.migrate import SQL  # noqa: PLC0415 - next to its only use

    return (SQL / "functions" / "append.sql").read_text(encoding="utf-8")


def test_an_empty_model_starts_before_the_first_position() -> None:
    assert START == -1
    assert Model().append("a", 1, [uuid4()]) == Conflict(0)
