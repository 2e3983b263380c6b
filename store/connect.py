"""Connections: pools for the log's hot path, engines for views and migrations, from one PostgreSQL URL."""

import asyncpg
from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.roles import LOCK_TIMEOUT, TRANSACTION_TIMEOUT, Role


async def open_pool(url: str, *, size: int = 10) -> asyncpg.Pool:
    """Opens a pool for the log. Its connections are used in autocommit only and never change their session.

    That is why returning one skips asyncpg's reset, which would be a second round trip after every append. Plans
    walk indexes: one cached while the log was nearly empty would otherwise scan all of it until the next ANALYZE.
    """
    return await asyncpg.create_pool(
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


async def _keep(_connection: object) -> None:
    """Leaves a connection as it is."""


def engine(url: str, *, role: Role | None = None, **settings: str) -> AsyncEngine:
    """An SQLAlchemy engine for a plain `postgresql://` URL.

    With `role`, every connection acts as that role; `settings` are PostgreSQL's, and stand above those of the login.
    """
    given = {"application_name": "kaohe", "jit": "off", **settings} | ({"role": str(role)} if role else {})
    return create_async_engine(_for_sqlalchemy(url), connect_args={"server_settings": given})


def _for_sqlalchemy(url: str) -> URL:
    parsed = make_url(url)
    query = dict(parsed.query)
    if "sslmode" in query:  # libpq's word; SQLAlchemy hands its query to asyncpg, which says ssl
        query["ssl"] = query.pop("sslmode")
    return parsed.set(drivername="postgresql+asyncpg", query=query)
