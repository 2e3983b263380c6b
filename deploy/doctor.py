"""`kaohe doctor`: looks at everything the runtime needs, and says of each thing how it is and what to do about it."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from deploy import check
from deploy.check import Row, State
from deploy.local.runtime import running
from deploy.settings import Settings, load

_COLOUR = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}


async def doctor(
    *, as_json: Annotated[bool, Parameter(name="--json", negative="", help="Print JSON instead of a table.")] = False
) -> int:
    """Checks this machine and installation; exits 1 when something would not work."""
    rows = await examine(load())
    if as_json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))  # noqa: T201 - the answer
    else:
        _show(rows)
    return int(any(row.state is State.FAIL for row in rows))


async def examine(settings: Settings) -> list[Row]:
    """All checks, in the order in which one depends on another; one that breaks is a failed row, never an exception."""
    found = running(settings.data)
    database = settings.database_url or (found.database_url if found else None)
    temporal = settings.temporal_address or (found.temporal_address if found else None)
    checks: list[tuple[str, Callable[[], Row | Awaitable[Row]]]] = [
        ("python", check.python),
        ("time zones", check.zones),
        ("postgresql program", lambda: check.postgres_program(settings)),
        ("temporal program", lambda: check.temporal_program(settings)),
        ("data folder", lambda: check.data_folder(settings)),
        ("disk", lambda: check.disk(settings)),
        ("key file", lambda: check.key_file(settings)),
        ("clock", lambda: check.clock(settings)),
        ("ports", lambda: check.ports(settings, found)),
        ("runtime", lambda: check.runtime(settings)),
        ("database", lambda: check.database(database)),
        ("login", lambda: check.login(database)),
        ("temporal", lambda: check.temporal(temporal, settings.temporal_namespace)),
    ]
    return [await _row(name, look) for name, look in checks]


async def _row(name: str, look: Callable[[], Row | Awaitable[Row]]) -> Row:
    try:
        row = look()
        return row if isinstance(row, Row) else await asyncio.wait_for(_settled(row), 15)
    except Exception as error:  # noqa: BLE001 - a doctor does not fall ill
        said = f"{type(error).__name__}: {error}".splitlines()[0]
        return Row(name, State.FAIL, f"could not be checked: {said}", "See whether the message names the cause")


async def _settled(row: Awaitable[Row]) -> Row:
    return await row


def _show(rows: list[Row]) -> None:
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    if not console.is_terminal:
        with contextlib.suppress(BrokenPipeError):
            for row in rows:
                mend = f" - {row.mend}" if row.mend else ""
                console.print(f"{row.state:4} {row.name}: {row.found}{mend}", markup=False)
        return
    table = Table("", "", "found", "what to do", box=None)
    for row in rows:
        table.add_row(f"[{_COLOUR[row.state]}]{row.state}[/]", row.name, row.found, row.mend)
    console.print(table)
