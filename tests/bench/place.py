"""Where the bench runs: a durable PostgreSQL, a Temporal when one is asked for, and what machine this is."""

import os
import platform
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path

import anyio

from store.keys import DataKeys, FileKeyProvider
from store.log import Log
from tests.bench.measure import Bench, Size
from tests.conftest import Database, fresh_database, prepare
from tests.postgres import Server, serve
from tests.temporal import TemporalServer, serve_temporal


@contextmanager
def opened(size: Size, say: Callable[[str], None]) -> Iterator[Bench]:
    """A bench on servers of its own, which are gone when it ends."""
    with ExitStack() as stack:
        server = stack.enter_context(serve(durable=True))
        anyio.run(prepare, server)

        @cache
        def temporal() -> TemporalServer:
            return stack.enter_context(serve_temporal())

        yield on(server, temporal, size, say)


def on(server: Server, temporal: Callable[[], TemporalServer], size: Size, say: Callable[[str], None]) -> Bench:
    """A bench on a prepared server."""
    return Bench(size, partial(fresh_database, server), temporal, say)


@asynccontextmanager
async def open_keys(database: Database) -> AsyncIterator[DataKeys]:
    """Data keys of a database, under a key file that is gone afterwards."""
    log = await Log.open(database.writer_url, size=2)
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        try:
            yield await DataKeys.open(log.pool, FileKeyProvider(Path(folder) / "key"))
        finally:
            await log.close()


# ---------------------------------------------------------------- the machine


@dataclass(frozen=True)
class Machine:
    """What the figures were taken on; `fsync` in milliseconds, `load` what the last minute saw before the run."""

    processor: str
    cores: int
    memory: str
    system: str
    filesystem: str
    fsync: float
    load: float

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.cores} cores, {self.memory}, {self.system}; {self.filesystem}, "
            f"fsync {self.fsync:.2f} ms; load {self.load:.2f}"
        )

    def facts(self) -> dict[str, str | float]:
        return asdict(self)


def machine() -> Machine:
    return Machine(
        processor=line("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory=f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        system=f"{platform.system()} {platform.release()}",
        filesystem=_filesystem(Path(tempfile.gettempdir())),
        fsync=fsync_milliseconds(Path(tempfile.gettempdir())),
        load=os.getloadavg()[0],
    )


def fsync_milliseconds(folder: Path, times: int = 200) -> float:
    """The median of so many writes of 8 kB over the same place, each forced to the disk, as a commit does."""
    page, taken = os.urandom(8192), []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(times):
            began = time.perf_counter()
            os.pwrite(file.fileno(), page, 0)
            os.fdatasync(file.fileno()) if hasattr(os, "fdatasync") else os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def line(path: str, field: str) -> str | None:
    """What a file of /proc says about a field."""
    if not Path(path).exists():
        return None
    lines = (line.partition(":") for line in Path(path).read_text().splitlines())
    return next((value.strip() for name, _, value in lines if name.strip() == field), None)


def _filesystem(folder: Path) -> str:
    """The filesystem that the servers' folders lie on."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return "filesystem unknown"
    rows = (line.split()[:3] for line in mounts.read_text().splitlines())
    above = [(len(point), kind, device) for device, point, kind in rows if folder.is_relative_to(point)]
    _, kind, device = max(above)
    return f"{kind} on {device}"
