from datetime import datetime
from uuid import uuid4

import pytest

from store.faults import LogMisuse
from store.log import START, Appended, Conflict, EncodedEvent, Log, Replayed
from tests.store.events import NOON, encoded

pytestmark = pytest.mark.anyio


async def test_an_empty_log_has_its_head_before_the_first_position(log: Log) -> None:
    assert await log.head() == START
    assert await log.read_after() == []
    assert await log.read_stream("a") == []
    assert await log.version("a") == 0


async def test_positions_count_across_streams_and_versions_within_one(log: Log) -> None:
    assert await log.append("a", 0, NOON, [encoded(), encoded()]) == Appended(0, 2)
    assert await log.append("b", 0, NOON, [encoded()]) == Appended(2, 1)
    assert await log.append("a", 2, NOON, [encoded()]) == Appended(3, 3)

    assert [(e.position, e.stream, e.version) for e in await log.read_after()] == [
        (0, "a", 1),
        (1, "a", 2),
        (2, "b", 1),
        (3, "a", 3),
    ]
    assert await log.head() == 3
    assert await log.version("a") == 3


async def test_what_is_read_is_what_was_appended(log: Log) -> None:
    event = EncodedEvent(uuid4(), "Happened", 3, '{"财":"政"}', '{"actor":"p-1"}')
    await log.append("a", 0, NOON, [event])

    [stored] = await log.read_stream("a")

    assert EncodedEvent(stored.event_id, stored.type, stored.schema_version, stored.body, stored.meta) == event
    assert stored.occurred_at == NOON
    assert stored.recorded_at.tzinfo is not None
    assert await log.find(event.event_id) == stored
    assert await log.find(uuid4()) is None


async def test_a_stream_can_be_read_from_a_version_and_in_parts(log: Log) -> None:
    await log.append("a", 0, NOON, [encoded() for _ in range(5)])

    assert [e.version for e in await log.read_stream("a", after=2)] == [3, 4, 5]
    assert [e.version for e in await log.read_stream("a", after=1, limit=2)] == [2, 3]


async def test_an_append_at_another_version_is_a_conflict_that_names_it_and_writes_nothing(log: Log) -> None:
    await log.append("a", 0, NOON, [encoded(), encoded()])

    assert await log.append("a", 1, NOON, [encoded()]) == Conflict(2)
    assert await log.append("a", 3, NOON, [encoded()]) == Conflict(2)
    assert await log.head() == 1


async def test_a_retry_is_answered_as_the_first_time_whatever_the_version_now(log: Log) -> None:
    first = [encoded(), encoded()]
    await log.append("a", 0, NOON, first)
    await log.append("a", 2, NOON, [encoded()])

    assert await log.append("a", 0, NOON, first) == Replayed(0, 2)
    assert await log.append("a", 3, NOON, first) == Replayed(0, 2)
    assert await log.head() == 2


async def test_a_retry_that_now_has_other_events_is_answered_with_what_is_stored(log: Log) -> None:
    one = encoded()
    await log.append("a", 0, NOON, [one])

    assert await log.append("a", 0, NOON, [one, encoded(), encoded()]) == Replayed(0, 1)


async def test_a_batch_is_all_or_nothing(log: Log) -> None:
    taken = encoded()
    await log.append("a", 0, NOON, [taken])

    with pytest.raises(LogMisuse, match="in use elsewhere"):
        await log.append("b", 0, NOON, [encoded(), taken])
    assert await log.head() == 0
    assert await log.read_stream("b") == []


@pytest.mark.parametrize(
    ("stream", "expected", "events"),
    [
        ("a", 0, []),
        ("", 0, [encoded()]),
        ("a", 0, [EncodedEvent(uuid4(), "", 1, "{}", "{}")]),
        ("a", 0, [EncodedEvent(uuid4(), "Happened", 0, "{}", "{}")]),
        ("a", 0, [EncodedEvent(uuid4(), "Happened", 1, "\x00", "{}")]),
        ("a", 0, [EncodedEvent(uuid4(), "Happened", 1, None, "{}")]),  # type: ignore[arg-type] # what a type checker stops
        ("a", None, [encoded()]),
        ("a" * 5000 + "".join(map(chr, range(0x4E00, 0x6000))), 0, [encoded()]),
    ],
)
async def test_misuse_is_an_error_and_writes_nothing(
    log: Log, stream: str, expected: int, events: list[EncodedEvent]
) -> None:
    with pytest.raises(LogMisuse):
        await log.append(stream, expected, NOON, events)
    assert await log.head() == START


async def test_an_instant_without_a_zone_is_misuse(log: Log) -> None:
    with pytest.raises(LogMisuse, match="no time zone"):
        await log.append("a", 0, datetime(2026, 1, 1), [encoded()])  # noqa: DTZ001 - the mistake under test


async def test_recorded_at_never_goes_backwards(log: Log) -> None:
    for version in range(50):
        await log.append("a", version, NOON, [encoded()])

    instants = [e.recorded_at for e in await log.read_after()]

    assert instants == sorted(instants)


async def test_a_body_of_a_megabyte_comes_back_whole(log: Log) -> None:
    body = '{"text":"' + "绩" * 350_000 + '"}'
    await log.append("a", 0, NOON, [encoded(body=body)])

    assert [e.body for e in await log.read_stream("a")] == [body]
