import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from domain.command import Aggregate, Command, Context
from domain.event import Event, Sealed
from domain.refusal import Reason, Refused
from store.codec import decode, decode_meta
from store.execute import Executor, Outcome, Pinned, event_id, pinned
from store.keys import DataKeys
from store.log import START, Log
from tests.store.events import NOON
from tests.store.toy import TOYS, Count, CountLike, Note, Notebook, Private, ToyCounted

pytestmark = pytest.mark.anyio


async def noon() -> datetime:
    return NOON


@pytest.fixture
def executor(log: Log, keys: DataKeys) -> Executor:
    return Executor(log, keys, TOYS, clock=noon, seed=lambda: "5eed")


def meanwhile(log: Log, keys: DataKeys, act: Callable[[], Awaitable[object]]) -> Executor:
    """An executor during whose decisions something else happens: the clock is asked after the state is loaded."""

    async def clock() -> datetime:
        await act()
        return NOON

    return Executor(log, keys, TOYS, clock=clock)


async def test_a_command_becomes_events(log: Log, executor: Executor) -> None:
    command_id = uuid4()

    outcome = await executor.execute(command_id, "p-1", "toy:1", Count(by=2, times=3))

    ids = (event_id(command_id, 0), event_id(command_id, 1), event_id(command_id, 2))
    assert outcome == Outcome("toy:1", 3, 2, ids, replayed=False)
    events = await log.read_stream("toy:1")
    assert [decode(e) for e in events] == [ToyCounted(by=2, seed="5eed")] * 3
    assert [e.event_id for e in events] == list(ids)
    assert {e.occurred_at for e in events} == {NOON}
    assert (await executor.load("toy:1")).state == Notebook(total=6)


async def test_meta_says_who_decided_what_on_what(log: Log, executor: Executor) -> None:
    command_id = uuid4()
    await executor.execute(command_id, "p-1", "toy:1", Count())

    [stored] = await log.read_stream("toy:1")

    meta = decode_meta(stored)
    assert (meta.actor, meta.command, meta.type, meta.read, meta.rulebook) == (
        "p-1",
        command_id,
        "Count",
        {"toy:1": 0},
        None,
    )
    assert len(bytes.fromhex(meta.fingerprint)) == 32


async def test_a_given_instant_stands_instead_of_the_clock(log: Log, executor: Executor) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC)
    await executor.execute(uuid4(), "p-1", "toy:1", Count(), now=instant)

    assert [e.occurred_at for e in await log.read_stream("toy:1")] == [instant]


async def test_a_repeated_command_is_answered_as_the_first_time(log: Log, executor: Executor) -> None:
    command_id = uuid4()
    first = await executor.execute(command_id, "p-1", "toy:1", Count(times=2))
    await executor.execute(uuid4(), "p-1", "toy:1", Count())

    again = await executor.execute(command_id, "p-1", "toy:1", Count(times=2), expected_version=0)

    assert again == dataclasses.replace(first, replayed=True)
    assert await log.version("toy:1") == 3


async def test_a_repeated_command_of_many_events_names_them_all(executor: Executor) -> None:
    command_id = uuid4()
    first = await executor.execute(command_id, "p-1", "toy:1", Count(times=250))
    await executor.execute(uuid4(), "p-1", "toy:1", Count())

    assert await executor.execute(command_id, "p-1", "toy:1", Count(times=250)) == dataclasses.replace(
        first, replayed=True
    )


@pytest.mark.parametrize(
    ("actor", "stream", "command"),
    [
        ("p-1", "toy:1", Count(by=2)),
        ("p-2", "toy:1", Count()),
        ("p-1", "toy:2", Count()),
        ("p-1", "toy:1", Note(title="t")),
    ],
)
async def test_a_command_id_cannot_be_used_for_anything_else(
    log: Log, executor: Executor, actor: str, stream: str, command: Command
) -> None:
    command_id = uuid4()
    await executor.execute(command_id, "p-1", "toy:1", Count())

    with pytest.raises(Refused) as refused:
        await executor.execute(command_id, actor, stream, command)
    assert refused.value.reason is Reason.REUSED
    assert await log.head() == 0


async def test_a_repeated_command_with_private_text_is_the_same_though_its_seal_differs(
    log: Log, executor: Executor
) -> None:
    command_id = uuid4()
    wish = Note(title="t", comment=Private(data_subject="p-1", text="secret"))
    first = await executor.execute(command_id, "p-1", "toy:1", wish)

    assert await executor.execute(command_id, "p-1", "toy:1", wish) == dataclasses.replace(first, replayed=True)
    with pytest.raises(Refused):
        await executor.execute(
            command_id, "p-1", "toy:1", Note(title="t", comment=Private(data_subject="p-1", text="other"))
        )
    [note] = (await executor.load("toy:1")).state.notes
    assert isinstance(note.comment, Sealed)


async def test_a_refused_command_writes_nothing_and_may_be_sent_again(log: Log, executor: Executor) -> None:
    command_id = uuid4()

    with pytest.raises(Refused, match="would pass 0"):
        await executor.execute(command_id, "p-1", "toy:1", Count(limit=0))
    assert await log.head() == START


async def test_a_command_that_changes_nothing_answers_where_the_stream_stands(executor: Executor) -> None:
    await executor.execute(uuid4(), "p-1", "toy:0", Count())
    await executor.execute(uuid4(), "p-1", "toy:1", Count())

    assert await executor.execute(uuid4(), "p-1", "toy:1", Count(times=0)) == Outcome("toy:1", 1, 1, (), replayed=False)
    assert await executor.execute(uuid4(), "p-1", "toy:2", Count(times=0)) == Outcome(
        "toy:2", 0, START, (), replayed=False
    )


async def test_a_stale_version_is_refused_naming_both(log: Log, executor: Executor) -> None:
    await executor.execute(uuid4(), "p-1", "toy:1", Count())

    with pytest.raises(Refused, match="is at version 1; the command was decided on version 0") as refused:
        await executor.execute(uuid4(), "p-1", "toy:1", Count(), expected_version=0)
    assert refused.value.reason is Reason.STALE
    await executor.execute(uuid4(), "p-1", "toy:1", Count(), expected_version=1)
    assert await log.version("toy:1") == 2


async def test_a_version_that_becomes_stale_during_the_decision_is_refused(
    log: Log, keys: DataKeys, executor: Executor
) -> None:
    slow = meanwhile(log, keys, lambda: executor.execute(uuid4(), "p-2", "toy:1", Count()))

    with pytest.raises(Refused, match="is at version 1; the command was decided on version 0"):
        await slow.execute(uuid4(), "p-1", "toy:1", Count(), expected_version=0)
    assert await log.version("toy:1") == 1


async def test_a_lost_race_is_decided_again_on_the_new_state(log: Log, keys: DataKeys, executor: Executor) -> None:
    others = [uuid4()]

    async def once() -> None:
        if others:
            await executor.execute(others.pop(), "p-2", "toy:1", Count(by=5))

    outcome = await meanwhile(log, keys, once).execute(uuid4(), "p-1", "toy:1", Count())

    assert outcome.version == 2
    assert [decode_meta(e).read for e in await log.read_stream("toy:1")] == [{"toy:1": 0}, {"toy:1": 1}]


async def test_a_decision_that_never_catches_up_ends_in_a_refusal(log: Log, keys: DataKeys, executor: Executor) -> None:
    slow = meanwhile(log, keys, lambda: executor.execute(uuid4(), "p-2", "toy:1", Count()))

    with pytest.raises(Refused, match="changed 20 times"):
        await slow.execute(uuid4(), "p-1", "toy:1", Count())


async def test_a_retry_refused_because_its_first_try_landed_meanwhile_is_answered_by_that(
    log: Log, keys: DataKeys, executor: Executor
) -> None:
    command_id, wish = uuid4(), Count(limit=1)
    slow = meanwhile(log, keys, lambda: executor.execute(command_id, "p-1", "toy:1", wish))

    outcome = await slow.execute(command_id, "p-1", "toy:1", wish)

    assert (outcome.version, outcome.replayed) == (1, True)
    assert await log.version("toy:1") == 1


async def test_one_command_sent_many_times_at_once_happens_once(log: Log, keys: DataKeys) -> None:
    command_id = uuid4()
    executors = [Executor(log, keys, TOYS) for _ in range(10)]

    outcomes = await asyncio.gather(*(e.execute(command_id, "p-1", "toy:1", Count(times=3)) for e in executors))

    assert {(o.version, o.position, o.event_ids) for o in outcomes} == {(3, 2, outcomes[0].event_ids)}
    assert sorted(o.replayed for o in outcomes) == [False] + [True] * 9
    assert await log.head() == 2


async def test_many_commands_at_once_on_one_stream_all_happen(log: Log, executor: Executor) -> None:
    await asyncio.gather(*(executor.execute(uuid4(), "p-1", "toy:1", Count()) for _ in range(15)))

    assert (await executor.load("toy:1")).state == Notebook(total=15)
    assert await log.version("toy:1") == 15


async def test_other_streams_are_read_until_nothing_new_is_named(log: Log, executor: Executor) -> None:
    await executor.execute(uuid4(), "p-1", "toy:a", Count(by=2))
    await executor.execute(uuid4(), "p-1", "toy:a", Note(title="toy:b"))
    await executor.execute(uuid4(), "p-1", "toy:b", Count(by=3))

    await executor.execute(uuid4(), "p-1", "toy:sum", CountLike(first="toy:a"))

    [stored] = await log.read_stream("toy:sum")
    assert isinstance(event := decode(stored), ToyCounted)
    assert (event.by, event.other) == (5, "toy:a,toy:b")
    assert decode_meta(stored).read == {"toy:sum": 0, "toy:a": 2, "toy:b": 1}


async def test_the_rulebook_of_a_decision_stands_in_its_meta(log: Log, keys: DataKeys) -> None:
    pinned = dataclasses.replace(TOYS["toy"], initial=lambda: Notebook(rulebook_hash="sha256:1"))
    await Executor(log, keys, {"toy": pinned}).execute(uuid4(), "p-1", "toy:1", Count())

    assert [decode_meta(e).rulebook for e in await log.read_stream("toy:1")] == ["sha256:1"]


@dataclasses.dataclass(frozen=True)
class Ledger(Notebook):
    """A notebook that knows whether there is a scheme."""

    scheme_hash: str | None = None


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (Notebook(), (), Pinned()),
        (Notebook(), (Ledger(scheme_hash="s"),), Pinned()),
        (Notebook(rulebook_hash="r"), (Notebook(), Ledger(rulebook_hash="r", scheme_hash="s")), Pinned("r", "s")),
        (Ledger(rulebook_hash="r"), (Ledger(rulebook_hash="other", scheme_hash="other"),), Pinned("r")),
        (Notebook(), (Ledger(rulebook_hash="r", scheme_hash="s"), Ledger(rulebook_hash="other")), Pinned("r", "s")),
    ],
)
def test_a_scheme_is_that_of_the_first_state_that_knows_of_one(
    own: Notebook, others: tuple[Notebook, ...], expected: Pinned
) -> None:
    assert pinned(own, dict(enumerate(others))) == expected  # type: ignore[arg-type] # the names do not matter


async def test_the_scheme_of_a_decision_stands_in_its_meta(log: Log, keys: DataKeys) -> None:
    under = dataclasses.replace(TOYS["toy"], initial=lambda: Ledger(rulebook_hash="sha256:1", scheme_hash="sha256:2"))
    await Executor(log, keys, {"toy": under}).execute(uuid4(), "p-1", "toy:1", Count())

    assert [decode_meta(e).scheme for e in await log.read_stream("toy:1")] == ["sha256:2"]


async def test_reading_without_end_is_a_fault(log: Log, keys: DataKeys) -> None:
    def reads(_stream: str, _command: Command, _state: object, states: dict[str, object]) -> tuple[str, ...]:
        return (f"toy:{len(states)}",)

    def decide(_command: Command, _state: object, _context: Context) -> list[Event]:
        return []

    endless = Aggregate(Notebook, TOYS["toy"].evolve, decide, reads)  # type: ignore[arg-type] # a dict is a mapping

    with pytest.raises(RuntimeError, match="without end"):
        await Executor(log, keys, {"toy": endless}).execute(uuid4(), "p-1", "toy:x", Count())


async def test_only_streams_of_a_known_kind_take_commands(executor: Executor) -> None:
    with pytest.raises(Refused, match="begins with one of: toy"):
        await executor.execute(uuid4(), "p-1", "unknown:1", Count())


async def test_a_nul_in_a_command_is_refused_before_anything_is_decided(executor: Executor) -> None:
    with pytest.raises(Refused) as refused:
        await executor.execute(UUID(int=1), "p-1", "toy:1", Note(title="a\x00b"))
    assert refused.value.place == "/title"


async def test_a_cold_and_a_warm_executor_see_the_same_state(log: Log, keys: DataKeys, executor: Executor) -> None:
    for _ in range(5):
        await executor.execute(uuid4(), "p-1", "toy:1", Note(title="t"))
        assert await executor.load("toy:1") == await Executor(log, keys, TOYS).load("toy:1")


async def test_only_the_latest_streams_are_kept_in_memory(
    executor: Executor, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.execute._CACHED_STREAMS", 2)
    for name in ("toy:1", "toy:2", "toy:1", "toy:3"):
        await executor.execute(uuid4(), "p-1", name, Count())

    assert list(executor._states) == ["toy:1", "toy:3"]
    assert (await executor.load("toy:2")).state == Notebook(total=1)
