"""`kaohe`: composes the command line and sees to it that no traceback ever reaches a person.

Exit codes: 0 done, 1 something failed, 2 refused (wrong usage, wrong input, not now), 130 interrupted.
"""

import os
import sys
import tempfile
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import cyclopts

if TYPE_CHECKING:  # a second of imports, which `--help` can do without
    from api.operations import Operations

COMMANDS = {
    "up": ("deploy.local.terminal:up", "Start everything in this terminal."),
    "api": ("deploy.processes:api", "Serve the HTTP API."),
    "worker": ("deploy.processes:worker", "Run the workflows."),
    "log": ("deploy.processes:log", "Run the log services: views, gates, follower."),
    "recover": ("deploy.processes:recover", "Wake the workflow of everything unfinished."),
    "demo": ("deploy.demo.command:demo", "Play a term of two years in a sample city."),
    "doctor": ("deploy.doctor:doctor", "Check this machine and installation."),
}
"""How it runs; each is imported only when it is called. Everything else is a door of `api.cli`."""

STANDALONE = ("up", "demo", "doctor")
"""What starts a runtime of its own, or looks at everything by itself; the others work with the one that runs."""

FAILED, REFUSED, INTERRUPTED = 1, 2, 130


def compose(arguments: list[str]) -> cyclopts.App:
    """The command line; the doors are imported unless the command is one that runs without them."""
    app = cyclopts.App(
        name="kaohe",
        help="Government performance appraisal on an event log.",
        version=_version,
    )
    for name, (place, says) in COMMANDS.items():
        app.command(place, name=name, help=says)
    first = arguments[0] if arguments else ""
    if first not in COMMANDS:
        from api.cli import app as doors  # noqa: PLC0415 - not needed by what runs without them
        from api.cli.connection import provide  # noqa: PLC0415 - the same

        provide(open_store)
        app.update(doors)
    if first not in STANDALONE:
        adopt()
    return app


@asynccontextmanager
async def open_store() -> AsyncIterator["Operations"]:
    """The operations over the store of the settings, for one command."""
    from deploy.core import open_operations  # noqa: PLC0415 - heavy
    from deploy.settings import load  # noqa: PLC0415 - heavy

    async with open_operations(load()) as operations:
        yield operations


def adopt() -> None:
    """Takes the addresses of the runtime on this data folder into the environment, where it does not say otherwise."""
    from deploy.local.runtime import running  # noqa: PLC0415 - not needed by --version and the like
    from deploy.settings import load  # noqa: PLC0415 - the same

    settings = load()
    found = running(settings.data)
    if found is None:
        return
    os.environ.setdefault("DATABASE_URL", found.database_url)
    os.environ.setdefault("TEMPORAL_ADDRESS", found.temporal_address)
    os.environ.setdefault("KAOHE_TEMPORAL_NAMESPACE", found.temporal_namespace)
    os.environ.setdefault("KAOHE_TASK_QUEUE", found.task_queue)
    os.environ.setdefault("KAOHE_API_URL", found.api_url)


def main() -> NoReturn:
    """Runs the command of `sys.argv`."""
    arguments = sys.argv[1:]
    try:
        compose(arguments)(arguments, exit_on_error=False)
    except SystemExit:
        raise
    except cyclopts.CycloptsError:  # has been printed, with what would be right
        _end(REFUSED)
    except KeyboardInterrupt:
        _end(INTERRUPTED)
    except BrokenPipeError:  # the reader, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _end(0)
    except BaseException as error:  # noqa: BLE001 - the last resort: a sentence, and the details in a file
        _end(_explain(error, " ".join(["kaohe", *arguments[:1]])))
    _end(0)


def _explain(error: BaseException, command: str) -> int:
    from deploy.local.supervisor import ChildFailed  # noqa: PLC0415 - only when something went wrong
    from domain.refusal import Refused  # noqa: PLC0415 - the same

    match error:
        case Refused():
            _say(f"{error.thing}: {error.problem}", error.mend)
            return REFUSED
        case ChildFailed():
            _say(str(error))
            return FAILED
        case _:
            said = (str(error).splitlines() or [""])[0][:200]
            what = f"{type(error).__name__}: {said}" if said else type(error).__name__
            _say(f"{command} failed: {what}", f"The details are in {_keep(error)}")
            return FAILED


def _keep(error: BaseException) -> Path:
    """Writes the traceback where only we read it: in the data folder, or in the temporary folder if there is none."""
    data = Path(os.environ.get("KAOHE_DATA") or "data").expanduser().absolute()
    text = "".join(traceback.format_exception(error))
    for logs in (data / "logs", Path(tempfile.gettempdir()) / f"kaohe-{os.getuid()}"):
        try:
            if logs.parent.is_dir():
                logs.mkdir(mode=0o700, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=logs, prefix="fault-", suffix=".log")
                with os.fdopen(handle, "w", encoding="utf-8") as out:
                    out.write(text)
                return Path(name)
        except OSError:
            continue
    return Path(os.devnull)


def _say(*sentences: str) -> None:
    for sentence in sentences:
        end = "" if sentence.endswith((".", "?", "!", "`")) or "\n" in sentence else "."
        print(f"{sentence}{end}", file=sys.stderr)  # noqa: T201 - what a person reads


def _end(code: int) -> NoReturn:
    sys.exit(code)


def _version() -> str:
    import importlib.metadata  # noqa: PLC0415 - reads the disk

    return importlib.metadata.version("kaohe")


if __name__ == "__main__":
    main()
