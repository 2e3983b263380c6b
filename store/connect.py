"""Connections: pools for the log's hot path, engines for views and migrations, from one PostgreSQL URL."""

import asyncpg
from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from domain.refusal import Reason, Refused
from store.roles import LOCK_TIMEOUT, TRANSACTION_TIMEOUT, Role


async def open_pool(url: str, *, size: int = 10) -> asyncpg.Pool:
    """Opens a pool for the log. Its connections are used in autocommit only and never change their session.

    That is why returning one skips asyncpg's reset, which would be a second round trip after every append. Plans
    walk indexes: one cached while the log was nearly empty would otherwise scan all of it until the next ANALYZE.
    """
    pool = asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        max_queries=1_000_000_000,
        reset=_keep,
        server_settings={
            "application_name": "kaohe log",
            "lock_timeout": LOCK_TIMEOUT,
            "transaction_timeout": TRANSACTION_TIMEOUT,
            "default_transaction_isolation": "read committed",
            "enable_seqscan": "off",
            "enable_bitmapscan": "off",
            "jit": "off",
        },
    )
    try:
        return await pool
    except BaseException:
        pool.terminate()  # who is cancelled while it opens leaves no connection behind
        raise


async def _keep(_connection: object) -> None:
    """Leaves a connection as it is."""


def engine(url: str, *, role: Role | None = None, **settings: str) -> AsyncEngine:
    """An SQLAlchemy engine for a plain `postgresql://` URL.

    With `role`, every connection acts as that role; `settings` are PostgreSQL's, and stand above those of the login.
    Errors do not repeat the values of the statement that failed: they may be names.
    """
    given = {"application_name": "kaohe", "jit": "off", **settings} | ({"role": str(role)} if role else {})
    return create_async_engine(_for_sqlalchemy(url), connect_args={"server_settings": given}, hide_parameters=True)


_MAY_TOO_MUCH = """
    SELECT login.rolname AS name,
           CASE WHEN login.rolsuper THEN 'is a superuser'
                WHEN pg_has_role(login.oid, owner.oid, 'MEMBER') THEN format('is a member of %s', owner.rolname) END
           AS problem
    FROM pg_roles login LEFT JOIN pg_roles owner ON owner.rolname = $1 WHERE login.rolname = session_user
"""


async def too_mighty(connection: asyncpg.Connection | asyncpg.Pool) -> Refused | None:
    """The refusal of a login that a service must not have: one that could take the guards of history away."""
    login = await connection.fetchrow(_MAY_TOO_MUCH, str(Role.OWNER))
    if login is None or login["problem"] is None:
        return None
    return Refused(
        Reason.FORBIDDEN,
        f"login {login['name']} of DATABASE_URL",
        f"{login['problem']}, and so could change history",
        "Give DATABASE_URL a login of its own, which 'kaohe up' lets in, and keep this one for DATABASE_OWNER_URL",
    )


def _for_sqlalchemy(url: str) -> URL:
    parsed = make_url(url)
    query = dict(parsed.query)
    if "sslmode" in query:  # libpq's word; SQLAlchemy hands its query to asyncpg, which says ssl
        query["ssl"] = query.pop("sslmode")
    return parsed.set(drivername="postgresql+asyncpg", query=query)
