"""`kaohe up` as a person sees it: what is being done, a short banner with the addresses, and the end."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from deploy import logging
from deploy.local.up import Up
from deploy.local.up import up as run
from deploy.settings import load


async def up(
    *,
    data: Annotated[Path | None, Parameter(help="Folder of all data (KAOHE_DATA, ./data).")] = None,
    api_port: Annotated[int | None, Parameter(help="Port of the API; 0 takes one that is free.")] = None,
    postgres_port: Annotated[int | None, Parameter(help="Port of the embedded PostgreSQL.")] = None,
    temporal_port: Annotated[int | None, Parameter(help="Port of the embedded Temporal.")] = None,
) -> None:
    """Starts PostgreSQL, Temporal and all services in this terminal; Ctrl-C stops them.

    DATABASE_URL and TEMPORAL_ADDRESS replace the embedded ones.
    """
    settings = load(data=data, api_port=api_port, postgres_port=postgres_port, temporal_port=temporal_port)
    console = Console(highlight=False, soft_wrap=True)
    logging.configure(level="warning" if sys.stderr.isatty() else "info")
    await run(
        settings,
        say=lambda step: console.print(step, style="dim"),
        ready=lambda it: _banner(console, it),
    )


def _banner(console: Console, it: Up) -> None:
    rows = {
        "API": it.runtime.api_url,
        "Temporal": f"{it.runtime.temporal_address}, namespace {it.runtime.temporal_namespace}",
        "PostgreSQL": _database(it),
        "Data": str(it.settings.data),
        "Logs": str(it.settings.logs),
    }
    if console.is_terminal:
        table = Table.grid(padding=(0, 2))
        for name, value in rows.items():
            table.add_row(f"[bold]{name}[/bold]", value)
        console.print("[bold green]Kaohe is up[/bold green]", table, sep="\n")
    else:
        console.print("Kaohe is up", *(f"{name}: {value}" for name, value in rows.items()), sep="\n", markup=False)
    console.print("Ctrl-C stops it.")


def _database(it: Up) -> str:
    if it.database_folder is None:
        return "your own (DATABASE_URL)"
    where = "" if it.database_folder.is_relative_to(it.settings.data) else f", its files in {it.database_folder}"
    return f"127.0.0.1:{it.runtime.database_port}{where}"
