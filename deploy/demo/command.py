"""`kaohe demo`: a term of two years in two minutes, on a data folder and servers of its own."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from deploy import logging
from deploy.demo.authority import Authority
from deploy.demo.door import Door
from deploy.demo.failed import Failed
from deploy.demo.results import clocks, results
from deploy.demo.screen import screen
from deploy.demo.script import FIRST, LIAR, WRONGED, WRONGED_ON
from deploy.demo.shell import Shell
from deploy.demo.term import Play, Played
from deploy.local.supervisor import ChildFailed
from deploy.local.up import running
from deploy.settings import load
from domain.refusal import Reason, Refused

_WIDE = 120
_ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "TEMPORAL_ADDRESS")
_OF_THE_MACHINE = "KAOHE_POSTGRES_USER"


def demo(
    *,
    keep: Annotated[bool, Parameter(negative="", help="Keep the data, to look at with `kaohe up`.")] = False,
    data: Annotated[Path | None, Parameter(help="An empty folder for the data; it is kept.")] = None,
) -> None:
    """Plays a term of two years in a sample city and a district below it, with servers of its own.

    Publishes directories and rulebooks, launches term, years and quarters, plays everybody in them through the public
    commands, some of them late and one of them a liar, kills the worker on the way, and shows the results and that
    nothing was lost. Takes about two minutes.
    """
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE)
    _forget_other_servers()
    logging.configure(level="error")
    try:
        with _folder(data, keep=keep) as folder:
            asyncio.run(_demo(console, folder))
            if keep or data:
                console.print(f"The data is kept: KAOHE_DATA={folder} kaohe up", markup=False, soft_wrap=True)
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None  # SIGTERM: the same end as Ctrl-C's
    except (Failed, BaseExceptionGroup) as error:
        failed = _first(error)
        if not isinstance(failed, Failed):
            raise failed from None  # it has its own traceback; the group's would only repeat it
        print(f"The demo failed. {str(failed).rstrip('.')}.", file=sys.stderr)  # noqa: T201 - what a person reads
        sys.exit(1)


async def _demo(console: Console, folder: Path) -> None:
    began = time.monotonic()
    _end_well_on_sigterm()
    city, district = Authority.load("yuntan"), Authority.load("hucheng")
    with screen(console) as shown:
        people = len(city.directory.people) + len(district.directory.people)
        shown.say(f"{len(city.appraisees)} units of a city, {len(district.appraisees)} of a district, {people} people")
        async with running(load(data=folder), say=shown.say) as up, Door.open(up.runtime.api_url) as door:
            shell = Shell(folder, shown.say)
            played = await Play(city, district, door, shell, shown).run(up.supervisor)
            scores = [f"yuntan-{FIRST}:{LIAR}:{played.corrected}", f"yuntan-{FIRST}:{WRONGED}:{WRONGED_ON}"]
            histories = [await shell.run("history", score) for score in scores]
    console.print(results(played, city))
    console.print(clocks(city, district))
    for score, history in zip(scores, histories, strict=True):
        console.print(f"[bold]$ kaohe history {score}[/bold]")
        console.print(history, markup=False, soft_wrap=True)
        console.print()
    console.print(_kept(played), markup=False, soft_wrap=True)
    console.print(f"Done in {time.monotonic() - began:.0f} seconds.")


def _kept(played: Played) -> str:
    ledger, killed = played.door.ledger, played.killed
    return (
        f"Nothing was lost: the worker was killed after {killed.acknowledged} acknowledged commands, with "
        f"{killed.on_the_way} on their way.\n"
        f"All {len(ledger.acknowledged)} commands acknowledged in the end stand in the history exactly once, among "
        f"{played.log.events} events; {sum(ledger.ballots.values())} ballots were cast and counted without a name."
    )


def _forget_other_servers() -> None:
    """The demo is played on servers of its own, whatever this shell is set up for."""
    for name in [*os.environ]:
        if name in _ADDRESSES or (name.startswith("KAOHE_") and name != _OF_THE_MACHINE):
            del os.environ[name]


@contextlib.contextmanager
def _folder(given: Path | None, *, keep: bool) -> Iterator[Path]:
    """The data folder: the one given, or a new one, removed in the end unless it is to be kept or the demo failed."""
    if given is not None:
        given = given.expanduser().absolute()
        if given.exists() and any(given.iterdir()):
            raise Refused(
                Reason.CONFLICT, f"data folder {given}", "is not empty", "Give an empty one, or none for a new one"
            )
        yield given
        return
    above = Path(tempfile.mkdtemp(prefix="kaohe-demo-"))
    if os.geteuid() == 0:
        above.chmod(0o711)  # PostgreSQL's account must be able to pass
    try:
        yield above / "data"
    except (Failed, BaseExceptionGroup, ChildFailed):
        print(f"The data and the logs are kept in {above / 'data'}.", file=sys.stderr)  # noqa: T201 - for a person
        raise
    except BaseException:
        shutil.rmtree(above, ignore_errors=True)
        raise
    if not keep:
        shutil.rmtree(above, ignore_errors=True)


def _end_well_on_sigterm() -> None:
    """Lets SIGTERM end the demo as Ctrl-C does, with its servers."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _first(error: BaseException) -> BaseException:
    """The error that a group is about: tasks that were ended because of it have none of their own."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
