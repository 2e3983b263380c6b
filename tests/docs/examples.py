"""The examples of a page: a block `yaml name.yaml` holds a file, a block `console` commands and what they print."""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from api.cli import app

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(\w+)(?: ([\w.-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ kaohe (.+)\n", re.MULTILINE)


class Ran(NamedTuple):
    """A command, what the page says it prints, and what it printed."""

    command: str
    said: str
    printed: str


def run(page: str, folder: Path) -> Iterator[Ran]:
    """Writes the files of a page into the folder, and runs the commands that need no server there, in their order."""
    blocks = _BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    for _, name, content in blocks:
        if name:
            (folder / name).write_text(content, encoding="utf-8")
    for language, _, content in blocks:
        if language == "console":
            _, *parts = _COMMAND.split(content)
            for command, said in zip(parts[::2], parts[1::2], strict=True):
                with contextlib.chdir(folder):
                    yield Ran(command, said, _printed(command))


def _printed(command: str) -> str:
    """What the command prints, or nothing where it is sent to a file."""
    command, _, file = command.partition(" > ")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        app(shlex.split(command), exit_on_error=False)
    if not file:
        return printed.getvalue()
    Path(file).write_text(printed.getvalue(), encoding="utf-8")
    return ""
