"""The database inside the server: its owner, the services' login, its version."""

import asyncpg
from sqlalchemy import make_url

from deploy.local.postgres import DATABASE, MIGRATOR, SERVICE, Postgres
from domain.refusal import Reason, Refused


async def found(server: Postgres) -> None:
    """Makes the database and its owner if absent, and gives the owner its password; the superuser does no more."""
    connection = await asyncpg.connect(server.superuser_url)
    try:
        if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", MIGRATOR):
            await connection.execute(f"CREATE ROLE {MIGRATOR}")
        secret = await connection.fetchval("SELECT quote_literal($1)", server.passwords.migrator)
        await connection.execute(f"ALTER ROLE {MIGRATOR} LOGIN CREATEROLE PASSWORD {secret}")
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", DATABASE):
            await connection.execute(f"CREATE DATABASE {DATABASE} OWNER {MIGRATOR}")
            await connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
    finally:
        await connection.close()


async def migrate_embedded(server: Postgres) -> None:
    """Brings the embedded database to the current version and lets the services in."""
    from store.migrate import migrate  # noqa: PLC0415 - heavy, and not needed with a database of one's own
    from store.roles import Role, ensure_login  # noqa: PLC0415 - the same

    await migrate(server.owner_url)
    await ensure_login(server.owner_url, SERVICE, server.passwords.service, (Role.WRITER, Role.VIEWS, Role.READER))
    connection = await asyncpg.connect(server.owner_url)
    try:
        await connection.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {SERVICE}")
    finally:
        await connection.close()


async def migrate_external(owner_url: str, service_url: str | None) -> None:
    """Brings a database of the user's own to the current version, and lets the login of `service_url` in.

    One login for both is refused: as the owner, a service could take the guards of history away.
    """
    from store.migrate import migrate  # noqa: PLC0415 - heavy
    from store.roles import Role, ensure_login  # noqa: PLC0415 - the same

    login = make_url(service_url) if service_url else None
    if login is not None and login.username == make_url(owner_url).username:
        raise Refused(
            Reason.INVALID,
            "DATABASE_URL",
            f"logs in as {login.username or 'the user of this system'}, as DATABASE_OWNER_URL does, "
            "and the services must not be able to change history",
            "Give DATABASE_URL a login of its own, with a password: it is made and let in",
        )
    await migrate(owner_url)
    if login is not None and login.username and login.password:
        await ensure_login(owner_url, login.username, str(login.password), (Role.WRITER, Role.VIEWS, Role.READER))
