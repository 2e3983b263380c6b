"""Roles: what a login may do. They belong to the whole server, so several databases share them."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum

import asyncpg

LOCK_TIMEOUT = "2s"
"""How long an append waits for its turn; one turn is one commit."""
TRANSACTION_TIMEOUT = "10s"
"""No transaction of a writer may hold the append lock, or anything else, longer."""


class Role(StrEnum):
    """Group roles; none can log in. A login is a member of those it needs."""

    OWNER = "kaohe_owner"  # owns schemas and functions; only migrations act as it
    WRITER = "kaohe_writer"  # appends to the log, keeps keys and ballots
    VIEWS = "kaohe_views"  # reads the log and owns the views
    READER = "kaohe_reader"  # reads the log and the views


_RACES = (
    asyncpg.DuplicateObjectError,
    asyncpg.UniqueViolationError,
    asyncpg.InternalServerError,  # "tuple concurrently updated": two databases change one role at once
)


async def ensure_roles(connection: asyncpg.Connection) -> None:
    """Creates the group roles that are absent and lets the connected role act as the owner and as the views' owner.

    The connected role must be a superuser, or have CREATEROLE or already be a member of both.
    """
    for role in Role:
        if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
            await _race(connection, f"CREATE ROLE {role} NOLOGIN")
    for role in (Role.OWNER, Role.VIEWS):
        if not await connection.fetchval("SELECT pg_has_role($1, 'SET')", role):
            await _race(connection, f"GRANT {role} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE")


async def ensure_login(owner_url: str, name: str, password: str, member_of: Sequence[Role]) -> None:
    """Creates a login for a service, or gives an existing one this password, and makes it a member of `member_of`.

    `Role.OWNER` is refused: no service logs in as the owner of history.
    """
    if Role.OWNER in member_of:
        raise ValueError(f"login {name} asks to be a member of {Role.OWNER}; services are members of the others only")
    connection = await asyncpg.connect(owner_url)
    try:
        quoted = await connection.fetchval("SELECT quote_ident($1)", name)
        secret = await connection.fetchval("SELECT quote_literal($1)", password)
        if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", name):
            await _race(connection, f"CREATE ROLE {quoted} LOGIN")
        statements = [
            f"ALTER ROLE {quoted} LOGIN PASSWORD {secret}",
            f"ALTER ROLE {quoted} SET lock_timeout = '{LOCK_TIMEOUT}'",
            *(f"GRANT {role} TO {quoted} WITH INHERIT TRUE, SET TRUE" for role in member_of),
        ]
        if Role.VIEWS not in member_of:  # a rebuild of the views may take longer than any command
            statements.append(f"ALTER ROLE {quoted} SET transaction_timeout = '{TRANSACTION_TIMEOUT}'")
        for statement in statements:
            await _race(connection, statement)
    finally:
        await connection.close()


async def _race(connection: asyncpg.Connection, statement: str) -> None:
    """Runs a statement on roles again when another database's migration was at the same roles in the same moment."""
    for _ in range(20):
        try:
            await connection.execute(statement)
        except (asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
            if statement.startswith("CREATE"):
                return
        except asyncpg.InternalServerError:
            pass
        else:
            return
        await asyncio.sleep(0.02)
    await connection.execute(statement)
