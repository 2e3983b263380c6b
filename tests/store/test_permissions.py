"""Who may do what: history is append-only for every login, the owner included."""

import asyncpg
import pytest

from store.faults import HistoryIsAppendOnly, translated
from store.log import Log
from store.roles import Role, ensure_login
from tests.conftest import Database
from tests.store.events import NOON, encoded

pytestmark = pytest.mark.anyio

CHANGES = [
    "UPDATE es.event SET body = '{}'",
    "UPDATE es.event SET body = '{}' WHERE false",
    "DELETE FROM es.event",
    "TRUNCATE es.event",
    "MERGE INTO es.event e USING (SELECT 0) ON e.position = 0 WHEN MATCHED THEN DELETE",
]


async def as_role(url: str, statement: str, role: str | None = None) -> None:
    connection = await asyncpg.connect(url)
    try:
        if role:
            await connection.execute(f"SET ROLE {role}")
        with translated():
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("statement", CHANGES)
async def test_the_owner_cannot_change_history(database: Database, log: Log, statement: str) -> None:
    await log.append("a", 0, NOON, [encoded(body='{"kept":true}')])

    with pytest.raises(HistoryIsAppendOnly, match=r"on es\.event is refused"):
        await as_role(database.owner_url, statement, Role.OWNER)
    with pytest.raises(HistoryIsAppendOnly):
        await as_role(database.superuser_url, "SET session_replication_role = replica; " + statement)
    assert [e.body for e in await log.read_after()] == ['{"kept":true}']


@pytest.mark.parametrize("statement", [*CHANGES, "INSERT INTO es.event SELECT * FROM es.event"])
@pytest.mark.parametrize("login", ["writer_url", "views_url", "reader_url"])
async def test_no_service_can_touch_history_but_by_appending(database: Database, login: str, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_role(getattr(database, login), statement)


@pytest.mark.parametrize("login", ["views_url", "reader_url"])
async def test_only_a_writer_appends(database: Database, login: str) -> None:
    log = await Log.open(getattr(database, login), size=1)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await log.append("a", 0, NOON, [encoded()])
    await log.close()


@pytest.mark.parametrize(
    ("login", "table"),
    [
        ("reader_url", "es.data_key"),
        ("views_url", "es.data_key"),
        ("reader_url", "ballot.box"),
        ("views_url", "ballot.paper"),
    ],
)
async def test_keys_and_ballots_are_the_writers_alone(database: Database, login: str, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_role(getattr(database, login), f"TABLE {table}")


@pytest.mark.parametrize("login", ["writer_url", "views_url", "reader_url"])
async def test_no_service_can_become_the_owner(database: Database, login: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_role(getattr(database, login), "SELECT 1", Role.OWNER)


async def test_a_writer_waits_for_no_lock_and_holds_no_transaction_for_ever(database: Database) -> None:
    connection = await asyncpg.connect(database.writer_url)
    settings = [await connection.fetchval(f"SHOW {name}") for name in ("lock_timeout", "transaction_timeout")]
    await connection.close()

    assert settings == ["2s", "10s"]


async def test_a_caller_cannot_slip_its_own_objects_under_append(database: Database, log: Log) -> None:
    """`append` runs as its owner, so what it finds by name must not be the caller's."""
    async with log.pool.acquire() as connection, connection.transaction():
        await connection.execute("CREATE TEMPORARY TABLE event (LIKE es.event)")
        await connection.execute("SET LOCAL search_path = pg_temp, es")
        await connection.fetchrow(
            "SELECT * FROM es.append('a', 0, now(), $1::uuid[], '{T}', '{1}', '{x}', '{x}')", [encoded().event_id]
        )
        assert await connection.fetchval("SELECT count(*) FROM pg_temp.event") == 0
    assert await log.head() == 0


async def test_a_service_login_as_owner_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="asks to be a member of kaohe_owner"):
        await ensure_login(database.owner_url, "test_greedy", "x", (Role.OWNER,))


async def test_a_login_can_be_ensured_again_with_another_password(database: Database) -> None:
    for password in ("one", "it's \\another"):
        await ensure_login(database.owner_url, "test_odd-name", password, (Role.READER,))
    connection = await asyncpg.connect(
        host="127.0.0.1",
        port=database.server.port,
        user="test_odd-name",
        password="it's \\another",  # noqa: S106 - of this test's server
        database=database.name,
        ssl=False,
    )
    assert await connection.fetchval("SELECT count(*) FROM es.event") == 0
    await connection.close()
