"""Brings a database to the current version: roles, numbered versions, then the SQL objects that changed."""

import asyncio
import hashlib
import threading
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.connect import engine
from store.roles import Role, ensure_roles

MIGRATIONS = Path(__file__).parent / "migrations"
SQL = Path(__file__).parent / "sql"

REPEATABLE = (
    "functions/append.sql",
    "functions/refuse.sql",
    "triggers/append_only.sql",
    "grants.sql",
)
"""Applied in this order after the versions, each whenever its text differs from the one applied last."""


async def migrate(owner_url: str) -> None:
    """Migrates the database to the current version; safe to run from many places at once, and again.

    `owner_url` logs in as the owner of the database: a superuser, or a role that may create roles or finds them made.
    Everything but the roles happens in one transaction, so a failure leaves the database as it was.
    """
    direct = await asyncpg.connect(owner_url)
    try:
        await ensure_roles(direct)
    finally:
        await direct.close()
    await asyncio.to_thread(_migrate_alone, owner_url)


_alembic = threading.Lock()
"""Alembic's `op` and `context` belong to the whole process: one migration at a time, in a loop of its own."""


def _migrate_alone(owner_url: str) -> None:
    with _alembic:
        asyncio.run(_migrate(owner_url))


async def _migrate(owner_url: str) -> None:
    owner = engine(owner_url)
    try:
        async with owner.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('kaohe.migrate', 0))"))
            await _script(connection, "schemas.sql")
            await connection.execute(text(f"SET LOCAL ROLE {Role.OWNER}"))
            await connection.run_sync(_upgrade)
            await _repeat(connection)
    finally:
        await owner.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def _repeat(connection: AsyncConnection) -> None:
    """Applies each repeatable object whose text is not the one applied last."""
    applied = {row.name: row.sha256 for row in await connection.execute(text("SELECT name, sha256 FROM es.repeatable"))}
    for name in REPEATABLE:
        sha256 = hashlib.sha256((SQL / name).read_bytes()).hexdigest()
        if applied.get(name) != sha256:
            await _script(connection, name)
            await connection.execute(
                text("""
                    INSERT INTO es.repeatable (name, sha256) VALUES (:name, :sha256)
                    ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, applied_at = clock_timestamp()
                """),
                {"name": name, "sha256": sha256},
            )


async def _script(connection: AsyncConnection, name: str) -> None:
    """Runs a file of several statements in the transaction of `connection`, which only the driver itself can."""
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute((SQL / name).read_text(encoding="utf-8"))
