"""Kaohe's own processes: `kaohe worker`, `kaohe log` and `kaohe api`, each replicable, and `kaohe recover`.

Each ends in order on SIGTERM and SIGINT: a worker finishes what it has begun, the others stop between two steps.
"""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress

from deploy import logging
from deploy.settings import load


async def worker() -> None:
    """Runs the workflows and what they ask for, until stopped."""
    from deploy.services import serve_worker  # noqa: PLC0415 - heavy

    logging.configure()
    await _until_stopped(serve_worker(load()))


async def log(
    *, rebuild_views: Annotated[bool, Parameter(help="First build the views from zero.", negative="")] = False
) -> None:
    """Runs the log services (views, gates and follower), until stopped.

    While views are being rebuilt, by request or because a release defines them anew, the old ones serve.
    """
    from deploy.services import serve_log  # noqa: PLC0415 - heavy

    logging.configure()
    await _until_stopped(serve_log(load(), rebuild_views=rebuild_views))


async def api() -> None:
    """Serves the HTTP API on this machine only, until stopped."""
    from deploy.services import serve_api  # noqa: PLC0415 - heavy

    logging.configure()
    await _until_stopped(serve_api(load()))


async def recover(*, json: Annotated[bool, Parameter(help="Answer in JSON.", negative="")] = False) -> None:
    """Starts or wakes the workflow of every unfinished cycle and appraisal; safe at any time.

    The log services do it by themselves when Temporal has lost its memory; this is for who would rather not wait.
    """
    from activities.recover import recover as reconcile  # noqa: PLC0415 - heavy
    from activities.wakes import Waker  # noqa: PLC0415 - heavy
    from deploy.core import open_core  # noqa: PLC0415 - heavy
    from deploy.services import connect_temporal  # noqa: PLC0415 - heavy

    settings = load()
    console = Console(highlight=False)
    async with open_core(settings) as core:
        waker = Waker(await connect_temporal(settings), settings.task_queue)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            waking = progress.add_task("Waking", total=None)
            count, refused = await reconcile(
                waker, core.log.pool, lambda done, total: progress.update(waking, completed=done, total=total)
            )
    if json:
        console.print_json(data={"woken": count, "refused": {one.stream: str(why) for one, why in refused}})
    else:
        console.print(f"{count} unfinished {'stream' if count == 1 else 'streams'} woken.")
        for one, why in refused:
            console.print(f"Temporal refused {one.stream}: {why}", markup=False)
    if refused:
        sys.exit(1)


async def _until_stopped(service: Coroutine[Any, Any, None]) -> None:
    """Runs a service; a signal cancels it, and that is an orderly end."""
    running = asyncio.ensure_future(service)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        return
