"""Waiting for a database: what counts as away, and that it is waited for."""

import asyncpg
import pytest
from sqlalchemy import text

from store.connect import engine
from store.faults import LogUnavailable, translated
from store.log import Log
from store.patience import answering, patiently
from tests.conftest import Database

pytestmark = pytest.mark.anyio


class Hidden(LogUnavailable):
    """A kind of absence that says more."""


async def end(database: Database, pid: int) -> None:
    """Ends a server process, as an administrator would."""
    connection = await asyncpg.connect(database.superuser_url)
    await connection.fetchval("SELECT pg_terminate_backend($1)", pid)
    await connection.close()


def test_a_more_telling_absence_is_told_as_it_is() -> None:
    with pytest.raises(Hidden), translated():
        raise Hidden("behind the curtain")


async def test_a_database_out_of_reach_does_not_answer() -> None:
    nowhere = engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(LogUnavailable), answering():
        async with nowhere.connect():
            pass


async def test_a_connection_cut_in_the_midst_is_a_database_that_does_not_answer(database: Database) -> None:
    reader = engine(database.reader_url)
    async with reader.connect() as connection:
        await end(database, await connection.scalar(text("SELECT pg_backend_pid()")))
        with pytest.raises(LogUnavailable), answering():
            await connection.execute(text("SELECT 1"))
    await reader.dispose()


async def test_what_the_database_refuses_is_told_as_it_is(database: Database) -> None:
    reader = engine(database.reader_url)
    with pytest.raises(Exception, match="does not exist"), answering():
        async with reader.connect() as connection:
            await connection.execute(text("SELECT * FROM nothing"))
    await reader.dispose()


async def test_a_database_that_comes_back_was_waited_for(log: Log) -> None:
    nowhere = engine("postgresql://nobody@127.0.0.1:1/none")
    knocks = 0

    async def knock() -> int:
        nonlocal knocks
        knocks += 1
        if knocks < 3:
            async with nowhere.connect():
                pass
        return await log.head()

    assert await patiently("test", knock) == -1
    assert knocks == 3
