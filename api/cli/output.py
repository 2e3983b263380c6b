"""What commands print: tables for people at a terminal, tab-separated lines for pipes, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text


def console() -> Console:
    """The terminal, or whatever stands in its place now."""
    return Console(file=sys.stdout, highlight=False, markup=False)


def clean(text: str) -> str:
    """The text without what would steer a terminal; line feeds stay."""
    return "".join(sign if sign == "\n" or sign.isprintable() else "�" for sign in text)


def line(text: str = "") -> None:
    sys.stdout.write(f"{clean(text)}\n")


def as_json(value: BaseModel | Sequence[BaseModel]) -> None:
    plain = (
        value.model_dump(mode="json") if isinstance(value, BaseModel) else [v.model_dump(mode="json") for v in value]
    )
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Rows under headings; without rows, the sentence `empty`, which in a pipe goes to standard error."""
    cells = [[_cell(value) for value in row] for row in rows]
    terminal = console()
    if not cells:
        (sys.stdout if terminal.is_terminal else sys.stderr).write(f"{clean(empty)}\n")
        return
    if not terminal.is_terminal:
        for row in (columns, *cells):
            sys.stdout.write("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) + "\n")
        return
    drawn = Table(header_style="bold", show_edge=False, pad_edge=False)
    for place, column in enumerate(columns):
        drawn.add_column(column, no_wrap=place == 0, overflow="ignore" if place == 0 else "fold")  # ids are copied
    for row in cells:
        drawn.add_row(*(Text(cell) for cell in row))
    terminal.print(drawn)


def instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else ""
        case datetime():
            return instant(value)
        case _:
            return clean(str(value))
