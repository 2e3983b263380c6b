import asyncio
import hashlib

import asyncpg
import pytest

from store.migrate import MIGRATIONS, REPEATABLE, SQL, migrate
from store.roles import Role
from tests.conftest import Database
from tests.postgres import OWNER, SUPERUSER, serve

pytestmark = pytest.mark.anyio

FROZEN = {
    "0001_log.py": "e3820139dd46c012",
    "0002_keys.py": "e08cebbd29f78e9a",
    "0003_ballots.py": "ec8e0166b924ab39",
    "0004_follower.py": "4bde65d3b60bdc75",
}
"""A released migration is never edited: what it made is in databases already. A correction is the next version."""


async def fetch(url: str, query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return list(await connection.fetch(query))
    finally:
        await connection.close()


def test_migrations_are_frozen() -> None:
    versions = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))

    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in versions} == FROZEN


def test_every_sql_object_is_applied() -> None:
    files = {str(path.relative_to(SQL)) for path in SQL.rglob("*.sql")}

    assert files == {*REPEATABLE, "schemas.sql"}


async def test_migrating_again_changes_nothing(database: Database) -> None:
    query = "SELECT name, sha256, applied_at FROM es.repeatable ORDER BY name"
    before = await fetch(database.superuser_url, query)

    await migrate(database.owner_url)

    assert await fetch(database.superuser_url, query) == before
    assert {row["name"] for row in before} == set(REPEATABLE)


async def test_a_changed_sql_object_is_applied_again_and_only_it(database: Database) -> None:
    await database.server.execute(
        "UPDATE es.repeatable SET sha256 = 'older' WHERE name = 'functions/refuse.sql'",
        "CREATE OR REPLACE FUNCTION es.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        database=database.name,
        login=SUPERUSER,
    )
    instants = "SELECT name, applied_at FROM es.repeatable"
    before = {row["name"]: row["applied_at"] for row in await fetch(database.superuser_url, instants)}

    await migrate(database.owner_url)

    after = {row["name"]: row["applied_at"] for row in await fetch(database.superuser_url, instants)}
    assert {name for name in after if after[name] != before[name]} == {"functions/refuse.sql"}
    [row] = await fetch(database.superuser_url, "SELECT prosrc FROM pg_proc WHERE proname = 'refuse'")
    assert "append-only" in row["prosrc"]


async def test_many_may_migrate_one_database_at_once(empty_database: Database) -> None:
    await asyncio.gather(*(migrate(empty_database.owner_url) for _ in range(4)))

    [row] = await fetch(empty_database.superuser_url, "SELECT version_num FROM es.migration")
    assert row["version_num"] == max(FROZEN)[:4]


async def test_what_migrations_make_belongs_to_the_owner_role_and_no_login(empty_database: Database) -> None:
    await migrate(empty_database.owner_url)

    rows = await fetch(
        empty_database.superuser_url,
        "SELECT DISTINCT relowner::regrole::text AS owner FROM pg_class "
        "WHERE relnamespace IN ('es'::regnamespace, 'ballot'::regnamespace) "
        "UNION SELECT proowner::regrole::text FROM pg_proc WHERE pronamespace = 'es'::regnamespace",
    )
    assert [row["owner"] for row in rows] == [Role.OWNER]
    logins = await fetch(
        empty_database.superuser_url, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'kaohe%' AND rolcanlogin"
    )
    assert logins == []


def test_databases_of_a_new_server_migrate_at_once_though_roles_belong_to_the_server() -> None:
    """On a server of its own, since roles once made are there for every later test."""
    with serve() as fresh:
        names = [f"d{number}" for number in range(5)]
        asyncio.run(fresh.execute(*(f"CREATE DATABASE {name}" for name in names)))

        async def all_at_once() -> None:
            await asyncio.gather(*(migrate(fresh.url(name)) for name in names))

        asyncio.run(all_at_once())
        rows = asyncio.run(fetch(fresh.url("d4", SUPERUSER), "SELECT rolname FROM pg_roles WHERE rolname ~ '^kaohe'"))
        assert {row["rolname"] for row in rows} == set(Role)
        asyncio.run(migrate(fresh.url("d0", SUPERUSER)))


async def test_a_failing_migration_leaves_the_database_as_it_was(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.migrate.REPEATABLE", ("functions/missing.sql",))

    with pytest.raises(FileNotFoundError):
        await migrate(empty_database.owner_url)

    assert await fetch(empty_database.superuser_url, "SELECT 1 FROM pg_namespace WHERE nspname IN ('es', 'view')") == []


async def test_a_login_without_rights_on_roles_can_migrate_when_they_are_made(
    empty_database: Database,
) -> None:
    await empty_database.server.execute(
        "DO $$ BEGIN CREATE ROLE test_plain LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        f"ALTER ROLE test_plain PASSWORD '{empty_database.server.password}'",
        f"GRANT {Role.OWNER}, {Role.VIEWS} TO test_plain",
        f"ALTER DATABASE {empty_database.name} OWNER TO test_plain",
        login=SUPERUSER,
    )

    await migrate(empty_database.server.url(empty_database.name, "test_plain"))

    await empty_database.server.execute(f"ALTER DATABASE {empty_database.name} OWNER TO {OWNER}", login=SUPERUSER)
