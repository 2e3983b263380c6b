"""The running runtime as a data folder shows it: one lock, and one file with its process id and addresses."""

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.refusal import Reason, Refused

_GLANCES = 1.0  # seconds within which somebody else's glance at the lock has passed


class Runtime(BaseModel):
    """What runs on a data folder. The URL holds a password, so the file is its owner's alone (0600)."""

    model_config = ConfigDict(frozen=True)

    pid: int
    started: datetime
    database_url: str = Field(repr=False)
    database_port: int | None = None
    """None when the database is not ours."""
    temporal_address: str
    temporal_namespace: str
    task_queue: str
    api_url: str


@contextlib.contextmanager
def lock(data: Path) -> Iterator[None]:
    """Holds a data folder, made if absent; the kernel lets go of it when this process ends, however it ends.

    A folder made by root can be passed through, not listed, by others (0711): PostgreSQL's account must. All in it is
    closed on its own.

    Raises:
        Refused: another runtime holds it; the sentence names its process and addresses.
    """
    descriptor = _open(data)
    try:
        until = time.monotonic() + _GLANCES
        while not _take(descriptor):
            if time.monotonic() > until:
                raise _taken(data, descriptor)
            time.sleep(0.02)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        (data / "runtime.json").unlink(missing_ok=True)  # of one that was killed
        try:
            yield
        finally:
            (data / "runtime.json").unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def publish(data: Path, runtime: Runtime) -> None:
    """Writes down what runs, for the commands of the same folder."""
    handle, half = tempfile.mkstemp(dir=data, prefix=".runtime-")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(runtime.model_dump_json(indent=2))
    Path(half).rename(data / "runtime.json")


def holder(data: Path) -> int | None:
    """The process id of the `kaohe up` that holds a data folder, None when none does."""
    try:
        descriptor = os.open(data / "lock", os.O_RDONLY)
    except OSError:  # no such folder, or somebody else's
        return None
    try:
        return None if _take(descriptor) else _pid(descriptor)
    finally:
        os.close(descriptor)


def running(data: Path) -> Runtime | None:
    """What runs on a data folder, None when nothing does or it is only starting or ending."""
    if holder(data) is None:
        return None
    try:
        return Runtime.model_validate_json((data / "runtime.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValidationError):
        return None


def _open(data: Path) -> int:
    try:
        if not data.exists():
            data.mkdir(parents=True, mode=0o700)
            data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        return os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        problem = f"cannot be used: {error.strerror}"
        raise Refused(Reason.INVALID, f"data folder {data}", problem, "Give another folder with KAOHE_DATA") from None


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _pid(descriptor: int) -> int:
    return int(os.pread(descriptor, 20, 0) or b"0")


def _taken(data: Path, descriptor: int) -> Refused:
    pid, found = _pid(descriptor), running(data)
    where = f"API {found.api_url}, Temporal {found.temporal_address}" if found else "it is starting or ending"
    return Refused(
        Reason.CONFLICT,
        f"data folder {data}",
        f"Kaohe runs on it already, as process {pid} ({where})",
        f"Use that one, stop it with `kill {pid}`, or give another folder with KAOHE_DATA",
    )
