"""A fault is found in the log, and names are in neither the log nor the answer."""

import io

import httpx
import pytest
from sqlalchemy import text

from api.http import create_app
from api.operations import Operations
from deploy.logging import configure
from store.connect import engine
from tests.api.conftest import World
from tests.conftest import Database

pytestmark = pytest.mark.anyio


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("kind", [io.StringIO, Terminal])
@pytest.mark.parametrize(
    ("statement", "sqlstate"),
    [
        ("SELECT CAST(:name AS text) FROM nowhere", None),  # SQLAlchemy would add the values
        ("SELECT CAST(CAST(:name AS text) AS integer)", "22P02"),  # PostgreSQL quotes the value
        ("SELECT CAST(:name AS integer)", "22000"),  # the driver does
        ("INSERT INTO once SELECT CAST(:name AS text) FROM generate_series(1, 2)", None),  # in the details
    ],
)
async def test_a_name_in_a_statement_that_fails_stands_in_no_log_and_no_answer(
    world: World, database: Database, statement: str, sqlstate: str | None, kind: type[io.StringIO]
) -> None:
    operations: Operations = world.operations
    app = create_app(operations)
    views = engine(database.writer_url)

    async def fail() -> None:
        async with views.connect() as connection:
            await connection.execute(text("CREATE TEMPORARY TABLE once (name text PRIMARY KEY)"))
            await connection.execute(text(statement), {"name": "wangwu".title()})

    app.add_api_route("/fail", fail)
    log = kind()
    configure(stream=log)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1") as client:
        answer = await client.get("/fail")
    await views.dispose()
    assert answer.status_code == 500
    assert "http.fault" in log.getvalue()
    assert "Wangwu" not in log.getvalue() + answer.text
    assert sqlstate is None or f"[SQLSTATE {sqlstate}; what it says is left out]" in log.getvalue()
